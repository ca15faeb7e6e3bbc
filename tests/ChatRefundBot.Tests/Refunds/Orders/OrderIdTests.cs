using ChatRefundBot.Refunds.Orders;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Orders;

public sealed class OrderIdTests
{
    [Theory]
    [InlineData("ABCD1234EFGH5678")]
    [InlineData("abcd1234efgh5678")]
    [InlineData("  ABCD-1234-EFGH-5678  ")]
    [InlineData("ABCD 1234 EFGH 5678")]
    [InlineData("订单号：ABCD1234EFGH5678")]
    [InlineData("我的订单号是ABCD1234EFGH5678，谢谢")]
    [InlineData("order id: ABCD1234EFGH5678.")]
    [InlineData("Order number ABCD 1234 EFGH 5678 please")]
    [InlineData("#ABCD1234EFGH5678")]
    [InlineData("ＡＢＣＤ１２３４ＥＦＧＨ５６７８")]
    [InlineData("ABCD\u200B1234\u202EEFGH5678")]
    [InlineData("ABCD—1234—EFGH—5678")]
    [InlineData("订单ABCD1234EFGH5678，再说一遍 ABCD1234EFGH5678")]
    public void Sixteen_letters_or_digits_are_found_in_what_a_buyer_types(string text)
    {
        Assert.True(OrderId.TryParse(text, out var id));
        Assert.Equal("ABCD1234EFGH5678", id.Value);
    }

    [Theory]
    [InlineData("862026112200001234")]
    [InlineData("订单号：８６２０２６１１２２００００１２３４")]
    [InlineData("86 2026 1122 0000 1234")]
    [InlineData("86-20261122-00001234")]
    public void Eighteen_digits_are_found_in_what_a_buyer_types(string text)
    {
        Assert.True(OrderId.TryParse(text, out var id));
        Assert.Equal("862026112200001234", id.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("你好")]
    [InlineData("1234")]
    [InlineData("ABCD1234EFGH567")]
    [InlineData("ABCD1234EFGH56789")]
    [InlineData("86202611220000123X")]
    [InlineData("8620261122000012345")]
    [InlineData("I would like a refund please")]
    [InlineData("ABCD1234EFGH5678 和 ABCD1234EFGH5679")]
    [InlineData("订单ABCD1234EFGH5678，还有862026112200001234")]
    [InlineData("😀😀😀😀😀😀😀😀")]
    public void Anything_else_or_two_numbers_is_not_an_order_number(string? text) => Assert.False(OrderId.TryParse(text, out _));

    [Fact]
    public void A_number_of_letters_alone_is_accepted_when_it_stands_alone()
    {
        Assert.True(OrderId.TryParse("abcdefghijklmnop", out var id));
        Assert.Equal("ABCDEFGHIJKLMNOP", id.Value);
    }

    [Theory]
    [InlineData('a', ' ')]
    [InlineData('1', '-')]
    [InlineData('单', '1')]
    public void A_hundred_thousand_characters_are_read_in_bounded_time(char one, char two)
    {
        var text = string.Concat(Enumerable.Repeat($"{one}{two}", 50_000));
        var started = TimeProvider.System.GetTimestamp();
        Assert.False(OrderId.TryParse(text, out _));
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_number_prints_its_last_four_alone()
    {
        Assert.True(OrderId.TryParse("ABCD1234EFGH5678", out var id));
        Assert.Equal("****5678", $"{id}");
    }
}
