using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.RequestRefund;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>Loads the texts that stand beside the dialogs: <c>wording.zh-CN.yaml</c> and <c>wording.en.yaml</c> of every folder.</summary>
public static class WordingFiles
{
    private const long MaxBytes = 512 * 1024;

    /// <summary>Phrases that no text may hold: a verdict is a proposal, rights are not talked away, nothing is threatened.</summary>
    private static readonly string[] Banned =
    [
        "最终解释权", "虚拟商品一律不退", "一律不退", "保证退款", "一定退", "必退", "包退", "三倍赔偿", "假一赔三", "80%", "成功率",
        "guaranteed refund", "guarantee a refund", "final interpretation", "triple damages", "no refunds whatsoever",
    ];

    /// <summary>What <c>card.*.until</c> may name: the goods' refund window, and the days in which a fault is judged by the rules.</summary>
    private static readonly string[] CardPlaceholders = ["window", "days"];

    /// <summary>Name of a language's file.</summary>
    public static string NameOf(Language language) => $"wording.{language.Tag()}.yaml";

    /// <summary>
    /// Loads the texts of the dialogs, with those of the rules from the rules' own folder where it has a file of the language, else those
    /// that come with the program.
    /// </summary>
    /// <param name="required">Keys that the program and the rules use.</param>
    /// <param name="errors">Every error found, each with file, line and fix, is added here.</param>
    /// <returns>The catalogue; of use only when no error was added.</returns>
    public static WordingCatalog Load(RefundDialogsOptions options, IEnumerable<string> required, List<string> errors)
    {
        var directory = options.Directory;
        var texts = new Dictionary<Language, IReadOnlyDictionary<string, WordingTemplate>>();
        foreach (var language in Enum.GetValues<Language>())
        {
            var templates = new Dictionary<string, WordingTemplate>(StringComparer.Ordinal);
            var own = Path.Combine(options.PolicyDirectory, NameOf(language));
            var shipped = Path.Combine(directory, "policy", NameOf(language));
            foreach (var file in Files(directory, language, errors)) ReadFile(file == shipped && File.Exists(own) ? own : file, directory, templates, errors);
            texts[language] = templates;
        }

        if (texts.Values.All(t => t.Count > 0)) Compare(texts, required, errors);
        return new WordingCatalog(texts);
    }

    private static IEnumerable<string> Files(string directory, Language language, List<string> errors)
    {
        var name = NameOf(language);
        if (!Directory.Exists(directory))
        {
            errors.Add($"{directory}: the folder with the wording files is missing; it belongs beside the program.");
            return [];
        }

        var files = Directory.GetFiles(directory, name, SearchOption.AllDirectories).Where(IsSource).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0) errors.Add($"{directory}: there is no {name}; every language needs one in each dialog's folder.");
        return files;

        // In a source tree the copies that a build leaves beside the files are not theirs.
        bool IsSource(string file) => Path.GetRelativePath(directory, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj");
    }

    private static void ReadFile(string file, string directory, Dictionary<string, WordingTemplate> into, List<string> errors)
    {
        var name = Path.GetRelativePath(directory, file);
        // A folder elsewhere is the rules' own.
        if (name.StartsWith("..", StringComparison.Ordinal)) name = Path.GetFileName(file);
        try
        {
            if (new FileInfo(file).Length > MaxBytes)
            {
                errors.Add($"{name}: larger than {MaxBytes / 1024} KB; wording files are small, look for what does not belong here.");
                return;
            }

            var yaml = new YamlStream();
            using (var reader = new StreamReader(file)) yaml.Load(reader);
            if (yaml.Documents.Count == 1 && yaml.Documents[0].RootNode is YamlMappingNode root) ReadMap(root, "", name, into, errors);
            else errors.Add($"{name}: has to be one map of keys and texts.");
        }
        catch (YamlException fault)
        {
            errors.Add($"{name}:{fault.Start.Line}: not YAML: {fault.Message} Put texts with ':' or '#' in quotes or after '|-'.");
        }
        catch (IOException fault)
        {
            errors.Add($"{name}: cannot be read: {fault.Message}");
        }
    }

    private static void ReadMap(YamlMappingNode map, string prefix, string file, Dictionary<string, WordingTemplate> into, List<string> errors)
    {
        foreach (var (keyNode, value) in map.Children)
        {
            var key = prefix + (keyNode as YamlScalarNode)?.Value;
            var place = $"{file}:{keyNode.Start.Line}";
            switch (value)
            {
                case YamlMappingNode inner when prefix.Count(c => c == '.') < 6:
                    ReadMap(inner, key + ".", file, into, errors);
                    break;
                case YamlScalarNode { Value.Length: > 0 } text:
                    Add(key, text.Value, place, into, errors);
                    break;
                default:
                    errors.Add($"{place}: '{key}' has no text; write one, or take the key out of every language.");
                    break;
            }
        }
    }

    private static void Add(string key, string text, string place, Dictionary<string, WordingTemplate> into, List<string> errors)
    {
        foreach (var phrase in Banned)
        {
            if (text.Contains(phrase, StringComparison.OrdinalIgnoreCase)) errors.Add($"{place}: '{key}' says '{phrase}', which no text may say; word it without.");
        }

        try
        {
            if (!into.TryAdd(key, WordingTemplate.Parse(text))) errors.Add($"{place}: '{key}' stands in another file too; keep one of them.");
        }
        catch (FormatException fault)
        {
            errors.Add($"{place}: '{key}': {fault.Message}.");
        }
    }

    private static void Compare(
        Dictionary<Language, IReadOnlyDictionary<string, WordingTemplate>> texts, IEnumerable<string> required, List<string> errors)
    {
        foreach (var key in required.Concat(texts.Values.SelectMany(t => t.Keys)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var missing = texts.Where(t => !t.Value.ContainsKey(key)).Select(t => t.Key.Tag()).ToList();
            if (missing.Count > 0)
            {
                errors.Add($"wording '{key}': missing in {string.Join(" and ", missing)}; add it to the wording file of its dialog.");
                continue;
            }

            var placeholders = texts.Select(t => string.Join(", ", t.Value[key].Placeholders.Order(StringComparer.Ordinal))).Distinct(StringComparer.Ordinal).ToList();
            if (key.StartsWith("verdict.", StringComparison.Ordinal))
            {
                foreach (var unknown in texts.Values.SelectMany(t => t[key].Placeholders).Distinct(StringComparer.Ordinal).Except(VerdictDesk.Placeholders))
                    errors.Add($"wording '{key}': there is no placeholder {{{unknown}}} for a verdict; it has {string.Join(", ", VerdictDesk.Placeholders)}.");
            }

            if (key.StartsWith("card.", StringComparison.Ordinal))
            {
                string[] known = key.EndsWith(".until", StringComparison.Ordinal) ? [.. CardPlaceholders] : [];
                foreach (var unknown in texts.Values.SelectMany(t => t[key].Placeholders).Distinct(StringComparer.Ordinal).Except(known))
                    errors.Add($"wording '{key}': there is no placeholder {{{unknown}}} here; of a product card only 'until' has {string.Join(" and ", CardPlaceholders)}.");
            }

            if (placeholders.Count > 1) errors.Add($"wording '{key}': the languages use different placeholders ({string.Join(" / ", placeholders)}); use the same ones.");
        }
    }
}
