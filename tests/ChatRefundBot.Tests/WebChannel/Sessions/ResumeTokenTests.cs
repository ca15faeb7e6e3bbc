using ChatRefundBot.WebChannel.Sessions;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.Sessions;

public sealed class ResumeTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private readonly WebConversation _started = ResumeTokens.Add(
        new WebConversation { Id = "0123456789abcdef0123456789abcdef", User = "dl_1", StartedAt = Now }, "a", null, Now);

    [Fact]
    public void A_token_is_over_once_the_one_given_for_it_is_used()
    {
        var used = ResumeTokens.Use(_started, "a", "b", Now)!;
        Assert.NotNull(ResumeTokens.Use(used, "a", "x", Now));

        var again = ResumeTokens.Use(used, "b", "c", Now)!;
        Assert.Null(ResumeTokens.Use(again, "a", "x", Now));
        Assert.NotNull(ResumeTokens.Use(again, "b", "x", Now));
        Assert.NotNull(ResumeTokens.Use(again, "c", "x", Now));
    }

    [Fact]
    public void A_used_token_is_good_for_a_day_at_most_and_a_fresh_one_for_thirty()
    {
        var used = ResumeTokens.Use(_started, "a", "b", Now)!;

        Assert.Null(ResumeTokens.Use(used, "a", "x", Now.AddDays(1)));
        Assert.NotNull(ResumeTokens.Use(used, "b", "x", Now.AddDays(29)));
        Assert.Null(ResumeTokens.Use(used, "b", "x", Now.AddDays(30)));
    }

    [Fact]
    public void Using_a_token_twice_does_not_make_it_live_longer()
    {
        var used = ResumeTokens.Use(_started, "a", "b", Now)!;
        var twice = ResumeTokens.Use(used, "a", "c", Now.AddHours(23))!;

        Assert.Null(ResumeTokens.Use(twice, "a", "x", Now.AddHours(24)));
    }

    [Fact]
    public void Forgetting_a_device_ends_its_tokens_and_no_other_devices()
    {
        var two = ResumeTokens.Add(ResumeTokens.Use(_started, "a", "b", Now)!, "phone", null, Now);
        var ended = ResumeTokens.Revoke(two, "b")!;

        Assert.Null(ResumeTokens.Use(ended, "a", "x", Now));
        Assert.Null(ResumeTokens.Use(ended, "b", "x", Now));
        Assert.NotNull(ResumeTokens.Use(ended, "phone", "x", Now));
        Assert.Equal(two.Generation + 1, ended.Generation);
        Assert.Null(ResumeTokens.Revoke(two, "unknown"));
    }

    [Fact]
    public void What_is_kept_stays_small_and_holds_no_token()
    {
        var many = _started;
        for (var i = 0; i < 100; i++) many = ResumeTokens.Add(many, $"token-{i}", null, Now);

        Assert.Equal(WebConversation.MostResumes, many.Resumes.Count);
        Assert.DoesNotContain(many.Resumes, r => r.Hash.Contains("token", StringComparison.Ordinal));
        Assert.NotNull(ResumeTokens.Use(many, "token-99", "x", Now));
    }
}
