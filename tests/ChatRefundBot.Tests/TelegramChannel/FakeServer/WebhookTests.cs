using ChatRefundBot.Testing.Telegram;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>Delivery to a webhook as the real server does it.</summary>
public sealed class WebhookTests
{
    private static readonly FakeBotApiOptions s_fast = new() { TimeScale = 0.02 };

    [Fact]
    public async Task An_update_comes_with_the_secret_and_is_gone_once_it_was_taken()
    {
        await using var site = await ApiSite.StartAsync(s_fast);
        await using var hook = await WebhookReceiver.StartAsync();
        await site.Bot.SetWebhook(hook.Url, secretToken: "s3cret_-", cancellationToken: ApiSite.Token);

        var sent = site.Api.NewUser().SendText("你好");
        var arrived = await hook.AnswerNextAsync(204);

        Assert.Equal((sent.UpdateId, "s3cret_-"), (arrived.Id, arrived.Secret));
        var delivery = await site.Api.Webhook.UntilDeliveredAsync(sent.UpdateId);
        Assert.Equal((1, 204), (delivery.Attempt, delivery.Status));
        await site.Api.Updates.UntilConfirmedAsync();
        Assert.Null((await site.Bot.GetWebhookInfo(ApiSite.Token)).LastErrorMessage);
    }

    [Fact]
    public async Task Updates_from_before_the_webhook_are_delivered_to_it()
    {
        await using var site = await ApiSite.StartAsync(s_fast);
        await using var hook = await WebhookReceiver.StartAsync();
        var sent = site.Api.NewUser().SendText("early");

        await site.Bot.SetWebhook(hook.Url, cancellationToken: ApiSite.Token);

        Assert.Equal(sent.UpdateId, (await hook.AnswerNextAsync()).Id);
    }

    [Fact]
    public async Task A_chats_messages_and_edits_come_one_after_another_and_other_queues_beside_them()
    {
        await using var site = await ApiSite.StartAsync(s_fast);
        await using var hook = await WebhookReceiver.StartAsync();
        var (mei, tom) = (await site.StartedUserAsync(), site.Api.NewUser("Tom"));
        await site.Bot.SendMessage(mei.Id, "?", replyMarkup: new InlineKeyboardButton("a", "c:1"), cancellationToken: ApiSite.Token);
        await site.Bot.SetWebhook(hook.Url, cancellationToken: ApiSite.Token);

        var text = mei.SendText("stuck");
        var stuck = await hook.NextAsync();
        var edit = mei.Edit(text.MessageId, "stuck, edited");
        var others = new[] { mei.Tap("a").UpdateId, mei.Block(), tom.SendText("free").UpdateId };

        var beside = new List<Arrived> { await hook.AnswerNextAsync(), await hook.AnswerNextAsync(), await hook.AnswerNextAsync() };
        Assert.Equal(others.Order(), beside.Select(a => a.Id).Order());
        foreach (var id in others) await site.Api.Webhook.UntilDeliveredAsync(id);
        Assert.Equal(0, hook.Waiting);

        stuck.Reply(200);
        Assert.Equal(edit, (await hook.AnswerNextAsync()).Id);
        await site.Api.Updates.UntilConfirmedAsync();
        Assert.Equal(
            [mei.Id, mei.Id, tom.Id, mei.Id + (3L << 33), mei.Id + (5L << 33)],
            site.Api.Webhook.Deliveries.Select(d => d.QueueKey).Order());
    }

    [Fact]
    public async Task A_failed_update_is_sent_again_at_once_and_then_with_growing_delay_and_holds_its_chat_only()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { Clock = clock });
        await using var hook = await WebhookReceiver.StartAsync();
        await site.Bot.SetWebhook(hook.Url, cancellationToken: ApiSite.Token);
        var (mei, tom) = (site.Api.NewUser(), site.Api.NewUser("Tom"));
        var stuck = mei.SendText("1");
        var behind = mei.SendText("2");

        Assert.Equal(stuck.UpdateId, (await hook.AnswerNextAsync(500)).Id);
        Assert.Equal(stuck.UpdateId, (await hook.AnswerNextAsync(500)).Id);
        var attempts = 2;
        foreach (var seconds in new[] { 2, 4, 8, 16, 32, 64, 90, 90 })
        {
            await site.Api.Webhook.UntilAsync(d => d.UpdateId == stuck.UpdateId && d.Attempt == attempts);
            clock.Advance(TimeSpan.FromSeconds(seconds - 0.1));
            var beside = tom.SendText("not held");
            Assert.Equal(beside.UpdateId, (await hook.AnswerNextAsync()).Id);
            await site.Api.Webhook.UntilDeliveredAsync(beside.UpdateId);
            Assert.Equal(attempts, site.Api.Updates.Pending.Single(u => u.Id == stuck.UpdateId).Attempts);

            clock.Advance(TimeSpan.FromSeconds(0.2));
            // Whatever happens makes the sender look at the clock again.
            site.Api.Updates.Release();
            Assert.Equal(stuck.UpdateId, (await hook.AnswerNextAsync(500)).Id);
            attempts++;
        }

        await site.Api.Webhook.UntilAsync(d => d.UpdateId == stuck.UpdateId && d.Attempt == attempts);
        Assert.Equal("Wrong response from the webhook: 500 Internal Server Error", (await site.Bot.GetWebhookInfo(ApiSite.Token)).LastErrorMessage);
        clock.Advance(TimeSpan.FromSeconds(91));
        site.Api.Updates.Release();
        Assert.Equal(stuck.UpdateId, (await hook.AnswerNextAsync()).Id);
        Assert.Equal(behind.UpdateId, (await hook.AnswerNextAsync()).Id);
        await site.Api.Updates.UntilConfirmedAsync();
    }

    [Fact]
    public async Task The_bots_own_retry_after_is_honoured()
    {
        await using var site = await ApiSite.StartAsync(s_fast);
        await using var hook = await WebhookReceiver.StartAsync();
        await site.Bot.SetWebhook(hook.Url, cancellationToken: ApiSite.Token);
        var sent = site.Api.NewUser().SendText("later");

        await hook.AnswerNextAsync(503, retryAfter: 20);
        await hook.AnswerNextAsync();

        await site.Api.Webhook.UntilDeliveredAsync(sent.UpdateId);
        var (refused, taken) = (site.Api.Webhook.Deliveries[0], site.Api.Webhook.Deliveries[1]);
        Assert.True(taken.StartedAt - refused.EndedAt >= TimeSpan.FromSeconds(0.4), $"{taken.StartedAt - refused.EndedAt}");
    }

    [Fact]
    public async Task A_webhook_that_does_not_answer_in_time_gets_the_update_again()
    {
        await using var site = await ApiSite.StartAsync(s_fast with { WebhookTimeout = TimeSpan.FromSeconds(0.3) });
        await using var hook = await WebhookReceiver.StartAsync();
        await site.Bot.SetWebhook(hook.Url, cancellationToken: ApiSite.Token);
        var sent = site.Api.NewUser().SendText("slow");

        var silent = await hook.NextAsync();
        var again = await hook.AnswerNextAsync();

        Assert.Equal(silent.Id, again.Id);
        await site.Api.Webhook.UntilDeliveredAsync(sent.UpdateId);
        Assert.Equal("Read timeout expired", (await site.Bot.GetWebhookInfo(ApiSite.Token)).LastErrorMessage);
    }

    [Fact]
    public async Task A_webhook_that_cannot_be_reached_is_told_of_and_tried_again()
    {
        await using var site = await ApiSite.StartAsync(s_fast);
        await site.Bot.SetWebhook("http://127.0.0.1:9/none", cancellationToken: ApiSite.Token);
        site.Api.NewUser().SendText("x");

        await site.Api.Webhook.UntilAsync(d => d.Attempt == 2);

        var info = await site.Bot.GetWebhookInfo(ApiSite.Token);
        Assert.Equal((1, "Connection refused"), (info.PendingUpdateCount, info.LastErrorMessage));
    }

    [Fact]
    public async Task Updates_of_different_queues_can_overtake_each_other()
    {
        await using var site = await ApiSite.StartAsync(s_fast);
        await using var hook = await WebhookReceiver.StartAsync();
        var mei = await site.StartedUserAsync();
        await site.Bot.SendMessage(mei.Id, "?", replyMarkup: new InlineKeyboardButton("a", "c:1"), cancellationToken: ApiSite.Token);
        await site.Bot.SetWebhook(hook.Url, cancellationToken: ApiSite.Token);
        site.Api.Webhook.SwapNext();
        var text = mei.SendText("typed first");
        var tap = mei.Tap("a");

        Assert.Equal(tap.UpdateId, (await hook.AnswerNextAsync()).Id);
        Assert.Equal(text.UpdateId, (await hook.AnswerNextAsync()).Id);
    }

    [Fact]
    public async Task It_can_be_set_once_a_second_set_again_as_it_is_and_deleted()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions());
        const string Url = "http://127.0.0.1:9/a";
        await site.Bot.SetWebhook(Url, maxConnections: 10, allowedUpdates: [UpdateType.Message], cancellationToken: ApiSite.Token);
        Assert.Equal("Webhook is already set", (string?)(await site.CallAsync("setWebhook", new { url = Url, max_connections = 10, allowed_updates = new[] { "message" } }))["description"]);

        var refused = await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.SetWebhook(Url + "b", cancellationToken: ApiSite.Token));
        Assert.Equal((429, 1), (refused.ErrorCode, refused.Parameters!.RetryAfter));

        var info = await site.Bot.GetWebhookInfo(ApiSite.Token);
        Assert.Equal((Url, 10), (info.Url, info.MaxConnections));
        Assert.Equal([UpdateType.Message], info.AllowedUpdates!);
        await site.Bot.DeleteWebhook(cancellationToken: ApiSite.Token);
        Assert.Equal("Webhook is already deleted", (string?)(await site.CallAsync("deleteWebhook"))["description"]);
        Assert.Equal("", (await site.Bot.GetWebhookInfo(ApiSite.Token)).Url);
    }

    [Theory]
    [InlineData("http://shop.example/hook", "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")]
    [InlineData("https://shop.example:5000/hook", "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")]
    [InlineData("shop.example", "Bad Request: invalid webhook URL specified")]
    public async Task The_public_server_takes_https_on_four_ports_only(string url, string refusal)
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { AllowAnyWebhookUrl = false });

        Assert.Equal(refusal, (string?)(await site.CallAsync("setWebhook", new { url }))["description"]);
    }

    [Fact]
    public async Task A_secret_has_256_letters_of_base64url_at_most()
    {
        await using var site = await ApiSite.StartAsync();
        var wrong = await site.CallAsync("setWebhook", new { url = "http://127.0.0.1:9/", secret_token = "a b" });
        var tooLong = await site.CallAsync("setWebhook", new { url = "http://127.0.0.1:9/", secret_token = new string('a', 257) });

        Assert.Equal("Bad Request: secret token contains unallowed characters", (string?)wrong["description"]);
        Assert.Equal("Bad Request: secret token is too long", (string?)tooLong["description"]);
    }

    [Fact]
    public async Task Pending_updates_are_dropped_only_when_that_is_said()
    {
        await using var site = await ApiSite.StartAsync(s_fast);
        site.Api.NewUser().SendText("kept");
        await site.Bot.DeleteWebhook(dropPendingUpdates: false, ApiSite.Token);
        Assert.Equal(1, site.Api.Updates.PendingCount);
        await site.Bot.DeleteWebhook(dropPendingUpdates: true, ApiSite.Token);
        Assert.Equal(0, site.Api.Updates.PendingCount);
    }
}
