using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Telegram;

/// <summary>A whole refund over real HTTP: taps, typed answers, an album, an edit, a change of language.</summary>
public abstract class RefundByTelegramContract
{
    protected abstract string? Redis { get; }

    [Fact]
    public async Task A_buyer_gets_from_start_to_a_verdict_with_an_album_an_edit_and_a_change_of_language()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { Redis = Redis });
        var mei = api.NewUser("Mei", languageCode: "en");

        mei.SendCommand("/start");
        await mei.UntilAsync(m => m.Text.Contains("Do you agree?", StringComparison.Ordinal));
        mei.Tap("Agree");
        await mei.UntilAsync(m => m.Text.Contains("order ID", StringComparison.Ordinal));
        mei.SendText("YKW3CRMTHLB50031");
        await mei.UntilAsync(m => m.Text.Contains("last 4", StringComparison.Ordinal));
        // What was refused may be mended by an edit.
        var wrong = mei.SendText("9999");
        await mei.UntilAsync(m => m.Labels.Contains("Another order ID"));
        mei.Edit(wrong.MessageId, "5271");
        await mei.UntilAsync(m => m.Text.Contains("Correct?", StringComparison.Ordinal));
        mei.Tap("Yes");
        await mei.UntilAsync(m => m.Text == "What happened?");
        mei.SendCommand("/lang zh");
        await mei.UntilAsync(m => m.Labels.Contains("无效/无法激活"));
        // A typed number is as good as a button.
        mei.SendText("2");
        await mei.UntilAsync(m => m.Labels.Contains("完成"));
        mei.SendAlbum(AlbumItem.Photo(SamplePicture.Png(shade: 1), "2026年10月1日15:30 错误代码：E403"), AlbumItem.Photo(SamplePicture.Png(shade: 2)), AlbumItem.Photo(SamplePicture.Png(shade: 3)));
        var received = await mei.UntilAsync(m => m.Text.Contains("已收到", StringComparison.Ordinal) || m.Text.Contains('3', StringComparison.Ordinal));
        Assert.Contains("3", received.Text, StringComparison.Ordinal);

        var transcript = await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei));
        var album = Assert.Single(transcript.Select(t => t.In).OfType<IncomingMessage.Media>());
        Assert.Equal(3, album.Attachments.Count);
        Assert.All(album.Attachments, a => Assert.Null(a.Refusal));
        // The first version stays; neither shows what proves ownership.
        Assert.Contains(transcript, t => t.In is IncomingMessage.Edited);
        Assert.DoesNotContain(transcript, t => t.In is IncomingMessage.Edited { Value: "5271" } or IncomingMessage.Text { Value: "9999" });
        api.Calls.AssertClean();
    }

    [Fact]
    public async Task A_person_takes_over_by_name_and_gives_the_conversation_back_where_it_was()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { Redis = Redis });
        var ann = Assert.IsType<AccountNameResult.Good>(AccountName.Parse("ann")).Name;
        var directory = desk.Services.GetRequiredService<AgentDirectory>();
        var mei = await IntakeTests.AtEvidenceAsync(api);

        mei.SendCommand("/human");
        await mei.UntilAsync(m => m.Text.Contains("Connecting you to a person", StringComparison.Ordinal));
        await directory.SaveProfileAsync(new AgentProfile(ann, "Ann <3", [Language.Chinese, Language.English], [], 5), Token);
        await directory.SetPresenceAsync(ann, Presence.Online, Token);
        var held = await ClaimAsync(desk, ann);
        var acts = desk.Services.GetRequiredService<AgentActs>();
        Assert.IsType<ActResult.Done>(await acts.SendAsync(ann, held, "Hello Mei, <b>one</b> moment & I look.", [], "act-1", Token));
        var said = await mei.UntilAsync(m => m.Text.Contains("one", StringComparison.Ordinal) && m.Text.StartsWith("Ann <3", StringComparison.Ordinal));
        Assert.EndsWith("Hello Mei, <b>one</b> moment & I look.", said.Text, StringComparison.Ordinal);

        mei.SendText("Thank you, Ann");
        await api.Updates.UntilConfirmedAsync();
        Assert.IsType<ActResult.Done>(await acts.HandBackAsync(ann, held, new ResumePoint.Continue(), "act-2", Token));
        await mei.UntilAsync(m => m.Labels.Contains("Done"));
        mei.SendPhoto(SamplePicture.Png(shade: 77));
        await mei.UntilAsync(m => m.Text.Contains("images so far: 1", StringComparison.Ordinal));

        var transcript = await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei));
        Assert.Contains(transcript, t => t.Author == Author.Agent && t.Name == "Ann <3");
        Assert.Contains(transcript, t => t.In is IncomingMessage.Text { Value: "Thank you, Ann" });
        api.Calls.AssertClean();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The ticket may have been offered already, which the desk does by itself.</summary>
    private static async Task<HeldTicket> ClaimAsync(TelegramDesk desk, AccountName agent)
    {
        for (var i = 0; i < 50; i++)
        {
            if (await desk.Services.GetRequiredService<TicketDesk>().TryClaimNextAsync(agent, Token) is ClaimResult.Claimed claimed) return claimed.Held;
            await Task.Delay(100, Token);
        }

        throw new TimeoutException("There is no ticket to claim.");
    }
}

public sealed class RefundByTelegramOnSqliteTests : RefundByTelegramContract
{
    protected override string? Redis => null;
}

public sealed class RefundByTelegramOnRedisTests(SharedRedis redis) : RefundByTelegramContract
{
    protected override string? Redis => redis.Server.ConnectionString;
}
