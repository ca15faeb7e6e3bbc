namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>Keys of the sentences that the kernel itself says; every language must have them.</summary>
public static class KernelWording
{
    /// <summary>An answer did not fit and its prompt has no sentence of its own.</summary>
    public const string DidNotFit = "kernel.did-not-fit";

    /// <summary>A button of an earlier question was used.</summary>
    public const string StaleButton = "kernel.stale-button";

    public const string NothingToGoBackTo = "kernel.nothing-to-go-back-to";

    /// <summary>Pictures came where none are asked for, and were not taken.</summary>
    public const string MediaNotExpected = "kernel.media-not-expected";

    /// <summary>A voice message, location and the like.</summary>
    public const string Unsupported = "kernel.unsupported";

    public const string LanguageSet = "kernel.language-set";

    public const string Reminder = "kernel.reminder";

    public const string WelcomeBack = "kernel.welcome-back";

    /// <summary>The dialog changed with an upgrade and goes on elsewhere.</summary>
    public const string Restarted = "kernel.restarted";

    public const string EmptyMessage = "kernel.empty-message";

    /// <summary>A message was edited after it had been answered.</summary>
    public const string EditKept = "kernel.edit-kept";

    /// <summary>The conversation goes on on another channel.</summary>
    public const string Continued = "kernel.continued";

    public static readonly IReadOnlyList<string> Keys =
    [
        DidNotFit, StaleButton, NothingToGoBackTo, MediaNotExpected, Unsupported, LanguageSet, Reminder, WelcomeBack, Restarted, EmptyMessage,
        EditKept, Continued,
    ];
}
