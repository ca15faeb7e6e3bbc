using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>What the dialogs share: rules, orders, evidence, words.</summary>
internal sealed partial class DeskServices(
    RefundDialogsOptions options, PolicyTables tables, PolicyShelf shelf, WordingCatalog wording, DeskWords words,
    IOrderSource orders, IEvidenceStore evidence, EvidenceInspector inspector, QueueRulesSource queue, ILogger<DeskServices> log)
{
    public RefundDialogsOptions Options => options;

    /// <summary>The rules in use: for everything that belongs to no case yet.</summary>
    public PolicyTable Policy => tables.Current;

    public PolicyTables Tables => tables;

    public WordingCatalog Wording => wording;

    public DeskWords Words => words;

    public IOrderSource Orders => orders;

    public IEvidenceStore Evidence => evidence;

    public EvidenceInspector Inspector => inspector;

    /// <summary>How the queue of agents works, and when they are there.</summary>
    public QueueRulesSource Queue => queue;

    public CaseNumbers Numbers { get; } = new();

    public Buttons Buttons { get; } = new(wording);

    /// <summary>
    /// The rules that a case goes by: those it began with, as long as they are to be had, else the ones in use. Costs nothing beyond the
    /// case, which a turn that decides has read anyway, unless older rules have to be fetched from the store once.
    /// </summary>
    /// <param name="caseId">Null: no case yet.</param>
    public async ValueTask<PolicyTable> PolicyOfAsync(TurnContext turn, string? caseId, CancellationToken cancellationToken)
    {
        var current = tables.Current;
        if (caseId is null || await CaseFiles.FindAsync(turn, caseId, cancellationToken).ConfigureAwait(false) is not { PolicyVersion: { } version }) return current;
        if (version == current.Version) return current;
        if (tables.Find(version) is { } held) return held;
        if (await shelf.FindAsync(version, cancellationToken).ConfigureAwait(false) is { } kept)
        {
            tables.Hold(kept);
            return kept;
        }

        LogPolicyGone(version, current.Version, turn.State.Id.Value);
        return current;
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: the order source did not answer")]
    public partial void LogOrdersAway(Exception fault, string conversationId);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: a picture could not be read")]
    public partial void LogEvidenceAway(Exception fault, string conversationId);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Conversation {ConversationId}: rules {PolicyVersion} are not kept any more; the case goes by {CurrentVersion}")]
    private partial void LogPolicyGone(string policyVersion, string currentVersion, string conversationId);
}
