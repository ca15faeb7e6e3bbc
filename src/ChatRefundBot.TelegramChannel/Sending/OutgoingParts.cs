using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.TelegramChannel.Chats;
using Telegram.Bot.Types.ReplyMarkups;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>One message of those that an answer takes.</summary>
/// <param name="Text">Plain text that fits.</param>
/// <param name="Speaker">Name of the agent who says it; null for the desk.</param>
/// <param name="Mark">What is said before it when it may have come already; null otherwise.</param>
/// <param name="Files">Files to be uploaded in place of the text, of one kind; null for a text.</param>
internal sealed record OutgoingPart(string Text, string? Speaker, InlineKeyboardMarkup? Buttons, string? Mark = null, IReadOnlyList<Attachment>? Files = null)
{
    public string Html
    {
        get
        {
            var mark = Mark is null ? "" : $"<i>{MessageText.Escape(Mark)}</i>\n";
            var speaker = Speaker is null ? "" : $"<b>{MessageText.Escape(Speaker)}</b>\n";
            return mark + speaker + MessageText.Escape(Text);
        }
    }

    public string Plain => (Mark is null ? "" : Mark + "\n") + (Speaker is null ? "" : Speaker + "\n") + Text;
}

/// <summary>Puts an answer together as Telegram takes it.</summary>
internal sealed class OutgoingParts(ButtonSeals seals)
{
    /// <summary>Room for a mark and an agent's name in every message.</summary>
    private const int Room = 160;

    private const int MostRows = 8;
    private const int MaxAlbum = 10;
    private const long MaxPhotoBytes = 10 * 1024 * 1024;

    /// <summary>Labels up to so many characters stand two in a row; wide ones count double.</summary>
    private const int Narrow = 14;

    public IReadOnlyList<OutgoingPart> Of(ChatAddress chat, OutboxEntry entry)
    {
        var message = entry.Message!;
        var speaker = message.Agent;
        var texts = MessageText.Split(message.Text, MessageText.MaxLength - Room);
        var parts = texts.Select(t => new OutgoingPart(t, speaker, null)).ToArray();
        // Under the last text, where the buyer has read to.
        if (parts.Length > 0 && message is OutgoingMessage.Ask ask) parts[^1] = parts[^1] with { Buttons = ButtonsOf(chat, ask) };
        return [.. parts, .. FilesOf(message, speaker)];
    }

    /// <summary>True for what Telegram shows as a picture; everything else goes as a file, byte for byte.</summary>
    public static bool IsPhoto(Attachment file) => file is { DeclaredType: "image/png" or "image/jpeg" or "image/webp", Size: <= MaxPhotoBytes };

    private static IEnumerable<OutgoingPart> FilesOf(OutgoingMessage message, string? speaker)
    {
        var files = message.Attachments?.Where(a => a.Sha256.Length > 0).ToList() ?? [];
        return files.Where(IsPhoto).Chunk(MaxAlbum).Concat(files.Where(f => !IsPhoto(f)).Select(f => new[] { f })).Select(f => new OutgoingPart("", speaker, null, null, f));
    }

    private InlineKeyboardMarkup? ButtonsOf(ChatAddress chat, OutgoingMessage.Ask ask)
    {
        var buttons = ask.Choices
            .Select(c => (c.Label, Data: seals.Make(chat, new ButtonKey(ask.PromptId, c.Key))))
            .Where(b => b.Data is not null)
            .Select(b => (Wide: Width(b.Label) > Narrow, Button: InlineKeyboardButton.WithCallbackData(b.Label, b.Data!)))
            .ToList();
        if (buttons.Count == 0) return null;
        var always = buttons.Count > MostRows;
        var rows = new List<List<InlineKeyboardButton>>();
        var open = false;
        foreach (var (wide, button) in buttons)
        {
            if (open && (always || !wide))
            {
                rows[^1].Add(button);
                open = false;
                continue;
            }

            rows.Add([button]);
            open = always || !wide;
        }

        return new InlineKeyboardMarkup(rows);
    }

    private static int Width(string label) => label.Sum(c => c >= '\u2e80' ? 2 : 1);
}
