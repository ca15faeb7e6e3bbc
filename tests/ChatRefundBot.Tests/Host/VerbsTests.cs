using ChatRefundBot.CommandLine;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Tests.Refunds.Policy;
using Xunit;

namespace ChatRefundBot.Tests.Host;

public sealed class VerbsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData("servce", "servce")]
    [InlineData("--colour", "--colour")]
    [InlineData("agent add", "name")]
    [InlineData("agent", "")]
    [InlineData("policy test", "file")]
    [InlineData("policy replay --policy /no/such/directory", "/no/such/directory")]
    [InlineData("policy replay --file /no/such/file.json", "/no/such/file.json")]
    [InlineData("policy check --listings /no/such/file.json", "/no/such/file.json")]
    [InlineData("chat --conversation telegram:7:7", "telegram:7:7")]
    [InlineData("case export nothing", "nothing")]
    [InlineData("case redecide nothing", "nothing")]
    [InlineData("case redecide RF-20261122-0007 --Policy:Directory=/no/such/directory", "refund-policy.yaml")]
    [InlineData("serve --Store:Shpo=x", "Store:Shop")]
    public async Task Wrong_use_ends_with_2_and_says_why(string line, string named)
    {
        var (code, output, error) = await RunAsync(line);

        Assert.Equal(ExitCode.Refused, code);
        Assert.Empty(output);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("chat --help")]
    [InlineData("policy test --help")]
    [InlineData("--version")]
    public async Task Help_ends_well(string line)
    {
        var (code, output, error) = await RunAsync(line);

        Assert.Equal(ExitCode.Good, code);
        Assert.NotEmpty(output);
        Assert.Empty(error);
    }

    [Fact]
    public async Task An_account_is_added_once()
    {
        var (first, password, _) = await RunAsync("agent add Li.Na");
        var (second, nothing, error) = await RunAsync("agent add li.na");

        Assert.Equal((ExitCode.Good, ExitCode.Failed), (first, second));
        Assert.Matches(@"\A([a-z0-9]{5}-){3}[a-z0-9]{5}\s+\z", password);
        Assert.Empty(nothing);
        Assert.Contains("li.na already", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_breaks_a_rule_is_wrong_use()
    {
        var (code, _, error) = await RunAsync("agent add 李娜");

        Assert.Equal(ExitCode.Refused, code);
        Assert.Contains("letters a to z", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("case export RF-20261122-0007")]
    [InlineData("case redecide RF-20261122-0007")]
    public async Task A_case_that_is_not_there_is_the_thing_that_failed(string line)
    {
        var (code, output, error) = await RunAsync(line);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Empty(output);
        Assert.Contains("RF-20261122-0007", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_and_unused_texts_are_found_by_the_check_of_the_rules()
    {
        using var rules = new PolicyCopy();
        rules.Replace("refund-policy.yaml", "  - id: R61\n", "  - id: R66\n");
        rules.Replace("wording.en.yaml", "  R99: ", "  R99: No refund is a guaranteed refund. ");

        var (code, output, _) = await RunAsync($"policy check --Policy:Directory={rules.Directory}");

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("error: wording 'verdict.R66': missing in zh-CN and en", output, StringComparison.Ordinal);
        Assert.Matches(@"error: wording\.en\.yaml:\d+: 'verdict\.R99' says 'guaranteed refund', which no text may say", output);
        Assert.Contains("note: wording 'verdict.R61': no rule uses it", output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Good, (await RunAsync("policy check")).Code);
    }

    [Fact]
    public async Task A_store_without_cases_is_replayed_at_once()
    {
        var (code, output, error) = await RunAsync("policy replay");

        Assert.Equal((ExitCode.Good, ""), (code, error));
        Assert.Contains("0 cases replayed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_shop_is_renewed_and_another_file_is_not()
    {
        Assert.Equal(ExitCode.Good, (await RunAsync("orders renew")).Code);

        await File.WriteAllTextAsync(_directory.File("own.json"), "{}", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Failed, (await RunAsync($"orders renew --Orders:File={_directory.File("own.json")}")).Code);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<(int Code, string Output, string Error)> RunAsync(string line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Verbs.RunAsync([.. line.Split(' '), $"--Store:DataDirectory={_directory.FullPath}"], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
