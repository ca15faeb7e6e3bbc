using System.Collections.Concurrent;
using System.Text;
using ChatRefundBot.DialogKernel.Storage;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>
/// The whole key schema. Every key of a shop has the hash tag <c>{shop}</c>, so that one script may use them together, in Cluster too.
/// </summary>
/// <remarks>
/// <code>
/// crb{shop}:d:KIND:ID     string  a document, "version\nbody"
/// crb{shop}:l:KIND:ID     list    the entries of a log that are left, oldest first
/// crb{shop}:b:KIND:ID     string  how many entries have left the front of that log; absent for none
/// crb{shop}:e:KIND:ID␟X   string  empty; says that the log has seen entry id X; ends after IStore.IdMemory
/// crb{shop}:i:NAME        zset    a sorted index
/// crb{shop}:n:NAME        string  a counter
/// crb{shop}:w:TOPIC       channel of wakes
/// crb{shop}:format        string  version of this schema
/// </code>
/// A kind has no ':' and a name no control character, so no two things share a key.
/// </remarks>
internal sealed class RedisKeys
{
    /// <summary>Version of the schema above.</summary>
    public const long FormatVersion = 1;

    private readonly string _root;
    private readonly byte[] _index;
    private readonly byte[] _counter;
    private readonly ConcurrentDictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LogPrefixes> _logs = new(StringComparer.Ordinal);

    public RedisKeys(string shop)
    {
        _root = $"crb{{{shop}}}:";
        _index = Encoding.UTF8.GetBytes(_root + "i:");
        _counter = Encoding.UTF8.GetBytes(_root + "n:");
        Format = _root + "format";
    }

    public RedisKey Format { get; }

    public RedisKey Document(DocumentKey key) => Key(_documents.TryGetValue(key.Kind, out var prefix) ? prefix : AddDocuments(key.Kind), key.Id);

    public RedisKey Entries(LogKey log) => Key(Prefixes(log.Kind).Entries, log.Id);

    public RedisKey Base(LogKey log) => Key(Prefixes(log.Kind).Base, log.Id);

    public RedisKey EntryId(LogKey log, string id) => Key(Prefixes(log.Kind).Ids, string.Concat(log.Id, "\u001f", id));

    public RedisKey Index(string name) => Key(_index, name);

    public RedisKey Counter(string name) => Key(_counter, name);

    public string Channel(string topic) => string.Concat(_root, "w:", topic);

    // The prefix is kept as bytes and joined when the key is written, so that a key costs no string of its own.
    private static RedisKey Key(byte[] prefix, string name) => new RedisKey(name).Prepend(prefix);

    private LogPrefixes Prefixes(string kind) => _logs.TryGetValue(kind, out var prefixes) ? prefixes : AddLogs(kind);

    private byte[] AddDocuments(string kind) => _documents.GetOrAdd(kind, Encoding.UTF8.GetBytes($"{_root}d:{kind}:"));

    private LogPrefixes AddLogs(string kind) => _logs.GetOrAdd(kind, new LogPrefixes(
        Encoding.UTF8.GetBytes($"{_root}l:{kind}:"), Encoding.UTF8.GetBytes($"{_root}b:{kind}:"), Encoding.UTF8.GetBytes($"{_root}e:{kind}:")));

    private sealed record LogPrefixes(byte[] Entries, byte[] Base, byte[] Ids);
}
