using System.Globalization;
using BenchmarkDotNet.Attributes;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Verbs;

namespace ChatRefundBot.Benchmarks;

/// <summary>
/// A decision and "what to ask next" on the table of the repository, and on the same table with more rules in front of the last one.
/// Bounds: a decision 20 microseconds and 4 KB, the next question 200 microseconds, cost at most linear in rules.
/// </summary>
/// <remarks>In this process: the project that BenchmarkDotNet would make for itself does not get the projects behind ours.</remarks>
[InProcess]
[MemoryDiagnoser]
public class PolicyBenchmarks
{
    private PolicyTable _table = null!;
    private FactSet _approve = null!;
    private FactSet _last = null!;
    private FactSet _someAsked = null!;

    /// <summary>Rules in the table: 0 is the table as it is.</summary>
    [Params(0, 60, 600, 6_000)]
    public int ExtraRules { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var source = FindPolicy(AppContext.BaseDirectory) ?? FindPolicy(Environment.CurrentDirectory) ?? throw new InvalidOperationException("The benchmarks run outside of the repository.");
        var copy = Directory.CreateTempSubdirectory("policy-bench-").FullName;
        foreach (var file in Directory.GetFiles(source, "*.yaml"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var rules = Path.Combine(copy, "refund-policy.yaml");
        File.WriteAllText(rules, File.ReadAllText(rules).Replace("  # ---- Nothing matched", Extra() + "  # ---- Nothing matched", StringComparison.Ordinal));
        _table = PolicyLoader.Load(copy) is PolicyLoadResult.Loaded loaded ? loaded.Table : throw new InvalidOperationException("The table does not load.");
        Directory.Delete(copy, recursive: true);
        var golden = GoldenFile.Read(File.ReadAllText(Path.Combine(source, "golden", "core.json")), [])!;
        _approve = golden.Cases.First(item => item.Id == "T1").Facts;
        _last = golden.Cases.First(item => item.Id == "T83").Facts;
        _someAsked = _approve.Without(FactCatalogue.Claim).Without(FactCatalogue.Usage);
    }

    [Benchmark]
    public Decision Decide_an_approval() => _table.Decide(_approve);

    [Benchmark]
    public Decision Decide_by_the_last_rule() => _table.Decide(_last);

    [Benchmark]
    public Decision Ask_next_with_the_order_known() => _table.Decide(_someAsked);

    [Benchmark]
    public Decision Ask_next_with_nothing_known() => _table.Decide(FactSet.Empty);

    private string Extra() => string.Concat(Enumerable.Range(0, ExtraRules).Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $"  - id: X{i}\n    when: {{qty: \"> {i + 1_000_000}\", usage: dead}}\n    outcome: resolved\n    reason: FILLER\n    group: BUYER\n")));

    private static string? FindPolicy(string from)
    {
        for (var at = new DirectoryInfo(from); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "ChatRefundBot.sln")))
                return Path.Combine(at.FullName, "dialogs", "policy");
        }

        return null;
    }
}
