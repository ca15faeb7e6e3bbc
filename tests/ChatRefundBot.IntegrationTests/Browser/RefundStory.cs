using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatRefundBot.IntegrationTests.Browser;

/// <summary>A whole request for a refund, as docs/sample-orders.md has it: a code that cannot be activated, shown by pictures.</summary>
internal static class RefundStory
{
    public const string Order = "YKW3CRMTHLB50031";
    public const string Contact = "5271";

    /// <summary>From the launcher to the verdict.</summary>
    /// <param name="reached">Called at each step, when its question stands there.</param>
    public static async Task RunAsync(Buyer buyer, IBrowser browser, Func<string, Task>? reached = null)
    {
        var words = buyer.Words;
        reached ??= _ => Task.CompletedTask;
        await buyer.OpenAsync();
        await reached("consent");
        await buyer.TurnAsync(words.Agree, words.AsksOrder, taps: true);
        await buyer.TurnAsync(Order, words.AsksContact);
        await buyer.TurnAsync(Contact, words.AsksProduct);
        await reached("product");
        await buyer.TurnAsync(words.Yes, words.AsksProblem, taps: true);
        await buyer.TurnAsync(words.Invalid, words.AsksPictures, taps: true);
        await reached("evidence");
        await SendPicturesAsync(buyer, browser, reached);
        await buyer.TurnAsync(words.JustNow, words.AsksCode, taps: true);
        await buyer.TurnAsync("E403", words.AsksSubmit);
        await reached("summary");
        await buyer.TurnAsync(words.Submit, words.SellerFirst, taps: true);
        await buyer.HearAsync(words.AsksSolved);
        await reached("verdict");
    }

    /// <summary>Four pictures in one message: two from the picker, one pasted, one dropped.</summary>
    private static async Task SendPicturesAsync(Buyer buyer, IBrowser browser, Func<string, Task> reached)
    {
        var files = new List<FilePayload>();
        for (var number = 1; number <= 4; number++) files.Add(await Pictures.FailureAsync(browser, number));
        await buyer.PickAsync(files[0], files[1]);
        await buyer.PasteAsync(files[2]);
        await buyer.DropAsync(files[3]);
        await reached("pictures");
        await buyer.Chat.Locator(".send").ClickAsync();
        await buyer.HearAsync(buyer.Words.AsksTime);
        // Shown from the host, not from the buyer's own device.
        await Expect(buyer.Chat.Locator(".row.me .picture img")).ToHaveCountAsync(4);
        await buyer.EverythingIsSentAsync();
    }
}
