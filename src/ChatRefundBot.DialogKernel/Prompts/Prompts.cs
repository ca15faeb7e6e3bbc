using System.Globalization;
using ChatRefundBot.DialogKernel.Messages;

namespace ChatRefundBot.DialogKernel.Prompts;

/// <summary>Asks for words.</summary>
public sealed record TextPrompt : Prompt<string>
{
    /// <summary>Longest answer in characters; a longer one is asked for again with <see cref="TooLong"/>.</summary>
    public int MaxLength { get; init; } = 1000;

    public string? TooLong { get; init; }

    public override bool IsFreeText => true;

    public override Reading<string> Read(PromptInput input) =>
        input.Text.Length == 0 ? Reading<string>.No()
        : input.Text.Length > MaxLength ? Reading<string>.No(TooLong)
        : Reading<string>.Of(input.Text);
}

/// <summary>Asks for one of the buttons; the answer is its key.</summary>
public sealed record ChoicePrompt : Prompt<string>
{
    public override bool ReadsButtons => true;

    public override Reading<string> Read(PromptInput input) => input.Button is { } key ? Reading<string>.Of(key) : Reading<string>.No();
}

/// <summary>Asks yes or no; the buttons have the keys <see cref="Yes"/> and <see cref="No"/>.</summary>
public sealed record ConfirmPrompt : Prompt<bool>
{
    public const string Yes = "yes";
    public const string No = "no";

    public override bool ReadsButtons => true;

    public override Reading<bool> Read(PromptInput input) => input.Button switch
    {
        Yes => Reading<bool>.Of(true),
        No => Reading<bool>.Of(false),
        _ => Reading<bool>.No(),
    };
}

/// <summary>Asks for a whole number.</summary>
public sealed record NumberPrompt : Prompt<long>
{
    public long Min { get; init; }
    public long Max { get; init; } = long.MaxValue;

    public override bool NumbersAreChoices => false;

    public override Reading<long> Read(PromptInput input) =>
        long.TryParse(input.Text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value >= Min && value <= Max
            ? Reading<long>.Of(value)
            : Reading<long>.No();
}

/// <summary>Asks for a sum of money with at most two decimals; a currency sign or word around it is passed over.</summary>
public sealed record AmountPrompt : Prompt<decimal>
{
    private static readonly string[] Around = ["¥", "￥", "元", "块", "rmb", "cny", "yuan"];

    /// <summary>Largest sum that makes sense, included.</summary>
    public decimal Max { get; init; } = decimal.MaxValue;

    public override bool NumbersAreChoices => false;

    public override Reading<decimal> Read(PromptInput input)
    {
        var text = input.Text.ToLowerInvariant();
        foreach (var word in Around) text = text.Replace(word, "", StringComparison.Ordinal);
        text = text.Replace(",", "", StringComparison.Ordinal).Trim();
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value > 0 && value <= Max && decimal.Round(value, 2) == value
            ? Reading<decimal>.Of(value)
            : Reading<decimal>.No();
    }
}

/// <summary>Asks for a point in time, read in the shop's time zone. Never one in the future.</summary>
public sealed record DateTimePrompt : Prompt<DateTimeOffset>
{
    /// <summary>Offset of the shop's time zone; China has had none but this since 1991.</summary>
    public TimeSpan Offset { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Said when the time lies in the future.</summary>
    public string? InFuture { get; init; }

    public override Reading<DateTimeOffset> Read(PromptInput input)
    {
        var local = input.Now.ToOffset(Offset);
        if (SpokenTime.Parse(input.Text, local) is not { } time) return Reading<DateTimeOffset>.No();
        // A minute's grace: the buyer reads a clock that may run ahead of ours.
        return time > input.Now + TimeSpan.FromMinutes(1) ? Reading<DateTimeOffset>.No(InFuture) : Reading<DateTimeOffset>.Of(time.ToUniversalTime());
    }
}

/// <summary>Asks for pictures or files.</summary>
public sealed record AttachmentPrompt : Prompt<IReadOnlyList<Attachment>>
{
    public override bool TakesMedia => true;

    public override Reading<IReadOnlyList<Attachment>> Read(PromptInput input) =>
        input.Attachments.Count > 0 ? Reading<IReadOnlyList<Attachment>>.Of(input.Attachments) : Reading<IReadOnlyList<Attachment>>.No();
}
