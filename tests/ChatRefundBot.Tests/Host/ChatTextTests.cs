using ChatRefundBot.Chat;
using ChatRefundBot.DialogKernel.Messages;
using Xunit;

namespace ChatRefundBot.Tests.Host;

public sealed class ChatTextTests
{
    [Fact]
    public void Every_line_has_its_speaker_and_every_button_its_number()
    {
        var ask = new OutgoingMessage.Ask("q1", [new Choice("yes", "同意"), new Choice("no", "不同意")]) { Text = "您好。\n您同意吗？" };

        Assert.Equal("bot> 您好。\nbot> 您同意吗？\nbot>   1) 同意\nbot>   2) 不同意\n", TranscriptText.Of(Entry(Author.Bot, ask)));
    }

    [Fact]
    public void An_agent_speaks_as_an_agent() =>
        Assert.Equal("agent> hello\n", TranscriptText.Of(Entry(Author.Agent, new OutgoingMessage.Say { Text = "hello" })));

    [Fact]
    public void What_the_buyer_said_is_not_repeated() =>
        Assert.Equal("", TranscriptText.Of(new TranscriptEntry(default, Author.Buyer, null, "m1", new IncomingMessage.Text("hi"), null)));

    [Fact]
    public void Words_of_others_cannot_steer_the_terminal() =>
        Assert.Equal("bot> a[31mb\tc\n", TranscriptText.Of(Entry(Author.Bot, new OutgoingMessage.Say { Text = "a\u001b[31mb\tc\r\u009b" })));

    [Theory]
    [InlineData("/image a.png", "a.png")]
    [InlineData("/image   \"a b.png\" ", "a b.png")]
    [InlineData("/image 'a b.png'", "a b.png")]
    [InlineData("/image a b.png", "a b.png")]
    [InlineData("/image", "")]
    [InlineData("/image   ", "")]
    [InlineData("/images", null)]
    [InlineData("see /image a.png", null)]
    public void The_rest_of_an_image_line_is_its_path(string line, string? path) => Assert.Equal(path, ImageCommand.PathOf(line));

    [Fact]
    public void A_tilde_is_the_home_directory() =>
        Assert.Equal(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/a.png", ImageCommand.PathOf("/image ~/a.png"));

    [Fact]
    public void Lines_are_read_as_they_are()
    {
        using var text = new StringReader("one\n\ntwo\r\n a\rb \nlast");
        var reader = new LineReader(text, 100);

        Assert.Equal(["one", "", "two", " a\rb ", "last"], Lines(reader).Select(l => l.Text));
    }

    [Fact]
    public void A_line_beyond_the_bound_is_cut_and_the_next_one_is_whole()
    {
        using var text = new StringReader(new string('x', 100_000) + "\nnext\n");
        var lines = Lines(new LineReader(text, 5000)).ToArray();

        Assert.Equal((5000, true), (lines[0].Text.Length, lines[0].IsTooLong));
        Assert.Equal(new InputLine("next", false), lines[1]);
        Assert.Equal(2, lines.Length);
    }

    private static IEnumerable<InputLine> Lines(LineReader reader)
    {
        while (reader.Read() is { } line) yield return line;
    }

    private static TranscriptEntry Entry(Author author, OutgoingMessage message) => new(default, author, null, "m1", null, message);
}
