using System.Security.Cryptography;
using ChatRefundBot.CommandLine;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Serving;
using ChatRefundBot.Settings;

namespace ChatRefundBot.Chat;

/// <summary>The <c>chat</c> command: a buyer's conversation in a terminal or through a pipe, beside a running host or without one.</summary>
internal static class TerminalChat
{
    private const string Channel = "terminal";

    /// <param name="given">Id of a conversation to go on with; null for a new one.</param>
    public static async Task<int> RunAsync(string? given, HostSettings settings, VerbContext context, CancellationToken cancellationToken)
    {
        if (Parse(given) is not { } conversation)
            return await context.RefuseAsync([$"'{given}' is no conversation of a terminal; its id begins with {Channel}: and is said at the end of a session."]);
        DataDirectory.Ensure(settings);
        await using var desk = DeskComposition.DeskOnly(settings);
        if (settings.UsesSampleShop) SampleShop.EnsureGenerated(settings.OrdersFile, TimeProvider.System.GetUtcNow());
        if (await desk.GetRequiredService<FileOrderSource>().ReloadAsync(cancellationToken) is OrderFileReload.Refused refused)
            return await context.RefuseAsync(["The order file has errors:", .. refused.Errors.Select(e => "  " + e)]);

        var notices = new ChatNotices(context.Error, settings.Language);
        var store = desk.GetRequiredService<IStore>();
        // Throws what no waiting mends: a damaged store, or one that a newer version wrote.
        if (await StoreProbe.RunAsync(store, TimeProvider.System, cancellationToken) is StoreProbe.Away) await notices.StoreIsAwayAsync();

        var turns = desk.GetRequiredService<TurnHost>();
        // A host beside it does everything else, and knows channels that this program does not.
        turns.Only = conversation;
        using var view = new TranscriptView(store, conversation, context.Output, notices,
            new OfferedFiles(desk.GetRequiredService<IOutgoingFiles>(), conversation, settings.DataDirectory), () => turns.NewerState);
        if (given is not null) await SkipAsync(view, notices, cancellationToken);
        var background = desk.GetServices<IHostedService>().ToArray();
        foreach (var service in background) await service.StartAsync(cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var showing = view.RunAsync(ending.Token);
        try
        {
            var session = new ChatSession(
                new ChatSender(turns, conversation, TimeProvider.System, notices),
                new ImageCommand(desk.GetRequiredService<IEvidenceStore>(), conversation),
                view, notices, conversation, Console.IsInputRedirected);
            return await session.RunAsync(cancellationToken) is { } reason ? await context.RefuseAsync([reason]) : ExitCode.Good;
        }
        finally
        {
            await ending.CancelAsync();
            await showing;
            foreach (var service in background.Reverse()) await service.StopAsync(CancellationToken.None);
        }
    }

    private static ConversationId? Parse(string? given)
    {
        if (given is null) return new ConversationId($"{Channel}:{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        // Only a terminal's own: this command must not speak for somebody who writes from elsewhere.
        var rest = given.StartsWith(Channel + ":", StringComparison.Ordinal) ? given[(Channel.Length + 1)..] : given;
        return rest.Length is > 0 and <= 64 && rest.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? new ConversationId($"{Channel}:{rest}") : null;
    }

    private static async Task SkipAsync(TranscriptView view, ChatNotices notices, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await view.SkipAsync(cancellationToken);
                return;
            }
            catch (StoreUnavailableException)
            {
                await notices.StoreIsAwayAsync();
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            }
        }
    }
}
