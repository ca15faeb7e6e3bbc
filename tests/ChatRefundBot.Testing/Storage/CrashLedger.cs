using System.Globalization;
using System.Text;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.Testing.Storage;

/// <summary>
/// Units whose parts must agree, written by several writers while processes are killed: unit k of a writer puts version k of its document,
/// appends entry k with id k, sets its member to k and trims a second log. Afterwards everything is compared with what was acknowledged.
/// </summary>
public sealed class CrashLedger
{
    public const int Writers = 4;

    private readonly long[] _acknowledged = new long[Writers];

    /// <summary>Units acknowledged in all rounds.</summary>
    public long Acknowledged => _acknowledged.Sum();

    /// <summary>Acknowledged units that were not there afterwards.</summary>
    public long Lost { get; private set; }

    /// <summary>Units of which only a part was there.</summary>
    public long Half { get; private set; }

    public int Kills { get; private set; }

    public string Figures => string.Create(
        CultureInfo.InvariantCulture, $"kills {Kills}, acknowledged {Acknowledged}, lost {Lost}, half done {Half}");

    /// <summary>Writes units until the store fails or the token asks for the end, and tells of each that was acknowledged.</summary>
    public static async Task WriteAsync(IStore store, int writer, Action<int, long> acknowledged, CancellationToken cancellationToken)
    {
        var start = (await store.GetAsync([Document(writer)], cancellationToken))[0]?.Version ?? 0;
        for (var number = start + 1; !cancellationToken.IsCancellationRequested; number++)
        {
            var result = await store.CommitAsync(Unit(writer, number), CancellationToken.None);
            if (result is not CommitResult.Committed) throw new InvalidOperationException($"Unit {number} of writer {writer} came to {result}.");
            acknowledged(writer, number);
        }
    }

    /// <summary>Counts a document up, by compare and set, so many times.</summary>
    public static async Task CountAsync(IStore store, string id, int times)
    {
        var key = new DocumentKey("conversation", id);
        for (var done = 0; done < times;)
        {
            var now = (await store.GetAsync([key], CancellationToken.None))[0];
            var next = (now is null ? 0 : int.Parse(Encoding.UTF8.GetString(now.Body.Span), CultureInfo.InvariantCulture)) + 1;
            var body = Encoding.UTF8.GetBytes(next.ToString(CultureInfo.InvariantCulture));
            if (await store.CommitAsync(new CommitUnit().Put(key, now?.Version ?? 0, body), CancellationToken.None) is CommitResult.Committed) done++;
        }
    }

    /// <summary>Notes an acknowledgement.</summary>
    public void Acknowledge(int writer, long number) => _acknowledged[writer] = Math.Max(_acknowledged[writer], number);

    /// <summary>Notes what a killed process had told.</summary>
    public void Acknowledge(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            Acknowledge(int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Compares the store with what was acknowledged, after a kill.</summary>
    public async Task CompareAsync(IStore store, CancellationToken cancellationToken)
    {
        Kills++;
        for (var writer = 0; writer < Writers; writer++)
        {
            var document = (await store.GetAsync([Document(writer)], cancellationToken))[0];
            var version = document?.Version ?? 0;
            Lost += Math.Max(0, _acknowledged[writer] - version);
            var entries = await store.ReadAsync(Log(writer), 0, int.MaxValue, cancellationToken);
            var trimmed = await store.ReadAsync(Trimmed(writer), 0, int.MaxValue, cancellationToken);
            var member = (await store.RangeAsync("ledger", 0, long.MaxValue, Writers, cancellationToken)).FirstOrDefault(e => e.Member == Name(writer));
            var agrees = entries.LastSequence == version && entries.Entries.Count == version && member.Score == version
                && trimmed.LastSequence == version && trimmed.Entries.Count == Math.Min(version, 1)
                && (document is null || Encoding.UTF8.GetString(document.Body.Span).EndsWith(Name(version), StringComparison.Ordinal))
                && entries.Entries.All(e => Encoding.UTF8.GetString(e.Body.Span) == Name(e.Sequence));
            // The id of the last unit is remembered, the one of the next is free: a dry run tells, for its expectation never holds.
            agrees &= version == 0 || await SeesAsync(store, writer, version, cancellationToken);
            agrees &= !await SeesAsync(store, writer, version + 1, cancellationToken);
            Half += agrees ? 0 : 1;
        }
    }

    private static CommitUnit Unit(int writer, long number) => new CommitUnit()
        .Put(Document(writer), number - 1, Encoding.UTF8.GetBytes(new string('x', 2_000) + Name(number)))
        .Append(Log(writer), Encoding.UTF8.GetBytes(Name(number)), Name(number))
        .TrimThrough(Trimmed(writer), number - 1)
        .Append(Trimmed(writer), Encoding.UTF8.GetBytes(Name(number)))
        .SetIndex("ledger", Name(writer), number);

    private static async Task<bool> SeesAsync(IStore store, int writer, long number, CancellationToken cancellationToken) =>
        await store.CommitAsync(
            new CommitUnit().Append(Log(writer), default, Name(number)).Expect(Document(writer), long.MaxValue), cancellationToken) is CommitResult.Duplicate;

    private static DocumentKey Document(int writer) => new("conversation", Name(writer));

    private static LogKey Log(int writer) => new("transcript", Name(writer));

    private static LogKey Trimmed(int writer) => new("inbox", Name(writer));

    private static string Name(long number) => number.ToString(CultureInfo.InvariantCulture);
}
