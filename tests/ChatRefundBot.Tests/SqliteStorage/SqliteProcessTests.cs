using System.Text;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing;
using ChatRefundBot.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatRefundBot.Tests.SqliteStorage;

/// <summary>Several processes on one file, and processes that are killed.</summary>
public sealed class SqliteProcessTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Two_processes_that_write_one_file_lose_no_update()
    {
        await using var store = Open();
        await using var child = ChildProcess.Start("store", "sqlite", _directory.FullPath, "count");
        await CrashLedger.CountAsync(store, "sum", 100);
        Assert.Equal(0, await child.EndAsync());
        var total = (await store.GetAsync([new("conversation", "sum")], Token))[0]!;
        Assert.Equal("200", Encoding.UTF8.GetString(total.Body.Span));
        Assert.Equal(200, total.Version);
    }

    [Fact]
    public async Task A_commit_of_another_process_wakes_the_subscribers_of_this_one()
    {
        await using var store = Open();
        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = await store.SubscribeAsync("topic", () => woken.TrySetResult(), Token);
        // Were this one woken before the other process began, it would prove nothing.
        Assert.False(woken.Task.IsCompleted);
        await using var child = ChildProcess.Start("store", "sqlite", _directory.FullPath, "wake");
        await woken.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(0, await child.EndAsync());
    }

    [Fact]
    public async Task A_killed_process_leaves_every_acknowledged_unit_and_none_half_done()
    {
        var ledger = new CrashLedger();
        for (var round = 0; round < CrashRounds.Count; round++)
        {
            await using var child = ChildProcess.Start("store", "sqlite", _directory.FullPath, "crash");
            await child.UntilLinesAsync(CrashRounds.AcknowledgementsOf(round));
            await child.KillAsync();
            ledger.Acknowledge(child.Lines);
            await using var store = Open();
            await ledger.CompareAsync(store, Token);
        }
        output.WriteLine($"SQLite, process killed: {ledger.Figures}");
        Assert.True(ledger.Acknowledged > 0);
        Assert.Equal(0, ledger.Lost);
        Assert.Equal(0, ledger.Half);
    }

    [Fact]
    public async Task A_data_directory_has_one_host_until_that_ends_even_by_a_kill()
    {
        await using var child = ChildProcess.Start("store", "lock", _directory.FullPath);
        await child.UntilLinesAsync(1);
        Assert.Equal("taken", Assert.Single(child.Lines));
        var held = Assert.IsType<DataDirectoryLockResult.Held>(DataDirectoryLock.TryTake(_directory.FullPath));
        Assert.Contains(_directory.FullPath, held.Message, StringComparison.Ordinal);
        // Another command may use the store meanwhile.
        await using (var store = Open()) await store.CheckAsync(Token);
        await child.KillAsync();
        var taken = Assert.IsType<DataDirectoryLockResult.Taken>(DataDirectoryLock.TryTake(_directory.FullPath));
        Assert.IsType<DataDirectoryLockResult.Held>(DataDirectoryLock.TryTake(_directory.FullPath));
        taken.Lock.Dispose();
        Assert.IsType<DataDirectoryLockResult.Taken>(DataDirectoryLock.TryTake(_directory.FullPath)).Lock.Dispose();
    }

    private SqliteStore Open() =>
        new(new SqliteStoreOptions { DataDirectory = _directory.FullPath }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
}
