using System.Text.Json;
using Telegram.Bot.Requests;

namespace ChatRefundBot.TelegramChannel.Api;

/// <summary>
/// <c>getUpdates</c> with updates left as they are, because one that cannot be read would make the library throw all of them away, again and again.
/// </summary>
internal sealed class RawGetUpdates() : RequestBase<JsonElement[]>("getUpdates")
{
    public long? Offset { get; init; }

    public int Limit { get; init; }

    /// <summary>Seconds.</summary>
    public int Timeout { get; init; }

    /// <summary>Always sent: the server remembers what was asked for last.</summary>
    public required IReadOnlyList<string> AllowedUpdates { get; init; }
}
