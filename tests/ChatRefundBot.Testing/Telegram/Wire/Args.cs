using System.Globalization;
using System.Text.Json;

namespace ChatRefundBot.Testing.Telegram.Wire;

/// <summary>The parameters of one call, read as the real server reads them: numbers and booleans leniently, objects strictly.</summary>
internal sealed class Args(ApiRequest request)
{
    public ApiRequest Request => request;

    /// <summary>The parameter, or an empty text.</summary>
    public string Text(string name) => request.Parameters.GetValueOrDefault(name, "");

    public bool Has(string name) => request.Parameters.ContainsKey(name);

    public int Number(string name, int otherwise, int least = int.MinValue, int most = int.MaxValue) =>
        int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, least, most) : otherwise;

    public bool Flag(string name) => Text(name).ToLowerInvariant() is "true" or "yes" or "1";

    /// <exception cref="ApiRefusal">There is none, or it is no number.</exception>
    public int MessageId(string name = "message_id") => Number(name, 0) is > 0 and var id ? id : throw ApiRefusal.Bad("message identifier is not specified");

    /// <summary>A parameter that is an object or array; null when it is not there.</summary>
    /// <param name="what">What the server calls it in its refusal.</param>
    public JsonElement? Json(string name, string what)
    {
        var text = Text(name);
        if (text.Length == 0) return null;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw ApiRefusal.Bad($"can't parse {what} JSON object");
        }
    }

    /// <summary>The file that a parameter refers to by <c>attach://name</c>, or that was sent under the parameter's own name.</summary>
    public UploadedFile? File(string reference, string field)
    {
        var name = reference.StartsWith("attach://", StringComparison.Ordinal) ? reference[9..] : reference.Length == 0 ? field : null;
        return name is null ? null : request.Files.FirstOrDefault(f => f.Field == name);
    }
}
