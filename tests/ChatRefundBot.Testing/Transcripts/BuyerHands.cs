using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Testing.Chats;

namespace ChatRefundBot.Testing.Transcripts;

/// <summary>Carries out what a buyer does in a golden chat: types, taps, sends pictures.</summary>
internal sealed class BuyerHands(ChatDriver chat)
{
    private readonly List<OutgoingMessage.Ask> _asked = [];

    public ChatDriver Chat => chat;

    /// <summary>Texts typed so far.</summary>
    public List<string> Typed { get; } = [];

    /// <summary>Hashes of the files sent so far.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Messages sent so far, opening the chat not counted.</summary>
    public int Inputs { get; private set; }

    /// <param name="text">What follows <c>buyer</c> in the file.</param>
    /// <exception cref="FormatException">It is nothing that a buyer does; the message says what there is.</exception>
    public async Task DoAsync(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var verb = colon < 0 ? text : text[..colon];
        var what = colon < 0 ? "" : text[(colon + 1)..].TrimStart(' ');
        if (verb != "opens") Inputs++;
        switch (verb)
        {
            case "":
                if (what.Length > 2 && what[0] == '[' && what[^1] == ']') await TapAsync(what[1..^1]);
                else await TypeAsync(what);
                break;
            case "opens":
                await chat.OpenAsync(what.Length == 0 ? null : what);
                break;
            case "picture":
                await PictureAsync(what);
                break;
            case "unsupported":
                await chat.AcceptAsync(new IncomingMessage.Unsupported(what));
                break;
            default:
                throw new FormatException($"there is no 'buyer {verb}:', but 'buyer:', 'buyer opens', 'buyer picture:' and 'buyer unsupported:'");
        }
    }

    /// <summary>Sees the buttons of what the desk just said.</summary>
    public void Look() => _asked.AddRange(chat.Replies.OfType<OutgoingMessage.Ask>());

    private async Task TypeAsync(string what)
    {
        var text = ExpectedText.Typed(what);
        Typed.Add(text);
        await chat.SendAsync(text);
    }

    /// <summary>The button of the newest question that has it: an older one is a stale button.</summary>
    private async Task TapAsync(string label)
    {
        if (_asked.FindLast(a => a.Choices.Any(c => c.Label == label)) is not { } ask)
            throw new FormatException($"no question so far had a button [{label}]; the last one has {string.Join(' ', chat.Question?.Choices.Select(c => $"[{c.Label}]") ?? [])}");
        await chat.TapAsync(ask.Choices.First(c => c.Label == label).Key, ask.PromptId);
    }

    /// <summary>An album: names of <see cref="BuyerPictures"/>, separated by commas; the lines that follow are its caption.</summary>
    private async Task PictureAsync(string what)
    {
        var lines = what.Split('\n', 2);
        var attachments = new List<Attachment>();
        foreach (var name in lines[0].Split(',', StringSplitOptions.TrimEntries))
        {
            using var content = new MemoryStream(BuyerPictures.Bytes(name));
            attachments.Add(await chat.SaveAsync(BuyerPictures.FileName(name), content));
        }

        Files.AddRange(attachments.Select(a => a.Sha256));
        await chat.AcceptAsync(new IncomingMessage.Media(attachments, lines.Length > 1 ? lines[1] : null));
    }
}
