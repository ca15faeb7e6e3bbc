using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Cases as documents: opening one for an order, reading and changing it with a turn.</summary>
public static class CaseFiles
{
    /// <summary>Cases that are open, by the time their verdict is due.</summary>
    public const string OpenIndex = "cases-open";

    private static readonly TimeSpan ClaimsSpan = TimeSpan.FromDays(30);

    public static DocumentKey Key(string caseId) => new("case", caseId);

    /// <summary>Where the identity of a case stands under its number.</summary>
    public static DocumentKey NumberKey(string number) => new("case-number", number);

    public static DocumentKey GuardKey(string order) => new("order", order);

    /// <summary>A case as this turn has left it so far; null when there is none of this identity.</summary>
    public static async ValueTask<RefundCase?> FindAsync(TurnContext turn, string caseId, CancellationToken cancellationToken) =>
        await turn.Documents.GetAsync(Key(caseId), cancellationToken).ConfigureAwait(false) is { } kept ? Read(kept) : null;

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
        TurnContext turn, Order order, string claim, DateTimeOffset namedAt, PolicyTable policy, CancellationToken cancellationToken)
    {
        if ((await GuardAsync(turn, order.Id.Value, cancellationToken).ConfigureAwait(false))?.OpenCase is not null) return null;

        var buyer = "claims|" + BuyerOf(order, turn);
        var since = (turn.Now - ClaimsSpan).ToUnixTimeMilliseconds();
        var earlier = await turn.Store.CountAsync(buyer, since, long.MaxValue >> 11, cancellationToken).ConfigureAwait(false);
        var id = turn.NewId("case");
        var openedAt = namedAt < turn.Now ? namedAt : turn.Now;
        var refundCase = new RefundCase
        {
            Id = id,
            Number = await DrawNumberAsync(turn, cancellationToken).ConfigureAwait(false),
            Conversation = turn.State.Id.Value,
            Order = order.Id.Value,
            Claim = claim,
            OpenedAt = openedAt,
            Status = CaseStatus.Collecting,
            ChangedAt = turn.Now,
            DueAt = policy.Limits.VerdictDue.AddTo(openedAt, policy.Calendar),
        };
        turn.Documents.Add(Key(id), Write(refundCase));
        turn.Documents.Add(NumberKey(refundCase.Number), Encoding.UTF8.GetBytes(id));
        turn.Documents.Put(GuardKey(order.Id.Value), Write(new OrderGuard(id)));
        turn.Changes
            .SetIndex(OpenIndex, id, refundCase.DueAt.ToUnixTimeMilliseconds())
            .SetIndex(buyer, id, turn.Now.ToUnixTimeMilliseconds());
        turn.Refunds().Cases.Add(new CaseReference(id, refundCase.Number));
        return (refundCase, (int)earlier + 1);
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
            turn.Documents.Put(Key(caseId), Write(after));
            return after;
        }

        var guard = await GuardAsync(turn, after.Order, cancellationToken).ConfigureAwait(false);
        if (after.IsOpen && guard?.OpenCase is { } other && other != caseId) return null;
        turn.Documents.Put(Key(caseId), Write(after));
        turn.Documents.Put(GuardKey(after.Order), Write(new OrderGuard(after.IsOpen ? caseId : null)));
        if (after.IsOpen) turn.Changes.SetIndex(OpenIndex, caseId, after.DueAt.ToUnixTimeMilliseconds());
        else turn.Changes.RemoveIndex(OpenIndex, caseId);
        return after;
    }

    private static async ValueTask<string> DrawNumberAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var day = ShanghaiTime.DayOf(turn.Now).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        // Drawn beside the turn: a turn that is run again draws another one, so numbers may have gaps but are never given twice.
        var drawn = await turn.Store.CommitAsync(new CommitUnit().Increment("case-number/" + day), cancellationToken).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"RF-{day}-{((CommitResult.Committed)drawn).Counters[0]:0000}");
    }

    /// <summary>The buyer behind an order, without keeping their contact: a hash of it, or of who writes when the order has none.</summary>
    private static string BuyerOf(Order order, TurnContext turn)
    {
        var contact = order.Contact.Email ?? order.Contact.Phone ?? order.Contact.Other ?? turn.Incoming.Sender ?? turn.State.Id.Value;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(contact.Trim().ToLowerInvariant())).AsSpan(0, 10));
    }

    private static async ValueTask<OrderGuard?> GuardAsync(TurnContext turn, string order, CancellationToken cancellationToken) =>
        await turn.Documents.GetAsync(GuardKey(order), cancellationToken).ConfigureAwait(false) is { } kept
            ? JsonSerializer.Deserialize(kept.Span, CaseJson.Stored.OrderGuard)
            : null;

    private static RefundCase Read(ReadOnlyMemory<byte> body) => JsonSerializer.Deserialize(body.Span, CaseJson.Stored.RefundCase)!;

    private static byte[] Write(RefundCase refundCase) => JsonSerializer.SerializeToUtf8Bytes(refundCase, CaseJson.Stored.RefundCase);

    private static byte[] Write(OrderGuard guard) => JsonSerializer.SerializeToUtf8Bytes(guard, CaseJson.Stored.OrderGuard);
}
