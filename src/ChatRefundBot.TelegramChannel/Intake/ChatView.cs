using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Chats;

namespace ChatRefundBot.TelegramChannel.Intake;

/// <summary>A chat and its waiting updates at one moment.</summary>
internal sealed record ChatView
{
    private readonly long _version;
    private readonly ChatRecord _kept;

    public ChatView(ChatAddress chat, StoredDocument? record, StoredDocument? blocked, IReadOnlyList<LogEntry> entries)
    {
        (Chat, Blocked, _version) = (chat, blocked, record?.Version ?? 0);
        Record = _kept = ChatRecord.Read(record);
        Waiting = [.. entries
            .Where(e => !Record.Taken.Contains(e.Sequence))
            .Select(e => (e, JsonSerializer.Deserialize(e.Body.Span, ChatJson.Stored.StagedUpdate)!))];
    }

    public ChatAddress Chat { get; }

    public ChatRecord Record { get; init; }

    /// <summary>Set while the buyer has blocked the bot.</summary>
    public StoredDocument? Blocked { get; }

    /// <summary>Updates that nobody has taken, oldest first.</summary>
    public IReadOnlyList<(LogEntry Entry, StagedUpdate Staged)> Waiting { get; }

    /// <summary>The conversation that the chat's messages belong to.</summary>
    public ConversationId Target => Record.LinkedTo ?? Chat.Conversation;

    /// <summary>Takes updates away, those behind others by a note. Against the version that was read, so that two workers cannot both do it.</summary>
    /// <param name="sequences">The oldest waiting one first.</param>
    /// <param name="record">The chat's record as it is to be; null: as it was.</param>
    public void TakeAway(CommitUnit unit, IReadOnlyList<long> sequences, ChatRecord? record)
    {
        var through = 0L;
        foreach (var (entry, _) in Waiting)
        {
            if (!sequences.Contains(entry.Sequence)) break;
            through = entry.Sequence;
        }

        unit.TrimThrough(Chat.Inbox, through);
        var taken = Record.Taken.Concat(sequences).Where(s => s > through).Distinct().Order().ToArray();
        var wanted = (record ?? Record) with { Taken = taken };
        if (taken.Length > 0 || _kept.Taken.Count > 0 || record is not null) unit.Put(Chat.Record, _version, wanted.Body());
        else unit.Expect(Chat.Record, _version);
    }
}
