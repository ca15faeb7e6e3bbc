using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ChatRefundBot.Refunds.Orders;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Orders;

/// <summary>A directory of its own with an order file in it, deleted afterwards.</summary>
public sealed class OrderFileFixture : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orders-");

    public OrderFileFixture() => Source = new FileOrderSource(Path, Time, NullLogger<FileOrderSource>.Instance);

    public FakeTimeProvider Time { get; } = new(Now);

    public string Path => System.IO.Path.Combine(_directory.FullName, "shop", "orders.json");

    public FileOrderSource Source { get; }

    /// <summary>A file of one good order, to be bent by a test.</summary>
    public static JsonObject GoodFile() => new()
    {
        ["format"] = OrderFile.Format,
        ["orders"] = new JsonArray(GoodOrder()),
    };

    public static JsonObject GoodOrder() => new()
    {
        ["order_id"] = "ABCD1234EFGH5678",
        ["paid_state"] = "paid",
        ["paid_at"] = "2026-11-22T10:00:00+08:00",
        ["delivered_at"] = "2026-11-22T10:05:00+08:00",
        ["promised_minutes"] = 60,
        ["qty"] = 1,
        ["units_delivered"] = 1,
        ["amount_paid"] = "100.00",
        ["currency"] = "CNY",
        ["payment_trade_no"] = "2026112222001400001234567890",
        ["fulfilled"] = true,
        ["product_name"] = "测试点卡",
        ["product_type"] = "CARD_CODE",
        ["delivery_mode"] = "auto",
        ["contact"] = new JsonObject { ["email"] = "somebody2468@mail.example" },
    };

    public void Write(string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, text);
    }

    public Task<OrderFileReload> Load(string text)
    {
        Write(text);
        return Source.ReloadAsync(TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<OrderFileError>> ErrorsOf(string text) =>
        Assert.IsType<OrderFileReload.Refused>(await Load(text)).Errors;

    /// <summary>The docs folder of the sources this test was built from.</summary>
    public static string Doc(string name, [CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "../../../../docs", name));

    public void Dispose()
    {
        Source.Dispose();
        _directory.Delete(recursive: true);
    }
}
