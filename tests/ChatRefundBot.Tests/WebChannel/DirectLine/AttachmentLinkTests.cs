using System.Text;
using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Tokens;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.DirectLine;

public sealed class AttachmentLinkTests
{
    private const string Conversation = "0123456789abcdef0123456789abcdef";
    private static readonly string Hash = new('a', 64);
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("the first key of this test, long enough");
    private static readonly byte[] NewerKey = Encoding.UTF8.GetBytes("the newer key of this test, long enough");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_link_leads_to_its_file_in_its_conversation_alone()
    {
        var name = Name(Links(Key).PathOf(Conversation, Hash));

        Assert.Equal(Hash, Links(Key).Read(Conversation, name));
        Assert.Null(Links(Key).Read(new string('f', 32), name));
        Assert.Null(Links(NewerKey).Read(Conversation, name));
        Assert.Equal(Hash, Links(NewerKey, Key).Read(Conversation, name));
    }

    [Fact]
    public void A_link_stays_the_same_for_a_day_and_ends_after_a_week()
    {
        var links = Links(Key);
        var path = links.PathOf(Conversation, Hash);

        _clock.Advance(TimeSpan.FromHours(10));
        Assert.Equal(path, links.PathOf(Conversation, Hash));
        _clock.Advance(TimeSpan.FromDays(AttachmentLinks.LifeDays));
        Assert.Equal(Hash, links.Read(Conversation, Name(path)));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(links.Read(Conversation, Name(path)));
    }

    [Fact]
    public void A_guessed_or_changed_link_leads_nowhere()
    {
        var links = Links(Key);
        var name = Name(links.PathOf(Conversation, Hash));

        foreach (var bad in new[] { "", "x", "..", "../../etc/passwd", Hash, name[1..], name + "A", name.ToUpperInvariant(), new string('A', name.Length), new string('=', name.Length) })
            Assert.Null(links.Read(Conversation, bad));
        for (var i = 0; i < name.Length - 1; i++)
            Assert.Null(links.Read(Conversation, name[..i] + (name[i] == 'A' ? 'B' : 'A') + name[(i + 1)..]));
    }

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private AttachmentLinks Links(params byte[][] keys) => new(new SigningKeys(keys), _clock);
}
