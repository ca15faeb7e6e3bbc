using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;

namespace ChatRefundBot.Dialogs.CaseFile;

/// <summary>Offers a buyer the file of their case, in the way that their channel carries files.</summary>
internal static class CaseFileOffer
{
    /// <summary>What buyers type in place of the button.</summary>
    public static readonly string[] Words = ["案件材料", "下载材料", "材料下载", "case file", "download", "download my case"];

    public static async ValueTask SayAsync(TurnContext turn, DeskServices desk, string? caseId, CancellationToken cancellationToken)
    {
        var language = turn.State.Language;
        if (caseId is null || await CaseFiles.FindAsync(turn, caseId, cancellationToken).ConfigureAwait(false) is not { } found)
            turn.Say(desk.Wording.Text(language, CaseFileTexts.None));
        else
            turn.Offer(desk.Wording.Text(language, CaseFileTexts.Ready, ("case", found.Number)), CaseFileMaker.Of(found.Id, found.Number, language));
    }
}
