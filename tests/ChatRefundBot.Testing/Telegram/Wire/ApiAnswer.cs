using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.Testing.Telegram.Wire;

/// <summary>What the server answers: the envelope of every call, also where a file was asked for.</summary>
internal sealed record ApiAnswer(int Status, JsonObject Envelope, int? RetryAfterSeconds = null)
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string? RawResult { get; init; }

    public string? Error => (string?)Envelope["description"] is { } text && Status >= 400 ? text : null;

    /// <summary>The message that the call made or changed; of an album the first.</summary>
    public int? MessageId => Envelope["result"] switch
    {
        JsonObject message => (int?)message["message_id"],
        JsonArray { Count: > 0 } messages => (int?)(messages[0] as JsonObject)?["message_id"],
        _ => null,
    };

    public static ApiAnswer Ok(JsonNode? result, string? description = null)
    {
        var envelope = new JsonObject { ["ok"] = true, ["result"] = result };
        if (description is not null) envelope["description"] = description;
        return new ApiAnswer(200, envelope);
    }

    public static ApiAnswer Of(ApiRefusal refusal)
    {
        var envelope = new JsonObject { ["ok"] = false, ["error_code"] = refusal.Code, ["description"] = refusal.Message };
        var parameters = new JsonObject();
        if (refusal.RetryAfterSeconds is { } seconds) parameters["retry_after"] = seconds;
        if (refusal.MigrateToChatId is { } chat) parameters["migrate_to_chat_id"] = chat;
        if (parameters.Count > 0) envelope["parameters"] = parameters;
        return new ApiAnswer(refusal.Code, envelope, refusal.RetryAfterSeconds);
    }

    /// <param name="result">JSON, sent as it is.</param>
    public static ApiAnswer Raw(string result) => new(200, new JsonObject { ["ok"] = true }) { RawResult = result };

    public byte[] Bytes() => Encoding.UTF8.GetBytes(RawResult is null ? Envelope.ToJsonString(s_plain) : $"{{\"ok\":true,\"result\":{RawResult}}}");

    public async Task WriteAsync(HttpResponse response)
    {
        var bytes = Bytes();
        response.StatusCode = Status;
        response.ContentType = "application/json";
        response.ContentLength = bytes.Length;
        if (RetryAfterSeconds is > 0) response.Headers.RetryAfter = RetryAfterSeconds.Value.ToString(CultureInfo.InvariantCulture);
        await response.Body.WriteAsync(bytes, response.HttpContext.RequestAborted);
    }
}
