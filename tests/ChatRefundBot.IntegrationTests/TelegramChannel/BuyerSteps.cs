using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>Buyers who have come so far.</summary>
internal static class BuyerSteps
{
    public const string Agree = "Agree";
    public const string OrderQuestion = "Please send the order ID";

    public static FakeTelegramUser EnglishBuyer(this FakeBotApi api, string name = "Mei") => api.NewUser(name, languageCode: "en");

    /// <summary>Somebody who was greeted and is asked to agree.</summary>
    public static async Task<FakeTelegramUser> GreetedAsync(this FakeBotApi api, string name = "Mei")
    {
        var buyer = api.EnglishBuyer(name);
        buyer.SendCommand("/start");
        await buyer.UntilAsync(m => m.Labels.Contains(Agree));
        return buyer;
    }

    /// <summary>Somebody who has agreed and is asked for the order.</summary>
    public static async Task<FakeTelegramUser> AskedForOrderAsync(this FakeBotApi api, string name = "Mei")
    {
        var buyer = await api.GreetedAsync(name);
        buyer.Tap(Agree);
        await buyer.UntilAskedForOrderAsync();
        return buyer;
    }

    public static Task<BotMessage> UntilAskedForOrderAsync(this FakeTelegramUser buyer, TimeSpan? within = null) =>
        buyer.UntilAsync(m => m.Text.Contains(OrderQuestion, StringComparison.Ordinal), within);
}
