using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Transcripts;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>Every golden chat that stands beside a dialog. A wording change: run with UPDATE_CHATS=1 and read the difference.</summary>
public sealed class GoldenChatTests
{
    /// <summary>Paths below the dialogs' folder.</summary>
    public static TheoryData<string> Chats => new(Files());

    [Theory]
    [MemberData(nameof(Chats))]
    public Task The_desk_says_what_the_chat_says(string chat) => ChatScript.RunAsync(Path.Combine(RepositoryFiles.Dialogs, chat));

    [Fact]
    public void Every_dialog_has_golden_chats_in_both_languages()
    {
        foreach (var dialog in new[] { "RequestRefund", "CheckStatus", "TalkToHuman" })
        {
            foreach (var language in new[] { ".zh.chat", ".en.chat" })
                Assert.Contains(Files(), f => f.StartsWith(dialog + Path.DirectorySeparatorChar, StringComparison.Ordinal) && f.EndsWith(language, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_golden_chat_has_its_twin_in_the_other_language()
    {
        var files = Files();
        Assert.All(files, f => Assert.Contains(f.EndsWith(".zh.chat", StringComparison.Ordinal) ? f.Replace(".zh.", ".en.", StringComparison.Ordinal) : f.Replace(".en.", ".zh.", StringComparison.Ordinal), files));
    }

    private static string[] Files() =>
    [
        .. Directory.GetFiles(RepositoryFiles.Dialogs, "*.chat", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(RepositoryFiles.Dialogs, f))
            .Where(f => f.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];
}
