using System.Text.Json;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Sessions;
using ChatRefundBot.WebChannel.Tokens;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.DirectLine;

public sealed class ActivityMapperTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 16, 0, 0, TimeSpan.FromHours(8));
    private static readonly WebConversation Conversation = new() { Id = "0123456789abcdef0123456789abcdef", User = "dl_1", StartedAt = At };

    private static readonly SigningKeys Keys = new([new byte[32]]);

    private readonly ActivityMapper _mapper = new(new AttachmentLinks(Keys, TimeProvider.System), new OfferedFileLinks(Keys, TimeProvider.System));

    [Fact]
    public void A_file_that_the_desk_offers_is_an_attachment_with_a_link_of_its_own()
    {
        var file = new OutgoingFile("case-0123-zh", "RF-20261122-0001.html", "text/html");
        var activity = Map(new TranscriptEntry(At, Author.Bot, null, "m1", null, new OutgoingMessage.Say { Text = "材料", File = file }, null, Language.Chinese))!;

        var attachment = Assert.Single(activity.Attachments!);
        Assert.Equal(("text/html", "RF-20261122-0001.html"), (attachment.ContentType, attachment.Name));
        Assert.Contains($"/v3/directline/files/{Conversation.Id}/case-0123-zh/", attachment.ContentUrl, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ConversationMode.Bot, ConversationMode.Queued, """{"state":"queued"}""")]
    [InlineData(ConversationMode.Queued, ConversationMode.Offered, null)]
    [InlineData(ConversationMode.Offered, ConversationMode.Agent, """{"state":"accepted","agent":"小林"}""")]
    [InlineData(ConversationMode.Agent, ConversationMode.Bot, """{"state":"completed"}""")]
    [InlineData(ConversationMode.Agent, ConversationMode.Closed, """{"state":"completed"}""")]
    [InlineData(ConversationMode.Queued, ConversationMode.Bot, null)]
    [InlineData(ConversationMode.Bot, ConversationMode.Closed, null)]
    public void A_change_of_who_answers_is_an_event_when_buyers_see_a_difference(ConversationMode from, ConversationMode to, string? value)
    {
        var activity = Map(new TranscriptEntry(At, Author.System, "小林", "m1", null, null, null, Language.Chinese, new OwnerChange(from, to)));

        Assert.Equal(value, activity?.Value?.Text);
        if (activity is not null) Assert.Equal(("event", "handoff.status", "bot"), (activity.Type, activity.Name, activity.From.Role));
    }

    [Fact]
    public void An_agent_is_told_from_the_desk_and_from_other_agents()
    {
        var (lin, chen) = (Map(Said(Author.Agent, "小林"))!, Map(Said(Author.Agent, "小陈"))!);

        Assert.Equal(("小林", "bot"), (lin.From.Name, lin.From.Role));
        Assert.StartsWith("agent:", lin.From.Id, StringComparison.Ordinal);
        Assert.NotEqual(lin.From.Id, chen.From.Id);
        Assert.Equal("""{"author":"agent"}""", lin.ChannelData!.Value.Text);
        Assert.Equal(("desk", "退款服务台"), (Map(Said(Author.Bot, null))!.From.Id, Map(Said(Author.Bot, null))!.From.Name));
    }

    [Fact]
    public void The_same_entry_is_always_the_same_activity()
    {
        var (first, second) = (Map(Said(Author.Bot, null)), Map(Said(Author.Bot, null)));

        Assert.Equal(JsonSerializer.Serialize(first!, WireJson.Plain.Activity), JsonSerializer.Serialize(second!, WireJson.Plain.Activity));
        Assert.Equal($"{Conversation.Id}|0000007", first!.Id);
        Assert.Equal("2026-11-22T08:00:00.0000000Z", first.Timestamp);
    }

    [Fact]
    public void What_opened_the_chat_is_no_message()
    {
        Assert.Null(Map(new TranscriptEntry(At, Author.Buyer, null, "m1", new IncomingMessage.Opened("en"), null)));
        Assert.Null(_mapper.Map(Conversation, new Incoming("m1", Conversation.Conversation, At, null, new IncomingMessage.PageContext("x", null)), "http://x"));
    }

    private static TranscriptEntry Said(Author author, string? name) =>
        new(At, author, name, "m1", null, new OutgoingMessage.Say { Text = "您好" }, null, author == Author.Bot ? Language.Chinese : null);

    private Activity? Map(TranscriptEntry entry) => _mapper.Map(Conversation, entry, 7, "http://desk.example");
}
