using ChatRefundBot.Accounts;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.Dialogs;
using ChatRefundBot.Handoff;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Settings;
using ChatRefundBot.SqliteStorage;

namespace ChatRefundBot.Serving;

/// <summary>What the program is put together from.</summary>
internal static class DeskComposition
{
    private static readonly ServiceProviderOptions Checked = new() { ValidateOnBuild = true, ValidateScopes = true };

    /// <summary>Everything that a desk needs to hold conversations: the same for the host and for the terminal.</summary>
    /// <exception cref="DialogFilesException">Wording or rules do not load.</exception>
    public static IServiceCollection AddDesk(this IServiceCollection services, HostSettings settings)
    {
        services.AddStore(settings);
        services.AddSingleton(provider => new FileOrderSource(
            settings.OrdersFile, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FileOrderSource>>()));
        services.AddSingleton<IOrderSource>(provider => provider.GetRequiredService<FileOrderSource>());
        services.AddHostedService<OrderFileWatch>();
        services.AddSingleton<IEvidenceStore>(new DirectoryEvidenceStore(settings.DataDirectory));
        services.AddDialogKernel();
        services.AddHandoff();
        services.AddRefundDialogs(DialogsOf(settings));
        return services.AddHostedService<PolicyWatch>();
    }

    /// <summary>What the dialogs take from the settings.</summary>
    public static RefundDialogsOptions DialogsOf(HostSettings settings) => new()
    {
        Directory = settings.DialogsDirectory,
        PolicyDirectory = settings.PolicyDirectory,
        DefaultLanguage = settings.Language,
        AutoConfirmLimit = settings.Policy.AutoConfirmLimit,
    };

    /// <summary>The store, and the accounts in it.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        if (settings.Store.IsEmbedded) services.AddSqliteStorage(_ => new SqliteStoreOptions { DataDirectory = settings.DataDirectory });
        else services.AddRedisStorage(_ => new RedisStoreOptions { ConnectionString = settings.Store.ConnectionString, Shop = settings.Store.Shop });
        services.AddSingleton<AgentAccounts>();
        return services.AddSingleton<AccountRegistrar>();
    }

    /// <summary>For commands that look into the store beside a running host. They say what is wrong themselves, so only errors are logged.</summary>
    public static ServiceProvider StoreOnly(HostSettings settings) => new ServiceCollection()
        .AddQuietLogging(settings)
        .AddStore(settings)
        .BuildServiceProvider(Checked);

    /// <summary>A desk without web server, for the terminal.</summary>
    public static ServiceProvider DeskOnly(HostSettings settings) => new ServiceCollection()
        .AddQuietLogging(settings)
        .AddDesk(settings)
        .BuildServiceProvider(Checked);

    /// <summary>Logs go to standard error, so that standard output stays what a person or a script asked for.</summary>
    public static void ToStandardError(this ILoggingBuilder logging, HostSettings settings)
    {
        logging.AddConfiguration(settings.Configuration.GetSection("Logging"));
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        // It logs every failed start with its stack, which the command line says in a sentence; a fault of a background service is critical.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // A stream's URL has a token in it, and this category logs URLs with their queries.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        // Session keys lie in the store with all else that must stay secret; whoever reads that needs no session.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static IServiceCollection AddQuietLogging(this IServiceCollection services, HostSettings settings) => services.AddLogging(logging =>
    {
        logging.ToStandardError(settings);
        // After the configuration: a rule for everything that lets errors pass only.
        logging.AddFilter((_, level) => level >= LogLevel.Error);
    });
}
