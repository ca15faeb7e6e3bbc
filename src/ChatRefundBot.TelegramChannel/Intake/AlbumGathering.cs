using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.TelegramChannel.Chats;

namespace ChatRefundBot.TelegramChannel.Intake;

/// <summary>
/// The parts of an album that have come so far. The stored updates are where they are gathered, so that a crash loses none of them;
/// Telegram does not say when an album is whole.
/// </summary>
internal sealed record AlbumGathering(
    IReadOnlyList<(LogEntry Entry, StagedUpdate Staged)> Entries, IReadOnlyList<(MappedUpdate Update, Meaning.File File)> Parts)
{
    /// <summary>Telegram's own bound.</summary>
    private const int MostParts = 10;

    public static AlbumGathering Of(IReadOnlyList<(LogEntry Entry, StagedUpdate Staged)> waiting, string album, UpdateMapper mapper)
    {
        var (entries, parts) = (new List<(LogEntry, StagedUpdate)>(), new List<(MappedUpdate, Meaning.File)>());
        foreach (var item in waiting)
        {
            if (!IsOf(item.Staged.Update, album) || mapper.TryMap(item.Staged.Update) is not { Meaning: Meaning.File file } update) continue;
            entries.Add(item);
            parts.Add((update, file));
        }

        return new AlbumGathering(entries, parts);
    }

    /// <summary>How long there is still to be waited for more; null when it is due.</summary>
    public TimeSpan? DueAfter(DateTimeOffset now, TelegramLimits limits)
    {
        if (Entries.Count >= MostParts) return null;
        var (first, last) = (Entries.Min(e => e.Staged.At), Entries.Max(e => e.Staged.At));
        var due = last + limits.AlbumIdle < first + limits.AlbumLongest ? last + limits.AlbumIdle : first + limits.AlbumLongest;
        return due > now ? due - now : null;
    }

    private static bool IsOf(JsonElement update, string album) =>
        update.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
        && message.TryGetProperty("media_group_id", out var group) && group.ValueKind == JsonValueKind.String && group.ValueEquals(album);
}
