using System.Collections.Immutable;
using System.Text.Json;
using ChatRefundBot.Refunds.Orders.Samples;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>One order of the sample shop and what to try with it.</summary>
/// <param name="Order">The order, its times relative to the time of generation.</param>
/// <param name="Rules">Rules this order reaches with <paramref name="SayEnglish"/>, in the order they come up.</param>
/// <param name="Answer">An answer that proves ownership; null for an order that is someone else's.</param>
/// <param name="Shows">What it shows, Chinese.</param>
/// <param name="ShowsEnglish">What it shows, English.</param>
/// <param name="Say">What to say in the chat, Chinese.</param>
/// <param name="SayEnglish">What to say in the chat, English.</param>
public sealed record SampleOrder(
    Order Order, ImmutableArray<string> Rules, string? Answer, string Shows, string ShowsEnglish, string Say, string SayEnglish);

/// <summary>
/// A made-up shop with an order for every rule, relative to the time it is made. Order numbers, contacts and answers never change
/// between generations; docs/sample-orders.md lists them.
/// </summary>
/// <remarks>Orders inside a window of two hours stay so for 115 minutes after generation; <see cref="Renew"/> makes them fresh.</remarks>
public static class SampleShop
{
    /// <summary>The query password of the one order that has nothing else.</summary>
    public const string QueryPassword = "kaimen-88";

    /// <summary>A number of good form that no sample order has (G4).</summary>
    public const string UnknownOrderNumber = "YK99999999999999";

    // The first member after the format, so that a sample is known by its first bytes.
    private const int HeaderBytes = 4096;

    /// <summary>All sample orders, in the order of docs/sample-orders.md.</summary>
    /// <param name="now">The time of generation; whole seconds are used.</param>
    public static ImmutableArray<SampleOrder> Generate(DateTimeOffset now)
    {
        var utc = now.ToUniversalTime();
        var kit = new SampleKit(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond)));
        return
        [
            .. UnusedSamples.Unused(kit),
            .. DeliverySamples.NotReceived(kit),
            .. FaultSamples.Invalid(kit),
            .. FaultSamples.NotAsDescribed(kit),
            .. UnusedSamples.WrongProduct(kit),
            .. DeliverySamples.Topups(kit),
            .. SpecialSamples.ByPerson(kit),
            .. SpecialSamples.ByOrder(kit),
            .. SpecialSamples.ByBuyer(kit),
        ];
    }

    /// <summary>Writes the sample file if there is no file at <paramref name="path"/>; true when it did. Creates the directory.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static bool EnsureGenerated(string path, DateTimeOffset now) => !File.Exists(path) && AtomicFile.Write(path, Contents(now), replace: false);

    /// <summary>Writes the sample file anew, atomically; a running host takes it over. Never writes over a file that is not a sample.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static SampleShopRenewal Renew(string path, DateTimeOffset now)
    {
        if (File.Exists(path) && !IsSample(path))
            return SampleShopRenewal.NotASample.Instance;
        AtomicFile.Write(path, Contents(now), replace: true);
        return new SampleShopRenewal.Renewed(Generate(now).Length);
    }

    private static Action<Stream> Contents(DateTimeOffset now) =>
        stream => OrderFileWriter.Write(stream, Generate(now).Select(sample => sample.Order), sample: true, now);

    private static bool IsSample(string path)
    {
        Span<byte> head = stackalloc byte[HeaderBytes];
        using var file = File.OpenRead(path);
        var length = file.ReadAtLeast(head, HeaderBytes, throwOnEndOfStream: false);
        try
        {
            var reader = new Utf8JsonReader(head[..length], isFinalBlock: false, state: default);
            while (reader.Read() && reader.TokenType != JsonTokenType.StartArray)
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("sample"))
                    return reader.Read() && reader.TokenType == JsonTokenType.True;
            }
        }
        catch (JsonException)
        {
            // Broken, so nobody can say whose it is: leave it alone.
        }

        return false;
    }
}

/// <summary>What came of <see cref="SampleShop.Renew"/>.</summary>
public abstract record SampleShopRenewal
{
    private SampleShopRenewal()
    {
    }

    /// <summary>The file holds <paramref name="Orders"/> fresh orders.</summary>
    public sealed record Renewed(int Orders) : SampleShopRenewal;

    /// <summary>The file is a shop's own and stays as it is.</summary>
    public sealed record NotASample : SampleShopRenewal
    {
        /// <summary>The only value needed.</summary>
        public static NotASample Instance { get; } = new();
    }
}
