using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Testing.Crash;

/// <summary>
/// The world outside: each delivery adds a line to a file of its process, which outlives it. A line has the machine's monotonic clock, by
/// which the files of all processes come into one order, then conversation, idempotency key and text.
/// </summary>
internal sealed class EffectFile(string directory, int deathsPerThousand) : IOutboxHandler
{
    private const string Names = "effects-*.txt";

    private readonly string _file = Path.Combine(directory, Names.Replace("*", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    private readonly Lock _writing = new();

    public string Kind => "send/" + CrashScript.Channel;

    public bool NotesAttempts => false;

    public Task<DeliveryOutcome> DeliverAsync(ConversationId conversation, OutboxEntry entry, int attempt, CancellationToken cancellationToken)
    {
        MortalStore.MayDie(deathsPerThousand);
        lock (_writing)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetTimestamp()}\t{conversation}\t{entry.Key}\t{entry.Message!.Text.Replace('\n', ' ')}\n");
            using var effects = new FileStream(_file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            effects.Write(Encoding.UTF8.GetBytes(line));
        }

        MortalStore.MayDie(deathsPerThousand);
        return Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Done.Instance);
    }

    /// <summary>What was carried out, in order.</summary>
    public static IReadOnlyList<(string Conversation, string Key, string Text)> Read(string directory) =>
        [.. Directory.GetFiles(directory, Names).SelectMany(ReadLines).OrderBy(l => l.At).Select(l => (l.Parts[1], l.Parts[2], l.Parts[3]))];

    /// <summary>A last line that was cut off by a crash counts as nothing.</summary>
    private static IEnumerable<(long At, string[] Parts)> ReadLines(string file)
    {
        var text = File.ReadAllText(file);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split('\t')).Select(p => (long.Parse(p[0], CultureInfo.InvariantCulture), p));
    }
}
