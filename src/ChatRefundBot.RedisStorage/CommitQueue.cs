using ChatRefundBot.DialogKernel.Storage;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>
/// Sends units to Redis, those that come at the same time in one call: a call costs client and server more than a unit in it. A unit
/// waits only for the threads that are at work already, never for a clock, so that a lone one goes out at once. Units of one call
/// are atomic each for itself.
/// </summary>
internal sealed class CommitQueue(RedisConnection connection, RedisKeys keys) : IThreadPoolWorkItem
{
    /// <summary>So many units at most in one call, because nobody else is served meanwhile: a few milliseconds.</summary>
    private const int MostUnits = 64;

    private readonly Lock _gate = new();
    private List<PendingCommit> _waiting = [];
    private bool _scheduled;

    public Task<CommitResult> CommitAsync(CommitUnit unit)
    {
        var commit = new PendingCommit(new CommitPart(unit, keys));
        lock (_gate)
        {
            _waiting.Add(commit);
            if (_scheduled) return commit.Task;
            _scheduled = true;
        }

        // Behind the work that is queued now: turns that are about to commit come along.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return commit.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        List<PendingCommit> taken;
        lock (_gate)
        {
            (taken, _waiting) = (_waiting, []);
            _scheduled = false;
        }

        foreach (var commits in taken.Chunk(MostUnits)) _ = SendAsync(commits);
    }

    /// <summary>Never throws: what went wrong, each commit is told.</summary>
    private async Task SendAsync(PendingCommit[] commits)
    {
        try
        {
            var results = await connection.RunAsync(commits, static (database, commits) => CallAsync(database, commits), CancellationToken.None).ConfigureAwait(false);
            for (var i = 0; i < results.Length; i++)
            {
                // Each goes on with a turn of its own, so they are spread over the threads; the last has this one.
                if (results[i] is not { } result) _ = SendAsync([commits[i]]);
                else commits[i].Answer(result, onThisThread: i == results.Length - 1);
            }
        }
        catch (RedisServerException) when (commits.Length > 1)
        {
            // The first of them was refused for a reason of its own, and none behind it was run.
            foreach (var commit in commits) _ = SendAsync([commit]);
        }
        catch (Exception fault)
        {
            foreach (var commit in commits) commit.TrySetException(fault);
        }
    }

    private static async Task<CommitResult?[]> CallAsync(IDatabase database, PendingCommit[] commits)
    {
        // Not disposed when the request fails: it may still be waiting to be written to the socket, and its buffers with it.
        var request = new CommitRequest(commits);
        using var reply = await CallAsync(database, request).ConfigureAwait(false);
        var results = CommitReply.Read(reply, commits);
        request.Dispose();
        return results;
    }

    private static async Task<RespResult> CallAsync(IDatabase database, CommitRequest request)
    {
        try
        {
            return await database.ExecuteRespAsync("EVALSHA", request.Arguments).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Kind == RedisErrorKind.NoScript)
        {
            // A new or restarted server. Nothing ran, and EVAL leaves the script there for the next time.
            request.CarryScript();
            return await database.ExecuteRespAsync("EVAL", request.Arguments).ConfigureAwait(false);
        }
    }
}

/// <summary>A unit on its way.</summary>
internal sealed class PendingCommit(CommitPart part) : TaskCompletionSource<CommitResult>, IThreadPoolWorkItem
{
    private CommitResult? _result;

    public CommitPart Part => part;

    /// <summary>Lets the waiting turn go on.</summary>
    public void Answer(CommitResult result, bool onThisThread)
    {
        _result = result;
        if (onThisThread) TrySetResult(result);
        else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => TrySetResult(_result!);
}
