using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.DialogKernel.Turns;

/// <summary>
/// Documents beside the conversation's own, as a turn sees them: each is read once, a change is seen by what follows in the turn, and is
/// committed against the version that was read.
/// </summary>
public sealed class TurnDocuments
{
    private readonly IStore _store;
    private readonly Dictionary<DocumentKey, Held> _held = [];

    internal TurnDocuments(IStore store) => _store = store;

    /// <summary>The document as this turn has left it so far; null when there is none.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(DocumentKey key, CancellationToken cancellationToken) =>
        _held.TryGetValue(key, out var held) ? held.Body : (await LoadAsync([key], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Several documents, those not yet read in one round trip. In the order asked.</summary>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken)
    {
        var missing = keys.Where(k => !_held.ContainsKey(k)).ToList();
        if (missing.Count > 0) await LoadAsync(missing, cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(k => _held[k].Body)];
    }

    /// <summary>Changes a document with this turn.</summary>
    /// <exception cref="InvalidOperationException">It was not read in this turn: a change needs to know what it changes.</exception>
    public void Put(DocumentKey key, ReadOnlyMemory<byte> body)
    {
        if (!_held.TryGetValue(key, out var held)) throw new InvalidOperationException($"Read {key} in this turn before changing it.");
        _held[key] = held with { Body = body, Changed = true };
    }

    /// <summary>Adds a document that nobody can have made before, because its key was made in this turn.</summary>
    public void Add(DocumentKey key, ReadOnlyMemory<byte> body) => _held[key] = new Held(0, body, true);

    internal void AddTo(CommitUnit unit)
    {
        foreach (var (key, held) in _held)
        {
            if (held is { Changed: true, Body: { } body }) unit.Put(key, held.Version, body);
        }
    }

    private async ValueTask<List<ReadOnlyMemory<byte>?>> LoadAsync(IReadOnlyList<DocumentKey> keys, CancellationToken cancellationToken)
    {
        var found = await _store.GetAsync(keys, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < keys.Count; i++) _held[keys[i]] = new Held(found[i]?.Version ?? 0, found[i]?.Body, false);
        return [.. found.Select(f => f?.Body)];
    }

    private sealed record Held(long Version, ReadOnlyMemory<byte>? Body, bool Changed);
}
