using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Serving;
using ChatRefundBot.Settings;

namespace ChatRefundBot.CommandLine;

/// <summary><c>dead-letters</c>: what failed for good, so that an operator sees it; never what was said.</summary>
internal static class DeadLetterVerbs
{
    private const int Batch = 200;

    public static Command Build(VerbContext context)
    {
        var through = new Option<long?>("--forget") { Description = "Take the letters up to this number away, once they are dealt with.", HelpName = "NUMBER" };
        return context.With(new Command("dead-letters", "List messages and deliveries that failed for good: number, time, conversation, what, why.") { through },
            (parsed, settings, cancellationToken) => RunAsync(context, settings, parsed.GetValue(through), cancellationToken));
    }

    private static async Task<int> RunAsync(VerbContext context, HostSettings settings, long? forget, CancellationToken cancellationToken)
    {
        DataDirectory.Ensure(settings);
        await using var services = DeskComposition.StoreOnly(settings);
        var store = services.GetRequiredService<IStore>();
        if (forget is { } number) await store.CommitAsync(new CommitUnit().TrimThrough(StoreNames.DeadLetters, number), cancellationToken);
        var (after, count) = (0L, 0);
        while (true)
        {
            var found = await store.ReadAsync(StoreNames.DeadLetters, after, Batch, cancellationToken);
            foreach (var entry in found.Entries) await context.Output.WriteLineAsync(LineOf(entry));
            count += found.Entries.Count;
            if (found.Entries.Count < Batch) break;
            after = found.Entries[^1].Sequence;
        }

        await context.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} dead letters."));
        return ExitCode.Good;
    }

    private static string LineOf(LogEntry entry)
    {
        var letter = JsonSerializer.Deserialize(entry.Body.Span, KernelJson.Stored.DeadLetter)!;
        var what = letter.Outbox is { } outbox ? $"{outbox.Kind} {outbox.Key}" : $"message {letter.Incoming?.Id}";
        return string.Create(CultureInfo.InvariantCulture, $"{entry.Sequence}  {letter.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}  {letter.Conversation}  {what}  {letter.Reason}");
    }
}
