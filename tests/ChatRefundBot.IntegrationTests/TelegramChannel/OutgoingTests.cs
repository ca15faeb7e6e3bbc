using ChatRefundBot.DialogKernel.Links;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using ChatRefundBot.Testing.Telegram.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>What the desk may come to say: long, hostile, with names, pictures and changes; judged by what a client shows.</summary>
public sealed class OutgoingTests
{
    private const string Hostile = "</b><a href=\"https://evil.example\">x</a> &lt;b&gt; \"'& مرحبا \u202e\u2067right to left\u2069 ";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("e\u0301")]
    [InlineData("退款")]
    [InlineData("A sentence that ends. Another one! And a third?\n")]
    [InlineData(Hostile)]
    public async Task A_long_text_arrives_whole_in_order_and_with_its_buttons_at_the_end(string piece)
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var text = string.Concat(Enumerable.Repeat(piece, (10_000 / piece.Length) + 1)).Trim();

        await desk.SayAsync(TelegramDesk.ConversationOf(api, mei), "long", new OutgoingMessage.Ask("p9", [new Choice("Y", "Quite right")]) { Text = text });

        var shown = new List<BotMessage>();
        do shown.Add(await mei.NextAsync());
        while (!shown[^1].Labels.Any());
        Assert.Equal(Bare(text), Bare(string.Concat(shown.Select(m => m.Text))));
        Assert.All(shown, m => Assert.DoesNotContain('\uFFFD', m.Text));
        Assert.All(shown, m => Assert.Empty(m.Entities));
        Assert.Equal(["Quite right"], shown[^1].Labels);
        Assert.True(shown.Count <= 4, $"{shown.Count} messages");
        api.Calls.AssertClean();

        static string Bare(string s) => string.Concat(s.Where(c => !char.IsWhiteSpace(c)));
    }

    [Fact]
    public async Task A_limit_in_the_middle_of_a_long_text_doubles_nothing()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var text = string.Join('\n', Enumerable.Range(1, 1200).Select(n => $"line {n}"));
        api.Faults.Next("sendMessage", new Fault.Delayed(TimeSpan.Zero), chatId: mei.Id);
        api.Faults.Next("sendMessage", new Fault.RateLimited(2), chatId: mei.Id);
        api.Faults.Next("sendMessage", Fault.Restart, chatId: mei.Id);

        await desk.SayAsync(TelegramDesk.ConversationOf(api, mei), "long", new OutgoingMessage.Say { Text = text });
        await desk.SayAsync(TelegramDesk.ConversationOf(api, mei), "after", new OutgoingMessage.Say { Text = "after" });

        await mei.UntilAsync(m => m.Text == "after", TimeSpan.FromSeconds(30));
        var lines = mei.Screen.Skip(2).SelectMany(m => m.Text.Split('\n')).ToList();
        Assert.Equal([.. Enumerable.Range(1, 1200).Select(n => $"line {n}"), "after"], lines);
    }

    [Fact]
    public async Task A_part_of_which_nobody_knows_is_said_once_more_with_a_mark_when_it_must_arrive()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var conversation = TelegramDesk.ConversationOf(api, mei);
        var verdict = new OutgoingMessage.Say { Text = "Your refund of ¥100.00 was granted." };
        foreach (var fault in new Fault[] { new Fault.AppliedThenSilence(), new Fault.DroppedBeforeAnswer(Applied: true), new Fault.DroppedMidBody(), new Fault.OkWithoutResult(), new Fault.NotJson() })
        {
            var before = mei.Screen.Count;
            var scripted = api.Faults.Next("sendMessage", fault, chatId: mei.Id);
            var key = $"verdict-{before}";
            await desk.SayAsync(conversation, key, verdict, mustArrive: true);
            await desk.SayAsync(conversation, key + "-after", new OutgoingMessage.Say { Text = key });
            await mei.UntilAsync(m => m.Text == key, TimeSpan.FromSeconds(30));

            var shown = mei.Screen.Skip(before).Select(m => m.Text).ToList();
            Assert.Equal(1, scripted.Used);
            Assert.True(shown.Count == 3 && shown[0] == verdict.Text && shown[1].Contains("Sent again", StringComparison.Ordinal) && shown[1].EndsWith(verdict.Text, StringComparison.Ordinal), $"{fault}: {string.Join(" | ", shown)}");
        }

        Assert.Empty(await desk.DeadLettersAsync());
    }

    [Fact]
    public async Task What_is_put_into_an_outbox_while_a_send_is_under_way_waits_for_its_end()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var (mei, bo) = (await api.GreetedAsync(), api.EnglishBuyer("Bo"));
        var link = await desk.Services.GetRequiredService<IConversationLinks>().MakeAsync(new ConversationId("web:somebody"), Token);
        var start = "/start " + link!.Query.Split('=')[1];
        bo.SendCommand(start);
        await bo.NextAsync();
        var answer = new TaskCompletionSource();
        var held = api.Faults.Next("sendMessage", new Fault.Held(answer.Task), chatId: mei.Id);
        mei.SendText("Agree");
        await held.UntilUsedAsync();

        // A link that was used already: the notice stands beside any turn.
        mei.SendCommand(start);
        await api.Updates.UntilConfirmedAsync();
        await Task.Delay(1500, Token);
        answer.SetResult();

        await mei.UntilAsync(m => m.Text.Contains("was used already", StringComparison.Ordinal));
        Assert.DoesNotContain(mei.Screen, m => m.Text.Contains("Sent again", StringComparison.Ordinal));
        Assert.Single(mei.Screen, m => m.Text.Contains(BuyerSteps.OrderQuestion, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_remark_of_which_nobody_knows_is_not_repeated_and_an_operator_sees_it()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var conversation = TelegramDesk.ConversationOf(api, mei);
        api.Faults.Next("sendMessage", new Fault.DroppedBeforeAnswer(Applied: true), chatId: mei.Id);
        await desk.SayAsync(conversation, "remark", new OutgoingMessage.Say { Text = "By the way" });
        await desk.SayAsync(conversation, "next", new OutgoingMessage.Say { Text = "next" });

        await mei.UntilAsync(m => m.Text == "next");

        Assert.Single(mei.Screen, m => m.Text.Contains("By the way", StringComparison.Ordinal));
        Assert.Contains("nobody knows", Assert.Single(await desk.DeadLettersAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_is_named_whatever_the_name_and_what_they_change_is_changed_in_place()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var conversation = TelegramDesk.ConversationOf(api, mei);
        await desk.SayAsync(conversation, "a1", new OutgoingMessage.Say { Text = "I look in to it <now>", Agent = "Ann <b>& Co" }, mustArrive: true);
        var said = await mei.UntilAsync(m => m.Text.Contains("look in", StringComparison.Ordinal));
        Assert.Equal(["Ann <b>& Co"], said.Parts("bold"));
        Assert.EndsWith("I look in to it <now>", said.Text, StringComparison.Ordinal);

        await desk.SayAsync(conversation, "a2", new OutgoingMessage.Say { Text = "I look into it <now>", Agent = "Ann <b>& Co" }, mustArrive: true, replaces: "a1");
        await mei.UntilScreenAsync(s => s.Any(m => m.Id == said.Id && m.Text.EndsWith("I look into it <now>", StringComparison.Ordinal)));

        await desk.SayAsync(conversation, "a3", new OutgoingMessage.Say { Text = new string('x', 4000), Agent = new string('名', 32) }, mustArrive: true);
        await mei.UntilAsync(m => m.Text.EndsWith("xxx", StringComparison.Ordinal));
        Assert.Empty(await desk.DeadLettersAsync());
        api.Calls.AssertClean();
    }

    [Fact]
    public async Task Pictures_go_as_albums_of_ten_and_what_is_no_picture_as_a_file()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var conversation = TelegramDesk.ConversationOf(api, mei);
        var files = new List<Attachment>();
        for (byte n = 1; n <= 12; n++) files.Add(await desk.KeepAsync(conversation, $"{n}.png", "image/png", SamplePicture.Png(80, 60, n)));
        files.Add(await desk.KeepAsync(conversation, "rules.pdf", "application/pdf", "%PDF-1.4"u8.ToArray()));

        await desk.SayAsync(conversation, "files", new OutgoingMessage.Say { Text = "Here you are", Agent = "Ann", Attachments = files }, mustArrive: true);

        await mei.UntilAsync(m => m.Media?.FileName == "rules.pdf");
        var media = mei.Screen.Where(m => m.Media is not null).ToList();
        Assert.Equal(13, media.Count);
        Assert.Equal([10, 2], media.Take(12).GroupBy(m => m.MediaGroupId).Select(g => g.Count()));
        Assert.Equal("%PDF-1.4"u8.ToArray(), media[^1].Media!.Content);
        Assert.Empty(await desk.DeadLettersAsync());
        api.Calls.AssertClean();
    }

    [Fact]
    public async Task A_picture_that_telegram_does_not_take_as_a_photo_goes_as_a_file()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var conversation = TelegramDesk.ConversationOf(api, mei);
        // A screenshot of a whole page: far too tall.
        var tall = await desk.KeepAsync(conversation, "page.png", "image/png", SamplePicture.Png(200, 9000));
        var good = await desk.KeepAsync(conversation, "good.png", "image/png", SamplePicture.Png(200, 200));

        await desk.SayAsync(conversation, "tall", new OutgoingMessage.Say { Text = "See", Agent = "Ann", Attachments = [tall] }, mustArrive: true);
        await desk.SayAsync(conversation, "both", new OutgoingMessage.Say { Text = "And", Agent = "Ann", Attachments = [good, tall] }, mustArrive: true);
        await desk.SayAsync(conversation, "end", new OutgoingMessage.Say { Text = "end" });

        await mei.UntilAsync(m => m.Text == "end");
        Assert.Equal(3, mei.Screen.Count(m => m.Media is not null));
        Assert.Empty(await desk.DeadLettersAsync());
    }

    [Fact]
    public async Task What_waited_for_somebody_who_had_blocked_the_bot_comes_in_order_once_they_are_back()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        var conversation = TelegramDesk.ConversationOf(api, mei);
        mei.Block();
        await api.Updates.UntilConfirmedAsync();
        for (var n = 1; n <= 5; n++) await desk.SayAsync(conversation, $"n{n}", new OutgoingMessage.Say { Text = $"{n}" }, mustArrive: n % 2 == 0);
        await Task.Delay(1500, Token);
        Assert.InRange(api.Calls.Where(c => c.ChatId == mei.Id && c.Status == 403).Count, 0, 1);

        // The update of the unblocking was lost; who writes is back all the same.
        api.Updates.Hold();
        mei.Unblock();
        await Task.Delay(200, Token);
        api.Updates.Release();

        Assert.Equal(["1", "2", "3", "4", "5"], (await mei.NextAsync(5)).Select(m => m.Text));
        Assert.Empty(await desk.DeadLettersAsync());
    }
}
