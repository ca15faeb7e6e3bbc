using System.CommandLine;
using ChatRefundBot.Cases;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Handoff.Sellers;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Serving;
using ChatRefundBot.Settings;

namespace ChatRefundBot.CommandLine;

/// <summary><c>case seller</c>: the seller's answer to a case that waits for it, given from the command line.</summary>
internal static class CaseSellerVerb
{
    private static readonly string[] Answers = ["accept", "dispute", "solved"];

    public static Command Build(VerbContext context, Argument<string> id)
    {
        var answer = new Argument<string>("answer") { Description = "accept: the code is at fault, money or a new code; dispute: it is not, with --reason; solved: the buyer was helped." };
        answer.AcceptOnlyFromAmong(Answers);
        var reason = new Option<string?>("--reason") { Description = "Why; needed to dispute. The buyer reads it.", HelpName = "TEXT" };
        var by = new Option<string>("--as") { Description = "Who answers.", HelpName = "NAME", DefaultValueFactory = _ => "seller" };
        return context.With(
            new Command("seller", "Answer for the seller about a case that waits for it; the conversation goes on by the rules.") { id, answer, reason, by },
            (parsed, settings, cancellationToken) => AnswerAsync(
                context, settings, parsed.GetRequiredValue(id), ReplyOf(parsed.GetRequiredValue(answer)), parsed.GetValue(reason), parsed.GetRequiredValue(by), cancellationToken));
    }

    private static SellerReply ReplyOf(string word) => word switch
    {
        "accept" => SellerReply.Confirmed,
        "dispute" => SellerReply.Refused,
        _ => SellerReply.Solved,
    };

    private static async Task<int> AnswerAsync(
        VerbContext context, HostSettings settings, string id, SellerReply reply, string? reason, string by, CancellationToken cancellationToken)
    {
        if (CaseId.Parse(id) is not { } wanted) return await CaseVerbs.RefuseIdAsync(context, id);
        DataDirectory.Ensure(settings);
        await using var desk = DeskComposition.DeskOnly(settings);
        var store = desk.GetRequiredService<IStore>();
        if (await wanted.FindAsync(store, cancellationToken) is not { } found) return await FailAsync(context, $"There is no case {id}.");
        switch (await new SellerDesk(store, desk.GetRequiredService<TimeProvider>()).PrepareAsync(found.Key.Id, reply, reason, by, cancellationToken))
        {
            case SellerAnswerResult.Ready ready:
                return await AcceptAsync(context, desk, ready, cancellationToken);
            case SellerAnswerResult.NotAsked:
                return await FailAsync(context, $"No seller was asked about case {id}.");
            case SellerAnswerResult.Closed:
                return await FailAsync(context, $"Case {id} no longer waits for the seller.");
            case SellerAnswerResult.ReasonTooLong:
                return await context.RefuseAsync([$"A reason has at most {SellerAnswer.LongestReason} characters."]);
            default:
                return await context.RefuseAsync(["To dispute a case say why with --reason TEXT; the buyer is told."]);
        }
    }

    /// <summary>Accepts the answer and runs its turn here, unless a running host has the conversation.</summary>
    private static async Task<int> AcceptAsync(VerbContext context, ServiceProvider desk, SellerAnswerResult.Ready ready, CancellationToken cancellationToken)
    {
        if (await desk.GetRequiredService<FileOrderSource>().ReloadAsync(cancellationToken) is OrderFileReload.Refused refused)
            return await context.RefuseAsync(["The order file has errors:", .. refused.Errors.Select(e => "  " + e)]);
        var turns = desk.GetRequiredService<TurnEngine>();
        switch (await turns.AcceptAsync(ready.Message, cancellationToken))
        {
            case AcceptResult.Accepted accepted:
                if (accepted.Work is { } work) await turns.RunAsync(work, takenUp: false, cancellationToken);
                await context.Output.WriteLineAsync("Answered; the conversation goes on by the rules.");
                return ExitCode.Good;
            default:
                return await FailAsync(context, "Somebody answered for the seller at the same moment; that answer counts.");
        }
    }

    private static async Task<int> FailAsync(VerbContext context, string text)
    {
        await context.Error.WriteLineAsync(text);
        return ExitCode.Failed;
    }
}
