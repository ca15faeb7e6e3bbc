using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>What an edited message was when it was first said.</summary>
/// <param name="IsNewest">True when the buyer has said nothing since.</param>
/// <param name="IsHidden">True when its text was not kept.</param>
internal sealed record EditedMessage(bool IsNewest, bool IsHidden);

internal static class EditedMessages
{
    /// <summary>How far back is looked; people edit what they have just written.</summary>
    private const int Looked = 200;

    /// <summary>Null when it is not among the last entries of the transcript.</summary>
    public static async ValueTask<EditedMessage?> FindAsync(TurnContext turn, string original, CancellationToken cancellationToken)
    {
        var found = await turn.Store.ReadBackAsync(StoreNames.Transcript(turn.State.Id), long.MaxValue, Looked, cancellationToken).ConfigureAwait(false);
        var isNewest = true;
        var isHidden = false;
        for (var i = found.Entries.Count - 1; i >= 0; i--)
        {
            var entry = JsonSerializer.Deserialize(found.Entries[i].Body.Span, KernelJson.Stored.TranscriptEntry)!;
            if (entry.Author != Author.Buyer) continue;
            // A version in between that had to be hidden hides the later ones.
            if (entry.In is IncomingMessage.Edited edit && edit.Original == original) isHidden |= edit.Value == TurnContext.Hidden;
            else if (entry.Cause == original) return new EditedMessage(isNewest, isHidden || TextOf(entry.In) == TurnContext.Hidden);
            else isNewest = false;
        }

        return null;
    }

    private static string? TextOf(IncomingMessage? message) => message switch
    {
        IncomingMessage.Text text => text.Value,
        IncomingMessage.Media media => media.Caption,
        _ => null,
    };
}
