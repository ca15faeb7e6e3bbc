using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.Benchmarks.Web;

/// <summary>
/// The floor under the web channel: the same requests, the same frames on a WebSocket, nothing in between. The activity is read as JSON,
/// its echo and the reply that the desk gave at this place are written as JSON. No token is checked, nothing is stored, nobody decides.
/// </summary>
internal static class FloorHost
{
    public static void Map(WebApplication app, IReadOnlyList<string> replies)
    {
        var conversations = new ConcurrentDictionary<string, Conversation>(StringComparer.Ordinal);
        app.UseWebSockets();
        app.MapPost("/widget/session", async context =>
        {
            var id = Guid.NewGuid().ToString("n");
            conversations[id] = new Conversation();
            await WriteAsync(context, new JsonObject
            {
                ["conversationId"] = id,
                ["token"] = "none",
                ["streamUrl"] = $"ws://{context.Request.Host}/v3/directline/conversations/{id}/stream",
            });
        });
        app.MapGet("/v3/directline/conversations/{id}/stream", async context =>
        {
            var conversation = conversations[(string)context.Request.RouteValues["id"]!];
            conversation.Socket = await context.WebSockets.AcceptWebSocketAsync();
            await conversation.SendAsync(Encoding.UTF8.GetBytes(replies[0]));
            try
            {
                await conversation.Socket.ReceiveAsync(new byte[64], CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // The buyer has gone.
            }

            conversations.TryRemove((string)context.Request.RouteValues["id"]!, out _);
        });
        app.MapPost("/v3/directline/conversations/{id}/activities", async context =>
        {
            var id = (string)context.Request.RouteValues["id"]!;
            var conversation = conversations[id];
            var activity = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
            activity["id"] = $"{id}|{++conversation.Place}";
            await WriteAsync(context, new JsonObject { ["id"] = (string)activity["id"]! });
            var reply = JsonNode.Parse(replies[conversation.Place])!;
            ((JsonArray)reply["activities"]!)[0] = activity;
            await conversation.SendAsync(JsonSerializer.SerializeToUtf8Bytes(reply));
        });
    }

    private static async Task WriteAsync(HttpContext context, JsonObject answer)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    private sealed class Conversation
    {
        public WebSocket? Socket { get; set; }

        public int Place { get; set; }

        public async Task SendAsync(byte[] frame) => await Socket!.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
    }
}
