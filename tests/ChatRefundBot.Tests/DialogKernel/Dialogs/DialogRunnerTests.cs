using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using Xunit;

namespace ChatRefundBot.Tests.DialogKernel.Dialogs;

/// <summary>How dialogs move: answers, buttons, interrupts, the stack, and what an upgrade does to them.</summary>
public sealed class DialogRunnerTests
{
    private static readonly SmallDialog Other = new("other", d => d.Question("what"));
    private static readonly SmallGuide Three = new(new SmallDialog("root", d => d.Question("a").Question("b").Question("c")), Other);

    [Fact]
    public async Task Going_back_through_several_questions_asks_each_again()
    {
        await using var chat = new SmallChat();
        await chat.SendAsync(Three, "hi");
        await chat.SendAsync(Three, "1");
        Assert.Equal(["c?"], await chat.SendAsync(Three, "2"));
        Assert.Equal(["b?"], await chat.SendAsync(Three, "back"));
        Assert.Equal(["a?"], await chat.SendAsync(Three, "back"));
        Assert.Equal(["zh-CN kernel.nothing-to-go-back-to", "a?"], await chat.SendAsync(Three, "back"));
        Assert.Equal(["b?"], await chat.SendAsync(Three, "1"));
    }

    [Fact]
    public async Task A_question_that_cannot_be_returned_to_cuts_off_the_way_back()
    {
        var guide = new SmallGuide(new SmallDialog("root", d => d.Question("a").Question("b", wayBack: WayBack.End).Question("c")), Other);
        await using var chat = new SmallChat();
        await chat.SendAsync(guide, "hi");
        await chat.SendAsync(guide, "1");
        await chat.SendAsync(guide, "2");
        Assert.Equal(["zh-CN kernel.nothing-to-go-back-to", "c?"], await chat.SendAsync(guide, "back"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_interrupt_works_at_every_step_and_the_question_comes_again(int steps)
    {
        await using var chat = new SmallChat();
        for (var i = 0; i < steps; i++) await chat.SendAsync(Three, "x");
        var question = "?abc"[steps] + "?";
        Assert.Equal(["some help", question], await chat.SendAsync(Three, "help"));
        Assert.Equal(["en kernel.language-set", question], await chat.SendAsync(Three, "english"));
        Assert.Equal(["what?"], await chat.SendAsync(Three, "other"));
        Assert.Equal([question], await chat.SendAsync(Three, "answered"));
        Assert.Equal(["a?"], await chat.SendAsync(Three, "restart"));
    }

    [Fact]
    public async Task Asking_for_the_same_dialog_again_does_not_pile_it_up()
    {
        await using var chat = new SmallChat();
        await chat.SendAsync(Three, "hi");
        for (var i = 0; i < 3; i++) Assert.Equal(["what?"], await chat.SendAsync(Three, "other"));
        Assert.Equal(2, (await chat.StateAsync()).Stack.Count);
        Assert.Equal(["a?"], await chat.SendAsync(Three, "answered"));
    }

    [Fact]
    public async Task A_dialog_begun_by_a_step_hands_over_to_the_step_it_resumes_at()
    {
        var guide = new SmallGuide(
            new SmallDialog("root", d => d.Question("a", (c, _) => c.Begin(Other, new SmallState(), "after")).Question("never").Work("after", c =>
            {
                Assert.NotNull(c.Result);
                return c.Next();
            }).Question("z")),
            Other);
        await using var chat = new SmallChat();
        await chat.SendAsync(guide, "hi");
        Assert.Equal(["what?"], await chat.SendAsync(guide, "1"));
        Assert.Equal(["z?"], await chat.SendAsync(guide, "2"));
        Assert.Equal(["1"], await chat.GotAsync());
    }

    [Fact]
    public async Task A_dialog_that_is_replaced_leaves_the_stack()
    {
        var guide = new SmallGuide(new SmallDialog("root", d => d.Question("a", (c, _) => c.Replace(Other, new SmallState()))), Other);
        await using var chat = new SmallChat();
        await chat.SendAsync(guide, "hi");
        Assert.Equal(["what?"], await chat.SendAsync(guide, "1"));
        Assert.Equal(["other"], (await chat.StateAsync()).Stack.Select(f => f.Dialog));
    }

    [Fact]
    public async Task When_the_last_dialog_ended_the_next_message_begins_anew()
    {
        var guide = new SmallGuide(new SmallDialog("root", d => d.Question("a")));
        await using var chat = new SmallChat();
        await chat.SendAsync(guide, "hi");
        Assert.Empty(await chat.SendAsync(guide, "1"));
        Assert.Null((await chat.StateAsync()).Prompt);
        Assert.Equal(["a?"], await chat.SendAsync(guide, "hi again"));
    }

    [Fact]
    public async Task Steps_that_lead_to_one_another_are_a_fault_and_not_an_endless_turn()
    {
        var guide = new SmallGuide(new SmallDialog("root", d => d.Work("x", c => c.GoTo("y")).Work("y", c => c.GoTo("x"))));
        await using var chat = new SmallChat();
        Assert.Equal(["failed"], await chat.SendAsync(guide, "hi"));
    }

    [Fact]
    public async Task A_button_is_meant_by_tap_number_label_and_words_of_both_languages()
    {
        foreach (var message in new IncomingMessage[]
        {
            new IncomingMessage.Tap("red", null), new IncomingMessage.Text("2"), new IncomingMessage.Text("２"), new IncomingMessage.Text("红色"),
            new IncomingMessage.Text("RED!"), new IncomingMessage.Text(" 【红】 "),
        })
        {
            await using var chat = new SmallChat();
            await chat.SendAsync(Colours(), "hi");
            Assert.Equal(["chose red"], await chat.SendAsync(Colours(), message));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("02")]
    [InlineData("-1")]
    [InlineData("green")]
    [InlineData("1.0")]
    public async Task What_means_no_button_is_asked_again(string text)
    {
        await using var chat = new SmallChat();
        await chat.SendAsync(Colours(), "hi");
        Assert.Equal(["zh-CN kernel.did-not-fit", "colour?"], await chat.SendAsync(Colours(), text));
        Assert.Equal(1, (await chat.StateAsync()).Prompt!.Failures);
    }

    [Fact]
    public async Task A_button_of_an_earlier_question_is_told_apart_and_answers_nothing()
    {
        await using var chat = new SmallChat();
        await chat.SendAsync(Colours(), "hi");
        var stale = chat.Question!.PromptId;
        await chat.SendAsync(Colours(), "nonsense");
        Assert.Equal(["zh-CN kernel.stale-button", "colour?"], await chat.SendAsync(Colours(), new IncomingMessage.Tap("red", stale)));
        Assert.Equal(["zh-CN kernel.stale-button", "colour?"], await chat.SendAsync(Colours(), new IncomingMessage.Tap("mauve", chat.Question!.PromptId)));
        Assert.Equal(["chose red"], await chat.SendAsync(Colours(), new IncomingMessage.Tap("red", chat.Question!.PromptId)));
    }

    [Fact]
    public async Task A_step_that_no_longer_exists_restarts_with_the_facts_collected()
    {
        await using var chat = new SmallChat();
        await chat.SendAsync(Three, "hi");
        await chat.SendAsync(Three, "fact");
        var upgraded = new SmallGuide(new SmallDialog("root", d => d.Question("x").Question("y")) { Restart = "y" }, Other);
        Assert.Equal(["zh-CN kernel.restarted", "y?"], await chat.SendAsync(upgraded, "lost answer"));
        Assert.Equal(["fact"], await chat.GotAsync());
    }

    [Fact]
    public async Task Another_version_restarts_with_the_facts_collected_although_the_step_exists()
    {
        await using var chat = new SmallChat();
        await chat.SendAsync(Three, "hi");
        await chat.SendAsync(Three, "fact");
        var upgraded = new SmallGuide(new SmallDialog("root", d => d.Question("a").Question("b").Question("c"), version: 2), Other);
        Assert.Equal(["zh-CN kernel.restarted", "a?"], await chat.SendAsync(upgraded, "lost answer"));
        Assert.Equal(["fact"], await chat.GotAsync());
        Assert.Equal(["b?"], await chat.SendAsync(upgraded, "1"));
    }

    [Fact]
    public async Task A_dialog_that_no_longer_exists_is_left_for_the_one_below()
    {
        await using var chat = new SmallChat();
        await chat.SendAsync(Three, "hi");
        await chat.SendAsync(Three, "fact");
        await chat.SendAsync(Three, "other");
        var upgraded = new SmallGuide(new SmallDialog("root", d => d.Question("a").Question("b").Question("c")));
        Assert.Equal(["zh-CN kernel.restarted", "b?"], await chat.SendAsync(upgraded, "lost answer"));
        Assert.Equal(["fact"], await chat.GotAsync());
    }

    [Fact]
    public async Task When_no_dialog_of_the_stack_exists_any_more_the_root_begins()
    {
        await using var chat = new SmallChat();
        await chat.SendAsync(Three, "hi");
        Assert.Equal(["q?"], await chat.SendAsync(new SmallGuide(new SmallDialog("new-root", d => d.Question("q"))), "lost answer"));
    }

    private static SmallGuide Colours() => new(new SmallDialog("root", d => d.Choice(
        "colour",
        (c, key) =>
        {
            c.Turn.Say("chose " + key);
            return c.End();
        },
        new PromptChoice("blue", "蓝色", "blue"),
        new PromptChoice("red", "红色", "red", "红"))));
}
