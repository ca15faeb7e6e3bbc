using System.Collections.Concurrent;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.DialogKernel.Wording;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>Buttons from wording: label <c>button.KEY</c> in the buyer's language, the other language's label as a word that works too.</summary>
internal sealed class Buttons(WordingCatalog wording)
{
    // Each is asked for in every turn, and what may be typed for it is worked out once.
    private readonly ConcurrentDictionary<(Language, string, string), PromptChoice> _made = new();

    /// <param name="words">Further words; the same ones for a key wherever it stands.</param>
    public PromptChoice Of(Language language, string key, params string[] words)
    {
        var mark = (language, key, words.Length == 0 ? "" : words[0]);
        return _made.TryGetValue(mark, out var made) ? made : _made.GetOrAdd(mark, Make(language, key, words));
    }

    private PromptChoice Make(Language language, string key, string[] words)
    {
        var name = "button." + key;
        var other = language == Language.Chinese ? Language.English : Language.Chinese;
        return new PromptChoice(key, wording.Text(language, name), [wording.Text(other, name), .. words]);
    }
}
