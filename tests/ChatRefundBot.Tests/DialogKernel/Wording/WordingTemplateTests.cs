using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using Xunit;

namespace ChatRefundBot.Tests.DialogKernel.Wording;

public sealed class WordingTemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{n} of {max}", "2 of 3")]
    [InlineData("{n}{n}", "22")]
    [InlineData("{{n}} is {n}", "{n} is 2")]
    [InlineData("", "")]
    public void Placeholders_are_filled_and_doubled_braces_are_braces(string text, string expected) =>
        Assert.Equal(expected, WordingTemplate.Parse(text).Fill([("n", "2"), ("max", "3")]));

    [Theory]
    [InlineData("a {n")]
    [InlineData("a {} b")]
    [InlineData("a } b")]
    public void A_brace_left_open_is_an_error_of_the_file(string text) => Assert.Throws<FormatException>(() => WordingTemplate.Parse(text));

    [Fact]
    public void A_value_is_never_taken_for_a_template() => Assert.Equal("{max}", WordingTemplate.Parse("{n}").Fill([("n", "{max}"), ("max", "3")]));

    [Fact]
    public void A_placeholder_without_value_is_told() => Assert.Contains("{max}", Assert.Throws<ArgumentException>(() => WordingTemplate.Parse("{max}").Fill([])).Message, StringComparison.Ordinal);

    [Fact]
    public void Each_placeholder_is_named_once() => Assert.Equal(["a", "b"], WordingTemplate.Parse("{a}{b}{a}").Placeholders);

    [Fact]
    public void A_catalog_speaks_the_language_asked_for_and_names_a_missing_key()
    {
        var catalog = new WordingCatalog(new Dictionary<Language, IReadOnlyDictionary<string, WordingTemplate>>
        {
            [Language.Chinese] = new Dictionary<string, WordingTemplate> { ["hello"] = WordingTemplate.Parse("您好") },
            [Language.English] = new Dictionary<string, WordingTemplate> { ["hello"] = WordingTemplate.Parse("Hello") },
        });
        Assert.Equal(("您好", "Hello"), (catalog.Text(Language.Chinese, "hello"), catalog.Text(Language.English, "hello")));
        Assert.Contains("'bye'", Assert.Throws<KeyNotFoundException>(() => catalog.Text(Language.English, "bye")).Message, StringComparison.Ordinal);
    }
}
