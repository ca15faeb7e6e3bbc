using System.Text.Json;
using System.Text.RegularExpressions;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Testing.Chats;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>Takes one sample order through the real dialog as its description says, and notes which rules come up.</summary>
internal sealed partial class SampleOrderWalk(TestDesk desk, SampleOrder sample, string choice, bool hasPictures)
{
    private const int MostSteps = 20;

    // What the descriptions in English call the buttons.
    private static readonly (string Words, string Key)[] Claims =
    [
        ("Not received", "NOT_RECEIVED"), ("Invalid code", "INVALID"), ("Not as described", "NOT_AS_DESCRIBED"), ("Wrong product", "WRONG_PRODUCT"),
        ("Top-up missing", "TOPUP_FAILED"), ("Unused", "UNUSED"), ("Other", "OTHER"), ("any claim", "NOT_RECEIVED"), ("no answer", "NOT_RECEIVED"),
    ];

    private static readonly Dictionary<string, string> Choices = new(StringComparer.Ordinal)
    {
        ["Refund"] = "buyer_choice.refund",
        ["Keep waiting"] = "buyer_choice.wait",
        ["No"] = "usage.unused",
        ["Accept"] = "accepts_reissue.true",
        ["Refund instead"] = "accepts_reissue.false",
        ["wrong account"] = "target_ok.false",
    };

    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);
    private byte _shade;

    /// <summary>The ways to go that a description names: after the arrow, separated by "or"; one empty way when it names none.</summary>
    public static IEnumerable<string> ChoicesOf(SampleOrder sample)
    {
        var ways = RuleInBrackets().Replace(sample.SayEnglish, "").Split('→');
        return ways.Length == 1 ? [""] : ways[1].Split(" or ").Select(w => w.Trim());
    }

    /// <summary>Rules that came up, R10 among them when pictures were asked for.</summary>
    public async Task<IReadOnlySet<string>> GoAsync(string conversation)
    {
        var chat = desk.Chat(conversation);
        await chat.OpenAsync();
        await chat.TapAsync("agree");
        await chat.SendAsync(sample.Order.Id.Value);
        for (var step = 0; step < MostSteps && !await IsDecidedAsync(chat); step++) await AnswerAsync(chat);
        return _rules;
    }

    private async Task AnswerAsync(ChatDriver chat)
    {
        var keys = chat.Question!.Choices.Select(c => c.Key).ToList();
        switch (keys[0])
        {
            case "other-order":
                await chat.SendAsync(sample.Answer ?? "1234");
                break;
            case "yes":
                await chat.TapAsync("yes");
                break;
            case "NOT_RECEIVED":
                await chat.TapAsync(Claims.First(c => sample.SayEnglish.Contains(c.Words, StringComparison.Ordinal)).Key);
                break;
            case "done":
                _rules.Add("R10");
                if (hasPictures) await chat.SendPicturesAsync(SamplePicture.Png(shade: ++_shade));
                else await chat.TapAsync("none");
                break;
            case "just-now":
                await chat.TapAsync("just-now");
                break;
            case "not-shown" or "human":
                await chat.SendAsync("E403");
                break;
            case "submit":
                await chat.TapAsync("submit");
                break;
            default:
                // Where the description says nothing, the first button.
                await chat.TapAsync(Choices.TryGetValue(choice, out var chosen) && keys.Contains(chosen) ? chosen : keys[0]);
                break;
        }
    }

    /// <summary>True when a rule decided; it is then noted.</summary>
    private async Task<bool> IsDecidedAsync(ChatDriver chat)
    {
        var state = (await chat.StateAsync())!;
        foreach (var frame in state.Stack)
        {
            var name = frame.Dialog == "talk-to-human" ? "reason" : "rule";
            if (frame.State.ToElement().TryGetProperty(name, out var rule) && rule.ValueKind == JsonValueKind.String) _rules.Add(rule.GetString()!);
        }

        return state.Stack[^1].Dialog == "talk-to-human" || state.Stack[^1].Step == "after";
    }

    [GeneratedRegex(@"\s*\(R[\d, R]+\)", RegexOptions.CultureInvariant)]
    private static partial Regex RuleInBrackets();
}
