using System.Diagnostics;
using System.Text;
using ChatRefundBot.Refunds.Policy;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Policy;

public sealed class PolicyLoaderTests
{
    private const string Rules = "refund-policy.yaml";

    [Theory]
    [InlineData("{usage: unused, revealed_at: absent", "{usage: unusd, revealed_at: absent", "unusd", "Did you mean unused")]
    [InlineData("{consent: no}", "{consnt: no}", "consnt", "Did you mean consent")]
    [InlineData("{consent: no}", "{consent: no, amount: present}", "amount", "no fact amount")]
    [InlineData("  - id: R05\n", "  - id: R04\n", "R04", "twice")]
    [InlineData("    outcome: link\n", "    outcome: lnk\n", "lnk", "Did you mean link")]
    [InlineData("    outcome: link\n", "    outcom: link\n", "outcom", "Did you mean outcome")]
    [InlineData("    outcome: link\n", "    outcome: approve\n", "amount", "does not fit")]
    [InlineData("    outcome: link\n", "    outcome: escalate\n", "priority", "needs a priority")]
    [InlineData("    law: [ECL-59]\n", "    law: [ECL-58]\n", "ECL-58", "may cite")]
    [InlineData("group: BUYER\n    law: [ECL-59]", "group: SELLER\n    law: [ECL-59]", "SELLER", "PLATFORM, PRODUCT or BUYER")]
    [InlineData("\"> human_above\"", "\"> human_abov\"", "human_abov", "cannot be compared")]
    [InlineData("\"> human_above\"", "\"> seller_reply\"", "seller_reply", "cannot be compared")]
    [InlineData("{is: code_is_bad}", "{is: code_is_bat}", "code_is_bat", "Did you mean code_is_bad")]
    [InlineData("  past_window: {", "  past_windows: {", "past_window", "Did you mean past_windows")]
    [InlineData("  undelivered: {delivery: [none, partial]}", "  undelivered: {is: other}\n  other: {is: undelivered}", "circle", "undelivered")]
    [InlineData("  undelivered: {delivery: [none, partial]}", "  undelivered: {is: undelivered}", "circle", "undelivered")]
    [InlineData("  undelivered: {delivery: [none, partial]}", "  undelivered: {not: {any: [{is: other}]}}\n  other: {is: third}\n  third: {is: undelivered}", "circle", "Take one")]
    [InlineData("  undelivered: {delivery: [none, partial]}", "  undelivered: {delivery: [none, partial]}\n  undelivered: {delivery: none}", "undelivered", "twice")]
    [InlineData("{name: undelivered, when: {grey: open}", "{name: delivered, when: {grey: open}", "two cases", "its own name")]
    [InlineData("    due: now + 1h", "    due: tomorrow", "tomorrow", "promised")]
    [InlineData("  max_claims: 3", "  qty: 3", "qty", "name of a fact")]
    [InlineData("  P3: 1 working day", "  P3: soon", "soon", "working days")]
    [InlineData("version: \"2026.11\"", "version: \"2026 11\"", "version", "dot and dash")]
    [InlineData("  - id: R99\n", "  - id: R99\n    when: {consent: yes}\n", "R99", "without conditions")]
    [InlineData("    advice: later_rules", "    advice: later_rules\n    gate: maybe", "maybe", "yes")]
    public void A_mistake_in_the_rules_is_told_with_line_and_fix(string old, string with, string problem, string fix)
    {
        using var copy = new PolicyCopy();
        copy.Replace(Rules, old, with);
        var errors = copy.Errors();
        Assert.Contains(errors, error => error.File == Rules && error.Line > 0 && error.ToString().Contains(problem, StringComparison.Ordinal)
            && error.ToString().Contains(fix, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.NotEmpty(error.Fix));
    }

    [Theory]
    [InlineData("products.yaml", "{id: GIFT_CARD", "{id: GIFTCARD", "GIFTCARD")]
    [InlineData("products.yaml", "{id: GIFT_CARD", "{id: CARD_CODE", "CARD_CODE is there twice")]
    [InlineData("evidence.yaml", "  E2: []", "  E1: []", "E1 is there twice")]
    [InlineData("holidays.yaml", "year: 2027", "year: 2026", "2026 is there twice")]
    [InlineData("products.yaml", "delivery: account, card: topup", "delivery: post, card: topup", "post")]
    [InlineData("products.yaml", "standard: by_listing", "standard: perhaps", "perhaps")]
    [InlineData("products.yaml", "window: 120min", "window: 2", "window")]
    [InlineData("evidence.yaml", "needed: [E3|E4]", "needed: [E3|E14]", "E14")]
    [InlineData("evidence.yaml", "situation: ORDER_NOT_FOUND", "situation: ORDER_LOST", "ORDER_LOST")]
    [InlineData("evidence.yaml", "goods: topup", "goods: top-up", "top-up")]
    [InlineData("evidence.yaml", "when: {usage: unknown}", "when: {missing_evidence: empty}", "cannot be used")]
    [InlineData("holidays.yaml", "2026-10-01..2026-10-07", "2026-10-07..2026-10-01", "2026-10-07")]
    [InlineData("holidays.yaml", "2026-09-20", "2026-10-01", "both a holiday and a working day")]
    public void A_mistake_in_another_file_names_that_file(string file, string old, string with, string problem)
    {
        using var copy = new PolicyCopy();
        copy.Replace(file, old, with);
        Assert.Contains(copy.Errors(), error => error.File == file && error.Problem.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        using var copy = new PolicyCopy();
        copy.Replace(Rules, "{consent: no}", "{consnt: no}");
        copy.Replace(Rules, "    law: [ECL-59]\n", "    law: [ECL-58]\n");
        copy.Replace("products.yaml", "standard: by_listing", "standard: perhaps");
        Assert.True(copy.Errors().Count >= 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("rules: []\n")]
    [InlineData("version: \"1\"\nanswers: {}\nrules: []\n")]
    [InlineData("- a\n- b\n")]
    [InlineData("rules: [\n")]
    [InlineData("a: 1\na: 2\n")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("a: &x [1]\nb: *x\n")]
    [InlineData("? [a, b]\n: c\n")]
    [InlineData("rules: nothing\n")]
    [InlineData("rules:\n  - 1\n  - [2]\n")]
    [InlineData("\u0000\u0001\u0002")]
    public void A_broken_or_empty_table_is_an_error_and_never_a_fault(string text)
    {
        using var copy = new PolicyCopy();
        copy.Write(Rules, text);
        Assert.NotEmpty(copy.Errors());
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_once()
    {
        using var copy = new PolicyCopy();
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        copy.Write(Rules, bomb.ToString());
        Assert.Contains("Anchors", Assert.Single(copy.Errors()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_size_and_count_are_bounded()
    {
        using var copy = new PolicyCopy();
        copy.Write(Rules, "a: " + new string('[', 5_000));
        Assert.Contains("Nesting", Assert.Single(copy.Errors()).Problem, StringComparison.Ordinal);
        copy.Write(Rules, "a: [" + string.Concat(Enumerable.Repeat("1,", 600_000)) + "1]");
        Assert.Contains("more than", Assert.Single(copy.Errors()).Problem, StringComparison.Ordinal);
        copy.Write(Rules, new string('#', 5 * 1024 * 1024));
        Assert.Contains("bytes", Assert.Single(copy.Errors()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Six_thousand_rules_load_and_decide_and_eleven_thousand_are_refused()
    {
        using var copy = new PolicyCopy();
        copy.Replace(Rules, "  # ---- Nothing matched", Filler(6_000) + "\n  # ---- Nothing matched");
        var table = PolicyFiles.Load(copy.Directory);
        Assert.True(table.Rows.Count > 6_000);
        Assert.IsType<Decision.Decided>(table.Decide(PolicyFiles.Case("T83").Facts));
        copy.Replace(Rules, "  # ---- Nothing matched", Filler(5_000, 6_000) + "\n  # ---- Nothing matched");
        var watch = Stopwatch.StartNew();
        Assert.Contains(copy.Errors(), error => error.Problem.Contains("more than 10000 rows", StringComparison.Ordinal));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Ten_thousand_rules_of_a_kind_load_in_bounded_time_and_decide_in_time_that_grows_with_them()
    {
        using var copy = new PolicyCopy();
        var watch = Stopwatch.StartNew();
        copy.Replace(Rules, "  # ---- Nothing matched", Filler(10_000 - PolicyFiles.Table.Rows.Count) + "\n  # ---- Nothing matched");
        var table = PolicyFiles.Load(copy.Directory);
        Assert.Equal(10_000, table.Rows.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"loading took {watch.Elapsed}");
        watch.Restart();
        Assert.All(PolicyFiles.GoldenCases, golden => Assert.NotNull(table.Decide(golden.Facts)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{PolicyFiles.GoldenCases.Count} decisions took {watch.Elapsed}");
    }

    [Fact]
    public void Files_damaged_at_random_give_errors_or_a_table_that_decides()
    {
        using var copy = new PolicyCopy();
        foreach (var file in Directory.GetFiles(copy.Directory, "*.yaml").Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            for (var seed = 0; seed < 60; seed++)
            {
                File.WriteAllText(file, Damaged(text, new Random(seed)));
                if (PolicyLoader.Load(copy.Directory) is PolicyLoadResult.Loaded loaded)
                    Assert.All(PolicyFiles.GoldenCases.Take(20), golden => Assert.NotNull(loaded.Table.Decide(golden.Facts)));
            }

            File.WriteAllText(file, text);
        }
    }

    [Fact]
    public void A_missing_directory_is_an_error_for_each_file()
    {
        var failed = Assert.IsType<PolicyLoadResult.Failed>(PolicyLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-policy")));
        Assert.Equal(4, failed.Errors.Count);
    }

    [Fact]
    public void The_version_follows_the_content_and_not_the_line_ends()
    {
        using var copy = new PolicyCopy();
        Assert.Equal(PolicyFiles.Table.Version, PolicyFiles.Load(copy.Directory).Version);
        copy.Write(Rules, File.ReadAllText(Path.Combine(copy.Directory, Rules)).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(PolicyFiles.Table.Version, PolicyFiles.Load(copy.Directory).Version);
        copy.Replace(Rules, "human_above: 500.00", "human_above: 400.00");
        Assert.NotEqual(PolicyFiles.Table.Version, PolicyFiles.Load(copy.Directory).Version);
    }

    [Fact]
    public void Every_row_reason_law_and_product_text_has_a_wording_key()
    {
        var keys = PolicyFiles.Table.WordingKeys;
        Assert.Contains("verdict.R24", keys);
        Assert.Contains("reason.PAST_WINDOW", keys);
        Assert.Contains("law.CRPL-25", keys);
        Assert.Contains("card.code.when", keys);
        Assert.Contains("evidence.E4.time", keys);
        Assert.All(PolicyFiles.Table.Rows, row => Assert.Contains(row.WordingKey, keys));
    }

    [Fact]
    public void Every_rule_of_the_published_list_is_in_the_table_in_its_order()
    {
        const string Published = "G1 G3 G2 G4 G5 R02 R01 R03 R04 R05 R06 R07 R08 R09 R10 R11 R12 R13 R14 R20 R21 R22 R23 R24 R25 R26 R27 R28 R29 "
            + "R30 R31 R32 R33 R34 R35 R36 R37 R38 R39 R40 R41 R42 R43 R50 R51 R52 R53 R54 R60 R61 R62 R63 R64 R65 R70 R71 R72 R73 R99";
        Assert.Equal(Published, string.Join(' ', PolicyFiles.Table.Rows.Select(row => row.Rule).Distinct()));
    }

    // Cuts, doubles, swaps and strews in characters that mean something in YAML.
    private static string Damaged(string text, Random random)
    {
        const string Signs = "{}[]:,-&*#!|>'\"% \n\t0x";
        var damaged = new StringBuilder(text);
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(damaged.Length - 40);
            var length = random.Next(1, 40);
            switch (random.Next(3))
            {
                case 0:
                    damaged.Remove(at, length);
                    break;
                case 1:
                    damaged.Insert(at, damaged.ToString(at, length));
                    break;
                default:
                    damaged[at] = Signs[random.Next(Signs.Length)];
                    break;
            }
        }

        return damaged.ToString();
    }

    private static string Filler(int count, int from = 0) => string.Concat(Enumerable.Range(from, count).Select(i => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"  - id: X{i}\n    claim: [OTHER]\n    when: {{qty: \"> {i + 1_000_000}\"}}\n    outcome: resolved\n    reason: FILLER\n    group: BUYER\n")));
}
