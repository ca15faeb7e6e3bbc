using System.Security.Cryptography;
using System.Text;

namespace ChatRefundBot.Refunds.Orders;

/// <summary>Whether an answer proves that an order is the answerer's. Counting tries is the caller's part.</summary>
public static class OrderOwnership
{
    /// <summary>Longer answers are wrong without being looked at.</summary>
    public const int LongestAnswer = 256;

    // Checked where an order has no query password, so that the time taken does not tell which orders have one.
    private static readonly QueryPasswordHash Decoy = QueryPasswordHash.Create("no order has this", new byte[16]);

    /// <summary>
    /// True when the answer is a whole contact of the order, the last four characters of one, or its query password.
    /// </summary>
    /// <param name="order">Null for an order that was not found: same work, false, so that unknown and foreign orders look alike.</param>
    /// <param name="answer">What the buyer typed; case, spaces and full-width characters do not matter in contacts.</param>
    /// <remarks>
    /// The last four of an email are those before the @: every address ends in much the same four. Contacts with fewer than six
    /// characters to choose from match only whole. The work does not depend on which form matched; only one answer comes out.
    /// </remarks>
    public static bool Matches(Order? order, string? answer)
    {
        if (string.IsNullOrWhiteSpace(answer) || answer.Length > LongestAnswer)
            return false;
        var contact = order?.Contact ?? new OrderContact();
        var given = Digest(Plain(answer));
        var givenDigits = Digest(WithoutCountry(DigitsOnly(Plain(answer))));
        var email = Plain(contact.Email);
        var other = Plain(contact.Other);
        var phone = WithoutCountry(DigitsOnly(Plain(contact.Phone)));

        var matched = Same(given, email);
        matched |= Same(given, LastFour(BeforeAt(email)));
        matched |= Same(given, other);
        matched |= Same(given, LastFour(other));
        matched |= Same(givenDigits, phone);
        matched |= Same(given, LastFour(phone));
        // A match shows by itself, so it may be quick; what must not be told apart is why an answer failed.
        return matched || ((contact.QueryPassword ?? Decoy).Verify(answer) & contact.QueryPassword is not null);
    }

    /// <summary>True when the order was placed by this Telegram user; the id must come from Telegram itself.</summary>
    public static bool IsTelegramBuyer(Order? order, long telegramUserId) => order?.Buyer.TelegramUserId == telegramUserId;

    /// <summary>True when the order was placed by this user of the shop; the id must come from a verified identity token.</summary>
    public static bool IsShopBuyer(Order? order, string shopUserId) => Same(Digest(shopUserId), order?.Buyer.ShopUserId ?? "");

    private static bool Same(byte[] given, string expected)
    {
        // The digests make every comparison one of 32 bytes; an absent contact is compared too and then discarded.
        var equal = CryptographicOperations.FixedTimeEquals(given, Digest(expected));
        return equal & expected.Length > 0;
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static string Plain(string? text) => text is null
        ? ""
        : string.Concat(text.Where(character => !char.IsWhiteSpace(character)).Select(ToAscii)).ToLowerInvariant();

    private static string DigitsOnly(string text) => text.All(IsPhoneCharacter) ? string.Concat(text.Where(char.IsAsciiDigit)) : "";

    private static bool IsPhoneCharacter(char character) => char.IsAsciiDigit(character) || character is '+' or '-' or '(' or ')';

    private static string WithoutCountry(string phone) => phone.Length == 13 && phone.StartsWith("86", StringComparison.Ordinal) ? phone[2..] : phone;

    private static string BeforeAt(string email) => email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? email[..at] : email;

    private static string LastFour(string text) => text.Length >= 6 ? text[^4..] : "";

    private static char ToAscii(char character) => character is >= '\uFF01' and <= '\uFF5E' ? (char)(character - 0xFEE0) : character;
}
