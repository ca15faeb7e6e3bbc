using System.Net;
using ChatRefundBot.IntegrationTests.Host;
using ChatRefundBot.Testing.Storage;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>The host is killed and the store goes away: what was acknowledged is there once, and clients go on by themselves.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_killed_between_message_and_answer_answers_once_after_its_restart()
    {
        WebBuyer buyer;
        string watermark;
        var sent = new List<string>();
        await using (var host = await StartAsync())
        {
            buyer = await WebBuyer.StartAsync(host.Client);
            using (var stream = await buyer.OpenAsync())
            {
                await stream.UntilTextAsync("同意吗");
                watermark = stream.Watermark!;
            }

            sent.Add(await buyer.SayAsync("同意", "one"));
            sent.Add(await buyer.SayAsync("YKATF7HUVMJJ0001", "two"));
            // Killed with the last word just acknowledged: its turn may have run, begun, or not.
            sent.Add(await buyer.SayAsync("1161", "three"));
        }

        await using var again = await StartAsync();
        // The token is still good: the key that signed it was kept.
        var back = await SessionAsync(again, buyer);
        Assert.True(back.Resumed);
        Assert.Equal(buyer.Conversation, back.Conversation);
        back.Bearer = buyer.Bearer;
        // A client that does not know whether its message went through sends it again under the same id.
        Assert.Equal(sent[2], await back.SayAsync("1161", "three"));
        using var resumed = await back.OpenAsync(await back.NewStreamAsync(watermark));
        await resumed.UntilTextAsync("星渊战纪");
        await resumed.DrainAsync(TimeSpan.FromSeconds(1));

        var ids = resumed.Activities.Select(a => a.GetProperty("id").GetString()!).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(sent, ids.Where(sent.Contains));
        foreach (var once in new[] { "请发送订单号", "请输入下单邮箱", "星渊战纪" })
            Assert.Single(resumed.Activities, a => a.GetProperty("from").GetProperty("role").GetString() == "bot" && WebBuyer.Text(a).Contains(once, StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_acknowledged_and_open_sockets_go_on_by_themselves()
    {
        RedisServer.Require();
        await using var redis = await RedisServer.StartAsync();
        await using var host = await RunningHost.StartAsync(_directory.FullPath, [$"--Store:ConnectionString={redis.ConnectionString}"]);
        Assert.Contains("web-signing-key", host.Output, StringComparison.Ordinal);
        await host.BecomesAsync(HttpStatusCode.OK);
        var buyer = await WebBuyer.StartAsync(host.Client);
        using var stream = await buyer.OpenAsync();
        await stream.UntilTextAsync("同意吗");

        await redis.KillAsync();
        using var refused = await buyer.PostActivityAsync("""{"type":"message","text":"同意","channelData":{"clientActivityID":"a"}}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(refused.Headers.Contains("Retry-After"));
        using var session = await WebBuyer.PostSessionAsync(host.Client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, session.StatusCode);
        await redis.StartAgainAsync();
        await host.BecomesAsync(HttpStatusCode.OK);

        var id = await UntilTakenAsync(buyer);
        Assert.Equal(id, await UntilTakenAsync(buyer));
        await stream.UntilTextAsync("请发送订单号");
        await stream.DrainAsync(TimeSpan.FromMilliseconds(500));
        Assert.Single(stream.Activities, a => a.GetProperty("id").GetString() == id);
        Assert.Single(stream.Activities, a => WebBuyer.Text(a).Contains("请发送订单号", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_hosts_on_one_store_and_key_serve_one_conversation()
    {
        RedisServer.Require();
        await using var redis = await RedisServer.StartAsync();
        string[] settings = [$"--Store:ConnectionString={redis.ConnectionString}", $"--WebChat:SigningKey={new string('k', 40)}"];
        await using var one = await RunningHost.StartAsync(_directory.FullPath, [.. settings, "--Store:DataDirectory=one"]);
        await using var two = await RunningHost.StartAsync(_directory.FullPath, [.. settings, "--Store:DataDirectory=two"]);
        Assert.DoesNotContain("web-signing-key", one.Output, StringComparison.Ordinal);
        var buyer = await WebBuyer.StartAsync(one.Client);
        using var stream = await buyer.OpenAsync();
        await stream.UntilTextAsync("同意吗");
        var other = await SessionAsync(two, buyer);
        Assert.True(other.Resumed);
        await other.SayAsync("同意");

        await stream.UntilTextAsync("请发送订单号");
    }

    [Fact]
    public async Task No_token_is_ever_logged()
    {
        await using var host = await RunningHost.StartAsync(
            _directory.FullPath, ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace"]);
        var buyer = await WebBuyer.StartAsync(host.Client);
        using (var stream = await buyer.OpenAsync())
        {
            await stream.UntilTextAsync("同意吗");
            await buyer.SayAsync("一句很特别的话");
        }

        await WebBuyer.StartAsync(host.Client, buyer.Resume);
        using var bad = await host.Client.GetAsync(buyer.StreamUrl.Replace("ws://", "http://", StringComparison.Ordinal), Token);
        Assert.Equal(0, await host.StopAsync());

        Assert.NotEmpty(host.Error);
        var stream1 = buyer.StreamUrl[(buyer.StreamUrl.IndexOf("t=", StringComparison.Ordinal) + 2)..];
        foreach (var secret in new[] { buyer.Bearer, buyer.Resume, stream1, "一句很特别的话" })
        {
            Assert.DoesNotContain(secret, host.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(secret.Split('.')[^1], host.Error, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _directory.Dispose();

    private Task<RunningHost> StartAsync() => RunningHost.StartAsync(_directory.FullPath, []);

    private static async Task<WebBuyer> SessionAsync(RunningHost host, WebBuyer before) => await WebBuyer.StartAsync(host.Client, before.Resume);

    private static async Task<string> UntilTakenAsync(WebBuyer buyer)
    {
        for (var tries = 0; ; tries++)
        {
            using var response = await buyer.PostActivityAsync("""{"type":"message","text":"同意","channelData":{"clientActivityID":"a"}}""");
            if (response.StatusCode == HttpStatusCode.OK) return (await WebBuyer.ReadAsync(response)).GetProperty("id").GetString()!;
            Assert.InRange(tries, 0, 100);
            await Task.Delay(100, Token);
        }
    }
}
