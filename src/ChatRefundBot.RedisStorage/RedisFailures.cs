using ChatRefundBot.DialogKernel.Storage;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>Says in the port's words what an error of the client or of the server means.</summary>
internal static class RedisFailures
{
    /// <summary>The exception for the caller, or null when it is no matter of the store being away.</summary>
    public static StoreUnavailableException? Translate(Exception exception) => exception switch
    {
        RedisTimeoutException e => Away($"Redis did not answer in time ({e.Commandstatus})", WasSent(e.Commandstatus), e),
        RedisConnectionException { FailureType: ConnectionFailureType.UnableToConnect or ConnectionFailureType.UnableToResolvePhysicalConnection } e =>
            Away("Redis cannot be reached", wasSent: false, e),
        RedisConnectionException e => Away($"The connection to Redis failed ({e.FailureType})", WasSent(e.CommandStatus), e),
        RedisServerException e when Reason(e.Kind) is { } reason => Away(reason, wasSent: false, e),
        _ => null,
    };

    // Unknown counts as sent: better to warn of a write that was not than to deny one that was.
    private static bool WasSent(CommandStatus status) => status is not (CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog);

    private static StoreUnavailableException Away(string what, bool wasSent, Exception inner) =>
        new($"{what}; check Store:ConnectionString and that the server runs. It is tried again by itself.", wasSent, inner);

    private static string? Reason(RedisErrorKind kind) => kind switch
    {
        RedisErrorKind.Loading => "Redis is loading its data",
        RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown or RedisErrorKind.TryAgain => "Redis is failing over",
        RedisErrorKind.ReadOnly => "Redis is a read-only replica now",
        RedisErrorKind.NoReplicas => "Redis has too few replicas to accept writes",
        RedisErrorKind.Misconfigured => "Redis refuses writes because it cannot save them to its disk",
        RedisErrorKind.OutOfMemory => "Redis has used up its maxmemory",
        RedisErrorKind.Busy => "Redis is busy with a script",
        RedisErrorKind.MaxClients => "Redis has too many clients",
        RedisErrorKind.NoAuth or RedisErrorKind.WrongPass or RedisErrorKind.NoPermission or RedisErrorKind.NotPermitted => "Redis refuses this user or password",
        _ => null,
    };
}
