using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>How to reach Redis and how long to wait for it.</summary>
public sealed partial record RedisStoreOptions
{
    /// <summary>
    /// Connection string of StackExchange.Redis: <c>host:6379,password=...</c>; several hosts for Cluster; hosts of sentinels and
    /// <c>serviceName=...</c> for Sentinel. Its time-outs are replaced by those below.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>Name of the shop, 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; shops on one server do not see each other.</summary>
    public string Shop { get; init; } = "default";

    /// <summary>How long a connection attempt may take: 2 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a command may take, waiting for a connection included: 2 s. It is looked at once a second, so a call fails after 2 to 3 s.
    /// </summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Says what is wrong with a connection string; null when it can be read. Nothing of the string is repeated: a slip in it may well
    /// lie in its password.
    /// </summary>
    public static string? Problem(string connectionString)
    {
        const string Form = "write HOST:6379, and options after commas as StackExchange.Redis names them, such as HOST:6379,password=…,ssl=true";
        if (connectionString.Contains("://", StringComparison.Ordinal)) return $"is an address with a scheme; {Form}";
        try
        {
            return ConfigurationOptions.Parse(connectionString).EndPoints.Count == 0 ? $"names no server; {Form}" : null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            return $"cannot be read; {Form}";
        }
    }

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString)) throw new ArgumentException("Store:ConnectionString is empty.", nameof(ConnectionString));
        if (!ShopName().IsMatch(Shop))
            throw new ArgumentException($"Store:Shop \"{Shop}\" is not 1 to 64 letters, digits, '-', '_' and '.'.", nameof(Shop));
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShopName();
}
