using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Faults;

/// <summary>What goes wrong with a call.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    public static Fault BlockedByUser { get; } = new Refused(403, "Forbidden: bot was blocked by the user");

    public static Fault UserDeactivated { get; } = new Refused(403, "Forbidden: user is deactivated");

    public static Fault Unauthorized { get; } = new Refused(401, "Unauthorized");

    /// <summary>The server is being restarted; whether the call took effect is anybody's guess, here it did not.</summary>
    public static Fault Restart { get; } = new Refused(500, "Internal Server Error: restart");

    public static Fault NotModified { get; } = new Refused(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");

    public static Fault NotParsable { get; } = new Refused(400, "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0");

    /// <summary>The call took effect?</summary>
    internal virtual bool IsApplied => true;

    /// <summary>The whole answer in place of the real one; null: the fault lies elsewhere.</summary>
    internal virtual ApiAnswer? Answer => null;

    /// <summary>429.</summary>
    /// <param name="WithParameters">False: the answer does not say when to come again.</param>
    public sealed record RateLimited(int RetryAfterSeconds, bool WithParameters = true) : Fault
    {
        internal override bool IsApplied => false;

        internal override ApiAnswer Answer => ApiAnswer.Of(ApiRefusal.TooMany(WithParameters ? RetryAfterSeconds : null));
    }

    /// <summary>An answer of the server as JSON, the call had no effect.</summary>
    /// <param name="Description">With its prefix, "Bad Request: ..".</param>
    public sealed record Refused(int Code, string Description, long? MigrateToChatId = null) : Fault
    {
        internal override bool IsApplied => false;

        internal override ApiAnswer Answer => ApiAnswer.Of(new ApiRefusal(Code, Description) { MigrateToChatId = MigrateToChatId });
    }

    /// <summary>502 from a proxy in front of the server, with a page of HTML; no effect.</summary>
    public sealed record BadGatewayHtml : Fault
    {
        internal override bool IsApplied => false;
    }

    /// <summary>The call took effect, its answer never comes; the connection stays open until the client gives up.</summary>
    public sealed record AppliedThenSilence : Fault;

    /// <summary>No effect and no answer.</summary>
    public sealed record SilenceNotApplied : Fault
    {
        internal override bool IsApplied => false;
    }

    /// <summary>The connection breaks in the middle of the answer.</summary>
    public sealed record DroppedMidBody(bool Applied = true) : Fault
    {
        internal override bool IsApplied => Applied;
    }

    /// <summary>The connection breaks before the answer.</summary>
    public sealed record DroppedBeforeAnswer(bool Applied) : Fault
    {
        internal override bool IsApplied => Applied;
    }

    /// <summary>Everything is well, but late.</summary>
    public sealed record Delayed(TimeSpan By) : Fault;

    /// <summary>Takes effect now and is answered when the task ends.</summary>
    public sealed record Held(Task Until) : Fault;

    /// <summary>200 and <c>"result":null</c>; takes effect.</summary>
    public sealed record OkWithoutResult : Fault
    {
        internal override ApiAnswer Answer => ApiAnswer.Ok(null);
    }

    /// <summary>200 with a page of HTML, as a captive proxy would; takes effect.</summary>
    public sealed record NotJson : Fault;
}
