using System.Globalization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Testing.Transcripts;

/// <summary>
/// Runs a golden chat: does what its buyer does on a desk of its own, and compares every message of the desk with the next expected one.
/// docs/golden-chats.md describes the files. With <see cref="UpdateSwitch"/> set, expectations are written anew in place of being compared.
/// </summary>
public sealed class ChatScript
{
    /// <summary>Environment variable that makes a run write what the desk says into the file. Never set where tests decide anything.</summary>
    public const string UpdateSwitch = "UPDATE_CHATS";

    private readonly ChatFile _file;
    private readonly TestDesk _desk;
    private readonly Dictionary<string, BuyerHands> _buyers = new(StringComparer.Ordinal);
    private readonly Queue<(string Speaker, string Text)> _said = new();
    private readonly List<string> _written = [];
    private readonly List<string> _failures = [];
    private readonly bool _updates;
    private BuyerHands _buyer;
    private int _inputsAtConsent = -1;

    private ChatScript(ChatFile file, TestDesk desk, bool updates)
    {
        (_file, _desk, _updates) = (file, desk, updates);
        _buyer = Buyer("buyer");
    }

    /// <param name="path">A <c>.chat</c> file.</param>
    public static async Task RunAsync(string path)
    {
        var file = ChatFile.Read(path);
        var english = file.Entries.Any(e => e is { Kind: ChatEntryKind.Directive, Text: "language en" });
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = english ? Language.English : Language.Chinese });
        var script = new ChatScript(file, desk, Environment.GetEnvironmentVariable(UpdateSwitch) == "1");
        await script.RunAsync();
    }

    private async Task RunAsync()
    {
        foreach (var entry in _file.Entries)
        {
            try
            {
                await StepAsync(entry);
            }
            catch (FormatException fault)
            {
                Fail(entry.Line, fault.Message);
            }
        }

        NothingMore(_file.Entries[^1].Line);
        if (!_updates) return;
        await File.WriteAllLinesAsync(_file.Path, _written, TestContext.Current.CancellationToken);
        // What is checked behind the words is never written anew.
        Assert.True(_failures.Count == 0, string.Join('\n', _failures));
    }

    private async Task StepAsync(ChatEntry entry)
    {
        switch (entry.Kind)
        {
            case ChatEntryKind.Bot:
                Expect(entry, "bot:");
                break;
            case ChatEntryKind.Agent:
                Expect(entry, "agent:");
                break;
            case ChatEntryKind.Buyer:
                NothingMore(entry.Line);
                _written.AddRange(entry.Raw);
                await _buyer.DoAsync(entry.Text);
                await TakeRepliesAsync();
                break;
            case ChatEntryKind.Directive:
                NothingMore(entry.Line);
                _written.AddRange(entry.Raw);
                await DirectAsync(entry);
                break;
            default:
                NothingMore(entry.Line);
                _written.AddRange(entry.Raw);
                break;
        }
    }

    private async Task DirectAsync(ChatEntry entry)
    {
        var words = entry.Text.Split(' ', 2);
        var rest = words.Length > 1 ? words[1] : "";
        switch (words[0])
        {
            case "language":
                break;
            case "agent":
                await new AgentHands(_desk, _buyer.Chat).DoAsync(rest);
                await _buyer.Chat.LookAsync();
                await TakeRepliesAsync();
                break;
            case "hours":
                AgentHands.SetHours(_desk, rest);
                break;
            case "advance":
                await _buyer.Chat.AdvanceAsync(Span(rest));
                await TakeRepliesAsync();
                break;
            case "as":
                _buyer = Buyer(rest);
                break;
            case "seller":
                await SellerHands.DoAsync(_buyer.Chat, rest);
                await TakeRepliesAsync();
                break;
            case "case":
                Same(entry, rest, await ChatChecks.CaseAsync(_buyer.Chat));
                break;
            case "tickets":
                Same(entry, rest, await ChatChecks.TicketsAsync(_buyer.Chat));
                break;
            case "mode":
                Same(entry, rest, await ChatChecks.ModeAsync(_buyer.Chat));
                break;
            case "kept":
                Same(entry, rest, await ChatChecks.KeptAsync(_buyer));
                break;
            case "inputs" when rest.StartsWith("at most ", StringComparison.Ordinal):
                var most = int.Parse(rest["at most ".Length..], CultureInfo.InvariantCulture);
                if (_buyer.Inputs - _inputsAtConsent > most) Fail(entry.Line, $"expected at most {most} inputs of the buyer after consent, there were {_buyer.Inputs - _inputsAtConsent}");
                break;
            default:
                throw new FormatException($"there is no '@{words[0]}', but language, agent, hours, advance, as, seller, case, tickets, mode, kept and 'inputs at most N'");
        }
    }

    private async Task TakeRepliesAsync()
    {
        _buyer.Look();
        foreach (var reply in _buyer.Chat.Replies) _said.Enqueue((reply.Agent is null ? "bot:" : "agent:", ExpectedText.Of(reply)));
        if (_inputsAtConsent < 0 && await ChatChecks.HasConsentAsync(_buyer.Chat)) _inputsAtConsent = _buyer.Inputs;
    }

    private void Expect(ChatEntry entry, string speaker)
    {
        if (_updates)
        {
            // One that still holds stays as it is written; others are written when the next thing happens.
            if (_said.TryPeek(out var next) && next.Speaker == speaker && ExpectedText.Matches(entry.Text, next.Text))
            {
                _said.Dequeue();
                _written.AddRange(entry.Raw);
            }

            return;
        }

        if (!_said.TryDequeue(out var said)) Fail(entry.Line, $"expected {speaker} {entry.Text}\ngot nothing more");
        else if (said.Speaker != speaker || !ExpectedText.Matches(entry.Text, said.Text)) Fail(entry.Line, $"expected {speaker} {entry.Text}\ngot      {said.Speaker} {said.Text}");
    }

    private void NothingMore(int line)
    {
        if (_updates)
        {
            while (_said.TryDequeue(out var said)) _written.AddRange(ExpectedText.Lines(said.Speaker, said.Text));
        }
        else if (_said.Count > 0)
        {
            Fail(line, $"expected no further message before this line\ngot {string.Join("\nand ", _said.Select(s => $"{s.Speaker} {s.Text}"))}");
        }
    }

    private void Same(ChatEntry entry, string expected, string actual)
    {
        if (!ExpectedText.Matches(expected, actual)) Fail(entry.Line, $"expected {entry.Text}\ngot      {entry.Text.Split(' ')[0]} {actual}");
    }

    private BuyerHands Buyer(string name) => _buyers.TryGetValue(name, out var known) ? known : _buyers[name] = new BuyerHands(_desk.Chat("test:" + name));

    private void Fail(int line, string problem)
    {
        var failure = $"{Path.GetRelativePath(RepositoryFiles.Root, _file.Path)}:{line}: {problem}";
        if (_updates) _failures.Add(failure);
        else Assert.Fail($"{failure}\n(When the new text is right: {UpdateSwitch}=1, run again, read the difference.)");
    }

    private static TimeSpan Span(string text) => text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => throw new FormatException($"'{text}' is no span; write 30m, 24h or 2d"),
        }
        : throw new FormatException($"'{text}' is no span; write 30m, 24h or 2d");
}
