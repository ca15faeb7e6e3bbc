using System.Globalization;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Decisions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.Testing.Chats;

/// <summary>
/// An agent without a screen: claims, writes, decides, gives back. Each verb returns what the queue answered, with everything done that
/// follows from it; the buyer's driver sees what was said after <see cref="ChatDriver.LookAsync"/>.
/// </summary>
/// <example>
/// <code>
/// var agent = await desk.AgentAsync("lin", "小林");
/// await agent.ClaimNextAsync();
/// await agent.SendAsync("您好，我来看看。");
/// await agent.HandBackAsync(new ResumePoint.Continue());
/// </code>
/// </example>
public sealed class AgentDriver(TestDesk desk, AccountName account)
{
    private static int s_acts;

    public AccountName Account => account;

    /// <summary>What the last claim got.</summary>
    public HeldTicket? Held { get; set; }

    private TicketDesk Tickets => desk.Services.GetRequiredService<TicketDesk>();

    private AgentActs Acts => desk.Services.GetRequiredService<AgentActs>();

    private AgentDirectory Agents => desk.Services.GetRequiredService<AgentDirectory>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<ClaimResult> ClaimNextAsync() => Keep(await Tickets.TryClaimNextAsync(account, Token));

    public async Task<ClaimResult> ClaimAsync(string ticketId) => Keep(await Tickets.TryClaimAsync(account, ticketId, Token));

    /// <summary>Claims the buyer's own ticket.</summary>
    public Task<ClaimResult> ClaimAsync(ChatDriver chat) => ClaimAsync(TicketQueue.IdOf(chat.Id, TicketKind.TakeOver, null));

    public async Task<ClaimResult> TakeOverAsync(ChatDriver chat, string? fromTicket = null) => Keep(await Tickets.TakeOverAsync(account, chat.Id, fromTicket, Token));

    public async Task<ActResult> SendAsync(string text, string? actId = null) =>
        await SettleAsync(Acts.SendAsync(account, Held!, text, [], actId ?? NewId(), Token));

    public async Task<ActResult> NoteAsync(ChatDriver chat, string text) => await SettleAsync(Acts.NoteAsync(account, chat.Id, Held?.Ticket, text, NewId(), Token));

    public async Task<ActResult> HandBackAsync(ResumePoint resume) => await SettleAsync(Acts.HandBackAsync(account, Held!, resume, NewId(), Token));

    public async Task<ActResult> ResolveAsync() => await SettleAsync(Acts.ResolveAsync(account, Held!, "", NewId(), Token));

    public async Task<ActResult> DecideAsync(AgentDecision decision, string? actId = null) =>
        await SettleAsync(Acts.DoAsync(account, Held!, AgentDecision.Act, decision, DecisionJson.Stored.AgentDecision, actId ?? NewId(), Token));

    public async Task<ActResult> ReportAsync(PayoutReport report, string? actId = null) =>
        await SettleAsync(Acts.DoAsync(account, Held!, PayoutReport.Act, report, DecisionJson.Stored.PayoutReport, actId ?? NewId(), Token));

    public async Task<ReleaseResult> ReleaseAsync()
    {
        var result = await Tickets.ReleaseAsync(account, Held!.Ticket, "", Token);
        await desk.SettleAsync();
        return result;
    }

    public async Task<ReleaseResult> DeclineAsync(string ticketId)
    {
        var result = await Tickets.DeclineAsync(account, ticketId, Token);
        await desk.SettleAsync();
        return result;
    }

    public async Task<TransferResult> TransferAsync(AgentDriver to)
    {
        var result = await Tickets.TransferAsync(account, Held!.Ticket, to.Account, "", Token);
        if (result is TransferResult.Transferred) to.Held = (await to.DeskAsync()).Held.Single(h => h.Ticket == Held.Ticket);
        await desk.SettleAsync();
        return result;
    }

    public Task<PresenceResult> SetPresenceAsync(Presence presence) => Agents.SetPresenceAsync(account, presence, Token);

    /// <summary>A sign of life, as the console gives while it is open.</summary>
    public Task<PresenceResult> RenewAsync() => Agents.RenewAsync(account, Token);

    /// <summary>The agent as they stand in the store.</summary>
    public async Task<AgentDesk> DeskAsync() => (await Agents.FindAsync(account, Token))!;

    /// <summary>The newest ticket in this agent's hands of a kind; for what a decision leaves to do.</summary>
    public async Task HoldAsync(TicketKind kind) => Held = (await DeskAsync()).Held.Last(h => h.Kind == kind);

    private ClaimResult Keep(ClaimResult result)
    {
        if (result is ClaimResult.Claimed claimed) Held = claimed.Held;
        return result;
    }

    private async Task<ActResult> SettleAsync(Task<ActResult> act)
    {
        var result = await act;
        await desk.SettleAsync();
        return result;
    }

    private static string NewId() => Interlocked.Increment(ref s_acts).ToString(CultureInfo.InvariantCulture);
}
