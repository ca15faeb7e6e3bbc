using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.TelegramChannel;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>Two hosts on one store share one bot, and with it one budget.</summary>
public sealed class TwoHostsTests(SharedRedis redis)
{
    [Fact]
    public async Task Two_hosts_together_stay_within_the_bots_limits()
    {
        var shop = SharedRedis.NewShop();
        await using var api = await FakeBotApi.StartAsync(new FakeBotApiOptions { EnforceRates = true });
        var options = new TelegramDeskOptions { Redis = redis.Server.ConnectionString, Shop = shop, Limits = new TelegramLimits() };
        await using var one = await TelegramDesk.StartAsync(api, options);
        await using var two = await TelegramDesk.StartAsync(api, options);
        var buyers = Enumerable.Range(1, 120).Select(n => api.EnglishBuyer($"B{n}")).ToList();
        foreach (var buyer in buyers) buyer.SendCommand("/start");
        await api.Updates.UntilConfirmedAsync(TimeSpan.FromSeconds(30));
        // Half of the chats have something to be sent by each host.
        for (var n = 0; n < buyers.Count; n++)
        {
            var desk = n % 2 == 0 ? one : two;
            await desk.SayAsync(TelegramDesk.ConversationOf(api, buyers[n]), $"note-{n}", new OutgoingMessage.Say { Text = "note" });
        }

        await Task.WhenAll(buyers.Select(b => b.UntilAsync(m => m.Text == "note", TimeSpan.FromSeconds(60))));

        // Hosts that begin in one second may meet once before they know of each other.
        Assert.InRange(api.Rates.Limited, 0, 3);
        Assert.InRange(api.Rates.PeakPerSecond, 1, 30);
    }
}
