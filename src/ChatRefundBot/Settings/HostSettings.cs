using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Settings;

/// <summary>All settings, read and checked. Nothing starts before there is one of these.</summary>
internal sealed record HostSettings
{
    public required ServerOptions Server { get; init; }
    public required StoreOptions Store { get; init; }
    public required TelegramOptions Telegram { get; init; }
    public required WebChatOptions WebChat { get; init; }
    public required BotFrameworkOptions BotFramework { get; init; }
    public required LanguageOptions Languages { get; init; }
    public required OrdersOptions Orders { get; init; }
    public required PolicyOptions Policy { get; init; }
    public required AgentsOptions Agents { get; init; }

    /// <summary>For what the framework reads by itself: <c>Logging</c> and <c>Kestrel</c>.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>The application's own folder.</summary>
    public string ProgramDirectory => AppContext.BaseDirectory;

    public string DataDirectory => Path.GetFullPath(Store.DataDirectory);

    public string PolicyDirectory => Path.GetFullPath(Policy.Directory, ProgramDirectory);

    /// <summary>Folder of the wording files.</summary>
    public string DialogsDirectory => Path.Combine(ProgramDirectory, "dialogs");

    /// <summary>True when no order file of the shop's own is named.</summary>
    public bool UsesSampleShop => Orders.File.Length == 0;

    public string OrdersFile => UsesSampleShop ? Path.Combine(DataDirectory, "orders.json") : Path.GetFullPath(Orders.File);

    public Language Language => Languages.Default;
}

/// <summary>What came of reading the settings.</summary>
internal abstract record SettingsResult
{
    private SettingsResult() { }

    public sealed record Good(HostSettings Settings) : SettingsResult;

    /// <summary>Everything that is wrong; never empty.</summary>
    public sealed record Bad(IReadOnlyList<string> Errors) : SettingsResult;
}
