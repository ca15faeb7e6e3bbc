using System.Security.Cryptography;
using ChatRefundBot.Refunds.Evidence;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Evidence;

public sealed class DirectoryEvidenceStoreTests : IDisposable
{
    private static readonly byte[] Bytes = [1, 2, 3, 4, 5];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("evidence-");
    private readonly DirectoryEvidenceStore _store;

    public DirectoryEvidenceStoreTests() => _store = new DirectoryEvidenceStore(_data.FullName);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static EvidenceHash Hash => EvidenceHash.From(SHA256.HashData(Bytes));

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_saved_file_lies_under_its_hash_and_reads_back()
    {
        var stored = Assert.IsType<EvidenceWrite.Stored>(await _store.SaveAsync(new MemoryStream(Bytes), Token));
        Assert.Equal(new EvidenceWrite.Stored(Hash, 5), stored);
        Assert.True(File.Exists(Path.Combine(_data.FullName, "evidence", Hash.Hex[..2], Hash.Hex)));
        Assert.Equal(Bytes, await Read(await _store.OpenReadAsync(Hash, Token)));
    }

    [Fact]
    public async Task A_file_before_consent_is_not_among_the_kept_ones_until_it_is_promoted()
    {
        await _store.SaveIncomingAsync("telegram:42", new MemoryStream(Bytes), Token);
        Assert.Null(await _store.OpenReadAsync(Hash, Token));
        Assert.Equal(Bytes, await Read(await _store.OpenIncomingAsync("telegram:42", Hash, Token)));
        Assert.Null(await _store.OpenIncomingAsync("telegram:43", Hash, Token));

        Assert.True(await _store.PromoteAsync("telegram:42", Hash, Token));
        Assert.True(await _store.PromoteAsync("telegram:42", Hash, Token));
        Assert.Null(await _store.OpenIncomingAsync("telegram:42", Hash, Token));
        Assert.Equal(Bytes, await Read(await _store.OpenReadAsync(Hash, Token)));
    }

    [Fact]
    public async Task Declining_deletes_the_conversation_s_files_and_no_other_s()
    {
        await _store.SaveIncomingAsync("web:a", new MemoryStream(Bytes), Token);
        await _store.SaveIncomingAsync("web:a", new MemoryStream([9]), Token);
        await _store.SaveIncomingAsync("web:b", new MemoryStream(Bytes), Token);
        await _store.SaveAsync(new MemoryStream(Bytes), Token);
        Assert.Equal(2, await _store.DeleteIncomingAsync("web:a", Token));
        Assert.Equal(0, await _store.DeleteIncomingAsync("web:a", Token));
        Assert.NotNull(await Read(await _store.OpenIncomingAsync("web:b", Hash, Token)));
        Assert.NotNull(await Read(await _store.OpenReadAsync(Hash, Token)));
    }

    [Fact]
    public async Task A_file_that_was_never_there_is_not_promoted() => Assert.False(await _store.PromoteAsync("web:a", Hash, Token));

    [Theory]
    [InlineData("../../../../tmp/evil")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    [InlineData("微信:用户\n1")]
    public async Task No_conversation_name_leads_out_of_the_directory(string conversation)
    {
        await _store.SaveIncomingAsync(conversation, new MemoryStream(Bytes), Token);
        var file = Assert.Single(_data.GetFiles("*", SearchOption.AllDirectories));
        Assert.Matches("/evidence/incoming/[0-9a-f]{64}/[0-9a-f]{64}$", file.FullName.Replace('\\', '/'));
    }

    [Fact]
    public async Task A_stream_of_30_MB_is_cut_off_at_the_cap_and_leaves_nothing()
    {
        using var stream = new CountedStream(30_000_000);
        Assert.Same(EvidenceWrite.TooLarge.Instance, await _store.SaveIncomingAsync("web:a", stream, Token));
        Assert.True(stream.Position <= EvidenceLimits.MostStoredBytes + 200_000);
        Assert.Empty(_data.GetFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_stream_of_exactly_the_cap_is_stored()
    {
        using var stream = new CountedStream(EvidenceLimits.MostStoredBytes);
        Assert.Equal(EvidenceLimits.MostStoredBytes, Assert.IsType<EvidenceWrite.Stored>(await _store.SaveAsync(stream, Token)).Size);
    }

    [Fact]
    public async Task A_stream_that_fails_midway_leaves_nothing()
    {
        using var stream = new CountedStream(1_000_000, failsAt: 300_000);
        await Assert.ThrowsAsync<IOException>(() => _store.SaveAsync(stream, Token));
        Assert.Empty(_data.GetFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_same_file_saved_by_many_at_once_is_one_file()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _store.SaveAsync(new MemoryStream(Bytes), Token), Token)));
        Assert.Single(_data.GetFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_a_dead_writer_left_is_swept_and_a_living_one_s_is_not()
    {
        await _store.SaveAsync(new MemoryStream(Bytes), Token);
        var temporary = Path.Combine(_data.FullName, "evidence", "temporary");
        var moment = new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        foreach (var (name, age) in new[] { ("old", 5), ("new", -5) })
        {
            await File.WriteAllBytesAsync(Path.Combine(temporary, name), Bytes, Token);
            File.SetLastWriteTimeUtc(Path.Combine(temporary, name), moment.AddHours(-age).UtcDateTime);
        }

        Assert.Equal(1, _store.DeleteAbandoned(moment));
        Assert.Equal("new", Path.GetFileName(Assert.Single(Directory.GetFiles(temporary))));
    }

    [Fact]
    public async Task Only_the_bot_s_user_can_look_into_the_directory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes; there the data directory's own rights hold.");
        await _store.SaveIncomingAsync("web:a", new MemoryStream(Bytes), Token);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_data.FullName, "evidence")));
    }

    private static async Task<byte[]?> Read(Stream? stream)
    {
        if (stream is null)
            return null;
        await using var _ = stream;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Token);
        return bytes.ToArray();
    }
}
