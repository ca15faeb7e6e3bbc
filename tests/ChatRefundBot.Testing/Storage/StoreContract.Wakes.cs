using ChatRefundBot.DialogKernel.Storage;
using Xunit;

namespace ChatRefundBot.Testing.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_subscriber_is_woken_by_units_of_its_own_store_and_of_others()
    {
        var other = await OpenAnotherAsync();
        var woken = 0;
        await using var subscription = await Store.SubscribeAsync("topic", () => Interlocked.Increment(ref woken), Token);
        foreach (var store in new[] { Store, other })
        {
            var before = Volatile.Read(ref woken);
            await store.CommitAsync(new CommitUnit().Put(Document(store == other ? "a" : "b"), 0, Bytes("x")).Wake("topic"), Token);
            await UntilAsync(() => Task.FromResult(Volatile.Read(ref woken) > before), "the subscriber was woken");
        }
    }

    [Fact]
    public async Task What_a_wake_announces_can_be_read_by_whom_it_woke()
    {
        var seen = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = await Store.SubscribeAsync("topic", () => _ = Task.Run(async () =>
        {
            if (await GetAsync("a") is { } document) seen.TrySetResult(document.Version);
        }), Token);
        await CommitAsync(new CommitUnit().Put(Document("a"), 0, Bytes("x")).Wake("topic"));
        Assert.Equal(1, await seen.Task.WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task A_topic_wakes_all_its_subscribers_and_one_that_left_no_more()
    {
        int first = 0, second = 0;
        var leaving = await Store.SubscribeAsync("topic", () => Interlocked.Increment(ref first), Token);
        await using var staying = await Store.SubscribeAsync("topic", () => Interlocked.Increment(ref second), Token);
        await CommitAsync(new CommitUnit().Wake("topic"));
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref first) > 0 && Volatile.Read(ref second) > 0), "both were woken");
        await leaving.DisposeAsync();
        await leaving.DisposeAsync();
        var (firstBefore, secondBefore) = (Volatile.Read(ref first), Volatile.Read(ref second));
        await CommitAsync(new CommitUnit().Wake("topic"));
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref second) > secondBefore), "the one that stayed was woken");
        Assert.Equal(firstBefore, Volatile.Read(ref first));
    }

    [Fact]
    public async Task A_unit_that_was_refused_wakes_nobody()
    {
        int refused = 0, written = 0;
        await using var one = await Store.SubscribeAsync("refused", () => Interlocked.Increment(ref refused), Token);
        await using var two = await Store.SubscribeAsync("written", () => Interlocked.Increment(ref written), Token);
        Assert.IsType<CommitResult.Conflict>(await Store.CommitAsync(new CommitUnit().Put(Document("a"), 7, Bytes("x")).Wake("refused"), Token));
        await CommitAsync(new CommitUnit().Wake("written"));
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref written) > 0), "the written unit woke its subscriber");
        Assert.Equal(0, Volatile.Read(ref refused));
    }
}
