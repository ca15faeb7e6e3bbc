using System.Collections.Immutable;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>Bounds of an order file. The format is in docs/orders-file.md, the schema in docs/orders.schema.json.</summary>
public static class OrderFile
{
    /// <summary>The value of the file's <c>format</c>.</summary>
    public const string Format = "chat-refund-bot-orders/1";

    /// <summary>256 MiB: about 200,000 orders with their listings.</summary>
    public const long MostBytes = 256L * 1024 * 1024;

    /// <summary>Orders in one file.</summary>
    public const int MostOrders = 200_000;

    /// <summary>Errors told at once; a file with more says so.</summary>
    public const int MostErrors = 100;

    internal const int LongestTradeNo = 64;

    internal static Task<OrderFileResult> ReadAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>A file read whole: its orders, or every error.</summary>
internal abstract record OrderFileResult
{
    private OrderFileResult()
    {
    }

    public sealed record Good(OrderBook Book) : OrderFileResult;

    public sealed record Bad(ImmutableArray<OrderFileError> Errors) : OrderFileResult;
}
