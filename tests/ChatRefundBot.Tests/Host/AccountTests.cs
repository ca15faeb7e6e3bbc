using ChatRefundBot.Accounts;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Settings;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.Host;

public sealed class AccountTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteStore _store;
    private readonly AgentAccounts _accounts;
    private readonly AccountRegistrar _registrar;

    public AccountTests()
    {
        _store = new SqliteStore(new SqliteStoreOptions { DataDirectory = _directory.FullPath }, _time, NullLogger<SqliteStore>.Instance);
        _accounts = new AgentAccounts(_store);
        _registrar = new AccountRegistrar(_accounts, _time);
    }

    [Theory]
    [InlineData("  Li.Na ", "li.na")]
    [InlineData("a1", "a1")]
    public void A_good_name_is_kept_in_lower_case(string text, string expected) =>
        Assert.Equal(expected, Assert.IsType<AccountNameResult.Good>(AccountName.Parse(text)).Name.Value);

    [Theory]
    [InlineData("", "2 to 32")]
    [InlineData("a", "2 to 32")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefg", "2 to 32")]
    [InlineData("李娜", "letters a to z")]
    [InlineData("li na", "letters a to z")]
    [InlineData("аdmin", "letters a to z")]
    [InlineData("1li", "begins with a letter")]
    [InlineData("li.", "ends with")]
    public void A_bad_name_is_told_the_rule(string text, string rule) =>
        Assert.Contains(rule, Assert.IsType<AccountNameResult.Refused>(AccountName.Parse(text)).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task A_one_time_password_opens_the_account_and_must_be_changed()
    {
        var added = Assert.IsType<NewAccountResult.Added>(await _registrar.AddAsync(Name("li"), AgentRole.Agent, TestContext.Current.CancellationToken));

        var stored = await _accounts.FindAsync(Name("LI"), TestContext.Current.CancellationToken);

        Assert.NotNull(stored);
        Assert.Equal((1, true, _time.GetUtcNow()), (stored.Version, stored.Account.MustChangePassword, stored.Account.CreatedAt));
        Assert.Equal([AgentRole.Agent], stored.Account.Roles);
        Assert.True(_registrar.Verify(stored.Account, added.Password));
        Assert.False(_registrar.Verify(stored.Account, added.Password + "x"));
        Assert.DoesNotContain(added.Password, stored.Account.PasswordHash, StringComparison.Ordinal);
        Assert.DoesNotContain(added.Password, added.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await _registrar.AddAsync(Name("li"), AgentRole.Agent, TestContext.Current.CancellationToken);

        Assert.IsType<NewAccountResult.NameTaken>(await _registrar.AddAsync(Name("Li"), AgentRole.Administrator, TestContext.Current.CancellationToken));
        Assert.Single(await _accounts.ListAsync(10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_first_administrator_is_announced_once_also_when_agents_were_there_before()
    {
        await _registrar.AddAsync(Name("li"), AgentRole.Agent, TestContext.Current.CancellationToken);

        var first = await StartAsync("{}");
        var second = await StartAsync("{}");

        Assert.Contains("admin", first, StringComparison.Ordinal);
        Assert.Empty(second);
        var admin = await _accounts.FindAsync(Name("admin"), TestContext.Current.CancellationToken);
        Assert.True(admin!.Account.MustChangePassword);
        Assert.Contains(AgentRole.Administrator, admin.Account.Roles);
    }

    [Fact]
    public async Task Two_hosts_that_start_at_once_announce_one_password()
    {
        var said = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StartAsync("{}"))));

        Assert.Single(said, s => s.Length > 0);
    }

    [Fact]
    public async Task A_chosen_password_is_taken_and_not_said()
    {
        var said = await StartAsync("""{ "Agents": { "BootstrapUser": "boss", "BootstrapPassword": "correct horse" } }""");

        var boss = await _accounts.FindAsync(Name("boss"), TestContext.Current.CancellationToken);
        Assert.Empty(said);
        Assert.True(_registrar.Verify(boss!.Account, "correct horse"));
        Assert.False(boss.Account.MustChangePassword);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    private static AccountName Name(string text) => ((AccountNameResult.Good)AccountName.Parse(text)).Name;

    private async Task<string> StartAsync(string json)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build();
        var settings = ((SettingsResult.Good)SettingsReader.Read(configuration)).Settings;
        await using var output = new StringWriter();
        await new FirstAdministrator(_accounts, _registrar, settings, TimeProvider.System, output).RunAsync(TestContext.Current.CancellationToken);
        return output.ToString();
    }
}
