using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>Whoever does not own an order must not learn whether there is one (G4, G5).</summary>
public sealed class UnknownAndForeignOrdersTests
{
    [Fact]
    public async Task An_unknown_order_and_somebody_elses_get_the_same_words_to_the_last()
    {
        var unknown = await TryThreeTimesAsync(SampleShop.UnknownOrderNumber);
        var foreign = await TryThreeTimesAsync("YKTNMLXXNLEF0065");
        Assert.Equal(unknown, foreign);
        Assert.Contains(unknown, line => line.Contains("3", StringComparison.Ordinal));
    }

    private static async Task<List<string>> TryThreeTimesAsync(string order)
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = desk.Chat();
        await chat.OpenAsync();
        await chat.TapAsync("agree");
        var said = new List<string>();
        foreach (var text in new[] { order, "1234", "5678", "abcd" })
        {
            await chat.SendAsync(text);
            said.AddRange(chat.Replies.Select(r => r.Text.Replace(order[^4..], "0000", StringComparison.Ordinal)));
        }

        return said;
    }
}
