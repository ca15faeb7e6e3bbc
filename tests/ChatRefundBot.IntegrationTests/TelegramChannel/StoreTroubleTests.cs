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

    public static TheoryData<string, bool> Deeds
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var deed in new[] { "tap", "text", "picture", "album", "edit" })
            {
                data.Add(deed, false);
                data.Add(deed, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task A_failure_of_the_store_at_any_step_loses_nothing_and_doubles_nothing(string deed, bool afterEffect)
    {
        FaultyStore? store = null;
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api, new TelegramDeskOptions { Store = inner => store = new FaultyStore(inner) });
        var buyers = new List<(FakeTelegramUser User, int Message)>();
        for (var n = 1; n <= Commits; n++)
        {
            var buyer = await api.GreetedAsync($"B{n}");
            var said = deed == "edit" ? buyer.SendText("hm").MessageId : 0;
            if (deed == "edit") await buyer.UntilAsync(m => m.Labels.Contains("Agree"));
            buyers.Add((buyer, said));
        }

        await Task.Delay(1500, TestContext.Current.CancellationToken);
        for (var n = 1; n <= Commits; n++) store!.Fail(TelegramDesk.ConversationOf(api, buyers[n - 1].User).Value, n, afterEffect);
        foreach (var (buyer, said) in buyers) Do(deed, buyer, said);
        await Task.WhenAll(buyers.Select(b => b.User.UntilAsync(m => IsAnswer(deed, m), s_patience)));
        foreach (var (buyer, _) in buyers) buyer.SendText("the end");
        await Task.WhenAll(buyers.Select(b => b.User.NextAsync(s_patience)));
        await api.Updates.UntilConfirmedAsync(s_patience);

        Assert.True(store!.HasFailed(TelegramDesk.ConversationOf(api, buyers[0].User).Value));
        var wrong = new List<string>();
        for (var n = 1; n <= Commits; n++)
        {
            var transcript = await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, buyers[n - 1].User));
            var heard = Heard(transcript);
            var expected = (deed == "edit" ? "text," : "") + deed + ",text";
            var answers = buyers[n - 1].User.Screen.Count(m => IsAnswer(deed, m));
            if (heard != expected || answers < 1 || Unmarked(buyers[n - 1].User, transcript)) wrong.Add($"commit {n}: heard {heard}, answers {answers}, shown:\n  {string.Join("\n  ", buyers[n - 1].User.Screen)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(await desk.DeadLettersAsync());
    }

    /// <summary>True when a client shows more than the desk has said, apart from what is marked.</summary>
    private static bool Unmarked(FakeTelegramUser user, IReadOnlyList<TranscriptEntry> transcript)
    {
        var said = transcript.Where(t => t.Out is not null).Select(t => t.Out!.Text.Trim()).ToList();
        var shown = user.Screen.Select(m => m.Text.Trim()).Where(t => !t.StartsWith("(Sent again", StringComparison.Ordinal)).ToList();
        return shown.GroupBy(t => t).Any(g => g.Count() > said.Count(s => s == g.Key));
    }

    private static void Do(string deed, FakeTelegramUser buyer, int said)
    {
        switch (deed)
        {
            case "tap":
                buyer.Tap("Agree");
                break;
            case "text":
                buyer.SendText("Agree");
                break;
            case "picture":
                buyer.SendPhoto(SamplePicture.Png(64, 64));
                break;
            case "album":
                buyer.SendAlbum(AlbumItem.Photo(SamplePicture.Png(64, 64, 1)), AlbumItem.Photo(SamplePicture.Png(64, 64, 2)));
                break;
            default:
                buyer.Edit(said, "Agree");
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
}
