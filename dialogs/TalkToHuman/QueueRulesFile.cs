using System.Globalization;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Handoff.Tickets;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ChatRefundBot.Dialogs.TalkToHuman;

/// <summary>Reads <c>queue.yaml</c>: when people are on duty, and how tickets are given out. Every error names file, line and fix.</summary>
public static class QueueRulesFile
{
    public const string Name = "queue.yaml";

    private const int MostWindows = 8;
    private const int MinutesOfDay = 24 * 60;

    private static readonly string[] Keys = ["timezone", "hours", "days", "offers", "accept-within", "lease-grace", "relax-skills-after", "rise-every", "weights"];

    private static readonly Dictionary<string, TicketKind> Kinds = new(StringComparer.Ordinal)
    {
        ["take-over"] = TicketKind.TakeOver,
        ["confirm"] = TicketKind.Confirm,
        ["attention"] = TicketKind.Attention,
        ["payout"] = TicketKind.Payout,
    };

    /// <summary>The file that counts: that of the rules' own folder, else the one that comes with the program.</summary>
    public static string PathOf(RefundDialogsOptions options)
    {
        var own = Path.Combine(options.PolicyDirectory, Name);
        return File.Exists(own) ? own : Path.Combine(options.Directory, "policy", Name);
    }

    /// <summary>Loads the rules; of use only when no error was added. Without a file the defaults hold.</summary>
    public static QueueRules Load(RefundDialogsOptions options, List<string> errors)
    {
        var path = PathOf(options);
        return File.Exists(path) ? Read(path, File.ReadAllText(path), errors) : new QueueRules();
    }

    /// <summary>Reads the content of a file.</summary>
    public static QueueRules Read(string path, string content, List<string> errors)
    {
        var file = Path.GetFileName(path);
        try
        {
            var yaml = new YamlStream();
            using (var reader = new StringReader(content)) yaml.Load(reader);
            if (yaml.Documents.Count != 1 || yaml.Documents[0].RootNode is not YamlMappingNode root)
            {
                errors.Add($"{file}: has to be one map; see the file that comes with the program.");
                return new QueueRules();
            }

            return Read(new Place(file, errors), root);
        }
        catch (YamlException fault)
        {
            errors.Add($"{file}:{fault.Start.Line}: not YAML: {fault.Message} Put windows such as \"09:00-12:00\" in quotes.");
            return new QueueRules();
        }
    }

    private static QueueRules Read(Place at, YamlMappingNode root)
    {
        var rules = new QueueRules();
        foreach (var key in root.Children.Keys)
        {
            if (!Keys.Contains(Text(key))) at.Add(key, $"there is no '{Text(key)}', but {string.Join(", ", Keys)}");
        }

        var zone = Zone(at, Child(root, "timezone"));
        var week = Week(at, Child(root, "hours"));
        var days = Days(at, Child(root, "days"));
        return rules with
        {
            Hours = week is null ? rules.Hours : new StaffedHours(zone, week, days),
            Offers = Flag(at, Child(root, "offers"), rules.Offers),
            AcceptWithin = Span(at, Child(root, "accept-within"), rules.AcceptWithin, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)),
            LeaseGrace = Span(at, Child(root, "lease-grace"), rules.LeaseGrace, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)),
            RelaxAfter = Span(at, Child(root, "relax-skills-after"), rules.RelaxAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
            RiseEvery = Span(at, Child(root, "rise-every"), rules.RiseEvery, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
            Weights = Weights(at, Child(root, "weights"), rules.Weights),
        };
    }

    private static TimeZoneInfo Zone(Place at, YamlNode? node)
    {
        if (node is null) return TimeZoneInfo.Utc;
        var text = Text(node);
        if (text is ['+' or '-', ..] && TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14))
        {
            var signed = text[0] == '-' ? -offset : offset;
            return TimeZoneInfo.CreateCustomTimeZone(text, signed, text, text);
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone)) return zone;
        at.Add(node, $"'{text}' is no time zone of this machine; write an offset such as +08:00, or install time zone data");
        return TimeZoneInfo.Utc;
    }

    private static Dictionary<DayOfWeek, IReadOnlyList<StaffedWindow>>? Week(Place at, YamlNode? node)
    {
        if (node is null) return null;
        var week = new Dictionary<DayOfWeek, IReadOnlyList<StaffedWindow>>();
        foreach (var (key, value) in Map(at, node, "hours", "monday: [\"09:00-18:00\"]"))
        {
            if (Enum.TryParse<DayOfWeek>(Text(key), ignoreCase: true, out var day) && Enum.IsDefined(day) && !char.IsDigit(Text(key)[0])) week[day] = Windows(at, value);
            else at.Add(key, $"'{Text(key)}' is no day of the week; write monday to sunday");
        }

        return week;
    }

    private static Dictionary<DateOnly, IReadOnlyList<StaffedWindow>> Days(Place at, YamlNode? node)
    {
        var days = new Dictionary<DateOnly, IReadOnlyList<StaffedWindow>>();
        if (node is null) return days;
        foreach (var (key, value) in Map(at, node, "days", "2027-01-01: []"))
        {
            if (DateOnly.TryParseExact(Text(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) days[day] = Windows(at, value);
            else at.Add(key, $"'{Text(key)}' is no day; write it as 2027-01-01");
        }

        return days;
    }

    private static StaffedWindow[] Windows(Place at, YamlNode node)
    {
        if (node is not YamlSequenceNode { Children.Count: <= MostWindows } list)
        {
            at.Add(node, $"windows are a list of at most {MostWindows}, such as [\"09:00-12:00\", \"13:30-18:00\"], or [] for nobody");
            return [];
        }

        var windows = new List<StaffedWindow>();
        foreach (var item in list.Children)
        {
            var parts = Text(item).Split('-');
            if (parts.Length != 2 || Minute(parts[0]) is not { } from || Minute(parts[1]) is not { } to || from >= to)
                at.Add(item, $"'{Text(item)}' is no window; write it as \"09:00-12:00\", from the earlier to the later; one over midnight is two");
            else if (windows.Count > 0 && windows[^1].ToMinute > from) at.Add(item, $"'{Text(item)}' begins before the window in front of it ends; put them in order and apart");
            else windows.Add(new StaffedWindow(from, to));
        }

        return [.. windows];
    }

    private static int? Minute(string text)
    {
        text = text.Trim();
        if (text == "24:00") return MinutesOfDay;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute : null;
    }

    private static Dictionary<TicketKind, int> Weights(Place at, YamlNode? node, IReadOnlyDictionary<TicketKind, int> defaults)
    {
        var weights = new Dictionary<TicketKind, int>(defaults);
        if (node is null) return weights;
        foreach (var (key, value) in Map(at, node, "weights", "take-over: 2"))
        {
            if (!Kinds.TryGetValue(Text(key), out var kind)) at.Add(key, $"there is no kind '{Text(key)}', but {string.Join(", ", Kinds.Keys)}");
            else if (int.TryParse(Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out var weight) && weight is >= 1 and <= 100) weights[kind] = weight;
            else at.Add(value, $"'{Text(value)}' is no weight; write a whole number from 1 to 100");
        }

        return weights;
    }

    private static bool Flag(Place at, YamlNode? node, bool otherwise)
    {
        if (node is null) return otherwise;
        if (Text(node) is "true" or "false") return Text(node) == "true";
        at.Add(node, $"'{Text(node)}' is neither true nor false");
        return otherwise;
    }

    private static TimeSpan Span(Place at, YamlNode? node, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (node is null) return otherwise;
        var text = Text(node);
        TimeSpan? unit = text is [.., var last] ? last switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        }
        : null;
        if (unit is { } one && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000 && one * count is var span && span >= least && span <= most)
            return span;
        at.Add(node, $"'{text}' is no span from {Words(least)} to {Words(most)}; write a whole number and s, m, h or d, such as 30s");
        return otherwise;
    }

    private static string Words(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0}d"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0}h"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0}s"),
    };

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Map(Place at, YamlNode node, string name, string example)
    {
        if (node is YamlMappingNode map) return map.Children;
        at.Add(node, $"'{name}' is a map, such as {example}");
        return [];
    }

    private static YamlNode? Child(YamlMappingNode root, string key) => root.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    /// <summary>Where errors go.</summary>
    private sealed class Place(string file, List<string> errors)
    {
        public void Add(YamlNode node, string problem) => errors.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{node.Start.Line}: {problem}."));
    }
}
