using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.TelegramChannel.Chats;
using ChatRefundBot.TelegramChannel.Sending;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace ChatRefundBot.TelegramChannel.Intake;

/// <summary>A picture or file of a message, still with Telegram.</summary>
/// <param name="Name">As the sender gave it.</param>
/// <param name="Type">MIME type as the sender gave it; null when none.</param>
/// <param name="Size">Bytes; 0 when Telegram does not say.</param>
internal sealed record TelegramFile(string FileId, string Name, string? Type, long Size);

/// <summary>What an update means.</summary>
internal abstract record Meaning
{
    private Meaning() { }

    /// <summary>Messages to be handed on as they are, each with what tells it apart from the others of the update.</summary>
    public sealed record Messages(IReadOnlyList<(string Suffix, IncomingMessage Message)> Items) : Meaning;

    /// <summary>A file, which has to be fetched first.</summary>
    /// <param name="Album">What the parts of an album have in common; null for a file alone.</param>
    public sealed record File(TelegramFile Content, string? Caption, string? Album) : Meaning;

    /// <summary>The buyer came by a link that carries a conversation.</summary>
    public sealed record Link(string Token) : Meaning;

    /// <summary>The buyer has blocked the bot, or let it in again.</summary>
    public sealed record Reach(bool CanReach) : Meaning;

    /// <summary>Nothing that says anything, such as a pinned message.</summary>
    public sealed record Nothing : Meaning;
}

/// <summary>An update as the desk understands it.</summary>
/// <param name="Id">Identity in the conversation.</param>
internal sealed record MappedUpdate(string Id, DateTimeOffset SentAt, string Sender, string? Locale, int? Tapped, Meaning Meaning);

/// <summary>Reads updates of private chats.</summary>
internal sealed class UpdateMapper(TelegramChannelOptions options, ButtonSeals seals)
{
    /// <summary>Null for what cannot be read.</summary>
    public MappedUpdate? TryMap(JsonElement raw)
    {
        try
        {
            return Map(raw);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException or FormatException or NotSupportedException or KeyNotFoundException or OverflowException)
        {
            return null;
        }
    }

    private MappedUpdate Map(JsonElement raw)
    {
        var update = raw.Deserialize<Update>(JsonBotAPI.Options) ?? throw new JsonException("An update is an object.");
        return update switch
        {
            { Message: { } message } => Of(message, IdOf(message), MeaningOf(message)),
            { EditedMessage: { } edited } => Of(edited, IdOf(raw), EditOf(edited)),
            { CallbackQuery: { } tap } => OfTap(tap, IdOf(raw)),
            { MyChatMember: { } member } => new MappedUpdate(
                IdOf(raw), member.Date, SenderOf(member.From.Id), member.From.LanguageCode, null,
                new Meaning.Reach(member.NewChatMember.Status is not (ChatMemberStatus.Kicked or ChatMemberStatus.Left))),
            _ => throw new JsonException("An update of a kind that the channel does not take."),
        };
    }

    private static MappedUpdate Of(Message message, string id, Meaning meaning) =>
        new(id, message.EditDate ?? message.Date, SenderOf(message.From?.Id ?? message.Chat.Id), message.From?.LanguageCode, null, meaning);

    private MappedUpdate OfTap(CallbackQuery tap, string id)
    {
        var chat = tap.Message?.Chat.Id ?? tap.From.Id;
        // What is none of ours was answered when it came.
        Meaning meaning = seals.Read(new ChatAddress(options.BotId, chat), tap.Data) is { } own
            ? new Meaning.Messages([("", new IncomingMessage.Tap(own.Choice, own.Prompt))])
            : new Meaning.Nothing();
        // A tap has no time of its own; null stands for now.
        return new MappedUpdate(id, default, SenderOf(tap.From.Id), tap.From.LanguageCode, tap.Message?.Id, meaning);
    }

    private static string SenderOf(long user) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"telegram-user:{user}");

    private static string IdOf(Message message) => UpdateKey.MessageId(message.Chat.Id, message.Id, new DateTimeOffset(message.Date).ToUnixTimeSeconds());

    private static string IdOf(JsonElement raw) => ((UpdateKey.Private)UpdateKey.Of(raw)).Id;

    private static Meaning EditOf(Message edited)
    {
        var text = edited.Text ?? edited.Caption;
        return text is null ? new Meaning.Nothing() : new Meaning.Messages([("", new IncomingMessage.Edited(IdOf(edited), text))]);
    }

    private static Meaning MeaningOf(Message message)
    {
        if (message.Text is { } text) return OfText(message, text);
        if (message.Photo is { Length: > 0 } sizes)
        {
            // Every size of the same picture; the largest is the one to look at.
            var largest = sizes.MaxBy(s => (long)s.Width * s.Height)!;
            return new Meaning.File(new TelegramFile(largest.FileId, $"photo-{message.Id}.jpg", "image/jpeg", largest.FileSize ?? 0), Caption(message), message.MediaGroupId);
        }

        // An animation comes with a document that is the same.
        if (message is { Document: { } document, Animation: null })
        {
            var file = new TelegramFile(document.FileId, document.FileName ?? $"file-{message.Id}", document.MimeType, document.FileSize ?? 0);
            return new Meaning.File(file, Caption(message), message.MediaGroupId);
        }

        if (KindOf(message) is not { } kind) return new Meaning.Nothing();
        var items = new List<(string, IncomingMessage)> { ("", new IncomingMessage.Unsupported(kind)) };
        if (Caption(message) is { } words) items.Add((".caption", new IncomingMessage.Text(words)));
        return new Meaning.Messages(items);
    }

    private static Meaning OfText(Message message, string text)
    {
        if (message.Entities is [{ Type: MessageEntityType.BotCommand, Offset: 0 } command, ..] && command.Length <= text.Length)
        {
            var word = text[..command.Length];
            var rest = text[command.Length..].Trim();
            var at = word.IndexOf('@', StringComparison.Ordinal);
            if (at > 0) word = word[..at];
            if (word == "/start" && rest.Length > 0) return new Meaning.Link(rest);
            text = rest.Length == 0 ? word : $"{word} {rest}";
        }

        return new Meaning.Messages([("", new IncomingMessage.Text(text))]);
    }

    private static string? Caption(Message message) => string.IsNullOrWhiteSpace(message.Caption) ? null : message.Caption;

    /// <summary>The name of a kind that the desk cannot take; null for notices of Telegram itself.</summary>
    private static string? KindOf(Message message) => message switch
    {
        { Animation: not null } => "animation",
        { Video: not null } => "video",
        { VideoNote: not null } => "video-note",
        { Voice: not null } => "voice",
        { Audio: not null } => "audio",
        { Sticker: not null } => "sticker",
        { Venue: not null } => "venue",
        { Location: not null } => "location",
        { Contact: not null } => "contact",
        { Poll: not null } => "poll",
        { Dice: not null } => "dice",
        { Story: not null } => "story",
        { Game: not null } => "game",
        { PaidMedia: not null } => "paid-media",
        _ => null,
    };
}
