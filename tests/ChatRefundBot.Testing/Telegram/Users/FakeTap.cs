namespace ChatRefundBot.Testing.Telegram.Users;

/// <summary>What the bot said to a tap.</summary>
/// <param name="Text">Shown for a moment; null: only the button stops turning.</param>
/// <param name="ShowAlert">Shown as a window that is to be closed.</param>
public sealed record TapAnswer(string? Text, bool ShowAlert);

/// <summary>A tap on a button.</summary>
public sealed class FakeTap
{
    private readonly Task<TapAnswer> _answered;

    internal FakeTap(string queryId, long? updateId, Task<TapAnswer> answered) => (QueryId, UpdateId, _answered) = (queryId, updateId ?? 0, answered);

    public string QueryId { get; }

    /// <summary>0 when the bot did not ask for taps.</summary>
    public long UpdateId { get; }

    public bool IsAnswered => _answered.IsCompleted;

    /// <summary>Waits for answerCallbackQuery.</summary>
    public async Task<TapAnswer> AnswerAsync(TimeSpan? within = null) => await _answered.WaitAsync(within ?? FakeBotApi.Patience);
}
