using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Chat;

/// <summary>What this program itself says to whoever sits at the terminal: on standard error, so that it never passes for the desk's words.</summary>
internal sealed class ChatNotices(TextWriter error, Language language)
{
    private int _away;

    public Task BeginAsync(ConversationId conversation) => SayAsync(
        $"会话 {conversation}。直接输入即可；按钮可输入编号或文字；/image 路径 发送图片；Ctrl-D 结束。",
        $"Conversation {conversation}. Just type; a button by its number or words; /image PATH sends a picture; Ctrl-D ends.");

    public Task EndAsync(ConversationId conversation) => SayAsync($"继续此会话：chat --conversation {conversation}", $"To go on with this conversation: chat --conversation {conversation}");

    public Task TooLongAsync() => SayAsync("这条消息太长，没有发送。请分成几条。", "That message is too long and was not sent. Split it into several.");

    public Task ImageUsageAsync() => SayAsync("用法：/image 路径，例如 /image ~/screenshot.png", "Usage: /image PATH, for example /image ~/screenshot.png");

    public Task ImageUnreadableAsync(string path, string reason) => SayAsync($"无法读取 {path}，没有发送：{reason}", $"{path} cannot be read and was not sent: {reason}");

    /// <summary>Said once for as long as it lasts.</summary>
    public Task StoreIsAwayAsync() => Interlocked.Exchange(ref _away, 1) != 0
        ? Task.CompletedTask
        : SayAsync("暂时连不上存储，正在重试；消息不会丢失。", "The store cannot be reached at the moment. Trying again; no message is lost.");

    public Task StoreIsBackAsync() => Interlocked.Exchange(ref _away, 0) == 0 ? Task.CompletedTask : SayAsync("存储已恢复。", "The store is back.");

    private Task SayAsync(string chinese, string english) => error.WriteLineAsync(language == Language.Chinese ? chinese : english);
}
