using ChatRefundBot.Cases;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Testing;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Tests.Refunds.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>Rules that change while the desk runs.</summary>
public sealed class PolicyReloadTests : IAsyncDisposable
{
    private const string Limit = "human_above: 500.00";
    private readonly PolicyCopy _rules = new();
    private readonly LogList _log = new();
    private readonly List<IDisposable> _more = [];
    private TestDesk? _desk;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PolicyTables Tables => _desk!.Services.GetRequiredService<PolicyTables>();

    [Fact]
    public async Task A_change_is_taken_over_once_the_files_stand_still()
    {
        await StartAsync();
        var before = Tables.Current.Version;
        _rules.Replace("refund-policy.yaml", Limit, "human_above: 400.00");
        Assert.False(await LookAsync());
        _rules.Replace("products.yaml", "{id: GIFT_CARD, standard: yes, evidence: code, window: 120min", "{id: GIFT_CARD, standard: yes, evidence: code, window: 60min");
        Assert.False(await LookAsync());
        Assert.Equal(before, Tables.Current.Version);
        Assert.True(await LookAsync());
        Assert.Equal(400m, Tables.Current.Limits.Number("human_above"));
        Assert.Equal(60, Tables.Current.Products.Find("GIFT_CARD")!.WindowMinutes);
        Assert.Equal(_desk!.Clock.GetUtcNow(), Tables.Load.At);
        Assert.False(await LookAsync());
        Assert.NotNull(Tables.Find(before));
    }

    [Fact]
    public async Task An_open_case_keeps_the_rules_it_began_with_and_a_new_one_gets_the_new_ones()
    {
        await StartAsync();
        var before = Tables.Current.Version;
        var early = await AskedAsync("web:early");
        await ChangeAsync(Limit, "human_above: 10.00");
        await early.SendAsync("没用过");
        early.ExpectReply("初步意见：建议全额退款");
        Assert.Equal((before, "R61"), await DecidedByAsync());

        await _desk!.AdvanceAsync(TimeSpan.FromMinutes(1));
        var late = await AskedAsync("web:late", "YKATF7HUVMJJ0001", "没用想退");
        late.ExpectReply("人工");
        Assert.Equal((Tables.Current.Version, "R13"), await DecidedByAsync());
    }

    [Fact]
    public async Task Rules_that_are_not_in_memory_come_from_the_store()
    {
        await StartAsync();
        var before = Tables.Current.Version;
        var chat = await AskedAsync("web:1");
        await ChangeAsync(Limit, "human_above: 10.00");
        for (var i = 0; i < PolicyTables.MostHeld; i++) Push(i);
        Assert.Null(Tables.Find(before));
        await chat.SendAsync("没用过");
        Assert.Equal((before, "R61"), await DecidedByAsync());
        Assert.NotNull(Tables.Find(before));
    }

    [Fact]
    public async Task Rules_that_are_nowhere_give_way_to_those_in_use_and_the_log_says_so()
    {
        await StartAsync();
        var before = Tables.Current.Version;
        var chat = await AskedAsync("web:1");
        await ChangeAsync(Limit, "human_above: 10.00");
        for (var i = 0; i < PolicyTables.MostHeld; i++) Push(i);
        var kept = (await _desk!.Store.GetAsync([PolicyShelf.Key(before)], Token))[0]!;
        await _desk.Store.CommitAsync(new CommitUnit().Delete(PolicyShelf.Key(before), kept.Version), Token);
        await chat.SendAsync("没用过");
        Assert.Equal((Tables.Current.Version, "R13"), await DecidedByAsync());
        Assert.Contains(_log.Entries, entry => entry.EventId == 2003 && entry.Message.Contains(before, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_that_is_moved_on_purpose_goes_by_the_rules_in_use()
    {
        await StartAsync();
        var chat = await AskedAsync("web:1");
        await ChangeAsync(Limit, "human_above: 10.00");
        var kept = await LastCaseAsync();
        var moved = Assert.IsType<CasePolicyResult.Moved>(await new CasePolicy(_desk!.Store).MoveAsync(CaseId.Parse(kept.Number)!, Tables.Current.Version, Token));
        Assert.Equal(kept.PolicyVersion, moved.Before);
        await chat.SendAsync("没用过");
        Assert.Equal((Tables.Current.Version, "R13"), await DecidedByAsync());
    }

    [Fact]
    public async Task Rules_with_errors_are_refused_with_all_of_them_and_the_last_good_ones_stay()
    {
        await StartAsync();
        var before = Tables.Current.Version;
        _rules.Replace("refund-policy.yaml", "{consent: no}", "{consnt: no}");
        _rules.Replace("products.yaml", "standard: by_listing", "standard: perhaps");
        Assert.False(await LookAsync() || await LookAsync());
        Assert.Equal(before, Tables.Current.Version);
        Assert.True(Tables.Refusal!.Errors.Count >= 2);
        var logged = _log.Entries.Where(entry => entry.Level == LogLevel.Error).Select(entry => entry.Message).ToArray();
        Assert.Contains(logged, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"refund-policy\.yaml:\d+: There is no fact consnt\. .*Did you mean consent\?"));
        Assert.Contains(logged, line => line.Contains("products.yaml:", StringComparison.Ordinal));
        Assert.False(await LookAsync());
        Assert.Equal(logged.Length, _log.Entries.Count(entry => entry.Level == LogLevel.Error));

        _rules.Replace("refund-policy.yaml", "{consnt: no}", "{consent: no}");
        _rules.Replace("products.yaml", "standard: perhaps", "standard: by_listing");
        Assert.False(await LookAsync() || await LookAsync());
        Assert.Null(Tables.Refusal);
        Assert.Contains(_log.Entries, entry => entry.EventId == 2013);
    }

    [Fact]
    public async Task A_file_that_goes_is_an_error_and_its_return_is_none()
    {
        await StartAsync();
        var path = Path.Combine(_rules.Directory, "evidence.yaml");
        var text = await File.ReadAllTextAsync(path, Token);
        File.Delete(path);
        Assert.False(await LookAsync() || await LookAsync());
        Assert.Contains("evidence.yaml", Assert.Single(Tables.Refusal!.Errors), StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text, Token);
        Assert.False(await LookAsync() || await LookAsync());
        Assert.Null(Tables.Refusal);
    }

    [Fact]
    public async Task A_rule_without_words_is_refused_and_with_them_it_speaks()
    {
        await StartAsync();
        _rules.Replace("refund-policy.yaml", "  - id: R61\n", "  - id: R66\n");
        Assert.False(await LookAsync() || await LookAsync());
        Assert.Contains(Tables.Refusal!.Errors, error => error.Contains("verdict.R66", StringComparison.Ordinal));

        _rules.Replace("wording.zh-CN.yaml", "  R61: ", "  R66: 新规则说话了。\n  R61: ");
        _rules.Replace("wording.en.yaml", "  R61: ", "  R66: The new rule speaks.\n  R61: ");
        Assert.True(await LookAsync() || await LookAsync());
        Assert.Null(Tables.Refusal);
        var chat = await AskedAsync("web:1");
        await chat.SendAsync("没用过");
        chat.ExpectReply("新规则说话了。");
    }

    [Fact]
    public async Task A_text_with_a_placeholder_that_nobody_fills_is_refused()
    {
        await StartAsync();
        _rules.Replace("wording.zh-CN.yaml", "  R61: ", "  R61: 您好{name}。");
        _rules.Replace("wording.en.yaml", "  R61: ", "  R61: Dear {name}. ");
        Assert.False(await LookAsync() || await LookAsync());
        Assert.Contains(Tables.Refusal!.Errors, error => error.Contains("'verdict.R61': there is no placeholder {name}", StringComparison.Ordinal));
        var chat = await AskedAsync("web:1");
        await chat.SendAsync("没用过");
        chat.ExpectReply("初步意见：建议全额退款");
    }

    [Fact]
    public async Task A_bomb_in_a_changed_file_is_refused_and_the_desk_goes_on()
    {
        await StartAsync();
        var before = Tables.Current.Version;
        _rules.Write("evidence.yaml", "a: &a [x]\nb: *a\n");
        Assert.False(await LookAsync() || await LookAsync());
        Assert.Equal(before, Tables.Current.Version);
        Assert.Contains("Anchors", Assert.Single(Tables.Refusal!.Errors), StringComparison.Ordinal);
        (await AskedAsync("web:1")).ExpectQuestion("用");
    }

    [Fact]
    public async Task Tables_that_were_in_use_are_kept_up_to_a_bound_the_newest_of_them()
    {
        await StartAsync();
        var shelf = _desk!.Services.GetRequiredService<PolicyShelf>();
        var versions = new List<string>();
        for (var i = 0; i < PolicyShelf.MostKept + 3; i++)
        {
            var load = Bent(i);
            versions.Add(load.Table.Version);
            await shelf.KeepAsync(load, Token);
        }

        Assert.Equal(PolicyShelf.MostKept, await _desk.Store.CountAsync(PolicyShelf.Index, 0, long.MaxValue >> 11, Token));
        Assert.Null(await shelf.FindAsync(versions[0], Token));
        Assert.Equal(versions[^1], (await shelf.FindAsync(versions[^1], Token))!.Version);
        Assert.Equal(1000m + PolicyShelf.MostKept + 2, (await shelf.FindAsync(versions[^1], Token))!.Limits.Number("human_above"));
    }

    [Fact]
    public async Task The_rules_in_use_are_found_without_allocating()
    {
        await StartAsync();
        var version = Tables.Current.Version;
        _ = Tables.Find(version);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            if (Tables.Find(version) != Tables.Current) Assert.Fail("another table");
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
        _more.ForEach(copy => copy.Dispose());
        _rules.Dispose();
    }

    private async Task StartAsync()
    {
        _desk = await TestDesk.StartAsync(new TestDeskOptions
        {
            PolicyDirectory = _rules.Directory,
            Configure = services => services.AddSingleton<ILoggerFactory>(_log).AddSingleton(typeof(ILogger<>), typeof(Logger<>)),
        });
        Assert.False(await LookAsync() || await LookAsync());
    }

    private Task<bool> LookAsync() => _desk!.Services.GetRequiredService<PolicyReloader>().LookAsync(Token);

    private async Task ChangeAsync(string old, string with)
    {
        _rules.Replace("refund-policy.yaml", old, with);
        Assert.False(await LookAsync());
        Assert.True(await LookAsync());
    }

    /// <summary>A chat up to the question whether the goods were used, or up to its verdict.</summary>
    private async Task<ChatDriver> AskedAsync(string id, string order = "868519466209490012", string claim = "没用想退")
    {
        var chat = _desk!.Chat(id);
        foreach (var text in new[] { "你好", "同意", order, _desk.Order(order).Answer!, "是", claim }) await chat.SendAsync(text);
        return chat;
    }

    private async Task<RefundCase> LastCaseAsync() => await CaseArchive.ReadAsync(_desk!.Store, null, null, Token).LastAsync(Token);

    private async Task<(string? Version, string? Rule)> DecidedByAsync()
    {
        var kept = await LastCaseAsync();
        Assert.Equal(kept.PolicyVersion, kept.Verdict!.PolicyVersion);
        return (kept.PolicyVersion, kept.Verdict.Rule);
    }

    /// <summary>Takes other rules into use and goes back, so that what was held makes room.</summary>
    private void Push(int i)
    {
        var back = Tables.Load;
        Tables.Use(Bent(i));
        Tables.Use(back);
    }

    private PolicyLoad Bent(int i)
    {
        var copy = new PolicyCopy();
        _more.Add(copy);
        copy.Replace("refund-policy.yaml", Limit, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"human_above: {1000 + i}.00"));
        var loaded = Assert.IsType<PolicyLoadResult.Loaded>(PolicyLoader.Load(copy.Directory));
        return new PolicyLoad(loaded.Table, loaded.Source, _desk!.Clock.GetUtcNow().AddSeconds(i + 1));
    }
}
