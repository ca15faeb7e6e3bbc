using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatRefundBot.Refunds.Orders;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Orders;

public sealed class SampleShopTests : IDisposable
{
    // Rules that what is said or sent decides, not the order: docs/sample-orders.md tells how to reach them with any order.
    private static readonly string[] ByConversation = ["G1", "G2", "G3", "G4", "R01", "R02", "R03", "R05", "R08", "R99"];

    private static readonly string[] AllRules =
    [
        "G1", "G2", "G3", "G4", "G5", "R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13", "R14",
        "R20", "R21", "R22", "R23", "R24", "R25", "R26", "R27", "R28", "R29", "R30", "R31", "R32", "R33", "R34", "R35", "R36", "R37", "R38", "R39",
        "R40", "R41", "R42", "R43", "R50", "R51", "R52", "R53", "R54", "R60", "R61", "R62", "R63", "R64", "R65", "R70", "R71", "R72", "R73", "R99",
    ];

    private readonly OrderFileFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Every_rule_can_be_reached_by_an_order_or_by_what_is_said()
    {
        var reached = SampleShop.Generate(OrderFileFixture.Now).SelectMany(sample => sample.Rules).Concat(ByConversation).ToHashSet();
        Assert.Equal(AllRules.Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_product_type_state_and_number_form_occurs()
    {
        var orders = SampleShop.Generate(OrderFileFixture.Now).Select(sample => sample.Order).ToList();
        Assert.True(orders.Count >= 48);
        Assert.Equal(orders.Count, orders.Select(order => order.Id).Distinct().Count());
        Assert.Equal(Enum.GetValues<ProductKind>().Order(), orders.Select(order => order.ProductType).Distinct().Order());
        Assert.Equal(Enum.GetValues<PaidState>().Order(), orders.Select(order => order.PaidState).Distinct().Order());
        Assert.Equal(Enum.GetValues<UsageState>().Order(), orders.Select(order => order.Usage).OfType<UsageState>().Distinct().Order());
        Assert.Equal(Enum.GetValues<TopupStatus>().Order(), orders.Select(order => order.TopupStatus).OfType<TopupStatus>().Distinct().Order());
        Assert.Equal(Enum.GetValues<GreyState>().Order(), orders.Select(order => order.Grey).Distinct().Order());
        Assert.Equal([OrderId.AlphanumericLength, OrderId.DigitsLength], orders.Select(order => order.Id.Value.Length).Distinct().Order());
    }

    [Fact]
    public void A_number_shows_the_same_at_any_time()
    {
        var today = SampleShop.Generate(OrderFileFixture.Now);
        var later = SampleShop.Generate(OrderFileFixture.Now.AddDays(400).AddTicks(12_345));
        Assert.Equal(
            today.Select(sample => (sample.Order.Id, sample.Answer, sample.Shows, sample.Order.PaymentTradeNo)),
            later.Select(sample => (sample.Order.Id, sample.Answer, sample.Shows, sample.Order.PaymentTradeNo)));
    }

    [Fact]
    public void The_published_answer_proves_ownership_and_a_foreign_order_has_none()
    {
        var samples = SampleShop.Generate(OrderFileFixture.Now);
        Assert.Equal(2, samples.Count(sample => sample.Answer is null));
        Assert.All(samples.Where(sample => sample.Answer is not null), sample => Assert.True(OrderOwnership.Matches(sample.Order, sample.Answer)));
    }

    [Fact]
    public void Orders_inside_their_window_stay_there_for_ninety_minutes()
    {
        var later = OrderFileFixture.Now.AddMinutes(90);
        var inWindow = SampleShop.Generate(OrderFileFixture.Now).Where(sample => sample.Rules.Contains("R61") || sample.Rules.Contains("R53"));
        Assert.All(inWindow, sample => Assert.True(later - sample.Order.DeliveredAt <= TimeSpan.FromMinutes(sample.Order.WindowMinutes)));
        var waiting = SampleShop.Generate(OrderFileFixture.Now).Where(sample => sample.Rules is ["R22"] or ["R71"]);
        Assert.All(waiting, sample => Assert.True(later - sample.Order.PaidAt <= TimeSpan.FromMinutes(sample.Order.PromisedMinutes)));
    }

    [Fact]
    public async Task The_written_file_fits_the_schema_and_loads_without_an_error()
    {
        Assert.True(SampleShop.EnsureGenerated(_fixture.Path, OrderFileFixture.Now));
        Assert.Equal(SampleShop.Generate(OrderFileFixture.Now).Length, Assert.IsType<OrderFileReload.Loaded>(await _fixture.Source.ReloadAsync(Token)).Orders);

        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(OrderFileFixture.Doc("orders.schema.json"), Token));
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(_fixture.Path, Token));
        Assert.Empty(SchemaCheck.Errors(schema.RootElement, file.RootElement));
    }

    [Fact]
    public async Task What_is_read_is_what_was_generated()
    {
        SampleShop.EnsureGenerated(_fixture.Path, OrderFileFixture.Now);
        await _fixture.Source.ReloadAsync(Token);
        foreach (var sample in SampleShop.Generate(OrderFileFixture.Now))
        {
            var read = Assert.IsType<OrderLookup.Found>(await _fixture.Source.FindAsync(sample.Order.Id, Token)).Order;
            Assert.True(OrderOwnership.Matches(read, sample.Answer ?? read.Contact.Email ?? read.Contact.Other ?? read.Contact.Phone));
            Assert.Equal(sample.Order.CodeTails, read.CodeTails.AsEnumerable());
            Assert.Equal(sample.Order.Refunds, read.Refunds.AsEnumerable());
            // Lists compare by reference and hashes by their arrays, so they were compared above.
            var plain = read with { CodeTails = sample.Order.CodeTails, Refunds = sample.Order.Refunds, Contact = sample.Order.Contact };
            Assert.True(sample.Order.Equals(plain), sample.Order.Id.Value);
        }
    }

    [Fact]
    public async Task Generating_happens_once_and_renewing_makes_it_fresh()
    {
        Assert.True(SampleShop.EnsureGenerated(_fixture.Path, OrderFileFixture.Now));
        Assert.False(SampleShop.EnsureGenerated(_fixture.Path, OrderFileFixture.Now.AddDays(3)));
        await _fixture.Source.ReloadAsync(Token);
        var version = _fixture.Source.Version;

        Assert.IsType<SampleShopRenewal.Renewed>(SampleShop.Renew(_fixture.Path, OrderFileFixture.Now.AddDays(3)));
        File.SetLastWriteTimeUtc(_fixture.Path, OrderFileFixture.Now.UtcDateTime);
        Assert.IsType<OrderFileReload.Loaded>(await _fixture.Source.ReloadAsync(Token));
        Assert.NotEqual(version, _fixture.Source.Version);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_fixture.Path)!));
    }

    [Theory]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"orders\":[]}")]
    [InlineData("{\"format\":\"chat-refund-bot-orders/1\",\"sample\":false,\"orders\":[]}")]
    [InlineData("{\"orders\":[{\"sample\":true}]}")]
    [InlineData("")]
    [InlineData("sample: true")]
    public void Renewing_never_writes_over_a_shop_s_own_file(string text)
    {
        _fixture.Write(text);
        Assert.Same(SampleShopRenewal.NotASample.Instance, SampleShop.Renew(_fixture.Path, OrderFileFixture.Now));
        Assert.Equal(text, File.ReadAllText(_fixture.Path));
    }

    [Fact]
    public void The_page_of_sample_orders_is_in_step_with_the_generator()
    {
        var page = File.ReadAllText(OrderFileFixture.Doc("sample-orders.md"));
        var samples = SampleShop.Generate(OrderFileFixture.Now);
        foreach (var (heading, rows) in new[] { ("## 订单一览", Rows(samples, false)), ("## All orders", Rows(samples, true)) })
        {
            var expected = $"{heading}\n\n{rows}";
            // To renew the page, put the text of this message in the place of the table.
            Assert.True(page.Contains(expected, StringComparison.Ordinal), $"docs/sample-orders.md should hold:\n{expected}");
        }

        var named = Regex.Matches(page, @"`(YK[0-9A-Z]{14}|86\d{16})`", RegexOptions.CultureInvariant).Select(match => match.Groups[1].Value).ToHashSet();
        named.Remove(SampleShop.UnknownOrderNumber);
        Assert.Equal(samples.Select(sample => sample.Order.Id.Value).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.Contains(SampleShop.UnknownOrderNumber, page, StringComparison.Ordinal);
    }

    private static string Rows(IEnumerable<SampleOrder> samples, bool english)
    {
        var rows = new StringBuilder(english
            ? "| Order | Product | Shows | Ownership answer | Say | Rule |\n|---|---|---|---|---|---|\n"
            : "| 订单号 | 商品 | 展示什么 | 验证答案 | 怎么说 | 预期规则 |\n|---|---|---|---|---|---|\n");
        foreach (var sample in samples)
        {
            var answer = sample.Answer is { } text ? $"`{text}`" : english ? "none, someone else's" : "无（他人的订单）";
            rows.Append(string.Join(
                " | ",
                $"| `{sample.Order.Id.Value}`", $"{sample.Order.ProductName} {sample.Order.AmountPaid.ToAmountString()}",
                english ? sample.ShowsEnglish : sample.Shows, answer, english ? sample.SayEnglish : sample.Say, $"{string.Join(", ", sample.Rules)} |\n"));
        }

        return rows.ToString();
    }
}
