using ChatRefundBot.Refunds.Orders;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Orders;

public sealed class OrderOwnershipTests
{
    private static readonly Order Any = SampleShop.Generate(OrderFileFixture.Now)[0].Order with
    {
        Contact = new OrderContact(
            "LinXiaoyu2046@Mail.example", "+86 199-0000-7315", "QQ88016622", QueryPasswordHash.Create("开门 Kaimen-88", new byte[16])),
        Buyer = new OrderBuyer(100_200_300, null, "buyer-7"),
    };

    [Theory]
    [InlineData("linxiaoyu2046@mail.example")]
    [InlineData("２０４６")]
    [InlineData(" 2046 ")]
    [InlineData("19900007315")]
    [InlineData("+8619900007315")]
    [InlineData("7315")]
    [InlineData("qq88016622")]
    [InlineData("6622")]
    [InlineData("开门 Kaimen-88")]
    public void A_whole_contact_its_last_four_or_the_query_password_proves_ownership(string answer) => Assert.True(OrderOwnership.Matches(Any, answer));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("    ")]
    [InlineData("mple")]
    [InlineData(".com")]
    [InlineData("046")]
    [InlineData("2047")]
    [InlineData("linxiaoyu")]
    [InlineData("mail.example")]
    [InlineData("0000")]
    [InlineData("kaimen-88")]
    [InlineData("no order has this")]
    public void Any_other_answer_proves_nothing(string? answer) => Assert.False(OrderOwnership.Matches(Any, answer));

    [Fact]
    public void An_order_that_was_not_found_is_nobody_s()
    {
        Assert.False(OrderOwnership.Matches(null, "2046"));
        Assert.False(OrderOwnership.IsTelegramBuyer(null, 100_200_300));
        Assert.False(OrderOwnership.IsShopBuyer(null, "buyer-7"));
    }

    [Fact]
    public void A_short_contact_matches_only_whole()
    {
        var order = Any with { Contact = new OrderContact(Email: "abcde@mail.example") };
        Assert.False(OrderOwnership.Matches(order, "bcde"));
        Assert.True(OrderOwnership.Matches(order, "ABCDE@mail.example"));
    }

    [Fact]
    public void An_answer_of_a_hundred_thousand_characters_is_refused_unread() => Assert.False(OrderOwnership.Matches(Any, new string('2', 100_000)));

    [Fact]
    public void The_account_an_order_was_placed_with_proves_ownership()
    {
        Assert.True(OrderOwnership.IsTelegramBuyer(Any, 100_200_300));
        Assert.False(OrderOwnership.IsTelegramBuyer(Any, 100_200_301));
        Assert.True(OrderOwnership.IsShopBuyer(Any, "buyer-7"));
        Assert.False(OrderOwnership.IsShopBuyer(Any with { Buyer = OrderBuyer.Unknown }, ""));
    }

    [Fact]
    public void An_order_prints_nothing_of_its_buyer_or_its_code()
    {
        Assert.Equal($"Order {Any.Id.Masked}", $"{Any}");
        Assert.DoesNotContain("2046", $"{Any.Contact}{Any.Buyer}{Any.Contact.QueryPassword}", StringComparison.Ordinal);
        Assert.All(Any.CodeTails, tail => Assert.StartsWith("****", tail.ToString(), StringComparison.Ordinal));
        Assert.Equal("13*******78", TargetAccount.From("13000000078").ToString());
        Assert.Equal("a**d", TargetAccount.From("abcd").ToString());
        Assert.Equal("***", TargetAccount.From("abc").ToString());
    }

    [Fact]
    public void A_whole_card_code_is_refused_as_a_tail() => Assert.False(CodeTail.TryCreate("ABCD-EFGH-7Q2K", out _));

    [Fact]
    public void A_query_password_s_hash_is_read_back_as_it_was_written()
    {
        Assert.True(QueryPasswordHash.TryParse(Any.Contact.QueryPassword!.ToFile(), out var read));
        Assert.True(read.Verify("开门 Kaimen-88"));
        Assert.False(QueryPasswordHash.TryParse("pbkdf2-sha256$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA", out _));
    }
}
