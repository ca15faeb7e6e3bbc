using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Pages;
using ChatRefundBot.WebChannel.Sessions;
using ChatRefundBot.WebChannel.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatRefundBot.WebChannel;

public static class WebChannelEndpoints
{
    private const string Api = TokenEndpoints.ApiRoot;
    private const string OneConversation = Api + "/conversations/{conversation}";
    private const string ShopPage = "shop/index.html";

    /// <summary>Maps everything of the channel: <c>/v3/directline</c>, <c>/widget</c>, <c>/widget.js</c>, and <c>/</c> where the sample shop is shown.</summary>
    /// <returns>True when <c>/</c> is taken by the sample shop's page.</returns>
    public static bool MapWebChannel(this WebApplication app)
    {
        app.UseWebSockets();
        var services = app.Services;
        app.Lifetime.ApplicationStopping.Register(services.GetRequiredService<StreamHub>().Stop);
        MapApi(app, services);
        MapSessions(app, services);
        return MapFiles(app, services);
    }

    private static void MapApi(WebApplication app, IServiceProvider services)
    {
        var (tokens, activities, stream) = (services.GetRequiredService<TokenEndpoints>(), services.GetRequiredService<ActivityEndpoints>(), services.GetRequiredService<StreamEndpoint>());
        Map(app, "POST", Api + "/tokens/generate", tokens.GenerateAsync);
        Map(app, "POST", Api + "/tokens/refresh", tokens.RefreshAsync);
        Map(app, "POST", Api + "/conversations", tokens.StartAsync);
        Map(app, "GET", OneConversation, tokens.ResumeAsync);
        Map(app, "POST", OneConversation + "/activities", activities.PostAsync, isSlowed: false);
        Map(app, "GET", OneConversation + "/activities", activities.GetAsync);
        Map(app, "GET", OneConversation + "/stream", stream.RunAsync);
        Map(app, "POST", OneConversation + "/upload", services.GetRequiredService<UploadEndpoint>().PostAsync, isSlowed: false);
        Map(app, "GET", AttachmentLinks.Root + "{conversation}/{name}", services.GetRequiredService<AttachmentEndpoint>().GetAsync);
        Map(app, "HEAD", AttachmentLinks.Root + "{conversation}/{name}", services.GetRequiredService<AttachmentEndpoint>().GetAsync);
        Map(app, "POST", OneConversation + "/continue", services.GetRequiredService<ContinueEndpoint>().PostAsync, isSlowed: false);
        Map(app, "GET", OfferedFileLinks.Root + "{conversation}/{key}/{token}", services.GetRequiredService<OfferedFileEndpoint>().GetAsync);
        Map(app, "HEAD", OfferedFileLinks.Root + "{conversation}/{key}/{token}", services.GetRequiredService<OfferedFileEndpoint>().GetAsync);
        var frame = services.GetRequiredService<RequestFrame>();
        app.MapMethods(Api + "/{**path}", ["OPTIONS"], frame.PreflightAsync);
    }

    private static void MapSessions(WebApplication app, IServiceProvider services)
    {
        var sessions = services.GetRequiredService<SessionEndpoints>();
        Map(app, "POST", "/widget/session", sessions.StartAsync, isSlowed: false);
        Map(app, "POST", "/widget/session/end", sessions.EndAsync, isSlowed: false);
        var frame = services.GetRequiredService<RequestFrame>();
        app.MapMethods("/widget/session", ["OPTIONS"], frame.PreflightAsync);
        app.MapMethods("/widget/session/end", ["OPTIONS"], frame.PreflightAsync);
    }

    private static bool MapFiles(WebApplication app, IServiceProvider services)
    {
        var (files, sender) = (services.GetRequiredService<EmbeddedFiles>(), services.GetRequiredService<FileEndpoints>());
        var showsShop = services.GetRequiredService<WebChannelOptions>().ShowsSampleShop;
        // In the background, so that neither the start nor the first visitor waits for it.
        app.Lifetime.ApplicationStarted.Register(() => Task.Run(files.Compress));
        foreach (var file in files.Files.Where(f => showsShop || !f.Path.StartsWith("shop/", StringComparison.Ordinal)))
        {
            Serve("/" + file.Path, file);
            // A page is known by its name without the ending too.
            if (file.Path.EndsWith(".html", StringComparison.Ordinal)) Serve("/" + file.Path[..^".html".Length], file);
        }

        if (!showsShop || files.Find(ShopPage) is not { } shop) return false;
        Serve("/", shop);
        return true;

        void Serve(string path, EmbeddedFile file) => app.MapMethods(path, ["GET", "HEAD"], context => sender.SendAsync(context, file));
    }

    private static void Map(WebApplication app, string method, string path, Func<HttpContext, Task> handler, bool isSlowed = true)
    {
        var frame = app.Services.GetRequiredService<RequestFrame>();
        app.MapMethods(path, [method], context => frame.RunAsync(context, handler, isSlowed));
    }
}
