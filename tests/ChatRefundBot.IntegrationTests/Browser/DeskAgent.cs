using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>Somebody of the shop with a browser of their own at the console. Notes what the browser complains about.</summary>
internal sealed class DeskAgent : IAsyncDisposable
{
    /// <summary>The administrator of every desk that <see cref="Settings"/> starts.</summary>
    public const string Boss = "boss";
    public const string Password = "correct horse 1";

    /// <summary>What a host needs to be started with.</summary>
    public static readonly string[] Settings = [$"--Agents:BootstrapUser={Boss}", $"--Agents:BootstrapPassword={Password}"];

    private readonly IBrowserContext _context;
    private readonly WebDesk _desk;
    private readonly ConcurrentQueue<string> _complaints = new();

    private DeskAgent(IBrowserContext context, IPage page, WebDesk desk) => (_context, Page, _desk) = (context, page, desk);

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    public ILocator Transcript => Page.Locator("#transcript");

    public ILocator Write => Page.Locator("#write");

    /// <summary>A new browser, before signing in.</summary>
    public static async Task<DeskAgent> ComeAsync(IBrowser browser, WebDesk desk, string locale = "zh-CN", Device? device = null)
    {
        var context = await browser.NewContextAsync((device ?? Device.Desktop).In(locale));
        var agent = new DeskAgent(context, await context.NewPageAsync(), desk);
        await context.ExposeFunctionAsync("crbTell", (string text) => agent._complaints.Enqueue(text));
        await context.AddInitScriptAsync("""
            addEventListener('securitypolicyviolation', (e) => crbTell(`CSP: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
            """);
        context.WebError += (_, error) => agent._complaints.Enqueue("Script: " + error.Error);
        await agent.Page.GotoAsync(desk.Address + "/agent");
        return agent;
    }

    /// <summary>Signed in and online.</summary>
    public static async Task<DeskAgent> OnDutyAsync(IBrowser browser, WebDesk desk, string name = Boss, string password = Password, string locale = "zh-CN", Device? device = null)
    {
        var agent = await ComeAsync(browser, desk, locale, device);
        await agent.SignInAsync(name, password);
        await agent.GoOnlineAsync();
        return agent;
    }

    public async Task SignInAsync(string name, string password)
    {
        await Page.Locator("[name='Given.Name']").FillAsync(name);
        await Page.Locator("[name='Given.Password']").FillAsync(password);
        await Page.Locator("button[type=submit]").ClickAsync();
    }

    public async Task GoOnlineAsync()
    {
        await Page.Locator(".crb-presence-online").ClickAsync();
        await Expect(Page.Locator(".crb-presence-online")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    public Task GoAsync(string path) => Page.GotoAsync(_desk.Address + path);

    public ILocator Button(string label) => Page.GetByRole(AriaRole.Button, new() { Name = label, Exact = true });

    /// <summary>Adds somebody and gives them a password of their own.</summary>
    public async Task<string> AddPersonAsync(string name, string shown, string role)
    {
        await GoAsync("/agent/people");
        await Button("新增人员").ClickAsync();
        await Page.GetByLabel("用户名").FillAsync(name);
        await Page.GetByLabel("显示名称（买家可见）").FillAsync(shown);
        foreach (var other in (string[])["客服", "主管", "管理员", "卖家"])
            await Page.GetByRole(AriaRole.Checkbox, new() { Name = other, Exact = true }).SetCheckedAsync(other == role);
        await Button("保存").ClickAsync();
        return await Page.Locator(".crb-secret").InnerTextAsync();
    }

    public async Task ReplyAsync(string text)
    {
        await Write.FillAsync(text);
        await Button("发送").ClickAsync();
        await Expect(Transcript.Locator(".crb-agent").Last).ToContainTextAsync(text);
    }

    /// <summary>Fails when the browser complained about the policy or a script.</summary>
    public void HasNoComplaints() => Assert.Empty(_complaints);

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
