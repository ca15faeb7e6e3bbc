using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Links;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.TelegramChannel.Chats;
using ChatRefundBot.TelegramChannel.Intake;

namespace ChatRefundBot.TelegramChannel.Links;

/// <summary>
/// Links that carry a conversation of another channel to Telegram: signed, good once and for a short while. The token says nothing of the
/// conversation; what is kept of it is its hash.
/// </summary>
internal sealed class ChatLinks(IStore store, TelegramChannelOptions options, TelegramStatus status, WordingCatalog wording, ShopLanguage shop, TimeProvider time) : IConversationLinks
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private const int RandomBytes = 16;
    private const int SealBytes = 12;

    private readonly byte[] _secret = HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.BotToken), "chatrefundbot telegram links"u8);

    public string Channel => ChatAddress.Channel;

    public bool IsOffered => options.IsOn && !status.IsRefused && status.BotName is { Length: > 0 };

    public async Task<Uri?> MakeAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        if (!IsOffered || status.BotName is not { } bot) return null;
        var random = RandomNumberGenerator.GetBytes(RandomBytes);
        var token = Base64Url.EncodeToString([.. random, .. Seal(random)]);
        var until = (time.GetUtcNow() + Life).ToUnixTimeMilliseconds();
        var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{until} {conversation}"));
        await store.CommitAsync(new CommitUnit().Put(KeyOf(token), 0, body), cancellationToken).ConfigureAwait(false);
        return new Uri($"https://t.me/{bot}?start={token}");
    }

    public async Task<LinkResult> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (!IsOurs(token)) return new LinkResult.Foreign();
        var key = KeyOf(token);
        if ((await store.GetAsync([key], cancellationToken).ConfigureAwait(false))[0] is not { } kept) return new LinkResult.Gone();
        var text = Encoding.UTF8.GetString(kept.Body.Span);
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        var until = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text.AsSpan(0, blank), CultureInfo.InvariantCulture));
        return until > time.GetUtcNow() ? new LinkResult.Good(new ConversationId(text[(blank + 1)..]), key, kept.Version) : new LinkResult.Gone();
    }

    /// <summary>Tells the buyer that a link is no longer good.</summary>
    public Action<CommitUnit> Notice(ChatAddress chat, MappedUpdate update)
    {
        var language = LanguageTags.Parse(update.Locale) ?? shop.Default;
        var say = new OutgoingMessage.Say { Text = wording.Text(language, TelegramTexts.LinkGone) };
        var entry = new OutboxEntry(update.Id + "#link", "send/" + ChatAddress.Channel, 0, time.GetUtcNow(), say, null) { Language = language };
        return unit => unit
            .Append(StoreNames.Outbox(chat.Conversation), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(entry, DialogKernel.KernelJson.Stored.OutboxEntry), entry.Key)
            // Due at once, unless somebody works there, who will find it.
            .Claim(StoreNames.PendingDeliveries, chat.ToString(), TimeSpan.Zero);
    }

    private static DocumentKey KeyOf(string token) => new("telegram-link", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 16)));

    private bool IsOurs(string token)
    {
        if (token.Length > 64 || !Base64Url.IsValid(token)) return false;
        var bytes = Base64Url.DecodeFromChars(token);
        return bytes.Length == RandomBytes + SealBytes && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(RandomBytes), Seal(bytes.AsSpan(0, RandomBytes)));
    }

    private ReadOnlySpan<byte> Seal(ReadOnlySpan<byte> random) => HMACSHA256.HashData(_secret, random).AsSpan(0, SealBytes);
}

/// <summary>What a token behind <c>/start</c> turned out to be.</summary>
internal abstract record LinkResult
{
    private LinkResult() { }

    /// <param name="Version">Delete the document with it in the step that follows the link: then nobody else can.</param>
    public sealed record Good(ConversationId Conversation, DocumentKey Key, long Version) : LinkResult;

    /// <summary>Ours, but used or too old.</summary>
    public sealed record Gone : LinkResult;

    public sealed record Foreign : LinkResult;
}
