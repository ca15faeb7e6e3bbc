using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.WebChannel.Tokens;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>Reads what clients send. Who sent it is never taken from there.</summary>
internal static class ActivityReader
{
    /// <summary>Longest <c>channelData</c> and <c>value</c> that are kept for the echo, in characters of JSON.</summary>
    public const int MaxEcho = 4096;

    private const int MaxName = 200;
    private const int MaxKey = 64;

    /// <summary>Checks type and length, and finds the message's identity.</summary>
    /// <exception cref="RefusedException">A type that clients may not send (400), or too long a text (413).</exception>
    public static ReceivedActivity Read(IncomingActivity? activity, int maxCharacters)
    {
        if (activity?.Type is not ("message" or "typing" or "event"))
            throw new RefusedException(Problem.BadRequest("An activity is a message, typing or an event; conversationUpdate and others come from the desk alone."));
        if (activity.Text?.Length > maxCharacters) throw new RefusedException(Problem.TooLarge($"The text has more than {maxCharacters} characters."));
        if (activity.Name?.Length > MaxName) throw new RefusedException(Problem.BadRequest($"The name has more than {MaxName} characters."));
        var clientId = ClientIdOf(activity.ChannelData);
        // By its hash, because a client may name its messages as it likes and the store may not.
        var id = clientId is null ? "r" + RandomNumberGenerator.GetHexString(32, lowercase: true) : "m" + WebTokens.HashOf(clientId);
        return new ReceivedActivity(activity, id, ChannelDataOf(activity.ChannelData, clientId), Small(activity.Value));
    }

    /// <summary>The message that a typed text or a tapped button is.</summary>
    public static (IncomingMessage Message, string? Echo) MessageOf(ReceivedActivity received)
    {
        var text = received.Activity.Text ?? "";
        if (TapOf(received.Activity.Value) is { } tap) return (tap, received.Echo(text.Length > 0 ? text : null));
        // A client that does not show what it posts back says it in the value alone.
        if (text.Length == 0 && received.Activity.Value is { ValueKind: JsonValueKind.String } value && TextOf(value) is { Length: > 0 } words) text = words;
        return (new IncomingMessage.Text(text), received.Echo(null));
    }

    /// <summary>A string of a property of an object; null for anything else.</summary>
    public static string? StringOf(JsonElement? element, string property) =>
        element is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(property, out var p) && p.ValueKind == JsonValueKind.String ? TextOf(p) : null;

    private static IncomingMessage.Tap? TapOf(JsonElement? value)
    {
        if (StringOf(value, "key") is not { Length: > 0 and <= MaxKey } key) return null;
        return new IncomingMessage.Tap(key, StringOf(value, "prompt") is { Length: > 0 and <= MaxKey } prompt ? prompt : null);
    }

    private static string? ClientIdOf(JsonElement? channelData) =>
        StringOf(channelData, "clientActivityID") is { Length: > 0 and <= MaxName } id ? id : null;

    /// <summary>The client's data for the echo, without what would steer Web Chat. What is too long is cut down to the identity.</summary>
    private static RawJson? ChannelDataOf(JsonElement? data, string? clientId)
    {
        if (data is not { ValueKind: JsonValueKind.Object } given) return null;
        if (given.GetRawText().Length <= MaxEcho)
        {
            if (!given.EnumerateObject().Any(p => IsSteering(p.Name))) return new RawJson(given.GetRawText());
            var rest = new JsonObject(given.EnumerateObject().Where(p => !IsSteering(p.Name)).DistinctBy(p => p.Name).Select(p => KeyValuePair.Create(p.Name, JsonNode.Parse(p.Value.GetRawText()))));
            return new RawJson(rest.ToJsonString(WireJson.Plain.Options));
        }

        return clientId is null ? null : new RawJson(new JsonObject { ["clientActivityID"] = clientId }.ToJsonString(WireJson.Plain.Options));
    }

    private static bool IsSteering(string property) => property.StartsWith("webchat:", StringComparison.OrdinalIgnoreCase) || property == "__proto__";

    private static RawJson? Small(JsonElement? value) =>
        value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } v && v.GetRawText() is { Length: <= MaxEcho } text ? new RawJson(text) : null;

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair behind an escape: no text.
            return null;
        }
    }
}

/// <summary>An activity that may be taken.</summary>
/// <param name="Id">Identity of the message in its conversation; the same when the client sends it again.</param>
/// <param name="ChannelData">For the echo; null when there is none.</param>
/// <param name="Value">For the echo of events; null when there is none or it is too long.</param>
internal sealed record ReceivedActivity(IncomingActivity Activity, string Id, RawJson? ChannelData, RawJson? Value)
{
    /// <summary>What is kept for the echo; null when it needs nothing.</summary>
    /// <param name="label">The label of a button.</param>
    public string? Echo(string? label) => ChannelData is null && label is null
        ? null
        : JsonSerializer.Serialize(new ActivityEcho(ChannelData, label, label is null ? null : Value), WireJson.Plain.ActivityEcho);
}
