using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>The store fails at one commit, whichever it is, before it took effect or after: what the buyer did counts once all the same.</summary>
public sealed class StoreTroubleTests
{
    /// <summary>More commits than any one step takes from the update to the answer's end.</summary>
    private const int Commits = 16;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("tap")]
    [InlineData("text")]
    [InlineData("picture")]
    [InlineData("album")]
    [InlineData("edit")]
    public async Task A_failure_of_the_store_at_any_step_loses_nothing_and_doubles_nothing(string deed)
    {
        FaultyStore? store = null;
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { Store = inner => store = new FaultyStore(inner) });
        var buyers = new List<Buyer>();
        for (var n = 0; n < 2 * Commits; n++) buyers.Add(await ReadyAsync(api, deed, commit: 1 + (n / 2), afterEffect: n % 2 == 1));
        // What follows a greeting is over, so that commits are counted from the deed on.
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        foreach (var buyer in buyers) store!.Fail(TelegramDesk.ConversationOf(api, buyer.User).Value, buyer.Commit, buyer.AfterEffect);

        foreach (var buyer in buyers) Do(deed, buyer);
        await Task.WhenAll(buyers.Select(b => b.User.UntilAsync(m => IsAnswer(deed, m), s_patience)));
        foreach (var buyer in buyers) buyer.User.SendText("the end");
        await Task.WhenAll(buyers.Select(b => b.User.NextAsync(s_patience)));
        await api.Updates.UntilConfirmedAsync(s_patience);

        Assert.All(buyers.Take(6), b => Assert.True(store!.HasFailed(TelegramDesk.ConversationOf(api, b.User).Value)));
        var wrong = new List<string>();
        foreach (var buyer in buyers)
        {
            var transcript = await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, buyer.User));
            var expected = (deed == "edit" ? "text," : "") + deed + ",text";
            if (Heard(transcript) == expected && !Unmarked(buyer.User, transcript)) continue;
            wrong.Add($"commit {buyer.Commit}, {(buyer.AfterEffect ? "after" : "before")} its effect: heard {Heard(transcript)}, shown:\n  {string.Join("\n  ", buyer.User.Screen)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(await desk.DeadLettersAsync());
    }

    private static async Task<Buyer> ReadyAsync(FakeBotApi api, string deed, int commit, bool afterEffect)
    {
        var user = await api.GreetedAsync();
        if (deed != "edit") return new Buyer(user, 0, commit, afterEffect);
        var said = user.SendText("hm");
        await user.UntilAsync(m => m.Labels.Contains("Agree"));
        return new Buyer(user, said.MessageId, commit, afterEffect);
    }

    /// <summary>True when a client shows more than the desk has said, apart from what is marked.</summary>
    private static bool Unmarked(FakeTelegramUser user, IReadOnlyList<TranscriptEntry> transcript)
    {
        var said = transcript.Where(t => t.Out is not null).Select(t => t.Out!.Text.Trim()).ToList();
        var shown = user.Screen.Select(m => m.Text.Trim()).Where(t => !t.StartsWith("(Sent again", StringComparison.Ordinal)).ToList();
        return shown.GroupBy(t => t).Any(g => g.Count() > said.Count(s => s == g.Key));
    }

    private static void Do(string deed, Buyer buyer)
    {
        switch (deed)
        {
            case "tap":
                buyer.User.Tap("Agree");
                break;
            case "text":
                buyer.User.SendText("Agree");
                break;
            case "picture":
                buyer.User.SendPhoto(SamplePicture.Png(64, 64));
                break;
            case "album":
                buyer.User.SendAlbum(AlbumItem.Photo(SamplePicture.Png(64, 64, 1)), AlbumItem.Photo(SamplePicture.Png(64, 64, 2)));
                break;
            default:
                buyer.User.Edit(buyer.Said, "Agree");
                break;
        }
    }

    private static bool IsAnswer(string deed, BotMessage message) => deed switch
    {
        "picture" or "album" => message.Labels.Contains("Agree"),
        _ => message.Text.Contains(BuyerSteps.OrderQuestion, StringComparison.Ordinal),
    };

    /// <summary>What was heard after the greeting. A part of an album that came late stands behind the others as one of its own.</summary>
    private static string Heard(IReadOnlyList<TranscriptEntry> transcript) =>
        string.Join(',', transcript.Select(t => t.In).OfType<IncomingMessage>().Where(m => m.FromBuyer).Select(Name).Skip(1)).Replace("picture,late", "album", StringComparison.Ordinal);

    private static string Name(IncomingMessage message) => message switch
    {
        IncomingMessage.Text => "text",
        IncomingMessage.Tap => "tap",
        IncomingMessage.Edited => "edit",
        IncomingMessage.Media { Attachments.Count: 1, IsLate: true } => "late",
        IncomingMessage.Media { Attachments.Count: 1 } => "picture",
        IncomingMessage.Media { Attachments.Count: 2 } => "album",
        _ => message.GetType().Name,
    };

    /// <param name="Said">The message that they will edit.</param>
    /// <param name="Commit">Which commit of theirs fails.</param>
    private sealed record Buyer(FakeTelegramUser User, int Said, int Commit, bool AfterEffect);
}
