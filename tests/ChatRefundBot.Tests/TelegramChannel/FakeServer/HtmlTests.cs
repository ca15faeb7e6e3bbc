using Telegram.Bot;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>The HTML that the server can parse.</summary>
public sealed class HtmlTests
{
    [Theory]
    [InlineData("a <b>b</b>", "a b", "bold:b")]
    [InlineData("<b>x<i>y</i></b>", "xy", "bold:xy,italic:y")]
    [InlineData("<STRONG>x</STRONG>", "x", "bold:x")]
    [InlineData("&lt;b&gt; &amp; &quot;&#39;&#x27;", "<b> & \"''", "")]
    [InlineData("AT&T &nbsp; & x", "AT&T &nbsp; & x", "")]
    [InlineData("<a href=\"https://a.example/?x=1&amp;y=2\">here</a>", "here", "text_link:here")]
    [InlineData("<a href='nowhere at all'>plain</a>", "plain", "")]
    [InlineData("<span class=\"tg-spoiler\">s</span>", "s", "spoiler:s")]
    [InlineData("<pre><code class=\"language-json\">{}</code></pre>", "{}", "pre:{}")]
    [InlineData("<blockquote expandable>q</blockquote>", "q", "expandable_blockquote:q")]
    [InlineData("<b></b>x", "x", "")]
    [InlineData("😀<u>退款</u>", "😀退款", "underline:退款")]
    [InlineData("<i>x</>", "x", "italic:x")]
    public async Task Formatting_is_taken_out_of_the_text(string html, string text, string parts)
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        await site.CallAsync("sendMessage", new { chat_id = mei.Id, text = html, parse_mode = "Html" });

        var shown = await mei.NextAsync();

        Assert.Equal(text, shown.Text);
        Assert.Equal(parts, string.Join(',', shown.Entities.Select(e => $"{e.Type}:{shown.Text.Substring(e.Offset, e.Length)}")));
    }

    [Theory]
    [InlineData("<b>x", "Can't find end tag corresponding to start tag \"b\"")]
    [InlineData("<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"")]
    [InlineData("<b>退<i>x</b></i>", "Unmatched end tag at byte offset 10, expected \"</i>\", found \"</b>\"")]
    [InlineData("x</b>", "Unexpected end tag at byte offset 1")]
    [InlineData("<div>x</div>", "Unsupported start tag \"div\" at byte offset 0")]
    [InlineData("a < b", "Unsupported start tag \"\" at byte offset 2")]
    [InlineData("1 <2", "Unclosed start tag at byte offset 2")]
    [InlineData("<br/>", "Unsupported start tag \"br/\" at byte offset 0")]
    [InlineData("<span class=\"x\">x</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0")]
    [InlineData("<a href=\"x>x</a>", "Unclosed start tag at byte offset 0")]
    [InlineData("<b>x</b", "Unclosed end tag at byte offset 4")]
    [InlineData("<a href>x</a>", "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0")]
    public async Task What_does_not_nest_close_or_exist_cannot_be_parsed(string html, string why)
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();

        var answer = await site.CallAsync("sendMessage", new { chat_id = mei.Id, text = html, parse_mode = "HTML" });

        Assert.Equal("Bad Request: can't parse entities: " + why, (string?)answer["description"]);
        Assert.Empty(mei.Screen);
    }

    [Fact]
    public async Task The_packages_own_escaping_arrives_as_it_was_written()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        const string Hostile = "</b><script>&amp;\"'<<>> مرحبا 😀 &#60;";

        await site.Bot.SendMessage(mei.Id, $"<b>{Telegram.Bot.Extensions.HtmlText.Escape(Hostile)}</b>", Telegram.Bot.Types.Enums.ParseMode.Html, cancellationToken: ApiSite.Token);

        Assert.Equal([Hostile], (await mei.NextAsync()).Parts("bold"));
    }
}
