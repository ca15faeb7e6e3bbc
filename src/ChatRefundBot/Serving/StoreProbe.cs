using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.Serving;

/// <summary>Whether the store answers.</summary>
internal abstract record StoreProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private StoreProbe() { }

    public sealed record Reachable(StoreReport Report) : StoreProbe;

    /// <summary>It does not answer now; that may pass.</summary>
    public sealed record Away(string Reason) : StoreProbe;

    public static async Task<StoreProbe> RunAsync(IStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return new Reachable(await store.CheckAsync(cancellationToken).WaitAsync(Limit, time, cancellationToken));
        }
        catch (StoreUnavailableException fault)
        {
            return new Away(fault.Message);
        }
        catch (TimeoutException)
        {
            return new Away("The store did not answer within two seconds.");
        }
    }
}
