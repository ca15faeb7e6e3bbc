namespace ChatRefundBot.Testing.Transcripts;

/// <summary>A line of a golden chat with the lines that continue it: what happens, or what is expected of it.</summary>
/// <param name="Line">Number of its first line, from 1.</param>
/// <param name="Raw">Its lines as they stand in the file.</param>
public sealed record ChatEntry(int Line, ChatEntryKind Kind, string Text, IReadOnlyList<string> Raw);

public enum ChatEntryKind
{
    /// <summary>A comment or a blank line.</summary>
    Note,

    /// <summary><c>@word arguments</c>: something other than a message happens, or is checked.</summary>
    Directive,

    /// <summary><c>buyer…: words</c>.</summary>
    Buyer,

    /// <summary><c>bot: words</c>: exactly one message of the desk; its last line holds the buttons.</summary>
    Bot,

    /// <summary><c>agent: words</c>: exactly one message of a person.</summary>
    Agent,
}

/// <summary>A golden chat as written. Lines that begin with five blanks continue the one before.</summary>
public sealed class ChatFile
{
    /// <summary>What begins a line that goes on with the one before.</summary>
    public const string Indent = "     ";

    private static readonly (string Prefix, ChatEntryKind Kind)[] Prefixes =
        [("buyer", ChatEntryKind.Buyer), ("bot:", ChatEntryKind.Bot), ("agent:", ChatEntryKind.Agent), ("@", ChatEntryKind.Directive), ("#", ChatEntryKind.Note)];

    private ChatFile(string path, IReadOnlyList<ChatEntry> entries) => (Path, Entries) = (path, entries);

    public string Path { get; }

    public IReadOnlyList<ChatEntry> Entries { get; }

    /// <exception cref="FormatException">A line is none of the known kinds; the message names file and line.</exception>
    public static ChatFile Read(string path)
    {
        var entries = new List<ChatEntry>();
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length;)
        {
            var raw = new List<string> { lines[i] };
            var first = i + 1;
            for (i++; i < lines.Length && lines[i].StartsWith(Indent, StringComparison.Ordinal); i++) raw.Add(lines[i]);
            entries.Add(Entry(path, first, raw));
        }

        return new ChatFile(path, entries);
    }

    private static ChatEntry Entry(string path, int line, List<string> raw)
    {
        if (raw[0].Length == 0 && raw.Count == 1) return new ChatEntry(line, ChatEntryKind.Note, "", raw);
        foreach (var (prefix, kind) in Prefixes)
        {
            if (!raw[0].StartsWith(prefix, StringComparison.Ordinal)) continue;
            var text = string.Join('\n', raw.Skip(1).Select(l => l[Indent.Length..]).Prepend(raw[0][prefix.Length..].TrimStart()));
            return new ChatEntry(line, kind, text, raw);
        }

        throw new FormatException($"{path}:{line}: a line begins with buyer, bot:, agent:, @ or #, or with five blanks to go on with the one before; this one is '{raw[0]}'.");
    }
}
