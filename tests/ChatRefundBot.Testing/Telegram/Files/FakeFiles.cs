using System.Globalization;
using ChatRefundBot.Testing.Telegram.Wire;

namespace ChatRefundBot.Testing.Telegram.Files;

/// <summary>The files of a fake server, and the paths that getFile named.</summary>
public sealed class FakeFiles
{
    /// <summary>What getFile gives at most.</summary>
    public const long MaxDownload = 20 << 20;

    private readonly Lock _gate;
    private readonly FakeBotApiOptions _options;
    private readonly Dictionary<string, FakeFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FakeFile File, DateTimeOffset Until)> _paths = new(StringComparer.Ordinal);
    private int _number;

    internal FakeFiles(Lock gate, FakeBotApiOptions options) => (_gate, _options) = (gate, options);

    /// <summary>How often a file was fetched over HTTP.</summary>
    public int Served { get; private set; }

    /// <summary>The bytes behind a file id.</summary>
    public byte[] Read(string fileId)
    {
        lock (_gate) return Find(fileId)?.Content ?? throw new InvalidOperationException($"There is no file {fileId}.");
    }

    internal FakeFile? Find(string fileId)
    {
        lock (_gate) return _files.GetValueOrDefault(fileId);
    }

    internal FakeFile Add(byte[] content, string? name = null, string? mime = null, long? size = null, int width = 0, int height = 0)
    {
        lock (_gate)
        {
            var number = ++_number;
            var kind = width > 0 && name is null ? "AgACAgUAAxkBAAM" : "BQACAgUAAxkBAAM";
            var id = string.Create(CultureInfo.InvariantCulture, $"{kind}{number:x6}-{_options.BotId:x}");
            var file = new FakeFile(id, string.Create(CultureInfo.InvariantCulture, $"AQAD{number:x8}"), content, size ?? content.LongLength, name, mime, width, height);
            _files.Add(id, file);
            return file;
        }
    }

    internal IReadOnlyList<FakeFile> AddPhoto(byte[] picture) =>
        [.. Photos.Sizes(picture).Select(size => Add(size.Jpeg, width: size.Width, height: size.Height))];

    /// <summary>What getFile answers as file_path.</summary>
    /// <exception cref="ApiRefusal">There is no such file, or it is too large.</exception>
    internal (FakeFile File, string Path) Open(string fileId)
    {
        lock (_gate)
        {
            if (Find(fileId) is not { } file) throw ApiRefusal.Bad("invalid file_id");
            if (file.Size > MaxDownload && _options.LocalFilesDirectory is null) throw ApiRefusal.Bad("file is too big");
            var folder = file.Name is null && file.Width > 0 ? "photos" : "documents";
            var extension = file.Name is null ? file.Width > 0 ? ".jpg" : "" : Path.GetExtension(file.Name);
            var path = $"{folder}/file_{_paths.Count}{extension}";
            if (_options.LocalFilesDirectory is { } directory) return (file, Store(directory, path, file));
            _paths[path] = (file, _options.Clock.GetUtcNow() + _options.FileLifetime);
            return (file, path);
        }
    }

    /// <summary>The file behind a path; null when there is none, or no longer.</summary>
    internal FakeFile? Serve(string path)
    {
        lock (_gate)
        {
            if (_options.LocalFilesDirectory is not null || !_paths.TryGetValue(path, out var found) || found.Until < _options.Clock.GetUtcNow()) return null;
            Served++;
            return found.File;
        }
    }

    /// <summary>A private server keeps the files of a bot below a directory that is named after its token.</summary>
    private string Store(string directory, string path, FakeFile file)
    {
        var full = Path.Combine(Path.GetFullPath(directory), _options.Token.Replace(':', '~'), path);
        _paths[path] = (file, DateTimeOffset.MaxValue);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, file.Content);
        return full;
    }
}
