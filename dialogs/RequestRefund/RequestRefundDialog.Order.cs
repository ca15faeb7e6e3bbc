using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>From the order's number to the order known to be the buyer's. Nothing of an order is shown before that.</summary>
internal sealed partial class RequestRefundDialog
{
    private TextPrompt OrderPrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.OrderAsk),
        TooLong = c.T(Texts.OrderTooLong),
        Choices = [_desk.Buttons.Of(c.Language, "no-order", "找不到", "忘了", "没有订单号")],
    };

    private async ValueTask<StepOutcome> OnOrderAsync(StepContext<RequestRefundState> c, Answer<string> answer, CancellationToken cancellationToken)
    {
        c.State.Payment = null;
        if (answer.Button is not null) return c.GoTo("payment");
        if (!OrderId.TryParse(answer.Value, out var id))
        {
            NoteComplaint(c);
            var tries = (c.Turn.State.Prompt?.Failures ?? 0) + 1;
            return c.Reject(c.T(Texts.OrderForm, ("n", Show.Number(tries)), ("max", Show.Number(MaxTries))));
        }

        return await TryOrderAsync(c, id.Value, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on to the proof of ownership, whether or not there is such an order; a source with no tries left goes to a person.</summary>
    private async ValueTask<StepOutcome> TryOrderAsync(StepContext<RequestRefundState> c, string order, CancellationToken cancellationToken)
    {
        c.State.TakeOrder(order, c.Turn.Incoming.SentAt);
        // Proven once in this conversation is proven.
        if (c.Turn.Refunds().OwnOrders.Contains(order))
        {
            c.State.Verified = true;
            return c.GoTo("order-known");
        }

        if (c.Turn.State.Buyer is { } buyer && await ShopSaysAsync(c, order, buyer, cancellationToken).ConfigureAwait(false) is { } known) return known;
        var tries = await OrderTries.ReadAsync(c.Turn, order, cancellationToken).ConfigureAwait(false);
        if (tries.Count < MaxTries) return c.GoTo("owner");
        return await HandOverAsync(c, CaseDecision.FactsOfTry(c.Turn, tries.Count, c.State.TriedForeign), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A buyer whom the shop has named by its signature needs no other proof for an order that is theirs. Null: it is not, or there is no
    /// such order, and the proof is asked for as from anybody.
    /// </summary>
    private async ValueTask<StepOutcome?> ShopSaysAsync(StepContext<RequestRefundState> c, string order, VerifiedBuyer buyer, CancellationToken cancellationToken)
    {
        if (!OrderId.TryParseExact(order, out var id)) return null;
        var (ok, lookup) = await c.Turn.ReadAsync(
            ct => _desk.Orders.FindAsync(id, ct), fault => _desk.LogOrdersAway(fault, c.Turn.State.Id.Value), cancellationToken).ConfigureAwait(false);
        if (!ok || lookup is OrderLookup.Unavailable)
        {
            c.Say(Texts.OrderAway);
            c.Turn.Refunds().OrderHint = order;
            c.State.RetryAt = "look-for-order";
            return c.GoTo("orders-away");
        }

        if (lookup is not OrderLookup.Found { Order: var found }) return null;
        return buyer.Orders.Contains(found.Id.Value, StringComparer.Ordinal) || OrderOwnership.IsShopBuyer(found, buyer.Id) ? Own(c, found) : null;
    }

    private TextPrompt OwnerPrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.OwnerAsk, ("order", Mask(c.State.Order ?? "0000"))),
        Sensitive = true,
        MaxLength = OrderOwnership.LongestAnswer,
        TooLong = c.T(Texts.OrderTooLong),
        Choices = [_desk.Buttons.Of(c.Language, "other-order", "换订单号", "换一个订单")],
    };

    private async ValueTask<StepOutcome> OnOwnerAsync(StepContext<RequestRefundState> c, Answer<string> answer, CancellationToken cancellationToken)
    {
        if (answer.Button is not null) return c.GoTo("order");
        // Too short to be any proof, or the order number once more: a slip of the hand, not a try.
        if (answer.Value!.Length < 4 || (OrderId.TryParse(answer.Value, out var same) && same.Value == c.State.Order)) return c.Reject(c.T(Texts.OwnerForm));
        // Another order number in place of the proof: the buyer corrects the number. The one before was a try all the same.
        var corrected = OrderId.TryParseExact(answer.Value?.Replace(" ", "", StringComparison.Ordinal), out var other) && other.Value != c.State.Order ? other.Value : null;
        if (!OrderId.TryParseExact(c.State.Order, out var id)) return c.GoTo("order");
        var (ok, lookup) = await c.Turn.ReadAsync(
            ct => _desk.Orders.FindAsync(id, ct), fault => _desk.LogOrdersAway(fault, c.Turn.State.Id.Value), cancellationToken).ConfigureAwait(false);
        if (!ok || lookup is OrderLookup.Unavailable)
        {
            c.Say(Texts.OrderAway);
            return c.Again();
        }

        var tries = await OrderTries.ReadAsync(c.Turn, id.Value, cancellationToken).ConfigureAwait(false);
        var order = (lookup as OrderLookup.Found)?.Order;
        var matches = OrderOwnership.Matches(order, answer.Value);
        // A right answer after too many wrong ones opens nothing, and is no further wrong one.
        if (matches && tries.Count >= MaxTries)
            return await HandOverAsync(c, CaseDecision.FactsOfTry(c.Turn, tries.Count, found: true), cancellationToken).ConfigureAwait(false);
        if (!matches) return await FailedTryAsync(c, tries, order is not null, corrected, cancellationToken).ConfigureAwait(false);
        return Own(c, order!);
    }

    /// <summary>The same answer for an unknown order and for somebody else's.</summary>
    private async ValueTask<StepOutcome> FailedTryAsync(
        StepContext<RequestRefundState> c, OrderTries tries, bool found, string? corrected, CancellationToken cancellationToken)
    {
        c.State.Tries = tries.Add(c.Turn);
        c.State.TriedForeign = found;
        var facts = CaseDecision.FactsOfTry(c.Turn, c.State.Tries, found);
        if (_desk.Policy.Decide(facts) is Decision.Decided { Verdict.Outcome: Outcome.Escalate })
            return await HandOverAsync(c, facts, cancellationToken).ConfigureAwait(false);
        c.Say(Texts.OrderNoMatch, ("n", Show.Number(c.State.Tries)), ("max", Show.Number(MaxTries)));
        if (c.State.Payment is not null) return c.GoTo("payment");
        if (corrected is not null) c.State.TakeOrder(corrected, c.Turn.Incoming.SentAt);
        return c.GoTo("owner");
    }

    private TextPrompt PaymentPrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.OrderPaymentAsk),
        MaxLength = 100,
        TooLong = c.T(Texts.OrderTooLong),
        Choices = [_desk.Buttons.Of(c.Language, "other-order", "换订单号")],
    };

    private static StepOutcome OnPayment(StepContext<RequestRefundState> c, Answer<string> answer)
    {
        if (answer.Button is not null) return c.GoTo("order");
        c.State.Payment = answer.Value!;
        return c.GoTo("payment-contact");
    }

    private TextPrompt PaymentContactPrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.OrderContactAsk),
        Sensitive = true,
        MaxLength = OrderOwnership.LongestAnswer,
        TooLong = c.T(Texts.OrderTooLong),
        Choices = [_desk.Buttons.Of(c.Language, "other-order", "换订单号")],
    };

    private async ValueTask<StepOutcome> OnPaymentContactAsync(StepContext<RequestRefundState> c, Answer<string> answer, CancellationToken cancellationToken)
    {
        if (answer.Button is not null) return c.GoTo("order");
        var tries = await OrderTries.ReadAsync(c.Turn, null, cancellationToken).ConfigureAwait(false);
        var (ok, lookup) = await c.Turn.ReadAsync(
            ct => _desk.Orders.FindByPaymentAsync(c.State.Payment ?? "", answer.Value ?? "", ct),
            fault => _desk.LogOrdersAway(fault, c.Turn.State.Id.Value), cancellationToken).ConfigureAwait(false);
        if (!ok || lookup is OrderLookup.Unavailable)
        {
            c.Say(Texts.OrderAway);
            return c.Again();
        }

        if (lookup is OrderLookup.Found found && tries.Count < MaxTries) return Own(c, found.Order);
        return await FailedTryAsync(c, tries, found: false, corrected: null, cancellationToken).ConfigureAwait(false);
    }

    private static StepOutcome Own(StepContext<RequestRefundState> c, Order order)
    {
        var own = c.Turn.Refunds().OwnOrders;
        if (!own.Contains(order.Id.Value)) own.Add(order.Id.Value);
        if (own.Count > 20) own.RemoveAt(0);
        c.State.TakeOrder(order.Id.Value, c.Turn.Incoming.SentAt);
        c.State.Verified = true;
        c.State.Payment = null;
        return c.GoTo("order-known");
    }

    /// <summary>What the rules say of the order alone is said before anything more is asked: refunded, open case, not paid.</summary>
    private async ValueTask<StepOutcome> OrderKnownAsync(StepContext<RequestRefundState> c, CancellationToken cancellationToken)
    {
        if (await OrderAsync(c, "order-known", cancellationToken).ConfigureAwait(false) is not { } order) return c.GoTo("orders-away");
        c.State.Glance = new OrderGlance(
            order.ProductName, Show.Sum(order.AmountPaid.ToAmountString(), order.AmountPaid.Currency), order.PaidAt, order.ProductType.ToFile(),
            order.DeliveredAt, order.PromisedMinutes, order.Escrow == EscrowState.Held)
        {
            WindowMinutes = order.WindowMinutes,
        };
        TakeTold(c);
        // Few orders ever had a case.
        c.Turn.Documents.AssumeAbsent(CaseFiles.GuardKey(order.Id.Value));
        var open = await OtherOpenCaseAsync(c, order.Id.Value, cancellationToken).ConfigureAwait(false);
        var facts = CaseDecision.FactsOf(c.Turn, c.State, order, open, null);
        var (decision, _) = Unobtainable.Decide(_desk.Policy, facts, c.Turn.Now);
        if (open is { Verdict: not null } && open.Conversation == c.Turn.State.Id.Value) return await GoOnWithAsync(c, open, cancellationToken).ConfigureAwait(false);
        // Only what needs no claim to be said is said before one is made.
        var settled = decision is Decision.Decided { Verdict.Outcome: Outcome.Link or Outcome.Reject } || order.PaidState != PaidState.Paid;
        return settled && decision is Decision.Decided && c.State.Claim is null ? c.GoTo("verdict") : c.GoTo("product");
    }

    /// <summary>This conversation's own case of the order is open and has its verdict: what can be done after it is offered again.</summary>
    private async ValueTask<StepOutcome> GoOnWithAsync(StepContext<RequestRefundState> c, RefundCase open, CancellationToken cancellationToken)
    {
        (c.State.CaseId, c.State.CaseNumber, c.State.CaseOpenedAt, c.State.Claim) = (open.Id, open.Number, open.OpenedAt, open.Claim);
        (c.State.Outcome, c.State.Rule, c.State.MayChooseRefund) = (open.Verdict!.Outcome, open.Verdict.Rule, open.Verdict.Rule == "R23");
        c.State.Evidence = PicturesOf(open);
        await CheckStatus.CaseStatusText.SayAsync(c.Turn, _desk, cancellationToken).ConfigureAwait(false);
        return c.GoTo(c.State.Story is null ? "after" : "facts");
    }

    private static List<EvidencePicture> PicturesOf(RefundCase kept) =>
        [.. kept.Evidence.Select(e => new EvidencePicture(e.Kind, e.Sha256, e.Mime, e.Width, e.Height, e.Size, e.ReceivedAt))];

    private ConfirmPrompt ProductPrompt(StepContext<RequestRefundState> c)
    {
        var glance = c.State.Glance!;
        var type = _desk.Policy.Products.Find(glance.Type);
        var kind = type?.Delivery switch { "account" => Texts.ProductTopup, "code" => Texts.ProductCode, _ => Texts.ProductAccess };
        var (order, question, delivery) = (Mask(c.State.Order!), c.T(Texts.ProductQuestion), c.T(kind));
        var paid = glance.PaidAt is { } paidAt ? Show.Time(paidAt, c.Language) : c.T(Texts.ProductUnpaid);
        var typeName = type is null ? glance.Type : c.T(type.NameKey);
        var escrow = glance.EscrowHeld ? c.T(Texts.ProductEscrow) : null;
        var text = c.T(
            Texts.ProductAsk, ("order", order), ("product", glance.Product), ("amt", glance.Amount), ("paidtime", paid),
            ("type", typeName), ("kind", delivery), ("question", question));
        return new ConfirmPrompt
        {
            Text = escrow is null ? text : escrow + "\n" + text,
            Card = () => RequestCards.Product(c, order, paid, typeName, delivery, question, escrow),
            Choices =
            [
                _desk.Buttons.Of(c.Language, ConfirmPrompt.Yes, "是", "是的", "对的", "没错", "嗯", "y", "ok", "right"),
                _desk.Buttons.Of(c.Language, ConfirmPrompt.No, "不是", "错了", "n", "wrong"),
            ],
        };
    }

    private static StepOutcome OnProduct(StepContext<RequestRefundState> c, Answer<bool> answer)
    {
        if (!answer.Value) return c.GoTo("product-wrong");
        // Somebody who has told what happened is not asked for it again.
        return c.GoTo(c.State is { Story: not null, CaseId: null } ? "open-case" : "issue");
    }

    private ChoicePrompt ProductWrongPrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.ProductWrongAsk),
        Choices = [_desk.Buttons.Of(c.Language, "other-order", "换订单号"), _desk.Buttons.Of(c.Language, "bought-wrong", "买错了")],
    };

    private static StepOutcome OnProductWrong(StepContext<RequestRefundState> c, Answer<string> answer)
    {
        if (answer.Value == "bought-wrong")
        {
            c.State.Claim = "WRONG_PRODUCT";
            return c.GoTo("open-case");
        }

        return c.GoTo("order");
    }

    private int MaxTries => (int)_desk.Policy.Limits.Number("max_tries");
}
