using System.Text;
using System.Text.Json.Nodes;
using ChatRefundBot.Refunds.Orders;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Orders;

public sealed class OrderFileErrorTests : IDisposable
{
    private readonly OrderFileFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("order_id", "\"123\"")]
    [InlineData("order_id", "12345678901234567")]
    [InlineData("paid_state", "\"PAID\"")]
    [InlineData("paid_at", "\"2026-11-22T10:00:00\"")]
    [InlineData("paid_at", "\"yesterday\"")]
    [InlineData("paid_at", "1763776800")]
    [InlineData("paid_at", "null")]
    [InlineData("promised_minutes", "0")]
    [InlineData("promised_minutes", "1.5")]
    [InlineData("promised_minutes", "\"60\"")]
    [InlineData("qty", "100001")]
    [InlineData("units_delivered", "2")]
    [InlineData("units_delivered", "-1")]
    [InlineData("amount_paid", "100.00")]
    [InlineData("amount_paid", "\"100\"")]
    [InlineData("amount_paid", "\"100.001\"")]
    [InlineData("amount_paid", "\"-1.00\"")]
    [InlineData("amount_paid", "\"1,000.00\"")]
    [InlineData("amount_paid", "\"1000000.01\"")]
    [InlineData("currency", "\"RM\"")]
    [InlineData("currency", "\"cny\"")]
    [InlineData("fulfilled", "\"true\"")]
    [InlineData("fulfilled", "false")]
    [InlineData("product_name", "\"\"")]
    [InlineData("product_name", "\"a\\u0007b\"")]
    [InlineData("product_type", "\"CARD\"")]
    [InlineData("standard", "1")]
    [InlineData("delivered_at", "\"2026-11-22T09:59:59+08:00\"")]
    [InlineData("delivered_at", "null")]
    [InlineData("promised_face", "\"0\"")]
    [InlineData("promised_face", "\"1.00001\"")]
    [InlineData("usage", "\"used\"")]
    [InlineData("redeemer", "\"buyer\"")]
    [InlineData("topup_status", "\"success\"")]
    [InlineData("revealed_at", "\"2026-11-22T09:00:00+08:00\"")]
    [InlineData("refunds", "{}")]
    [InlineData("refunds", "[{\"amount\":\"100.01\",\"at\":\"2026-11-22T10:30:00+08:00\"}]")]
    [InlineData("code_tails", "[\"ABCDEFGH7Q2K\"]")]
    [InlineData("code_tails", "[\"7Q2K\",\"7Q2M\"]")]
    [InlineData("contact", "{}")]
    [InlineData("contact", "\"somebody\"")]
    [InlineData("contact", "{\"query_password_hash\":\"kaimen-88\"}")]
    [InlineData("card_code", "\"ABCD\"")]
    public async Task A_wrong_member_is_named_with_file_line_path_and_fix(string member, string value)
    {
        var file = OrderFileFixture.GoodFile();
        file["orders"]![0]![member] = JsonNode.Parse(value);
        var errors = await _fixture.ErrorsOf(file.ToJsonString());
        Assert.Contains(errors, error => error.Path.StartsWith($"$.orders[0].{member}", StringComparison.Ordinal));
        Assert.All(errors, error =>
        {
            Assert.Equal(_fixture.Path, error.File);
            Assert.Equal(1, error.Line);
            Assert.EndsWith(".", error.Fix, StringComparison.Ordinal);
            Assert.DoesNotContain("kaimen", error.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"orders\":[")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"orders\":[]} x")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/2\",\"orders\":[]}")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"orders\":{}}")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"orders\":[1,\"a\",null]}")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"orders\":[],\"orders\":[]}")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"order\":[],\"orders\":[]}")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"orders\":[{\"order_id\":\"\\ud800\"}]}")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"orders\":[[[[[[[[[[1]]]]]]]]]]}")]
    public async Task A_file_of_another_shape_is_refused_with_a_reason(string text) => Assert.NotEmpty(await _fixture.ErrorsOf(text));

    [Fact]
    public async Task All_errors_of_all_orders_are_told_at_once_each_with_its_line()
    {
        var first = OrderFileFixture.GoodOrder();
        first["qty"] = 0;
        first["currency"] = "yuan";
        var second = OrderFileFixture.GoodOrder();
        second.Remove("paid_state");
        second.Remove("product_name");
        var text = $"{{\"format\":\"{OrderFile.Format}\",\n\"orders\":[\n{first.ToJsonString()},\n{second.ToJsonString()}\n]}}";
        var errors = await _fixture.ErrorsOf(text);
        Assert.Equal(
            ["$.orders[0].currency", "$.orders[0].qty", "$.orders[1].paid_state", "$.orders[1].product_name"],
            errors.Select(error => error.Path).Order(StringComparer.Ordinal));
        Assert.Equal([3L, 3L, 4L, 4L], errors.Select(error => error.Line));
    }

    [Fact]
    public async Task A_syntax_error_is_named_with_its_line()
    {
        var errors = await _fixture.ErrorsOf($"{{\"format\":\"{OrderFile.Format}\",\n\"orders\":[\n{OrderFileFixture.GoodOrder().ToJsonString()}\n{{}}\n]}}");
        Assert.Equal(4, Assert.Single(errors).Line);
    }

    [Fact]
    public async Task One_number_twice_is_refused_whatever_its_case()
    {
        var file = OrderFileFixture.GoodFile();
        var again = OrderFileFixture.GoodOrder();
        again["order_id"] = "abcd1234efgh5678";
        file["orders"]!.AsArray().Add(again);
        Assert.Equal("$.orders[1].order_id", Assert.Single(await _fixture.ErrorsOf(file.ToJsonString())).Path);
    }

    [Fact]
    public async Task More_than_a_hundred_errors_are_counted_but_not_all_told()
    {
        var text = $"{{\"format\":\"{OrderFile.Format}\",\"orders\":[{string.Join(',', Enumerable.Repeat("{}", 5_000))}]}}";
        var errors = await _fixture.ErrorsOf(text);
        Assert.Equal(OrderFile.MostErrors + 1, errors.Count);
        Assert.Contains("more", errors[^1].Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_utf_8_is_refused_and_one_with_a_byte_order_mark_is_read()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_fixture.Path)!);
        var text = OrderFileFixture.GoodFile().ToJsonString();
        await File.WriteAllTextAsync(_fixture.Path, text, new UnicodeEncoding(), TestContext.Current.CancellationToken);
        Assert.IsType<OrderFileReload.Refused>(await _fixture.Source.ReloadAsync(TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(_fixture.Path, text, new UTF8Encoding(true), TestContext.Current.CancellationToken);
        Assert.IsType<OrderFileReload.Loaded>(await _fixture.Source.ReloadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_above_the_bound_is_refused_unread()
    {
        _fixture.Write("");
        await using (var file = File.OpenWrite(_fixture.Path))
            file.SetLength(OrderFile.MostBytes + 1);
        var refused = Assert.IsType<OrderFileReload.Refused>(await _fixture.Source.ReloadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, Assert.Single(refused.Errors).Line);
    }

    [Fact]
    public async Task Members_that_begin_with_x_are_a_shop_s_own()
    {
        var file = OrderFileFixture.GoodFile();
        file["x_exported_by"] = "erp";
        file["orders"]![0]!["x_warehouse"] = 7;
        Assert.IsType<OrderFileReload.Loaded>(await _fixture.Load(file.ToJsonString()));
    }
}
