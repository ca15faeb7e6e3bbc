using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using Xunit;

namespace ChatRefundBot.Testing.Turns;

/// <summary>What the contracts of turns, timers and deliveries share: hosts on one store, and looks at what is kept.</summary>
public abstract class EngineContract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<IAsyncDisposable> _opened = [];

    /// <summary>A store on this test's data, beside those of the hosts.</summary>
    protected IStore Store { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens a store on this test's data, as a host of its own would.</summary>
    protected abstract IStore OpenStore();

    /// <summary>Removes this test's data after its stores were closed.</summary>
    protected virtual void RemoveData() { }

    public ValueTask InitializeAsync()
    {
        Store = OpenStore();
        _opened.Add(Store);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        for (var i = _opened.Count - 1; i >= 0; i--) await _opened[i].DisposeAsync();
        RemoveData();
    }

    /// <summary>A host that does nothing by itself; closed with the test.</summary>
    protected TurnSite Site(ITurnHandler turns, params IReadOnlyList<IOutboxHandler> outbox)
    {
        var store = OpenStore();
        _opened.Add(store);
        var site = new TurnSite(store, turns, TimeProvider.System, outbox);
        _opened.Add(site);
        return site;
    }

    protected static ConversationId Conversation(int number = 1) => new(string.Create(CultureInfo.InvariantCulture, $"test:{number}"));

    protected static Incoming Text(string id, ConversationId conversation) =>
        new(id, conversation, TimeProvider.System.GetUtcNow(), null, new IncomingMessage.Text("text of " + id));

    /// <summary>Accepts a message on a host and runs its turn to the end.</summary>
    protected static async Task TurnAsync(TurnSite site, Incoming incoming)
    {
        var accepted = Assert.IsType<AcceptResult.Accepted>(await site.Turns.AcceptAsync(incoming, Token));
        Assert.NotNull(accepted.Work);
        await site.Turns.RunAsync(accepted.Work, takenUp: false, Token);
    }

    /// <summary>Ends the lease of whoever works on a conversation, as time would.</summary>
    protected Task EndLeaseAsync(string index, ConversationId id) => CommitAsync(new CommitUnit().SetIndex(index, id.Value, 1));

    protected async Task<CommitResult.Committed> CommitAsync(CommitUnit unit) => Assert.IsType<CommitResult.Committed>(await Store.CommitAsync(unit, Token));

    protected async Task<ConversationState> StateAsync(ConversationId id) =>
        ConversationState.Read((await Store.GetAsync([StoreNames.State(id)], Token))[0]!.Body);

    /// <summary>Ids of the messages that had an effect on a conversation's state, in order.</summary>
    protected async Task<IReadOnlyList<string>> SeenAsync(ConversationId id)
    {
        if ((await Store.GetAsync([StoreNames.State(id)], Token))[0] is null) return [];
        return (await StateAsync(id)).Memory?.Read(SeenJson.Default.Seen)?.Ids ?? [];
    }

    protected async Task<IReadOnlyList<TranscriptEntry>> TranscriptAsync(ConversationId id) =>
        [.. (await Store.ReadAsync(StoreNames.Transcript(id), 0, int.MaxValue, Token)).Entries
            .Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.TranscriptEntry)!)];

    protected async Task<IReadOnlyList<string>> SaidAsync(ConversationId id) => [.. (await TranscriptAsync(id)).Where(e => e.Out is not null).Select(e => e.Out!.Text)];

    protected async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync() =>
        [.. (await Store.ReadAsync(StoreNames.DeadLetters, 0, int.MaxValue, Token)).Entries
            .Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.DeadLetter)!)];

    protected async Task<int> WaitingAsync(ConversationId id) => (await Store.ReadAsync(StoreNames.Inbox(id), 0, int.MaxValue, Token)).Entries.Count;

    /// <summary>Members of an index with their scores.</summary>
    protected Task<IReadOnlyList<IndexEntry>> IndexAsync(string index) => Store.RangeAsync(index, 0, long.MaxValue >> 11, int.MaxValue, Token);

    /// <summary>Asks again until the answer is yes; fails when that takes too long.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited in vain until {what}.");
            await Task.Delay(20, Token);
        }
    }
}
