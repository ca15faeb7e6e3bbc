namespace ChatRefundBot.DialogKernel.Storage;

/// <summary>The store cannot be reached or did not answer in time. Try again later; nothing acknowledged is lost.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException(string message, bool outcomeUnknown, Exception? inner = null) : base(message, inner) =>
        OutcomeUnknown = outcomeUnknown;

    /// <summary>True when the request had gone out and its effect is not known; false when nothing was written.</summary>
    public bool OutcomeUnknown { get; }
}
