using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>
/// Reads one YAML file into nodes with lines. It reads events, not objects, so that size, depth and number of nodes are bounded while
/// reading; anchors and aliases, the stuff of YAML bombs and cycles, are refused.
/// </summary>
internal sealed class YamlFile
{
    internal const int MaxBytes = 4 * 1024 * 1024;
    internal const int MaxDepth = 12;
    internal const int MaxNodes = 500_000;

    private readonly string _name;
    private readonly List<PolicyError> _errors;
    private int _nodes;
    private int _lastLine = 1;

    private YamlFile(string name, List<PolicyError> errors)
    {
        _name = name;
        _errors = errors;
    }

    /// <summary>The file's one mapping, or null with at least one error added.</summary>
    internal static YamlMap? Read(string name, string text, List<PolicyError> errors)
    {
        var file = new YamlFile(name, errors);
        try
        {
            var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return file.Fail<YamlMap>(0, "The file is empty.", "Put the table back, for instance from the last release.");
            parser.Consume<DocumentStart>();
            var root = file.ReadNode(parser, 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
                file.Fail<YamlMap>(Line(parser.Current!), "The file has a second document (---).", "Keep one document per file.");
            return root switch
            {
                YamlMap map => map,
                YamlScalar { Text: "" } => file.Fail<YamlMap>(0, "The file is empty.", "Put the table back, for instance from the last release."),
                _ => file.Fail<YamlMap>(root.Line, "The file is not a mapping.", "Begin with keys such as `version:`."),
            };
        }
        catch (YamlBoundException bound)
        {
            return file.Fail<YamlMap>(bound.Line, bound.Message, bound.Fix);
        }
        catch (YamlException broken)
        {
            return file.Fail<YamlMap>((int)broken.Start.Line, $"This is not YAML: {FirstLine(broken.Message)}", "Check indentation, quotes and brackets here and just above.");
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The scanner answers some broken texts with a fault of its own instead of a YamlException; the file is not YAML all the same.
            return file.Fail<YamlMap>(file._lastLine, "This is not YAML from about here on.", "Check indentation, quotes and brackets here and just below.");
        }
    }

    private YamlNode ReadNode(IParser parser, int depth)
    {
        var current = parser.Consume<ParsingEvent>();
        var line = _lastLine = Line(current);
        if (depth > MaxDepth)
            throw new YamlBoundException(line, string.Create(CultureInfo.InvariantCulture, $"Nesting is deeper than {MaxDepth}."), "Flatten the condition, for instance with a named condition.");
        if (++_nodes > MaxNodes)
            throw new YamlBoundException(line, string.Create(CultureInfo.InvariantCulture, $"The file has more than {MaxNodes} values."), "Make the table smaller.");
        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
            throw new YamlBoundException(line, "Anchors (&) and aliases (*) are not allowed.", "Write the value out, or use a named condition.");
        return current switch
        {
            Scalar scalar => new YamlScalar(line, scalar.Value),
            SequenceStart => ReadList(parser, line, depth),
            MappingStart => ReadMap(parser, line, depth),
            _ => throw new YamlBoundException(line, "Something unexpected stands here.", "Check the indentation."),
        };
    }

    private YamlList ReadList(IParser parser, int line, int depth)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(parser, depth + 1));
        return new YamlList(line, items);
    }

    private YamlMap ReadMap(IParser parser, int line, int depth)
    {
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(parser, depth + 1);
            var value = ReadNode(parser, depth + 1);
            if (key is not YamlScalar { Text: var text })
                Fail<YamlMap>(key.Line, "A key is not a word.", "Write `name: value`.");
            else if (!keys.Add(text))
                Fail<YamlMap>(key.Line, $"The key {text} is there twice.", "Remove one of them.");
            else
                entries.Add(new YamlEntry(key.Line, text, value));
        }

        return new YamlMap(line, entries);
    }

    private T? Fail<T>(int line, string problem, string fix)
        where T : class
    {
        _errors.Add(new PolicyError(_name, line, problem, fix));
        return null;
    }

    private static int Line(ParsingEvent at) => (int)at.Start.Line;

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();

    private sealed class YamlBoundException(int line, string message, string fix) : Exception(message)
    {
        public int Line => line;

        public string Fix => fix;
    }
}
