using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>
/// A buyer with a browser of their own at the sample shop, or at another page that embeds the desk. Notes what the browser complains about:
/// breaches of the content security policy and scripts that failed.
/// </summary>
internal sealed class Buyer : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly WebDesk _desk;
    private readonly ConcurrentQueue<string> _complaints;

    private Buyer(IBrowserContext context, IPage page, WebDesk desk, Wording words, Device device, ConcurrentQueue<string> complaints)
    {
        (_context, Page, _desk, Words, Device, _complaints) = (context, page, desk, words, device, complaints);
        Chat = page.FrameLocator("chat-refund-bot iframe").Locator("crb-chat");
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    public Wording Words { get; }

    public Device Device { get; }

    /// <summary>The chat page inside the iframe.</summary>
    public ILocator Chat { get; }

    public ILocator Launcher => Page.Locator("chat-refund-bot button");

    public ILocator Rows => Chat.Locator(".log > .row");

    public ILocator Field => Chat.Locator("textarea");

    public ILocator Banner => Chat.Locator(".banner");

    /// <summary>The frame of the chat page.</summary>
    public IFrame Frame => Page.Frames.First(f => f.Url.EndsWith("/widget", StringComparison.Ordinal));

    /// <summary>A new browser, on the shop's page.</summary>
    public static async Task<Buyer> ComeAsync(IBrowser browser, WebDesk desk, Wording words, Device device, string? address = null, Action<BrowserNewContextOptions>? change = null)
    {
        var options = device.In(words.Locale);
        change?.Invoke(options);
        var context = await browser.NewContextAsync(options);
        var complaints = new ConcurrentQueue<string>();
        await context.ExposeFunctionAsync("crbTell", (string text) => complaints.Enqueue(text));
        await context.AddInitScriptAsync("""
            addEventListener('securitypolicyviolation', (e) => crbTell(`CSP: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
            """);
        context.WebError += (_, error) => complaints.Enqueue("Script: " + error.Error);
        context.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && !message.Text.StartsWith("WebSocket connection", StringComparison.Ordinal))
                complaints.Enqueue("Console: " + message.Text);
        };
        var buyer = new Buyer(context, await context.NewPageAsync(), desk, words, device, complaints);
        // Listened to from the start: turned on with the key that opens it, the browser may be too late for it.
        buyer.Page.FileChooser += (_, _) => { };
        await buyer.Page.GotoAsync(address ?? desk.Address + "/");
        return buyer;
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<Buyer> OpenTabAsync()
    {
        var tab = new Buyer(_context, await _context.NewPageAsync(), _desk, Words, Device, _complaints);
        await tab.Page.GotoAsync(Page.Url);
        return tab;
    }

    /// <summary>Opens the chat by its launcher.</summary>
    public async Task OpenAsync()
    {
        await Launcher.ClickAsync();
        await HearAsync(Words.AsksConsent);
    }

    public async Task SayAsync(string text)
    {
        await Field.FillAsync(text);
        await Chat.Locator(".send").ClickAsync();
    }

    public Task TapAsync(string label) => Choice(label).ClickAsync();

    public ILocator Choice(string label) => Chat.Locator(".choices").GetByRole(AriaRole.Button, new() { Name = label, Exact = true });

    /// <summary>Says or taps, and waits for the answer.</summary>
    public async Task TurnAsync(string say, string answer, bool taps = false)
    {
        await (taps ? TapAsync(say) : SayAsync(say));
        await HearAsync(answer);
    }

    /// <summary>Waits until the desk has said something since the buyer's last word.</summary>
    public Task HearAsync(string text) => Expect(Said(text)).ToBeVisibleAsync();

    /// <summary>What the desk said since the buyer's last word.</summary>
    public ILocator Said(string text) => Chat.Locator(
        $"xpath=.//*[@role='log']/div[contains(concat(' ', @class, ' '), ' row ')][not(contains(concat(' ', @class, ' '), ' me '))]" +
        $"[not(following-sibling::div[contains(concat(' ', @class, ' '), ' me ')])][contains(., '{text}')]").Last;

    /// <summary>Waits until nothing of the buyer's is on its way any more.</summary>
    public Task EverythingIsSentAsync() => Expect(Chat.Locator(".row.me:not(:has(.state > .icon))")).ToHaveCountAsync(0);

    /// <summary>The request for the order up to the question for the problem.</summary>
    public async Task NameOrderAsync(string order, string contact)
    {
        await TurnAsync(Words.Agree, Words.AsksOrder, taps: true);
        await TurnAsync(order, Words.AsksContact);
        await TurnAsync(contact, Words.AsksProduct);
        await TurnAsync(Words.Yes, Words.AsksProblem, taps: true);
    }

    /// <summary>Adds files by the button for pictures, as the system's picker gives them.</summary>
    public async Task PickAsync(params FilePayload[] files)
    {
        var before = await Tray.CountAsync();
        var chooser = await Page.RunAndWaitForFileChooserAsync(() => Chat.Locator(".bar > .round").First.ClickAsync());
        await chooser.SetFilesAsync(files);
        await Expect(Tray).ToHaveCountAsync(before + files.Length);
    }

    public ILocator Tray => Chat.Locator(".tray > li");

    /// <summary>Copies a picture and pastes it into the field by the keyboard.</summary>
    public async Task PasteAsync(FilePayload file)
    {
        var before = await Tray.CountAsync();
        await _context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Field.FocusAsync();
        await Page.EvaluateAsync(
            """
            async (base64) => {
              const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
              window.crbCopied = new Blob([bytes], { type: 'image/png' });
            }
            """, Convert.ToBase64String(file.Buffer));
        // The clipboard is of the frame that has the focus.
        await Frame.EvaluateAsync("() => navigator.clipboard.write([new ClipboardItem({ 'image/png': parent.crbCopied })])");
        await Page.Keyboard.PressAsync("Control+V");
        await Expect(Tray).ToHaveCountAsync(before + 1);
    }

    /// <summary>Drops a file onto the chat.</summary>
    public async Task DropAsync(FilePayload file)
    {
        var before = await Tray.CountAsync();
        await Chat.EvaluateAsync(
            """
            (chat, { base64, name, type }) => {
              const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([bytes], name, { type }));
              for (const event of ['dragenter', 'dragover', 'drop']) chat.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }));
            }
            """, new { base64 = Convert.ToBase64String(file.Buffer), name = file.Name, type = file.MimeType });
        await Expect(Tray).ToHaveCountAsync(before + 1);
    }

    /// <summary>The conversation as the host has it, oldest first; asked for with the token that the chat page keeps.</summary>
    public async Task<List<JsonElement>> TranscriptAsync()
    {
        var (conversation, client) = await ClientAsync();
        using var owned = client;
        List<JsonElement> found = [];
        for (var watermark = "0"; ;)
        {
            var set = await client.GetFromAsync($"/v3/directline/conversations/{conversation}/activities?watermark={watermark}");
            var activities = set.GetProperty("activities").EnumerateArray().ToList();
            var next = set.GetProperty("watermark").GetString()!;
            found.AddRange(activities.Where(a => a.GetProperty("type").GetString() == "message"));
            if (activities.Count == 0 || next == watermark) return found;
            watermark = next;
        }
    }

    /// <summary>A client of this very conversation: its resume token is good once, so it is given back new.</summary>
    public async Task<(string Conversation, HttpClient Client)> ClientAsync()
    {
        var client = new HttpClient { BaseAddress = new Uri(_desk.Address) };
        var token = await Page.EvaluateAsync<string>(
            """
            () => new Promise((resolve) => {
              const key = Object.keys(localStorage).find((k) => k.startsWith('crb.resume'));
              navigator.locks.request('crb.session', async () => {
                const response = await fetch('/widget/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ resume: localStorage[key] }) });
                const body = await response.json();
                if (!body.resumed) throw new Error('not resumed');
                localStorage[key] = body.resume;
                resolve(body.conversationId + ' ' + body.token);
              });
            })
            """);
        var parts = token.Split(' ');
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", parts[1]);
        return (Uri.EscapeDataString(parts[0]), client);
    }

    /// <summary>Fails unless the page shows what the host has: every message, once, in its order.</summary>
    public async Task ShowsTheTranscriptAsync()
    {
        await EverythingIsSentAsync();
        var expected = (await TranscriptAsync()).Select(Text).ToList();
        await Expect(Rows).ToHaveCountAsync(expected.Count);
        var shown = await Rows.AllTextContentsAsync();
        for (var at = 0; at < expected.Count; at++) Assert.Contains(expected[at], shown[at], StringComparison.Ordinal);
    }

    /// <summary>Waits until the browser has complained about something.</summary>
    public async Task ComplainsAsync(string about)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!_complaints.Any(c => c.Contains(about, StringComparison.Ordinal))) await Task.Delay(50, patience.Token);
    }

    /// <summary>Fails when the browser complained about anything.</summary>
    public void HasNoComplaints() => Assert.True(_complaints.IsEmpty, string.Join('\n', _complaints));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    /// <summary>What a row has of a message: its text, or the title of its card.</summary>
    private static string Text(JsonElement activity)
    {
        if (activity.TryGetProperty("channelData", out var data) && data.TryGetProperty("card", out var card)) return card.GetProperty("title").GetString()!;
        return activity.TryGetProperty("text", out var text) ? text.GetString()! : "";
    }
}

internal static class JsonClient
{
    public static async Task<JsonElement> GetFromAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
