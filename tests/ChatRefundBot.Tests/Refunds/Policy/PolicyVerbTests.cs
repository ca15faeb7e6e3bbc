using System.Text.Json;
using ChatRefundBot.Refunds.Verbs;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

public sealed class PolicyVerbTests
{
    private readonly StringWriter _stdout = new();
    private readonly StringWriter _stderr = new();

    [Fact]
    public void A_golden_file_that_holds_prints_the_count_and_exits_with_0()
    {
        Assert.Equal(0, PolicyTestRun.Run(PolicyFiles.Directory, Path.Combine(PolicyFiles.Directory, "golden", "core.json"), TextReader.Null, _stdout, _stderr));
        Assert.Equal("60 passed, 0 failed", _stdout.ToString().TrimEnd());
    }

    [Fact]
    public void A_failing_case_is_one_line_with_expected_and_got()
    {
        const string Golden = """
            {"base": {"consent": true}, "cases": [
              {"id": "A", "facts": {"wants_human": true}, "expect": {"rule": "G2", "priority": "P2", "amount": null}},
              {"id": "B", "title": "wrong", "facts": {"wants_human": true}, "expect": {"outcome": "approve", "amount": "1.00"}},
              {"id": "C", "expect": {"outcome": "undecided", "next": "order_found"}}]}
            """;
        Assert.Equal(1, PolicyTestRun.Run(PolicyFiles.Directory, "-", new StringReader(Golden), _stdout, _stderr));
        var lines = _stdout.ToString().TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("FAIL B wrong: expected {\"outcome\": \"approve\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("got {\"outcome\":\"escalate\",\"amount\":(none),\"rule\":\"G2\"}", lines[0], StringComparison.Ordinal);
        Assert.Equal("2 passed, 1 failed", lines[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"cases": {}}""")]
    [InlineData("""{"cases": [{"facts": {}}]}""")]
    [InlineData("""{"cases": [{"expect": {"outcom": "approve"}}]}""")]
    [InlineData("""{"cases": [{"facts": {"clam": 1}, "expect": {"rule": "R1"}}]}""")]
    [InlineData("""{"base": {"qty": -1}, "cases": []}""")]
    public void A_broken_golden_file_exits_with_2_and_a_reason(string golden)
    {
        Assert.Equal(2, PolicyTestRun.Run(PolicyFiles.Directory, "-", new StringReader(golden), _stdout, _stderr));
        Assert.NotEmpty(_stderr.ToString());
        Assert.Empty(_stdout.ToString());
    }

    [Fact]
    public void A_decision_is_one_line_with_the_fields_that_apply()
    {
        var facts = Facts();
        facts["amount_paid"] = facts["amount_in_dispute"] = "800.00";
        using var got = Decide(facts, 0);
        Assert.Equal(["outcome", "rule", "priority", "advice", "policyVersion", "facts"], got.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal("""{"outcome":"approve","rule":"R61"}""", got.RootElement.GetProperty("advice").GetRawText());
        Assert.Equal("""{"name":"amount_in_dispute","value":"800.00","supplier":"O"}""", got.RootElement.GetProperty("facts")[0].GetRawText());
    }

    [Fact]
    public void A_fact_not_given_is_asked_for()
    {
        var facts = Facts();
        facts.Remove("usage");
        using var got = Decide(facts, 0);
        Assert.Equal("""{"outcome":"undecided","next":"usage"}""", got.RootElement.GetRawText());
    }

    [Fact]
    public void An_explanation_names_what_was_ruled_out_and_what_would_have_changed_it()
    {
        var facts = Facts();
        facts["case_opened_at"] = facts["now"] = "2026-11-02T12:05:01+08:00";
        Assert.Equal(0, PolicyDecideRun.Run(PolicyFiles.Directory, "-", new StringReader(JsonSerializer.Serialize(facts)), _stdout, _stderr, explain: true));
        using var got = JsonDocument.Parse(_stdout.ToString());
        Assert.Equal("R64", got.RootElement.GetProperty("rule").GetString());
        var explanation = got.RootElement.GetProperty("explanation");
        var ruledOut = explanation.GetProperty("ruledOut").EnumerateArray().Single(row => row.GetProperty("row").GetString() == "R61");
        Assert.Equal("since_delivery: <= window", ruledOut.GetProperty("test").GetString());
        Assert.Contains("case_opened_at", ruledOut.GetProperty("facts").EnumerateArray().Select(fact => fact.GetProperty("name").GetString()));
        Assert.Contains(explanation.GetProperty("changes").EnumerateArray(), change =>
            change.GetProperty("fact").GetString() == "case_opened_at" && change.GetProperty("rule").GetString() == "R61" && change.GetProperty("amount").GetString() == "100.00");
        // Each effect of a fact is said once.
        var effects = explanation.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("fact").GetString() + "|" + Effect(change)).ToArray();
        Assert.Equal(effects.Length, effects.Distinct().Count());

        static string Effect(JsonElement change) => string.Join(' ', change.EnumerateObject().Where(p => p.Name is not ("fact" or "is" or "instead")).Select(p => p.Value.GetRawText()));
    }

    [Theory]
    [InlineData("delivered_at", "2026-11-02T09:59:59+08:00")]
    [InlineData("paid_at", "2027-11-02T09:59:59+08:00")]
    [InlineData("units_delivered", 2)]
    [InlineData("amount_paid", "-1.00")]
    [InlineData("amount_paid", "10.005")]
    [InlineData("amount_paid", "1e3")]
    [InlineData("refunded_amount", "1000000000000000")]
    [InlineData("delivered_at", "2030-11-02T10:00:00+08:00")]
    [InlineData("revealed_at", "2026-11-01T10:00:00+08:00")]
    [InlineData("seller_asked_at", "2030-11-02T10:00:00+08:00")]
    [InlineData("case_opened_at", "2030-11-02T10:00:00+08:00")]
    [InlineData("case_opened_at", "2026-11-02T09:59:59+08:00")]
    [InlineData("error_time", "2026-11-02T09:59:59+08:00")]
    [InlineData("error_time", "2030-11-02T10:00:00+08:00")]
    [InlineData("paid_at", "2026-11-02T10:00:00")]
    [InlineData("paid_at", "2026-02-30T10:00:00+08:00")]
    [InlineData("qty", 1.5)]
    [InlineData("consent", "yes")]
    [InlineData("nonsense", true)]
    public void Facts_that_cannot_be_are_broken_input(string name, object value)
    {
        var facts = Facts();
        facts[name] = value;
        Decide(facts, 2).Dispose();
        Assert.Contains(name, _stderr.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_or_table_is_broken_input()
    {
        Assert.Equal(2, PolicyDecideRun.Run(PolicyFiles.Directory, "/no/such/file", TextReader.Null, _stdout, _stderr));
        Assert.Equal(2, PolicyDecideRun.Run("/no/such/directory", "-", new StringReader("{}"), _stdout, _stderr));
        Assert.Equal(2, PolicyCheckRun.Run("/no/such/directory", null, TextReader.Null, _stdout, _stderr));
        Assert.Empty(_stdout.ToString());
    }

    [Fact]
    public void The_table_of_the_repository_passes_its_check()
    {
        Assert.Equal(0, PolicyCheckRun.Run(PolicyFiles.Directory, null, TextReader.Null, _stdout, _stderr));
        Assert.Contains("0 errors", _stdout.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    when: {amount_in_dispute: \"> human_above\"}", "    when: {}", "R14.unused can never win")]
    [InlineData("    when: {promise_uncond: yes}", "    when: {promise_uncond: yes, consent: no}", "R14.unused can never win: G1")]
    [InlineData("    when: {usage: used_after, redeemer: buyer}", "    when: {usage: used_after, redeemer: buyer, delivery: none}", "No golden case hits R32")]
    public void A_rule_that_cannot_win_or_is_never_tried_fails_the_check(string old, string with, string finding)
    {
        using var copy = new PolicyCopy();
        copy.Replace("refund-policy.yaml", old, with);
        Assert.Equal(1, PolicyCheckRun.Run(copy.Directory, null, TextReader.Null, _stdout, _stderr));
        Assert.Contains(finding, _stdout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_table_fails_the_check_with_file_line_and_fix()
    {
        using var copy = new PolicyCopy();
        copy.Replace("refund-policy.yaml", "{consent: no}", "{consnt: no}");
        Assert.Equal(1, PolicyCheckRun.Run(copy.Directory, null, TextReader.Null, _stdout, _stderr));
        Assert.Matches(@"error: refund-policy\.yaml:\d+: There is no fact consnt\. .*Did you mean consent\?", _stdout.ToString());
    }

    [Fact]
    public void A_gap_is_noted_and_does_not_fail_the_check()
    {
        using var copy = new PolicyCopy();
        copy.Replace("refund-policy.yaml", "  - id: R27\n    claim: [NOT_RECEIVED]", "  - id: R27\n    claim: [OTHER]");
        PolicyCheckRun.Run(copy.Directory, null, TextReader.Null, _stdout, _stderr);
        Assert.Contains("note: refund-policy.yaml: gap: NOT_RECEIVED, delivered late: only R99 takes usage unknown", _stdout.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100%退款保证，2小时内，仅限国区", 1)]
    [InlineData("１００％退款，2小时内，仅限国区", 1)]
    [InlineData("支持无 条件 退货，2小时内，仅限国区", 1)]
    [InlineData("最终解释权归平台所有，2小时内可退，仅限国区", 1)]
    [InlineData("Unconditional refund! 24 hours, global region", 1)]
    [InlineData("游戏点卡 100 元", 2)]
    [InlineData("未使用的卡密发货后2小时内可退，仅限国区", 0)]
    [InlineData("""[{"id": "a", "text": "点卡", "window_minutes": 120, "limits": "国区"}]""", 0)]
    [InlineData("""[{"id": "a", "text": "点卡"}, {"id": "b", "text": "100%退款", "window_minutes": 120, "limits": "国区"}]""", 3)]
    public void Listings_that_promise_too_much_or_say_too_little_are_found(string listings, int findings)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, listings);
        var exit = PolicyCheckRun.Run(PolicyFiles.Directory, file, TextReader.Null, _stdout, _stderr);
        File.Delete(file);
        Assert.Equal(findings == 0 ? 0 : 1, exit);
        Assert.Contains($"{findings} errors", _stdout.ToString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Facts()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(PolicyFiles.Directory, "golden", "core.json")));
        return golden.RootElement.GetProperty("base").EnumerateObject().ToDictionary(fact => fact.Name, fact => (object?)fact.Value.Clone());
    }

    private JsonDocument Decide(Dictionary<string, object?> facts, int exit)
    {
        Assert.Equal(exit, PolicyDecideRun.Run(PolicyFiles.Directory, "-", new StringReader(JsonSerializer.Serialize(facts)), _stdout, _stderr));
        return exit == 0 ? JsonDocument.Parse(_stdout.ToString()) : JsonDocument.Parse("{}");
    }
}
