using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Serving;
using ChatRefundBot.Settings;
using ChatRefundBot.TelegramChannel;

namespace ChatRefundBot.Health;

/// <summary>
/// Tells whether this host does its work: the store answers, the sweep runs, nothing newer is in the way, orders and rules are loaded.
/// An answer is kept for a second, so that many who ask cost the store no more than one.
/// </summary>
internal sealed class Readiness(
    IStore store, TurnHost turns, FileOrderSource orders, HostSettings settings, TimeProvider time, PolicyTables policy, TelegramHealth telegramHealth) : IDisposable
{
    /// <summary>Work that a dead worker left resumes within ten seconds; a sweep older than that breaks the promise.</summary>
    public static readonly TimeSpan OldestSweep = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private ReadinessReport? _report;
    private DateTimeOffset _at;

    public async Task<ReadinessReport> AskAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_report is null || time.GetUtcNow() - _at >= Kept) (_report, _at) = (await LookAsync(cancellationToken), time.GetUtcNow());
            return _report;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ReadinessReport> LookAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var reachable = await IsReachableAsync(problems, cancellationToken);
        double? age = turns.LastSweep is { } sweep ? Math.Round(Math.Max(0, (time.GetUtcNow() - sweep).TotalSeconds), 1) : null;
        if (age is null || age > OldestSweep.TotalSeconds) problems.Add("The sweep for pending work has not reached the store lately.");
        // The full message names a conversation; that is for the log.
        if (turns.NewerState is not null) problems.Add("A conversation was written by a newer version of this program. Upgrade this host.");
        if (orders.Version is null) problems.Add("No order file is loaded.");
        var telegram = await TelegramAsync(reachable, cancellationToken);
        var policyState = PolicyOf(policy, out var notes);
        return new ReadinessReport(
            problems.Count == 0 ? "ready" : "not ready",
            new StoreState(settings.Store.IsEmbedded ? "sqlite" : "redis", reachable),
            new SweepState(age),
            new VersionState(orders.Version),
            policyState,
            telegram,
            problems,
            [.. notes, .. telegram?.Notes ?? []]);
    }

    /// <summary>The channel's troubles are notes: the rest of the desk works without it.</summary>
    private async Task<TelegramReport?> TelegramAsync(bool isReachable, CancellationToken cancellationToken)
    {
        try
        {
            return isReachable ? await telegramHealth.LookAsync(cancellationToken) : null;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreTooNewException)
        {
            return null;
        }
    }

    /// <summary>Where errors are, but not their words, which are for the log: they may name a directory.</summary>
    private static PolicyState PolicyOf(PolicyTables policy, out IReadOnlyList<string> notes)
    {
        var (load, refusal) = (policy.Load, policy.Refusal);
        notes = refusal is null ? [] : [$"The rules were changed and have errors; {load.Table.Version} stays in use. The log lists them, and so does policy check."];
        return new PolicyState(
            load.Table.Version, load.At,
            refusal is null ? null : new RefusalState(refusal.At, refusal.Errors.Count, PlaceOf(refusal.Errors[0])));
    }

    private static string PlaceOf(string error) => error.Split(": ")[0] is var place && !Path.IsPathRooted(place) ? place : Path.GetFileName(place);

    private async Task<bool> IsReachableAsync(List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            if (await StoreProbe.RunAsync(store, time, cancellationToken) is StoreProbe.Reachable) return true;
            problems.Add("The store cannot be reached. Messages that were acknowledged are safe; work resumes by itself.");
        }
        catch (StoreTooNewException)
        {
            problems.Add("The store was written by a newer version of this program. Upgrade this host.");
        }

        return false;
    }
}
