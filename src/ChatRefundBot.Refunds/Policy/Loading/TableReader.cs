namespace ChatRefundBot.Refunds.Policy.Loading;

internal static class TableReader
{
    internal static PolicyLoadResult Load(string directory) => throw new NotImplementedException(directory);
}
