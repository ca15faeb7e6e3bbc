using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>What an edited message was when it was first said.</summary>
/// <param name="IsStillAsked">True when it is the buyer's newest, and the question before it was asked once more after it: it was refused.</param>
/// <param name="IsHidden">True when its text was not kept.</param>
/// <param name="Text">Its words as they read last.</param>
internal sealed record EditedMessage(bool IsStillAsked, bool IsHidden, string? Text);

internal static class EditedMessages
{
    /// <summary>How far back is looked; people edit what they have just written.</summary>
    private const int Looked = 200;

    /// <summary>Null when it is not among the last entries of the transcript.</summary>
    public static async ValueTask<EditedMessage?> FindAsync(TurnContext turn, string original, CancellationToken cancellationToken)
    {
        var found = await turn.Store.ReadBackAsync(StoreNames.Transcript(turn.State.Id), long.MaxValue, Looked, cancellationToken).ConfigureAwait(false);
        var entries = found.Entries.Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.TranscriptEntry)!).ToList();
        var place = entries.FindLastIndex(e => e.Author == Author.Buyer && e.Cause == original);
        if (place < 0) return null;
        var later = entries.Skip(place + 1).ToList();
        var versions = later.Where(e => e.In is IncomingMessage.Edited edit && edit.Original == original).ToList();
        // A version in between that had to be hidden hides the later ones.
        var isHidden = TextOf(entries[place].In) == TurnContext.Hidden || versions.Exists(v => v.In is IncomingMessage.Edited { Value: TurnContext.Hidden });
        var isNewest = !later.Except(versions).Any(e => e.Author == Author.Buyer);
        var (before, after) = (Question(entries.Take(place)), Question(later));
        var last = versions.LastOrDefault()?.In is IncomingMessage.Edited version ? version.Value : TextOf(entries[place].In);
        return new EditedMessage(isNewest && before is not null && before == after, isHidden, last);
    }

    private static string? Question(IEnumerable<TranscriptEntry> entries) => entries.LastOrDefault(e => e.Out is OutgoingMessage.Ask)?.Out!.Text;

    private static string? TextOf(IncomingMessage? message) => message switch
    {
        IncomingMessage.Text text => text.Value,
        IncomingMessage.Media media => media.Caption,
        _ => null,
    };
}
