using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatRefundBot.AgentConsole.SignIn;

/// <summary>Ends an open screen whose account was disabled, lost a role or got another password: looked at twice a minute.</summary>
internal sealed class Revalidation(ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await IsCurrentAsync(scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>(), authenticationState.User, options.Value.ClaimsIdentity.SecurityStampClaimType);
    }

    /// <summary>Whether the account still is what the session says it is.</summary>
    internal static async Task<bool> IsCurrentAsync(UserManager<DeskUser> users, ClaimsPrincipal session, string stampClaim)
    {
        var user = await users.GetUserAsync(session);
        return user is { Account.IsDisabled: false } && session.FindFirstValue(stampClaim) == await users.GetSecurityStampAsync(user);
    }
}
