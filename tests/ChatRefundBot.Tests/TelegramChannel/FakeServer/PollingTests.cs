using System.Diagnostics;
using ChatRefundBot.Testing.Telegram;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>getUpdates as the real server has it.</summary>
public sealed class PollingTests
{
    private const string OtherPoller = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";

    [Fact]
    public async Task A_hanging_poll_wakes_up_when_somebody_writes()
    {
        await using var site = await ApiSite.StartAsync();
        var poll = site.Bot.GetUpdates(timeout: 50, cancellationToken: ApiSite.Token);
        await site.Api.Updates.UntilPolledAsync();
        Assert.False(poll.IsCompleted);

        var sent = site.Api.NewUser().SendText("你好");

        var update = Assert.Single(await poll);
        Assert.Equal(sent.UpdateId, update.Id);
        Assert.Equal(0, site.Api.Updates.ActivePolls);
    }

    [Fact]
    public async Task A_poll_that_nobody_writes_to_ends_empty_when_its_time_is_over()
    {
        await using var site = await ApiSite.StartAsync();
        var waited = Stopwatch.StartNew();

        Assert.Empty(await site.Bot.GetUpdates(timeout: 1, cancellationToken: ApiSite.Token));

        Assert.InRange(waited.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task An_offset_confirms_what_is_below_it_and_offset_0_replays_the_rest()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var mei = site.Api.NewUser();
        var ids = new[] { "1", "2", "3" }.Select(t => mei.SendText(t).UpdateId).ToList();

        Assert.Equal(3, (await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Length);
        var afterFirst = await site.Bot.GetUpdates((int)ids[1], cancellationToken: ApiSite.Token);
        var again = await site.Bot.GetUpdates(0, cancellationToken: ApiSite.Token);

        Assert.Equal(ids.Skip(1), afterFirst.Select(u => (long)u.Id));
        Assert.Equal(ids.Skip(1), again.Select(u => (long)u.Id));
        Assert.Empty(await site.Bot.GetUpdates((int)ids[2] + 1, cancellationToken: ApiSite.Token));
        await site.Api.Updates.UntilConfirmedAsync();
    }

    [Fact]
    public async Task A_limit_is_kept_and_a_negative_offset_counts_from_the_end()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var mei = site.Api.NewUser();
        var ids = Enumerable.Range(0, 5).Select(i => mei.SendText($"{i}").UpdateId).ToList();

        Assert.Equal(ids.Take(2), (await site.Bot.GetUpdates(limit: 2, cancellationToken: ApiSite.Token)).Select(u => (long)u.Id));
        Assert.Equal(ids.TakeLast(2), (await site.Bot.GetUpdates(-2, cancellationToken: ApiSite.Token)).Select(u => (long)u.Id));
        Assert.Equal(2, site.Api.Updates.PendingCount);
    }

    [Fact]
    public async Task Of_two_pollers_the_older_one_is_killed_and_the_next_conflict_is_told_late()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0.1 });
        var first = site.Bot.GetUpdates(timeout: 50, cancellationToken: ApiSite.Token);
        await site.Api.Updates.UntilPolledAsync();
        var second = site.NewBot().GetUpdates(timeout: 50, cancellationToken: ApiSite.Token);

        var killed = await Assert.ThrowsAsync<ApiRequestException>(() => first);
        Assert.Equal((409, OtherPoller), (killed.ErrorCode, killed.Message));
        Assert.False(second.IsCompleted);

        var waited = Stopwatch.StartNew();
        var third = site.Bot.GetUpdates(timeout: 50, cancellationToken: ApiSite.Token);
        await Assert.ThrowsAsync<ApiRequestException>(() => second);
        Assert.True(waited.Elapsed >= TimeSpan.FromSeconds(0.25), $"The second conflict came after {waited.Elapsed}.");
        Assert.Equal(2, site.Api.Updates.Conflicts);

        site.Api.NewUser().SendText("x");
        Assert.Single(await third);
    }

    [Fact]
    public async Task A_webhook_forbids_polling_and_setting_one_kills_the_poll()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var poll = site.Bot.GetUpdates(timeout: 50, cancellationToken: ApiSite.Token);
        await site.Api.Updates.UntilPolledAsync();
        await site.Bot.SetWebhook("http://127.0.0.1:9/none", cancellationToken: ApiSite.Token);

        Assert.Equal("Conflict: terminated by setWebhook request", (await Assert.ThrowsAsync<ApiRequestException>(() => poll)).Message);
        var refused = await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.GetUpdates(cancellationToken: ApiSite.Token));
        Assert.Equal("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", refused.Message);

        await site.Bot.DeleteWebhook(cancellationToken: ApiSite.Token);
        Assert.Empty(await site.Bot.GetUpdates(cancellationToken: ApiSite.Token));
    }

    [Fact]
    public async Task Who_repeats_an_offset_at_once_waits_and_gets_one_at_a_time()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0.2 });
        await site.Bot.GetUpdates(cancellationToken: ApiSite.Token);
        var waited = Stopwatch.StartNew();
        await site.Bot.GetUpdates(cancellationToken: ApiSite.Token);
        Assert.True(waited.Elapsed >= TimeSpan.FromSeconds(0.5), $"The second poll took {waited.Elapsed}.");

        var mei = site.Api.NewUser();
        mei.SendText("1");
        mei.SendText("2");
        await site.Bot.GetUpdates(1, cancellationToken: ApiSite.Token);
        Assert.Single(await site.Bot.GetUpdates(1, cancellationToken: ApiSite.Token));
    }

    [Fact]
    public async Task The_kinds_that_were_asked_for_stay_until_others_are()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var mei = site.Api.NewUser();
        await site.Bot.GetUpdates(allowedUpdates: [UpdateType.CallbackQuery], cancellationToken: ApiSite.Token);
        Assert.Equal(0, mei.SendText("nobody listens").UpdateId);
        await site.Bot.GetUpdates(cancellationToken: ApiSite.Token);
        Assert.Equal(0, mei.SendText("still nobody").UpdateId);

        await site.Bot.GetUpdates(allowedUpdates: [], cancellationToken: ApiSite.Token);
        mei.SendText("now");
        Assert.Equal("now", Assert.Single(await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Message!.Text);
    }

    [Fact]
    public async Task A_tap_is_dropped_after_150_seconds_and_a_message_after_a_day()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { Clock = clock, TimeScale = 0 });
        var mei = await site.StartedUserAsync();
        await site.Bot.SendMessage(mei.Id, "?", replyMarkup: new Telegram.Bot.Types.ReplyMarkups.InlineKeyboardButton("a", "c:1"), cancellationToken: ApiSite.Token);
        mei.Tap("a");
        mei.SendText("typed");
        Assert.Equal(["callback_query", "message"], site.Api.Updates.Pending.Select(u => u.Kind));

        clock.Advance(TimeSpan.FromSeconds(151));
        Assert.Equal(["message"], site.Api.Updates.Pending.Select(u => u.Kind));
        clock.Advance(TimeSpan.FromHours(24));
        Assert.Empty(site.Api.Updates.Pending);
    }

    [Fact]
    public async Task After_a_quiet_week_ids_start_anew_and_an_old_offset_is_answered_from_the_head()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var mei = await site.StartedUserAsync();
        var old = site.Api.Updates.NextId;
        site.Api.Updates.RestartIdsAt(77);
        mei.SendText("hello again");

        Assert.Equal(77, Assert.Single(await site.Bot.GetUpdates((int)old, cancellationToken: ApiSite.Token)).Id);
        Assert.Equal(1, site.Api.Updates.PendingCount);
    }

    [Fact]
    public async Task An_update_can_come_twice_with_the_same_id()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var sent = site.Api.NewUser().SendText("once");
        await site.Bot.GetUpdates((int)sent.UpdateId + 1, cancellationToken: ApiSite.Token);
        site.Api.Updates.PushAgain(sent.UpdateId);

        var again = Assert.Single(await site.Bot.GetUpdates((int)sent.UpdateId + 1, cancellationToken: ApiSite.Token));

        Assert.Equal((sent.UpdateId, "once"), (again.Id, again.Message!.Text));
        Assert.Empty(site.Api.Updates.Pending);
    }

    [Fact]
    public async Task A_poisoned_update_defeats_the_typed_client_and_an_unknown_kind_does_not()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var mei = site.Api.NewUser();
        site.Api.Updates.PushUnknownKind();
        Assert.Equal(UpdateType.Unknown, Assert.Single(await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Type);

        var poison = site.Api.Updates.PushPoison(mei);
        await Assert.ThrowsAsync<RequestException>(() => site.Bot.GetUpdates(cancellationToken: ApiSite.Token));
        await site.Bot.GetUpdates((int)poison + 1, cancellationToken: ApiSite.Token);
        site.Api.Updates.PushBrokenMessage(mei);
        await Assert.ThrowsAsync<RequestException>(() => site.Bot.GetUpdates(cancellationToken: ApiSite.Token));

        var raw = await site.CallAsync("getUpdates");
        Assert.Equal("not a number", (string?)raw["result"]![0]!["message"]!["message_id"]);
    }

    [Fact]
    public async Task What_happens_while_the_queue_is_held_comes_as_one_batch()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = site.Api.NewUser();
        site.Api.Updates.Hold();
        var poll = site.Bot.GetUpdates(timeout: 50, cancellationToken: ApiSite.Token);
        await site.Api.Updates.UntilPolledAsync();
        mei.SendText("1");
        mei.SendText("2");
        Assert.False(poll.IsCompleted);

        site.Api.Updates.Release();

        Assert.Equal(["1", "2"], (await poll).Select(u => u.Message!.Text));
    }

    [Fact]
    public async Task A_poller_that_hangs_up_confirms_nothing()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(ApiSite.Token);
        var poll = site.Bot.GetUpdates(timeout: 50, cancellationToken: impatient.Token);
        await site.Api.Updates.UntilPolledAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);

        var sent = site.Api.NewUser().SendText("still here");

        Assert.Equal(sent.UpdateId, Assert.Single(await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Id);
        Assert.Equal(1, site.Api.Updates.PendingCount);
    }
}
