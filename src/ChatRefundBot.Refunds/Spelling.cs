namespace ChatRefundBot.Refunds;

/// <summary>How far two names are apart, to say "did you mean".</summary>
internal static class Spelling
{
    /// <summary>Edits between two names; names longer than 60 characters count as far apart, so that the cost stays bounded.</summary>
    internal static int Distance(string left, string right)
    {
        if (left.Length > 60 || right.Length > 60)
            return int.MaxValue;
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[right.Length];
    }

    /// <summary>" Did you mean X?" for the closest of the names, or nothing where none is close.</summary>
    internal static string Hint(string name, IEnumerable<string> names) =>
        Closest(name, names) is { } close ? $" Did you mean {close}?" : "";

    /// <summary>The closest of the names, or null where none is close: at most one letter in three is wrong, and never more than three.</summary>
    internal static string? Closest(string name, IEnumerable<string> names)
    {
        var close = names.MinBy(candidate => Distance(candidate, name));
        return close is not null && Distance(close, name) <= Math.Min(3, name.Length / 3) ? close : null;
    }
}
