namespace ChatRefundBot.Refunds.Published;

/// <summary>
/// What a shop may publish of a month's cases: nothing in it tells of one buyer. Cases belong to the month they were opened in, in
/// Asia/Shanghai.
/// </summary>
/// <param name="Outcomes">Cases by outcome of their last verdict, the most frequent first; <see cref="Undecided"/> for those without one.</param>
/// <param name="Groups">Decided cases by what the verdict turned on.</param>
/// <param name="Rules">Decided cases by rule.</param>
/// <param name="MedianToAnswer">Half of the answers came sooner; null with fewer than <see cref="Smallest"/> answers.</param>
/// <param name="OverturnedShare">Part of what persons decided that they decided otherwise than the verdict, 0 to 1; null with fewer than <see cref="Smallest"/>.</param>
/// <param name="IsCut">Whether the month has more cases than were looked at.</param>
public sealed record MonthlyFigures(
    DateOnly Month, Figure Cases, IReadOnlyList<NamedFigure> Outcomes, IReadOnlyList<NamedFigure> Groups, IReadOnlyList<NamedFigure> Rules,
    TimeSpan? MedianToAnswer, double? OverturnedShare, bool IsCut)
{
    /// <summary>Smaller numbers are not said.</summary>
    public const int Smallest = 5;

    /// <summary>Stands for cases without a verdict of the rules.</summary>
    public const string Undecided = "undecided";
}

/// <summary>A number as it may be published: exact, or only on which side of <see cref="MonthlyFigures.Smallest"/> it is.</summary>
/// <param name="Count">The number; null where it is not said.</param>
/// <param name="IsSmall">True below the bound; an unsaid number that is not small would give a small one away.</param>
public readonly record struct Figure(int? Count, bool IsSmall)
{
    /// <summary>The number itself from the bound on, and zero.</summary>
    public static Figure Of(int count) => count is > 0 and < MonthlyFigures.Smallest ? new Figure(null, true) : new Figure(count, false);

    /// <summary>On the bound or above it, without saying where.</summary>
    public static readonly Figure Hidden = new(null, false);
}

/// <summary>A number of cases with what they have in common.</summary>
public sealed record NamedFigure(string Name, Figure Figure);
