using System.Collections.Concurrent;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Chats;
using ChatRefundBot.TelegramChannel.Sending;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.TelegramChannel.Intake;

/// <summary>Leaves groups with one polite line: cases are nobody else's business. Nothing is kept of it; where it failed, the group's next word brings it up again.</summary>
internal sealed partial class GroupLeaver(
    TelegramApi api, SideCalls calls, SendBudget budget, WordingCatalog wording, ShopLanguage shop, TelegramChannelOptions options, TimeProvider time, ILogger<GroupLeaver> log)
{
    private const int Most = 1024;
    private const int MostTries = 8;
    private static readonly TimeSpan Once = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, DateTimeOffset> _left = new();

    public void Leave(long chat)
    {
        var now = time.GetUtcNow();
        if (_left.TryGetValue(chat, out var last) && now - last < Once) return;
        if (_left.Count >= Most) _left.Clear();
        _left[chat] = now;
        calls.Make(async ct =>
        {
            // Both languages in one message, because a group has none.
            var line = string.Join("\n", new[] { shop.Default }.Concat(Enum.GetValues<Language>()).Distinct().Select(l => wording.Text(l, TelegramTexts.NoGroups)));
            if (budget.TryTake(new ChatAddress(options.BotId, chat))) await api.SendTextAsync(chat, null, line, null, ct).ConfigureAwait(false);
            await LeaveAsync(chat, 1, ct).ConfigureAwait(false);
        });
    }

    /// <summary>A bot that hears nothing in a group has no second occasion, so it tries for some minutes.</summary>
    private async Task LeaveAsync(long chat, int tries, CancellationToken cancellationToken)
    {
        var left = await api.LeaveAsync(chat, cancellationToken).ConfigureAwait(false);
        LogLeft(left.Failure?.Reason ?? "done");
        if (left.Failure is null or ApiFailure.Refused or ApiFailure.Unreachable || tries >= MostTries) return;
        var wait = TimeSpan.FromSeconds(1 << tries);
        if (left.Failure is ApiFailure.Limited limited && limited.After > wait) wait = limited.After;
        calls.MakeLater(wait, ct => LeaveAsync(chat, tries + 1, ct));
    }

    [LoggerMessage(EventId = 6401, Level = LogLevel.Information, Message = "The bot was added to a group and leaves it: {Result}")]
    private partial void LogLeft(string result);
}
