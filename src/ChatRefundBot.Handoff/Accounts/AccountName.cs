using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatRefundBot.Handoff.Accounts;

/// <summary>
/// What an agent signs in with: 2 to 32 of a-z, 0-9, <c>.</c>, <c>_</c> and <c>-</c>, beginning with a letter and ending with a letter
/// or digit. Case does not count; it is kept in lower case.
/// </summary>
[JsonConverter(typeof(AccountNameConverter))]
public sealed record AccountName
{
    public const int MinLength = 2;
    public const int MaxLength = 32;

    private AccountName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Reads a name as somebody typed it; blanks around it do not count.</summary>
    public static AccountNameResult Parse(string? text)
    {
        var name = (text ?? "").Trim().ToLowerInvariant();
        if (Problem(name) is { } problem) return new AccountNameResult.Refused(problem);
        return new AccountNameResult.Good(new AccountName(name));
    }

    public override string ToString() => Value;

    private static string? Problem(string name)
    {
        if (name.Length is < MinLength or > MaxLength) return $"a name has {MinLength} to {MaxLength} characters";
        // Look-alike letters of other scripts would let one account pass for another.
        if (name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('.' or '_' or '-')))
            return "a name has only the letters a to z, digits, '.', '_' and '-'";
        if (!char.IsAsciiLetterLower(name[0])) return "a name begins with a letter";
        return char.IsAsciiLetterOrDigit(name[^1]) ? null : "a name ends with a letter or a digit";
    }
}

/// <summary>Answer to <see cref="AccountName.Parse"/>.</summary>
public abstract record AccountNameResult
{
    private AccountNameResult() { }

    public sealed record Good(AccountName Name) : AccountNameResult;

    /// <param name="Reason">The rule that is broken, as a sentence without its full stop.</param>
    public sealed record Refused(string Reason) : AccountNameResult;
}

internal sealed class AccountNameConverter : JsonConverter<AccountName>
{
    public override AccountName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AccountName.Parse(reader.GetString()) is AccountNameResult.Good good
            ? good.Name
            : throw new JsonException("An account's document has a name that breaks the rules of names.");

    public override void Write(Utf8JsonWriter writer, AccountName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
