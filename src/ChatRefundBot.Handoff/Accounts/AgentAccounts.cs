using System.Text.Json;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.Handoff.Accounts;

/// <summary>The accounts of a shop. Thread safe; several hosts may work on one store.</summary>
public sealed class AgentAccounts(IStore store)
{
    /// <summary>Index of all accounts, scored by the time they were made (Unix milliseconds).</summary>
    public const string Index = "accounts";

    /// <summary>Index of the accounts with the role of a seller, scored as <see cref="Index"/>.</summary>
    public const string Sellers = "sellers";

    private const string Kind = "account";
    private const long HighestScore = (1L << 53) - 1;

    public static DocumentKey Key(AccountName name) => new(Kind, name.Value);

    /// <summary>Adds an account. Durable when this returns <see cref="AddAccountResult.Added"/>.</summary>
    /// <exception cref="StoreUnavailableException">The store is away; when its outcome is unknown the account may have been added.</exception>
    public async Task<AddAccountResult> AddAsync(AgentAccount account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var unit = new CommitUnit()
            .Put(Key(account.Name), 0, JsonSerializer.SerializeToUtf8Bytes(account, AccountJson.Default.AgentAccount))
            .SetIndex(Index, account.Name.Value, account.CreatedAt.ToUnixTimeMilliseconds());
        if (account.Roles.Contains(AgentRole.Seller)) unit.SetIndex(Sellers, account.Name.Value, account.CreatedAt.ToUnixTimeMilliseconds());
        return await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is CommitResult.Committed
            ? AddAccountResult.Added.Instance
            : AddAccountResult.NameTaken.Instance;
    }

    /// <summary>Writes an account that was read before.</summary>
    /// <param name="expected">As it was read; its name stays.</param>
    /// <exception cref="StoreUnavailableException">The store is away; when its outcome is unknown the account may have been changed.</exception>
    public async Task<UpdateAccountResult> UpdateAsync(StoredAccount expected, AgentAccount changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(changed);
        if (changed.Name != expected.Account.Name) throw new ArgumentException("The name of an account does not change.", nameof(changed));
        var unit = new CommitUnit().Put(Key(changed.Name), expected.Version, JsonSerializer.SerializeToUtf8Bytes(changed, AccountJson.Default.AgentAccount));
        var isSeller = !changed.IsDisabled && changed.Roles.Contains(AgentRole.Seller);
        if (isSeller) unit.SetIndex(Sellers, changed.Name.Value, changed.CreatedAt.ToUnixTimeMilliseconds());
        else unit.RemoveIndex(Sellers, changed.Name.Value);
        return await store.CommitAsync(unit, cancellationToken).ConfigureAwait(false) is CommitResult.Committed
            ? new UpdateAccountResult.Updated(new StoredAccount(changed, expected.Version + 1))
            : UpdateAccountResult.Conflict.Instance;
    }

    /// <summary>Whether the shop has anybody who answers for the seller. Where it has none, nothing may be said to have been asked of one.</summary>
    public static async ValueTask<bool> HasSellerAsync(IStore store, CancellationToken cancellationToken) =>
        await store.CountAsync(Sellers, 0, HighestScore, cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>The account of that name; null when there is none.</summary>
    public async Task<StoredAccount?> FindAsync(AccountName name, CancellationToken cancellationToken)
    {
        var found = await store.GetAsync([Key(name)], cancellationToken).ConfigureAwait(false);
        return found[0] is { } document ? Read(document) : null;
    }

    /// <summary>All accounts, the oldest first; those beyond <paramref name="take"/> are left out.</summary>
    public async Task<IReadOnlyList<StoredAccount>> ListAsync(int take, CancellationToken cancellationToken)
    {
        var names = await store.RangeAsync(Index, 0, HighestScore, take, cancellationToken).ConfigureAwait(false);
        var keys = names.Select(n => new DocumentKey(Kind, n.Member)).ToArray();
        var found = await store.GetAsync(keys, cancellationToken).ConfigureAwait(false);
        return [.. found.OfType<StoredDocument>().Select(Read)];
    }

    private static StoredAccount Read(StoredDocument document) =>
        new(JsonSerializer.Deserialize(document.Body.Span, AccountJson.Default.AgentAccount)!, document.Version);
}

/// <summary>Answer to <see cref="AgentAccounts.AddAsync"/>.</summary>
public abstract record AddAccountResult
{
    private AddAccountResult() { }

    public sealed record Added : AddAccountResult
    {
        public static readonly Added Instance = new();
    }

    /// <summary>There is an account of this name already; it was not changed.</summary>
    public sealed record NameTaken : AddAccountResult
    {
        public static readonly NameTaken Instance = new();
    }
}

/// <summary>Answer to <see cref="AgentAccounts.UpdateAsync"/>.</summary>
public abstract record UpdateAccountResult
{
    private UpdateAccountResult() { }

    public sealed record Updated(StoredAccount Stored) : UpdateAccountResult;

    /// <summary>Somebody else changed the account meanwhile; nothing was written. Read it again.</summary>
    public sealed record Conflict : UpdateAccountResult
    {
        public static readonly Conflict Instance = new();
    }
}
