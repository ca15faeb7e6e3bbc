namespace ChatRefundBot.CommandLine;

/// <summary>What the program answers its caller with.</summary>
internal static class ExitCode
{
    public const int Good = 0;

    /// <summary>The thing asked about failed: a case, a check, a name that is taken.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use or broken input; the reason is on standard error.</summary>
    public const int Refused = 2;
}
