using System.Reflection;

namespace ChatRefundBot.WebChannel.Pages;

/// <summary>Everything that lies in <c>wwwroot</c> at build time.</summary>
internal sealed class EmbeddedFiles
{
    private const string Root = "wwwroot/";

    public EmbeddedFiles() : this(typeof(EmbeddedFiles).Assembly)
    {
    }

    private EmbeddedFiles(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal)))
        {
            using var content = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            var file = new EmbeddedFile(name[Root.Length..], bytes);
            Files.Add(file);
        }
    }

    public List<EmbeddedFile> Files { get; } = [];

    /// <summary>Compresses every file, the chat page's before the shop's; what is asked for meanwhile is compressed for that.</summary>
    public void Compress()
    {
        foreach (var file in Files.OrderBy(f => f.Path.StartsWith("shop/", StringComparison.Ordinal))) _ = file.Brotli;
    }

    public EmbeddedFile? Find(string path) => Files.Find(f => f.Path == path);
}
