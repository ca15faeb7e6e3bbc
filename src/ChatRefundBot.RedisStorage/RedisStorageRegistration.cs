using ChatRefundBot.DialogKernel.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.RedisStorage;

/// <summary>Registers the store on Redis.</summary>
public static class RedisStorageRegistration
{
    /// <summary>Makes Redis the <see cref="IStore"/>; it connects at the first call, and is closed with the provider.</summary>
    public static IServiceCollection AddRedisStorage(this IServiceCollection services, Func<IServiceProvider, RedisStoreOptions> options)
    {
        services.AddSingleton<IStore>(provider => new RedisStore(options(provider), provider.GetRequiredService<ILogger<RedisStore>>()));
        return services;
    }
}
