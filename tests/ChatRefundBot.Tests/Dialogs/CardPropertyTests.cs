using System.Text.RegularExpressions;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>What holds for every card of every sample order, in both languages.</summary>
public sealed partial class CardPropertyTests
{
    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task Every_card_says_what_its_text_says_and_nothing_else(Language language)
    {
        var wrong = new List<string>();
        var kinds = new HashSet<CardKind>();
        foreach (var (sample, message) in await WalkAllAsync(language))
        {
            var card = message.Card!;
            kinds.Add(card.Kind);
            wrong.AddRange(Faults(card, message.Text, sample).Select(fault => $"{sample.Order.Id.Value} {card.Kind}: {fault} in: {message.Text}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
        Assert.Empty(Enum.GetValues<CardKind>().Except(kinds));
    }

    private static IEnumerable<string> Faults(Card card, string text, SampleOrder sample)
    {
        foreach (var words in Strings(card).Where(string.IsNullOrWhiteSpace)) yield return $"empty '{words}'";
        foreach (var words in Said(card).Where(w => !text.Contains(w, StringComparison.OrdinalIgnoreCase))) yield return $"'{words}' is not said";
        // What only clients without cards would read is lost to the others.
        var all = string.Join('\n', Strings(card));
        foreach (var number in Numbers(text).Where(n => !all.Contains(n, StringComparison.Ordinal))) yield return $"{number} is not on the card";
        foreach (var number in Numbers(all).Where(n => !text.Contains(n, StringComparison.Ordinal))) yield return $"{number} is only on the card";
        foreach (var hidden in Hidden(sample).Where(h => all.Contains(h, StringComparison.OrdinalIgnoreCase))) yield return $"'{hidden}' is shown";
        if (card.Rows is { Count: 0 } || card.Items is { Count: 0 } || card.Steps is { Count: 0 }) yield return "an empty list";
    }

    /// <summary>Everything a buyer reads on it.</summary>
    private static IEnumerable<string> Strings(Card card) =>
        new[] { card.Title, card.Lead, card.Note, card.After }.OfType<string>()
            .Concat((card.Rows ?? []).SelectMany(r => new[] { r.Label, r.Value }))
            .Concat((card.Items ?? []).Select(i => i.Label))
            .Concat(card.Steps ?? []);

    /// <summary>What must stand in the text word for word: all but headings, labels, and what was ticked off before.</summary>
    private static IEnumerable<string> Said(Card card) =>
        new[] { card.Kind is CardKind.Queue or CardKind.Evidence ? null : card.Title, card.Note, card.After }.OfType<string>()
            .Concat(card.Lead?.Split('\n') ?? [])
            .Concat((card.Rows ?? []).Select(r => r.Value))
            .Concat((card.Items ?? []).Where(i => !i.Done).Select(i => i.Label))
            .Concat(card.Steps ?? []);

    private static IEnumerable<string> Numbers(string text) => Number().Matches(text).Select(m => m.Value);

    /// <summary>What no message shows: the whole order number, contacts.</summary>
    private static IEnumerable<string> Hidden(SampleOrder sample) =>
        new[] { sample.Order.Id.Value, sample.Order.Contact.Email, sample.Order.Contact.Phone, sample.Order.Contact.Other }.OfType<string>();

    /// <summary>Messages with a card: with pictures and without, with each choice that a description names, and the status after it.</summary>
    private static async Task<List<(SampleOrder Sample, OutgoingMessage Message)>> WalkAllAsync(Language language)
    {
        List<(SampleOrder, OutgoingMessage)> messages = [];
        foreach (var (hasPictures, way) in new[] { (true, 0), (true, 1), (false, 0) })
        {
            await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
            for (var i = 0; i < desk.Orders.Length; i++)
            {
                var ways = SampleOrderWalk.ChoicesOf(desk.Orders[i]).ToList();
                if (way >= ways.Count) continue;
                await new SampleOrderWalk(desk, desk.Orders[i], ways[way], hasPictures).GoAsync($"test:{i}");
                var chat = await desk.Chat($"test:{i}").SendAsync("/status", "status");
                if (chat.Question!.Choices.Any(c => c.Key == "queue-place"))
                    await chat.AcceptAsync(new IncomingMessage.Tap("queue-place", chat.Question.PromptId), "place");
                foreach (var entry in await chat.TranscriptAsync())
                {
                    if (entry.Out is { Card: not null } message) messages.Add((desk.Orders[i], message));
                }
            }
        }

        return messages;
    }

    [GeneratedRegex(@"\d+(?:[.:]\d+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
