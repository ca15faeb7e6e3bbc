using System.Text.Json;
using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Updates;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Who the bot is and how it gets its updates.</summary>
internal static class UpdateMethods
{
    public static JsonObject Me(BotWorld world)
    {
        var me = world.Bot.ToJson();
        me["can_join_groups"] = true;
        me["can_read_all_group_messages"] = false;
        me["supports_inline_queries"] = false;
        me["can_connect_to_business"] = false;
        me["has_main_web_app"] = false;
        return me;
    }

    /// <summary>The kinds a call asks for; null when it does not say. An empty list means the default.</summary>
    public static IReadOnlySet<string>? AllowedUpdates(Args args)
    {
        if (args.Json("allowed_updates", "allowed updates") is not { } json) return null;
        if (json.ValueKind is not JsonValueKind.Array) throw ApiRefusal.Bad("can't parse allowed updates: expected an Array of String");
        return json.EnumerateArray().Select(k => k.ValueKind is JsonValueKind.String ? k.GetString()! : throw ApiRefusal.Bad("expected allowed update of type String"))
            .ToHashSet(StringComparer.Ordinal);
    }

    public static ApiAnswer SetWebhook(BotWorld world, Args args)
    {
        var url = args.Text("url");
        if (url.Length == 0) return DeleteWebhook(world, args);
        var wish = new WebhookWish(url, Secret(args), args.Number("max_connections", 40, 1, 100), AllowedUpdates(args));
        Check(world, url);
        if (args.Flag("drop_pending_updates")) world.Updates.Clear();
        return world.Webhook.Set(wish);
    }

    public static ApiAnswer DeleteWebhook(BotWorld world, Args args)
    {
        if (args.Flag("drop_pending_updates")) world.Updates.Clear();
        return world.Webhook.Delete();
    }

    private static string? Secret(Args args)
    {
        var secret = args.Text("secret_token");
        if (secret.Length > 256) throw ApiRefusal.Bad("secret token is too long");
        if (secret.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))) throw ApiRefusal.Bad("secret token contains unallowed characters");
        return secret.Length == 0 ? null : secret;
    }

    private static void Check(BotWorld world, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) throw ApiRefusal.Bad("invalid webhook URL specified");
        if (world.Options.AllowAnyWebhookUrl || world.Options.LocalFilesDirectory is not null) return;
        if (uri.Scheme != "https") throw ApiRefusal.Bad("bad webhook: An HTTPS URL must be provided for webhook");
        if (uri.Port is not (443 or 80 or 88 or 8443)) throw ApiRefusal.Bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
    }
}
