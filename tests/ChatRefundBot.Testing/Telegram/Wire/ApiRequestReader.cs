using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ChatRefundBot.Testing.Telegram.Wire;

/// <summary>Reads a request in any of the ways the Bot API takes: query, form, JSON, multipart. Bodies are read to their end, Content-Length or not.</summary>
internal sealed class ApiRequestReader
{
    /// <summary>The server's limit of a request with files.</summary>
    public const int MaxBody = 50 << 20;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private readonly List<UploadedFile> _files = [];
    private readonly List<string> _oddities = [];
    private string _body = "";

    /// <exception cref="ApiRefusal">The server would refuse the body.</exception>
    public static async Task<ApiRequest> ReadAsync(HttpRequest request, string method)
    {
        var reader = new ApiRequestReader();
        foreach (var (name, values) in request.Query) reader._parameters[name] = values.ToString();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        if (body.Length > MaxBody + (1 << 20)) throw new ApiRefusal(413, "Request Entity Too Large");
        body.Position = 0;
        await reader.ReadBodyAsync(request, body);
        return new ApiRequest(
            method, request.ContentType, request.Headers.TransferEncoding.ToString().Contains("chunked", StringComparison.OrdinalIgnoreCase),
            reader._body, reader._parameters, reader._files, reader._oddities);
    }

    private async Task ReadBodyAsync(HttpRequest request, MemoryStream body)
    {
        if (request.Method is not ("GET" or "POST")) throw new ApiRefusal(405, "Method Not Allowed");
        if (body.Length == 0) return;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            // The real server ignores a body of no known kind, so that its parameters seem to be missing.
            _oddities.Add("a body without a content type");
            return;
        }

        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) ReadJson(body);
        else if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) ReadForm(body);
        else if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) await ReadMultipartAsync(body, type, request);
        else _oddities.Add($"a body of type {type.MediaType}");
    }

    private void ReadJson(MemoryStream body)
    {
        _body = Decoded(body.ToArray());
        try
        {
            using var json = JsonDocument.Parse(_body);
            if (json.RootElement.ValueKind is not JsonValueKind.Object) throw ApiRefusal.Bad("can't parse JSON object");
            foreach (var field in json.RootElement.EnumerateObject())
            {
                if (field.Value.ValueKind is JsonValueKind.Null)
                {
                    _oddities.Add($"'{field.Name}' is null");
                    continue;
                }

                _parameters[field.Name] = field.Value.ValueKind is JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText();
            }
        }
        catch (JsonException)
        {
            throw ApiRefusal.Bad("can't parse JSON object");
        }
    }

    private void ReadForm(MemoryStream body)
    {
        _body = Decoded(body.ToArray());
        foreach (var (name, values) in QueryHelpers.ParseQuery(_body)) _parameters[name] = values.ToString();
    }

    private async Task ReadMultipartAsync(MemoryStream body, MediaTypeHeaderValue type, HttpRequest request)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length == 0) throw ApiRefusal.Bad("boundary not found");
        var text = new StringBuilder();
        try
        {
            var parts = new MultipartReader(boundary, body) { HeadersCountLimit = 32 };
            while (await parts.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } part) await ReadPartAsync(part, text, request);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw ApiRefusal.Bad("unexpected end of multipart/form-data");
        }

        _body = text.ToString();
    }

    private async Task ReadPartAsync(MultipartSection part, StringBuilder text, HttpRequest request)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || disposition.Name.Length == 0)
        {
            throw ApiRefusal.Bad("field name in multipart/form-data not found");
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        using var content = new MemoryStream();
        await part.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        foreach (var (header, values) in part.Headers ?? []) text.Append(header).Append(": ").Append(values).Append('\n');
        if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue)
        {
            _files.Add(new UploadedFile(name, FileNameOf(disposition), part.ContentType, content.ToArray()));
            text.Append(CultureInfo.InvariantCulture, $"\n<{content.Length} bytes>\n\n");
            return;
        }

        _parameters[name] = Decoded(content.ToArray());
        text.Append('\n').Append(_parameters[name]).Append("\n\n");
    }

    /// <summary>A file name comes as plain UTF-8 bytes, which the header parser has read as Latin-1.</summary>
    private static string FileNameOf(ContentDispositionHeaderValue disposition)
    {
        if (!disposition.FileName.HasValue) return disposition.FileNameStar.ToString();
        var name = HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
        return name.Any(c => c > 0xFF) ? name : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(name));
    }

    private static string Decoded(byte[] bytes)
    {
        try
        {
            return s_strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw ApiRefusal.Bad("strings must be encoded in UTF-8");
        }
    }
}
