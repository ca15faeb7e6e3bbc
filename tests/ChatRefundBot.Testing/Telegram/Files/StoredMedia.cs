using System.Text.Json.Nodes;

namespace ChatRefundBot.Testing.Telegram.Files;

/// <summary>What a message carries beside text.</summary>
/// <param name="Kind">The field of the message: photo, document, voice ..</param>
/// <param name="Files">The sizes of a photo, smallest first; otherwise one file or none.</param>
/// <param name="Fields">Further fields of it.</param>
internal sealed record StoredMedia(string Kind, IReadOnlyList<FakeFile> Files, JsonObject? Fields = null)
{
    /// <summary>What a person sees: the largest.</summary>
    public FakeFile? Main => Files.Count > 0 ? Files[^1] : null;

    public void AddTo(JsonObject message)
    {
        if (Kind == "photo")
        {
            message["photo"] = new JsonArray([.. Files.Select(f => (JsonNode)Describe(f))]);
            return;
        }

        var media = Main is { } file ? Describe(file) : [];
        foreach (var (name, value) in Fields ?? []) media[name] = value?.DeepClone();
        message[Kind] = media;
    }

    private static JsonObject Describe(FakeFile file)
    {
        var json = new JsonObject { ["file_id"] = file.Id, ["file_unique_id"] = file.UniqueId, ["file_size"] = file.Size };
        if (file.Width > 0) (json["width"], json["height"]) = (file.Width, file.Height);
        if (file.Name is not null) json["file_name"] = file.Name;
        if (file.Mime is not null) json["mime_type"] = file.Mime;
        return json;
    }
}
