using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using StackExchange.Redis;

namespace ChatRefundBot.Benchmarks.Turns;

/// <summary>What a conversation keeps in Redis while nobody writes, by <c>MEMORY USAGE</c> of every key that bears its name.</summary>
internal static class ParkedConversation
{
    public static async Task PrintAsync(DialogLoad dialogs, ConnectionMultiplexer multiplexer)
    {
        Console.WriteLine("Redis memory of a conversation at rest, bytes (every key that bears its name; transcript and message ids apart; the case, its ticket and the order's guard are not the conversation's):");
        Console.WriteLine();
        Console.WriteLine("| left after | state and the rest | transcript | message ids |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (var (name, messages) in new[] { ("consent", 2), ("the product was shown", 4), ("the verdict", 6), ("the hand-over", 8) })
        {
            var buyer = dialogs.NewBuyer();
            for (var i = 0; i < messages; i++) await dialogs.SendAsync(buyer);
            var (rest, transcript, ids) = await BytesAsync(multiplexer, buyer.Id);
            Console.WriteLine(TurnBenchmark.Line($"| {name} | {rest:N0} | {transcript:N0} | {ids:N0} |"));
        }
    }

    private static async Task<(long Other, long Transcript, long Ids)> BytesAsync(ConnectionMultiplexer multiplexer, ConversationId id)
    {
        var (database, server) = (multiplexer.GetDatabase(), multiplexer.GetServers()[0]);
        var (rest, transcript, ids) = (0L, 0L, 0L);
        await foreach (var key in server.KeysAsync(pattern: $"*{id.Value}*", pageSize: 10_000))
        {
            var bytes = (long)await database.ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", "0");
            var name = key.ToString();
            if (name.Contains(":e:", StringComparison.Ordinal)) ids += bytes;
            else if (name.Contains(":l:transcript:", StringComparison.Ordinal)) transcript += bytes;
            else if (!name.Contains(":d:ticket:", StringComparison.Ordinal)) rest += bytes;
        }

        return (rest + await TimerBytesAsync(database, id), transcript, ids);
    }

    /// <summary>Its share of the index of timers: member, score and what holds them.</summary>
    private static async Task<long> TimerBytesAsync(IDatabase database, ConversationId id)
    {
        const int SkipListNode = 64;
        var timers = await database.SortedSetRangeByRankAsync($"crb{{default}}:i:{StoreNames.Timers}");
        return timers.Where(t => t.ToString().EndsWith(id.Value, StringComparison.Ordinal)).Sum(t => (long)t.ToString().Length + SkipListNode);
    }
}
