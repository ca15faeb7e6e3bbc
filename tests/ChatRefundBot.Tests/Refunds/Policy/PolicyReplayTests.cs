using System.Text.Json;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Verbs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

/// <summary>What a draft of the rules would change of cases that were decided.</summary>
public sealed class PolicyReplayTests : IDisposable
{
    private readonly StringWriter _stdout = new();
    private readonly StringWriter _stderr = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly PolicyCopy _draft = new();

    [Fact]
    public void Every_golden_case_is_decided_alike_from_its_record()
    {
        foreach (var golden in PolicyFiles.GoldenCases)
        {
            var gone = new List<string>();
            var read = FactRecord.Read(FactRecord.Of(golden.Facts), gone)!;
            Assert.Empty(gone);
            var (before, after) = (PolicyFiles.Table.Decide(golden.Facts), PolicyFiles.Table.Decide(read));
            if (before is Decision.Decided { Verdict: var verdict })
                Assert.Equal((verdict.Row, verdict.Amount, verdict.DueAt), Assert.IsType<Decision.Decided>(after).Verdict is var then ? (then.Row, then.Amount, then.DueAt) : default);
            else
                Assert.Equal(PolicyJson.ToJson(before), PolicyJson.ToJson(after));
        }
    }

    [Fact]
    public void A_record_keeps_no_text_of_a_buyer_and_no_hash_of_a_picture()
    {
        var facts = FactSet.Empty
            .With(FactCatalogue.OrderId, FactValue.Of("YKATF7HUVMJJ0001"), Supplier.Orders)
            .With(FactCatalogue.ErrorText, FactValue.Of("my words"), Supplier.Buyer)
            .With(FactCatalogue.Currency, FactValue.Of("USD"), Supplier.Orders)
            .With(FactCatalogue.Evidence, FactValue.Of([new ChatRefundBot.Refunds.Evidence.EvidenceItem("E4", ["time"]) { Sha256 = new string('a', 64) }]), Supplier.Own);
        Assert.Equal(
            """{"order_id":"(recorded)","currency":"USD","error_text":"(recorded)","evidence":[{"kind":"E4","checks":["time"]}]}""",
            FactRecord.Of(facts).GetRawText());
    }

    [Fact]
    public async Task Nothing_changes_under_the_table_that_decided()
    {
        Assert.Equal(0, await ReplayAsync(_draft, [.. Decided().Select((golden, i) => Kept(golden.Facts, i))]));
        var lines = Lines();
        Assert.StartsWith("table 2026.11+", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^\d+ cases replayed: 0 would change, 0 undecided; 0 could not be replayed, 0 without a verdict yet$", lines[1]);
        Assert.Contains("money CNY: ", lines[2], StringComparison.Ordinal);
        Assert.Contains("(0.00)", lines[2], StringComparison.Ordinal);
        Assert.Empty(_stderr.ToString());
    }

    [Fact]
    public async Task What_would_change_is_listed_with_kinds_and_money()
    {
        _draft.Replace("refund-policy.yaml", "human_above: 500.00", "human_above: 50.00");
        Assert.Equal(0, await ReplayAsync(_draft, Kept(PolicyFiles.Case("T1").Facts, 1), Kept(PolicyFiles.Case("T83").Facts, 2)));
        var lines = Lines();
        Assert.Equal("RF-20261122-0001: approve R61 100.00 -> escalate R13 P1", lines[1]);
        Assert.Contains("  approve -> escalate: 1", lines);
        Assert.Contains("money CNY: 100.00 -> 0.00 (-100.00)", lines);
    }

    [Fact]
    public async Task A_change_of_the_rule_or_the_priority_alone_is_a_kind_of_its_own()
    {
        _draft.Replace("refund-policy.yaml", "  - id: R61\n", "  - id: R66\n");
        _draft.Replace("refund-policy.yaml", "    reason: NON_STANDARD_GOODS", "    reason: NON_STANDARD_GOODS\n    # draft");
        _draft.Replace("refund-policy.yaml", "    priority: P2\n    reason: HUMAN_REQUESTED", "    priority: P1\n    reason: HUMAN_REQUESTED");
        var wish = PolicyFiles.Case("T1").Facts.With(FactCatalogue.WantsHuman, FactValue.Of(true), Supplier.Own);
        Assert.Equal(0, await ReplayAsync(_draft, Kept(PolicyFiles.Case("T1").Facts, 1), Kept(wish, 2)));
        Assert.Contains("  rule only: 1", Lines());
        Assert.Contains("  priority only: 1", Lines());
    }

    [Fact]
    public async Task What_the_draft_needs_and_nobody_recorded_leaves_a_case_undecided()
    {
        var kept = Kept(PolicyFiles.Case("T1").Facts, 1);
        kept = kept with { Verdict = kept.Verdict! with { Known = FactRecord.Of(PolicyFiles.Case("T1").Facts.Without(FactCatalogue.Usage)) } };
        Assert.Equal(0, await ReplayAsync(_draft, kept));
        Assert.Contains("RF-20261122-0001: approve R61 100.00 -> undecided, usage is not recorded", Lines());
        Assert.Contains("undecided for want of: usage (1)", Lines());
        Assert.Contains("money CNY: 0.00 -> 0.00 (0.00); 100.00 of undecided cases not counted", Lines());
    }

    [Fact]
    public async Task Facts_of_an_older_table_are_named_and_left_out()
    {
        var kept = Kept(PolicyFiles.Case("T1").Facts, 1);
        var known = kept.Verdict!.Known!.Value.GetRawText().Replace("{", """{"moon_phase":"full","grey":"blue",""", StringComparison.Ordinal);
        kept = kept with { Verdict = kept.Verdict with { Known = JsonDocument.Parse(known.Replace("\"grey\":\"none\",", "", StringComparison.Ordinal)).RootElement } };
        Assert.Equal(0, await ReplayAsync(_draft, kept));
        Assert.Contains("recorded facts that no longer exist and were left out: grey (1), moon_phase (1)", Lines());
        Assert.Contains("1 cases replayed: 0 would change, 0 undecided; 0 could not be replayed, 0 without a verdict yet", Lines());
    }

    [Fact]
    public async Task A_verdict_without_its_facts_cannot_be_replayed_and_ends_with_1()
    {
        var kept = Kept(PolicyFiles.Case("T1").Facts, 1);
        Assert.Equal(1, await ReplayAsync(_draft, kept with { Verdict = kept.Verdict! with { Known = null } }, kept with { Verdict = null }));
        Assert.Contains("RF-20261122-0001: cannot be replayed: no facts are recorded with its verdict", Lines());
        Assert.Contains("0 cases replayed: 0 would change, 0 undecided; 1 could not be replayed, 1 without a verdict yet", Lines());
    }

    [Fact]
    public async Task A_file_is_replayed_by_the_fields_it_expects()
    {
        var run = new PolicyReplayRun(_stdout, _stderr, _clock);
        Assert.Equal(0, await run.FileAsync(_draft.Directory, Path.Combine(PolicyFiles.Directory, "golden", "core.json"), TextReader.Null, Token));
        Assert.Contains("60 cases replayed: 0 would change, 0 undecided; 0 could not be replayed, 0 without a verdict yet", Lines());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"cases": [{"facts": {"clam": 1}, "expect": {"rule": "R1"}}]}""")]
    public async Task A_broken_file_is_wrong_use(string json)
    {
        Assert.Equal(2, await new PolicyReplayRun(_stdout, _stderr, _clock).FileAsync(_draft.Directory, "-", new StringReader(json), Token));
        Assert.NotEmpty(_stderr.ToString());
        Assert.Empty(_stdout.ToString());
    }

    [Fact]
    public async Task A_draft_that_does_not_load_is_wrong_use_and_the_cases_are_not_opened()
    {
        _draft.Write("refund-policy.yaml", "rules: []\n");
        var run = new PolicyReplayRun(_stdout, _stderr, _clock);
        Assert.Equal(2, await run.CasesAsync(_draft.Directory, _ => throw new InvalidOperationException("opened"), Token));
        Assert.Equal(2, await run.CasesAsync("/no/such/directory", _ => throw new InvalidOperationException("opened"), Token));
        Assert.Contains("--policy", _stderr.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_told_once_a_second()
    {
        var kept = Kept(PolicyFiles.Case("T1").Facts, 1);
        var run = new PolicyReplayRun(_stdout, _stderr, _clock);
        Assert.Equal(0, await run.CasesAsync(_draft.Directory, _ => Task.FromResult((10L, Slow(kept))), Token));
        Assert.Equal(["3 of 10 cases", "6 of 10 cases", "9 of 10 cases"], _stderr.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

        async IAsyncEnumerable<RefundCase> Slow(RefundCase item)
        {
            for (var i = 0; i < 10; i++)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(400));
                yield return item;
            }

            await Task.CompletedTask;
        }
    }

    public void Dispose() => _draft.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IEnumerable<GoldenCase> Decided() => PolicyFiles.GoldenCases.Where(golden => PolicyFiles.Table.Decide(golden.Facts) is Decision.Decided);

    private Task<int> ReplayAsync(PolicyCopy draft, params RefundCase[] cases) => new PolicyReplayRun(_stdout, _stderr, _clock)
        .CasesAsync(draft.Directory, _ => Task.FromResult(((long)cases.Length, cases.ToAsyncEnumerable())), Token);

    private string[] Lines() => _stdout.ToString().Split('\n').Select(line => line.TrimEnd('\r')).ToArray();

    private static RefundCase Kept(FactSet facts, int number)
    {
        var at = DateTimeOffset.UnixEpoch;
        var verdict = Assert.IsType<Decision.Decided>(PolicyFiles.Table.Decide(facts)).Verdict;
        return new RefundCase
        {
            Id = "0",
            Number = $"RF-20261122-{number:0000}",
            Conversation = "test:1",
            Order = "1",
            Claim = "UNUSED",
            OpenedAt = at,
            Status = CaseStatus.Proposed,
            ChangedAt = at,
            DueAt = at,
            Verdict = new CaseVerdict(
                verdict.Outcome.Word(), verdict.Rule, verdict.Reason, verdict.Amount?.ToAmountString(), verdict.Priority?.Word(), verdict.Reissue?.Word(),
                null, null, verdict.PolicyVersion, at, [])
            { Known = FactRecord.Of(facts) },
        };
    }
}
