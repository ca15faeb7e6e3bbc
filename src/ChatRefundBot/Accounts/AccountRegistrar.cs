using ChatRefundBot.AgentConsole;
using ChatRefundBot.Handoff.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatRefundBot.Accounts;

/// <summary>Makes accounts: hashes their passwords and stores them.</summary>
internal sealed class AccountRegistrar(AgentAccounts accounts, TimeProvider time)
{
    private readonly PasswordHasher<AccountName> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = AgentConsoleRegistration.HashIterations }));

    /// <summary>Adds an account with a one-time password.</summary>
    public async Task<NewAccountResult> AddAsync(AccountName name, AgentRole role, CancellationToken cancellationToken)
    {
        var password = OneTimePassword.Make();
        return await AddAsync(name, role, password, mustChange: true, cancellationToken) is AddAccountResult.Added
            ? new NewAccountResult.Added(password)
            : NewAccountResult.NameTaken.Instance;
    }

    /// <summary>Adds an account with a password that somebody chose.</summary>
    public Task<AddAccountResult> AddAsync(AccountName name, AgentRole role, string password, bool mustChange, CancellationToken cancellationToken)
    {
        AgentRole[] roles = role == AgentRole.Administrator ? [AgentRole.Agent, AgentRole.Administrator] : [role];
        return accounts.AddAsync(new AgentAccount(name, roles, _hasher.HashPassword(name, password), mustChange, time.GetUtcNow()), cancellationToken);
    }

    public bool Verify(AgentAccount account, string password) =>
        _hasher.VerifyHashedPassword(account.Name, account.PasswordHash, password) != PasswordVerificationResult.Failed;
}

/// <summary>Answer to adding an account with a one-time password.</summary>
internal abstract record NewAccountResult
{
    private NewAccountResult() { }

    /// <param name="Password">To be shown once; only its hash is kept.</param>
    public sealed record Added(string Password) : NewAccountResult
    {
        public override string ToString() => nameof(Added);
    }

    public sealed record NameTaken : NewAccountResult
    {
        public static readonly NameTaken Instance = new();
    }
}
