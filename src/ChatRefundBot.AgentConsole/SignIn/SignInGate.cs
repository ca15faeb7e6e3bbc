using System.Threading.RateLimiting;

namespace ChatRefundBot.AgentConsole.SignIn;

/// <summary>
/// Slows down whoever tries passwords: some tries a minute from one address, and one at a time for one name, because tries that run
/// beside one another would count as one towards the lockout.
/// </summary>
internal sealed class SignInGate : IDisposable
{
    /// <summary>Tries in a minute from one address.</summary>
    public const int PerMinute = 20;

    private readonly PartitionedRateLimiter<(string Address, string Name)> _byAddress = PartitionedRateLimiter.Create<(string Address, string Name), string>(
        who => RateLimitPartition.GetSlidingWindowLimiter(who.Address, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = PerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));

    private readonly PartitionedRateLimiter<(string Address, string Name)> _byName = PartitionedRateLimiter.Create<(string Address, string Name), string>(
        who => RateLimitPartition.GetConcurrencyLimiter(who.Name, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 4 }));

    /// <summary>Waits for the turn of this try; the answer is to be disposed after it. Not acquired: too many tries.</summary>
    public async ValueTask<RateLimitLease> EnterAsync(string address, string name, CancellationToken cancellationToken)
    {
        // Everything beyond the length of a name is one name, so that a stranger cannot make endless partitions.
        var who = (address, name.Trim().ToLowerInvariant() is { Length: <= 32 } known ? known : "");
        var first = _byAddress.AttemptAcquire(who);
        if (!first.IsAcquired) return first;
        first.Dispose();
        return await _byName.AcquireAsync(who, 1, cancellationToken);
    }

    public void Dispose()
    {
        _byAddress.Dispose();
        _byName.Dispose();
    }
}
