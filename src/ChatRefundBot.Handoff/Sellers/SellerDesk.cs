using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Tickets;

namespace ChatRefundBot.Handoff.Sellers;

/// <summary>
/// Takes a seller's answer. It changes nothing by itself: the answer becomes a message of the case's conversation, and its turn sets
/// <c>seller_state</c>, closes the ticket and lets the rules go on.
/// </summary>
public sealed class SellerDesk(IStore store, TimeProvider time)
{
    /// <summary>Makes the message of an answer; whoever calls hands it to the turn engine.</summary>
    /// <param name="caseId">Identity of the case.</param>
    /// <param name="reason">Needed to refuse; control and direction characters are taken out.</param>
    /// <param name="by">Name of the account that answers.</param>
    public async Task<SellerAnswerResult> PrepareAsync(string caseId, SellerReply reply, string? reason, string by, CancellationToken cancellationToken)
    {
        var words = new string([.. (reason ?? "").Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format)]).Trim();
        if (words.Length > SellerAnswer.LongestReason) return SellerAnswerResult.ReasonTooLong.Instance;
        if (reply == SellerReply.Refused && words.Length == 0) return SellerAnswerResult.ReasonMissing.Instance;
        var kept = (await store.GetAsync([SellerTickets.Key(caseId, SellerErrand.Answer)], cancellationToken).ConfigureAwait(false))[0];
        if (kept is null) return SellerAnswerResult.NotAsked.Instance;
        var ticket = JsonSerializer.Deserialize(kept.Body.Span, TicketJson.Stored.Ticket)!;
        if (ticket.Status != TicketStatus.Queued) return SellerAnswerResult.Closed.Instance;
        var answer = new SellerAnswer(caseId, reply, words.Length == 0 ? null : words, by, time.GetUtcNow());
        // One answer to one question: the second of two that come at once is a duplicate.
        var id = string.Create(CultureInfo.InvariantCulture, $"{ticket.Id}|{ticket.CreatedAt.ToUnixTimeMilliseconds()}");
        var news = new IncomingMessage.News(SellerAnswer.Topic, JsonSerializer.SerializeToElement(answer, SellerJson.Default.SellerAnswer));
        return new SellerAnswerResult.Ready(new Incoming(id, ticket.Conversation, answer.At, null, news));
    }
}

/// <summary>Answer to <see cref="SellerDesk.PrepareAsync"/>.</summary>
public abstract record SellerAnswerResult
{
    private SellerAnswerResult() { }

    /// <param name="Message">To be accepted; a duplicate means that another answer was quicker.</param>
    public sealed record Ready(Incoming Message) : SellerAnswerResult;

    /// <summary>No seller was asked about this case.</summary>
    public sealed record NotAsked : SellerAnswerResult
    {
        public static readonly NotAsked Instance = new();
    }

    /// <summary>The case no longer waits for the seller: it was answered, or a person has it.</summary>
    public sealed record Closed : SellerAnswerResult
    {
        public static readonly Closed Instance = new();
    }

    /// <summary>Whoever refuses says why.</summary>
    public sealed record ReasonMissing : SellerAnswerResult
    {
        public static readonly ReasonMissing Instance = new();
    }

    public sealed record ReasonTooLong : SellerAnswerResult
    {
        public static readonly ReasonTooLong Instance = new();
    }
}
