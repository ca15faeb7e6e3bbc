namespace ChatRefundBot.DialogKernel.Storage;

/// <summary>What may name something in a store. Both implementations build their keys from these names and rely on it.</summary>
public static class StoreNameRules
{
    /// <summary>Longest id, member, index, counter or topic, in UTF-16 characters.</summary>
    public const int MaxLength = 200;

    /// <summary>Refuses a kind that is not lower-case letters, digits and <c>-</c>.</summary>
    /// <exception cref="ArgumentException">The kind breaks the rule.</exception>
    public static void CheckKind(string kind)
    {
        if (string.IsNullOrEmpty(kind) || kind.Length > MaxLength)
            throw new ArgumentException($"A kind has 1 to {MaxLength} characters.", nameof(kind));
        foreach (var c in kind)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                throw new ArgumentException($"The kind \"{kind}\" has a character other than a-z, 0-9 and '-'.", nameof(kind));
        }
    }

    /// <summary>Refuses a text that is empty, too long, not well-formed UTF-16 or has control characters.</summary>
    /// <exception cref="ArgumentException">The text breaks the rule.</exception>
    public static void CheckText(string text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
            throw new ArgumentException($"An id, member, index, counter or topic has 1 to {MaxLength} characters.", nameof(text));
        var span = text.AsSpan();
        if (span.ContainsAnyInRange('\u0000', '\u001f') || span.ContainsAnyInRange('\u007f', '\u009f'))
            throw new ArgumentException("An id, member, index, counter or topic has no control characters.", nameof(text));
        // Half a surrogate pair is replaced when written as UTF-8, so two names would become one.
        if (span.ContainsAnyInRange('\ud800', '\udfff') && !IsWellFormed(span))
            throw new ArgumentException("An id, member, index, counter or topic is well-formed UTF-16.", nameof(text));
    }

    /// <summary>Refuses a document whose kind or id breaks a rule.</summary>
    public static void Check(DocumentKey key)
    {
        CheckKind(key.Kind);
        CheckText(key.Id);
    }

    /// <summary>Refuses a log whose kind or id breaks a rule.</summary>
    public static void Check(LogKey log)
    {
        CheckKind(log.Kind);
        CheckText(log.Id);
    }

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
