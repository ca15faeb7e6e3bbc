using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.Dialogs.CheckStatus;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RateService;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Dialogs.TalkToHuman;

namespace ChatRefundBot.Dialogs;

/// <summary>Every dialog there is. A dialog that is not in this list does not exist.</summary>
internal sealed class DialogCatalog
{
    public DialogCatalog(DeskServices desk)
    {
        TalkToHuman = new TalkToHumanDialog(desk);
        RateService = new RateServiceDialog(desk);
        CheckStatus = new CheckStatusDialog(desk);
        RequestRefund = new RequestRefundDialog(desk, TalkToHuman);
    }

    public RequestRefundDialog RequestRefund { get; }

    public CheckStatusDialog CheckStatus { get; }

    public TalkToHumanDialog TalkToHuman { get; }

    public RateServiceDialog RateService { get; }

    public IReadOnlyList<Dialog> All => [RequestRefund, CheckStatus, TalkToHuman, RateService];
}
