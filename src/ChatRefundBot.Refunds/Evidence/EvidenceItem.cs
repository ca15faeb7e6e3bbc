namespace ChatRefundBot.Refunds.Evidence;

/// <summary>One piece of evidence received, as the policy sees it; the picture itself is elsewhere.</summary>
/// <param name="Kind">E1 to E10.</param>
/// <param name="Checks">
/// The parts found in it, such as <c>time</c>, <c>target</c>, <c>result</c>, <c>code</c> for E4; empty for kinds without parts.
/// </param>
public sealed record EvidenceItem(string Kind, IReadOnlyList<string> Checks)
{
    /// <summary>SHA-256 of the file in lower-case hexadecimal, or null where the item is no file (our own transcript).</summary>
    public string? Sha256 { get; init; }

    /// <summary>Perceptual hash, or null.</summary>
    public string? PHash { get; init; }

    /// <summary>MIME type found by magic bytes, or null.</summary>
    public string? Mime { get; init; }

    /// <summary>Size in bytes, 0 where the item is no file.</summary>
    public long Size { get; init; }

    /// <summary>When it was received, or null.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>An agent's word on this item: <c>accepted</c>, <c>rejected</c>, or null while nobody looked. A rejected item counts as not sent.</summary>
    public string? AgentVerdict { get; init; }

    /// <inheritdoc/>
    public bool Equals(EvidenceItem? other) => other is not null && Kind == other.Kind && Checks.SequenceEqual(other.Checks)
        && Sha256 == other.Sha256 && AgentVerdict == other.AgentVerdict;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Checks.Count, Sha256);
}
