namespace ChatRefundBot.WebChannel.Sessions;

/// <summary>What the widget's page sends to begin or go on.</summary>
/// <param name="Resume">The resume token of the last session on this device; null when it has none.</param>
/// <param name="Identity">The shop's JWT for its signed-in buyer; null for an anonymous one.</param>
/// <param name="Locale">BCP 47 tag; null: the browser's languages count.</param>
internal sealed record SessionRequest(string? Resume, string? Identity, string? Locale);

/// <param name="ExpiresIn">Seconds that the token is good for.</param>
/// <param name="Resume">To be kept in place of the one sent.</param>
/// <param name="Continues">Name of the channel that the conversation can be taken to; null when there is none.</param>
/// <param name="Resumed">True when the resume token sent was taken up.</param>
internal sealed record SessionAnswer(string ConversationId, string Token, int ExpiresIn, string Resume, string StreamUrl, bool Resumed, string? Continues = null);
