using ChatRefundBot.Testing.Storage;
using ChatRefundBot.WebChannel.Tokens;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.Tokens;

public sealed class SigningKeyFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_key_is_made_once_for_this_user_alone()
    {
        var first = SigningKeyFile.LoadOrMake(_directory.FullPath, out var made);
        var second = SigningKeyFile.LoadOrMake(_directory.FullPath, out var madeAgain);

        Assert.True(made);
        Assert.False(madeAgain);
        Assert.Equal(first, second);
        Assert.InRange(Assert.Single(first).Length, 48, 128);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory.File(SigningKeyFile.Name)));
        Assert.Single(Directory.GetFiles(_directory.FullPath));
    }

    [Fact]
    public async Task Hosts_that_start_at_once_on_one_directory_get_the_same_key()
    {
        using var together = new Barrier(16);
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return Convert.ToHexString(SigningKeyFile.LoadOrMake(_directory.FullPath, out _)[0]);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Single(keys.Distinct());
    }

    [Fact]
    public void Older_keys_stand_on_further_lines()
    {
        File.WriteAllText(_directory.File(SigningKeyFile.Name), $"{new string('n', 40)}\n\n  {new string('o', 40)}  \n");

        Assert.Equal(2, SigningKeyFile.LoadOrMake(_directory.FullPath, out _).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public void A_file_without_a_good_key_is_said_to_be_bad(string content)
    {
        File.WriteAllText(_directory.File(SigningKeyFile.Name), content);

        Assert.Contains(SigningKeyFile.Name, Assert.Throws<IOException>(() => SigningKeyFile.LoadOrMake(_directory.FullPath, out _)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
