using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.SqliteStorage;

/// <summary>Registers the embedded store.</summary>
public static class SqliteStorageRegistration
{
    /// <summary>Makes the embedded store the <see cref="IStore"/>; it opens its file at the first call, and is closed with the provider.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, Func<IServiceProvider, SqliteStoreOptions> options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IStore>(provider => new SqliteStore(
            options(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteStore>>()));
        return services;
    }
}
