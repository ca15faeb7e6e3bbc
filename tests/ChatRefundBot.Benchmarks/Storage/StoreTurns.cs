using System.Globalization;
using System.Text;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.Benchmarks.Storage;

/// <summary>The two commits of a turn as the turn engine makes them: accept a message, commit what the dialog made of it.</summary>
internal sealed class StoreTurns(IStore store, string conversation, byte[] state)
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(10);
    private static readonly byte[] s_message = Encoding.UTF8.GetBytes("{\"text\":\"" + new string('m', 240) + "\"}");
    private static readonly byte[] s_entry = Encoding.UTF8.GetBytes("{\"from\":\"bot\",\"text\":\"" + new string('t', 260) + "\"}");

    private readonly DocumentKey _state = new("conversation", conversation);
    private readonly LogKey _inbox = new("inbox", conversation);
    private readonly LogKey _transcript = new("transcript", conversation);
    private readonly string _topic = "conversation:" + conversation;
    private long _turn;

    public async Task FillAsync(int entries)
    {
        if (entries == 0) return;
        var unit = new CommitUnit();
        for (var i = 0; i < entries; i++) unit.Append(_transcript, s_entry);
        await store.CommitAsync(unit, CancellationToken.None);
    }

    public async Task TurnAsync()
    {
        var number = ++_turn;
        var accepted = (CommitResult.Committed)await store.CommitAsync(new CommitUnit()
            .Append(_inbox, s_message, string.Create(CultureInfo.InvariantCulture, $"update-{number}"))
            .Claim("work", conversation, s_lease)
            .Read(_state)
            .Read(_inbox, 0, 50), CancellationToken.None);
        var version = accepted.Documents[0]?.Version ?? 0;
        var committed = await store.CommitAsync(new CommitUnit()
            .Put(_state, version, state)
            .TrimThrough(_inbox, accepted.Logs[0].LastSequence)
            .Append(_transcript, accepted.Logs[0].Entries[0].Body).Append(_transcript, s_entry).Append(_transcript, s_entry)
            .SetIndex("timers", conversation, 1_800_000_000_000 + number)
            .SetIndex("conversations", conversation, 1_700_000_000_000 + number)
            .Settle("work", conversation, _inbox, s_lease)
            .Wake(_topic), CancellationToken.None);
        if (committed is not CommitResult.Committed) throw new InvalidOperationException($"The turn came to {committed}.");
    }
}
