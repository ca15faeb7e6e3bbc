using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.DialogKernel.Turns;

/// <summary>
/// Documents beside the conversation's own, as a turn sees them: each is read once, a change is seen by what follows in the turn, and is
/// committed against the version that was read.
/// </summary>
public sealed class TurnDocuments
{
    private readonly IStore _store;
    private readonly bool _mayAssume;

    // Made when first needed: most turns look at no other document.
    private Dictionary<DocumentKey, Held>? _held;

    /// <param name="mayAssume">False when the turn is run again: an assumption may have been why.</param>
    internal TurnDocuments(IStore store, bool mayAssume) => (_store, _mayAssume) = (store, mayAssume);

    /// <summary>
    /// Takes a document that hardly ever exists for absent without looking, which spares a round trip. The commit finds out: where there
    /// is one, the turn is run again and looks. Nothing happens to a document that this turn has read.
    /// </summary>
    public void AssumeAbsent(DocumentKey key)
    {
        if (_mayAssume) (_held ??= []).TryAdd(key, new Held { Version = 0, IsGuess = true });
    }

    /// <summary>The document as this turn has left it so far; null when there is none.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var held = await FindAsync(key, cancellationToken).ConfigureAwait(false);
        return held.IsChanged && held.Type is not null ? held.Bytes() : held.Body;
    }

    /// <summary>A document as an immutable object, read from its JSON once; null when there is none.</summary>
    public async ValueTask<T?> GetAsync<T>(DocumentKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        var held = await FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (held.Type is null && held.Body is { } body) (held.Value, held.Type) = (JsonSerializer.Deserialize(body.Span, type), type);
        return (T?)held.Value;
    }

    /// <summary>Changes a document with this turn.</summary>
    /// <exception cref="InvalidOperationException">It was not read in this turn: a change needs to know what it changes.</exception>
    public void Put(DocumentKey key, ReadOnlyMemory<byte> body)
    {
        var held = Read(key);
        (held.Body, held.Value, held.Type, held.IsChanged) = (body, null, null, true);
    }

    /// <summary>Changes a document with this turn to the JSON of an immutable object; it is written out with the commit.</summary>
    /// <exception cref="InvalidOperationException">It was not read in this turn: a change needs to know what it changes.</exception>
    public void Put<T>(DocumentKey key, T value, JsonTypeInfo<T> type) where T : class
    {
        var held = Read(key);
        (held.Value, held.Type, held.IsChanged) = (value, type, true);
    }

    /// <summary>Adds a document that nobody can have made before, because its key was made in this turn.</summary>
    public void Add(DocumentKey key, ReadOnlyMemory<byte> body) => (_held ??= [])[key] = new Held { Body = body, IsChanged = true };

    /// <summary>As <see cref="Add(DocumentKey, ReadOnlyMemory{byte})"/>, of an immutable object.</summary>
    public void Add<T>(DocumentKey key, T value, JsonTypeInfo<T> type) where T : class =>
        (_held ??= [])[key] = new Held { Value = value, Type = type, IsChanged = true };

    internal void AddTo(CommitUnit unit)
    {
        if (_held is null) return;
        foreach (var (key, held) in _held)
        {
            if (held.IsChanged) unit.Put(key, held.Version, held.Bytes());
            else if (held.IsGuess) unit.Expect(key, 0);
        }
    }

    private Held Read(DocumentKey key) =>
        _held?.GetValueOrDefault(key) ?? throw new InvalidOperationException($"Read {key} in this turn before changing it.");

    private async ValueTask<Held> FindAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        if (_held is not null && _held.TryGetValue(key, out var known)) return known;
        var found = (await _store.GetAsync([key], cancellationToken).ConfigureAwait(false))[0];
        return (_held ??= [])[key] = new Held { Version = found?.Version ?? 0, Body = found?.Body };
    }

    /// <summary>A document in this turn. Its content is the body, or the object where there is a type.</summary>
    private sealed class Held
    {
        public long Version { get; init; }

        public bool IsGuess { get; init; }

        public bool IsChanged { get; set; }

        public ReadOnlyMemory<byte>? Body { get; set; }

        public object? Value { get; set; }

        public JsonTypeInfo? Type { get; set; }

        public ReadOnlyMemory<byte> Bytes() => Type is null ? Body!.Value : JsonSerializer.SerializeToUtf8Bytes(Value, Type);
    }
}
