using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Refunds.Evidence;
using Xunit;

namespace ChatRefundBot.Testing.Chats;

/// <summary>
/// A buyer in a conversation: says something, and looks at what came back. Each verb ends when its turn, and all that follows from it,
/// is done; <see cref="Replies"/> then holds what the desk said since.
/// </summary>
/// <example>
/// <code>
/// await using var desk = await TestDesk.StartAsync();
/// var chat = desk.Chat();
/// await chat.SendAsync("退款");
/// chat.ExpectReply("您同意吗");
/// await chat.TapAsync("同意");
/// </code>
/// </example>
public sealed class ChatDriver(TestDesk desk, ConversationId id, string sender)
{
    private static readonly string[] PictureNames = [".png", ".jpg", ".webp", ".gif", ".pdf"];

    private long _read;
    private int _sent;

    public ConversationId Id => id;

    public TestDesk Desk => desk;

    /// <summary>What the desk said since the last verb, oldest first.</summary>
    public IReadOnlyList<OutgoingMessage> Replies { get; private set; } = [];

    /// <summary>The texts of <see cref="Replies"/>, a line break between them.</summary>
    public string Reply => string.Join('\n', Replies.Select(r => r.Text));

    /// <summary>The last question asked in this conversation, with its buttons; null before the first.</summary>
    public OutgoingMessage.Ask? Question { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<ChatDriver> OpenAsync(string? locale = null) => AcceptAsync(new IncomingMessage.Opened(locale));

    /// <param name="messageId">The channel's id of the message; null: a new one.</param>
    public Task<ChatDriver> SendAsync(string text, string? messageId = null) => AcceptAsync(new IncomingMessage.Text(text), messageId);

    /// <summary>Uses a button of the last question.</summary>
    /// <param name="button">Its label or its key.</param>
    public Task<ChatDriver> TapAsync(string button)
    {
        Assert.NotNull(Question);
        var choice = Question.Choices.FirstOrDefault(c => c.Label == button || c.Key == button);
        Assert.True(choice is not null, $"There is no button '{button}' but {string.Join(", ", Question.Choices.Select(c => $"'{c.Label}' ({c.Key})"))} under: {Question.Text}");
        return TapAsync(choice.Key, Question.PromptId);
    }

    /// <summary>Uses a button of any question, also of an earlier one.</summary>
    public Task<ChatDriver> TapAsync(string key, string? promptId) => AcceptAsync(new IncomingMessage.Tap(key, promptId));

    /// <summary>Sends files as one album, each saved as a channel would.</summary>
    public Task<ChatDriver> SendPicturesAsync(params byte[][] pictures) => SendFilesAsync(null, [.. pictures.Select((p, i) => ($"picture-{i + 1}.png", p))]);

    /// <summary>Sends files with their names and a text as one album.</summary>
    public async Task<ChatDriver> SendFilesAsync(string? caption, params (string Name, byte[] Bytes)[] files)
    {
        var attachments = new List<Attachment>();
        foreach (var (name, bytes) in files) attachments.Add(await SaveAsync(name, new MemoryStream(bytes)));
        return await AcceptAsync(new IncomingMessage.Media(attachments, caption));
    }

    /// <summary>Puts a file into the incoming area, as a channel would; one above the cap becomes an attachment with its refusal.</summary>
    public async Task<Attachment> SaveAsync(string name, Stream content)
    {
        var kind = Path.GetExtension(name);
        var type = !PictureNames.Contains(kind) ? null : kind == ".pdf" ? "application/pdf" : "image/" + (kind == ".jpg" ? "jpeg" : kind[1..]);
        return await desk.Evidence.SaveIncomingAsync(id.Value, content, Token) switch
        {
            EvidenceWrite.Stored stored => new Attachment(name, type, stored.Size, stored.Sha256.ToString()),
            _ => new Attachment(name, type, content.Length, "", nameof(EvidenceRefusal.TooLarge)),
        };
    }

    /// <summary>Any other message.</summary>
    public async Task<ChatDriver> AcceptAsync(IncomingMessage message, string? messageId = null)
    {
        messageId ??= string.Create(CultureInfo.InvariantCulture, $"m{desk.Clock.GetUtcNow().ToUnixTimeMilliseconds()}-{++_sent}");
        Accepted = await desk.AcceptAsync(new Incoming(messageId, id, desk.Clock.GetUtcNow(), sender, message));
        return await ReadAsync();
    }

    /// <summary>A message that somebody else made for this conversation.</summary>
    public async Task<ChatDriver> TakeAsync(Incoming incoming)
    {
        Assert.Equal(id, incoming.Conversation);
        Accepted = await desk.AcceptAsync(incoming);
        return await ReadAsync();
    }

    /// <summary>Looks at what was said since, without doing anything.</summary>
    public Task<ChatDriver> LookAsync() => ReadAsync();

    /// <summary>What became of the last message.</summary>
    public AcceptResult? Accepted { get; private set; }

    /// <summary>Lets time pass; what falls due meanwhile happens at its time.</summary>
    public async Task<ChatDriver> AdvanceAsync(TimeSpan span)
    {
        await desk.AdvanceAsync(span);
        return await ReadAsync();
    }

    /// <summary>Fails unless one of the replies contains this text.</summary>
    public ChatDriver ExpectReply(string part)
    {
        Assert.True(Replies.Any(r => r.Text.Contains(part, StringComparison.Ordinal)), $"Expected a reply with '{part}', got: {(Replies.Count == 0 ? "nothing" : Reply)}");
        return this;
    }

    public ChatDriver ExpectNoReply()
    {
        Assert.True(Replies.Count == 0, $"Expected no reply, got: {Reply}");
        return this;
    }

    /// <summary>Fails unless the last reply is a question with this text in it.</summary>
    public ChatDriver ExpectQuestion(string part)
    {
        ExpectReply(part);
        Assert.Contains(part, Assert.IsType<OutgoingMessage.Ask>(Replies[^1]).Text, StringComparison.Ordinal);
        return this;
    }

    /// <summary>The state as it is kept; null before the first turn.</summary>
    public async Task<ConversationState?> StateAsync() =>
        (await desk.Store.GetAsync([StoreNames.State(id)], Token))[0] is { } kept
            ? ConversationState.Read(kept.Body)
            : null;

    /// <summary>The whole transcript as it is kept.</summary>
    public async Task<IReadOnlyList<TranscriptEntry>> TranscriptAsync() =>
        [.. (await desk.Store.ReadAsync(StoreNames.Transcript(id), 0, int.MaxValue, Token)).Entries
            .Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.TranscriptEntry)!)];

    private async Task<ChatDriver> ReadAsync()
    {
        var slice = await desk.Store.ReadAsync(StoreNames.Transcript(id), _read, int.MaxValue, Token);
        _read = slice.LastSequence;
        Replies = [.. slice.Entries.Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.TranscriptEntry)!.Out).OfType<OutgoingMessage>()];
        Question = Replies.OfType<OutgoingMessage.Ask>().LastOrDefault() ?? Question;
        return this;
    }
}
