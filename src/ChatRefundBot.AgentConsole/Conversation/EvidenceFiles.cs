using ChatRefundBot.DialogKernel.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatRefundBot.AgentConsole.Conversation;

/// <summary>A buyer's pictures for those who are signed in to work on cases. What is no picture is not shown, only named.</summary>
internal static class EvidenceFiles
{
    public static string Path(ConversationId conversation, string sha256) =>
        $"/agent/files/{Uri.EscapeDataString(conversation.Value)}/{Uri.EscapeDataString(sha256)}";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/agent/files/{conversation}/{sha256}", SendAsync).RequireAuthorization(SignIn.DeskPolicies.Agents);

    private static async Task<IResult> SendAsync(string conversation, string sha256, HttpContext context)
    {
        var files = context.RequestServices.GetRequiredService<IAttachmentStore>();
        if (conversation.Length is 0 or > 200 || await files.OpenAsync(new ConversationId(conversation), sha256, context.RequestAborted) is not { } content) return Results.NotFound();
        var head = new byte[12];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (TypeOf(head.AsSpan(0, length)) is not { } type)
        {
            await content.DisposeAsync();
            return Results.NotFound();
        }

        content.Position = 0;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, max-age=3600, immutable";
        return Results.Stream(content, type);
    }

    // By what it is, never by what its sender called it.
    private static string? TypeOf(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : head.Length >= 12 && head[..4].SequenceEqual("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : null;
}
