using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Orders;

namespace ChatRefundBot.AgentConsole.Conversation;

/// <summary>Cases and their orders as they stand.</summary>
internal sealed class CaseReader(IStore store, IOrderSource orders)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public async Task<RefundCase?> FindAsync(string? caseId, CancellationToken cancellationToken) =>
        caseId is null || (await store.GetAsync([new DocumentKey("case", caseId)], cancellationToken))[0] is not { } kept
            ? null
            : JsonSerializer.Deserialize(kept.Body.Span, CaseJson.Stored.RefundCase);

    /// <param name="number">Such as <c>RF-20261122-0007</c>; case does not count.</param>
    public async Task<RefundCase?> FindByNumberAsync(string number, CancellationToken cancellationToken) =>
        (await store.GetAsync([new DocumentKey("case-number", number.Trim().ToUpperInvariant())], cancellationToken))[0] is { } kept
            ? await FindAsync(Encoding.UTF8.GetString(kept.Body.Span), cancellationToken)
            : null;

    /// <summary>The order of a case; null when it is not there, or its source does not answer in time.</summary>
    public async Task<Order?> OrderAsync(RefundCase? found, CancellationToken cancellationToken)
    {
        if (found is null || !OrderId.TryParse(found.Order, out var id)) return null;
        try
        {
            return await orders.FindAsync(id, cancellationToken).WaitAsync(Limit, cancellationToken) is OrderLookup.Found { Order: var order } ? order : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
