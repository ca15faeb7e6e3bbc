using ChatRefundBot.WebChannel.DirectLine;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.DirectLine;

public sealed class WireTests
{
    [Theory]
    [InlineData("截图 ä.png", "截图 ä.png")]
    [InlineData("C:\\fakepath\\a.png", "a.png")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData("a\u0000b\u202Egnp.png", "abgnp.png")]
    public void File_names_are_names_and_nothing_else(string? given, string expected) => Assert.Equal(expected, FileNames.Clean(given));

    [Fact]
    public void A_long_file_name_is_cut_between_characters()
    {
        var clean = FileNames.Clean(string.Concat(Enumerable.Repeat("😀", 100)));

        Assert.InRange(clean.Length, 100, 120);
        Assert.DoesNotContain('\uFFFD', clean);
    }

    [Theory]
    [InlineData("image/PNG; charset=x", "image/png")]
    [InlineData("text/html\r\nX: y", "application/octet-stream")]
    [InlineData("nonsense", "application/octet-stream")]
    [InlineData(null, "application/octet-stream")]
    public void Declared_types_are_types_or_nothing(string? given, string expected) => Assert.Equal(expected, FileNames.TypeOf(given));

    [Theory]
    [InlineData("12", 12L)]
    [InlineData("0", 0L)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("abc", null)]
    [InlineData("99999999999999999999", null)]
    public void A_watermark_that_was_not_made_here_is_none(string? text, long? expected) => Assert.Equal(expected, Watermark.Parse(text));

    [Theory]
    [InlineData("en-GB", null, "en-GB")]
    [InlineData(null, "fr-FR,en-US;q=0.8,zh;q=0.5", "en-US")]
    [InlineData("<script>", "zh-CN", "zh-CN")]
    [InlineData(null, null, null)]
    public void The_language_is_the_pages_or_the_browsers(string? given, string? accepted, string? expected)
    {
        var context = new DefaultHttpContext();
        if (accepted is not null) context.Request.Headers.AcceptLanguage = accepted;

        Assert.Equal(expected, Locales.Of(given, context.Request));
    }
}
