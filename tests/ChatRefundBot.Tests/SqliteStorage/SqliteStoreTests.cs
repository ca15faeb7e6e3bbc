using System.Buffers.Binary;
using System.Text;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.SqliteStorage;

public sealed class SqliteStoreTests : IDisposable
{
    private static readonly LogKey s_log = new("inbox", "a");
    private static readonly DocumentKey s_document = new("conversation", "a");
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => _directory.File(SqliteStoreOptions.FileName);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_id_is_forgotten_after_seven_days_and_not_before()
    {
        await using var store = Open();
        Assert.IsType<CommitResult.Committed>(await store.CommitAsync(Arrival(), Token));
        _time.Advance(IStore.IdMemory - TimeSpan.FromMilliseconds(1));
        Assert.IsType<CommitResult.Duplicate>(await store.CommitAsync(Arrival(), Token));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<CommitResult.Committed>(await store.CommitAsync(Arrival(), Token));
        Assert.IsType<CommitResult.Duplicate>(await store.CommitAsync(Arrival(), Token));

        static CommitUnit Arrival() => new CommitUnit().Append(s_log, default, "m1");
    }

    [Fact]
    public async Task Leases_go_by_the_injected_clock_and_end_when_it_has_passed_them()
    {
        await using var store = Open();
        Assert.True(await ClaimAsync(store));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(await ClaimAsync(store));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await ClaimAsync(store));
        Assert.Equal(_time.GetUtcNow().AddSeconds(10).ToUnixTimeMilliseconds(), (await store.RangeAsync("work", 0, long.MaxValue, 1, Token))[0].Score);
    }

    [Fact]
    public async Task What_was_committed_is_there_when_the_file_is_opened_again()
    {
        await FillAsync();
        await using var again = Open();
        Assert.Equal(1, (await again.GetAsync([s_document], Token))[0]!.Version);
        Assert.Equal(500, (await again.ReadAsync(s_log, 0, 0, Token)).LastSequence);
        Assert.Empty((await again.CheckAsync(Token)).Warnings);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(FilePath, Token);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(60), 99); // user_version in the file's header
        await File.WriteAllBytesAsync(FilePath, bytes, Token);
        await using (var store = Open())
        {
            var refusal = await Assert.ThrowsAsync<StoreTooNewException>(() => store.CheckAsync(Token));
            Assert.Equal(99, refusal.Found);
            Assert.Contains(FilePath, refusal.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StoreTooNewException>(() => store.CommitAsync(new CommitUnit().Put(s_document, 1, default), Token));
        }
        Assert.Equal(bytes, await File.ReadAllBytesAsync(FilePath, Token));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a page overwritten")]
    [InlineData("cut off")]
    [InlineData("of another program")]
    public async Task A_damaged_file_is_reported_and_never_replaced(string damage)
    {
        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(FilePath, Token);
        if (damage == "garbage") bytes = Encoding.UTF8.GetBytes(new string('?', 9_000));
        if (damage == "a page overwritten") bytes.AsSpan(bytes.Length / 4096 / 2 * 4096, 4096).Fill(0xff);
        if (damage == "cut off") bytes = bytes[..(bytes.Length / 2)];
        if (damage == "of another program") BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(68), 7); // application_id
        await File.WriteAllBytesAsync(FilePath, bytes, Token);
        await using (var store = Open())
        {
            var report = await Assert.ThrowsAsync<StoreDamagedException>(() => store.CheckAsync(Token));
            Assert.Equal(FilePath, report.FilePath);
            Assert.Contains(".recover", report.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StoreDamagedException>(() => store.CommitAsync(new CommitUnit().Put(s_document, 1, default), Token));
            await Assert.ThrowsAsync<StoreDamagedException>(() => store.GetAsync([s_document], Token));
        }
        Assert.Equal(bytes, await File.ReadAllBytesAsync(FilePath, Token));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_unavailable_until_it_can()
    {
        var blocked = _directory.File("blocked");
        await File.WriteAllTextAsync(blocked, "a file where the directory should be", Token);
        await using var store = Open(blocked);
        var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync(new CommitUnit().Put(s_document, 0, default), Token));
        Assert.False(away.OutcomeUnknown);
        Assert.Contains(blocked, away.Message, StringComparison.Ordinal);
        File.Delete(blocked);
        Assert.IsType<CommitResult.Committed>(await store.CommitAsync(new CommitUnit().Put(s_document, 0, default), Token));
    }

    [Fact]
    public async Task A_closed_store_has_written_what_was_queued_and_refuses_more()
    {
        var store = Open();
        var commits = Enumerable.Range(0, 50).Select(i => store.CommitAsync(new CommitUnit().Append(s_log, default), Token)).ToArray();
        await store.DisposeAsync();
        Assert.All(await Task.WhenAll(commits), result => Assert.IsType<CommitResult.Committed>(result));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync(new CommitUnit(), Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ReadAsync(s_log, 0, 1, Token));
        await using var again = Open();
        Assert.Equal(50, (await again.ReadAsync(s_log, 0, 0, Token)).LastSequence);
    }

    private static async Task<bool> ClaimAsync(SqliteStore store) =>
        ((CommitResult.Committed)await store.CommitAsync(new CommitUnit().Claim("work", "a", TimeSpan.FromSeconds(10)), Token)).Claims[0];

    /// <summary>Makes a store of some hundred pages and closes it.</summary>
    private async Task FillAsync()
    {
        await using var store = Open();
        var unit = new CommitUnit().Put(s_document, 0, new byte[10]);
        for (var i = 0; i < 500; i++) unit.Append(s_log, new byte[500]);
        await store.CommitAsync(unit, Token);
    }

    private SqliteStore Open(string? directory = null) =>
        new(new SqliteStoreOptions { DataDirectory = directory ?? _directory.FullPath }, _time, NullLogger<SqliteStore>.Instance);
}
