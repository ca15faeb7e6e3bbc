using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.Chats;

/// <summary>Wrong, unknown and foreign order numbers: the same words, and tries counted over all conversations of a source (G4, G5).</summary>
public sealed class OrderNumberTests
{
    private const string Unknown = "YK99999999999999";
    private const string Foreign = "YKTNMLXXNLEF0065";
    private const string Own = "YKATF7HUVMJJ0001";

    [Fact]
    public async Task Three_numbers_of_wrong_form_lead_to_a_person()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AtOrderAsync(desk, "test:1", "s1");
        (await chat.SendAsync("abc")).ExpectReply("第1/3次");
        (await chat.SendAsync("123")).ExpectReply("第2/3次");
        await chat.SendAsync("???");
        Assert.Equal(ConversationMode.Queued, (await chat.StateAsync())!.Mode);
    }

    [Fact]
    public async Task An_unknown_number_and_somebody_elses_get_the_same_words_all_the_way()
    {
        await using var desk = await TestDesk.StartAsync();
        var (unknown, foreign) = (await SayAsync(desk, "test:1", "s1", Unknown), await SayAsync(desk, "test:2", "s2", Foreign));
        Assert.Equal(unknown.Take(5).Select(t => t.Replace(Unknown[^4..], "", StringComparison.Ordinal)), foreign.Take(5).Select(t => t.Replace(Foreign[^4..], "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tries_count_over_all_conversations_of_a_source_and_for_nobody_else()
    {
        await using var desk = await TestDesk.StartAsync();
        for (var i = 1; i <= 3; i++)
        {
            var chat = await AtOrderAsync(desk, $"test:{i}", "one-source");
            await chat.SendAsync($"YK9999999999999{i}");
            await chat.SendAsync("0000");
            Assert.Equal(i < 3 ? ConversationMode.Bot : ConversationMode.Queued, (await chat.StateAsync())!.Mode);
        }

        var again = await AtOrderAsync(desk, "test:4", "one-source");
        await again.SendAsync(Own);
        Assert.Equal(ConversationMode.Queued, (await again.StateAsync())!.Mode);
        var other = await AtOrderAsync(desk, "test:5", "another-source");
        await other.SendAsync(Own);
        (await other.SendAsync("1161")).ExpectQuestion("对吗");
    }

    [Fact]
    public async Task A_secret_beside_a_call_for_a_person_is_not_kept()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await AtOrderAsync(desk, "test:1", "s1");
        await chat.SendAsync(Own);
        await chat.SendAsync("my pass is hunter2, talk to a human");

        Assert.Equal(ConversationMode.Queued, (await chat.StateAsync())!.Mode);
        var typed = (await chat.TranscriptAsync()).Select(l => l.In).OfType<IncomingMessage.Text>().Select(t => t.Value).ToList();
        Assert.Contains(Own, typed);
        Assert.DoesNotContain(typed, t => t.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tries_at_one_order_count_whoever_makes_them()
    {
        await using var desk = await TestDesk.StartAsync();
        for (var i = 1; i <= 3; i++)
        {
            var chat = await AtOrderAsync(desk, $"test:{i}", $"s{i}");
            await chat.SendAsync(Foreign);
            await chat.SendAsync("0000");
            Assert.Equal(i < 3 ? ConversationMode.Bot : ConversationMode.Queued, (await chat.StateAsync())!.Mode);
        }
    }

    [Fact]
    public async Task Tries_are_forgotten_after_a_day()
    {
        await using var desk = await TestDesk.StartAsync();
        for (var i = 1; i <= 2; i++)
        {
            var chat = await AtOrderAsync(desk, $"test:{i}", "s");
            await chat.SendAsync(Unknown);
            await chat.SendAsync("0000");
        }

        await desk.AdvanceAsync(TimeSpan.FromHours(25));
        var later = await AtOrderAsync(desk, "test:3", "s");
        await later.SendAsync(Unknown);
        (await later.SendAsync("0000")).ExpectReply("第1/3次");
    }

    private static async Task<ChatDriver> AtOrderAsync(TestDesk desk, string conversation, string sender)
    {
        var chat = desk.Chat(conversation, sender);
        await chat.SendAsync("你好");
        await chat.TapAsync("agree");
        return chat;
    }

    /// <summary>Everything said while one number is tried three times with a wrong proof.</summary>
    private static async Task<IReadOnlyList<string>> SayAsync(TestDesk desk, string conversation, string sender, string order)
    {
        var said = new List<string>();
        var chat = await AtOrderAsync(desk, conversation, sender);
        for (var i = 0; i < 3; i++)
        {
            foreach (var text in new[] { order, "0000" }) said.Add((await chat.SendAsync(text)).Reply);
        }

        Assert.Equal(ConversationMode.Queued, (await chat.StateAsync())!.Mode);
        return said;
    }
}
