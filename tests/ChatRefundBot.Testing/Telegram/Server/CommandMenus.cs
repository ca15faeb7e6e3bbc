using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>A line of the bot's menu.</summary>
public sealed record CommandShown(string Command, string Description);

/// <summary>The command menus that the bot has set, by scope and language. Guarded by the world's gate.</summary>
internal sealed partial class CommandMenus
{
    private const int Most = 100;
    private const int LongestDescription = 256;

    private readonly Dictionary<(string Scope, string Language), IReadOnlyList<CommandShown>> _menus = [];

    public ApiAnswer Set(Args args)
    {
        var key = Key(args);
        if (args.Json("commands", "commands") is not { ValueKind: JsonValueKind.Array } commands) throw ApiRefusal.Bad("expected an Array of BotCommand");
        _menus[key] = [.. commands.EnumerateArray().Select(Command)];
        return _menus[key].Count > Most ? throw ApiRefusal.Bad("BOT_COMMANDS_TOO_MUCH") : ApiAnswer.Ok(true);
    }

    public ApiAnswer Get(Args args) => ApiAnswer.Ok(new JsonArray([
        .. _menus.GetValueOrDefault(Key(args), []).Select(c => (JsonNode)new JsonObject { ["command"] = c.Command, ["description"] = c.Description }),
    ]));

    public ApiAnswer Delete(Args args)
    {
        _menus.Remove(Key(args));
        return ApiAnswer.Ok(true);
    }

    /// <summary>What a private chat shows: the scope of private chats before the default, the client's language before none.</summary>
    public IReadOnlyList<CommandShown> ShownTo(string? language)
    {
        // Clients say zh-hans; menus are set for two letters.
        var letters = language is { Length: >= 2 } ? language[..2] : "";
        return new[] { ("all_private_chats", letters), ("all_private_chats", ""), ("default", letters), ("default", "") }
            .Select(key => _menus.GetValueOrDefault(key)).FirstOrDefault(m => m is { Count: > 0 }) ?? [];
    }

    private static (string Scope, string Language) Key(Args args)
    {
        var language = args.Text("language_code");
        if (language.Length > 0 && !LanguageCode().IsMatch(language)) throw ApiRefusal.Bad("invalid language code specified");
        var scope = "default";
        if (args.Json("scope", "BotCommandScope") is { } json)
        {
            if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty("type", out var type))
            {
                throw ApiRefusal.Bad("can't parse BotCommandScope: Can't find field \"type\"");
            }

            scope = type.GetString()!;
            if (scope is not ("default" or "all_private_chats" or "all_group_chats" or "all_chat_administrators" or "chat" or "chat_administrators" or "chat_member"))
            {
                throw ApiRefusal.Bad("can't parse BotCommandScope: Unsupported type specified");
            }

            if (json.TryGetProperty("chat_id", out var chat)) scope += ":" + chat.GetRawText();
        }

        return (scope, language);
    }

    private static CommandShown Command(JsonElement given)
    {
        const string Prefix = "can't parse BotCommand: ";
        if (given.ValueKind is not JsonValueKind.Object) throw ApiRefusal.Bad("expected an Object");
        if (!given.TryGetProperty("command", out var command)) throw ApiRefusal.Bad(Prefix + "Can't find field \"command\"");
        if (!given.TryGetProperty("description", out var description)) throw ApiRefusal.Bad(Prefix + "Can't find field \"description\"");
        var shown = new CommandShown(command.GetString()!.TrimStart('/'), description.GetString()!.Trim());
        if (!Name().IsMatch(shown.Command)) throw ApiRefusal.Bad("BOT_COMMAND_INVALID");
        if (shown.Description.Length is 0 or > LongestDescription) throw ApiRefusal.Bad("BOT_COMMAND_DESCRIPTION_INVALID");
        return shown;
    }

    [GeneratedRegex("^[a-z]{2}$")]
    private static partial Regex LanguageCode();

    [GeneratedRegex("^[a-z0-9_]{1,32}$")]
    private static partial Regex Name();
}
