using System.Globalization;
using System.Runtime.CompilerServices;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Verbs.Replay;

namespace ChatRefundBot.Refunds.Verbs;

/// <summary>
/// <c>policy replay</c>: decides recorded cases again by a draft table and says what would change. Changes nothing itself, and holds one
/// case at a time.
/// </summary>
/// <param name="Output">Standard output: a line for each case that would change, then the totals.</param>
/// <param name="Error">Standard error: what is wrong, and progress once a second when it takes longer than that.</param>
/// <param name="Time">For the progress.</param>
public sealed record PolicyReplayRun(TextWriter Output, TextWriter Error, TimeProvider Time)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Replays the cases of a golden file, whose <c>expect</c> is what was decided; they are decided as <c>policy test</c> does.</summary>
    /// <param name="policyDirectory">Directory of the draft.</param>
    /// <param name="file">The file; <c>-</c> for standard input.</param>
    /// <param name="stdin">Standard input.</param>
    /// <returns>An exit code of <see cref="ExitCodes"/>.</returns>
    public async Task<int> FileAsync(string policyDirectory, string file, TextReader stdin, CancellationToken cancellationToken)
    {
        if (Draft(policyDirectory) is not { } table || VerbInput.Text(file, stdin, Error) is not { } json)
            return ExitCodes.Broken;
        var problems = new List<string>();
        if (GoldenFile.Read(json, problems) is not { } golden)
        {
            VerbInput.Report(file, problems, Error);
            return ExitCodes.Broken;
        }

        var cases = Each(golden.Cases.Select(item => (RecordedCase?)RecordedCase.Of(item)));
        return await RunAsync(table, cases, golden.Cases.Count, static (table, facts) => table.Decide(facts), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replays kept cases by their last verdicts. What only a system could know and none did is filled in as the desk does.</summary>
    /// <param name="policyDirectory">Directory of the draft.</param>
    /// <param name="open">Opens the cases, once the draft is known to be good, and says how many there are.</param>
    /// <returns>An exit code of <see cref="ExitCodes"/>.</returns>
    public async Task<int> CasesAsync(
        string policyDirectory, Func<CancellationToken, Task<(long Total, IAsyncEnumerable<RefundCase> Cases)>> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        if (Draft(policyDirectory) is not { } table)
            return ExitCodes.Broken;
        var (total, kept) = await open(cancellationToken).ConfigureAwait(false);
        return await RunAsync(
            table, Recorded(kept, cancellationToken), total,
            static (table, facts) => Unobtainable.Decide(table, facts, facts[FactCatalogue.Now]?.Value.AsTime()).Decision, cancellationToken).ConfigureAwait(false);
    }

    private PolicyTable? Draft(string directory)
    {
        if (Directory.Exists(directory))
            return VerbInput.Table(directory, Error);
        Error.WriteLine($"There is no directory {directory}; give the one of the draft with --policy, or set Policy:Directory.");
        return null;
    }

    private async Task<int> RunAsync(
        PolicyTable table, IAsyncEnumerable<RecordedCase?> cases, long total, Func<PolicyTable, FactSet, Decision> decide, CancellationToken cancellationToken)
    {
        var tally = new ReplayTally();
        var (last, seen) = (Time.GetTimestamp(), 0L);
        await Output.WriteLineAsync($"table {table.Version}").ConfigureAwait(false);
        await foreach (var recorded in cases.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            seen++;
            if (recorded is null)
                tally.WithoutVerdict++;
            else if (tally.Add(recorded, recorded.Facts is { } facts ? decide(table, facts) : null) is { } line)
                await Output.WriteLineAsync(line).ConfigureAwait(false);
            if (Time.GetElapsedTime(last) < Second)
                continue;
            last = Time.GetTimestamp();
            await Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{seen} of {total} cases")).ConfigureAwait(false);
        }

        tally.Write(Output);
        return tally.Broken == 0 ? ExitCodes.Good : ExitCodes.Failed;
    }

    private static async IAsyncEnumerable<RecordedCase?> Recorded(
        IAsyncEnumerable<RefundCase> kept, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in kept.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return RecordedCase.Of(item);
    }

    private static async IAsyncEnumerable<RecordedCase?> Each(IEnumerable<RecordedCase?> cases)
    {
        foreach (var item in cases)
            yield return item;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
