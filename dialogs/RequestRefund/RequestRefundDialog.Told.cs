using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.Desk;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>
/// What is heard whatever the question is, because it decides who looks at the case: a payment that was not authorised, a minor who paid,
/// a complaint made elsewhere. It is taken as the story it is part of, and the buyer sees it again before it is handed in.
/// </summary>
internal sealed partial class RequestRefundDialog
{
    /// <summary>Longer texts are no answers to a question; where a story is asked for, it is looked at as a whole.</summary>
    private const int LongestRemark = 500;

    internal const int LongestStory = 2000;

    protected override StepOutcome? Overhear(StepContext<RequestRefundState> step, string name, string text)
    {
        // An error message is what a screen says, such as a game's notice to minors, and not the buyer's own word.
        if (name is "story" or "error-code" || text.Length > LongestRemark || TextToSay(_desk, text) is not { } say) return null;
        step.Say(say);
        if (step.State is not { Verified: true, Glance: not null })
        {
            KeepTold(step.Turn, text);
            return step.Again();
        }

        TakeStory(step.State, OwnWords(step.Turn, text));
        return step.GoTo(step.State.CaseId is null ? "open-case" : "facts");
    }

    /// <summary>Notes what a buyer's first words hold of it already, and returns what to answer; null when they hold nothing.</summary>
    private string? NoteTold(StepContext<RequestRefundState> c)
    {
        if (c.Turn.Incoming.Message is not IncomingMessage.Text { Value.Length: <= LongestStory } text || TextToSay(_desk, text.Value) is not { } say) return null;
        KeepTold(c.Turn, text.Value);
        return say;
    }

    /// <summary>
    /// Keeps what somebody who asks for a person has told beside it, and says what is to be said to it; nothing of words that may stand
    /// beside a secret.
    /// </summary>
    internal void HearBeforeHandOver(TurnContext turn, RequestRefundState state)
    {
        if (Urgency.TextOf(turn.Incoming.Message) is not { } text || TextToSay(_desk, text) is not { } say) return;
        turn.Say(_desk.Wording.Text(turn.State.Language, say));
        if (turn.State.Prompt is { Sensitive: true }) return;
        if (state is { Verified: true, Glance: not null }) TakeStory(state, OwnWords(turn, text));
        else KeepTold(turn, text);
    }

    /// <summary>What to answer to such words; null when the text has none.</summary>
    internal static string? TextToSay(DeskServices desk, string text) => desk.Words.SignalsIn(text) switch
    {
        { Unauthorised: true } => Texts.ToldUnauthorised,
        { Minor: true } or { Complaint: not null } => Texts.Told,
        _ => null,
    };

    /// <summary>Until the order is known to be the buyer's there is nothing that it could be part of.</summary>
    private static void KeepTold(TurnContext turn, string words) => turn.Refunds().Told = With(turn.Refunds().Told, OwnWords(turn, words));

    /// <summary>Makes what was told before the order was known part of its case.</summary>
    private static void TakeTold(StepContext<RequestRefundState> c)
    {
        if (c.Turn.Refunds().Told is not { } told) return;
        c.Turn.Refunds().Told = null;
        TakeStory(c.State, told);
    }

    private static void TakeStory(RequestRefundState state, string words)
    {
        state.Story = With(state.Story, words);
        state.Claim ??= "OTHER";
        (state.Typed, state.Submitted) = (true, false);
    }

    private static string With(string? story, string words) =>
        story is null ? words
        : story.Contains(words, StringComparison.Ordinal) || story.Length + words.Length > LongestStory ? story
        : story + "\n" + words;
}
