using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Evidence;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Takes pictures into a case: looks at each, tells the buyer which were not taken and why, has the others kept.</summary>
internal sealed class EvidenceIntake(DeskServices desk)
{
    /// <summary>Pictures bound to one case at most; more prove nothing further.</summary>
    public const int MaxPictures = 30;

    /// <summary>Kind of outbox entries that move or erase files.</summary>
    public const string OutboxKind = "evidence";

    /// <summary>Inspects pictures and adds those that pass to the state. Says what happened to each.</summary>
    public async ValueTask TakeAsync(
        StepContext<RequestRefundState> step, IReadOnlyList<Attachment> attachments, string kind, CancellationToken cancellationToken)
    {
        var keep = new List<string>();
        foreach (var attachment in attachments)
        {
            if (step.State.Evidence.Exists(e => e.Sha256 == attachment.Sha256 && attachment.Sha256.Length > 0))
            {
                step.Say(Texts.EvidenceSame);
                continue;
            }

            if (step.State.Evidence.Count >= MaxPictures)
            {
                step.Say(Texts.EvidenceTooMany, ("max", Show.Number(MaxPictures)));
                break;
            }

            switch (await InspectAsync(step, attachment, cancellationToken).ConfigureAwait(false))
            {
                case EvidenceInspection.Accepted { Image: var image }:
                    step.State.Evidence.Add(new EvidencePicture(kind, image.Sha256.Hex, image.Mime, image.Width, image.Height, image.Size, step.Turn.Now));
                    keep.Add(image.Sha256.Hex);
                    break;
                case EvidenceInspection.Refused refused:
                    step.Say(Texts.EvidenceRefused + "." + refused.Reason, ("name", NameOf(attachment)));
                    break;
                default:
                    step.Say(Texts.EvidenceAway, ("name", NameOf(attachment)));
                    break;
            }
        }

        if (keep.Count == 0) return;
        var received = step.T(Texts.EvidenceReceived, ("n", Show.Number(step.State.Evidence.Count)));
        // While something is missing the question that follows has the list; after the last picture nothing else would tick it off.
        var isLast = step.State.Missing.Count > 0 && RequestRefundDialog.MissingKinds(step).Count == 0;
        step.Turn.Say(received, isLast ? RequestCards.Received(step, received) : null);
        step.Turn.CarryOut(OutboxKind, new EvidenceOrder(keep, false), DialogJson.Stored.EvidenceOrder);
    }

    /// <summary>Null when the picture could not be looked at now.</summary>
    private async ValueTask<EvidenceInspection?> InspectAsync(StepContext<RequestRefundState> step, Attachment attachment, CancellationToken cancellationToken)
    {
        if (attachment.Refusal is not null)
            return new EvidenceInspection.Refused(Enum.TryParse<EvidenceRefusal>(attachment.Refusal, out var reason) ? reason : EvidenceRefusal.NotAnImage);
        if (!EvidenceHash.TryParse(attachment.Sha256, out var hash)) return new EvidenceInspection.Refused(EvidenceRefusal.Empty);
        var (ok, result) = await step.Turn.ReadAsync(
            async ct =>
            {
                var conversation = step.Turn.State.Id.Value;
                var stream = await desk.Evidence.OpenIncomingAsync(conversation, hash, ct).ConfigureAwait(false)
                    ?? await desk.Evidence.OpenReadAsync(hash, ct).ConfigureAwait(false);
                if (stream is null) return null;
                await using (stream.ConfigureAwait(false))
                    return await desk.Inspector.InspectAsync(stream, attachment.DeclaredType ?? attachment.Name, ct).ConfigureAwait(false);
            },
            fault => desk.LogEvidenceAway(fault, step.Turn.State.Id.Value),
            cancellationToken).ConfigureAwait(false);
        return ok ? result : null;
    }

    /// <summary>The file's name as far as it is fit to be repeated.</summary>
    private static string NameOf(Attachment attachment)
    {
        var name = new string([.. Path.GetFileName(attachment.Name).Where(c => !char.IsControl(c)).Take(40)]);
        return name.Length == 0 ? "—" : name;
    }
}
