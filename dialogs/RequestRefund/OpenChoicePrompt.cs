using ChatRefundBot.DialogKernel.Prompts;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>Asks for one of the buttons, and hands other words to the step as well: they may be an order number, or thanks.</summary>
internal sealed record OpenChoicePrompt : Prompt<string>
{
    /// <summary>The answer when words were typed that mean none of the buttons.</summary>
    public const string OtherWords = "";

    public override bool ReadsButtons => true;

    public override Reading<string> Read(PromptInput input) =>
        input.Button is { } key ? Reading<string>.Of(key) : input.Text.Length > 0 ? Reading<string>.Of(OtherWords) : Reading<string>.No();
}
