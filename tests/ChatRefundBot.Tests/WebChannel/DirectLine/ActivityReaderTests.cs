using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.WebChannel.DirectLine;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.DirectLine;

public sealed class ActivityReaderTests
{
    [Theory]
    [InlineData("""{"type":"conversationUpdate","membersAdded":[{"id":"bot"}]}""")]
    [InlineData("""{"type":"endOfConversation"}""")]
    [InlineData("""{"type":"Message","text":"x"}""")]
    [InlineData("""{"text":"x"}""")]
    [InlineData("{}")]
    public void Only_messages_typing_and_events_are_taken(string json) => Assert.Equal(400, Assert.Throws<RefusedException>(() => Read(json)).Problem.Status);

    [Fact]
    public void A_text_beyond_the_bound_is_refused() =>
        Assert.Equal(413, Assert.Throws<RefusedException>(() => Read($$"""{"type":"message","text":"{{new string('x', 101)}}"}""")).Problem.Status);

    [Fact]
    public void A_message_has_the_identity_that_its_client_gave_it()
    {
        var first = Read("""{"type":"message","text":"a","channelData":{"clientActivityID":"c-1"}}""");

        Assert.Equal(first.Id, Read("""{"type":"message","text":"b","channelData":{"clientActivityID":"c-1"}}""").Id);
        Assert.NotEqual(first.Id, Read("""{"type":"message","text":"a","channelData":{"clientActivityID":"c-2"}}""").Id);
        Assert.NotEqual(Read("""{"type":"message","text":"a"}""").Id, Read("""{"type":"message","text":"a"}""").Id);
        Assert.NotEqual(Read("""{"type":"message","channelData":{"clientActivityID":7}}""").Id, Read("""{"type":"message","channelData":{"clientActivityID":7}}""").Id);
    }

    [Fact]
    public void A_button_is_a_tap_whose_label_is_kept_for_the_echo()
    {
        var (message, echo) = ActivityReader.MessageOf(Read("""{"type":"message","text":"同意","value":{"key":"agree","prompt":"q0.1"},"channelData":{"clientActivityID":"c"}}"""));

        Assert.Equal(new IncomingMessage.Tap("agree", "q0.1"), message);
        Assert.Contains("同意", echo, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"message","text":"yes","value":{"other":1}}""", "yes")]
    [InlineData("""{"type":"message","text":"yes","value":{"key":7}}""", "yes")]
    [InlineData("""{"type":"message","value":"posted back"}""", "posted back")]
    [InlineData("""{"type":"message","value":{"a":1},"channelData":{"postBack":true}}""", "")]
    [InlineData("""{"type":"message","text":null}""", "")]
    [InlineData("""{"type":"message","value":"\ud800"}""", "")]
    public void Everything_else_is_text(string json, string text) => Assert.Equal(new IncomingMessage.Text(text), ActivityReader.MessageOf(Read(json)).Message);

    [Fact]
    public void What_was_typed_is_never_kept_a_second_time_where_it_cannot_be_masked()
    {
        var (_, echo) = ActivityReader.MessageOf(Read("""{"type":"message","text":"my-password","value":{"x":"my-password"},"channelData":{"clientActivityID":"c"}}"""));

        Assert.DoesNotContain("my-password", echo, StringComparison.Ordinal);
    }

    [Fact]
    public void What_steers_Web_Chat_is_taken_out_and_the_rest_goes_back_unchanged()
    {
        Assert.Equal(
            """{"clientActivityID":"c","a":[1,{"b":"é"}]}""",
            Read("""{"type":"message","channelData":{"clientActivityID":"c","webchat:sequence-id":5,"WebChat:styles":{},"a":[1,{"b":"é"}],"__proto__":{"x":1}}}""").ChannelData!.Value.Text);
        Assert.Equal("""{ "x" : 1 }""", Read("""{"type":"message","channelData":{ "x" : 1 }}""").ChannelData!.Value.Text);
        Assert.Null(Read("""{"type":"message","channelData":[1]}""").ChannelData);
    }

    [Fact]
    public void Data_beyond_its_bound_shrinks_to_the_identity()
    {
        var long1 = Read($$$"""{"type":"message","channelData":{"clientActivityID":"c","x":"{{{new string('x', 5000)}}}"}}""");

        Assert.Equal("""{"clientActivityID":"c"}""", long1.ChannelData!.Value.Text);
        Assert.Null(Read($$"""{"type":"event","name":"n","value":"{{new string('x', 5000)}}"}""").Value);
    }

    private static ReceivedActivity Read(string json) => ActivityReader.Read(JsonSerializer.Deserialize(json, WireJson.Plain.IncomingActivity), 100);
}
