using System.Xml.Linq;
using Xunit;

namespace ChatRefundBot.Tests;

/// <summary>Who may know whom. The compiler already refuses what is not referenced; this says what may be referenced at all.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new(StringComparer.Ordinal)
    {
        ["ChatRefundBot.DialogKernel"] = [],
        ["ChatRefundBot.Refunds"] = [],
        ["ChatRefundBot.Handoff"] = ["ChatRefundBot.DialogKernel"],
        ["ChatRefundBot.Dialogs"] = ["ChatRefundBot.DialogKernel", "ChatRefundBot.Refunds", "ChatRefundBot.Handoff"],
        ["ChatRefundBot.RedisStorage"] = ["ChatRefundBot.DialogKernel"],
        ["ChatRefundBot.SqliteStorage"] = ["ChatRefundBot.DialogKernel"],
        ["ChatRefundBot.WebChannel"] = ["ChatRefundBot.DialogKernel"],
        ["ChatRefundBot.TelegramChannel"] = ["ChatRefundBot.DialogKernel"],
        ["ChatRefundBot.AgentConsole"] = ["ChatRefundBot.DialogKernel", "ChatRefundBot.Refunds", "ChatRefundBot.Handoff"],
    };

    /// <summary>Packages that only one project of the product may use, so that leaving them stays possible.</summary>
    private static readonly Dictionary<string, string> Quarantined = new(StringComparer.Ordinal)
    {
        ["StackExchange.Redis"] = "ChatRefundBot.RedisStorage",
        ["Microsoft.Data.Sqlite.Core"] = "ChatRefundBot.SqliteStorage",
        ["SQLitePCLRaw.bundle_e_sqlite3"] = "ChatRefundBot.SqliteStorage",
        ["Telegram.Bot"] = "ChatRefundBot.TelegramChannel",
        ["SkiaSharp"] = "ChatRefundBot.Refunds",
        ["System.CommandLine"] = "ChatRefundBot",
        ["MudBlazor"] = "ChatRefundBot.AgentConsole",
    };

    public static TheoryData<string> Projects => [.. ProductProjects().Select(p => p.Name).Where(AllowedReferences.ContainsKey)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may(string name)
    {
        var project = ProductProjects().Single(p => p.Name == name);
        var references = project.Content.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));

        Assert.Empty(references.Except(AllowedReferences[name]));
    }

    [Fact]
    public void Every_product_project_but_the_host_has_its_allowed_references_named_here()
    {
        var unnamed = ProductProjects().Select(p => p.Name).Where(n => n != "ChatRefundBot" && !AllowedReferences.ContainsKey(n));

        Assert.Empty(unnamed);
    }

    [Fact]
    public void Third_party_packages_stay_in_their_quarantine()
    {
        var uses =
            from project in ProductProjects()
            from package in project.Content.Descendants("PackageReference")
            let name = package.Attribute("Include")!.Value
            where Quarantined.TryGetValue(name, out var home) && home != project.Name
            select $"{project.Name} uses {name}";

        Assert.Empty(uses);
    }

    [Fact]
    public void No_wrong_reference_gets_in_by_way_of_another_project()
    {
        var settings = XDocument.Load(Path.Combine(Root(), "Directory.Build.props"));

        Assert.Equal("true", settings.Descendants("DisableTransitiveProjectReferences").Single().Value);
    }

    private static IEnumerable<(string Name, XDocument Content)> ProductProjects()
    {
        var root = Root();
        return new[] { "src", "dialogs" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(file => (Path.GetFileNameWithoutExtension(file), XDocument.Load(file)));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ChatRefundBot.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the source tree; run them where ChatRefundBot.sln is above.");
    }
}
