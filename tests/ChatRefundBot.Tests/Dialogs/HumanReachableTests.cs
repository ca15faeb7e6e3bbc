using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>Wherever chance leads a buyer, one message brings a person.</summary>
public sealed class HumanReachableTests(ITestOutputHelper output)
{
    private const int Walks = 50;
    private const int Steps = 14;

    /// <summary>An order of which nobody but the buyer knows whether the goods were used.</summary>
    private const string Asking = "868519466209490012";

    private static readonly string[] Wishes = ["转人工", "human", "我要找人工客服", "let me talk to a human"];
    private static readonly string[] Noise = ["???", "今天 15:30", "错误代码：E1001", "good morning", "返回", "取消", "it does not work", "12"];

    private readonly HashSet<string> _seen = [];

    [Fact]
    public async Task From_every_state_a_person_is_one_message_away()
    {
        for (var seed = 0; seed < Walks; seed++)
        {
            await using var desk = await TestDesk.StartAsync();
            await WalkAsync(desk, new Random(seed), $"web:{seed}");
        }

        output.WriteLine($"{_seen.Count} states: {string.Join(", ", _seen.Order(StringComparer.Ordinal))}");
        foreach (var step in new[] { "consent", "order", "payment", "owner", "product", "issue", "story", "fact", "evidence", "error-time", "summary", "edit", "after" })
            Assert.Contains("request-refund." + step, _seen);
    }

    private async Task WalkAsync(TestDesk desk, Random random, string id)
    {
        var chat = desk.Chat(id);
        // Of few orders a question is left to the buyer; chance alone would hardly find them.
        var sample = random.Next(3) == 0 ? desk.Order(Asking) : desk.Orders[random.Next(desk.Orders.Length)];
        await chat.SendAsync("你好");
        for (var step = 0; step < Steps; step++)
        {
            await AskForPersonAsync(chat, Wishes[random.Next(Wishes.Length)]);
            await GoOnAsync(chat, random, sample.Order.Id.Value, sample.Answer ?? "1234");
            // Some answers lead to a person by themselves.
            if ((await chat.StateAsync())!.Mode != ConversationMode.Bot) await BackAsync(chat);
        }
    }

    private async Task AskForPersonAsync(ChatDriver chat, string wish)
    {
        var before = await chat.StateAsync();
        var place = before!.Stack is [.., var top] ? $"{top.Dialog}.{top.Step}" : "nothing";
        if (before.Prompt is { } prompt) Assert.True(prompt.Choices.Contains("human"), $"{place} has no button for a person");
        await chat.SendAsync(wish);
        Assert.True((await chat.StateAsync())!.Mode == ConversationMode.Queued, $"'{wish}' at {place} brought no person but: {chat.Reply}");
        _seen.Add(place);
        await BackAsync(chat);
        Assert.True((await chat.StateAsync())!.Mode == ConversationMode.Bot, $"no way back to {place}: {chat.Reply}");
    }

    private static Task<ChatDriver> BackAsync(ChatDriver chat) => chat.TapAsync("back-to-bot", null);

    /// <summary>Mostly what leads on: the answer a question wants, any of its buttons; sometimes anything.</summary>
    private static async Task GoOnAsync(ChatDriver chat, Random random, string order, string answer)
    {
        var state = (await chat.StateAsync())!;
        var step = state.Stack is [.., var top] ? top.Step : "";
        var keys = state.Prompt?.Choices.Where(key => key is not ("human" or "decline")).ToArray() ?? [];
        if (random.Next(10) == 0) await chat.SendAsync(Noise[random.Next(Noise.Length)]);
        else if (step == "order" && random.Next(4) > 0) await chat.SendAsync(order);
        else if (step == "owner" && random.Next(8) > 0) await chat.SendAsync(answer);
        else if (step == "evidence" && random.Next(3) > 0) await chat.SendPicturesAsync(SamplePicture.Png(shade: (byte)random.Next(256)));
        else if (step is "story" or "error-code" or "payment" or "payment-contact") await chat.SendAsync("E1001, it does not work");
        else if (keys.Length > 0) await chat.TapAsync(keys[random.Next(keys.Length)], state.Prompt!.Id);
        else await chat.SendAsync("今天 15:30");
    }
}
