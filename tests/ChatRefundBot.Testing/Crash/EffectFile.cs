using System.Text;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Testing.Crash;

/// <summary>The world outside: each delivery adds a line to a file, which outlives the process that wrote it.</summary>
/// <param name="file">Lines of conversation, idempotency key and text, separated by tabs.</param>
internal sealed class EffectFile(string file, int deathsPerThousand) : IOutboxHandler
{
    private readonly Lock _writing = new();

    public string Kind => "send/" + CrashScript.Channel;

    public bool NotesAttempts => false;

    public Task<DeliveryOutcome> DeliverAsync(ConversationId conversation, OutboxEntry entry, int attempt, CancellationToken cancellationToken)
    {
        MortalStore.MayDie(deathsPerThousand);
        var line = Encoding.UTF8.GetBytes($"{conversation}\t{entry.Key}\t{entry.Message!.Text.Replace('\n', ' ')}\n");
        lock (_writing)
        {
            // One write to a file opened for appending: lines of several processes do not mix.
            using var effects = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            effects.Write(line);
        }

        MortalStore.MayDie(deathsPerThousand);
        return Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Done.Instance);
    }

    /// <summary>What was carried out, in order. A last line that was cut off by a crash counts as nothing.</summary>
    public static IReadOnlyList<(string Conversation, string Key, string Text)> Read(string file)
    {
        if (!File.Exists(file)) return [];
        var text = File.ReadAllText(file);
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).Select(p => (p[0], p[1], p[2]))];
    }
}
