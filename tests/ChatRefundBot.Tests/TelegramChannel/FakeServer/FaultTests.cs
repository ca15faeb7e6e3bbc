using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>Scripted faults, as the client package sees them.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task A_429_says_when_to_come_again_in_body_and_header()
    {
        await using var site = await ApiSite.StartAsync();
        var (mei, tom) = (await site.StartedUserAsync(), await site.StartedUserAsync("Tom"));
        var fault = site.Api.Faults.Next("sendMessage", new Fault.RateLimited(7728), chatId: mei.Id);
        await site.Bot.SendMessage(tom.Id, "not limited", cancellationToken: ApiSite.Token);
        Assert.Equal(0, fault.Used);

        var limited = await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.SendMessage(mei.Id, "x", cancellationToken: ApiSite.Token));

        Assert.Equal((429, 7728, "Too Many Requests: retry after 7728"), (limited.ErrorCode, limited.Parameters!.RetryAfter, limited.Message));
        Assert.Empty(mei.Screen);
        await site.Bot.SendMessage(mei.Id, "after", cancellationToken: ApiSite.Token);
        Assert.Equal("after", mei.Last!.Text);
        await fault.UntilUsedAsync();
        site.Api.Calls.AssertClean();

        site.Api.Faults.Next("sendMessage", new Fault.RateLimited(3, WithParameters: false));
        Assert.Null((await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.SendMessage(mei.Id, "x", cancellationToken: ApiSite.Token))).Parameters?.RetryAfter);
    }

    [Fact]
    public async Task Refusals_arrive_as_the_real_server_words_them()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        Fault[] faults =
        [
            Fault.BlockedByUser, Fault.UserDeactivated, Fault.Unauthorized, Fault.Restart, Fault.NotModified, Fault.NotParsable,
            new Fault.Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", MigrateToChatId: -1009),
        ];
        foreach (var fault in faults) site.Api.Faults.Next("*", fault);

        var seen = new List<(int Code, long? Migrate)>();
        foreach (var _ in faults)
        {
            var refused = await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.SendMessage(mei.Id, "x", cancellationToken: ApiSite.Token));
            seen.Add((refused.ErrorCode, refused.Parameters?.MigrateToChatId));
        }

        Assert.Equal([(403, null), (403, null), (401, null), (500, null), (400, null), (400, null), (400, -1009)], seen);
        Assert.Empty(mei.Screen);
    }

    [Fact]
    public async Task Answers_that_are_none_leave_the_client_without_an_error_code()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var before = mei.Screen.Count;
        foreach (var (fault, applied) in new (Fault, bool)[]
        {
            (new Fault.BadGatewayHtml(), false), (new Fault.NotJson(), true), (new Fault.OkWithoutResult(), true), (new Fault.DroppedMidBody(), true),
            (new Fault.DroppedMidBody(Applied: false), false), (new Fault.DroppedBeforeAnswer(Applied: true), true), (new Fault.DroppedBeforeAnswer(Applied: false), false),
        })
        {
            site.Api.Faults.Next("sendMessage", fault);
            var failed = await Assert.ThrowsAsync<RequestException>(() => site.Bot.SendMessage(mei.Id, "x", cancellationToken: ApiSite.Token));
            Assert.IsNotType<ApiRequestException>(failed);
            before += applied ? 1 : 0;
            Assert.Equal(before, mei.Screen.Count);
            Assert.Equal(applied, site.Api.Calls.Of("sendMessage")[^1].Applied);
        }

        site.Api.Calls.AssertClean();
    }

    [Fact]
    public async Task A_message_can_be_sent_and_its_answer_never_come()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        site.Api.Faults.Next("sendMessage", new Fault.AppliedThenSilence());
        site.Api.Faults.Next("sendMessage", new Fault.SilenceNotApplied());
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(ApiSite.Token);
        var first = site.Bot.SendMessage(mei.Id, "1", cancellationToken: impatient.Token);
        await mei.NextAsync();
        var second = site.Bot.SendMessage(mei.Id, "2", cancellationToken: impatient.Token);
        await site.Api.Calls.UntilCountAsync("sendMessage", 2);
        Assert.False(first.IsCompleted || second.IsCompleted);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(["1"], mei.Screen.Select(m => m.Text));
    }

    [Fact]
    public async Task An_answer_can_be_held_and_delayed()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var release = new TaskCompletionSource();
        site.Api.Faults.Next("sendMessage", new Fault.Held(release.Task));
        var held = site.Bot.SendMessage(mei.Id, "held", cancellationToken: ApiSite.Token);
        await mei.NextAsync();
        Assert.False(held.IsCompleted);
        release.SetResult();
        Assert.Equal("held", (await held).Text);

        site.Api.Faults.Next("sendMessage", new Fault.Delayed(TimeSpan.FromMilliseconds(150)));
        var started = TimeProvider.System.GetTimestamp();
        await site.Bot.SendMessage(mei.Id, "late", cancellationToken: ApiSite.Token);
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(140));
    }

    [Fact]
    public async Task A_fault_lasts_until_it_is_stopped_and_spares_polls_unless_they_are_named()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var always = site.Api.Faults.Always("*", Fault.Restart);
        Assert.Empty(await site.Bot.GetUpdates(cancellationToken: ApiSite.Token));
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.GetMe(ApiSite.Token));
        always.Stop();
        await site.Bot.GetMe(ApiSite.Token);
        Assert.Equal(3, always.Used);

        site.Api.Faults.Next("getUpdates", new Fault.BadGatewayHtml());
        await Assert.ThrowsAsync<RequestException>(() => site.Bot.GetUpdates(cancellationToken: ApiSite.Token));
    }
}
