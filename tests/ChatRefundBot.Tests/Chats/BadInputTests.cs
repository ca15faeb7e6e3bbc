using System.Text;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Tests.Refunds.Evidence;
using Xunit;

namespace ChatRefundBot.Tests.Chats;

/// <summary>What a buyer, or somebody who means harm, can send: each gets a clear answer, and the conversation goes on.</summary>
public sealed class BadInputTests
{
    private const string Order = "YKSRGW744ECP0011";

    public static TheoryData<string> Texts =>
    [
        "", " \t\u3000 ", new string('文', 100_000), "👍👨‍👩‍👧‍👦🎮", "مرحبا، أريد استرداد المال", "\u202Egnp.exe\u202C", "\u0000\u0007\u001B[31m", "\uD83D", "'; DROP TABLE orders;--",
        "{{n}} {order} %s", "<script>alert(1)</script>", new string('\n', 1000),
    ];

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public async Task Any_text_at_any_question_gets_an_answer_and_the_question_stays(string text)
    {
        await using var desk = await TestDesk.StartAsync();
        foreach (var known in new[] { 0, 1, 2, 3, 4 })
        {
            var chat = desk.Chat($"test:{known}");
            await WalkAsync(chat, known);
            await chat.SendAsync(text);
            Assert.IsType<AcceptResult.Accepted>(chat.Accepted);
            Assert.True(chat.Replies.Count > 0, $"Nothing was said to it at question {known}.");
            Assert.IsType<OutgoingMessage.Ask>(chat.Replies[^1]);
            Assert.All(chat.Replies, r => Assert.InRange(r.Text.Length, 1, 4000));
        }
    }

    [Fact]
    public async Task An_empty_message_is_told_to_be_empty()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await WalkAsync(chat, 2);
        (await chat.SendAsync("\u200B")).ExpectReply("空消息");
    }

    [Fact]
    public async Task A_voice_message_is_told_to_be_of_a_kind_not_read_yet()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await WalkAsync(chat, 1);
        (await chat.AcceptAsync(new IncomingMessage.Unsupported("voice"))).ExpectReply("看不了").ExpectQuestion("订单号");
    }

    [Fact]
    public async Task A_picture_that_comes_first_is_held_and_looked_at_when_there_is_a_case()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        (await chat.SendPicturesAsync(SamplePicture.Png())).ExpectReply("先替您放着").ExpectQuestion("您同意吗");
        await chat.TapAsync("agree");
        await chat.SendAsync(Order);
        await chat.SendAsync(desk.Order(Order).Answer!);
        await chat.TapAsync("yes");
        (await chat.TapAsync("UNUSED")).ExpectReply("现在来看您刚才发来的图片").ExpectReply("一共1张");
    }

    public static TheoryData<string, string, string> Files => new()
    {
        { "report.pdf", "%PDF-1.7 and so on", "格式收不了" },
        { "empty.png", "", "空的" },
        { "notes.txt", "just words", "不是图片" },
        { "lie.png", "MZ this is a program", "名字像图片" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is_no_picture_is_refused_with_its_reason(string name, string content, string reason)
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AtEvidenceAsync(desk);
        (await chat.SendFilesAsync(null, (name, Encoding.ASCII.GetBytes(content)))).ExpectReply(reason).ExpectReply(name);
        await AssertTakesAsync(chat);
    }

    [Fact]
    public async Task A_truncated_png_is_refused_as_incomplete()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AtEvidenceAsync(desk);
        var whole = TestPictures.Make(SkiaSharp.SKEncodedImageFormat.Png);
        (await chat.SendFilesAsync(null, ("cut.png", whole[..(whole.Length / 2)]))).ExpectReply("不完整");
        await AssertTakesAsync(chat);
    }

    [Fact]
    public async Task A_picture_that_says_it_is_enormous_is_refused_without_being_unpacked()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AtEvidenceAsync(desk);
        (await chat.SendFilesAsync(null, ("bomb.png", TestPictures.HandMadePng(60_000, 60_000, withPixels: false)))).ExpectReply("尺寸太大");
        await AssertTakesAsync(chat);
    }

    [Fact]
    public async Task A_file_of_thirty_megabytes_is_read_up_to_the_cap_and_refused()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AtEvidenceAsync(desk);
        using var endless = new ZeroStream(30L * 1024 * 1024);
        var attachment = await chat.SaveAsync("huge.png", endless);
        Assert.Equal(nameof(EvidenceRefusal.TooLarge), attachment.Refusal);
        Assert.InRange(endless.Position, 1, EvidenceLimits.MostStoredBytes + (2 * 1024 * 1024));
        (await chat.AcceptAsync(new IncomingMessage.Media([attachment], null))).ExpectReply("太大");
        await AssertTakesAsync(chat);
    }

    [Fact]
    public async Task The_same_picture_twice_counts_once()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AtEvidenceAsync(desk);
        (await chat.SendPicturesAsync(SamplePicture.Png(), SamplePicture.Png())).ExpectReply("这张图已经收过了");
    }

    [Fact]
    public async Task A_message_that_comes_again_later_has_no_second_effect()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await WalkAsync(chat, 2);
        await chat.SendAsync("YK99999999999999", "try");
        await chat.SendAsync("1234", "answer");
        var before = (await chat.StateAsync())!.Turn;
        foreach (var id in new[] { "try", "answer", "try" }) (await chat.SendAsync("1234", id)).ExpectNoReply();
        Assert.Equal(before, (await chat.StateAsync())!.Turn);
    }

    /// <summary>Answers so many questions: consent, order, owner, product.</summary>
    private static async Task WalkAsync(ChatDriver chat, int answers)
    {
        string[] walk = ["你好", "同意", Order, chat.Desk.Order(Order).Answer!, "是"];
        foreach (var text in walk.Take(answers + (answers > 0 ? 1 : 0))) await chat.SendAsync(text);
        if (answers == 0) await chat.OpenAsync();
    }

    private static async Task<ChatDriver> AtEvidenceAsync(TestDesk desk)
    {
        var chat = desk.Chat();
        await WalkAsync(chat, 4);
        (await chat.TapAsync("UNUSED")).ExpectQuestion("请发图片");
        return chat;
    }

    /// <summary>The conversation goes on: a good picture is taken.</summary>
    private static async Task AssertTakesAsync(ChatDriver chat) => (await chat.SendPicturesAsync(SamplePicture.Png(shade: 99))).ExpectReply("一共1张");

    /// <summary>As many zeros as asked for, made while they are read.</summary>
    private sealed class ZeroStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, length - Position);
            buffer.AsSpan(offset, given).Clear();
            Position += given;
            return given;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
