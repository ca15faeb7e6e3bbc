using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using Xunit;

namespace ChatRefundBot.Tests.DialogKernel.Prompts;

/// <summary>How each prompt reads an answer; buttons are resolved before and tested with the dialogs.</summary>
public sealed class PromptTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 8, 20, 0, TimeSpan.Zero);

    [Fact]
    public void Text_is_taken_as_it_is_up_to_its_length()
    {
        var prompt = new TextPrompt { Text = "?", MaxLength = 3, TooLong = "too long" };
        Assert.Equal("abc", prompt.Read(Typed("abc")).Value);
        Assert.Equal("too long", prompt.Read(Typed("abcd")).Problem);
        Assert.False(prompt.Read(Typed("")).Fits);
    }

    [Fact]
    public void A_choice_is_the_key_of_its_button_and_nothing_typed()
    {
        var prompt = new ChoicePrompt { Text = "?" };
        Assert.Equal("a", prompt.Read(Typed("") with { Button = "a" }).Value);
        Assert.False(prompt.Read(Typed("a")).Fits);
    }

    [Fact]
    public void A_confirmation_knows_yes_and_no_and_no_other_button()
    {
        var prompt = new ConfirmPrompt { Text = "?" };
        Assert.True(prompt.Read(Typed("") with { Button = "yes" }).Value);
        Assert.False(prompt.Read(Typed("") with { Button = "no" }).Value);
        Assert.True(prompt.Read(Typed("") with { Button = "no" }).Fits);
        Assert.False(prompt.Read(Typed("") with { Button = "human" }).Fits);
    }

    [Theory]
    [InlineData("5", 5L)]
    [InlineData("1,000", 1000L)]
    [InlineData("0", null)]
    [InlineData("1001", null)]
    [InlineData("-3", null)]
    [InlineData("2.5", null)]
    [InlineData("five", null)]
    [InlineData("", null)]
    [InlineData("99999999999999999999999", null)]
    public void A_number_is_whole_and_within_its_bounds(string text, long? expected)
    {
        var reading = new NumberPrompt { Text = "?", Min = 1, Max = 1000 }.Read(Typed(text));
        Assert.Equal(expected, reading.Fits ? reading.Value : null);
    }

    [Theory]
    [InlineData("100", "100")]
    [InlineData("99.9", "99.9")]
    [InlineData("￥1,234.56", "1234.56")]
    [InlineData("12块", "12")]
    [InlineData("30 RMB", "30")]
    [InlineData("30 yuan", "30")]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1.234", null)]
    [InlineData("5000.01", null)]
    [InlineData("很多", null)]
    [InlineData("1e3", null)]
    [InlineData("", null)]
    public void An_amount_has_at_most_two_decimals_and_may_name_its_currency(string text, string? expected)
    {
        var reading = new AmountPrompt { Text = "?", Max = 5000 }.Read(Typed(text));
        Assert.Equal(expected, reading.Fits ? reading.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    [Fact]
    public void A_time_is_read_in_the_shops_zone_and_kept_in_utc() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 18, 7, 30, 0, TimeSpan.Zero), new DateTimePrompt { Text = "?" }.Read(Typed("今天15:30")).Value);

    [Fact]
    public void A_time_in_the_future_is_refused_but_for_a_clock_that_runs_ahead()
    {
        var prompt = new DateTimePrompt { Text = "?", InFuture = "not yet" };
        Assert.Equal("not yet", prompt.Read(Typed("今天16:22")).Problem);
        Assert.True(prompt.Read(Typed("今天16:21")).Fits);
        Assert.True(prompt.Read(Typed("今天16:20")).Fits);
    }

    [Fact]
    public void Files_are_an_answer_and_words_are_not()
    {
        var file = new Attachment("a.png", "image/png", 3, "00");
        var prompt = new AttachmentPrompt { Text = "?" };
        Assert.Equal([file], prompt.Read(Typed("") with { Attachments = [file] }).Value);
        Assert.False(prompt.Read(Typed("I have none")).Fits);
    }

    private static PromptInput Typed(string text) => new(text, null, [], Now);
}
