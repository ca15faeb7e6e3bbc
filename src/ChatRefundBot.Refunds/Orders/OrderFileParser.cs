using System.Security.Cryptography;
using System.Text.Json;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>
/// Walks an order file one order at a time, so that memory beyond the file and its orders stays small, and collects every error.
/// </summary>
internal sealed class OrderFileParser(string file, ReadOnlyMemory<byte> text)
{
    private readonly OrderFileErrors _errors = new(file);
    private readonly OrderReader _reader = new();
    private readonly List<Order> _orders = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private int _countedTo;

    public OrderFileResult Parse(CancellationToken cancellationToken)
    {
        try
        {
            var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = 8 });
            ReadFile(ref reader, cancellationToken);
        }
        catch (JsonException fault)
        {
            _errors.Line = (fault.LineNumber ?? 0) + 1;
            _errors.Add("$", FormattableString.Invariant($"the JSON breaks off at character {(fault.BytePositionInLine ?? 0) + 1} of this line; look for a missing comma, quote or bracket."));
        }

        return _errors.Any
            ? new OrderFileResult.Bad(_errors.ToImmutable())
            : new OrderFileResult.Good(new OrderBook(_orders, Convert.ToHexStringLower(SHA256.HashData(text.Span))));
    }

    private void ReadFile(ref Utf8JsonReader reader, CancellationToken cancellationToken)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _errors.Add("$", $"the file must be an object with \"format\": \"{OrderFile.Format}\" and \"orders\": [...].");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            CountLines(reader.TokenStartIndex);
            var name = reader.GetString()!;
            if (!seen.Add(name))
                _errors.Add($"$.{name}", "this appears twice; keep one.");
            reader.Read();
            ReadMember(ref reader, name, cancellationToken);
        }

        if (!seen.Contains("format"))
            _errors.Add("$.format", $"missing; write \"{OrderFile.Format}\".");
        if (!seen.Contains("orders"))
            _errors.Add("$.orders", "missing; write a list of orders, [] when there are none.");
        // Only white space may follow; anything else throws here with its line.
        reader.Read();
    }

    private void ReadMember(ref Utf8JsonReader reader, string name, CancellationToken cancellationToken)
    {
        if (name == "orders" && reader.TokenType == JsonTokenType.StartArray)
        {
            ReadOrders(ref reader, cancellationToken);
            return;
        }

        var value = JsonElement.ParseValue(ref reader);
        var fix = name switch
        {
            "orders" => "must be a list: [...].",
            "format" when value.ValueKind != JsonValueKind.String || value.GetString() != OrderFile.Format => $"must be \"{OrderFile.Format}\".",
            "sample" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => "must be true or false.",
            "format" or "sample" or "generated_at" or "$schema" => null,
            _ => OrderRow.IsIgnored(name) ? null : "is not known here; remove it, or begin its name with x_ to have it passed over.",
        };
        if (fix is not null)
            _errors.Add($"$.{name}", fix);
    }

    private void ReadOrders(ref Utf8JsonReader reader, CancellationToken cancellationToken)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CountLines(reader.TokenStartIndex);
            var path = FormattableString.Invariant($"$.orders[{index}]");
            var element = JsonElement.ParseValue(ref reader);
            if (index == OrderFile.MostOrders)
                _errors.Add(path, FormattableString.Invariant($"a file may hold {OrderFile.MostOrders} orders; leave out those that can no longer be claimed."));
            if (index < OrderFile.MostOrders && _reader.Read(element, path, _errors) is { } order)
                Keep(order, path);
        }
    }

    private void Keep(Order order, string path)
    {
        if (_ids.Add(order.Id.Value))
            _orders.Add(order);
        else
            _errors.Add($"{path}.order_id", "another order of this file has the same number; numbers are unique and case does not tell them apart.");
    }

    private void CountLines(long index)
    {
        _errors.Line += text.Span[_countedTo..(int)index].Count((byte)'\n');
        _countedTo = (int)index;
    }
}
