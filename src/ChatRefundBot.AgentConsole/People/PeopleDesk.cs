using ChatRefundBot.AgentConsole.SignIn;
using ChatRefundBot.Handoff.Accounts;
using Microsoft.AspNetCore.Identity;

namespace ChatRefundBot.AgentConsole.People;

/// <summary>What an administrator does with accounts. Whatever takes a right away ends that account's sessions.</summary>
internal sealed class PeopleDesk(AgentAccounts accounts, IPasswordHasher<DeskUser> hasher, TimeProvider time)
{
    public const int MostAccounts = 1000;
    private const int MostTries = 10;

    public Task<IReadOnlyList<StoredAccount>> ListAsync(CancellationToken cancellationToken) => accounts.ListAsync(MostAccounts, cancellationToken);

    /// <summary>Makes an account with a one-time password.</summary>
    public async Task<PeopleResult> AddAsync(string name, string? shown, IReadOnlyList<AgentRole> roles, CancellationToken cancellationToken)
    {
        if (AccountName.Parse(name) is not AccountNameResult.Good good) return new PeopleResult.Refused(Layout.Texts.NameRule);
        if (roles.Count == 0) return new PeopleResult.Refused(Layout.Texts.OneRole);
        var password = OneTimePassword.Make();
        var account = new AgentAccount(good.Name, roles, hasher.HashPassword(null!, password), MustChangePassword: true, time.GetUtcNow())
        {
            DisplayName = Clean(shown),
            SecurityStamp = NewStamp(),
        };
        return await accounts.AddAsync(account, cancellationToken) is AddAccountResult.Added
            ? new PeopleResult.Done(password)
            : new PeopleResult.Refused(Layout.Texts.NameTaken);
    }

    /// <summary>Changes name and roles.</summary>
    public async Task<PeopleResult> ChangeAsync(StoredAccount stored, string? shown, IReadOnlyList<AgentRole> roles, CancellationToken cancellationToken)
    {
        if (roles.Count == 0) return new PeopleResult.Refused(Layout.Texts.OneRole);
        var account = stored.Account with { DisplayName = Clean(shown), Roles = roles };
        if (!account.Roles.SequenceEqual(stored.Account.Roles)) account = account with { SecurityStamp = NewStamp() };
        return await WriteAsync(stored, account, cancellationToken);
    }

    /// <summary>Lets somebody in no more, or again.</summary>
    public Task<PeopleResult> SetDisabledAsync(AccountName name, bool isDisabled, CancellationToken cancellationToken) =>
        ChangeAsync(name, account => account with { IsDisabled = isDisabled, SecurityStamp = NewStamp() }, cancellationToken);

    public Task<PeopleResult> UnlockAsync(AccountName name, CancellationToken cancellationToken) =>
        ChangeAsync(name, account => account with { LockedUntil = null, FailedSignIns = 0 }, cancellationToken);

    /// <summary>Gives a new one-time password and ends all sessions.</summary>
    public async Task<PeopleResult> ResetPasswordAsync(AccountName name, CancellationToken cancellationToken)
    {
        var password = OneTimePassword.Make();
        var hash = hasher.HashPassword(null!, password);
        var result = await ChangeAsync(
            name,
            account => account with { PasswordHash = hash, MustChangePassword = true, SecurityStamp = NewStamp(), LockedUntil = null, FailedSignIns = 0 },
            cancellationToken);
        return result is PeopleResult.Done ? new PeopleResult.Done(password) : result;
    }

    /// <summary>A change that means the same whatever else was changed meanwhile, such as by the person signing in.</summary>
    private async Task<PeopleResult> ChangeAsync(AccountName name, Func<AgentAccount, AgentAccount> change, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            if (await accounts.FindAsync(name, cancellationToken) is not { } stored) return new PeopleResult.Refused(Layout.Texts.ChangedMeanwhile);
            var result = await WriteAsync(stored, change(stored.Account), cancellationToken);
            if (result is not PeopleResult.Refused { Why: var why } || why != Layout.Texts.ChangedMeanwhile || tries == MostTries) return result;
        }
    }

    private async Task<PeopleResult> WriteAsync(StoredAccount stored, AgentAccount account, CancellationToken cancellationToken)
    {
        if (IsAdministrator(stored.Account) && !IsAdministrator(account) && !(await ListAsync(cancellationToken)).Any(s => s.Account.Name != account.Name && IsAdministrator(s.Account)))
            return new PeopleResult.Refused(Layout.Texts.LastAdministrator);
        return await accounts.UpdateAsync(stored, account, cancellationToken) is UpdateAccountResult.Updated
            ? new PeopleResult.Done(null)
            : new PeopleResult.Refused(Layout.Texts.ChangedMeanwhile);
    }

    private static bool IsAdministrator(AgentAccount account) => !account.IsDisabled && account.Roles.Contains(AgentRole.Administrator);

    private static string? Clean(string? shown)
    {
        var text = string.Concat((shown ?? "").Where(c => !char.IsControl(c))).Trim();
        return text.Length == 0 ? null : text.Length <= 40 ? text : text[..40];
    }

    private static string NewStamp() => Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}

/// <summary>Answer to what an administrator asked for.</summary>
internal abstract record PeopleResult
{
    private PeopleResult() { }

    /// <param name="OneTimePassword">To be shown once; null when none was made.</param>
    public sealed record Done(string? OneTimePassword) : PeopleResult
    {
        public override string ToString() => nameof(Done);
    }

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(Layout.Phrase Why) : PeopleResult;
}
