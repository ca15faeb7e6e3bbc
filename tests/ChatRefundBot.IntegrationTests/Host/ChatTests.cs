using System.Net;
using ChatRefundBot.Testing.Storage;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Host;

/// <summary>The terminal chat through a pipe, on the embedded store.</summary>
public sealed class ChatTests : IDisposable
{
    private const string OrderNumberAsked = "send the order ID";

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_piped_conversation_is_answered_line_by_line_and_ends_well()
    {
        var run = await ChatAsync("1\nnot an order\nhelp\n");

        Assert.Equal((0, ""), (run.Code, run.Error));
        var lines = Lines(run);
        Assert.All(lines, l => Assert.StartsWith("bot> ", l, StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("bot>   1) ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(OrderNumberAsked, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Chinese_goes_in_and_out_whatever_the_locale()
    {
        var run = await RunAsync("同意\n", "chat");

        Assert.Equal(0, run.Code);
        Assert.Contains("退款", run.Output, StringComparison.Ordinal);
        Assert.Contains("订单号", Lines(run)[^3] + Lines(run)[^2] + Lines(run)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_gets_an_answer_however_odd_it_is()
    {
        var odd = new[] { "", "   ", "\u202eright to left", "a\u0000b\u001b[31m", "🙈🙈🙈", new string('x', 100_000) };

        var run = await ChatAsync("1\n" + string.Join('\n', odd) + "\n");
        var once = await ChatAsync("1\n");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.True(Lines(run).Length >= Lines(once).Length + odd.Length, run.Output);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task A_line_that_no_message_can_carry_is_refused_here()
    {
        var run = await ChatAsync(new string('x', 2_000_000) + "\n1\n");

        Assert.Equal(0, run.Code);
        Assert.Contains("too long", run.Error, StringComparison.Ordinal);
        Assert.Contains(OrderNumberAsked, run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Files_are_answered_by_the_desk_and_what_is_no_file_is_answered_here()
    {
        await File.WriteAllBytesAsync(_directory.File("too large.png"), new byte[21 << 20], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_directory.File("a.pdf"), "%PDF-1.7", TestContext.Current.CancellationToken);

        var run = await ChatAsync("1\n/image \"too large.png\"\n/image a.pdf\n/image nowhere.png\n/image\n");
        var once = await ChatAsync("1\n");

        Assert.Equal(0, run.Code);
        Assert.True(Lines(run).Length >= Lines(once).Length + 2, run.Output);
        Assert.Contains("nowhere.png cannot be read", run.Error, StringComparison.Ordinal);
        Assert.Contains("/image PATH", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_directory.File("data"), "*", SearchOption.AllDirectories), f => new FileInfo(f).Length >= 20 << 20);
    }

    [Fact]
    public async Task A_conversation_is_gone_on_with_where_it_was()
    {
        await ChatAsync("1\n", "--conversation", "terminal:abc");

        var run = await ChatAsync("", "--conversation", "terminal:abc");

        Assert.Equal(0, run.Code);
        Assert.Contains(OrderNumberAsked, run.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("1) Agree", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Beside_a_running_host_each_answer_comes_once()
    {
        var alone = await ChatAsync("1\nhelp\n");
        await using var host = await RunningHost.StartAsync(_directory.FullPath, ["--Language:Default=en"]);
        await host.BecomesAsync(HttpStatusCode.OK);

        var chats = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ChatAsync("1\nhelp\n")));

        Assert.All(chats, c => Assert.Equal(alone, c));
    }

    public void Dispose() => _directory.Dispose();

    private Task<ProgramRun> ChatAsync(string input, params string[] arguments) => RunAsync(input, ["chat", "--Language:Default=en", .. arguments]);

    private Task<ProgramRun> RunAsync(string input, params string[] arguments) => ProgramRun.Async(_directory.FullPath, arguments, input);

    private static string[] Lines(ProgramRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
