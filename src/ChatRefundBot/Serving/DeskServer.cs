using System.Net.Sockets;
using ChatRefundBot.Accounts;
using ChatRefundBot.AgentConsole;
using ChatRefundBot.CommandLine;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Health;
using ChatRefundBot.Published;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Settings;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.TelegramChannel;
using ChatRefundBot.WebChannel;

namespace ChatRefundBot.Serving;

/// <summary>The host: everything is looked at before anything starts, then it runs until it is told to end.</summary>
internal static class DeskServer
{
    public static async Task<int> RunAsync(HostSettings settings, VerbContext context, CancellationToken cancellationToken)
    {
        await using var app = Build(settings, context.Output);
        using var held = TakeDataDirectory(settings, out var refusal);
        if (refusal is not null) return await context.RefuseAsync([refusal]);
        var orders = app.Services.GetRequiredService<FileOrderSource>();
        if (settings.UsesSampleShop) SampleShop.EnsureGenerated(settings.OrdersFile, TimeProvider.System.GetUtcNow());
        if (await orders.ReloadAsync(cancellationToken) is OrderFileReload.Refused refused)
            return await context.RefuseAsync(["Nothing was started. The order file has errors:", .. refused.Errors.Select(e => "  " + e)]);
        if (app.Services.GetRequiredService<IEvidenceStore>() is DirectoryEvidenceStore evidence)
            evidence.DeleteAbandoned(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(6));
        // Throws when a newer version wrote the store or its file is damaged. A store that is away is waited for instead.
        var store = app.Services.GetRequiredService<IStore>();
        var probe = await StoreProbe.RunAsync(store, TimeProvider.System, cancellationToken);
        Map(app, settings);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or SocketException or InvalidOperationException)
        {
            // An address in use or not ours, a certificate that is missing: the server says which.
            return await context.RefuseAsync([$"The host cannot listen on {settings.Server.Urls}: {fault.Message} Give another address with --Urls=http://localhost:PORT."]);
        }

        await context.Output.WriteAsync(StartReport.Text(settings, app.Urls, probe));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<FirstAdministrator>().RunAsync(ending.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None);
        // The host ends by itself only when a background service failed; the log says which.
        return cancellationToken.IsCancellationRequested ? ExitCode.Good : ExitCode.Failed;
    }

    private static WebApplication Build(HostSettings settings, TextWriter output)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = settings.ProgramDirectory, ApplicationName = "ChatRefundBot" });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateOnBuild, provider.ValidateScopes) = (true, true));
        builder.Logging.ToStandardError(settings);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Configure(settings.Configuration.GetSection("Kestrel"));
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls([.. settings.Server.Addresses]);
        builder.Services.AddRoutingCore();
        // Signals are the command line's, which ends this method by its token.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(settings);
        builder.Services.AddDesk(settings);
        builder.Services.AddWebChat(settings);
        builder.Services.AddTelegram(settings);
        builder.Services.AddAgentConsole();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddSingleton<PublishedFigures>();
        builder.Services.AddSingleton<RulesPage>();
        builder.Services.AddSingleton(provider => new FirstAdministrator(
            provider.GetRequiredService<AgentAccounts>(), provider.GetRequiredService<AccountRegistrar>(), settings, TimeProvider.System, output));
        return builder.Build();
    }

    /// <summary>After the data directory is ours, because a signing key may be made there.</summary>
    private static void Map(WebApplication app, HostSettings settings)
    {
        app.UseTrustedProxies(settings);
        app.UseAgentConsole();
        app.MapHealth();
        RulesPage.Map(app);
        app.MapTelegramChannel();
        app.MapAgentConsole();
        if (settings.UsesSampleShop) app.MapShopOrders();
        if (!app.MapWebChannel()) app.MapHomePage(settings);
    }

    private static DataDirectoryLock? TakeDataDirectory(HostSettings settings, out string? refusal)
    {
        refusal = null;
        DataDirectory.Ensure(settings);
        if (!settings.Store.IsEmbedded) return null;
        switch (DataDirectoryLock.TryTake(settings.DataDirectory))
        {
            case DataDirectoryLockResult.Taken taken:
                return taken.Lock;
            case DataDirectoryLockResult.Held held:
                refusal = held.Message;
                return null;
            default:
                throw new InvalidOperationException("A lock is taken or held.");
        }
    }
}
