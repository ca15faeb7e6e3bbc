namespace ChatRefundBot.Refunds.Policy;

/// <summary>
/// The table in use, and older ones that open cases still go by. Safe for concurrent use; reading neither locks nor allocates.
/// </summary>
public sealed class PolicyTables
{
    /// <summary>How many tables are held at once, the one in use included.</summary>
    public const int MostHeld = 8;

    private readonly Lock _changing = new();
    private PolicyTable[] _held;
    private PolicyLoad _load;
    private PolicyRefusal? _refusal;

    /// <param name="first">The table to begin with.</param>
    public PolicyTables(PolicyLoad first)
    {
        ArgumentNullException.ThrowIfNull(first);
        (_held, _load) = ([first.Table], first);
    }

    /// <summary>The table in use: for everything that begins now.</summary>
    public PolicyTable Current => Volatile.Read(ref _held)[0];

    /// <summary>The table in use, with where it came from.</summary>
    public PolicyLoad Load => Volatile.Read(ref _load);

    /// <summary>Why the files as they are now are not in use; null when they are.</summary>
    public PolicyRefusal? Refusal
    {
        get => Volatile.Read(ref _refusal);
        set => Volatile.Write(ref _refusal, value);
    }

    /// <summary>A table that is held; null when it is not.</summary>
    public PolicyTable? Find(string version)
    {
        foreach (var table in Volatile.Read(ref _held))
        {
            if (string.Equals(table.Version, version, StringComparison.Ordinal))
                return table;
        }

        return null;
    }

    /// <summary>Puts another table in use; the one before is held on.</summary>
    public void Use(PolicyLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        lock (_changing)
        {
            Volatile.Write(ref _load, load);
            Volatile.Write(ref _held, [load.Table, .. Others(load.Table)]);
        }
    }

    /// <summary>Holds an older table; the one longest held makes room.</summary>
    public void Hold(PolicyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        lock (_changing)
        {
            if (Current.Version != table.Version)
                Volatile.Write(ref _held, [Current, table, .. Others(table).Skip(1).Take(MostHeld - 2)]);
        }
    }

    private IEnumerable<PolicyTable> Others(PolicyTable table) => _held.Where(held => held.Version != table.Version).Take(MostHeld - 1);
}

/// <summary>A table with its files.</summary>
/// <param name="At">When it was loaded, UTC.</param>
public sealed record PolicyLoad(PolicyTable Table, PolicySource Source, DateTimeOffset At);

/// <summary>Files that were not taken over.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Errors">All errors, each with file, line and fix; never empty.</param>
public sealed record PolicyRefusal(DateTimeOffset At, IReadOnlyList<string> Errors);
