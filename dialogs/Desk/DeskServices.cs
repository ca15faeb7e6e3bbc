using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>What the dialogs share: rules, orders, evidence, words.</summary>
internal sealed partial class DeskServices(
    RefundDialogsOptions options, PolicyTable policy, WordingCatalog wording, DeskWords words,
    IOrderSource orders, IEvidenceStore evidence, EvidenceInspector inspector, ILogger<DeskServices> log)
{
    public RefundDialogsOptions Options => options;

    public PolicyTable Policy => policy;

    public WordingCatalog Wording => wording;

    public DeskWords Words => words;

    public IOrderSource Orders => orders;

    public IEvidenceStore Evidence => evidence;

    public EvidenceInspector Inspector => inspector;

    public CaseNumbers Numbers { get; } = new();

    public Buttons Buttons { get; } = new(wording);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: the order source did not answer")]
    public partial void LogOrdersAway(Exception fault, string conversationId);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: a picture could not be read")]
    public partial void LogEvidenceAway(Exception fault, string conversationId);
}
