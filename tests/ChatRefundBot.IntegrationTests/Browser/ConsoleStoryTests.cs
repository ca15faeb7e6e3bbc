using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>A case from the widget through the agent's screen to the payment, and what may go wrong on the way.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleStoryTests(Chromium chromium) : IAsyncLifetime
{
    private WebDesk? _desk;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        _desk = await WebDesk.OpenAsync(DeskAgent.Settings);
    }

    [Fact]
    public async Task A_case_goes_from_the_widget_to_an_agent_and_comes_back_decided_paid_and_rated()
    {
        await using var agent = await DeskAgent.OnDutyAsync(chromium.Browser, _desk!);
        await using var buyer = await WaitingBuyerAsync(Wording.Chinese);
        await TakeAsync(agent);

        // Everything that was said and sent is there, pictures too.
        await Expect(agent.Transcript).ToContainTextAsync("E403");
        await Expect(agent.Page.Locator(".crb-evidence img")).ToHaveCountAsync(4);
        await agent.Page.Locator(".crb-evidence button").First.ClickAsync();
        await Expect(agent.Page.Locator(".crb-viewer img")).ToBeVisibleAsync();
        await agent.Page.Keyboard.PressAsync("r");
        await agent.Page.Keyboard.PressAsync("+");
        await Expect(agent.Page.Locator(".crb-viewer img")).ToHaveAttributeAsync("style", "transform: rotate(90deg) scale(1.25)");
        await agent.Page.Keyboard.PressAsync("Escape");
        await Expect(agent.Page.Locator(".crb-viewer")).ToHaveCountAsync(0);

        await agent.ReplyAsync("您好，我来处理。");
        await buyer.HearAsync("您好，我来处理。");
        await Expect(buyer.Chat).ToContainTextAsync(DeskAgent.Boss);
        await buyer.SayAsync("谢谢，麻烦了");
        await Expect(agent.Transcript).ToContainTextAsync("谢谢，麻烦了");

        // More than was paid is refused, and nothing is lost of what was entered.
        await agent.Button("改为……").ClickAsync();
        await agent.Page.GetByLabel("金额（元）").FillAsync("99999");
        await agent.Button("确认决定").ClickAsync();
        await Expect(agent.Page.Locator(".mud-alert")).ToContainTextAsync("超过");
        await agent.Page.GetByLabel("金额（元）").FillAsync("20.00");
        await agent.Page.Locator(".crb-decide select").Last.SelectOptionAsync("evidence-shows");
        await agent.Button("确认决定").ClickAsync();
        await buyer.HearAsync("20.00");

        await agent.Page.GetByLabel("支付单号，或失败原因").FillAsync("PAY-20261123-1");
        await agent.Button("已打款").ClickAsync();
        await Expect(agent.Page.Locator(".crb-side")).ToContainTextAsync("PAY-20261123-1");
        await agent.Button("交还机器人").ClickAsync();
        await agent.Page.GetByText("问题已答复，请买家评价").ClickAsync();
        await Expect(agent.Page.Locator("h1")).ToHaveTextAsync("待处理");
        await Expect(buyer.Chat.Locator(".choices button").First).ToBeVisibleAsync();
        agent.HasNoComplaints();
        buyer.HasNoComplaints();
    }

    [Fact]
    public async Task Only_the_owner_can_write_and_the_others_are_told_who_that_is()
    {
        await using var boss = await DeskAgent.OnDutyAsync(chromium.Browser, _desk!);
        var once = await boss.AddPersonAsync("li", "小李", "客服");
        await using var buyer = await WaitingBuyerAsync(Wording.Chinese);
        await TakeAsync(boss);
        var place = new Uri(boss.Page.Url).PathAndQuery;

        await using var li = await DeskAgent.ComeAsync(chromium.Browser, _desk!);
        await li.SignInAsync("li", once);
        await li.Page.Locator("[name='Given.Current']").FillAsync(once);
        await li.Page.Locator("[name='Given.Wanted']").FillAsync("battery staple 4");
        await li.Page.Locator("[name='Given.Again']").FillAsync("battery staple 4");
        await li.Page.Locator("button[type=submit]").ClickAsync();
        await Expect(li.Page.Locator("h1")).ToHaveTextAsync("待处理");
        await li.GoAsync(place);

        await Expect(li.Transcript).ToContainTextAsync("E403");
        await Expect(li.Write).ToHaveCountAsync(0);
        await Expect(li.Page.Locator(".crb-composer")).ToContainTextAsync(DeskAgent.Boss);
        // Each sees the other; a note is free to all, and the buyer never sees it.
        await Expect(boss.Page.Locator(".crb-other")).ToContainTextAsync("小李");
        await li.Page.GetByRole(AriaRole.Tab, new() { Name = "内部备注" }).ClickAsync();
        await li.Write.FillAsync("这个卖家上周也有一单");
        await li.Button("保存备注").ClickAsync();
        await Expect(boss.Transcript).ToContainTextAsync("这个卖家上周也有一单");
        await Expect(buyer.Chat).Not.ToContainTextAsync("上周也有一单");
    }

    [Fact]
    public async Task A_screen_comes_back_after_a_restart_of_the_host_with_what_was_being_written()
    {
        await using var agent = await DeskAgent.OnDutyAsync(chromium.Browser, _desk!);
        await using var buyer = await WaitingBuyerAsync(Wording.Chinese);
        await TakeAsync(agent);
        await agent.Write.FillAsync("还没写完的话");
        await _desk!.KillAsync();
        await Expect(agent.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();

        // Nothing can be sent into a lost connection.
        Assert.True(await agent.Page.EvaluateAsync<bool>("() => document.getElementById('content').inert"));
        await _desk.StartAgainAsync();

        await Expect(agent.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Expect(agent.Write).ToHaveValueAsync("还没写完的话");
        await agent.Button("发送").ClickAsync();
        await Expect(agent.Transcript).ToContainTextAsync("还没写完的话");
        await buyer.HearAsync("还没写完的话");
    }

    [Fact]
    public async Task A_screen_that_was_cut_off_shows_what_came_meanwhile_before_it_sends()
    {
        await using var agent = await DeskAgent.OnDutyAsync(chromium.Browser, _desk!);
        await using var buyer = await WaitingBuyerAsync(Wording.Chinese);
        await TakeAsync(agent);
        await agent.Write.FillAsync("好的");
        await agent.Context.SetOfflineAsync(true);
        await Expect(agent.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await buyer.SayAsync("刚才又试了一次，可以用了");
        await buyer.EverythingIsSentAsync();
        await agent.Context.SetOfflineAsync(false);

        await Expect(agent.Transcript).ToContainTextAsync("可以用了", new() { Timeout = 60_000 });
        if (await agent.Button("看过了").CountAsync() > 0)
        {
            await Expect(agent.Button("发送")).ToBeDisabledAsync();
            await agent.Button("看过了").ClickAsync();
        }

        await Expect(agent.Write).ToHaveValueAsync("好的");
        await agent.Button("发送").ClickAsync();
        await buyer.HearAsync("好的");
    }

    [Fact]
    public async Task What_strangers_and_colleagues_write_is_shown_as_text()
    {
        const string Hostile = "<script>crbTell('x')</script><img src=x onerror=\"crbTell('y')\">\u202Egnp.exe";
        await using var agent = await DeskAgent.OnDutyAsync(chromium.Browser, _desk!);
        await using var buyer = await WaitingBuyerAsync(Wording.Chinese);
        await buyer.SayAsync(Hostile);
        await TakeAsync(agent);
        await Expect(agent.Transcript).ToContainTextAsync("<script>crbTell('x')</script>");
        await agent.ReplyAsync("<b>不是粗体</b>");
        await buyer.HearAsync("<b>不是粗体</b>");
        await agent.Page.GetByRole(AriaRole.Tab, new() { Name = "内部备注" }).ClickAsync();
        await Expect(agent.Button("保存备注")).ToBeVisibleAsync();
        await agent.Write.FillAsync(Hostile);
        await agent.Button("保存备注").ClickAsync();
        await Expect(agent.Transcript.Locator(".crb-note")).ToContainTextAsync("<img src=x");

        Assert.Equal(0, await agent.Page.Locator("#transcript script, #transcript b, #transcript img[src=x]").CountAsync());
        agent.HasNoComplaints();
    }

    [Fact]
    public async Task A_case_is_found_by_its_number_by_its_order_and_by_what_was_said()
    {
        await using var agent = await DeskAgent.OnDutyAsync(chromium.Browser, _desk!);
        await using var buyer = await WaitingBuyerAsync(Wording.Chinese);
        await buyer.SayAsync("我的猫叫小云朵");
        await buyer.EverythingIsSentAsync();
        foreach (var words in new[] { RefundStory.Order, "小云朵", "RF-" })
        {
            await agent.GoAsync("/agent/search");
            await agent.Page.Locator(".crb-words").FillAsync(words);
            await agent.Page.Keyboard.PressAsync("Enter");
            await Expect(agent.Page.Locator(".crb-hit")).ToContainTextAsync(RefundStory.Order);
        }

        await agent.Page.Locator(".crb-hit").ClickAsync();
        await Expect(agent.Transcript).ToContainTextAsync("小云朵");
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    /// <summary>A buyer with a verdict who has asked for a person.</summary>
    private async Task<Buyer> WaitingBuyerAsync(Wording words)
    {
        var buyer = await Buyer.ComeAsync(chromium.Browser, _desk!, words, Device.Phone);
        await RefundStory.RunAsync(buyer, chromium.Browser);
        await buyer.TapAsync(words.Human);
        await Expect(buyer.Chat.Locator(".row.me").Last).ToContainTextAsync(words.Human);
        await buyer.EverythingIsSentAsync();
        return buyer;
    }

    private static async Task TakeAsync(DeskAgent agent)
    {
        await agent.GoAsync("/agent");
        await Expect(agent.Page.Locator(".crb-ticket").First).ToBeVisibleAsync();
        await agent.Button("接下一个").ClickAsync();
        await Expect(agent.Transcript).ToBeVisibleAsync();
    }
}
