using System.Text;
using ChatRefundBot.Settings;
using ChatRefundBot.WebChannel.Tokens;

namespace ChatRefundBot.Serving;

/// <summary>What an operator reads when the host is up: where to look, and what is on.</summary>
internal static class StartReport
{
    /// <param name="addresses">Addresses that the host listens on.</param>
    public static string Text(HostSettings settings, IEnumerable<string> addresses, StoreProbe probe)
    {
        var bound = addresses.ToArray();
        var health = bound.Length == 0 ? "/health/ready" : $"{Reachable(bound[0])}/health/ready";
        var text = new StringBuilder()
            .AppendLine($"ChatRefundBot {ProgramVersion.Text}")
            .AppendLine(Line("Address / 地址", string.Join(" ", bound)))
            .AppendLine(Line("Health / 健康检查", health))
            .AppendLine(Line("Chat / 终端对话", ChatCommand(settings)))
            .AppendLine(Line("Web chat / 网页对话", WebChatPlace(settings, bound)))
            .AppendLine(Line("Data / 数据目录", settings.DataDirectory))
            .AppendLine(Line("Store / 存储", Store(settings, probe)));
        if (probe is StoreProbe.Reachable reachable)
        {
            foreach (var warning in reachable.Report.Warnings) text.AppendLine($"  Warning / 警告: {warning}");
        }

        if (!settings.Store.IsEmbedded && WebChat.KeepsItsOwnKey(settings))
        {
            text.AppendLine(
                $"  Warning / 警告: the web chat's signing key is this host's own ({SigningKeyFile.Name} in the data directory). Several hosts on one Redis need the same one: "
                + $"give all of them {SettingKey.Describe("WebChat:SigningKey")}, or the same file.");
        }

        return text
            .AppendLine(Line("Orders / 订单", settings.UsesSampleShop ? $"sample shop, {settings.OrdersFile}" : settings.OrdersFile))
            .AppendLine(Line("Rules / 规则", settings.PolicyDirectory))
            .AppendLine(Line("Channels / 渠道", string.Join("; ", Channels(settings))))
            .AppendLine("Ctrl-C stops the host. / 按 Ctrl-C 停止。")
            .ToString();
    }

    private static string WebChatPlace(HostSettings settings, string[] bound)
    {
        var origins = settings.WebChat.AllowedOrigins.Count == 0 ? "own pages only" : string.Join(" ", settings.WebChat.AllowedOrigins);
        var site = bound.Length == 0 ? "" : Reachable(bound[0]);
        return $"{site}/widget (embed {site}/widget.js; allowed on: {origins})";
    }

    private static string Line(string name, string value) => $"  {name}: {value}";

    /// <summary>An address that a browser on this machine can open.</summary>
    private static string Reachable(string address) => address
        .Replace("[::]", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
        .TrimEnd('/');

    private static string ChatCommand(HostSettings settings)
    {
        var program = Path.Combine(settings.ProgramDirectory, "ChatRefundBot.dll");
        return settings.Store.IsEmbedded
            ? $"dotnet \"{program}\" chat --Store:DataDirectory=\"{settings.DataDirectory}\""
            : $"dotnet \"{program}\" chat (with the same settings)";
    }

    private static string Store(HostSettings settings, StoreProbe probe) => probe switch
    {
        StoreProbe.Reachable { Report: var report } => $"{report.Kind} ({report.Description})",
        StoreProbe.Away { Reason: var reason } =>
            $"{(settings.Store.IsEmbedded ? "sqlite" : "redis")}, NOT REACHABLE: {reason} Trying again; /health/ready answers 503 until it is back.",
        _ => "",
    };

    private static IEnumerable<string> Channels(HostSettings settings)
    {
        yield return "terminal chat on";
        yield return settings.Telegram.IsOn
            ? $"Telegram on ({settings.Telegram.Mode.ToString().ToLowerInvariant()}, {settings.Telegram.ApiBaseUrl})"
            : "Telegram off (no token)";
        yield return "web chat on";
        yield return settings.BotFramework.Enabled ? "Bot Framework not in this version, its setting is not used" : "Bot Framework off";
    }
}
