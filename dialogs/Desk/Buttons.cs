using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Wording;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>Buttons from wording: label <c>button.KEY</c> in the buyer's language, the other language's label as a word that works too.</summary>
internal sealed class Buttons(WordingCatalog wording)
{
    public PromptChoice Of(Language language, string key, params string[] words)
    {
        var name = "button." + key;
        var other = language == Language.Chinese ? Language.English : Language.Chinese;
        return new PromptChoice(key, wording.Text(language, name), [wording.Text(other, name), .. words]);
    }
}
