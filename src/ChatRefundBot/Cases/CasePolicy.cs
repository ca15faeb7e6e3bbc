using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Refunds.Cases;

namespace ChatRefundBot.Cases;

/// <summary>Which rules a case goes by.</summary>
internal sealed class CasePolicy(IStore store)
{
    /// <summary>Lets an open case go by other rules from its next decision on. What was decided stays as it is until then.</summary>
    public async Task<CasePolicyResult> MoveAsync(CaseId wanted, string version, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await wanted.FindAsync(store, cancellationToken) is not { } found) return CasePolicyResult.Unknown.Instance;
            var before = JsonSerializer.Deserialize(found.Kept.Body.Span, CaseJson.Stored.RefundCase)!;
            if (!before.IsOpen) return new CasePolicyResult.Closed(before.Number);
            var body = JsonSerializer.SerializeToUtf8Bytes(before with { PolicyVersion = version }, CaseJson.Stored.RefundCase);
            // A conflict is a turn of this very case: what it left is looked at again.
            if (await store.CommitAsync(new CommitUnit().Put(found.Key, found.Kept.Version, body), cancellationToken) is CommitResult.Committed)
                return new CasePolicyResult.Moved(before.Number, before.PolicyVersion);
        }
    }
}

/// <summary>What became of it.</summary>
internal abstract record CasePolicyResult
{
    private CasePolicyResult() { }

    /// <param name="Before">Version it went by; null when it was older than that is recorded.</param>
    public sealed record Moved(string Number, string? Before) : CasePolicyResult;

    public sealed record Closed(string Number) : CasePolicyResult;

    public sealed record Unknown : CasePolicyResult
    {
        public static readonly Unknown Instance = new();
    }
}
