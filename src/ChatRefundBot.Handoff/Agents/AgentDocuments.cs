using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Handoff.Agents;

/// <summary>How agents are kept: one document each, and indexes that follow from it.</summary>
internal static class AgentDocuments
{
    /// <summary>All agents, by the time they were made (Unix milliseconds).</summary>
    public const string All = "agents";

    /// <summary>Agents who have declared to be online and have room, who waits longest first.</summary>
    public const string Free = "agents-free";

    /// <summary>Agents who hold something or have an offer, by the end of their lease.</summary>
    public const string Leases = "agent-leases";

    /// <summary>Agents who have declared to be online, by the end of their lease.</summary>
    public const string Online = "agents-online";

    public static DocumentKey Key(AccountName account) => Key(account.Value);

    public static DocumentKey Key(string account) => new("agent", account);

    public static StoredAgent? Read(StoredDocument? kept) =>
        kept is null ? null : new StoredAgent(JsonSerializer.Deserialize(kept.Body.Span, HandoffJson.Stored.AgentDesk)!, kept.Version);

    /// <summary>Adds an agent's change to a unit, with the indexes.</summary>
    /// <param name="before">Null: a new one.</param>
    public static void Put(CommitUnit unit, StoredAgent? before, AgentDesk after)
    {
        unit.Put(Key(after.Profile.Account), before?.Version ?? 0, JsonSerializer.SerializeToUtf8Bytes(after, HandoffJson.Stored.AgentDesk));
        Index(unit, before?.Desk, after);
    }

    /// <summary>Takes a ticket off an agent with a turn: whoever served it is free for the next one.</summary>
    public static async ValueTask FreeAsync(TurnContext turn, ConversationAgent owner, string ticket, CancellationToken cancellationToken)
    {
        var key = Key(owner.Account);
        if (await turn.Documents.GetAsync(key, HandoffJson.Stored.AgentDesk, cancellationToken).ConfigureAwait(false) is not { } before) return;
        var after = before.Without(ticket) with { IdleSince = turn.Now };
        turn.Documents.Put(key, after, HandoffJson.Stored.AgentDesk);
        Index(turn.Changes, before, after);
    }

    /// <summary>Puts a ticket into an agent's hands with a turn, in the place of the one that it follows.</summary>
    public static async ValueTask ReplaceAsync(TurnContext turn, ConversationAgent owner, string finished, Ticket next, CancellationToken cancellationToken)
    {
        var key = Key(owner.Account);
        if (await turn.Documents.GetAsync(key, HandoffJson.Stored.AgentDesk, cancellationToken).ConfigureAwait(false) is not { } before) return;
        // With the weight of the one before: what an agent has in their hands never grows by finishing something.
        var weight = before.Held.FirstOrDefault(h => h.Ticket == finished)?.Weight ?? 1;
        var after = before.Without(finished);
        after = after with { Held = [.. after.Held, new HeldTicket(next.Id, next.Kind, next.Conversation, next.CaseId, weight, turn.Now, next.Epoch)] };
        turn.Documents.Put(key, after, HandoffJson.Stored.AgentDesk);
        Index(turn.Changes, before, after);
    }

    private static void Index(CommitUnit unit, AgentDesk? before, AgentDesk after)
    {
        var account = after.Profile.Account.Value;
        Set(unit, Free, account, before is null ? null : FreeScore(before), FreeScore(after));
        Set(unit, Leases, account, before is null ? null : LeaseScore(before), LeaseScore(after));
        Set(unit, Online, account, before is null ? null : OnlineScore(before), OnlineScore(after));
    }

    private static void Set(CommitUnit unit, string index, string member, long? before, long? after)
    {
        if (before == after) return;
        if (after is { } score) unit.SetIndex(index, member, score);
        else unit.RemoveIndex(index, member);
    }

    private static long? FreeScore(AgentDesk desk) =>
        desk.Presence == Presence.Online && desk.Free > 0 ? desk.IdleSince.ToUnixTimeMilliseconds() : null;

    private static long? LeaseScore(AgentDesk desk) =>
        desk.Held.Count + desk.Offers.Count > 0 ? desk.LeaseUntil.ToUnixTimeMilliseconds() : null;

    private static long? OnlineScore(AgentDesk desk) => desk.Presence == Presence.Online ? desk.LeaseUntil.ToUnixTimeMilliseconds() : null;
}
