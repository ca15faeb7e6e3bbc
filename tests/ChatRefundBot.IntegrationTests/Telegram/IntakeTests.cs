using System.Text.Json.Nodes;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using ChatRefundBot.Testing.Telegram.Users;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Telegram;

/// <summary>What comes from Telegram: whatever it is, nothing is lost, nothing counts twice, and nobody is in anybody's way.</summary>
public sealed class IntakeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_that_cannot_be_read_or_is_of_an_unknown_kind_stops_nobody()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        api.Updates.Hold();
        api.Updates.PushPoison(mei);
        api.Updates.PushUnknownKind();
        api.Updates.Push("message", new JsonObject { ["message_id"] = "seven" });
        mei.SendCommand("/start");
        api.Updates.Release();

        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        await api.Updates.UntilConfirmedAsync();

        Assert.True((await desk.ReportAsync()).UnreadableUpdates >= 1);
        api.Calls.AssertClean();
    }

    [Fact]
    public async Task The_same_update_twice_and_numbers_that_begin_anew_change_nothing()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        var start = mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        api.Updates.PushAgain(start.UpdateId);
        await api.Updates.UntilConfirmedAsync();
        // Far below what was confirmed: a bot that remembers the highest number would never see it.
        api.Updates.RestartIdsAt(3);
        mei.Tap("Agree");
        await mei.UntilAsync(m => m.Text.Contains("order ID", StringComparison.Ordinal));
        await api.Updates.UntilConfirmedAsync();

        var transcript = await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei));
        Assert.Equal(2, transcript.Count(t => t.Author == Author.Buyer));
        Assert.Equal(1, (await desk.ReportAsync()).RepeatedUpdates);
    }

    [Fact]
    public async Task Two_edits_within_a_second_are_two_revisions_and_the_first_version_stays()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        var said = mei.SendText("Agree");
        await mei.UntilAsync(m => m.Text.Contains("order ID", StringComparison.Ordinal));
        mei.Edit(said.MessageId, "Agree, of course");
        mei.Edit(said.MessageId, "Agree, sure");
        await mei.UntilAsync(m => m.Text.Contains("Noted your change", StringComparison.Ordinal));
        await mei.UntilAsync(m => m.Text.Contains("Noted your change", StringComparison.Ordinal));

        var words = (await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei)))
            .Select(t => t.In switch { IncomingMessage.Text text => text.Value, IncomingMessage.Edited edit => "✎" + edit.Value, _ => null }).OfType<string>();
        Assert.Equal(["/start", "Agree", "✎Agree, of course", "✎Agree, sure"], words);
    }

    [Fact]
    public async Task A_late_part_of_an_album_joins_it_and_a_text_right_after_the_album_waits_for_it()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await AtEvidenceAsync(api);
        var album = mei.SendAlbum(AlbumItem.Photo(SamplePicture.Png(shade: 10)), AlbumItem.Photo(SamplePicture.Png(shade: 11)));
        mei.SendText("that is all");
        mei.SendToAlbum(album[0].MediaGroupId!, AlbumItem.Photo(SamplePicture.Png(shade: 12)));
        await mei.UntilAsync(m => m.Text.Contains("images so far: 3", StringComparison.Ordinal));
        mei.SendToAlbum(album[0].MediaGroupId!, AlbumItem.Photo(SamplePicture.Png(shade: 13)));
        await mei.UntilAsync(m => m.Text.Contains("images so far: 4", StringComparison.Ordinal));

        var said = (await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei))).Select(t => t.In).Where(m => m is IncomingMessage.Media or IncomingMessage.Text { Value: "that is all" }).ToList();
        Assert.Equal(3, Assert.IsType<IncomingMessage.Media>(said[0]).Attachments.Count);
        Assert.IsType<IncomingMessage.Text>(said[1]);
        Assert.True(Assert.IsType<IncomingMessage.Media>(said[2]).IsLate);
        api.Calls.AssertClean();
    }

    [Fact]
    public async Task An_image_sent_as_a_file_counts_and_what_cannot_be_fetched_is_answered()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await AtEvidenceAsync(api);
        mei.SendDocument(SamplePicture.Png(shade: 20), "скрин.png", "image/png");
        await mei.UntilAsync(m => m.Text.Contains("images so far: 1", StringComparison.Ordinal));
        mei.SendDocument(SamplePicture.Png(shade: 21), "huge.png", "image/png", claimedSize: 21 << 20);
        await mei.UntilAsync(m => m.Text.Contains("too large", StringComparison.Ordinal));
        api.Faults.NextFile(new Fault.DroppedMidBody(false), 3);
        mei.SendPhoto(SamplePicture.Png(shade: 22));
        await mei.UntilAsync(m => m.Text.Contains("did not get through", StringComparison.Ordinal));
        api.Faults.NextFile(new Fault.BadGatewayHtml());
        mei.SendPhoto(SamplePicture.Png(shade: 23));
        await mei.UntilAsync(m => m.Text.Contains("images so far: 2", StringComparison.Ordinal));

        Assert.DoesNotContain(api.Calls.Of("getFile"), c => c.Error?.Contains("too big", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Files_of_a_private_server_come_out_of_the_shared_directory()
    {
        using var shared = new TemporaryDirectory();
        await using var api = await FakeBotApi.StartAsync(new FakeBotApiOptions { LocalFilesDirectory = shared.FullPath });
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { FilesDirectory = shared.FullPath });
        var mei = await AtEvidenceAsync(api);
        mei.SendPhoto(SamplePicture.Png(shade: 30));
        await mei.UntilAsync(m => m.Text.Contains("images so far: 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_desk_cannot_take_is_refused_politely_and_its_words_are_heard()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        mei.SendVoice();
        await mei.UntilAsync(m => m.Text.Contains("cannot read this kind", StringComparison.Ordinal));
        mei.SendSticker();
        await mei.UntilAsync(m => m.Text.Contains("cannot read this kind", StringComparison.Ordinal));
        mei.SendLocation();
        await mei.UntilAsync(m => m.Text.Contains("cannot read this kind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forged_button_and_one_of_another_chat_are_answered_and_do_nothing()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var (mei, bo) = (api.NewUser(languageCode: "en"), api.NewUser("Bo", languageCode: "en"));
        mei.SendCommand("/start");
        bo.SendCommand("/start");
        var meis = await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        var bos = await bo.UntilAsync(m => m.Labels.Contains("Agree"));
        var stolen = meis.Rows.SelectMany(r => r).First(b => b.Label == "Agree").Data!;

        Assert.Contains("no longer valid", (await bo.TapData(bos, stolen).AnswerAsync()).Text, StringComparison.Ordinal);
        Assert.Contains("no longer valid", (await bo.TapData(bos, "anything").AnswerAsync()).Text, StringComparison.Ordinal);
        await api.Updates.UntilConfirmedAsync();

        Assert.Single(await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, bo)), t => t.Author == Author.Buyer);
        Assert.All(meis.Rows.SelectMany(r => r), b => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(b.Data!), 1, 64));
    }

    [Fact]
    public async Task Added_to_a_group_the_bot_leaves_with_one_polite_line_and_hears_nothing()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        var group = api.NewGroup("friends", mei);
        group.SendText(mei, "hello bot");
        await api.Calls.UntilAsync(c => c.Method == "leaveChat");
        await api.Updates.UntilConfirmedAsync();

        Assert.False(group.BotIsMember);
        Assert.Single(api.Calls.Of("sendMessage"));
        Assert.Contains("private", api.Calls.Of("sendMessage")[0].Parameters["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_blocks_the_bot_is_written_to_no_more_until_they_let_it_in_again()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        // Said and blocked in one moment: the answer cannot be delivered.
        api.Updates.Hold();
        mei.SendText("Agree");
        mei.Block();
        api.Updates.Release();
        await api.Updates.UntilConfirmedAsync();
        await Task.Delay(1500, Token);
        var tries = api.Calls.Of("sendMessage", mei.Id).Count;
        await Task.Delay(1500, Token);
        Assert.Equal(tries, api.Calls.Of("sendMessage", mei.Id).Count);

        mei.Unblock();
        await mei.UntilAsync(m => m.Text.Contains("order ID", StringComparison.Ordinal));
        var reach = (await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei))).Where(t => t.In is IncomingMessage.Reachability).ToList();
        Assert.All(reach, r => Assert.Equal(Author.System, r.Author));
        Assert.True(reach[^1].In is IncomingMessage.Reachability { CanReach: true });
        Assert.Empty(await desk.DeadLettersAsync());
    }

    /// <summary>A buyer who is asked for screenshots.</summary>
    internal static async Task<FakeTelegramUser> AtEvidenceAsync(FakeBotApi api)
    {
        var mei = api.NewUser(languageCode: "en");
        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Labels.Contains("Agree"));
        mei.Tap("Agree");
        await mei.UntilAsync(m => m.Text.Contains("order ID", StringComparison.Ordinal));
        mei.SendText("YKW3CRMTHLB50031");
        await mei.UntilAsync(m => m.Text.Contains("last 4", StringComparison.Ordinal));
        mei.SendText("5271");
        await mei.UntilAsync(m => m.Labels.Contains("Yes"));
        mei.Tap("Yes");
        await mei.UntilAsync(m => m.Labels.Contains("Invalid code"));
        mei.Tap("Invalid code");
        await mei.UntilAsync(m => m.Labels.Contains("Done"));
        return mei;
    }
}
