using System.Globalization;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Verbs;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

public sealed class GoldenCaseTests(ITestOutputHelper output)
{
    public static TheoryData<string> Files => [.. PolicyFiles.GoldenPaths.Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_golden_case_is_decided_as_expected(string file)
    {
        var golden = PolicyFiles.Golden(Path.Combine(PolicyFiles.Directory, "golden", file));
        Assert.NotEmpty(golden.Cases);
        Assert.All(golden.Cases, item => Assert.Null(PolicyTestRun.Failure(PolicyFiles.Table, item)));
    }

    [Fact]
    public void Asking_by_the_table_takes_fewer_questions_than_a_fixed_questionnaire()
    {
        double asked = 0, fixedList = 0;
        var cases = 0;
        var forms = Forms();
        foreach (var golden in PolicyFiles.GoldenCases.Where(item => PolicyFiles.Table.Decide(item.Facts) is Decision.Decided))
        {
            cases++;
            var (questions, verdict) = Ask(golden.Facts);
            asked += questions;
            fixedList += FactCatalogue.All.Count(fact => IsQuestion(fact) && golden.Facts.Has(fact) && forms[ClaimOf(golden.Facts)].Contains(fact));
            Assert.Equal(PolicyJson.ToJson(PolicyFiles.Table.Decide(golden.Facts)), PolicyJson.ToJson(verdict));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"questions to the buyer over {cases} golden cases: {asked / cases:F2} on average, fixed questionnaire {fixedList / cases:F2}"));
        Assert.True(asked < fixedList);
    }

    // The systems answer at once; what is left is asked one by one.
    private static (int Questions, Decision Decision) Ask(FactSet all)
    {
        var facts = FactCatalogue.All.Where(fact => !IsQuestion(fact) && all.Has(fact))
            .Aggregate(FactSet.Empty, (set, fact) => set.With(fact, all[fact]!.Value, all[fact]!.Supplier));
        for (var questions = 0; ; questions++)
        {
            var decision = PolicyFiles.Table.Decide(facts);
            if (decision is not Decision.Undecided { Next: var next })
                return (questions, decision);
            facts = facts.With(next[0], all[next[0]]!.Value, all[next[0]]!.Supplier);
        }
    }

    private static bool IsQuestion(FactDefinition fact) =>
        fact.Rank is AskRank.Claim or AskRank.Buyer or AskRank.Screenshot && fact.Default is null && fact != FactCatalogue.Evidence;

    // A form for a claim asks each fact that decides some case of the claim.
    private static Dictionary<string, HashSet<FactDefinition>> Forms() => PolicyFiles.GoldenCases
        .GroupBy(item => ClaimOf(item.Facts))
        .ToDictionary(group => group.Key, group => group
            .Select(item => PolicyFiles.Table.Decide(item.Facts)).OfType<Decision.Decided>()
            .SelectMany(decided => decided.Verdict.Facts.Select(fact => fact.Definition))
            .Append(FactCatalogue.Claim).ToHashSet());

    private static string ClaimOf(FactSet facts) => facts[FactCatalogue.Claim]!.Value.AsText()!;
}
