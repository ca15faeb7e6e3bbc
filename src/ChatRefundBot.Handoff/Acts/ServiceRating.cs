using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.Handoff.Acts;

/// <summary>What a buyer thought of the service, 1 to 5.</summary>
/// <param name="Agent">Whoever served them last; null when nobody did in person.</param>
/// <param name="Comment">The buyer's own words; null when none.</param>
public sealed record ServiceRating(DateTimeOffset At, string Conversation, string? Case, string? Agent, int Score, string? Comment);

/// <summary>Ratings of the shop's service.</summary>
public static class Ratings
{
    /// <summary>All of them, oldest first. One who comments has two: the newer one has the words.</summary>
    public static readonly LogKey Log = new("ratings", "all");

    /// <summary>Keeps a rating with a turn.</summary>
    public static void Add(TurnContext turn, ServiceRating rating)
    {
        turn.Changes.Append(Log, JsonSerializer.SerializeToUtf8Bytes(rating, HandoffJson.Stored.ServiceRating));
        var score = rating.Score.ToString(CultureInfo.InvariantCulture);
        DeskLines.Add(turn, DeskLineKind.Rated, null, rating.Case, null, rating.Comment is null ? score : $"{score} {rating.Comment}");
    }
}
