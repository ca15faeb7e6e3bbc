using ChatRefundBot.AgentConsole.Layout;
using ChatRefundBot.AgentConsole.People;
using ChatRefundBot.AgentConsole.SignIn;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.AgentConsole;

public sealed class PeopleDeskTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteStore _store;
    private readonly PasswordHasher<DeskUser> _hasher = new();
    private readonly PeopleDesk _desk;

    public PeopleDeskTests()
    {
        _store = new SqliteStore(new SqliteStoreOptions { DataDirectory = _directory.FullPath }, _time, NullLogger<SqliteStore>.Instance);
        _desk = new PeopleDesk(new AgentAccounts(_store), _hasher, _time);
    }

    [Fact]
    public async Task Somebody_added_gets_in_with_the_password_that_is_shown_once_and_must_choose_another()
    {
        var done = Assert.IsType<PeopleResult.Done>(await _desk.AddAsync("Li", " 李娜 ", [AgentRole.Agent], Token));

        var account = (await FindAsync("li")).Account;

        Assert.Equal(("李娜", true), (account.Shown, account.MustChangePassword));
        Assert.NotEqual(PasswordVerificationResult.Failed, _hasher.VerifyHashedPassword(null!, account.PasswordHash, done.OneTimePassword!));
        Assert.Equal(Texts.NameTaken, Assert.IsType<PeopleResult.Refused>(await _desk.AddAsync("LI", null, [AgentRole.Agent], Token)).Why);
    }

    [Fact]
    public async Task Whatever_takes_a_right_away_ends_the_sessions()
    {
        await _desk.AddAsync("boss", null, [AgentRole.Administrator], Token);
        await _desk.AddAsync("li", null, [AgentRole.Agent, AgentRole.Supervisor], Token);
        var stamps = new List<string?> { await StampAsync() };

        await _desk.ChangeAsync(await FindAsync("li"), null, [AgentRole.Agent], Token);
        stamps.Add(await StampAsync());
        await _desk.ResetPasswordAsync((await FindAsync("li")).Account.Name, Token);
        stamps.Add(await StampAsync());
        await _desk.SetDisabledAsync((await FindAsync("li")).Account.Name, isDisabled: true, Token);
        stamps.Add(await StampAsync());

        Assert.Equal(stamps.Count, stamps.Distinct().Count());
        Assert.DoesNotContain(null, stamps);

        async Task<string?> StampAsync() => (await FindAsync("li")).Account.SecurityStamp;
    }

    [Fact]
    public async Task A_new_name_to_show_ends_no_session()
    {
        await _desk.AddAsync("li", null, [AgentRole.Agent], Token);
        var before = (await FindAsync("li")).Account.SecurityStamp;

        await _desk.ChangeAsync(await FindAsync("li"), "小李", [AgentRole.Agent], Token);

        Assert.Equal((before, "小李"), ((await FindAsync("li")).Account.SecurityStamp, (await FindAsync("li")).Account.Shown));
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await _desk.AddAsync("boss", null, [AgentRole.Administrator], Token);
        await _desk.AddAsync("gone", null, [AgentRole.Administrator], Token);
        await _desk.SetDisabledAsync((await FindAsync("gone")).Account.Name, isDisabled: true, Token);

        Assert.Equal(Texts.LastAdministrator, Assert.IsType<PeopleResult.Refused>(await _desk.SetDisabledAsync((await FindAsync("boss")).Account.Name, true, Token)).Why);
        Assert.Equal(Texts.LastAdministrator, Assert.IsType<PeopleResult.Refused>(await _desk.ChangeAsync(await FindAsync("boss"), null, [AgentRole.Agent], Token)).Why);
    }

    [Fact]
    public async Task Of_two_administrators_at_one_account_the_second_is_told()
    {
        await _desk.AddAsync("li", null, [AgentRole.Agent], Token);
        var seen = await FindAsync("li");
        await _desk.ChangeAsync(seen, "a", [AgentRole.Agent], Token);

        Assert.Equal(Texts.ChangedMeanwhile, Assert.IsType<PeopleResult.Refused>(await _desk.ChangeAsync(seen, "b", [AgentRole.Agent], Token)).Why);
        Assert.Equal("a", (await FindAsync("li")).Account.Shown);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<StoredAccount> FindAsync(string name) => (await _desk.ListAsync(Token)).Single(s => s.Account.Name.Value == name);
}
