using System.Collections.Immutable;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>What came of reading the order file, at the start or after a change.</summary>
public abstract record OrderFileReload
{
    private OrderFileReload()
    {
    }

    /// <summary>The file is in use from now on.</summary>
    /// <param name="Orders">How many orders it holds.</param>
    /// <param name="Version">SHA-256 of the file, 64 hex digits.</param>
    public sealed record Loaded(int Orders, string Version) : OrderFileReload;

    /// <summary>The file has errors; the version in use before, if there was one, stays in use.</summary>
    /// <param name="Errors">All errors in the file's order, at most <see cref="OrderFile.MostErrors"/> and then one saying that there are more.</param>
    /// <param name="KeptPrevious">True when lookups go on with the last good version; false when there is none.</param>
    public sealed record Refused(ImmutableArray<OrderFileError> Errors, bool KeptPrevious) : OrderFileReload;

    /// <summary>The file is the one in use.</summary>
    public sealed record Unchanged : OrderFileReload
    {
        /// <summary>The only value needed.</summary>
        public static Unchanged Instance { get; } = new();
    }
}
