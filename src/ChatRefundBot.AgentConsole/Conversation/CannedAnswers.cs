using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.AgentConsole.Words;

namespace ChatRefundBot.AgentConsole.Conversation;

/// <summary>
/// Answers that agents give often: the texts <c>canned.*</c> of the wording files, in the buyer's language, with <c>{case}</c>,
/// <c>{order}</c>, <c>{product}</c>, <c>{amount}</c>, <c>{due}</c> and <c>{agent}</c> filled in. One whose value is not known is left out.
/// </summary>
internal sealed class CannedAnswers(WordingCatalog wording)
{
    private const string Prefix = "canned.";

    public IEnumerable<string> For(WorkView view, string agent)
    {
        var language = view.State?.Language ?? Language.Chinese;
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["case"] = view.Case?.Number,
            ["order"] = view.Case?.Order,
            ["product"] = view.Order?.ProductName,
            ["amount"] = view.Order is { } order ? $"{order.AmountPaid.ToAmountString()} {order.AmountPaid.Currency}" : null,
            ["due"] = view.Case is { } found ? CaseWords.Time(found.DueAt) : null,
            ["agent"] = agent,
        };
        Arg[] args = [.. values.Where(v => v.Value is not null).Select(v => new Arg(v.Key, v.Value!))];
        return wording.Keys(language)
            .Where(key => key.StartsWith(Prefix, StringComparison.Ordinal) && wording.Template(language, key).Placeholders.All(p => values.GetValueOrDefault(p) is not null))
            .Order(StringComparer.Ordinal)
            .Select(key => wording.Text(language, key, args));
    }
}
