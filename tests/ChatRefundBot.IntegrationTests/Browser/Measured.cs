using Xunit;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>Prints sizes and times that a test measured: with the test, and into the file that CRB_MEASURED names, which <c>.ci/run</c> shows.</summary>
internal static class Measured
{
    private static readonly Lock Gate = new();
    private static readonly string? Sheet = Environment.GetEnvironmentVariable("CRB_MEASURED");

    public static void Print(string line)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(line);
        if (string.IsNullOrEmpty(Sheet)) return;
        lock (Gate) File.AppendAllText(Sheet, line + "\n");
    }
}
