using System.Globalization;

namespace ChatRefundBot.Testing.Storage;

/// <summary>How many times the crash tests kill: 3 by default; <c>CRB_CRASH_ROUNDS</c> for a long run.</summary>
public static class CrashRounds
{
    public static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("CRB_CRASH_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 3;

    /// <summary>After how many acknowledgements a round ends; another number each round, so that the kill meets other moments.</summary>
    public static int AcknowledgementsOf(int round) => 40 + new Random(round).Next(200);
}
