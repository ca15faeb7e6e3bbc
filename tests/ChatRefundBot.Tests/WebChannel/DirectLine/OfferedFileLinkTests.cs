using System.Text;
using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.DirectLine;

public sealed class OfferedFileLinkTests
{
    private const string Conversation = "0123456789abcdef0123456789abcdef";
    private const string Case = "case-0123456789abcdef0123-zh";
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("the first key of this test, long enough");
    private static readonly byte[] NewerKey = Encoding.UTF8.GetBytes("the newer key of this test, long enough");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 8, 30, 0, TimeSpan.Zero));

    [Fact]
    public void A_link_leads_to_its_file_in_its_conversation_alone()
    {
        var token = TokenOf(Links(Key));

        Assert.True(Links(Key).IsGood(Conversation, Case, token));
        Assert.True(Links(NewerKey, Key).IsGood(Conversation, Case, token));
        Assert.False(Links(NewerKey).IsGood(Conversation, Case, token));
        Assert.False(Links(Key).IsGood(new string('f', 32), Case, token));
        Assert.False(Links(Key).IsGood(Conversation, Case.Replace("zh", "en", StringComparison.Ordinal), token));
        Assert.False(Links(Key).IsGood(Conversation, "case-ffffffffffffffffffff-zh", token));
    }

    [Fact]
    public void A_link_is_good_for_two_hours_at_least_and_three_at_most()
    {
        var token = TokenOf(Links(Key));

        _clock.Advance(TimeSpan.FromHours(2));
        Assert.True(Links(Key).IsGood(Conversation, Case, token));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(Links(Key).IsGood(Conversation, Case, token));
    }

    [Fact]
    public void A_guessed_or_changed_link_leads_nowhere()
    {
        var links = Links(Key);
        var token = TokenOf(links);

        foreach (var bad in new[] { "", "x", "..", token[1..], token + "A", new string('A', token.Length), new string('=', token.Length) })
            Assert.False(links.IsGood(Conversation, Case, bad));
        for (var i = 0; i < token.Length - 1; i++)
            Assert.False(links.IsGood(Conversation, Case, token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]));
        Assert.False(links.IsGood(Conversation, new string('c', 500), token));
    }

    private static string TokenOf(OfferedFileLinks links)
    {
        var path = links.PathOf(Conversation, Case);
        return path[(path.LastIndexOf('/') + 1)..];
    }

    private OfferedFileLinks Links(params byte[][] keys) => new(new SigningKeys(keys), _clock);
}
