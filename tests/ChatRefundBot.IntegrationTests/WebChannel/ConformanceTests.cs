using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatRefundBot.IntegrationTests.Browser;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>Microsoft's own client, botframework-directlinejs, against a real host; see tests/web/conformance.mjs.</summary>
public sealed class ConformanceTests
{
    private const string Secret = "a-secret-of-the-tests-only";
    private const int Checks = 9;
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "tests", "web");

    private static ITestOutputHelper Print => TestContext.Current.TestOutputHelper!;

    [Theory]
    [InlineData("socket")]
    [InlineData("polling")]
    public async Task Microsofts_client_finds_everything_as_it_expects_it(string mode)
    {
        Requirement.Met(Requirement.Find("node") is not null, "node is not installed; on Debian: apt-get install nodejs");
        Requirement.Met(
            Directory.Exists(Path.Combine(Folder, "node_modules", "botframework-directlinejs")), "botframework-directlinejs is not there; run: npm ci --prefix tests/web");
        await using var desk = await WebDesk.OpenAsync("--WebChat:DirectLineSecret=" + Secret, "--Language:Default=en");
        using var node = Start(desk.Address, mode, await TokenAsync(desk));
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        List<string> failed = [];
        var passed = 0;

        while (await node.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            Print.WriteLine(line);
            var said = JsonDocument.Parse(line).RootElement;
            if (said.TryGetProperty("ask", out var ask))
            {
                await (ask.GetString() == "kill" ? desk.KillAsync() : desk.StartAgainAsync());
                await node.StandardInput.WriteLineAsync("done");
            }
            else if (said.GetProperty("ok").GetBoolean())
            {
                passed++;
            }
            else
            {
                failed.Add(line);
            }
        }

        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.True(node.ExitCode == 0, await errors);
        Assert.Equal(Checks, passed);
    }

    /// <summary>A token for a conversation, as a shop's server gets it.</summary>
    private static async Task<string> TokenAsync(WebDesk desk)
    {
        using var client = new HttpClient { BaseAddress = new Uri(desk.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        using var response = await client.PostAsync("/v3/directline/tokens/generate", null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("token").GetString()!;
    }

    private static Process Start(string address, string mode, string token)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "conformance.mjs"), address, mode])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CRB_TOKEN"] = token;
        return Process.Start(start)!;
    }
}
