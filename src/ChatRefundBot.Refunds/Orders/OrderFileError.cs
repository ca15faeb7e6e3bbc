namespace ChatRefundBot.Refunds.Orders;

/// <summary>One thing wrong in an order file. Never carries a value of the file that could be personal.</summary>
/// <param name="File">The file's path as configured.</param>
/// <param name="Line">Line of the order or of the broken text, from 1; 0 when the file could not be read at all.</param>
/// <param name="Path">JSON path such as <c>$.orders[12].paid_at</c>.</param>
/// <param name="Fix">What is wrong and what to write instead.</param>
public sealed record OrderFileError(string File, long Line, string Path, string Fix)
{
    /// <summary>One line for an operator: file, line, path, fix.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}({Line}): {Path}: {Fix}");
}
