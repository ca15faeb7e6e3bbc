using System.Text.Json;
using ChatRefundBot.Testing.Chats;
using Microsoft.Playwright;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>The automated accessibility checker axe-core, from tests/web.</summary>
internal static class Axe
{
    private static readonly string Script = Path.Combine(RepositoryFiles.Root, "tests/web/node_modules/axe-core/axe.min.js");

    /// <summary>Skips the running test when the packages of tests/web are not there; fails it where <c>CI=true</c>.</summary>
    public static void Require() => Requirement.Met(File.Exists(Script), "axe-core is not there; run: npm ci --prefix tests/web");

    /// <summary>Fails when the shop's page or the chat in it breaks a rule of WCAG 2.2 AA or of the checker's good practice.</summary>
    public static async Task FindsNothingAsync(Buyer buyer, string step)
    {
        // On a phone the open chat covers the shop's page, which is inert then.
        var isCovered = await buyer.Page.EvaluateAsync<bool>("() => document.documentElement.style.overflow === 'hidden'");
        foreach (var frame in buyer.Page.Frames.Where(f => !isCovered || f != buyer.Page.MainFrame)) await FindsNothingAsync(frame, step);
    }

    /// <summary>The same for one page.</summary>
    public static async Task FindsNothingAsync(IFrame frame, string step)
    {
        var found = await ViolationsAsync(frame);
        Assert.True(found.Count == 0, $"{step}, {frame.Url}:\n{string.Join('\n', found)}");
    }

    private static async Task<List<string>> ViolationsAsync(IFrame frame)
    {
        if (!await frame.EvaluateAsync<bool>("() => !!window.axe"))
            await frame.EvaluateAsync(await File.ReadAllTextAsync(Script, TestContext.Current.CancellationToken) + "\n;undefined");
        var result = await frame.EvaluateAsync<JsonElement>(
            """
            async () => {
              // What moves has no colour of its own yet.
              await Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().iterations !== Infinity).map((a) => a.finished.catch(() => {})));
              const run = { iframes: false, resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
              const { violations } = await axe.run(document, run);
              return violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${v.impact}): ${n.target.join(' ')} ${n.html.slice(0, 160)} ${n.failureSummary}`));
            }
            """);
        return [.. result.EnumerateArray().Select(v => v.GetString()!)];
    }
}
