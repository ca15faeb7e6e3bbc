using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>What users do, as the client package reads it.</summary>
public sealed class UserTests
{
    private static readonly FakeBotApiOptions s_eager = new() { TimeScale = 0 };

    [Fact]
    public async Task An_album_is_an_update_for_each_part_with_one_group_and_a_late_part_belongs_to_it()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var mei = site.Api.NewUser();
        var sent = mei.SendAlbum(AlbumItem.Photo(SamplePicture.Png(shade: 1), "看这里"), AlbumItem.Photo(SamplePicture.Png(shade: 2)), AlbumItem.Document([1], "a.pdf", "application/pdf"));
        mei.SendText("and");
        mei.SendToAlbum(sent[0].MediaGroupId!, AlbumItem.Photo(SamplePicture.Png(shade: 3)));

        var messages = (await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Select(u => u.Message!).ToList();

        Assert.Equal([sent[0].MediaGroupId, sent[0].MediaGroupId, sent[0].MediaGroupId, null, sent[0].MediaGroupId], messages.Select(m => m.MediaGroupId));
        Assert.Equal(["看这里", null, null, null, null], messages.Select(m => m.Caption));
        Assert.Equal(messages.Select(m => m.Id).Order(), messages.Select(m => m.Id));
    }

    [Fact]
    public async Task A_picture_sent_as_a_file_keeps_name_type_and_size()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var mei = site.Api.NewUser();
        mei.SendDocument(SamplePicture.Png(), "截图.png", "image/png", "原图", claimedSize: 25 << 20);
        mei.SendDocument("heic"u8.ToArray(), "IMG_1.HEIC", "image/heic");

        var documents = (await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Select(u => u.Message!.Document!).ToList();

        Assert.Equal(("截图.png", "image/png", (long?)(25 << 20)), (documents[0].FileName, documents[0].MimeType, documents[0].FileSize));
        Assert.Equal(("IMG_1.HEIC", "image/heic"), (documents[1].FileName, documents[1].MimeType));
        Assert.Throws<ArgumentException>(() => mei.SendPhoto([1, 2, 3]));
    }

    [Fact]
    public async Task An_edit_comes_as_an_edited_message_with_the_same_id()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var mei = site.Api.NewUser();
        var text = mei.SendText("oder 1");
        var photo = mei.SendPhoto(SamplePicture.Png(), "old");
        mei.Edit(text.MessageId, "order 1");
        mei.Edit(photo.MessageId, "new");

        var edits = (await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Skip(2).Select(u => u.EditedMessage!).ToList();

        Assert.Equal([text.MessageId, photo.MessageId], edits.Select(m => m.Id));
        Assert.Equal(["order 1", "new"], edits.Select(m => m.Text ?? m.Caption));
        Assert.All(edits, m => Assert.NotNull(m.EditDate));
    }

    [Fact]
    public async Task Blocking_and_unblocking_are_told()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var mei = site.Api.NewUser();
        mei.Block();
        mei.Unblock();

        var changes = (await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Select(u => u.MyChatMember!).ToList();

        Assert.Equal([ChatMemberStatus.Kicked, ChatMemberStatus.Member], changes.Select(c => c.NewChatMember.Status));
        Assert.All(changes, c => Assert.Equal((ChatType.Private, mei.Id), (c.Chat.Type, c.From.Id)));
    }

    [Fact]
    public async Task Replies_quotes_forwards_and_what_is_neither_text_nor_picture_are_readable()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var mei = site.Api.NewUser();
        var first = mei.SendText("first");
        mei.SendText("this", new UserSend { ReplyTo = first.MessageId, Quote = "fir" });
        mei.SendText("theirs", new UserSend { ForwardedFrom = "Anna" });
        mei.SendSticker();
        mei.SendVoice();
        mei.SendVideo();
        mei.SendLocation();
        mei.SendContact();

        var messages = (await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Select(u => u.Message!).ToList();

        Assert.Equal((first.MessageId, "fir"), (messages[1].ReplyToMessage!.Id, messages[1].Quote!.Text));
        Assert.Equal("Anna", Assert.IsType<MessageOriginHiddenUser>(messages[2].ForwardOrigin).SenderUserName);
        Assert.Equal([MessageType.Sticker, MessageType.Voice, MessageType.Video, MessageType.Location, MessageType.Contact], messages.Skip(3).Select(m => m.Type));
    }

    [Fact]
    public async Task A_user_may_have_one_name_only_no_language_and_write_from_right_to_left()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        site.Api.NewUser("س", languageCode: null).SendText("مرحبا 👋🏽 /help@refund_desk_bot");

        var message = Assert.Single(await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Message!;

        Assert.Equal(("س", null, null, null), (message.From!.FirstName, message.From.LastName, message.From.Username, message.From.LanguageCode));
        Assert.Equal("/help@refund_desk_bot", message.EntityValues!.Single());
    }

    [Fact]
    public async Task In_a_group_the_bot_is_added_talks_and_leaves()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var mei = site.Api.NewUser();
        var group = site.Api.NewGroup("闲聊", mei);
        group.SendText(mei, "who are you?");

        var updates = await site.Bot.GetUpdates(cancellationToken: ApiSite.Token);
        Assert.Equal((ChatMemberStatus.Member, ChatType.Supergroup), (updates[0].MyChatMember!.NewChatMember.Status, updates[0].MyChatMember!.Chat.Type));
        Assert.Equal(site.Api.BotId, updates[1].Message!.NewChatMembers!.Single().Id);
        Assert.Equal("who are you?", updates[2].Message!.Text);

        await site.Bot.SendMessage(group.Id, "bye", cancellationToken: ApiSite.Token);
        await site.Bot.LeaveChat(group.Id, ApiSite.Token);
        await group.UntilBotLeftAsync();
        Assert.Equal("bye", (await group.Chat.NextAsync()).Text);
        Assert.Equal("Forbidden: bot was kicked from the supergroup chat", (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.SendMessage(group.Id, "x", cancellationToken: ApiSite.Token))).Message);

        var other = site.Api.NewGroup("二", mei);
        other.RemoveBot(mei);
        Assert.Contains(await site.Bot.GetUpdates(updates[^1].Id + 1, cancellationToken: ApiSite.Token), u => u.MyChatMember is { NewChatMember.Status: ChatMemberStatus.Kicked });
    }

    [Fact]
    public async Task Topics_of_a_forum_open_close_and_reopen()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var forum = site.Api.NewGroup("客服", site.Api.NewUser(), isForum: true);
        var topic = await site.Bot.CreateForumTopic(forum.Id, "RF-1", cancellationToken: ApiSite.Token);
        var inTopic = await site.Bot.SendMessage(forum.Id, "case", messageThreadId: topic.MessageThreadId, cancellationToken: ApiSite.Token);
        Assert.Equal(topic.MessageThreadId, inTopic.MessageThreadId);

        await site.Bot.CloseForumTopic(forum.Id, topic.MessageThreadId, ApiSite.Token);
        Assert.Equal("Bad Request: TOPIC_CLOSED", (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.SendMessage(forum.Id, "x", messageThreadId: topic.MessageThreadId, cancellationToken: ApiSite.Token))).Message);
        await site.Bot.ReopenForumTopic(forum.Id, topic.MessageThreadId, ApiSite.Token);
        await site.Bot.CopyMessage(forum.Id, forum.Id, inTopic.Id, messageThreadId: topic.MessageThreadId, cancellationToken: ApiSite.Token);

        Assert.Equal(["case", "case"], forum.Chat.Screen.Select(m => m.Text));
    }

    [Fact]
    public async Task Waiting_for_the_bot_ends_with_what_is_shown_instead()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var mei = await site.StartedUserAsync();
        await site.Bot.SendMessage(mei.Id, "only this", cancellationToken: ApiSite.Token);
        await mei.NextAsync();

        var late = await Assert.ThrowsAsync<TimeoutException>(() => mei.NextAsync(TimeSpan.FromMilliseconds(50)));

        Assert.Contains("only this", late.Message, StringComparison.Ordinal);
        var waiting = mei.UntilAsync(m => m.Text.EndsWith('3'));
        for (var i = 1; i <= 3; i++) await site.Bot.SendMessage(mei.Id, $"{i}", cancellationToken: ApiSite.Token);
        Assert.Equal("3", (await waiting).Text);
    }

    [Fact]
    public async Task Typing_is_seen_until_the_message_comes()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var mei = await site.StartedUserAsync();
        await site.Bot.SendChatAction(mei.Id, ChatAction.Typing, cancellationToken: ApiSite.Token);
        Assert.Equal("typing", await mei.Chat.UntilActionAsync());
        await site.Bot.SendMessage(mei.Id, "x", cancellationToken: ApiSite.Token);
        Assert.Null(mei.Chat.Action);
    }

    [Fact]
    public async Task A_menu_is_chosen_by_the_clients_language()
    {
        await using var site = await ApiSite.StartAsync(s_eager);
        var (mei, tom) = (site.Api.NewUser(languageCode: "zh-hans"), site.Api.NewUser("Tom", languageCode: "en"));
        await site.Bot.SetMyCommands([new BotCommand("status", "Status")], cancellationToken: ApiSite.Token);
        await site.Bot.SetMyCommands([new BotCommand("status", "进度")], BotCommandScope.AllPrivateChats(), "zh", ApiSite.Token);

        Assert.Equal("进度", Assert.Single(mei.Commands).Description);
        Assert.Equal("Status", Assert.Single(tom.Commands).Description);
        Assert.Equal("进度", Assert.Single(await site.Bot.GetMyCommands(BotCommandScope.AllPrivateChats(), "zh", ApiSite.Token)).Description);
        await site.Bot.DeleteMyCommands(BotCommandScope.AllPrivateChats(), "zh", ApiSite.Token);
        Assert.Equal("Status", Assert.Single(mei.Commands).Description);
    }
}
