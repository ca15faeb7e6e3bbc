using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.DialogKernel.Turns;

/// <summary>
/// One turn: what came in, the state it meets, and everything it wants to change. A turn may read, but writes nothing itself:
/// all that is collected here is committed in one step after it, or dropped and the turn run again. Lives for one run of one turn.
/// </summary>
public sealed class TurnContext
{
    /// <summary>How long a single read (orders, evidence, store) may take before the turn goes on without it.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(3);

    internal const string Hidden = "••••••";

    private readonly List<OutgoingMessage> _outgoing = [];
    private readonly List<OutboxEntry> _outbox = [];
    private readonly List<LogKey> _erased = [];
    private readonly TimeProvider _time;
    private object? _memory;
    private KeptJson? _keptMemory;
    private int _ids;

    /// <param name="mayAssume">See <see cref="TurnDocuments.AssumeAbsent"/>.</param>
    internal TurnContext(ConversationState state, Incoming incoming, IStore store, TimeProvider time, bool mayAssume)
    {
        (State, ModeBefore) = (state, state.Mode);
        Incoming = incoming;
        Store = store;
        Documents = new TurnDocuments(store, mayAssume);
        _time = time;
        Now = time.GetUtcNow();
    }

    public ConversationState State { get; }

    /// <summary>Who answered when the turn began.</summary>
    internal ConversationMode ModeBefore { get; }

    public Incoming Incoming { get; }

    /// <summary>Time of the turn, UTC; the same all through it.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>For reading logs, indexes and counts; documents are read and changed through <see cref="Documents"/>.</summary>
    public IStore Store { get; }

    /// <summary>Documents to read and to change with this turn. The kernel keeps the conversation's own.</summary>
    public TurnDocuments Documents { get; }

    /// <summary>Indexes and logs to change with this turn.</summary>
    public CommitUnit Changes { get; } = new();

    public IReadOnlyList<OutgoingMessage> Outgoing => _outgoing;

    internal IReadOnlyList<OutboxEntry> Outbox => _outbox;

    internal IReadOnlyList<LogKey> Erased => _erased;

    /// <summary>What the transcript shows in place of a text that must not be kept, such as a query password; null: the message itself.</summary>
    public IncomingMessage? Masked { get; set; }

    /// <summary>True when the message turned out to say nothing, so that the transcript does not have it.</summary>
    internal bool IsNothing { get; set; }

    /// <summary>Hides what the buyer typed, with a picture too; what was tapped is no secret.</summary>
    internal void Mask() => Masked = Incoming.Message switch
    {
        IncomingMessage.Text => new IncomingMessage.Text(Hidden),
        IncomingMessage.Media { Caption: not null } media => media with { Caption = Hidden },
        IncomingMessage.Edited edited => edited with { Value = Hidden },
        _ => null,
    };

    /// <param name="card">The text laid out; null when there is nothing to lay out.</param>
    public void Say(string text, Card? card = null)
    {
        if (!IsMuted) _outgoing.Add(new OutgoingMessage.Say { Text = text, Card = card });
    }

    /// <summary>Says something in the name of a person of the shop.</summary>
    /// <param name="name">What buyers know them by.</param>
    public void SayAs(string name, string text, IReadOnlyList<Attachment>? attachments) =>
        _outgoing.Add(new OutgoingMessage.Say { Text = text, Agent = name, Attachments = attachments is { Count: > 0 } ? attachments : null });

    /// <summary>Notes what became of the act of an agent that this turn is about.</summary>
    /// <param name="refusal">Null: it is done.</param>
    public void Outcome(string? refusal, ConversationAgent? owner = null)
    {
        var acts = State.Acts ??= [];
        acts.Add(new ActOutcome(Incoming.Id, refusal, owner));
        if (acts.Count > ActOutcome.MostKept) acts.RemoveAt(0);
    }

    /// <summary>What goes with a call for a person that this turn makes, for whoever subscribes to it.</summary>
    public HandOffContext? HandOff { get; set; }

    /// <summary>Says something with a file beside it.</summary>
    public void Offer(string text, OutgoingFile file) => _outgoing.Add(new OutgoingMessage.Say { Text = text, File = file });

    /// <summary>How many are served before the buyer, where this turn tells them; null otherwise.</summary>
    public long? Ahead { get; set; }

    /// <param name="failures">Answers to this question so far that did not fit.</param>
    /// <param name="sensitive">True when the typed answer must not be kept.</param>
    internal void Ask(string text, IReadOnlyList<Choice> choices, int failures, bool sensitive, Card? card)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"q{State.Turn}.{_outgoing.Count}");
        var keys = new string[choices.Count];
        for (var i = 0; i < keys.Length; i++) keys[i] = choices[i].Key;
        State.Prompt = new PendingPrompt(id, keys, failures, sensitive);
        _outgoing.Add(new OutgoingMessage.Ask(id, choices) { Text = text, Card = card });
    }

    /// <summary>Asks for something to be carried out after the commit, at least once, by the handler of its kind.</summary>
    public void CarryOut<T>(string kind, T payload, JsonTypeInfo<T> type) =>
        _outbox.Add(new OutboxEntry(NewId("effect"), kind, State.Epoch, Now, null, JsonSerializer.SerializeToElement(payload, type)));

    /// <summary>Sets a timer of this conversation, or moves the one of this name.</summary>
    public void SetTimer(string name, DateTimeOffset dueAt)
    {
        State.Timers.RemoveAll(t => t.Name == name);
        State.Timers.Add(new ConversationTimer(name, dueAt));
        Changes.SetIndex(StoreNames.Timers, StoreNames.TimerMember(name, State.Id), dueAt.ToUnixTimeMilliseconds());
    }

    public void CancelTimer(string name)
    {
        if (State.Timers.RemoveAll(t => t.Name == name) > 0)
            Changes.RemoveIndex(StoreNames.Timers, StoreNames.TimerMember(name, State.Id));
    }

    /// <summary>Erases everything said in this conversation, with this turn's own words; ids stay, so that nothing is replayed.</summary>
    public void EraseTranscript() => _erased.Add(StoreNames.Transcript(State.Id));

    /// <summary>
    /// What the dialogs keep for the whole conversation, made on first use. Changes to the object are kept with the turn.
    /// One type per program: asking for another one throws.
    /// </summary>
    public T Memory<T>(JsonTypeInfo<T> type) where T : class, new()
    {
        _memory ??= State.Memory?.Read(type) ?? new T();
        _keptMemory ??= KeptJson.Of((T)_memory, type);
        return (T)_memory;
    }

    internal void KeepMemory()
    {
        if (_keptMemory is not null) State.Memory = _keptMemory;
    }

    /// <summary>State of the innermost dialog when it is the one given; null otherwise. For interrupts and timers; changes are kept.</summary>
    public TState? Innermost<TState>(Dialogs.WaterfallDialog<TState> dialog) where TState : class, new() =>
        Stack?.Top(out _) is { } top && top.Dialog == dialog ? (TState)top.State : null;

    /// <summary>State of the innermost dialog of this kind, also below others; null when none is in progress. Changes are kept.</summary>
    public TState? Nearest<TState>(Dialogs.WaterfallDialog<TState> dialog) where TState : class, new() => (TState?)Stack?.Find(dialog)?.State;

    internal Dialogs.DialogStack? Stack { get; set; }

    /// <summary>True while the desk says nothing by itself, because a person of the shop has the word; statements are dropped.</summary>
    public bool IsMuted { get; set; }

    /// <summary>An id made in this turn: 20 hex digits, the same when the turn is run again.</summary>
    public string NewId(string purpose)
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{State.Id}|{Incoming.Id}|{purpose}|{_ids++}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 10));
    }

    /// <summary>Runs a read with <see cref="ReadLimit"/>.</summary>
    /// <returns>False when it took too long or failed: tell the buyer and go on. The value is then the type's default.</returns>
    /// <param name="onFault">Told of the fault, for the log.</param>
    public async ValueTask<(bool Ok, T? Value)> ReadAsync<T>(Func<CancellationToken, Task<T>> read, Action<Exception>? onFault, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // WaitAsync as well as the token: a source that ignores its token must not hold up the conversation.
            var task = read(limit.Token);
            if (task.IsCompletedSuccessfully) return (true, task.Result);
            return (true, await task.WaitAsync(ReadLimit, _time, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception fault) when (fault is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            await limit.CancelAsync().ConfigureAwait(false);
            onFault?.Invoke(fault);
            return (false, default);
        }
    }
}
