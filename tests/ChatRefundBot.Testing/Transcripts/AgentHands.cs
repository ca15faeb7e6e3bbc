using System.Globalization;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Acts;
using ChatRefundBot.Handoff.Agents;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Handoff.Tickets;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Decisions;
using ChatRefundBot.Testing.Chats;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.Testing.Transcripts;

/// <summary>Carries out what an agent does in a golden chat: <c>@agent NAME verb words</c>.</summary>
internal sealed class AgentHands(TestDesk desk, ChatDriver chat)
{
    private const string Verbs =
        "comes, claims, takes over, takes next, says WORDS, notes WORDS, hands back [continue [STEP]|verdict-given|start-over], releases, leaves, stays, "
        + "transfers to NAME, approves, changes AMOUNT REASON, reissues REASON, refuses [REASON], asks for KIND, rejects KIND REASON and asks for it, pays REFERENCE, fails REASON, tries again";

    /// <param name="text">What follows <c>@agent</c> in the file.</param>
    /// <exception cref="FormatException">It is nothing that an agent does, or the queue refuses it; the message says why.</exception>
    public async Task DoAsync(string text)
    {
        var words = text.Split(' ', 3);
        var agent = await desk.AgentAsync(words[0].ToLowerInvariant(), words[0]);
        var verb = words.Length > 1 ? words[1] : "";
        var rest = words.Length > 2 ? words[2] : "";
        switch (verb)
        {
            case "comes":
                await agent.SetPresenceAsync(Presence.Online);
                break;
            case "claims":
                Good(await agent.ClaimAsync(chat));
                break;
            case "takes" when rest == "over":
                Good(await agent.TakeOverAsync(chat));
                break;
            case "takes" when rest == "next":
                Good(await agent.ClaimNextAsync());
                break;
            case "leaves":
                await agent.SetPresenceAsync(Presence.Offline);
                break;
            case "stays":
                await agent.RenewAsync();
                break;
            default:
                await ActAsync(agent, verb, rest);
                break;
        }
    }

    /// <summary>Sets when people are on duty, the same every day, in Beijing's time; nothing: never.</summary>
    public static void SetHours(TestDesk desk, string text)
    {
        var windows = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Window).ToArray();
        var zone = TimeZoneInfo.CreateCustomTimeZone("shop", TimeSpan.FromHours(8), "shop", "shop");
        var week = Enum.GetValues<DayOfWeek>().ToDictionary(d => d, _ => (IReadOnlyList<StaffedWindow>)windows);
        var source = desk.Services.GetRequiredService<QueueRulesSource>();
        source.Current = source.Current with { Hours = new StaffedHours(zone, week, new Dictionary<DateOnly, IReadOnlyList<StaffedWindow>>()) };

        static StaffedWindow Window(string window)
        {
            var ends = window.Split('-').Select(t => TimeOnly.ParseExact(t, "HH:mm", CultureInfo.InvariantCulture)).ToArray();
            return new StaffedWindow((ends[0].Hour * 60) + ends[0].Minute, (ends[1].Hour * 60) + ends[1].Minute);
        }
    }

    private async Task ActAsync(AgentDriver agent, string verb, string rest)
    {
        // What the agent has in hand about this buyer, the talk itself first.
        agent.Held = (await agent.DeskAsync()).Held.Where(h => h.Conversation == chat.Id).OrderBy(h => h.Kind).FirstOrDefault();
        if (agent.Held is null) throw new FormatException($"{agent.Account} has nothing of this buyer in hand");
        var words = rest.Split(' ', 2);
        switch (verb)
        {
            case "says":
                Good(await agent.SendAsync(rest));
                break;
            case "notes":
                Good(await agent.NoteAsync(chat, rest));
                break;
            case "hands":
                Good(await agent.HandBackAsync(Resume(rest)));
                break;
            case "releases":
                if (await agent.ReleaseAsync() is not ReleaseResult.Released) throw new FormatException("the release was refused");
                break;
            case "transfers":
                var to = rest["to ".Length..];
                var answer = await agent.TransferAsync(await desk.AgentAsync(to.ToLowerInvariant(), to));
                if (answer is not TransferResult.Transferred) throw new FormatException($"the transfer was refused: {answer}");
                break;
            case "approves":
                Good(await agent.DecideAsync(new AgentDecision.Approve((await CaseAsync()).Id)));
                break;
            case "changes":
                var amount = decimal.Parse(words[0], NumberStyles.Number, CultureInfo.InvariantCulture);
                Good(await agent.DecideAsync(new AgentDecision.Change((await CaseAsync()).Id, RulingOutcome.Refund, amount, words.Length > 1 ? Reason(words[1]) : null)));
                break;
            case "reissues":
                Good(await agent.DecideAsync(new AgentDecision.Change((await CaseAsync()).Id, RulingOutcome.Reissue, null, rest.Length > 0 ? Reason(rest) : null)));
                break;
            case "refuses":
                Good(await agent.DecideAsync(new AgentDecision.Refuse((await CaseAsync()).Id, rest.Length > 0 ? Reason(rest) : null)));
                break;
            case "asks":
                Good(await agent.DecideAsync(new AgentDecision.AskMore((await CaseAsync()).Id, [rest["for ".Length..]], null)));
                break;
            case "rejects":
                var kept = await CaseAsync();
                var why = words[1].Split(' ')[0];
                var picture = kept.Evidence.First(e => e.Kind == words[0]);
                Good(await agent.DecideAsync(new AgentDecision.AskMore(kept.Id, [words[0]], null) { Evidence = [new EvidenceJudgement(picture.Sha256, false, why)] }));
                break;
            case "pays":
                Good(await agent.ReportAsync(new PayoutReport.Paid((await CaseAsync()).Id, rest)));
                break;
            case "fails":
                Good(await agent.ReportAsync(new PayoutReport.Failed((await CaseAsync()).Id, rest)));
                break;
            case "tries":
                Good(await agent.ReportAsync(new PayoutReport.Again((await CaseAsync()).Id)));
                break;
            default:
                throw new FormatException($"an agent has no '{verb}', but {Verbs}");
        }
    }

    private async Task<RefundCase> CaseAsync()
    {
        var all = new List<RefundCase>();
        await foreach (var kept in CaseArchive.ReadAsync(desk.Store, null, null, TestContext.Current.CancellationToken))
        {
            if (kept.Conversation == chat.Id.Value) all.Add(kept);
        }

        return all.LastOrDefault() ?? throw new FormatException("this buyer has no case");
    }

    private static DecisionReason Reason(string text)
    {
        var words = text.Split(' ', 2);
        return new DecisionReason(words[0], words.Length > 1 ? words[1] : null);
    }

    private static ResumePoint Resume(string text) => text.Split(' ') switch
    {
        ["back"] or ["back", "continue"] => new ResumePoint.Continue(),
        ["back", "continue", var step] => new ResumePoint.Continue(step),
        ["back", "verdict-given"] => new ResumePoint.VerdictGiven(),
        ["back", "start-over"] => new ResumePoint.StartOver(),
        _ => throw new FormatException($"'{text}' is no way to hand back; write 'hands back continue', 'hands back verdict-given' or 'hands back start-over'"),
    };

    private static void Good(ClaimResult result)
    {
        if (result is not ClaimResult.Claimed) throw new FormatException($"the claim was refused: {result}");
    }

    private static void Good(ActResult result)
    {
        if (result is not ActResult.Done) throw new FormatException($"the act was refused: {result}");
    }
}
