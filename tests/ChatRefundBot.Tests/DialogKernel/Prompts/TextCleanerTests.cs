using ChatRefundBot.DialogKernel.Prompts;
using Xunit;

namespace ChatRefundBot.Tests.DialogKernel.Prompts;

public sealed class TextCleanerTests
{
    [Theory]
    [InlineData("ＹＫ１２３４", "YK1234")]
    [InlineData("　你好　", "你好")]
    [InlineData("a \t  b", "a b")]
    [InlineData("a\u0000\u0007b", "ab")]
    [InlineData("a\u200Bb\uFEFFc\u2060d", "abcd")]
    [InlineData("\u202Eabc\u202C", "abc")]
    [InlineData("\u2066abc\u2069\u200F", "abc")]
    [InlineData("a\r\nb", "a \nb")]
    [InlineData("line one\nline two", "line one\nline two")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("", "")]
    [InlineData(" \t\u3000\u200B ", "")]
    public void Takes_away_what_a_keyboard_adds(string text, string expected) => Assert.Equal(expected, TextCleaner.Clean(text));

    [Theory]
    [InlineData("👍")]
    [InlineData("👨‍👩‍👧‍👦 家庭")]
    [InlineData("مرحبا")]
    [InlineData("订单🎮")]
    public void Leaves_letters_and_emoji_of_every_script(string text) => Assert.Equal(text, TextCleaner.Clean(text));

    [Fact]
    public void Half_a_surrogate_pair_does_no_harm() => Assert.Equal("a\uFFFDb", TextCleaner.Clean("a\uD83Db"));

    [Fact]
    public void A_hundred_thousand_characters_are_no_trouble() => Assert.Equal(100_000, TextCleaner.Clean(new string('文', 100_000)).Length);

    [Theory]
    [InlineData("同意！", "同意")]
    [InlineData("【同意】", "同意")]
    [InlineData(" YES. ", "yes")]
    [InlineData("“转人工”", "转人工")]
    [InlineData("１", "1")]
    public void Folding_makes_what_is_meant_alike_equal(string typed, string meant) => Assert.Equal(TextCleaner.Fold(meant), TextCleaner.Fold(typed));
}
