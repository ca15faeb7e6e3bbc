using ChatRefundBot.WebChannel.Tokens;

namespace ChatRefundBot.WebChannel.Sessions;

/// <summary>
/// Resume tokens change with each use. The one used stays good until the one given for it is used, a day at most: an answer that got lost on
/// the way, or a second tab that opens in the same moment, must not cost a buyer their conversation.
/// </summary>
internal static class ResumeTokens
{
    public static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    /// <summary>The conversation after a token was used, or null when it is none of its living ones.</summary>
    public static WebConversation? Use(WebConversation conversation, string token, string next, DateTimeOffset now)
    {
        var hash = WebTokens.HashOf(token);
        var used = conversation.Resumes.FirstOrDefault(r => r.Hash == hash && r.EndsAt > now);
        if (used is null) return null;
        var rest = conversation.Resumes
            .Where(r => r.Hash != used.Parent && r.EndsAt > now)
            .Select(r => r == used ? r with { Parent = null, EndsAt = Sooner(r.EndsAt, now + Grace) } : r);
        return Add(conversation with { Resumes = [.. rest] }, next, hash, now);
    }

    /// <summary>The conversation with a further token, of a device that comes with no other.</summary>
    public static WebConversation Add(WebConversation conversation, string token, string? parent, DateTimeOffset now)
    {
        var made = new ResumeRecord(WebTokens.HashOf(token), parent, now + WebTokens.ResumeLife);
        return conversation with { Resumes = [.. conversation.Resumes.TakeLast(WebConversation.MostResumes - 1), made] };
    }

    /// <summary>The conversation after a device forgot it: the token, and those between which it was handed on, are no longer good.</summary>
    public static WebConversation? Revoke(WebConversation conversation, string token)
    {
        var hash = WebTokens.HashOf(token);
        if (conversation.Resumes.FirstOrDefault(r => r.Hash == hash) is not { } ended) return null;
        return conversation with
        {
            Generation = conversation.Generation + 1,
            Resumes = [.. conversation.Resumes.Where(r => r != ended && r.Hash != ended.Parent && r.Parent != ended.Hash)],
        };
    }

    private static DateTimeOffset Sooner(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
