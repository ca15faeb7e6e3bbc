using ChatRefundBot.Refunds.Policy.Loading;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>The files that a table was made from: enough to make it again.</summary>
/// <param name="Texts">Text of each file by its name, without byte order mark.</param>
public sealed record PolicySource(IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>The names of a table's files, in the order of its errors.</summary>
    public static IReadOnlyList<string> FileNames => TableReader.Files;
}
