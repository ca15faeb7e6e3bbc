using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Sellers;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Testing.Transcripts;

/// <summary>Checks of what stands behind a conversation: its case, its ticket, what is kept of it. Each answers with what it found.</summary>
internal static class ChatChecks
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Identity of the newest case of the conversation; null without one.</summary>
    public static async Task<string?> CaseIdAsync(ChatDriver chat) =>
        await MemoryAsync(chat) is { } memory && memory.TryGetProperty("cases", out var cases) && cases.GetArrayLength() > 0
            ? cases[cases.GetArrayLength() - 1].GetProperty("id").GetString()
            : null;

    /// <summary>The newest case of the conversation as <c>status rule</c>, with the amount when there is one; <c>none</c> without a case.</summary>
    public static async Task<string> CaseAsync(ChatDriver chat)
    {
        if (await CaseIdAsync(chat) is not { } id) return "none";
        var kept = (await chat.Desk.Store.GetAsync([CaseFiles.Key(id)], Token))[0];
        if (kept is null) return "none";
        using var document = JsonDocument.Parse(kept.Body);
        var found = document.RootElement;
        var words = new List<string?> { found.GetProperty("status").GetString() };
        if (found.TryGetProperty("verdict", out var verdict) && verdict.ValueKind == JsonValueKind.Object)
        {
            words.Add(verdict.GetProperty("rule").GetString());
            if (verdict.TryGetProperty("amount", out var amount)) words.Add(amount.GetString());
        }

        return string.Join(' ', words);
    }

    /// <summary>Tickets of the conversation in the queue, the most urgent first, those of the seller behind them, as <c>kind reason priority</c> separated by commas; <c>none</c> without one.</summary>
    public static async Task<string> TicketsAsync(ChatDriver chat)
    {
        var found = new List<string>();
        var agents = await chat.Desk.Store.RangeAsync(TicketQueue.Index, 0, long.MaxValue >> 11, 100, Token);
        var sellers = await chat.Desk.Store.RangeAsync(SellerTickets.Index, 0, long.MaxValue >> 11, 100, Token);
        foreach (var entry in agents.Concat(sellers))
        {
            var kept = (await chat.Desk.Store.GetAsync([TicketQueue.Key(entry.Member)], Token))[0]!;
            using var ticket = JsonDocument.Parse(kept.Body);
            var root = ticket.RootElement;
            if (root.GetProperty("conversation").GetString() != chat.Id.Value) continue;
            found.Add($"{root.GetProperty("kind").GetString()} {root.GetProperty("reason").GetString()} {root.GetProperty("priority").GetString()}");
        }

        return found.Count == 0 ? "none" : string.Join(", ", found);
    }

    /// <summary>Who answers.</summary>
    public static async Task<string> ModeAsync(ChatDriver chat) =>
        (await chat.StateAsync())?.Mode.ToString().ToLower(CultureInfo.InvariantCulture) ?? "none";

    /// <summary><c>nothing</c> when no word and no file of the buyer's is left; otherwise what is.</summary>
    public static async Task<string> KeptAsync(BuyerHands hands)
    {
        var chat = hands.Chat;
        var state = JsonSerializer.Serialize((await chat.StateAsync())!, KernelJson.Stored.ConversationState);
        var transcript = await chat.TranscriptAsync();
        if (transcript.Any(entry => entry.In is not null)) return "the buyer's messages in the transcript";
        if (hands.Typed.Any(text => text.Length > 2 && (state + string.Concat(transcript.Select(t => t.Out?.Text))).Contains(text, StringComparison.OrdinalIgnoreCase)))
            return "the buyer's words in the state or in an answer";
        foreach (var file in hands.Files)
        {
            if (!EvidenceHash.TryParse(file, out var hash)) continue;
            await using var incoming = await chat.Desk.Evidence.OpenIncomingAsync(chat.Id.Value, hash, Token);
            await using var kept = await chat.Desk.Evidence.OpenReadAsync(hash, Token);
            if (incoming is not null || kept is not null) return "a file of the buyer's";
        }

        return "nothing";
    }

    /// <summary>True once the buyer has agreed.</summary>
    public static async Task<bool> HasConsentAsync(ChatDriver chat) => await MemoryAsync(chat) is { } memory && memory.TryGetProperty("consentAt", out _);

    private static async Task<JsonElement?> MemoryAsync(ChatDriver chat) => (await chat.StateAsync())?.Memory?.ToElement();
}
