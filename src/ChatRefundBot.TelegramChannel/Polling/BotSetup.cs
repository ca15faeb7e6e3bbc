using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.TelegramChannel.Api;
using Microsoft.Extensions.Logging;
using Telegram.Bot.Types;

namespace ChatRefundBot.TelegramChannel.Polling;

/// <summary>What the host that leads does first: finds out whether the token is good, and sets the menu of commands.</summary>
internal sealed partial class BotSetup(TelegramApi api, SideCalls calls, WordingCatalog wording, ShopLanguage shop, TelegramStatus status, TimeProvider time, ILogger<BotSetup> log)
{
    private const int MostMenuTries = 10;

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(60);

    /// <summary>Returns when the server knows the token. One that it does not know is asked about again, in case somebody mends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var me = await api.GetMeAsync(cancellationToken).ConfigureAwait(false);
            if (me.Value is { } bot)
            {
                status.Accept();
                (status.BotName, status.Trouble) = (bot.Username ?? "", null);
                LogBot(bot.Username ?? "");
                break;
            }

            status.Trouble = me.Failure!.Reason;
            if (me.Failure is ApiFailure.TokenRefused)
            {
                if (!status.IsRefused) LogRefused();
                status.Refuse();
            }
            else
            {
                LogAway(me.Failure.Reason);
                // A server that does not know this call may know the others.
                if (me.Failure is ApiFailure.Refused) break;
            }

            var wait = TimeSpan.FromSeconds(Math.Min(LongestRetry.TotalSeconds, 1 << Math.Min(tries, 6)));
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }

        await SetMenuAsync(1, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks once what the bot is called, which links need, on a host that does not lead.</summary>
    public async Task LearnNameAsync(CancellationToken cancellationToken)
    {
        var me = await api.GetMeAsync(cancellationToken).ConfigureAwait(false);
        if (me.Value is { } bot) status.BotName = bot.Username ?? "";
    }

    /// <summary>The shop's language for everybody, the others for those whose device speaks them.</summary>
    private async Task SetMenuAsync(int tries, CancellationToken cancellationToken)
    {
        foreach (var language in Enum.GetValues<Language>().OrderBy(l => l != shop.Default))
        {
            var commands = TelegramTexts.Commands.Select(c => new BotCommand(c, wording.Text(language, TelegramTexts.Command(c)))).ToArray();
            string?[] places = language == shop.Default ? [null, language.Tag()[..2]] : [language.Tag()[..2]];
            foreach (var place in places)
            {
                var done = await api.SetCommandsAsync(commands, place, cancellationToken).ConfigureAwait(false);
                if (done.Failure is not { } failure) continue;
                LogMenu(failure.Reason);
                if (failure is ApiFailure.Refused || tries >= MostMenuTries) return;
                var wait = TimeSpan.FromSeconds(1 << tries);
                if (failure is ApiFailure.Limited limited && limited.After > wait) wait = limited.After;
                calls.MakeLater(wait, ct => SetMenuAsync(tries + 1, ct));
                return;
            }
        }
    }

    [LoggerMessage(EventId = 6801, Level = LogLevel.Information, Message = "Telegram knows the bot as @{BotName}")]
    private partial void LogBot(string botName);

    [LoggerMessage(EventId = 6802, Level = LogLevel.Error, Message = "Telegram refuses the bot token. Set Telegram__BotToken to the one that BotFather shows and start again; everything else works without it")]
    private partial void LogRefused();

    [LoggerMessage(EventId = 6803, Level = LogLevel.Warning, Message = "The Bot API does not answer, trying again: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(EventId = 6804, Level = LogLevel.Warning, Message = "The menu of commands was not taken: {Reason}")]
    private partial void LogMenu(string reason);
}
