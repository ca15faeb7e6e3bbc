using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatRefundBot.TelegramChannel.Intake;

/// <summary>
/// What an update is about, read from its JSON without the library, so that an update which the library cannot read still finds its place.
/// </summary>
/// <remarks>
/// An update's own number is no identity: it starts anew at random after a quiet week, and a message may come again under another number
/// after a change of the way in. So a message is known by chat, number and time, an edit by its text as well, a tap by its own id.
/// </remarks>
internal abstract record UpdateKey
{
    private UpdateKey() { }

    /// <summary>Something in a private chat.</summary>
    /// <param name="Id">Identity in the chat; the same however often and by whichever way it comes.</param>
    /// <param name="Tap">A tap, which wants an answer at once; null for everything else.</param>
    public sealed record Private(long Chat, string Id, TapKey? Tap) : UpdateKey;

    /// <summary>Something in a group or channel, where the bot has no business.</summary>
    /// <param name="IsPresent">False when it says that the bot is no longer there.</param>
    public sealed record Group(long Chat, bool IsPresent) : UpdateKey;

    /// <summary>A kind that the channel did not ask for.</summary>
    public sealed record Other : UpdateKey;

    /// <summary>It cannot be read.</summary>
    public sealed record Unreadable : UpdateKey;

    /// <summary>The number that the server gave the update; null when it has none.</summary>
    public static long? NumberOf(JsonElement update) =>
        update.ValueKind == JsonValueKind.Object && update.TryGetProperty("update_id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) ? number : null;

    public static UpdateKey Of(JsonElement update)
    {
        try
        {
            if (NumberOf(update) is not { } number) return new Unreadable();
            if (update.TryGetProperty("message", out var message)) return OfMessage(message, edited: false);
            if (update.TryGetProperty("edited_message", out var edited)) return OfMessage(edited, edited: true);
            if (update.TryGetProperty("callback_query", out var tap)) return OfTap(tap);
            if (update.TryGetProperty("my_chat_member", out var member)) return OfMember(number, member);
            return new Other();
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return new Unreadable();
        }
    }

    /// <summary>Identity of a message of a chat.</summary>
    public static string MessageId(long chat, long message, long date) => string.Create(CultureInfo.InvariantCulture, $"tg{chat}.{message}.{date}");

    private static UpdateKey OfMessage(JsonElement message, bool edited)
    {
        var chat = message.GetProperty("chat");
        var chatId = chat.GetProperty("id").GetInt64();
        if (!IsPrivate(chat)) return new Group(chatId, IsPresent: !LeftBy(message));
        var id = MessageId(chatId, message.GetProperty("message_id").GetInt64(), message.GetProperty("date").GetInt64());
        if (!edited) return new Private(chatId, id, null);
        // Two edits may share their second.
        var at = message.TryGetProperty("edit_date", out var date) ? date.GetInt64() : 0;
        var text = message.TryGetProperty("text", out var words) || message.TryGetProperty("caption", out words) ? words.GetString() ?? "" : "";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
        return new Private(chatId, string.Create(CultureInfo.InvariantCulture, $"{id}.e{at}.{hash}"), null);
    }

    private static UpdateKey OfTap(JsonElement tap)
    {
        var id = tap.GetProperty("id").GetString()!;
        var chat = tap.GetProperty("from").GetProperty("id").GetInt64();
        if (tap.TryGetProperty("message", out var message))
        {
            var where = message.GetProperty("chat");
            chat = where.GetProperty("id").GetInt64();
            if (!IsPrivate(where)) return new Group(chat, IsPresent: true);
        }

        return new Private(chat, string.Create(CultureInfo.InvariantCulture, $"tg{chat}.tap.{Short(id)}"), new TapKey(id, TextOf(tap, "data"), TextOf(tap.GetProperty("from"), "language_code")));
    }

    private static UpdateKey OfMember(long number, JsonElement member)
    {
        var chat = member.GetProperty("chat");
        var chatId = chat.GetProperty("id").GetInt64();
        var status = member.GetProperty("new_chat_member").GetProperty("status").GetString();
        if (!IsPrivate(chat)) return new Group(chatId, IsPresent: status is "member" or "administrator" or "restricted");
        var date = member.TryGetProperty("date", out var at) ? at.GetInt64() : 0;
        return new Private(chatId, string.Create(CultureInfo.InvariantCulture, $"tg{chatId}.member.{number}.{date}"), null);
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static bool IsPrivate(JsonElement chat) => chat.TryGetProperty("type", out var type) && type.GetString() == "private";

    private static bool LeftBy(JsonElement message) =>
        message.TryGetProperty("left_chat_member", out var left) && left.TryGetProperty("is_bot", out var bot) && bot.ValueKind == JsonValueKind.True;

    private static string Short(string id) =>
        id.Length is > 0 and <= 64 && id.All(char.IsAsciiLetterOrDigit) ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));
}

/// <param name="Id">By which the tap is answered.</param>
/// <param name="Data">What the button says; null for buttons that say nothing.</param>
/// <param name="Locale">BCP 47 tag of the buyer's device; null when unknown.</param>
internal sealed record TapKey(string Id, string? Data, string? Locale);
