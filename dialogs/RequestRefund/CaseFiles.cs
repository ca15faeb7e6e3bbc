using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Cases as documents: opening one for an order, reading and changing it with a turn.</summary>
public static class CaseFiles
{
    /// <summary>Cases that are open, by the time their verdict is due.</summary>
    public const string OpenIndex = "cases-open";

    private const int MostClaims = 50;
    private static readonly TimeSpan ClaimsSpan = TimeSpan.FromDays(30);

    public static DocumentKey Key(string caseId) => new("case", caseId);

    /// <summary>Where the identity of a case stands under its number.</summary>
    public static DocumentKey NumberKey(string number) => new("case-number", number);

    public static DocumentKey GuardKey(string order) => new("order", order);

    /// <summary>A case as this turn has left it so far; null when there is none of this identity.</summary>
    public static async ValueTask<RefundCase?> FindAsync(TurnContext turn, string caseId, CancellationToken cancellationToken) =>
        await turn.Documents.GetAsync(Key(caseId), CaseJson.Stored.RefundCase, cancellationToken).ConfigureAwait(false);

    /// <summary>The open case of an order; null when it has none.</summary>
    public static async ValueTask<RefundCase?> OpenCaseAsync(TurnContext turn, string order, CancellationToken cancellationToken) =>
        (await GuardAsync(turn, order, cancellationToken).ConfigureAwait(false))?.OpenCase is { } id
            ? await FindAsync(turn, id, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>
    /// Opens a case with this turn. The order's guard carries its version: of two channels that open one at the same instant, one
    /// commits and the other's turn is run again and meets the open case.
    /// </summary>
    /// <returns>The case, and how many this buyer opened in 30 days with it. Null when the order has an open case.</returns>
    internal static async ValueTask<(RefundCase Case, int Claims30d)?> OpenAsync(
        TurnContext turn, Order order, string claim, DateTimeOffset namedAt, PolicyTable policy, CaseNumbers numbers, CancellationToken cancellationToken)
    {
        var id = turn.NewId("case");
        // The case's ticket is looked at when its verdict is given, often in this turn. The case is new, so there is none.
        turn.Documents.AssumeAbsent(TicketQueue.ConfirmKey(id));
        // Whoever has not had a case in this conversation has hardly ever had one: running the turn again would draw another number.
        if (turn.Refunds().Cases.Count == 0) turn.Documents.AssumeAbsent(GuardKey(order.Id.Value));
        if ((await GuardAsync(turn, order.Id.Value, cancellationToken).ConfigureAwait(false))?.OpenCase is not null) return null;

        var claims = await CountClaimAsync(turn, BuyerOf(order, turn), cancellationToken).ConfigureAwait(false);
        var number = await numbers.NextAsync(turn, cancellationToken).ConfigureAwait(false);
        var openedAt = namedAt < turn.Now ? namedAt : turn.Now;
        var refundCase = new RefundCase
        {
            Id = id,
            Number = number,
            Conversation = turn.State.Id.Value,
            Order = order.Id.Value,
            Claim = claim,
            OpenedAt = openedAt,
            Status = CaseStatus.Collecting,
            ChangedAt = turn.Now,
            DueAt = policy.Limits.VerdictDue.AddTo(openedAt, policy.Calendar),
            PolicyVersion = policy.Version,
        };
        turn.Documents.Add(Key(id), refundCase, CaseJson.Stored.RefundCase);
        turn.Documents.Add(NumberKey(refundCase.Number), Encoding.UTF8.GetBytes(id));
        var guard = await GuardAsync(turn, order.Id.Value, cancellationToken).ConfigureAwait(false) ?? new OrderGuard(null);
        turn.Documents.Put(GuardKey(order.Id.Value), guard with { OpenCase = id }, CaseJson.Stored.OrderGuard);
        turn.Changes.SetIndex(OpenIndex, id, refundCase.DueAt.ToUnixTimeMilliseconds());
        turn.Changes.SetIndex(CaseArchive.Index, id, openedAt.ToUnixTimeMilliseconds());
        turn.Refunds().Cases.Add(new CaseReference(id, refundCase.Number));
        return (refundCase, claims);
    }

    /// <summary>Changes a case with this turn; a case that is no longer open frees its order.</summary>
    /// <returns>The case as it will be; null when there is none, or when it would open again beside another open one.</returns>
    internal static async ValueTask<RefundCase?> ChangeAsync(
        TurnContext turn, string caseId, Func<RefundCase, RefundCase> change, CancellationToken cancellationToken)
    {
        if (await FindAsync(turn, caseId, cancellationToken).ConfigureAwait(false) is not { } before) return null;
        var after = change(before) with { ChangedAt = turn.Now };
        if (before.IsOpen == after.IsOpen)
        {
            turn.Documents.Put(Key(caseId), after, CaseJson.Stored.RefundCase);
            return after;
        }

        var guard = await GuardAsync(turn, after.Order, cancellationToken).ConfigureAwait(false);
        if (after.IsOpen && guard?.OpenCase is { } other && other != caseId) return null;
        turn.Documents.Put(Key(caseId), after, CaseJson.Stored.RefundCase);
        turn.Documents.Put(GuardKey(after.Order), (guard ?? new OrderGuard(null)) with { OpenCase = after.IsOpen ? caseId : null }, CaseJson.Stored.OrderGuard);
        if (after.IsOpen) turn.Changes.SetIndex(OpenIndex, caseId, after.DueAt.ToUnixTimeMilliseconds());
        else turn.Changes.RemoveIndex(OpenIndex, caseId);
        return after;
    }

    /// <summary>Notes what the cases of an order refund, with this turn.</summary>
    internal static async ValueTask ChangePayoutsAsync(
        TurnContext turn, string order, Func<IReadOnlyList<OrderPayout>, IReadOnlyList<OrderPayout>> change, CancellationToken cancellationToken)
    {
        var guard = await GuardAsync(turn, order, cancellationToken).ConfigureAwait(false) ?? new OrderGuard(null);
        turn.Documents.Put(GuardKey(order), guard with { Payouts = change(guard.Payouts ?? []) }, CaseJson.Stored.OrderGuard);
    }

    /// <summary>What the cases of an order refund or are about to.</summary>
    internal static async ValueTask<IReadOnlyList<OrderPayout>> PayoutsAsync(TurnContext turn, string order, CancellationToken cancellationToken) =>
        (await GuardAsync(turn, order, cancellationToken).ConfigureAwait(false))?.Payouts ?? [];

    /// <summary>How many cases a buyer opened in 30 days, this one included, which is noted with the turn.</summary>
    private static async ValueTask<int> CountClaimAsync(TurnContext turn, string buyer, CancellationToken cancellationToken)
    {
        var key = new DocumentKey("claims", buyer);
        if (turn.Refunds().Cases.Count == 0) turn.Documents.AssumeAbsent(key);
        var kept = await turn.Documents.GetAsync(key, DialogJson.Stored.OccasionsRecord, cancellationToken).ConfigureAwait(false);
        var since = (turn.Now - ClaimsSpan).ToUnixTimeSeconds();
        List<long> at = [.. kept?.At.Where(t => t > since) ?? [], turn.Now.ToUnixTimeSeconds()];
        // More than this tells the rules nothing further.
        if (at.Count > MostClaims) at.RemoveAt(0);
        turn.Documents.Put(key, new OccasionsRecord(at), DialogJson.Stored.OccasionsRecord);
        return at.Count;
    }

    /// <summary>The buyer behind an order, without keeping their contact: a hash of it, or of who writes when the order has none.</summary>
    private static string BuyerOf(Order order, TurnContext turn)
    {
        var contact = order.Contact.Email ?? order.Contact.Phone ?? order.Contact.Other ?? turn.Incoming.Sender ?? turn.State.Id.Value;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(contact.Trim().ToLowerInvariant())).AsSpan(0, 10));
    }

    private static async ValueTask<OrderGuard?> GuardAsync(TurnContext turn, string order, CancellationToken cancellationToken) =>
        await turn.Documents.GetAsync(GuardKey(order), CaseJson.Stored.OrderGuard, cancellationToken).ConfigureAwait(false);
}
