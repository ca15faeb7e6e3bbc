using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>
/// The rule tables that were ever in use, kept in the store by their version, so that another host, or this one after a restart, can go on
/// with a case by the rules it began with. The ones longest out of use make room.
/// </summary>
public sealed class PolicyShelf(IStore store)
{
    /// <summary>How many tables are kept.</summary>
    public const int MostKept = 50;

    /// <summary>Kept versions by when they were last taken into use.</summary>
    public const string Index = "policy-tables";

    private const long Latest = (1L << 53) - 1;

    // What a table's four files may have in all, four times 4 MB and some.
    private const int MostBytes = 17 * 1024 * 1024;

    public static DocumentKey Key(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new DocumentKey("policy-table", Member(version));
    }

    /// <summary>Keeps a table that is taken into use.</summary>
    public async Task KeepAsync(PolicyLoad load, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(load);
        var (key, member) = (Key(load.Table.Version), Member(load.Table.Version));
        var unit = new CommitUnit().SetIndex(Index, member, load.At.ToUnixTimeMilliseconds());
        var known = (await store.GetAsync([key], cancellationToken).ConfigureAwait(false))[0];
        if (known is null) unit.Put(key, 0, Packed(load.Source));
        // A conflict is another host that keeps the same table at this moment.
        await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
        await MakeRoomAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A kept table; null when it is not kept, or when this version of the program cannot read it.</summary>
    public async Task<PolicyTable?> FindAsync(string version, CancellationToken cancellationToken)
    {
        if ((await store.GetAsync([Key(version)], cancellationToken).ConfigureAwait(false))[0] is not { } kept) return null;
        return PolicyLoader.Load(Unpacked(kept.Body)) is PolicyLoadResult.Loaded { Table: var table } && table.Version == version ? table : null;
    }

    private async Task MakeRoomAsync(CancellationToken cancellationToken)
    {
        var surplus = (int)Math.Min(await store.CountAsync(Index, 0, Latest, cancellationToken).ConfigureAwait(false) - MostKept, MostKept);
        if (surplus <= 0) return;
        foreach (var oldest in await store.RangeAsync(Index, 0, Latest, surplus, cancellationToken).ConfigureAwait(false))
        {
            var key = new DocumentKey("policy-table", oldest.Member);
            var unit = new CommitUnit().RemoveIndex(Index, oldest.Member);
            if ((await store.GetAsync([key], cancellationToken).ConfigureAwait(false))[0] is { } kept) unit.Delete(key, kept.Version);
            await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false);
        }
    }

    // A declared version may be longer than a name in the store; its end has the hash.
    private static string Member(string version) => version.Length <= StoreNameRules.MaxLength ? version : version[^StoreNameRules.MaxLength..];

    private static byte[] Packed(PolicySource source)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal))
            JsonSerializer.Serialize(zip, new Dictionary<string, string>(source.Texts), PolicyShelfJson.Default.DictionaryStringString);
        return packed.ToArray();
    }

    private static PolicySource Unpacked(ReadOnlyMemory<byte> packed)
    {
        using var zip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = zip.Read(buffer)) > 0 && plain.Length <= MostBytes;) plain.Write(buffer, 0, read);
        return new PolicySource(JsonSerializer.Deserialize(plain.GetBuffer().AsSpan(0, (int)plain.Length), PolicyShelfJson.Default.DictionaryStringString) ?? []);
    }
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PolicyShelfJson : JsonSerializerContext;
