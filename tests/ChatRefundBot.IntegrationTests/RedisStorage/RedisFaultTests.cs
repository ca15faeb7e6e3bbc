using System.Diagnostics;
using System.Globalization;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.RedisStorage;
using ChatRefundBot.Testing;
using ChatRefundBot.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace ChatRefundBot.IntegrationTests.RedisStorage;

/// <summary>Redis away, slow, restarted, killed; each test has a server of its own.</summary>
public sealed class RedisFaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_failsWithin = TimeSpan.FromSeconds(4.5);
    private static readonly LogKey s_log = new("inbox", "a");
    private static readonly byte[] s_bytes = new byte[10];
    private RedisServer _server = null!;
    private RedisStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        _server = await RedisServer.StartAsync("--appendfsync", "always");
        _store = Open();
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task While_Redis_is_gone_calls_fail_fast_and_afterwards_they_work_by_themselves()
    {
        await AppendAsync(_store, 1);
        await _server.KillAsync();
        var gone = Stopwatch.StartNew();
        var tried = 1L;
        var unknown = new HashSet<long>();
        while (gone.Elapsed < TimeSpan.FromSeconds(3.5))
        {
            tried++;
            var waited = Stopwatch.StartNew();
            var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(_store, tried));
            Assert.True(waited.Elapsed < s_failsWithin, $"failed only after {waited.Elapsed}");
            if (away.OutcomeUnknown) unknown.Add(tried);
        }
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.GetAsync([Document(1)], Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.CheckAsync(Token));
        await _server.StartAgainAsync();
        await UntilWorksAsync(() => AppendAsync(_store, ++tried));
        // What was not sent was not written, and nothing was written by half.
        Assert.InRange(await CountWholeAsync(_store, tried), 2, 2 + unknown.Count);
    }

    [Fact]
    public async Task A_server_that_was_never_there_is_unavailable_and_nothing_was_sent()
    {
        await _server.KillAsync();
        await using var store = Open();
        var waited = Stopwatch.StartNew();
        var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store, 1));
        Assert.False(away.OutcomeUnknown);
        Assert.True(waited.Elapsed < s_failsWithin + s_failsWithin, $"failed only after {waited.Elapsed}");
        await _server.StartAgainAsync();
        await UntilWorksAsync(() => AppendAsync(store, 1));
        Assert.Equal(1, (await store.ReadAsync(s_log, 0, 0, Token)).LastSequence);
    }

    [Fact]
    public async Task A_commit_that_is_not_answered_in_time_has_an_unknown_outcome_and_can_be_sent_again()
    {
        await AppendAsync(_store, 1);
        await _server.PauseAsync();
        var waited = Stopwatch.StartNew();
        var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(_store, 2));
        Assert.True(away.OutcomeUnknown);
        Assert.True(waited.Elapsed < s_failsWithin, $"failed only after {waited.Elapsed}");
        await _server.ResumeAsync();
        await UntilWorksAsync(() => AppendAsync(_store, 2));
        Assert.Equal(2, await CountWholeAsync(_store, 2));
    }

    [Fact]
    public async Task Scripts_that_the_server_has_forgotten_are_sent_again()
    {
        for (var round = 1; round <= 3; round++)
        {
            Assert.Equal("+OK", await _server.CommandAsync("SCRIPT FLUSH"));
            await AppendAsync(_store, round);
            Assert.Equal("+OK", await _server.CommandAsync("SCRIPT FLUSH"));
            Assert.Equal(round, (await _store.ReadAsync(s_log, 0, int.MaxValue, Token)).Entries.Count);
        }
    }

    [Fact]
    public async Task A_full_server_refuses_a_unit_whole()
    {
        await AppendAsync(_store, 1);
        var other = new LogKey("inbox", "b");
        await _store.CommitAsync(new CommitUnit().Append(other, s_bytes), Token);
        await _server.CommandAsync("CONFIG SET maxmemory 1");
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(_store, 2));
        Assert.False(refused.OutcomeUnknown);
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            _store.CommitAsync(new CommitUnit().Append(other, s_bytes).Increment("n").SetIndex("i", "m", 1).Claim("work", "m", TimeSpan.FromMinutes(1)), Token));
        await _server.CommandAsync("CONFIG SET maxmemory 0");
        Assert.Equal(1, await CountWholeAsync(_store, 2));
        Assert.Single((await _store.ReadAsync(other, 0, 5, Token)).Entries);
        await AppendAsync(_store, 2);
    }

    [Fact]
    public async Task A_unit_that_the_server_refuses_takes_none_of_those_beside_it_along()
    {
        await _server.CommandAsync("SADD crb{default}:l:inbox:foreign x");
        var units = Enumerable.Range(0, 120).Select(n => new CommitUnit().Append(n % 10 == 5 ? new LogKey("inbox", "foreign") : new LogKey("inbox", $"{n}"), s_bytes));
        var outcomes = await Task.WhenAll(units.Select(async unit =>
        {
            try
            {
                return await _store.CommitAsync(unit, Token) is CommitResult.Committed;
            }
            catch (RedisServerException e)
            {
                Assert.Contains("WRONGTYPE", e.Message, StringComparison.Ordinal);
                return false;
            }
        }));
        Assert.Equal(Enumerable.Range(0, 120).Select(n => n % 10 != 5), outcomes);
        for (var n = 0; n < 120; n++)
        {
            if (n % 10 != 5) Assert.Single((await _store.ReadAsync(new LogKey("inbox", $"{n}"), 0, 5, Token)).Entries);
        }
    }

    [Fact]
    public async Task A_subscriber_is_woken_when_the_connection_is_back()
    {
        var woken = 0;
        await using var subscription = await _store.SubscribeAsync("topic", () => Interlocked.Increment(ref woken), Token);
        await _server.KillAsync();
        await _server.StartAgainAsync();
        await UntilWorksAsync(() => _store.CheckAsync(Token));
        await UntilAsync(() => Volatile.Read(ref woken) > 0, "the subscriber was told to look again");
        var before = Volatile.Read(ref woken);
        await UntilWorksAsync(async () =>
        {
            await _store.CommitAsync(new CommitUnit().Wake("topic"), Token);
            Assert.True(Volatile.Read(ref woken) > before);
        });
    }

    [Fact]
    public async Task A_server_that_risks_data_is_reported_with_what_to_change()
    {
        Assert.Empty((await _store.CheckAsync(Token)).Warnings);
        await using var risky = await RedisServer.StartAsync("--appendonly", "no", "--maxmemory-policy", "allkeys-lru");
        await using var store = new RedisStore(new RedisStoreOptions { ConnectionString = risky.ConnectionString }, NullLogger<RedisStore>.Instance);
        var warnings = (await store.CheckAsync(Token)).Warnings;
        Assert.Equal(2, warnings.Count);
        Assert.Contains("appendonly yes", warnings[0], StringComparison.Ordinal);
        Assert.Contains("noeviction", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_newer_version_is_refused()
    {
        await _server.CommandAsync("SET crb{default}:format 99");
        Assert.Equal(99, (await Assert.ThrowsAsync<StoreTooNewException>(() => _store.CheckAsync(Token))).Found);
        await Assert.ThrowsAsync<StoreTooNewException>(() => AppendAsync(_store, 1));
        Assert.Equal(":0", await _server.CommandAsync("EXISTS crb{default}:d:conversation:1"));
    }

    [Fact]
    public async Task An_id_is_remembered_for_the_time_of_the_contract()
    {
        await AppendAsync(_store, 1);
        Assert.Equal($":{IStore.IdMemory.TotalSeconds:0}", await _server.CommandAsync("TTL crb{default}:e:inbox:a\u001f1"));
    }

    [Fact]
    public async Task A_trimmed_log_takes_few_bytes()
    {
        await AppendAsync(_store, 1);
        await _store.CommitAsync(new CommitUnit().Erase(s_log), Token);
        Assert.Equal(":0", await _server.CommandAsync("EXISTS crb{default}:l:inbox:a"));
        var bytes = int.Parse((await _server.CommandAsync("MEMORY USAGE crb{default}:b:inbox:a")).AsSpan(1), CultureInfo.InvariantCulture);
        Assert.InRange(bytes, 1, 128);
    }

    [Fact]
    public async Task A_killed_server_keeps_every_acknowledged_unit_and_none_half_done()
    {
        var ledger = new CrashLedger();
        for (var round = 0; round < CrashRounds.Count; round++)
        {
            var acknowledged = 0;
            await using var store = Open();
            var writers = Enumerable.Range(0, CrashLedger.Writers).Select(n => Task.Run(() => CrashLedger.WriteAsync(store, n, (writer, number) =>
            {
                ledger.Acknowledge(writer, number);
                Interlocked.Increment(ref acknowledged);
            }, Token), Token)).ToArray();
            await UntilAsync(() => Volatile.Read(ref acknowledged) >= CrashRounds.AcknowledgementsOf(round), "enough units were acknowledged");
            await _server.KillAsync();
            foreach (var writer in writers) await Assert.ThrowsAsync<StoreUnavailableException>(() => writer);
            await _server.StartAgainAsync();
            await using var fresh = Open();
            await ledger.CompareAsync(fresh, Token);
        }
        Report("Redis killed", ledger);
    }

    [Fact]
    public async Task A_killed_process_leaves_every_acknowledged_unit_in_Redis_and_none_half_done()
    {
        var ledger = new CrashLedger();
        for (var round = 0; round < CrashRounds.Count; round++)
        {
            await using var child = ChildProcess.Start("store", "redis", _server.ConnectionString, "default", "crash");
            await child.UntilLinesAsync(CrashRounds.AcknowledgementsOf(round));
            await child.KillAsync();
            ledger.Acknowledge(child.Lines);
            await ledger.CompareAsync(_store, Token);
        }
        Report("Redis, process killed", ledger);
    }

    private void Report(string what, CrashLedger ledger)
    {
        output.WriteLine($"{what}: {ledger.Figures}");
        Assert.True(ledger.Acknowledged > 0);
        Assert.Equal(0, ledger.Lost);
        Assert.Equal(0, ledger.Half);
    }

    /// <summary>Writes an entry with its id and a document of its own, in one unit; sent twice it happens once.</summary>
    private static async Task AppendAsync(RedisStore store, long number)
    {
        var id = number.ToString(CultureInfo.InvariantCulture);
        var result = await store.CommitAsync(new CommitUnit().Put(Document(number), 0, new byte[100]).Append(s_log, s_bytes, id), Token);
        Assert.True(result is CommitResult.Committed or CommitResult.Duplicate, $"{result}");
    }

    private static DocumentKey Document(long number) => new("conversation", number.ToString(CultureInfo.InvariantCulture));

    /// <summary>How many units are there; each wholly.</summary>
    private static async Task<int> CountWholeAsync(RedisStore store, long tried)
    {
        var log = await store.ReadAsync(s_log, 0, int.MaxValue, Token);
        var documents = await store.GetAsync([.. Enumerable.Range(1, (int)tried).Select(n => Document(n))], Token);
        Assert.Equal(log.LastSequence, log.Entries.Count);
        Assert.Equal(log.Entries.Count, documents.Count(d => d is not null));
        return log.Entries.Count;
    }

    private RedisStore Open() => new(new RedisStoreOptions { ConnectionString = _server.ConnectionString }, NullLogger<RedisStore>.Instance);

    private static async Task UntilWorksAsync(Func<Task> call)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception e) when (e is StoreUnavailableException or Xunit.Sdk.XunitException && waited.Elapsed < s_patience)
            {
                await Task.Delay(20, Token);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> isSo, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(waited.Elapsed < s_patience, $"Waited in vain until {what}.");
            await Task.Delay(2, Token);
        }
    }
}
