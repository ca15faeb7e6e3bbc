using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.TelegramChannel.Chats;

namespace ChatRefundBot.TelegramChannel.Sending;

/// <summary>What a button says when it is tapped.</summary>
/// <param name="Prompt">The showing of the question that it belongs to, by which the desk tells stale taps apart.</param>
internal readonly record struct ButtonKey(string Prompt, string Choice);

/// <summary>
/// The data of buttons: question and choice, sealed for one chat, in at most 64 bytes. Nothing is kept for it, so that a button outlives
/// any crash, and one that was copied from another chat is none of ours.
/// </summary>
internal sealed class ButtonSeals(string botToken)
{
    /// <summary>Telegram's bound, in bytes of UTF-8.</summary>
    public const int MaxBytes = 64;

    private const int SealBytes = 6;

    private readonly byte[] _secret = HMACSHA256.HashData(Encoding.UTF8.GetBytes(botToken), "chatrefundbot telegram buttons"u8);

    /// <summary>Null when it would be too long; the answer can still be typed.</summary>
    public string? Make(ChatAddress chat, ButtonKey key)
    {
        var open = $"{key.Prompt}|{key.Choice}";
        var data = $"{open}|{Seal(chat, open)}";
        return Encoding.UTF8.GetByteCount(data) <= MaxBytes ? data : null;
    }

    /// <summary>Null for what was not made for this chat.</summary>
    public ButtonKey? Read(ChatAddress chat, string? data)
    {
        if (data is null || data.Length > MaxBytes) return null;
        var (first, last) = (data.IndexOf('|', StringComparison.Ordinal), data.LastIndexOf('|'));
        if (first <= 0 || last <= first + 1) return null;
        var seal = Encoding.UTF8.GetBytes(Seal(chat, data[..last]));
        return CryptographicOperations.FixedTimeEquals(seal, Encoding.UTF8.GetBytes(data[(last + 1)..])) ? new ButtonKey(data[..first], data[(first + 1)..last]) : null;
    }

    private string Seal(ChatAddress chat, string open) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{chat}|{open}")).AsSpan(0, SealBytes));
}
