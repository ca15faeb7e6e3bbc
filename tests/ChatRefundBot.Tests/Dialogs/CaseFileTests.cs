using System.Text;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Testing.Chats;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>The file of their own case that a buyer can download.</summary>
public sealed class CaseFileTests
{
    private const string Order = "YKW3CRMTHLB50031";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_what_was_asked_said_sent_and_decided_and_what_the_verdict_rests_on()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await InvalidAsync(desk, "test:buyer", "2026-11-18 9:50 error code E403, the code ABCD-1234-EFGH-5678 <b>does not work</b>");
        await chat.TapAsync("case-file");

        var offered = Assert.Single(chat.Replies, reply => reply.File is not null);
        Assert.Contains("RF-20261118-0001", offered.Text, StringComparison.Ordinal);
        var file = (await Files(desk).OpenAsync(chat.Id, offered.File!.Key, Token))!;
        Assert.Equal(("RF-20261118-0001.html", "text/html; charset=utf-8"), (file.Name, file.ContentType));
        var html = Encoding.UTF8.GetString(file.Body.Span);
        foreach (var part in new[] { "****0031", "卡密无效/无法激活", "R36", "卖家答复", "故障截图", "SHA-256", "[同意]", "［图片1张］", "若仍有异议", "2026.11+" })
            Assert.Contains(part, html, StringComparison.Ordinal);
        // Nothing that runs, loads or opens anything; the buyer's own code shows its end only, and the proof of ownership not at all.
        Assert.Contains("****5678 &lt;b&gt;does not work&lt;/b&gt;", html, StringComparison.Ordinal);
        foreach (var never in new[] { "<script", "http:", "https:", "ABCD-1234", "<b>", "5271" }) Assert.DoesNotContain(never, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_elses_conversation_gets_it_by_its_key()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await InvalidAsync(desk, "test:buyer", "2026-11-18 9:50 error code E403");
        await chat.TapAsync("case-file");
        var key = chat.Replies.Single(reply => reply.File is not null).File!.Key;
        await desk.Chat("test:stranger").SendAsync("你好");

        Assert.Null(await Files(desk).OpenAsync(new ConversationId("test:stranger"), key, Token));
        Assert.Null(await Files(desk).OpenAsync(new ConversationId("test:nobody"), key, Token));
        foreach (var bad in new[] { "", "case", "case--zh", "case-ffffffffffffffffffff-zh", key + "x", key.Replace("-zh", "-xx", StringComparison.Ordinal), "../" + key })
            Assert.Null(await Files(desk).OpenAsync(chat.Id, bad, Token));
    }

    [Fact]
    public async Task Who_was_led_to_a_case_by_its_order_gets_it_without_what_was_said_there()
    {
        await using var desk = await TestDesk.StartAsync();
        await InvalidAsync(desk, "test:buyer", "2026-11-18 9:50 error code E403");
        var second = desk.Chat("test:second");
        foreach (var text in new[] { "你好", "同意", Order, "5271" }) await second.SendAsync(text);
        second.ExpectReply("R05");
        var key = $"case-{await IdAsync(desk)}-en";

        var html = Encoding.UTF8.GetString((await Files(desk).OpenAsync(second.Id, key, Token))!.Body.Span);
        Assert.Contains("Case RF-20261118-0001", html, StringComparison.Ordinal);
        Assert.DoesNotContain("[Agree]", html, StringComparison.Ordinal);
        Assert.DoesNotContain("E403", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_files_are_sent_it_comes_as_a_message_and_no_file_is_promised()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await InvalidAsync(desk, "telegram:7001:42", "2026-11-18 9:50 error code E403");
        await chat.TapAsync("case-file");

        Assert.DoesNotContain(chat.Replies, reply => reply.File is not null);
        foreach (var part in new[] { "案件 RF-20261118-0001", "****0031", "R36", "卖家答复", "故障截图", "对话记录就在这个聊天里" }) chat.ExpectReply(part);
        Assert.DoesNotContain("链接", chat.Reply, StringComparison.Ordinal);
    }

    private static IOutgoingFiles Files(TestDesk desk) => desk.Services.GetRequiredService<IOutgoingFiles>();

    private static async Task<string> IdAsync(TestDesk desk) =>
        (await desk.Store.RangeAsync(ChatRefundBot.Dialogs.RequestRefund.CaseArchive.Index, 0, long.MaxValue >> 11, 1, Token))[0].Member;

    private static async Task<ChatDriver> InvalidAsync(TestDesk desk, string id, string caption)
    {
        var chat = desk.Chat(id);
        await chat.SendAsync("你好");
        await chat.TapAsync("agree");
        await chat.SendAsync(Order);
        await chat.SendAsync("5271");
        await chat.TapAsync("yes");
        await chat.TapAsync("INVALID");
        await chat.SendFilesAsync(caption, ("shot.png", SamplePicture.Png()));
        return await chat.TapAsync("submit");
    }
}
