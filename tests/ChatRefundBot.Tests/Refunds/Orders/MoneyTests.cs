using ChatRefundBot.Refunds;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Orders;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(100, 2, 3, "66.67")]
    [InlineData(100, 2, 5, "40.00")]
    [InlineData(0.01, 1, 2, "0.01")]
    [InlineData(95, 50, 100, "47.50")]
    public void A_share_is_rounded_half_up_once(double amount, int part, int whole, string expected) =>
        Assert.Equal(expected, Money.Yuan((decimal)amount).Share(part, whole).ToAmountString());

    [Fact]
    public void Two_currencies_are_never_added() =>
        Assert.Throws<InvalidOperationException>(() => Money.Yuan(1m) + new Money(1m, "USD"));

    [Fact]
    public void A_default_value_is_no_yuan() => Assert.Equal("0.00 CNY", default(Money).ToString());
}
