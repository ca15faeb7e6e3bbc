using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.WebChannel.Sessions;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>Transcript entries as activities. The same entry is always the same activity, with the same id; links in it may be fresher.</summary>
internal sealed class ActivityMapper(AttachmentLinks links, OfferedFileLinks offered)
{
    private const string DeskId = "desk";

    /// <summary>The id of what a buyer sent: known when it is accepted, before it has its place in the transcript.</summary>
    public static string IdOf(string conversation, string incomingId) => $"{conversation}|{incomingId}";

    public static TranscriptEntry Read(LogEntry kept) => JsonSerializer.Deserialize(kept.Body.Span, KernelJson.Stored.TranscriptEntry)!;

    /// <param name="sequence">Place of the entry in the transcript.</param>
    /// <param name="site">Scheme and host of the links, such as <c>https://desk.example</c>.</param>
    /// <returns>Null for what is not shown, such as the opening of the chat.</returns>
    public Activity? Map(WebConversation conversation, TranscriptEntry entry, long sequence, string site)
    {
        if (entry.In is { } said) return Buyer(conversation, entry.Cause, entry.At, said, entry.Echo, site);
        var id = string.Create(CultureInfo.InvariantCulture, $"{conversation.Id}|{sequence:D7}");
        if (entry.Owner is { } owner) return HandOff(conversation.Id, id, entry, owner);
        return entry.Out is { } message ? Desk(conversation, id, entry, message, site) : null;
    }

    /// <summary>The echo of a message, as it will stand in the transcript.</summary>
    public Activity? Map(WebConversation conversation, Incoming incoming, string site) =>
        Buyer(conversation, incoming.Id, incoming.SentAt, incoming.Message, incoming.Echo, site);

    public static string Timestamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private Activity? Buyer(WebConversation conversation, string cause, DateTimeOffset at, IncomingMessage said, string? kept, string site)
    {
        if (said is IncomingMessage.Opened or IncomingMessage.PageContext or IncomingMessage.Reachability or IncomingMessage.Continued) return null;
        var echo = kept is null ? null : JsonSerializer.Deserialize(kept, WireJson.Plain.ActivityEcho);
        return new Activity
        {
            Type = "message",
            Id = IdOf(conversation.Id, cause),
            Timestamp = Timestamp(at),
            Conversation = new ChannelAccount(conversation.Id),
            From = new ChannelAccount(conversation.User, Role: "user"),
            Text = said switch
            {
                IncomingMessage.Text text => text.Value,
                IncomingMessage.Tap tap => echo?.Text ?? tap.Key,
                IncomingMessage.Media media => media.Caption ?? "",
                IncomingMessage.Edited edited => "✎ " + edited.Value,
                _ => "",
            },
            TextFormat = "plain",
            Attachments = (said as IncomingMessage.Media)?.Attachments.Select(a => Attachment(conversation, a, site)).ToList(),
            Value = echo?.Value,
            ChannelData = echo?.ChannelData,
        };
    }

    private Activity Desk(WebConversation conversation, string id, TranscriptEntry entry, OutgoingMessage message, string site)
    {
        var ask = message as OutgoingMessage.Ask;
        var isAgent = entry.Author == Author.Agent;
        var data = ask is null && !isAgent && message.Card is null ? null : new DeskChannelData(ask?.PromptId, isAgent ? "agent" : null, message.Card);
        return new Activity
        {
            Type = "message",
            Id = id,
            Timestamp = Timestamp(entry.At),
            Conversation = new ChannelAccount(conversation.Id),
            From = isAgent ? Agent(entry.Name ?? "") : DeskAccount(entry.Language),
            Text = message.Text,
            TextFormat = "plain",
            Locale = entry.Language?.Tag(),
            InputHint = ask is null ? null : "expectingInput",
            SuggestedActions = ask is { Choices.Count: > 0 }
                ? new SuggestedActions([], [.. ask.Choices.Select(c => new CardAction("imBack", c.Label, c.Label, new CardActionData(c.Key, ask.PromptId)))])
                : null,
            Attachments = message.File is { } file
                ? [new ActivityAttachment(file.ContentType, file.Name, site + offered.PathOf(conversation.Id, file.Key))]
                : message.Attachments?.Select(a => Attachment(conversation, a, site)).ToList(),
            ChannelData = data is null ? null : new RawJson(JsonSerializer.Serialize(data, WireJson.Plain.DeskChannelData)),
        };
    }

    /// <summary>A change of who answers is an event, which Microsoft's client keeps and shows nothing for. Null when buyers see no difference.</summary>
    private static Activity? HandOff(string conversation, string id, TranscriptEntry entry, OwnerChange owner)
    {
        if (owner.Context is { } context)
        {
            var call = new HandOffCall(context.Reason, context.Priority, context.Case, Timestamp(context.DueAt), entry.Language?.Tag());
            return Event(conversation, id, entry, "handoff.initiate", JsonSerializer.Serialize(call, WireJson.Plain.HandOffCall));
        }

        var (before, now) = (HandOffState(owner.From), HandOffState(owner.To));
        if ((before == now && owner.Ahead is null && now != HandOffStatus.Accepted) || (now == HandOffStatus.Completed && before != HandOffStatus.Accepted)) return null;
        var status = new HandOffStatus(now, now == HandOffStatus.Accepted ? entry.Name : null, now == HandOffStatus.Queued ? owner.Ahead : null);
        return Event(conversation, id, entry, "handoff.status", JsonSerializer.Serialize(status, WireJson.Plain.HandOffStatus));
    }

    private static Activity Event(string conversation, string id, TranscriptEntry entry, string name, string value) => new()
    {
        Type = "event",
        Id = id,
        Timestamp = Timestamp(entry.At),
        Conversation = new ChannelAccount(conversation),
        From = DeskAccount(entry.Language),
        Name = name,
        Locale = entry.Language?.Tag(),
        Value = new RawJson(value),
    };

    private static string HandOffState(ConversationMode mode) => mode switch
    {
        ConversationMode.Queued or ConversationMode.Offered => HandOffStatus.Queued,
        ConversationMode.Agent => HandOffStatus.Accepted,
        _ => HandOffStatus.Completed,
    };

    private static ChannelAccount DeskAccount(Language? language) => new(DeskId, language == Language.English ? "Refund desk" : "退款服务台", "bot");

    /// <summary>An agent is told from the desk and from other agents by an id that does not say the account's name.</summary>
    private static ChannelAccount Agent(string name) =>
        new("agent:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 6)), name, "bot");

    private ActivityAttachment Attachment(WebConversation conversation, Attachment file, string site) => new(
        FileNames.TypeOf(file.DeclaredType), file.Name, file.Sha256.Length == 0 ? null : site + links.PathOf(conversation.Id, file.Sha256));
}
