using ChatRefundBot.Testing.Telegram.Files;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Server;

/// <summary>Files that a call brings or refers to, with the limits of what the server takes.</summary>
internal static class Uploads
{
    private const int LargestPhoto = 10 << 20;
    private const int LargestSidesOfPhoto = 10_000;
    private const int LargestRatioOfPhoto = 20;

    /// <param name="reference">A file id, <c>attach://name</c>, or empty: the part named as <paramref name="field"/>.</param>
    public static StoredMedia Photo(BotWorld world, Args args, string reference, string field)
    {
        if (Known(world, args, reference, field) is { } known)
        {
            return known.Width > 0 && known.Name is null ? new StoredMedia("photo", [known]) : throw ApiRefusal.Bad("can't use file of type Document as Photo");
        }

        var upload = Uploaded(args, reference, field);
        if (upload.Content.Length > LargestPhoto) throw ApiRefusal.Bad("file is too big");
        if (Photos.Measure(upload.Content) is not var (width, height)) throw ApiRefusal.Bad("IMAGE_PROCESS_FAILED");
        if (width + height > LargestSidesOfPhoto || Math.Max(width, height) > LargestRatioOfPhoto * Math.Min(width, height))
        {
            throw ApiRefusal.Bad("PHOTO_INVALID_DIMENSIONS");
        }

        return new StoredMedia("photo", world.Files.AddPhoto(upload.Content));
    }

    public static StoredMedia Document(BotWorld world, Args args, string reference, string field)
    {
        if (Known(world, args, reference, field) is { } known) return new StoredMedia("document", [known]);
        var upload = Uploaded(args, reference, field);
        // The part's own content type is ignored; the server goes by the name.
        return new StoredMedia("document", [world.Files.Add(upload.Content, upload.FileName, MimeOf(upload.FileName))]);
    }

    private static FakeFile? Known(BotWorld world, Args args, string reference, string field)
    {
        if (args.File(reference, field) is not null) return null;
        if (reference.StartsWith("attach://", StringComparison.Ordinal)) throw ApiRefusal.Bad("file attachment not found");
        if (reference.StartsWith("http", StringComparison.OrdinalIgnoreCase)) throw ApiRefusal.Bad("failed to get HTTP URL content");
        return world.Files.Find(reference) ?? throw ApiRefusal.Bad("wrong file identifier/HTTP URL specified");
    }

    private static UploadedFile Uploaded(Args args, string reference, string field)
    {
        var upload = args.File(reference, field)!;
        return upload.Content.Length == 0 ? throw ApiRefusal.Bad("file must be non-empty") : upload;
    }

    private static string MimeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".webp" => "image/webp",
        ".gif" => "image/gif",
        ".heic" => "image/heic",
        ".pdf" => "application/pdf",
        ".txt" => "text/plain",
        _ => "application/octet-stream",
    };
}
