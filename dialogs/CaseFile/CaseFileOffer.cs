using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;

namespace ChatRefundBot.Dialogs.CaseFile;

/// <summary>Offers a buyer the file of their case, in the way that their channel carries files.</summary>
internal static class CaseFileOffer
{
    /// <summary>What buyers type in place of the button.</summary>
    public static readonly string[] Words = ["案件材料", "下载材料", "材料下载", "case file", "download", "download my case"];

    /// <summary>A channel that is sent texts alone: a promised file that never comes would be worse than none.</summary>
    private const string TextsOnly = "telegram";

    public static async ValueTask SayAsync(TurnContext turn, DeskServices desk, string? caseId, CancellationToken cancellationToken)
    {
        var language = turn.State.Language;
        if (caseId is null || await CaseFiles.FindAsync(turn, caseId, cancellationToken).ConfigureAwait(false) is not { } found)
            turn.Say(desk.Wording.Text(language, CaseFileTexts.None));
        else if (turn.State.Id.Channel == TextsOnly)
            turn.Say(CaseFileText.Of(found, desk.Wording, language));
        else
            turn.Offer(desk.Wording.Text(language, CaseFileTexts.Ready, ("case", found.Number)), CaseFileMaker.Of(found.Id, found.Number, language));
    }
}
