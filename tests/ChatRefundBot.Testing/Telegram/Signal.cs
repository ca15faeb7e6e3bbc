namespace ChatRefundBot.Testing.Telegram;

/// <summary>Wakes everybody who waits for a change of the fake; nobody polls and nothing sleeps.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends at the next change. Take it before you look.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits until <paramref name="look"/> finds something.</summary>
    /// <param name="told">What was there instead, for the message of the failure.</param>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    public async Task<T> UntilAsync<T>(Func<T?> look, TimeSpan? within, Func<string> told) where T : class
    {
        using var limit = new CancellationTokenSource(within ?? FakeBotApi.Patience);
        while (true)
        {
            var changed = Next;
            if (look() is { } found) return found;
            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(told());
            }
        }
    }
}
