using System.Text.Json;
using ChatRefundBot.RedisStorage;

namespace ChatRefundBot.Settings;

/// <summary>
/// Reads all settings: appsettings.json of the application's own folder, over it the environment, over it the command line. Changes
/// nothing and starts nothing.
/// </summary>
internal static class SettingsReader
{
    public const string FileName = "appsettings.json";

    /// <param name="arguments">Settings of the command line as <see cref="SettingArguments"/> found them.</param>
    public static SettingsResult Read(IReadOnlyList<string> arguments)
    {
        var builder = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile(FileName, optional: true, reloadOnChange: false)
            .AddEnvironmentVariables()
            .AddCommandLine([.. arguments]);
        try
        {
            return Read(builder.Build());
        }
        catch (InvalidDataException fault)
        {
            return new SettingsResult.Bad([Unreadable(fault)]);
        }
    }

    public static SettingsResult Read(IConfigurationRoot configuration)
    {
        var errors = UnknownSettings.Find(configuration).ToList();
        var binder = new SettingsBinder(configuration, errors);
        var settings = new HostSettings
        {
            Server = binder.Bind<ServerOptions>(),
            Store = binder.Bind<StoreOptions>(),
            Telegram = binder.Bind<TelegramOptions>(),
            WebChat = binder.Bind<WebChatOptions>(),
            BotFramework = binder.Bind<BotFrameworkOptions>(),
            Languages = binder.Bind<LanguageOptions>(),
            Orders = binder.Bind<OrdersOptions>(),
            Policy = binder.Bind<PolicyOptions>(),
            Agents = binder.Bind<AgentsOptions>(),
            Configuration = configuration,
        };
        errors.AddRange(AcrossSections(settings));
        return errors.Count == 0 ? new SettingsResult.Good(settings) : new SettingsResult.Bad(errors);
    }

    private static IEnumerable<string> AcrossSections(HostSettings settings)
    {
        if (settings.BotFramework is { Enabled: true, AllowUnauthenticated: true } && !settings.Server.IsLoopbackOnly)
        {
            yield return $"{SettingKey.Describe("BotFramework:AllowUnauthenticated")} is true, but Urls is reachable from other machines; "
                + "set it to false, or let Urls be http://localhost:PORT";
        }

        if (!settings.Store.IsEmbedded && RedisStoreOptions.Problem(settings.Store.ConnectionString) is { } problem)
            yield return $"{SettingKey.Describe("Store:ConnectionString")} {problem}";
        if (!settings.UsesSampleShop && !File.Exists(settings.OrdersFile))
            yield return $"{SettingKey.Describe("Orders:File")} names {settings.OrdersFile}, which does not exist; leave it empty for the sample shop";
        foreach (var level in settings.Configuration.GetSection("Logging:LogLevel").GetChildren())
        {
            if (!Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
                yield return $"{SettingKey.Describe(level.Path)} has '{level.Value}'; write {string.Join(", ", Enum.GetNames<LogLevel>())}";
        }
    }

    private static string Unreadable(InvalidDataException fault)
    {
        var place = Path.Combine(AppContext.BaseDirectory, FileName);
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException json) return $"{place}, line {json.LineNumber + 1}: this is not JSON; {json.Message}";
        }

        return $"{place}: {fault.InnerException?.Message ?? fault.Message}";
    }
}
