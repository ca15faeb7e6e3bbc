using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Turns;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatRefundBot.Tests.Chats;

/// <summary>How often a turn of the refund dialog goes to the store.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public async Task A_plain_step_costs_two_round_trips_and_the_one_that_opens_a_case_six()
    {
        var sent = 0;
        CountingStore? counting = null;
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions
        {
            Store = (clock, directory) => counting = new CountingStore(
                new SqliteStore(new SqliteStoreOptions { DataDirectory = directory }, clock, NullLogger<SqliteStore>.Instance)),
        });
        var order = desk.Order("YKATF7HUVMJJ0001");
        var chat = desk.Chat("web:1");
        (string Text, int Most)[] steps =
        [
            ("你好", 2), ("说明", 2), ("同意", 2), ("帮助", 2), ("not an order", 2), (order.Order.Id.Value, 3), (order.Answer!, 4), ("是", 2), ("返回", 2), ("是", 2),
            ("没用想退", 6), ("帮助", 2), ("english", 2),
        ];
        foreach (var (text, most) in steps)
        {
            counting!.Reset();
            await desk.AcceptAsync(new Incoming($"m{++sent}", chat.Id, desk.Clock.GetUtcNow(), "s", new IncomingMessage.Text(text)));
            Assert.True(counting.RoundTrips <= most, $"'{text}' went to the store {counting.RoundTrips} times, not {most}.");
        }
    }
}
