using System.Text.Json;

namespace ChatRefundBot.Health;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", ["GET", "HEAD"], static context => WriteAsync(context, StatusCodes.Status200OK, "{\"status\":\"live\"}"u8.ToArray()));
        app.MapMethods("/health/ready", ["GET", "HEAD"], static async context =>
        {
            var report = await context.RequestServices.GetRequiredService<Readiness>().AskAsync(context.RequestAborted);
            var body = JsonSerializer.SerializeToUtf8Bytes(report, HealthJson.Plain.ReadinessReport);
            await WriteAsync(context, report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, body);
        });
    }

    private static async Task WriteAsync(HttpContext context, int status, byte[] body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
