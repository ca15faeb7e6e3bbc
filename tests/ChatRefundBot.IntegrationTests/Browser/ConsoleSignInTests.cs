using System.Net;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>Who gets into the console, and who does not any more.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleSignInTests(Chromium chromium) : IAsyncLifetime
{
    private const string Wrong = "用户名或密码不对。";
    private WebDesk? _desk;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        _desk = await WebDesk.OpenAsync(DeskAgent.Settings);
    }

    [Theory]
    [InlineData("/agent")]
    [InlineData("/agent/people")]
    [InlineData("/agent/search")]
    [InlineData("/agent/seller")]
    [InlineData("/agent/work?ticket=take-over%7Cweb%3Ax")]
    [InlineData("/agent/files/web%3Ax/0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Nobody_sees_anything_before_signing_in(string path)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(_desk!.Address + path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.StartsWith(_desk.Address + "/agent/sign-in", response.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_from_a_page_elsewhere_is_refused()
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["Given.Name"] = DeskAgent.Boss,
            ["Given.Password"] = DeskAgent.Password,
        });
        using var response = await client.PostAsync(_desk!.Address + "/agent/sign-in", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(response.Headers, h => h.Key == "Set-Cookie" && h.Value.Any(v => v.StartsWith("crb-agent=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_unknown_name_and_a_wrong_password_are_told_apart_by_nothing_and_too_many_tries_lock()
    {
        await using var stranger = await DeskAgent.ComeAsync(chromium.Browser, _desk!);
        await stranger.SignInAsync("nobody", "whatever it is");
        await Expect(stranger.Page.Locator(".crb-problem")).ToHaveTextAsync(Wrong);
        for (var tries = 0; tries < 4; tries++)
        {
            await stranger.SignInAsync(DeskAgent.Boss, "wrong password " + tries);
            await Expect(stranger.Page.Locator(".crb-problem")).ToHaveTextAsync(Wrong);
        }

        await stranger.SignInAsync(DeskAgent.Boss, "wrong password 5");
        await Expect(stranger.Page.Locator(".crb-problem")).ToContainTextAsync("锁定");
        await stranger.SignInAsync(DeskAgent.Boss, DeskAgent.Password);
        await Expect(stranger.Page.Locator(".crb-problem")).ToContainTextAsync("锁定");
    }

    [Fact]
    public async Task A_one_time_password_lets_nobody_further_than_to_choose_another()
    {
        await using var boss = await DeskAgent.OnDutyAsync(chromium.Browser, _desk!);
        var once = await boss.AddPersonAsync("li", "小李", "客服");
        await using var li = await DeskAgent.ComeAsync(chromium.Browser, _desk!);
        await li.SignInAsync("li", once);
        await Expect(li.Page.Locator("[name='Given.Wanted']")).ToBeVisibleAsync();

        await li.GoAsync("/agent/search");
        await Expect(li.Page.Locator("[name='Given.Wanted']")).ToBeVisibleAsync();
        await ChooseAsync(li, once, "battery staple 2");

        await Expect(li.Page.Locator("h1")).ToHaveTextAsync("待处理");
        await li.GoAsync("/agent/people");
        await Expect(li.Page.Locator("h1")).ToHaveTextAsync("您的账号不能看这个页面。");
        li.HasNoComplaints();
    }

    [Fact]
    public async Task Whoever_is_disabled_is_out_at_the_next_step_and_does_not_get_in_again()
    {
        await using var boss = await DeskAgent.OnDutyAsync(chromium.Browser, _desk!);
        var once = await boss.AddPersonAsync("wang", "小王", "客服");
        await using var wang = await DeskAgent.ComeAsync(chromium.Browser, _desk!);
        await wang.SignInAsync("wang", once);
        await ChooseAsync(wang, once, "battery staple 3");
        await Expect(wang.Page.Locator("h1")).ToHaveTextAsync("待处理");

        await boss.Page.Locator("tr", new() { HasText = "wang" }).GetByRole(AriaRole.Button, new() { Name = "停用" }).ClickAsync();
        await Expect(boss.Page.Locator("tr", new() { HasText = "wang" })).ToContainTextAsync("已停用");

        // The open screen ends by itself: its session is looked at twice a minute.
        await Expect(wang.Page.Locator("h1")).Not.ToHaveTextAsync("待处理", new() { Timeout = 45_000 });
        await wang.Context.ClearCookiesAsync();
        await wang.GoAsync("/agent/sign-in");
        await wang.SignInAsync("wang", "battery staple 3");
        await Expect(wang.Page.Locator(".crb-problem")).Not.ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_session_outlives_a_restart_of_the_host()
    {
        await using var boss = await DeskAgent.OnDutyAsync(chromium.Browser, _desk!);
        await _desk!.KillAsync();
        await _desk.StartAgainAsync();

        // A page of its own: the one that is open loads itself again at just this moment.
        var page = await boss.Context.NewPageAsync();
        await page.GotoAsync(_desk.Address + "/agent/people");
        await Expect(page.Locator("h1")).ToHaveTextAsync("人员");
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    private static async Task ChooseAsync(DeskAgent agent, string once, string wanted)
    {
        await agent.Page.Locator("[name='Given.Current']").FillAsync(once);
        await agent.Page.Locator("[name='Given.Wanted']").FillAsync(wanted);
        await agent.Page.Locator("[name='Given.Again']").FillAsync(wanted);
        await agent.Page.Locator("button[type=submit]").ClickAsync();
    }
}
