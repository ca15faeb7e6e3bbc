using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.Refunds.Evidence;
using ChatRefundBot.Refunds.Facts;
using ChatRefundBot.Refunds.Products;

namespace ChatRefundBot.Refunds.Policy.Loading;

/// <summary>Reads the four files of a table and puts them together.</summary>
internal static class TableReader
{
    internal const string RulesFile = "refund-policy.yaml";
    internal static readonly string[] Files = [RulesFile, "products.yaml", "evidence.yaml", "holidays.yaml"];

    internal static PolicyLoadResult Load(string directory)
    {
        var errors = new List<PolicyError>();
        return Load([.. Files.Select(file => ReadText(directory, file, errors))], errors);
    }

    internal static PolicyLoadResult Load(PolicySource source)
    {
        var errors = new List<PolicyError>();
        return Load([.. Files.Select(file => Kept(source, file, errors))], errors);
    }

    private static PolicyLoadResult Load(string?[] texts, List<PolicyError> errors)
    {
        var maps = Files.Select((file, i) => texts[i] is { } text ? YamlFile.Read(file, text, errors) : null).ToArray();
        var table = maps is [{ } rules, { } products, { } evidence, { } holidays]
            ? Build(rules, products, evidence, holidays, ContentHash(texts!), errors)
            : null;
        return table is not null && errors.Count == 0
            ? new PolicyLoadResult.Loaded(table, new PolicySource(Files.Zip(texts).ToDictionary(pair => pair.First, pair => pair.Second!, StringComparer.Ordinal)))
            : new PolicyLoadResult.Failed([.. errors.OrderBy(error => Array.IndexOf(Files, error.File)).ThenBy(error => error.Line)]);
    }

    private static string? Kept(PolicySource source, string file, List<PolicyError> errors)
    {
        var text = source.Texts.GetValueOrDefault(file);
        if (text is { Length: <= YamlFile.MaxBytes })
            return text;
        errors.Add(new PolicyError(file, 0, "The file was not kept, or is too large.", "Load the table from its directory."));
        return null;
    }

    private static PolicyTable Build(YamlMap rules, YamlMap products, YamlMap evidence, YamlMap holidays, string hash, List<PolicyError> errors)
    {
        var reading = new Reading(RulesFile, errors);
        reading.CheckKeys(rules, "version", "limits", "answers", "conditions", "rules");
        var version = reading.Text(rules, "version", required: true) ?? "";
        if (version.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
            reading.Fail(rules.Find("version")!.Line, $"The version {version} has other characters than letters, digits, dot and dash.", "Write a version such as \"2026.11\".");
        var limits = LimitsReader.Read(reading, rules);
        var types = ProductsReader.Read(new Reading("products.yaml", errors), products);
        var conditions = new ConditionReader(new Vocabulary(limits.All));
        if (reading.Map(rules, "conditions") is { } named)
            conditions.Define(reading, named);
        var matrix = EvidenceReader.Read(new Reading("evidence.yaml", errors), evidence, conditions, types);
        conditions.Derived = EvidenceReader.AnythingMissing(matrix);
        var rows = new RulesReader(reading, conditions, limits).Read(rules);
        var calendar = HolidaysReader.Read(new Reading("holidays.yaml", errors), holidays);
        return new PolicyTable(rows)
        {
            Version = $"{version}+{hash}",
            Limits = limits,
            Products = types,
            Evidence = matrix,
            Calendar = calendar,
            WordingKeys = WordingKeysOf(rows, types, matrix),
        };
    }

    private static string[] WordingKeysOf(RuleRow[] rows, ProductCatalogue products, EvidenceMatrix matrix)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            keys.Add(row.WordingKey);
            keys.Add($"reason.{row.Reason}");
            keys.UnionWith(row.Law.Select(law => $"law.{law}"));
            keys.UnionWith(row.Duties.Select(duty => $"duty.{duty}"));
        }

        foreach (var type in products.All)
            keys.UnionWith([type.NameKey, type.WhenKey, type.UntilKey, type.EvidenceKey]);
        foreach (var kind in matrix.Kinds.All)
        {
            keys.Add($"evidence.{kind}");
            keys.UnionWith(matrix.Kinds.PartsOf(kind).Select(part => $"evidence.{kind}.{part}"));
        }

        foreach (var extra in matrix.Cells.SelectMany(cell => cell.Optional))
            keys.Add($"evidence.{extra}");
        foreach (var outcome in OutcomeWords.AllOutcomes)
            keys.Add($"outcome.{outcome}");
        keys.UnionWith(FactCatalogue.Claim.Words.Select(claim => $"claim.{claim}"));
        return [.. keys];
    }

    private static string? ReadText(string directory, string file, List<PolicyError> errors)
    {
        var path = Path.Combine(directory, file);
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
                errors.Add(new PolicyError(file, 0, $"There is no such file in {directory}.", "Put it back, or set Policy:Directory to the right directory."));
            else if (info.Length > YamlFile.MaxBytes)
                errors.Add(new PolicyError(file, 0, string.Create(CultureInfo.InvariantCulture, $"The file has {info.Length} bytes; at most {YamlFile.MaxBytes} are read."), "Make the table smaller."));
            else
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (ArgumentException)
        {
            errors.Add(new PolicyError(file, 0, "The file is not UTF-8.", "Save it as UTF-8."));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            errors.Add(new PolicyError(file, 0, $"The file cannot be read: {fault.Message}", "Check its rights."));
        }

        return null;
    }

    // Line ends are evened out first, so that the version does not depend on how the files were checked out.
    private static string ContentHash(IEnumerable<string> texts)
    {
        var all = string.Join('\0', texts).Replace("\r\n", "\n", StringComparison.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..8];
    }
}
