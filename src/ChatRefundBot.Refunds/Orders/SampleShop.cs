using System.Collections.Immutable;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>One order of the sample shop and what to try with it.</summary>
/// <param name="Order">The order, its times relative to the time of generation.</param>
/// <param name="Rules">Rules this order reaches with <paramref name="SayEnglish"/>, the first one first.</param>
/// <param name="Answer">An answer that proves ownership; null for an order that is someone else's.</param>
/// <param name="Shows">What it shows, Chinese.</param>
/// <param name="ShowsEnglish">What it shows, English.</param>
/// <param name="Say">What to say in the chat, Chinese.</param>
/// <param name="SayEnglish">What to say in the chat, English.</param>
public sealed record SampleOrder(
    Order Order, ImmutableArray<string> Rules, string? Answer, string Shows, string ShowsEnglish, string Say, string SayEnglish);

/// <summary>A made-up shop with an order for every rule, relative to the time it is made. Order numbers never change between generations.</summary>
public static class SampleShop
{
    /// <summary>All sample orders, in the order of docs/sample-orders.md.</summary>
    public static ImmutableArray<SampleOrder> Generate(DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>Writes the sample file if there is no file at <paramref name="path"/>; true when it did. Creates the directory.</summary>
    public static bool EnsureGenerated(string path, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>Writes the sample file anew, atomically; refuses to write over a file that is not a sample.</summary>
    public static SampleShopRenewal Renew(string path, DateTimeOffset now) => throw new NotImplementedException();
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
