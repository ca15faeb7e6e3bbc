namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>What going back does at a question that was answered.</summary>
public enum WayBack
{
    /// <summary>Returns to it.</summary>
    Here,

    /// <summary>Passes over it to the one before, because its answer holds.</summary>
    Over,

    /// <summary>Ends there: neither it nor anything before it is asked again.</summary>
    End,
}
