using ChatRefundBot.TelegramChannel;
using ChatRefundBot.TelegramChannel.Chats;
using ChatRefundBot.TelegramChannel.Sending;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel;

/// <summary>Who may send when.</summary>
public sealed class SendBudgetTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 18, 2, 0, 0, TimeSpan.Zero));
    private readonly SendBudget _budget;

    public SendBudgetTests() => _budget = new SendBudget(new TelegramLimits(), _clock);

    [Fact]
    public void A_chat_gets_three_at_once_and_then_one_a_second()
    {
        for (var i = 0; i < 3; i++) Assert.Null(_budget.Reserve(Chat(1)));
        var wait = _budget.Reserve(Chat(1));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
        _clock.Advance(wait!.Value);
        Assert.Null(_budget.Reserve(Chat(1)));
        Assert.NotNull(_budget.Reserve(Chat(1)));
    }

    [Fact]
    public void A_thousand_chats_are_served_in_their_order_at_the_full_rate_and_no_second_is_crowded()
    {
        var waiting = Enumerable.Range(1, 1000).Select(Chat).ToList();
        var sent = new List<(ChatAddress Chat, DateTimeOffset At)>();
        var began = _clock.GetUtcNow();
        while (waiting.Count > 0)
        {
            foreach (var chat in waiting.ToList())
            {
                if (_budget.Reserve(chat) is not null) continue;
                Assert.True(_budget.TryCall());
                waiting.Remove(chat);
                sent.Add((chat, _clock.GetUtcNow()));
            }

            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(39), TimeSpan.FromSeconds(44));
        Assert.Equal(Enumerable.Range(1, 1000).Select(Chat), sent.Select(s => s.Chat));
        for (var i = 0; i + 29 < sent.Count; i++) Assert.True(sent[i + 29].At - sent[i].At >= TimeSpan.FromSeconds(1), "30 in one second");
    }

    [Fact]
    public void Who_comes_late_for_many_places_does_not_use_them_all_at_once()
    {
        for (var n = 1; n <= 200; n++) _budget.Reserve(Chat(n));
        _clock.Advance(TimeSpan.FromSeconds(20));
        var atOnce = Enumerable.Range(1, 200).Count(n => _budget.Reserve(Chat(n)) is null && _budget.TryCall());
        Assert.InRange(atOnce, 1, 28);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_budget.TryCall());
    }

    [Fact]
    public void Edits_and_typing_never_take_a_message_its_place()
    {
        Assert.True(_budget.TryTake(Chat(1)));
        Assert.True(_budget.TryTake(Chat(1)));
        // One place of the chat is left for the next message.
        Assert.False(_budget.TryTake(Chat(1)));
        Assert.Null(_budget.Reserve(Chat(1)));
        for (var n = 2; n <= 100; n++) _budget.Reserve(Chat(n));
        Assert.False(_budget.TryTake(Chat(200)));
    }

    [Fact]
    public void A_limited_chat_waits_alone_and_two_of_them_make_everybody_wait()
    {
        _budget.Pause(Chat(1), _clock.GetUtcNow() + TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), _budget.Reserve(Chat(1)));
        Assert.Null(_budget.Reserve(Chat(2)));
        Assert.Equal(1, _budget.Limited);
        _budget.Pause(Chat(2), _clock.GetUtcNow() + TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.FromSeconds(7), _budget.Reserve(Chat(3)));
        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Null(_budget.Reserve(Chat(3)));
        Assert.NotNull(_budget.Reserve(Chat(1)));
    }

    private static ChatAddress Chat(int n) => new(7001, n);
}
