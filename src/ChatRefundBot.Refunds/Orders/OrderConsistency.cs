namespace ChatRefundBot.Refunds.Orders;

/// <summary>What must agree within one order; a contradiction would let a rule decide on facts that cannot all be true.</summary>
internal static class OrderConsistency
{
    public static void Check(Order order, OrderRow row)
    {
        CheckPayment(order, row);
        CheckDelivery(order, row);
        CheckGoods(order, row);
        CheckTopup(order, row);
        row.Require(
            order.Contact.CanProveOwnership || order.Buyer != OrderBuyer.Unknown, "contact",
            "give an email, a phone, another contact, a query password or a buyer id; without one nobody can prove that the order is theirs.");
    }

    private static void CheckPayment(Order order, OrderRow row)
    {
        var paid = order.PaidState == PaidState.Paid;
        row.Require(paid == order.PaidAt is not null, "paid_at", "must be a time when paid_state is paid, and null otherwise.");
        row.Require(paid || order.UnitsDelivered == 0, "units_delivered", "must be 0 when paid_state is not paid.");
        row.Require(paid || order.Refunds.IsEmpty, "refunds", "must be empty when paid_state is not paid.");
        row.Require(order.RefundedAmount <= order.AmountPaid, "refunds", "their sum must not exceed amount_paid.");
    }

    private static void CheckDelivery(Order order, OrderRow row)
    {
        row.Require(order.UnitsDelivered <= order.Quantity, "units_delivered", "must not exceed qty.");
        var whole = order.UnitsDelivered >= order.Quantity;
        row.Require(whole == order.DeliveredAt is not null, "delivered_at", "must be the time of the last unit when units_delivered equals qty, and null while any unit is missing.");
        row.Require(order.DeliveredAt is null || order.PaidAt is null || order.DeliveredAt >= order.PaidAt, "delivered_at", "must not be before paid_at.");
        row.Require(order.DeliveredAt is null || order.Fulfilled, "fulfilled", "must be true once everything is delivered.");
        row.Require(order.RevealedAt is null || order.UnitsDelivered > 0, "revealed_at", "must be null when nothing was delivered.");
        row.Require(order.RevealedAt is null || order.PaidAt is null || order.RevealedAt >= order.PaidAt, "revealed_at", "must not be before paid_at.");
    }

    private static void CheckGoods(Order order, OrderRow row)
    {
        var used = order.Usage is UsageState.UsedBefore or UsageState.UsedAfter;
        row.Require(order.Usage != UsageState.UsedAfter || order.Redeemer is not null, "redeemer", "must be buyer, other or unknown when usage is used_after.");
        row.Require(used || order.Redeemer is null, "redeemer", "must be left out unless usage is used_before or used_after.");
        row.Require(!(order.ProductType.IsNeverStandard() && order.Standard == true), "standard", "must be false or left out for this product_type.");
        row.Require(order.CodeTails.Length <= order.UnitsDelivered, "code_tails", "must not be more than units_delivered.");
    }

    private static void CheckTopup(Order order, OrderRow row)
    {
        if (!order.ProductType.IsTopup())
        {
            row.Require(order.TopupStatus is null, "topup_status", "must be left out: product_type is not a top-up.");
            return;
        }

        row.Require(order.TopupStatus is not null || order.PaidState != PaidState.Paid, "topup_status", "must be given for a paid top-up; write unknown when the provider cannot tell.");
        row.Require(order.TopupStatus != TopupStatus.Success || order.DeliveredAt is not null, "topup_status", "is success, so delivered_at must be the time of it.");
        row.Require(
            order.TopupStatus is not (TopupStatus.Processing or TopupStatus.Failed) || order.DeliveredAt is null, "topup_status",
            "is not success, so delivered_at must be null.");
        row.Require(order.CodeTails.IsEmpty, "code_tails", "must be left out: a top-up has no code.");
    }
}
