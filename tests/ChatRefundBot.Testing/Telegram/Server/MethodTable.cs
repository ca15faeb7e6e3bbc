using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>A method of the Bot API that the fake has.</summary>
/// <param name="Run">What it does, called with the gate held; null: getUpdates, which waits.</param>
/// <param name="Parameters">The names that the documentation gives it; any other is an oddity.</param>
internal sealed record ApiMethod(Func<BotWorld, Args, ApiAnswer>? Run, string Parameters)
{
    private const string EverySend =
        " chat_id message_thread_id direct_messages_topic_id business_connection_id disable_notification protect_content allow_paid_broadcast message_effect_id reply_parameters";

    /// <summary>Counted against the limits of the FAQ.</summary>
    public bool IsBudgeted { get; init; }

    private HashSet<string> Known { get; } = [.. Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    public static IReadOnlyDictionary<string, ApiMethod> All { get; } = new Dictionary<string, ApiMethod>(StringComparer.Ordinal)
    {
        ["getme"] = new(static (w, _) => ApiAnswer.Ok(UpdateMethods.Me(w)), ""),
        ["getupdates"] = new(null, "offset limit timeout allowed_updates"),
        ["setwebhook"] = new(UpdateMethods.SetWebhook, "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"),
        ["deletewebhook"] = new(UpdateMethods.DeleteWebhook, "drop_pending_updates"),
        ["getwebhookinfo"] = new(static (w, _) => ApiAnswer.Ok(w.Webhook.Info()), ""),
        ["sendmessage"] = Send(SendMethods.Message, "text parse_mode entities link_preview_options reply_markup"),
        ["sendphoto"] = Send(SendMethods.Photo, "photo caption parse_mode caption_entities show_caption_above_media has_spoiler reply_markup"),
        ["senddocument"] = Send(SendMethods.Document, "document thumbnail caption parse_mode caption_entities disable_content_type_detection reply_markup"),
        ["sendmediagroup"] = Send(AlbumMethods.MediaGroup, "media"),
        ["sendchataction"] = new(ChatMethods.Action, "chat_id action message_thread_id business_connection_id") { IsBudgeted = true },
        ["copymessage"] = Send(SendMethods.Copy, "from_chat_id message_id video_start_timestamp caption parse_mode caption_entities show_caption_above_media reply_markup"),
        ["editmessagetext"] = Edit(EditMethods.Text, "text parse_mode entities link_preview_options"),
        ["editmessagecaption"] = Edit(EditMethods.Caption, "caption parse_mode caption_entities show_caption_above_media"),
        ["editmessagereplymarkup"] = Edit(EditMethods.Keyboard, ""),
        ["deletemessage"] = new(EditMethods.Delete, "chat_id message_id") { IsBudgeted = true },
        ["answercallbackquery"] = new(static (w, a) => w.Taps.Answer(a), "callback_query_id text show_alert url cache_time"),
        ["getfile"] = new(FileMethods.Get, "file_id"),
        ["setmycommands"] = new(static (w, a) => w.Commands.Set(a), "commands scope language_code"),
        ["getmycommands"] = new(static (w, a) => w.Commands.Get(a), "scope language_code"),
        ["deletemycommands"] = new(static (w, a) => w.Commands.Delete(a), "scope language_code"),
        ["getchat"] = new(ChatMethods.Get, "chat_id"),
        ["leavechat"] = new(ChatMethods.Leave, "chat_id"),
        ["createforumtopic"] = new(TopicMethods.Create, "chat_id name icon_color icon_custom_emoji_id"),
        ["closeforumtopic"] = new(TopicMethods.Close, "chat_id message_thread_id"),
        ["reopenforumtopic"] = new(TopicMethods.Reopen, "chat_id message_thread_id"),
    };

    public IEnumerable<string> Unknown(ApiRequest request) => request.Parameters.Keys.Where(p => !Known.Contains(p));

    private static ApiMethod Send(Func<BotWorld, Args, ApiAnswer> run, string parameters) => new(run, parameters + EverySend) { IsBudgeted = true };

    private static ApiMethod Edit(Func<BotWorld, Args, ApiAnswer> run, string parameters) =>
        new(run, parameters + " business_connection_id chat_id message_id inline_message_id reply_markup") { IsBudgeted = true };
}
