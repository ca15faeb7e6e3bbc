using System.Text.Json.Serialization;

namespace ChatRefundBot.Handoff.Acts;

/// <summary>Where the bot goes on when an agent gives a conversation back.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "at")]
[JsonDerivedType(typeof(Continue), "continue")]
[JsonDerivedType(typeof(VerdictGiven), "verdict-given")]
[JsonDerivedType(typeof(StartOver), "start-over")]
public abstract record ResumePoint
{
    private ResumePoint() { }

    /// <summary>Where the buyer was when the person was called.</summary>
    /// <param name="Step">Another step of the same dialog to go on with, such as <c>evidence</c>; null: the one it was at. One that the dialog does not have is ignored.</param>
    public sealed record Continue(string? Step = null) : ResumePoint;

    /// <summary>The case is answered: the buyer is asked what else they want, and to rate the service.</summary>
    public sealed record VerdictGiven : ResumePoint;

    /// <summary>The request is begun anew. Consent and ownership that were given stay.</summary>
    public sealed record StartOver : ResumePoint;
}
