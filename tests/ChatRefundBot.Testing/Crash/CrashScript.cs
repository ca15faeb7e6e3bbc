using System.Collections.Immutable;
using System.Globalization;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Testing.Crash;

/// <summary>A buyer's side of a whole refund conversation, as texts that need no answer to be known.</summary>
/// <param name="Order">The sample order it is about; each conversation of a round has its own.</param>
public sealed record CrashScript(ConversationId Conversation, string Order, ImmutableArray<string> Texts)
{
    /// <summary>Channel of these conversations; an outbox handler of its kind carries the answers out.</summary>
    public const string Channel = "crash";

    private static readonly (string Order, string Answer)[] Orders =
    [
        ("YKATF7HUVMJJ0001", "1161"), ("863341846544930002", "1298"), ("YKM38KJZS5MK0003", "1435"), ("860275649580010004", "1572"),
        ("YKJBFGY2UFVZ0005", "1709"), ("860111988631070006", "1846"), ("YKZ8ZBPBNXZS0007", "1983"), ("867312244360360008", "2120"),
        ("YKUZKMW8AWGV0009", "2257"), ("868215182235270010", "2394"), ("YKSEAUSN96EX0059", "9107"), ("YK2AKXWTHEW40071", "0751"),
    ];

    /// <summary>The conversations of a round: consent, order, proof, product, issue, verdict, progress, a person, and words for them.</summary>
    public static ImmutableArray<CrashScript> Round { get; } =
    [
        .. Orders.Select((o, i) => new CrashScript(
            new ConversationId(string.Create(CultureInfo.InvariantCulture, $"{Channel}:{i + 1}")), o.Order,
            ["你好", "同意", o.Order, o.Answer, "是", "没用想退", "进度", "你们还在吗", "转人工", "请快一点", "排队", "谢谢"])),
    ];

    /// <summary>The channel's id of the message at a place.</summary>
    public static string IdOf(int place) => string.Create(CultureInfo.InvariantCulture, $"m{place + 1}");
}
