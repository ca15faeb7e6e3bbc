using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Messages;
using Xunit;

namespace ChatRefundBot.Tests.DialogKernel.Messages;

/// <summary>How a message with a card, and one without, is kept and handed to a channel.</summary>
public sealed class CardJsonTests
{
    private static readonly Card Whole = new(CardKind.Verdict, "初步意见")
    {
        Tone = CardTone.Good,
        Lead = "理由",
        Rows = [new CardRow("金额", "¥100.00")],
        Items = [new CardItem("截图", true), new CardItem("证明", false)],
        Steps = ["人工确认"],
        Note = "规则R70",
        After = "还需要什么吗？",
    };

    [Fact]
    public void A_card_has_the_shape_that_the_web_channel_sends()
    {
        Assert.Equal(
            """{"kind":"verdict","title":"初步意见","tone":"good","lead":"理由","rows":[{"label":"金额","value":"¥100.00"}],"items":"""
            + """[{"label":"截图","done":true},{"label":"证明","done":false}],"steps":["人工确认"],"note":"规则R70","after":"还需要什么吗？"}""",
            JsonSerializer.Serialize(Whole, KernelJson.Stored.Card));
    }

    [Fact]
    public void Parts_that_a_card_does_not_have_are_left_out()
    {
        Assert.Equal("""{"kind":"queue","title":"t"}""", JsonSerializer.Serialize(new Card(CardKind.Queue, "t"), KernelJson.Stored.Card));
    }

    [Fact]
    public void A_transcript_entry_keeps_its_card()
    {
        var back = RoundTrip(new OutgoingMessage.Ask("q1.0", [new Choice("yes", "对")]) { Text = "对吗？", Card = Whole }, out _);

        Assert.Equivalent(Whole, back.Card, strict: true);
        Assert.Equal("q1.0", Assert.IsType<OutgoingMessage.Ask>(back).PromptId);
    }

    [Fact]
    public void A_transcript_entry_without_a_card_says_nothing_of_cards()
    {
        var back = RoundTrip(new OutgoingMessage.Say { Text = "您好" }, out var json);

        Assert.Null(back.Card);
        Assert.DoesNotContain("card", json, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_kind_and_tone_has_the_name_that_channels_know()
    {
        Assert.Equal(
            ["product", "verdict", "status", "evidence", "queue", "summary"],
            Enum.GetValues<CardKind>().Select(k => Field(new Card(k, "t"), "kind")));
        Assert.Equal(["good", "wait", "bad", "info"], Enum.GetValues<CardTone>().Select(t => Field(new Card(CardKind.Queue, "t") { Tone = t }, "tone")));

        static string? Field(Card card, string name) => JsonSerializer.SerializeToElement(card, KernelJson.Stored.Card).GetProperty(name).GetString();
    }

    private static OutgoingMessage RoundTrip(OutgoingMessage message, out string json)
    {
        json = JsonSerializer.Serialize(new TranscriptEntry(default, Author.Bot, null, "m1", null, message), KernelJson.Stored.TranscriptEntry);
        return JsonSerializer.Deserialize(json, KernelJson.Stored.TranscriptEntry)!.Out!;
    }
}
