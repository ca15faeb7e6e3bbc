using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Handoff.Acts;

namespace ChatRefundBot.Dialogs.RateService;

/// <summary>What the rating is about.</summary>
public sealed class RateServiceState
{
    public string? CaseId { get; set; }

    /// <summary>Account of whoever served the buyer last.</summary>
    public string? Agent { get; set; }

    public int Score { get; set; }
}

/// <summary>Asks the buyer to rate the service, and for a word about it. Whoever does not want to just goes on.</summary>
internal sealed class RateServiceDialog : WaterfallDialog<RateServiceState>
{
    public const string DialogName = "rate-service";

    private const int MostScore = 5;
    private const int LongestComment = 1000;

    public RateServiceDialog(DeskServices desk)
        : base(DialogName, version: 1, DialogJson.Stored.RateServiceState)
    {
        Ask("rate", c => new OpenChoicePrompt
        {
            Text = c.T(RateTexts.Ask),
            Choices =
            [
                .. Enumerable.Range(1, MostScore).Select(n => desk.Buttons.Of(c.Language, Key(n))),
                desk.Buttons.Of(c.Language, "rate-skip"),
            ],
        }, OnRate, WayBack.End);
        Ask("comment", c => new AnyTextPrompt { Text = c.T(RateTexts.AskComment), Choices = [desk.Buttons.Of(c.Language, "rate-skip")] }, OnComment, WayBack.End);
    }

    private static string Key(int score) => "rate-" + Show.Number(score);

    private static StepOutcome OnRate(StepContext<RateServiceState> c, Answer<string> answer)
    {
        for (var score = 1; score <= MostScore; score++)
        {
            if (answer.Value != Key(score)) continue;
            c.State.Score = score;
            // Kept at once: not everybody who rates writes something as well.
            Ratings.Add(c.Turn, new ServiceRating(c.Turn.Now, c.Turn.State.Id.Value, c.State.CaseId, c.State.Agent, score, null));
            return c.Next();
        }

        // Other words are for the desk and no rating; it goes on with what it was at.
        return c.End();
    }

    private static StepOutcome OnComment(StepContext<RateServiceState> c, Answer<string> answer)
    {
        if (answer.Value is { Length: > 0 } words)
        {
            var comment = words[..Math.Min(words.Length, LongestComment)];
            Ratings.Add(c.Turn, new ServiceRating(c.Turn.Now, c.Turn.State.Id.Value, c.State.CaseId, c.State.Agent, c.State.Score, comment));
        }

        c.Say(RateTexts.Thanks);
        return c.End();
    }
}

/// <summary>Takes any words.</summary>
internal sealed record AnyTextPrompt : Prompt<string>
{
    public override bool IsFreeText => true;

    public override bool NumbersAreChoices => false;

    public override Reading<string> Read(PromptInput input) => input.Text.Length == 0 ? Reading<string>.No() : Reading<string>.Of(input.Text);
}

/// <summary>Keys of the wording of the rating; checked at start.</summary>
internal static class RateTexts
{
    public const string Ask = "rate.ask";
    public const string AskComment = "rate.ask-comment";
    public const string Thanks = "rate.thanks";
}
