using System.Text;
using ChatRefundBot.TelegramChannel.Sending;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel;

/// <summary>Texts as Telegram takes them.</summary>
public sealed class MessageTextTests
{
    [Fact]
    public void A_text_that_fits_is_one_message() => Assert.Equal(["a\n\nb"], MessageText.Split("a\n\nb", 10));

    [Theory]
    [InlineData("first one\n\nsecond two", 12, "first one", "second two")]
    [InlineData("a line here\nanother line", 15, "a line here", "another line")]
    [InlineData("One sentence. Two sentences", 16, "One sentence.", "Two sentences")]
    [InlineData("一句话到这里。第二句话在这", 8, "一句话到这里。", "第二句话在这")]
    [InlineData("many words in a row", 12, "many words", "in a row")]
    [InlineData("abcdefghijklmnop", 10, "abcdefghij", "klmnop")]
    public void A_long_text_is_cut_at_the_most_natural_place(string text, int max, params string[] parts) => Assert.Equal(parts, MessageText.Split(text, max));

    [Fact]
    public void No_cut_is_inside_a_character_whatever_the_length()
    {
        var text = string.Concat(Enumerable.Repeat("😀é👨‍👩‍👧", 40));
        for (var max = 8; max < 60; max++)
        {
            var parts = MessageText.Split(text, max);
            Assert.All(parts, p => Assert.InRange(p.Length, 1, max));
            Assert.Equal(text, string.Concat(parts));
            // Half a pair cannot be written.
            Assert.All(parts, p => Assert.Equal(p, Encoding.UTF8.GetString(new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(p))));
        }
    }

    [Fact]
    public void Nothing_but_blanks_is_no_message() => Assert.Empty(MessageText.Split("  \n ", 10));

    [Fact]
    public void Only_what_is_markup_is_escaped() => Assert.Equal("&lt;b&gt;《a》 &amp;amp; \"q\"", MessageText.Escape("<b>《a》 &amp; \"q\""));
}
