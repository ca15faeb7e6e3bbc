using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Products;

namespace ChatRefundBot.Refunds.Published;

/// <summary>What a rule table says to a buyer who reads it before buying or complaining: by goods and by problem, not row by row.</summary>
/// <param name="Version">Version of the table.</param>
/// <param name="Goods">Kinds of goods with the same card: refundable when, until when, with which evidence.</param>
/// <param name="Problems">What can go wrong, in the order of the claims.</param>
/// <param name="Always">What comes first whatever the problem is.</param>
/// <param name="Answers">How soon a person answers what is handed over, the most urgent first.</param>
public sealed record PublishedRules(
    string Version, IReadOnlyList<PublishedGoods> Goods, IReadOnlyList<PublishedProblem> Problems,
    IReadOnlyList<PublishedOutcome> Always, IReadOnlyList<PublishedAnswer> Answers)
{
    // Said in a conversation when they come up; beforehand they would only be noise.
    private static readonly Outcome[] Unsaid = [Outcome.Ask, Outcome.End, Outcome.Link, Outcome.Resolved];

    private static readonly EvidenceClass[] ClassOrder = [EvidenceClass.Code, EvidenceClass.Topup, EvidenceClass.NonStandard];

    /// <summary>Puts a table together for buyers.</summary>
    public static PublishedRules Of(PolicyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var claims = FactCatalogue.Claim.Words;
        return new PublishedRules(
            table.Version,
            [.. table.Products.All.GroupBy(type => (type.Evidence, type.WhenKey)).Select(PublishedGoods.Of)],
            [.. claims.Select(claim => Problem(table, claim)).Where(problem => problem.Outcomes.Count > 0)],
            Outcomes(table.Rows.Where(row => row.Claims.Count == 0)),
            [.. Enum.GetValues<Priority>().Select(priority => Answer(table, priority)).Where(answer => answer.Reasons.Count > 0)]);
    }

    private static PublishedProblem Problem(PolicyTable table, string claim) => new(
        claim,
        Outcomes(table.Rows.Where(row => row.Claims.Contains(claim))),
        [.. ClassOrder.Select(goods => Evidence(table, claim, goods)).OfType<PublishedEvidence>()]);

    private static List<PublishedOutcome> Outcomes(IEnumerable<RuleRow> rows) =>
    [
        .. rows.Where(row => !Unsaid.Contains(row.Outcome))
            .GroupBy(row => row.Outcome).OrderBy(group => group.Key)
            .Select(group => new PublishedOutcome(
                group.Key,
                [.. group.GroupBy(row => row.Reason).Select(same => new PublishedReason(same.Key, [.. same.Select(row => row.Rule).Distinct()]))])),
    ];

    private static PublishedAnswer Answer(PolicyTable table, Priority priority) => new(
        priority, table.Limits.Target(priority), [.. table.Rows.Where(row => row.Priority == priority).Select(row => row.Reason).Distinct()]);

    /// <summary>The first cell of a claim and goods is for the usual case, further ones for what may come on top of it.</summary>
    private static PublishedEvidence? Evidence(PolicyTable table, string claim, EvidenceClass goods)
    {
        var name = goods switch { EvidenceClass.Code => "code", EvidenceClass.Topup => "topup", _ => "non_standard" };
        EvidenceCell[] cells = [.. table.Evidence.Cells.Where(cell => cell.Claim == claim && cell.Goods == name && cell is { HumanOnly: false, Needed.Count: > 0 })];
        return cells.Length == 0 ? null : new PublishedEvidence(goods, cells[0].Needed, [.. cells.Skip(1).SelectMany(cell => cell.Needed).Except(cells[0].Needed).Distinct()]);
    }
}

/// <summary>Goods with the same card.</summary>
/// <param name="Types">The product types, in the order of their file.</param>
public sealed record PublishedGoods(EvidenceClass Class, string WhenKey, string UntilKey, string EvidenceKey, IReadOnlyList<ProductType> Types)
{
    internal static PublishedGoods Of(IEnumerable<ProductType> types)
    {
        ProductType[] all = [.. types];
        return new PublishedGoods(all[0].Evidence, all[0].WhenKey, all[0].UntilKey, all[0].EvidenceKey, all);
    }
}

/// <summary>A problem a buyer may name.</summary>
/// <param name="Claim">The claim, such as <c>NOT_RECEIVED</c>.</param>
/// <param name="Outcomes">What it can come to, the refunds first.</param>
/// <param name="Evidence">What is asked for, by goods; goods for which nothing is asked are left out.</param>
public sealed record PublishedProblem(string Claim, IReadOnlyList<PublishedOutcome> Outcomes, IReadOnlyList<PublishedEvidence> Evidence);

/// <summary>One thing it can come to, with the situations that lead there.</summary>
public sealed record PublishedOutcome(Outcome Outcome, IReadOnlyList<PublishedReason> Reasons);

/// <summary>A situation.</summary>
/// <param name="Reason">Its reason code.</param>
/// <param name="Rules">The rules that name it.</param>
public sealed record PublishedReason(string Reason, IReadOnlyList<string> Rules);

/// <summary>Evidence that is asked for where our records leave a question open.</summary>
/// <param name="Needed">Kinds, such as <c>E4</c>, or <c>E3|E4</c> where either will do.</param>
/// <param name="Sometimes">Kinds that come on top where they apply.</param>
public sealed record PublishedEvidence(EvidenceClass Goods, IReadOnlyList<string> Needed, IReadOnlyList<string> Sometimes);

/// <summary>How soon a person answers.</summary>
/// <param name="Reasons">Reason codes of what is that urgent.</param>
public sealed record PublishedAnswer(Priority Priority, Target Target, IReadOnlyList<string> Reasons);
