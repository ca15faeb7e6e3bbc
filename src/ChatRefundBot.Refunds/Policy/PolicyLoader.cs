namespace ChatRefundBot.Refunds.Policy;

/// <summary>Something wrong in a file of the table.</summary>
/// <param name="File">File name without directory.</param>
/// <param name="Line">Line, from 1; 0 where the whole file is meant.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Fix">What to do.</param>
public sealed record PolicyError(string File, int Line, string Problem, string Fix)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}: {Problem} {Fix}")
        : $"{File}: {Problem} {Fix}";
}

/// <summary>A table, or everything that is wrong with its files.</summary>
public abstract record PolicyLoadResult
{
    private PolicyLoadResult()
    {
    }

    /// <summary>The table is good.</summary>
    /// <param name="Table">The validated table.</param>
    /// <param name="Source">The files it was made from.</param>
    public sealed record Loaded(PolicyTable Table, PolicySource Source) : PolicyLoadResult;

    /// <summary>The files are not good; the caller keeps the table it has.</summary>
    /// <param name="Errors">All errors, never empty, in the order of files and lines.</param>
    public sealed record Failed(IReadOnlyList<PolicyError> Errors) : PolicyLoadResult;
}

/// <summary>
/// Reads <c>refund-policy.yaml</c>, <c>products.yaml</c>, <c>evidence.yaml</c> and <c>holidays.yaml</c> of a directory. Bounded: a file
/// is at most 4 MB, nesting at most 12 deep, anchors and aliases are refused, at most 10,000 rows.
/// </summary>
public static class PolicyLoader
{
    /// <summary>Loads the directory. Never throws for what is in the files; a file that cannot be read is an error in the result.</summary>
    public static PolicyLoadResult Load(string directory) => Loading.TableReader.Load(directory);

    /// <summary>Loads a table from the texts of its files, as they were kept.</summary>
    public static PolicyLoadResult Load(PolicySource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Loading.TableReader.Load(source);
    }
}
