using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Products;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>
/// The refund rules, validated and compiled: an ordered table, the first matching row wins. Immutable and safe to share; a reload
/// makes a new one. Cost of every call is at most linear in the number of rows. Made by <see cref="PolicyLoader"/>.
/// </summary>
public sealed class PolicyTable
{
    internal PolicyTable(RuleRow[] rows) => RowArray = rows;

    /// <summary>Declared version, a plus, and the first eight hexadecimal digits of the SHA-256 over its files.</summary>
    public required string Version { get; init; }

    /// <summary>All rows in their order.</summary>
    public IReadOnlyList<RuleRow> Rows => RowArray;

    /// <summary>The named numbers of the table, such as <c>human_above</c> (500.00) or <c>seller_reply</c> (24 h).</summary>
    public required PolicyLimits Limits { get; init; }

    /// <summary>The product types.</summary>
    public required ProductCatalogue Products { get; init; }

    /// <summary>What evidence is needed for what.</summary>
    public required EvidenceMatrix Evidence { get; init; }

    /// <summary>Working days.</summary>
    public required WorkingCalendar Calendar { get; init; }

    /// <summary>Every wording key that a text must exist for, in every language.</summary>
    public required IReadOnlyList<string> WordingKeys { get; init; }

    internal RuleRow[] RowArray { get; }

    // Built when first asked for: decisions never need it.
    internal Alternatives Alternatives => field ??= new Alternatives(RowArray);

    /// <summary>
    /// Decides, or says which facts could still change the decision. Total, deterministic, thread-safe; reads no clock: the time is
    /// the fact <c>now</c>. A fact not yet asked leaves a row undecided, never false, and a row wins only once every earlier row is
    /// ruled out.
    /// </summary>
    public Decision Decide(FactSet facts) => Engine.Decide(this, facts);

    /// <summary>
    /// On demand: which rows were ruled out by what, and which single change of a fact used would have changed the decision. Costs
    /// some hundred decisions.
    /// </summary>
    public Explanation Explain(FactSet facts) => Explainer.Explain(this, facts);

    /// <summary>The claim the rules treat this case as, or null while that is not settled.</summary>
    public string? TreatedClaim(FactSet facts) => Engine.TreatedClaim(facts, Products);

    /// <summary>When an answer of that priority is due: P0 to P2 by the clock, P3 by working days.</summary>
    public DateTimeOffset DueAt(Priority priority, DateTimeOffset from) => Limits.Target(priority).AddTo(from, Calendar);
}
