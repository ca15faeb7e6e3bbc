using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>What the makers of cards share.</summary>
internal static class Cards
{
    /// <summary>
    /// Adds a row whose value the message's text says; any other is left out, so that wording which a support lead shortens never
    /// leaves a card that tells more than its text.
    /// </summary>
    public static void AddSaid(this List<CardRow> rows, string text, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value) && text.Contains(value, StringComparison.OrdinalIgnoreCase)) rows.Add(new CardRow(label, value));
    }
}

/// <summary>Keys of the labels of cards' rows; checked at start.</summary>
internal static class CardTexts
{
    public const string Order = "label.order";
    public const string Product = "label.product";
    public const string Amount = "label.amount";
    public const string Paid = "label.paid";
    public const string Type = "label.type";
    public const string Delivery = "label.delivery";
    public const string Case = "label.case";
    public const string Problem = "label.problem";
    public const string Story = "label.story";
    public const string ErrorTime = "label.error-time";
    public const string ErrorCode = "label.error-code";
    public const string Evidence = "label.evidence";
    public const string AnswerBy = "label.answer-by";
    public const string DoneBy = "label.done-by";
    public const string AgreedTime = "label.agreed-time";
    public const string Progress = "label.progress";
    public const string Ahead = "label.ahead";
}
