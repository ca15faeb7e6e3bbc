using System.Text.Json;
using ChatRefundBot.TelegramChannel.Intake;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel;

/// <summary>What an update is about, whatever state it is in.</summary>
public sealed class UpdateKeyTests
{
    private const string Chat = "\"chat\":{\"id\":42,\"type\":\"private\"}";

    [Fact]
    public void A_message_is_the_same_under_another_number_and_another_one_at_another_time()
    {
        var first = Private($$$"""{"update_id":7,"message":{"message_id":5,"date":100,{{{Chat}}},"text":"a"}}""");
        var again = Private($$$"""{"update_id":9000,"message":{"message_id":5,"date":100,{{{Chat}}},"text":"a"}}""");
        var later = Private($$$"""{"update_id":7,"message":{"message_id":5,"date":101,{{{Chat}}},"text":"a"}}""");

        Assert.Equal(first, again);
        Assert.NotEqual(first.Id, later.Id);
        Assert.Equal(42, first.Chat);
    }

    [Fact]
    public void Edits_of_one_second_are_told_apart_by_their_words()
    {
        var a = Private($$$"""{"update_id":1,"edited_message":{"message_id":5,"date":100,"edit_date":110,{{{Chat}}},"text":"a"}}""");
        var b = Private($$$"""{"update_id":2,"edited_message":{"message_id":5,"date":100,"edit_date":110,{{{Chat}}},"text":"b"}}""");
        Assert.NotEqual(a.Id, b.Id);
    }

    [Theory]
    [InlineData("""{"update_id":1,"message":{"message_id":"x"}}""")]
    [InlineData("""{"message":{}}""")]
    [InlineData("""{"update_id":"1"}""")]
    [InlineData("""{"update_id":1,"callback_query":{"id":7}}""")]
    [InlineData("""{"update_id":1,"my_chat_member":{"chat":{"id":1,"type":"private"}}}""")]
    [InlineData("[]")]
    [InlineData("7")]
    public void What_cannot_be_read_is_said_to_be_so(string json) => Assert.IsType<UpdateKey.Unreadable>(Of(json));

    [Fact]
    public void Groups_channels_and_unknown_kinds_are_no_buyers()
    {
        Assert.Equal(new UpdateKey.Group(-5, true), Of("""{"update_id":1,"message":{"message_id":5,"date":1,"chat":{"id":-5,"type":"supergroup"}}}"""));
        Assert.Equal(new UpdateKey.Group(-5, false), Of("""{"update_id":1,"my_chat_member":{"chat":{"id":-5,"type":"group"},"new_chat_member":{"status":"kicked"}}}"""));
        Assert.IsType<UpdateKey.Other>(Of("""{"update_id":1,"poll_answer":{}}"""));
    }

    private static UpdateKey.Private Private(string json) => Assert.IsType<UpdateKey.Private>(Of(json));

    private static UpdateKey Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return UpdateKey.Of(document.RootElement);
    }
}
