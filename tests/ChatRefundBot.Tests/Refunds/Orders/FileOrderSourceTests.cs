using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatRefundBot.Refunds.Orders;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Orders;

public sealed class FileOrderSourceTests : IDisposable
{
    private readonly OrderFileFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Before_the_first_good_load_the_source_is_unavailable_and_says_so()
    {
        Assert.IsType<OrderLookup.Unavailable>(await Find("ABCD1234EFGH5678"));
        var refused = Assert.IsType<OrderFileReload.Refused>(await _fixture.Source.ReloadAsync(Token));
        Assert.False(refused.KeptPrevious);
        Assert.Contains("Orders:File", Assert.Single(refused.Errors).Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_is_found_or_not_found()
    {
        await _fixture.Load(OrderFileFixture.GoodFile().ToJsonString());
        Assert.Equal("测试点卡", Assert.IsType<OrderLookup.Found>(await Find("abcd1234efgh5678")).Order.ProductName);
        Assert.IsType<OrderLookup.NotFound>(await Find(SampleShop.UnknownOrderNumber));
    }

    [Fact]
    public async Task Left_out_members_have_the_documented_defaults()
    {
        await _fixture.Load(OrderFileFixture.GoodFile().ToJsonString());
        var order = Assert.IsType<OrderLookup.Found>(await Find("ABCD1234EFGH5678")).Order;
        Assert.Equal(120, order.WindowMinutes);
        Assert.Equal((EscrowState.Unknown, GreyState.None, true, true), (order.Escrow, order.Grey, order.ListingClear, order.LimitsDisclosed));
        Assert.Equal((false, false, false, false), (order.ViewsLogged, order.NoReturnAck, order.PromiseUnconditional, order.Abnormal));
        Assert.True(order.Standard);
        Assert.Null(order.Usage);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero), order.PaidAt);
    }

    [Theory]
    [InlineData("2026112222001400001234567890", "2468", true)]
    [InlineData("2026 1122 2200 1400 0012 3456 7890", "somebody2468@mail.example", true)]
    [InlineData("2026112222001400001234567890", "2469", false)]
    [InlineData("2026112222001400001234567891", "2468", false)]
    [InlineData("", "2468", false)]
    public async Task A_payment_is_found_only_together_with_its_contact(string tradeNo, string contact, bool found)
    {
        await _fixture.Load(OrderFileFixture.GoodFile().ToJsonString());
        Assert.Equal(found, await _fixture.Source.FindByPaymentAsync(tradeNo, contact, Token) is OrderLookup.Found);
    }

    [Fact]
    public async Task A_broken_change_is_reported_and_the_last_good_version_stays()
    {
        List<OrderFileReload> told = [];
        _fixture.Source.Reloaded += told.Add;
        await _fixture.Load(OrderFileFixture.GoodFile().ToJsonString());
        var version = _fixture.Source.Version;
        Assert.Same(OrderFileReload.Unchanged.Instance, await _fixture.Source.ReloadAsync(Token));

        var refused = Assert.IsType<OrderFileReload.Refused>(await _fixture.Load("{ \"format\": "));
        Assert.True(refused.KeptPrevious);
        Assert.IsType<OrderLookup.Found>(await Find("ABCD1234EFGH5678"));
        Assert.Equal(version, _fixture.Source.Version);
        Assert.Same(OrderFileReload.Unchanged.Instance, await _fixture.Source.ReloadAsync(Token));

        File.Delete(_fixture.Path);
        Assert.True(Assert.IsType<OrderFileReload.Refused>(await _fixture.Source.ReloadAsync(Token)).KeptPrevious);
        Assert.Same(OrderFileReload.Unchanged.Instance, await _fixture.Source.ReloadAsync(Token));

        await _fixture.Load(new JsonObject { ["format"] = OrderFile.Format, ["orders"] = new JsonArray() }.ToJsonString());
        Assert.IsType<OrderLookup.NotFound>(await Find("ABCD1234EFGH5678"));
        Assert.Equal(4, told.Count);
    }

    [Fact]
    public async Task A_watched_file_is_taken_over_when_it_changes()
    {
        await _fixture.Load(OrderFileFixture.GoodFile().ToJsonString());
        var told = new TaskCompletionSource<OrderFileReload>(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Source.Reloaded += reload => told.TrySetResult(reload);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watching = _fixture.Source.WatchAsync(FileOrderSource.DefaultWatchInterval, stop.Token);
        _fixture.Write(new JsonObject { ["format"] = OrderFile.Format, ["orders"] = new JsonArray() }.ToJsonString());
        _fixture.Time.Advance(FileOrderSource.DefaultWatchInterval);
        Assert.Equal(0, Assert.IsType<OrderFileReload.Loaded>(await told.Task.WaitAsync(Token)).Orders);
        await stop.CancelAsync();
        await watching;
    }

    [Fact]
    public async Task The_documented_example_loads()
    {
        var page = await File.ReadAllTextAsync(OrderFileFixture.Doc("orders-file.md"), Token);
        var example = page.Split("```json\n")[1].Split("```")[0];
        Assert.Equal(1, Assert.IsType<OrderFileReload.Loaded>(await _fixture.Load(example)).Orders);
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(OrderFileFixture.Doc("orders.schema.json"), Token));
        using var file = JsonDocument.Parse(example);
        Assert.Empty(SchemaCheck.Errors(schema.RootElement, file.RootElement));
        var members = schema.RootElement.GetProperty("properties").GetProperty("orders").GetProperty("items").GetProperty("properties");
        Assert.All(members.EnumerateObject(), member => Assert.Contains($"`{member.Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_member_of_the_schema_is_known_to_the_reader()
    {
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(OrderFileFixture.Doc("orders.schema.json"), Token));
        var members = schema.RootElement.GetProperty("properties").GetProperty("orders").GetProperty("items").GetProperty("properties");
        var order = new JsonObject(members.EnumerateObject().Select(member => KeyValuePair.Create<string, JsonNode?>(member.Name, null)));
        var errors = await _fixture.ErrorsOf(new JsonObject { ["format"] = OrderFile.Format, ["orders"] = new JsonArray(order) }.ToJsonString());
        Assert.DoesNotContain(errors, error => error.Fix.Contains("not known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hundred_thousand_orders_load_in_bounded_time_and_are_found_at_once()
    {
        var order = OrderFileFixture.GoodOrder();
        var text = new StringBuilder("{\"format\":\"" + OrderFile.Format + "\",\"orders\":[\n");
        for (var number = 0; number < 100_000; number++)
        {
            order["order_id"] = number.ToString("D18", CultureInfo.InvariantCulture);
            text.Append(order.ToJsonString()).Append(number < 99_999 ? ",\n" : "\n]}");
        }

        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal(100_000, Assert.IsType<OrderFileReload.Loaded>(await _fixture.Load(text.ToString())).Orders);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30));

        started = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < 10_000; number++)
            Assert.IsType<OrderLookup.Found>(await Find(number.ToString("D18", CultureInfo.InvariantCulture)));
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    private Task<OrderLookup> Find(string number)
    {
        Assert.True(OrderId.TryParseExact(number, out var id));
        return _fixture.Source.FindAsync(id, Token);
    }
}
