using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.TelegramChannel;

namespace ChatRefundBot.Health;

/// <summary>The answer of <c>/health/ready</c>. Anybody may read it: no addresses, no ids, no secrets.</summary>
/// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
/// <param name="Telegram">Null while the store cannot be asked.</param>
/// <param name="Problems">What is in the way, one sentence each; empty when ready.</param>
/// <param name="Notes">What somebody should look at although the desk works, one sentence each.</param>
internal sealed record ReadinessReport(
    string Status, StoreState Store, SweepState Sweep, VersionState Orders, PolicyState Policy, TelegramReport? Telegram, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes)
{
    [JsonIgnore]
    public bool IsReady => Problems.Count == 0;
}

/// <param name="Kind"><c>sqlite</c> or <c>redis</c>.</param>
internal sealed record StoreState(string Kind, bool Reachable);

/// <param name="AgeSeconds">Seconds since work left behind was last looked for; null before the first time.</param>
internal sealed record SweepState(double? AgeSeconds);

/// <param name="Version">Version in use; null when none is loaded.</param>
internal sealed record VersionState(string? Version);

/// <param name="Version">Version of the rules in use.</param>
/// <param name="LoadedAt">Since when, UTC.</param>
/// <param name="Refused">A change that was not taken over; null when there is none.</param>
internal sealed record PolicyState(string Version, DateTimeOffset LoadedAt, RefusalState? Refused);

/// <param name="Errors">How many errors the changed files have.</param>
/// <param name="First">File and line of the first.</param>
internal sealed record RefusalState(DateTimeOffset At, int Errors, string First);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReadinessReport))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    /// <summary>The context to use: a '+' in a version stays one.</summary>
    public static readonly HealthJson Plain = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
