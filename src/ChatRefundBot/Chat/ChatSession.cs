using ChatRefundBot.CommandLine;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.Chat;

/// <summary>
/// One run of the chat: line by line until the input ends. From a pipe each line has its turn before the next one is sent, so that a
/// script reads like a conversation; at a terminal the buyer may go on typing.
/// </summary>
internal sealed class ChatSession(
    ChatSender sender, ImageCommand images, TranscriptView view, ChatNotices notices, ConversationId conversation, bool isPiped)
{
    /// <returns>Null when the input ended and everything was answered, or why the desk cannot answer.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        if (isPiped) return await ConverseAsync(cancellationToken);
        await notices.BeginAsync(conversation);
        try
        {
            return await ConverseAsync(cancellationToken);
        }
        finally
        {
            await notices.EndAsync(conversation);
        }
    }

    private async Task<string?> ConverseAsync(CancellationToken cancellationToken)
    {
        await sender.SendAsync(new IncomingMessage.Opened(null), cancellationToken);
        if (await view.AnsweredAsync(cancellationToken) is { } refusal) return refusal;
        // A message is never longer in characters than in bytes.
        var lines = new LineReader(new StreamReader(Console.OpenStandardInput(), Utf8.Encoding), TurnEngine.MaxMessageBytes);
        // Reading blocks and cannot be called off; the thread is left to the end of the process.
        while (await Task.Run(lines.Read, CancellationToken.None).WaitAsync(cancellationToken) is { } line)
        {
            await SendAsync(line, cancellationToken);
            if (isPiped && await view.AnsweredAsync(cancellationToken) is { } reason) return reason;
        }

        return await view.AnsweredAsync(cancellationToken);
    }

    private async Task SendAsync(InputLine line, CancellationToken cancellationToken)
    {
        var message = ImageCommand.PathOf(line.Text) is { } path ? await ImageAsync(path, cancellationToken) : new IncomingMessage.Text(line.Text);
        if (message is null) return;
        if (line.IsTooLong || !await sender.SendAsync(message, cancellationToken)) await notices.TooLongAsync();
    }

    private async Task<IncomingMessage?> ImageAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Length == 0)
        {
            await notices.ImageUsageAsync();
            return null;
        }

        try
        {
            return new IncomingMessage.Media([await images.ReadAsync(path, cancellationToken)], null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            await notices.ImageUnreadableAsync(path, fault.Message);
            return null;
        }
    }
}
