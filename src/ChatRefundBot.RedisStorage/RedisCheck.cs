using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>Looks at how the servers that take writes are set up.</summary>
internal static class RedisCheck
{
    public static async Task<StoreReport> RunAsync(IDatabase database, string shop)
    {
        await database.PingAsync();
        var descriptions = new List<string>();
        var warnings = new List<string>();
        foreach (var server in database.Multiplexer.GetServers())
        {
            if (!server.IsConnected || server.IsReplica) continue;
            var info = await server.InfoAsync();
            var values = info.SelectMany(section => section).ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
            var place = server.EndPoint.ToString() ?? "";
            var product = values["server_name"].FirstOrDefault() == "valkey" ? "Valkey" : "Redis";
            var version = values["valkey_version"].FirstOrDefault() ?? values["redis_version"].FirstOrDefault() ?? "";
            descriptions.Add($"{product} {version} at {place}");
            AddWarnings(values, place, version, warnings);
        }
        return new StoreReport("redis", $"{string.Join(", ", descriptions)}, shop {shop}", warnings);
    }

    private static void AddWarnings(ILookup<string, string> values, string place, string version, List<string> warnings)
    {
        if (values["aof_enabled"].FirstOrDefault() == "0")
        {
            warnings.Add($"{place}: append-only is off, so a restart of Redis loses conversations that were already acknowledged; "
                + "set \"appendonly yes\" (a crash of the process then loses nothing, a power cut about a second; \"appendfsync always\" nothing).");
        }
        if (values["maxmemory_policy"].FirstOrDefault() is { } policy && policy != "noeviction")
        {
            warnings.Add($"{place}: the eviction policy is {policy}, so Redis drops conversations when its memory is full; "
                + "set \"maxmemory-policy noeviction\", and writes are refused and tried again instead.");
        }
        if (Major(version) is < 7)
        {
            warnings.Add($"{place}: version {version} is older than 7, which this program is tested with; upgrade Redis.");
        }
    }

    private static int? Major(string version) =>
        int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
}
