using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Text;

namespace ChatRefundBot.Testing.Telegram.Users;

/// <summary>A picture or a file of a message.</summary>
/// <param name="Kind">photo or document.</param>
/// <param name="Content">Of a photo: of its largest size.</param>
public sealed record BotMedia(string Kind, string FileId, string? FileName, string? Mime, byte[] Content);

/// <summary>A message of the bot as a client showed it at one moment.</summary>
public sealed record BotMessage
{
    public required int Id { get; init; }

    public required long ChatId { get; init; }

    /// <summary>The text, or the caption, without its formatting.</summary>
    public required string Text { get; init; }

    public required IReadOnlyList<TextEntity> Entities { get; init; }

    /// <summary>The buttons below it.</summary>
    public required IReadOnlyList<IReadOnlyList<BotButton>> Rows { get; init; }

    public BotMedia? Media { get; init; }

    public string? MediaGroupId { get; init; }

    public int? ReplyToId { get; init; }

    /// <summary>How often its text was changed.</summary>
    public int Edits { get; init; }

    public required DateTimeOffset At { get; init; }

    public IEnumerable<string> Labels => Rows.SelectMany(r => r).Select(b => b.Label);

    /// <summary>The parts of the text that are formatted so.</summary>
    public IEnumerable<string> Parts(string entityType) => Entities.Where(e => e.Type == entityType).Select(e => Text.Substring(e.Offset, e.Length));

    public override string ToString() => $"#{Id} {Text.ReplaceLineEndings(" / ")}{(Rows.Count == 0 ? "" : $" [{string.Join("] [", Labels)}]")}";

    internal static BotMessage Of(StoredMessage message) => new()
    {
        Id = message.Id,
        ChatId = message.Chat.Id,
        Text = message.Text.Text,
        Entities = message.Text.Entities,
        Rows = message.Keyboard?.Rows ?? [],
        Media = message.Media?.Main is { } file ? new BotMedia(message.Media.Kind, file.Id, file.Name, file.Mime, file.Content) : null,
        MediaGroupId = message.MediaGroupId,
        ReplyToId = message.ReplyTo?.Id,
        Edits = message.Edits,
        At = message.At,
    };
}
