using System.Collections.Immutable;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>Collects the errors of one file, bounded.</summary>
internal sealed class OrderFileErrors(string file)
{
    private readonly List<OrderFileError> _errors = [];
    private int _more;

    /// <summary>The line errors are put down to: where the order being read begins.</summary>
    public long Line { get; set; } = 1;

    public bool Any => _errors.Count > 0;

    public int Count => _errors.Count + _more;

    public void Add(string path, string fix)
    {
        if (_errors.Count < OrderFile.MostErrors)
            _errors.Add(new OrderFileError(file, Line, path, fix));
        else
            _more++;
    }

    public ImmutableArray<OrderFileError> ToImmutable() => _more == 0
        ? [.. _errors]
        : [.. _errors, new OrderFileError(file, Line, "$", FormattableString.Invariant($"and {_more} more; mend those above first."))];
}
