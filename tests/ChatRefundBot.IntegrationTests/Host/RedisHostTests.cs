using System.Net;
using ChatRefundBot.Testing.Storage;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Host;

/// <summary>The host on a Redis that comes, goes, or is not ours to touch.</summary>
public sealed class RedisHostTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        _redis = await RedisServer.StartAsync();
    }

    [Fact]
    public async Task A_host_waits_for_a_Redis_that_is_away_and_says_so()
    {
        await _redis.KillAsync();
        await using var host = await RunningHost.StartAsync(_directory.FullPath, [Setting]);

        Assert.Contains("NOT REACHABLE", host.Output, StringComparison.Ordinal);
        var (status, ready) = await host.ReadyAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains(ready.GetProperty("problems").EnumerateArray(), p => p.GetString()!.Contains("cannot be reached", StringComparison.Ordinal));
        using var live = await host.Client.GetAsync("/health/live", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        await _redis.StartAgainAsync();
        await host.BecomesAsync(HttpStatusCode.OK);
        await host.SaysAsync("one-time password");
        await _redis.KillAsync();
        await host.BecomesAsync(HttpStatusCode.ServiceUnavailable);
        await _redis.StartAgainAsync();
        await host.BecomesAsync(HttpStatusCode.OK);
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task What_a_Redis_risks_is_said_at_the_start_and_two_hosts_share_it()
    {
        await _redis.CommandAsync("CONFIG SET maxmemory-policy allkeys-lru");
        await using var first = await RunningHost.StartAsync(_directory.FullPath, [Setting, "--Store:DataDirectory=one"]);
        await using var second = await RunningHost.StartAsync(_directory.FullPath, [Setting, "--Store:DataDirectory=two"]);

        Assert.Contains("noeviction", first.Output, StringComparison.Ordinal);
        await first.BecomesAsync(HttpStatusCode.OK);
        await second.BecomesAsync(HttpStatusCode.OK);
        await first.SaysAsync("one-time password");
        Assert.DoesNotContain("one-time password", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_newer_version_is_refused()
    {
        await _redis.CommandAsync("SET crb{default}:format 999");

        var run = await ProgramRun.Async(_directory.FullPath, [Setting, "--Urls=http://127.0.0.1:0"]);

        Assert.Equal(2, run.Code);
        Assert.Contains("Start the newer version", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:6379,nonsense=1")]
    [InlineData("127.0.0.1:6379,password=hunter2,nonsense=1")]
    public async Task A_connection_string_that_cannot_be_read_is_a_wrong_setting(string text)
    {
        var run = await ProgramRun.Async(_directory.FullPath, [$"--Store:ConnectionString={text}", "--Urls=http://127.0.0.1:0"]);

        Assert.Equal(2, run.Code);
        Assert.Contains("Store:ConnectionString (environment: Store__ConnectionString)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_loses_nothing_while_Redis_is_away()
    {
        using var chat = ProgramRun.Start(_directory.FullPath, ["chat", Setting, "--Language:Default=en"]);
        chat.ErrorDataReceived += (_, _) => { };
        chat.BeginErrorReadLine();
        while (await chat.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains("1)", StringComparison.Ordinal))
        {
        }

        await _redis.KillAsync();
        await chat.StandardInput.WriteAsync("agree\n");
        chat.StandardInput.Close();
        await Task.Delay(2000, TestContext.Current.CancellationToken);
        await _redis.StartAgainAsync();
        var rest = await chat.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await chat.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, chat.ExitCode);
        Assert.Single(rest.Split('\n'), l => l.Contains("send the order ID", StringComparison.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
        _directory.Dispose();
    }

    private string Setting => $"--Store:ConnectionString={_redis.ConnectionString}";
}
