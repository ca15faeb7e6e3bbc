using ChatRefundBot.Handoff.Accounts;
using Microsoft.AspNetCore.Identity;

namespace ChatRefundBot.AgentConsole.SignIn;

/// <summary>
/// Identity's view of the desk's accounts: hashes, lockout and stamps are Identity's, the documents are ours. Accounts are made and
/// listed by <see cref="AgentAccounts"/>, so that the command line and the console do the same.
/// </summary>
internal sealed class DeskUserStore(AgentAccounts accounts)
    : IUserPasswordStore<DeskUser>, IUserLockoutStore<DeskUser>, IUserSecurityStampStore<DeskUser>
{
    public Task<string> GetUserIdAsync(DeskUser user, CancellationToken cancellationToken) => Task.FromResult(user.Account.Name.Value);

    public Task<string?> GetUserNameAsync(DeskUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Account.Name.Value);

    public Task<string?> GetNormalizedUserNameAsync(DeskUser user, CancellationToken cancellationToken) => GetUserNameAsync(user, cancellationToken);

    public Task SetUserNameAsync(DeskUser user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException("The name of an account does not change.");

    // Names are kept in lower case; what Identity calls normalised is found by that.
    public Task SetNormalizedUserNameAsync(DeskUser user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IdentityResult> CreateAsync(DeskUser user, CancellationToken cancellationToken) => throw new NotSupportedException("Accounts are made by AgentAccounts.");

    public Task<IdentityResult> DeleteAsync(DeskUser user, CancellationToken cancellationToken) => throw new NotSupportedException("Accounts are disabled, not deleted: what they did stays theirs.");

    public async Task<IdentityResult> UpdateAsync(DeskUser user, CancellationToken cancellationToken)
    {
        if (await accounts.UpdateAsync(user.Stored, user.Account, cancellationToken) is not UpdateAccountResult.Updated updated)
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        user.WasWritten(updated.Stored);
        return IdentityResult.Success;
    }

    public async Task<DeskUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        AccountName.Parse(userId) is AccountNameResult.Good good && await accounts.FindAsync(good.Name, cancellationToken) is { } stored ? new DeskUser(stored) : null;

    public Task<DeskUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => FindByIdAsync(normalizedUserName, cancellationToken);

    public Task<string?> GetPasswordHashAsync(DeskUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Account.PasswordHash);

    public Task<bool> HasPasswordAsync(DeskUser user, CancellationToken cancellationToken) => Task.FromResult(user.Account.PasswordHash.Length > 0);

    public Task SetPasswordHashAsync(DeskUser user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.Account = user.Account with { PasswordHash = passwordHash ?? "" };
        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(DeskUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Account.IsDisabled ? DateTimeOffset.MaxValue : user.Account.LockedUntil);

    public Task SetLockoutEndDateAsync(DeskUser user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.Account = user.Account with { LockedUntil = lockoutEnd };
        return Task.CompletedTask;
    }

    public Task<int> IncrementAccessFailedCountAsync(DeskUser user, CancellationToken cancellationToken)
    {
        user.Account = user.Account with { FailedSignIns = user.Account.FailedSignIns + 1 };
        return Task.FromResult(user.Account.FailedSignIns);
    }

    public Task ResetAccessFailedCountAsync(DeskUser user, CancellationToken cancellationToken)
    {
        user.Account = user.Account with { FailedSignIns = 0 };
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(DeskUser user, CancellationToken cancellationToken) => Task.FromResult(user.Account.FailedSignIns);

    public Task<bool> GetLockoutEnabledAsync(DeskUser user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(DeskUser user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    // Accounts made before the field, and those of the command line, have none; the hash stands in for it, for it changes with the password.
    public Task<string?> GetSecurityStampAsync(DeskUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Account.SecurityStamp ?? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(user.Account.PasswordHash)), 0, 16));

    public Task SetSecurityStampAsync(DeskUser user, string stamp, CancellationToken cancellationToken)
    {
        user.Account = user.Account with { SecurityStamp = stamp };
        return Task.CompletedTask;
    }

    public void Dispose() { }
}
