using System.Globalization;
using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Updates;
using ChatRefundBot.Testing.Telegram.Users;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Taps that wait for the bot's answer. Guarded by the world's gate.</summary>
internal sealed class CallbackQueries(BotWorld world)
{
    private const int LongestToast = 200;

    private readonly Dictionary<string, Tap> _open = new(StringComparer.Ordinal);
    private long _next = 4_382_917_000_000_000_001;

    /// <summary>Somebody tapped a button.</summary>
    public FakeTap Add(UserProfile user, StoredMessage on, string data)
    {
        var id = (_next++).ToString(CultureInfo.InvariantCulture);
        var query = new JsonObject
        {
            ["id"] = id,
            ["from"] = user.ToJson(),
            ["message"] = on.ToJson(),
            ["chat_instance"] = (-on.Chat.Id * 31).ToString(CultureInfo.InvariantCulture),
            ["data"] = data,
        };
        var answered = new TaskCompletionSource<TapAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[id] = new Tap(world.Now + world.Options.AnswerLifetime, answered);
        var update = world.Updates.Add("callback_query", query, on.Chat.Id, UpdateQueue.KeyOfTaps(user.Id), world.Options.CallbackLifetime);
        return new FakeTap(id, update, answered.Task);
    }

    /// <summary>From now on answers to taps come too late.</summary>
    public void Forget() => _open.Clear();

    public ApiAnswer Answer(Args args)
    {
        var text = args.Text("text");
        if (text.Length > LongestToast) throw ApiRefusal.Bad("MESSAGE_TOO_LONG");
        if (!_open.Remove(args.Text("callback_query_id"), out var tap) || world.Now > tap.Until)
        {
            throw ApiRefusal.Bad("query is too old and response timeout expired or query ID is invalid");
        }

        tap.Answered.TrySetResult(new TapAnswer(text.Length == 0 ? null : text, args.Flag("show_alert")));
        return ApiAnswer.Ok(true);
    }

    private sealed record Tap(DateTimeOffset Until, TaskCompletionSource<TapAnswer> Answered);
}
