using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Host;

/// <summary>Rules that an operator changes while a host runs, and the commands beside it.</summary>
public sealed class PolicyHostTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_running_host_takes_good_rules_over_and_says_which_it_refuses()
    {
        var rules = CopyRules("rules");
        await using var host = await RunningHost.StartAsync(_directory.FullPath, [$"--Policy:Directory={rules}"]);
        await host.BecomesAsync(HttpStatusCode.OK);
        var first = (await PolicyAsync(host)).Version;

        Edit(rules, "human_above: 500.00", "human_above: 400.00");
        var second = (await UntilAsync(host, policy => policy.Version != first)).Version;
        Edit(rules, "{consent: no}", "{consnt: no}");
        var refused = await UntilAsync(host, policy => policy.Refused.ValueKind == JsonValueKind.Object);
        Assert.Equal(second, refused.Version);
        Assert.Equal(1, refused.Refused.GetProperty("errors").GetInt32());
        Assert.Matches(@"\Arefund-policy\.yaml:\d+\z", refused.Refused.GetProperty("first").GetString()!);
        var (status, ready) = await host.ReadyAsync();
        Assert.Equal((HttpStatusCode.OK, "ready"), (status, ready.GetProperty("status").GetString()));
        Assert.Contains(second, Assert.Single(ready.GetProperty("notes").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_directory.FullPath, ready.GetRawText(), StringComparison.Ordinal);
        Assert.Matches(@"Rules: refund-policy\.yaml:\d+: There is no fact consnt\.", host.Error);

        Edit(rules, "{consnt: no}", "{consent: no}");
        await UntilAsync(host, policy => policy.Refused.ValueKind != JsonValueKind.Object && policy.Version == second);
    }

    [Fact]
    public async Task Cases_are_replayed_and_moved_to_other_rules_beside_a_running_host()
    {
        var rules = CopyRules("rules");
        var draft = CopyRules("draft");
        Edit(draft, "human_above: 500.00", "human_above: 10.00");
        string[] settings = [$"--Policy:Directory={rules}"];
        await using var host = await RunningHost.StartAsync(_directory.FullPath, settings);
        await host.BecomesAsync(HttpStatusCode.OK);
        var chat = await RunAsync(["chat", .. settings], "hello\nAgree\n868519466209490012\n2668\nYes\nUnused, want refund\nnever used it\n");
        Assert.Contains("R61", chat.Output, StringComparison.Ordinal);

        var same = await RunAsync(["policy", "replay", .. settings]);
        Assert.Equal((0, ""), (same.Code, same.Error));
        Assert.Contains("1 cases replayed: 0 would change", same.Output, StringComparison.Ordinal);
        var other = await RunAsync(["policy", "replay", "--policy", draft, .. settings]);
        Assert.Equal(0, other.Code);
        Assert.Contains(": approve R61 50.00 -> escalate R13 P1", other.Output, StringComparison.Ordinal);
        Assert.Contains("money CNY: 50.00 -> 0.00 (-50.00)", other.Output, StringComparison.Ordinal);

        var number = Regex.Match(other.Output, @"RF-\d{8}-\d{4}").Value;
        var moved = await RunAsync(["case", "redecide", number, $"--Policy:Directory={draft}"]);
        Assert.Equal(0, moved.Code);
        var exported = await RunAsync(["case", "export", number]);
        var version = JsonDocument.Parse(exported.Output).RootElement.GetProperty("case").GetProperty("policyVersion").GetString()!;
        Assert.Contains(version, moved.Output, StringComparison.Ordinal);
        Assert.NotEqual((await PolicyAsync(host)).Version, version);
        await host.BecomesAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/rules?lang=en", "en", "Refund rules", "Unused, in the window", "Full refund", "within 5 minutes", "No cases in this month.")]
    [InlineData("/rules", "zh-CN", "退款规则", "时限内未使用", "全额退款", "5分钟内", "这个月没有案件。")]
    public async Task The_rules_are_published_in_both_languages_without_scripts(string address, string language, params string[] texts)
    {
        var rules = CopyRules("rules");
        await using var host = await RunningHost.StartAsync(_directory.FullPath, [$"--Policy:Directory={rules}"]);
        await host.BecomesAsync(HttpStatusCode.OK);

        using var answer = await host.Client.GetAsync(address, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal([language], answer.Content.Headers.ContentLanguage);
        Assert.Contains("Accept-Language", answer.Headers.Vary);
        Assert.Equal("default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains((await PolicyAsync(host)).Version, page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script|style=|<style|最终解释权", page);
        var style = Regex.Match(page, "href=\"(rules\\.css\\?v=[0-9a-f]+)\"").Groups[1].Value;
        using var css = await host.Client.GetAsync("/" + style, TestContext.Current.CancellationToken);
        Assert.Equal("text/css; charset=utf-8", css.Content.Headers.ContentType!.ToString());
        Assert.Contains("@media print", await css.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.InRange(page.Length, 10_000, 60_000);

        Edit(rules, "human_above: 500.00", "human_above: 300.00");
        await UntilAsync(host, policy => !page.Contains(policy.Version, StringComparison.Ordinal));
        Assert.Contains("300", await host.Client.GetStringAsync(address, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var odd = await host.Client.GetAsync("/rules?lang=%3Cscript%3E&month=9999-99", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, odd.StatusCode);
    }

    public void Dispose() => _directory.Dispose();

    private Task<ProgramRun> RunAsync(string[] arguments, string? input = null) => ProgramRun.Async(
        _directory.FullPath, [.. arguments, "--Language:Default=en"], input);

    private string CopyRules(string name)
    {
        var folder = _directory.File(name);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Path.Combine(RepositoryFiles.Dialogs, "policy"), "*.yaml")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    private static void Edit(string rules, string old, string with)
    {
        var path = Path.Combine(rules, "refund-policy.yaml");
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, with, StringComparison.Ordinal));
    }

    private static async Task<(string Version, JsonElement Refused)> PolicyAsync(RunningHost host)
    {
        var policy = (await host.ReadyAsync()).Body.GetProperty("policy");
        Assert.NotEqual(default, policy.GetProperty("loadedAt").GetDateTimeOffset());
        return (policy.GetProperty("version").GetString()!, policy.GetProperty("refused"));
    }

    private static async Task<(string Version, JsonElement Refused)> UntilAsync(RunningHost host, Predicate<(string Version, JsonElement Refused)> until)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var policy = await PolicyAsync(host);
            if (until(policy)) return policy;
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"{policy}\n{host.Error}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }
}
