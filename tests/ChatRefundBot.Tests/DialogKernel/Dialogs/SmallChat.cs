using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Testing.Turns;
using Xunit;

namespace ChatRefundBot.Tests.DialogKernel.Dialogs;

/// <summary>A conversation with small dialogs; another program version on the same data is another guide.</summary>
internal sealed class SmallChat : IAsyncDisposable
{
    private static readonly ConversationId Id = new("test:1");

    private readonly SqliteData _data = new();
    private readonly IStore _store;
    private long _read;
    private int _sent;

    public SmallChat() => _store = _data.Open();

    public OutgoingMessage.Ask? Question { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<IReadOnlyList<string>> SendAsync(SmallGuide guide, string text) => SendAsync(guide, new IncomingMessage.Text(text));

    /// <summary>Sends a message and returns what was said to it.</summary>
    public async Task<IReadOnlyList<string>> SendAsync(SmallGuide guide, IncomingMessage message)
    {
        await using var site = new TurnSite(_store, new DialogRunner(guide, SmallGuide.Wording), TimeProvider.System);
        var incoming = new Incoming(string.Create(CultureInfo.InvariantCulture, $"m{++_sent}"), Id, TimeProvider.System.GetUtcNow(), null, message);
        await site.Turns.RunAsync(((AcceptResult.Accepted)await site.Turns.AcceptAsync(incoming, Token)).Work!, takenUp: false, Token);
        var slice = await _store.ReadAsync(StoreNames.Transcript(Id), _read, int.MaxValue, Token);
        _read = slice.LastSequence;
        var replies = slice.Entries.Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.TranscriptEntry)!.Out).OfType<OutgoingMessage>().ToList();
        Question = replies.OfType<OutgoingMessage.Ask>().LastOrDefault() ?? Question;
        return [.. replies.Select(r => r.Text)];
    }

    public async Task<ConversationState> StateAsync() =>
        ConversationState.Read((await _store.GetAsync([StoreNames.State(Id)], Token))[0]!.Body);

    /// <summary>What the innermost dialog collected.</summary>
    public async Task<IReadOnlyList<string>> GotAsync() => (await StateAsync()).Stack[^1].State.Read(SmallJson.Default.SmallState)!.Got;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _data.Dispose();
    }
}
