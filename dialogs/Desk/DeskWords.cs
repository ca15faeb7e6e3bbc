using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>
/// Words by which buyers ask for things: <c>words.yaml</c>. A list under <c>exact</c> counts when it is the whole message, one under
/// <c>contains</c> wherever it stands. A support lead edits them.
/// </summary>
public sealed class DeskWords
{
    /// <summary>Names of the lists that the file must have under <c>exact</c>.</summary>
    private static readonly string[] ExactNames = ["human", "bot", "status", "cancel", "back", "help", "restart", "erase", "language", "chinese", "english", "done", "none", "thanks", "greeting"];

    /// <summary>Names of the lists that the file must have under <c>contains</c>.</summary>
    private static readonly string[] ContainsNames = ["human", "emotion", "safety", "unauthorised", "minor", "wechat-complaint", "alipay-complaint", "12315-complaint", "legal"];

    private readonly Dictionary<string, HashSet<string>> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _contains = new(StringComparer.Ordinal);

    private DeskWords() { }

    public static DeskWords Load(string file, List<string> errors)
    {
        var words = new DeskWords();
        var name = Path.GetFileName(file);
        try
        {
            var yaml = new YamlStream();
            using (var reader = new StreamReader(file)) yaml.Load(reader);
            var root = (YamlMappingNode)yaml.Documents[0].RootNode;
            words.Read(root, name, errors);
        }
        catch (Exception fault) when (fault is YamlException or IOException or InvalidCastException or ArgumentOutOfRangeException)
        {
            errors.Add($"{name}: cannot be read as lists of words: {fault.Message} It has two maps, exact and contains, of lists.");
        }

        return words;
    }

    /// <summary>True when the whole message is one of the words.</summary>
    public bool Is(string list, string text) => IsFolded(list, Folded(text));

    /// <summary>As <see cref="Is"/>, of a message folded by <see cref="Folded"/> already.</summary>
    internal bool IsFolded(string list, string folded) => _exact.TryGetValue(list, out var words) && words.Contains(folded);

    /// <summary>All words of a list under <c>exact</c>, for a button that they mean as well.</summary>
    public string[] All(string list) => [.. _exact[list]];

    /// <summary>True when the message holds one of the phrases.</summary>
    public bool Says(string list, string folded) => _contains.TryGetValue(list, out var phrases) && phrases.Any(p => folded.Contains(p, StringComparison.Ordinal));

    /// <summary>Signals in a buyer's own words; null when there are none.</summary>
    internal RequestRefund.Signals? SignalsIn(string text)
    {
        var folded = TextCleaner.Fold(text);
        var complaint = Says("wechat-complaint", folded) ? "wechat"
            : Says("alipay-complaint", folded) ? "alipay"
            : Says("12315-complaint", folded) ? "12315"
            : Says("legal", folded) ? "legal" : null;
        var signals = new RequestRefund.Signals
        {
            NegativeEmotion = Says("emotion", folded),
            Safety = Says("safety", folded),
            Unauthorised = Says("unauthorised", folded),
            Minor = Says("minor", folded),
            Complaint = complaint,
        };
        return signals == new RequestRefund.Signals() ? null : signals;
    }

    /// <summary>The language a message asks for; null when it asks for none.</summary>
    internal Language? LanguageIn(string folded) => IsFolded("chinese", folded) ? Language.Chinese : IsFolded("english", folded) ? Language.English : null;

    /// <summary>A lone question mark is a word too.</summary>
    internal static string Folded(string text) => TextCleaner.Fold(text) is { Length: > 0 } folded ? folded : TextCleaner.Clean(text);

    private void Read(YamlMappingNode root, string file, List<string> errors)
    {
        foreach (var (kind, names) in new[] { ("exact", ExactNames), ("contains", ContainsNames) })
        {
            if (!root.Children.TryGetValue(new YamlScalarNode(kind), out var node) || node is not YamlMappingNode lists)
            {
                errors.Add($"{file}: the map '{kind}' is missing; it holds lists of words.");
                continue;
            }

            foreach (var name in names)
            {
                if (!lists.Children.TryGetValue(new YamlScalarNode(name), out var list) || list is not YamlSequenceNode { Children.Count: > 0 } sequence)
                {
                    errors.Add($"{file}:{lists.Start.Line}: '{kind}' needs a list '{name}' with at least one word.");
                    continue;
                }

                var folded = sequence.Children.OfType<YamlScalarNode>().Select(w => Folded(w.Value ?? "")).Where(w => w.Length > 0).ToArray();
                if (kind == "exact") _exact[name] = new HashSet<string>(folded, StringComparer.Ordinal);
                else _contains[name] = folded;
            }
        }
    }
}
