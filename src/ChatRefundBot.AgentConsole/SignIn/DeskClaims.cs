using System.Security.Claims;
using ChatRefundBot.Handoff.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatRefundBot.AgentConsole.SignIn;

/// <summary>What a session says of its account: name, roles, and whether a password of one's own is still to be chosen.</summary>
internal sealed class DeskClaims(UserManager<DeskUser> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<DeskUser>(users, options)
{
    /// <summary>Name that buyers and colleagues see.</summary>
    public const string Shown = "crb:shown";

    /// <summary>There until the one-time password has been changed.</summary>
    public const string MustChangePassword = "crb:must-change";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(DeskUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        foreach (var role in user.Account.Roles) identity.AddClaim(new Claim(identity.RoleClaimType, role.ToString()));
        identity.AddClaim(new Claim(Shown, user.Account.Shown));
        if (user.Account.MustChangePassword) identity.AddClaim(new Claim(MustChangePassword, "1"));
        return identity;
    }
}

/// <summary>Who may see what.</summary>
internal static class DeskPolicies
{
    /// <summary>Anybody who signed in, also with a one-time password.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Works the queue.</summary>
    public const string Agents = "agents";

    /// <summary>Manages people.</summary>
    public const string Administrators = "administrators";

    /// <summary>Answers tickets of kind seller, and supervisors who do it for them.</summary>
    public const string Sellers = "sellers";

    public static readonly string[] AgentRoles = [nameof(AgentRole.Agent), nameof(AgentRole.Supervisor), nameof(AgentRole.Administrator)];
}
