using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;

namespace ChatRefundBot.TelegramChannel;

/// <summary>Keys of what the channel itself says; every language must have them.</summary>
internal static class TelegramTexts
{
    /// <summary>Toast for a button that is not valid any more, at most 200 characters.</summary>
    public const string ButtonGone = "telegram.button-gone";

    /// <summary>Before a message that may have come already.</summary>
    public const string Repeated = "telegram.repeated";

    /// <summary>The polite line to a group.</summary>
    public const string NoGroups = "telegram.no-groups";

    /// <summary>A link that was used or is too old.</summary>
    public const string LinkGone = "telegram.link-gone";

    /// <summary>Entries of the menu, in the order shown, each with its description under <c>telegram.command.NAME</c>.</summary>
    public static readonly IReadOnlyList<string> Commands = ["start", "status", "human", "back", "cancel", "lang", "help", "delete"];

    public static string Command(string name) => "telegram.command." + name;

    /// <exception cref="InvalidOperationException">A text is missing.</exception>
    public static void Check(WordingCatalog wording)
    {
        string[] keys = [ButtonGone, Repeated, NoGroups, LinkGone, .. Commands.Select(Command)];
        foreach (var language in Enum.GetValues<Language>())
        {
            if (Array.Find(keys, k => !wording.Has(language, k)) is { } missing)
                throw new InvalidOperationException($"There is no wording '{missing}' in {language.Tag()}; add it to dialogs/Telegram.");
        }
    }
}

/// <summary>The language of those who have not said theirs.</summary>
internal sealed record ShopLanguage(Language Default);
