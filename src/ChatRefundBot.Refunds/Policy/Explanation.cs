using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>Why a decision came out as it did.</summary>
/// <param name="Decision">The decision itself.</param>
/// <param name="RuledOut">The rows before the deciding one, each with the test that ruled it out; in the table's order.</param>
/// <param name="Changes">Single changes of facts that would have given another rule, outcome, amount or priority.</param>
public sealed record Explanation(Decision Decision, IReadOnlyList<RuledOutRow> RuledOut, IReadOnlyList<FactChange> Changes);

/// <summary>A row that did not match.</summary>
/// <param name="Row">The row.</param>
/// <param name="Test">The test that failed, as written in the table: <c>usage: unused</c>.</param>
/// <param name="Facts">The facts it read.</param>
public sealed record RuledOutRow(RuleRow Row, string Test, IReadOnlyList<Fact> Facts);

/// <summary>A change that would have made a difference.</summary>
/// <param name="Fact">The fact as it is.</param>
/// <param name="Instead">The value it would have had.</param>
/// <param name="Decision">The decision then.</param>
public sealed record FactChange(Fact Fact, FactValue Instead, Decision Decision);
