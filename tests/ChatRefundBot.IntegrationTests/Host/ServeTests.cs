using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ChatRefundBot.Testing.Storage;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Host;

/// <summary>The host from its start to its end, on the embedded store.</summary>
public sealed partial class ServeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task The_first_start_says_a_password_once_and_the_next_start_none()
    {
        string password;
        await using (var first = await StartAsync())
        {
            await first.SaysAsync("one-time password");
            password = Password().Match(first.Output).Value;
            Assert.NotEmpty(password);
            Assert.Single(Password().Matches(first.Output));
            Assert.DoesNotContain(password, first.Error, StringComparison.Ordinal);
            Assert.Contains(Path.Combine(_directory.FullPath, "data"), first.Output, StringComparison.Ordinal);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await StartAsync();
        await second.BecomesAsync(HttpStatusCode.OK);
        Assert.DoesNotContain("password", second.Output, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_directory.FullPath, "data"), "store*"))
            Assert.DoesNotContain(password, System.Text.Encoding.Latin1.GetString(await SharedReadAsync(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_says_what_works_and_the_page_says_where_to_look()
    {
        await using var host = await StartAsync();
        await host.BecomesAsync(HttpStatusCode.OK);

        var (_, ready) = await host.ReadyAsync();
        Assert.Equal("ready", ready.GetProperty("status").GetString());
        Assert.Equal("sqlite", ready.GetProperty("store").GetProperty("kind").GetString());
        Assert.True(ready.GetProperty("store").GetProperty("reachable").GetBoolean());
        Assert.NotNull(ready.GetProperty("orders").GetProperty("version").GetString());
        Assert.NotNull(ready.GetProperty("policy").GetProperty("version").GetString());
        Assert.InRange(ready.GetProperty("sweep").GetProperty("ageSeconds").GetDouble(), 0, 10);
        Assert.DoesNotContain(_directory.FullPath, ready.GetRawText(), StringComparison.Ordinal);

        using var live = await host.Client.GetAsync("/health/live", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        var page = await host.Client.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.Contains("退款", page, StringComparison.Ordinal);
        Assert.Contains("sample shop", page, StringComparison.Ordinal);
        Assert.Contains($"{host.Client.BaseAddress}widget.js", host.Output, StringComparison.Ordinal);
        Assert.InRange(host.ResidentBytes, 1, 180L << 20);
    }

    [Fact]
    public async Task A_second_host_on_the_same_data_is_refused_and_commands_beside_the_first_work()
    {
        await using var host = await StartAsync();

        var second = await RunAsync("serve", "--Urls=http://127.0.0.1:0");
        Assert.Equal(2, second.Code);
        Assert.Empty(second.Output);
        Assert.Contains("already serving the data directory", second.Error, StringComparison.Ordinal);

        var added = await RunAsync("agent", "add", "li");
        Assert.Equal(0, added.Code);
        Assert.Matches(Password(), added.Output);
        Assert.Equal(1, (await RunAsync("agent", "add", "LI")).Code);
        Assert.Equal(0, (await RunAsync("orders", "renew")).Code);
        await host.BecomesAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Wrong_settings_are_listed_at_once_and_nothing_is_started()
    {
        var run = await ProgramRun.Async(
            _directory.FullPath,
            ["--Store:ConectionString=x", "--Policy:AutoConfirmLimit=lots", "--Urls=nowhere"],
            environment: new Dictionary<string, string> { ["Telegram__Mode"] = "Webhook", ["Agents__BootstrapPassword"] = "hunter2!" });

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        foreach (var named in new[] { "Store:ConnectionString?", "Policy__AutoConfirmLimit", "Urls", "Telegram__WebhookSecret", "Telegram__WebhookUrl", "Agents__BootstrapUser" })
            Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2!", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.FullPath));
    }

    [Fact]
    public async Task An_address_in_use_is_said_in_a_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var run = await RunAsync($"--Urls=http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        Assert.Equal(2, run.Code);
        Assert.Contains("already in use", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_file_with_errors_stops_the_start()
    {
        await File.WriteAllTextAsync(_directory.File("own.json"), """{ "orders": 7 }""", TestContext.Current.CancellationToken);

        var run = await RunAsync("--Orders:File=own.json", "--Urls=http://127.0.0.1:0");

        Assert.Equal(2, run.Code);
        Assert.Contains("own.json(", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_do_not_load_stop_the_start()
    {
        Directory.CreateDirectory(_directory.File("rules"));

        var run = await RunAsync($"--Policy:Directory={_directory.File("rules")}", "--Urls=http://127.0.0.1:0");

        Assert.Equal(2, run.Code);
        Assert.Contains("refund-policy.yaml", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory.File("data")));
    }

    public void Dispose() => _directory.Dispose();

    private Task<RunningHost> StartAsync() => RunningHost.StartAsync(_directory.FullPath, []);

    private Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.Async(_directory.FullPath, arguments);

    private static async Task<byte[]> SharedReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }

    [GeneratedRegex("(?:[a-z0-9]{5}-){3}[a-z0-9]{5}")]
    private static partial Regex Password();
}
