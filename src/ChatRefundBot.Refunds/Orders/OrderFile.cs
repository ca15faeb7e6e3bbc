using System.Collections.Immutable;
using System.Text.Unicode;

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

    internal static async Task<OrderFileResult> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MostBytes)
                return Unreadable(path, FormattableString.Invariant($"the file has {length} bytes and may have {MostBytes}; leave out orders that can no longer be claimed."));
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            return Parse(path, bytes, cancellationToken);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(path, "there is no such file; set Orders:File to an existing one, or leave it empty for the sample shop.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, $"the file cannot be read ({fault.GetType().Name}); let the bot's user read it.");
        }
    }

    internal static OrderFileResult Parse(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        var text = bytes.Span.StartsWith(byteOrderMark) ? bytes[3..] : bytes;
        return Utf8.IsValid(text.Span)
            ? new OrderFileParser(path, text).Parse(cancellationToken)
            : Unreadable(path, "the file is not UTF-8; save it as UTF-8.");
    }

    private static OrderFileResult.Bad Unreadable(string path, string fix) => new([new OrderFileError(path, 0, "$", fix)]);
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
