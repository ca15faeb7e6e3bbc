using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

internal static class FileMethods
{
    public static ApiAnswer Get(BotWorld world, Args args)
    {
        var id = args.Text("file_id");
        if (id.Length == 0) throw ApiRefusal.Bad("file_id not specified");
        var (file, path) = world.Files.Open(id);
        return ApiAnswer.Ok(new JsonObject
        {
            ["file_id"] = file.Id,
            ["file_unique_id"] = file.UniqueId,
            ["file_size"] = file.Size,
            ["file_path"] = path,
        });
    }
}
