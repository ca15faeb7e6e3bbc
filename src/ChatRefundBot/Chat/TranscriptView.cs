using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;

namespace ChatRefundBot.Chat;

/// <summary>
/// Shows what the desk says in a conversation: each entry once and in order, by its sequence. Wake-ups may be lost, so it looks again
/// every second by itself.
/// </summary>
/// <param name="files">Where files that the desk offers are put.</param>
/// <param name="blocked">Says why no turn of this host can go on; null while they do.</param>
internal sealed class TranscriptView(
    IStore store, ConversationId conversation, TextWriter output, ChatNotices notices, OfferedFiles files, Func<string?> blocked) : IDisposable
{
    private const int Batch = 64;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _wake = new(0, 1);
    private TaskCompletionSource _looked = NewSignal();
    private long _after;
    private int _asked;
    private int _answered;

    /// <summary>Shows only what comes after this moment: for a conversation that is gone on with.</summary>
    public async Task SkipAsync(CancellationToken cancellationToken) =>
        _after = (await store.ReadAsync(StoreNames.Transcript(conversation), 0, 0, cancellationToken)).LastSequence;

    /// <summary>Shows entries until it is told to end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IAsyncDisposable? subscription = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                subscription ??= await store.SubscribeAsync(StoreNames.TranscriptTopic(conversation), Wake, cancellationToken);
                await LookAsync(cancellationToken);
                await notices.StoreIsBackAsync();
            }
            catch (StoreUnavailableException)
            {
                await notices.StoreIsAwayAsync();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            Interlocked.Exchange(ref _looked, NewSignal()).TrySetResult();
            await ((Task)_wake.WaitAsync(LookAgain, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (subscription is not null) await subscription.DisposeAsync();
    }

    /// <summary>Waits until everything that was accepted before this call has had its turn and is shown.</summary>
    /// <returns>Null, or why that will not come about.</returns>
    public async Task<string?> AnsweredAsync(CancellationToken cancellationToken)
    {
        var mine = Interlocked.Increment(ref _asked);
        Wake();
        while (true)
        {
            var looked = Volatile.Read(ref _looked);
            if (Volatile.Read(ref _answered) >= mine) return null;
            if (blocked() is { } reason) return reason;
            await looked.Task.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _wake.Dispose();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        // The inbox first: when it is empty, all answers are in the transcript that is read after it.
        var asked = Volatile.Read(ref _asked);
        var inbox = await store.ReadAsync(StoreNames.Inbox(conversation), 0, 1, cancellationToken);
        LogSlice found;
        do
        {
            found = await store.ReadAsync(StoreNames.Transcript(conversation), _after, Batch, cancellationToken);
            foreach (var entry in found.Entries) await ShowAsync(entry);
        }
        while (found.Entries.Count == Batch);
        await output.FlushAsync(cancellationToken);
        if (inbox.Entries.Count == 0) Volatile.Write(ref _answered, asked);
    }

    private async Task ShowAsync(LogEntry entry)
    {
        var line = JsonSerializer.Deserialize(entry.Body.Span, KernelJson.Stored.TranscriptEntry)!;
        await output.WriteAsync(TranscriptText.Of(line));
        if (line.Out?.File is { } file) await output.WriteAsync(await files.SaveAsync(file));
        _after = entry.Sequence;
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it in the same instant.
        }
        catch (ObjectDisposedException)
        {
            // A late wake-up of a chat that has ended.
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
