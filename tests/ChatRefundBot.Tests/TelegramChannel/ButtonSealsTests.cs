using System.Text;
using ChatRefundBot.TelegramChannel.Chats;
using ChatRefundBot.TelegramChannel.Sending;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel;

/// <summary>The data of buttons.</summary>
public sealed class ButtonSealsTests
{
    private static readonly ChatAddress Mei = new(7001, 42);
    private readonly ButtonSeals _seals = new("7001:secret");

    [Fact]
    public void A_button_is_read_as_it_was_made()
    {
        var key = new ButtonKey("q123456.7", "E3|E4");
        Assert.Equal(key, _seals.Read(Mei, _seals.Make(Mei, key)));
    }

    [Fact]
    public void The_longest_choice_fits_into_64_bytes()
    {
        var data = _seals.Make(Mei, new ButtonKey("q99999999.9", new string('k', 32)));
        Assert.InRange(Encoding.UTF8.GetByteCount(data!), 1, ButtonSeals.MaxBytes);
    }

    [Fact]
    public void What_would_be_too_long_is_no_button() => Assert.Null(_seals.Make(Mei, new ButtonKey("q1.0", new string('密', 20))));

    [Fact]
    public void A_button_of_another_chat_bot_or_step_is_none()
    {
        var data = _seals.Make(Mei, new ButtonKey("q1.0", "yes"))!;
        Assert.Null(_seals.Read(Mei with { Chat = 43 }, data));
        Assert.Null(_seals.Read(Mei with { Bot = 7002 }, data));
        Assert.Null(_seals.Read(Mei, data.Replace("q1.0", "q2.0", StringComparison.Ordinal)));
        Assert.Null(new ButtonSeals("7001:other").Read(Mei, data));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("||")]
    [InlineData("a|b")]
    [InlineData("a|b|c")]
    [InlineData("q1.0|yes|AAAAAAAA")]
    public void Anything_else_is_none(string? data) => Assert.Null(_seals.Read(Mei, data));
}
