using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.Chats;

/// <summary>The kit's own promises: a whole conversation, time that passes, and messages that come twice.</summary>
public sealed class ChatDriverTests
{
    [Fact]
    public async Task A_buyer_goes_from_hello_to_a_verdict()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        (await chat.SendAsync("你好")).ExpectReply("退款助手").ExpectQuestion("您同意吗");
        (await chat.TapAsync("agree")).ExpectQuestion("订单号");
        (await chat.SendAsync("YKATF7HUVMJJ0001")).ExpectQuestion("后四位");
        (await chat.SendAsync("1161")).ExpectQuestion("对吗");
        (await chat.TapAsync("yes")).ExpectQuestion("遇到什么问题");
        (await chat.TapAsync("UNUSED")).ExpectReply("RF-20261118-0001").ExpectReply("R61").ExpectReply("100.00");
    }

    [Fact]
    public async Task Time_that_passes_brings_the_reminder_at_its_time()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await chat.SendAsync("你好");
        (await chat.AdvanceAsync(TimeSpan.FromMinutes(29))).ExpectNoReply();
        await chat.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Single(chat.Replies);
    }

    [Fact]
    public async Task The_same_message_twice_has_one_effect()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await chat.SendAsync("你好", "m1");
        (await chat.SendAsync("你好", "m1")).ExpectNoReply();
        Assert.IsType<AcceptResult.Duplicate>(chat.Accepted);
        Assert.Single(await chat.TranscriptAsync(), e => e.Author == Author.Buyer);
    }

    [Fact]
    public async Task Pictures_of_an_album_are_one_message()
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = Language.English });
        var chat = desk.Chat();
        await chat.SendPicturesAsync(SamplePicture.Png(shade: 1), SamplePicture.Png(shade: 2));
        var sent = Assert.IsType<IncomingMessage.Media>((await chat.TranscriptAsync())[0].In);
        Assert.Equal(2, sent.Attachments.Select(a => a.Sha256).Distinct().Count());
    }
}
