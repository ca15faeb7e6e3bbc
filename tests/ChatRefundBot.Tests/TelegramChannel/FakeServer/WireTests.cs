using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>The ways a call can be made, and what a call of the client package looks like.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task Query_form_json_and_multipart_are_the_same_call_and_the_methods_case_does_not_matter()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        var path = $"/bot{site.Api.Token}/SENDmessage";

        await site.SendAsync(HttpMethod.Get, $"{path}?chat_id={mei.Id}&text=%E9%80%80%E6%AC%BE%201");
        await site.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent([new("chat_id", $"{mei.Id}"), new("text", "退款 2")]));
        await site.SendAsync(HttpMethod.Post, path, new StringContent($$"""{"chat_id":"{{mei.Id}}","text":"\u9000款 3"}""", Encoding.UTF8, "application/json"));
        using var parts = new MultipartFormDataContent { { new StringContent($"{mei.Id}"), "chat_id" }, { new StringContent("退款 4"), "text" } };
        await site.SendAsync(HttpMethod.Post, path, parts);

        Assert.Equal(["退款 1", "退款 2", "退款 3", "退款 4"], (await mei.NextAsync(4)).Select(m => m.Text));
    }

    [Fact]
    public async Task The_package_sends_json_and_uploads_in_chunks_with_our_settings()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        await site.Bot.SendMessage(mei.Id, "<i>é</i>", Telegram.Bot.Types.Enums.ParseMode.Html, cancellationToken: ApiSite.Token);
        await site.Bot.SendDocument(mei.Id, InputFile.FromStream(new MemoryStream([7]), "скрин.png"), disableContentTypeDetection: true, cancellationToken: ApiSite.Token);

        var text = Assert.Single(site.Api.Calls.Of("sendMessage"));
        Assert.True(text.Chunked);
        Assert.Equal("application/json; charset=utf-8", text.ContentType);
        Assert.Equal($$"""{"chat_id":{{mei.Id}},"text":"\u003Ci\u003E\u00E9\u003C/i\u003E","parse_mode":"Html"}""", text.Body);
        var upload = Assert.Single(site.Api.Calls.Of("sendDocument"));
        Assert.StartsWith("multipart/form-data; boundary=", upload.ContentType, StringComparison.Ordinal);
        Assert.Equal(("attach://0", "True"), (upload["document"], upload["disable_content_type_detection"]));
        var file = Assert.Single(upload.Files);
        Assert.Equal(("0", "скрин.png", "application/octet-stream"), (file.Field, file.FileName, file.ContentType));
        Assert.Equal("скрин.png", (await mei.NextAsync(2))[1].Media!.FileName);
    }

    [Fact]
    public async Task Unknown_methods_and_parameters_are_told_of()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = await site.StartedUserAsync();
        Assert.Equal("Not Found: method not found", (string?)(await site.CallAsync("sendMassage"))["description"]);
        site.Api.Calls.Where(c => c.Is("sendMassage")).Single(c => c.Oddities.Contains("unknown method"));

        await site.CallAsync("sendMessage", new { chat_id = mei.Id, text = "x", pasre_mode = "HTML" });

        Assert.Equal(["'pasre_mode' is no parameter of sendMessage"], site.Api.Calls.Of("sendMessage").Single().Oddities);
        Assert.Throws<InvalidOperationException>(site.Api.Calls.AssertClean);
    }

    [Theory]
    [InlineData("/", 404, "Not Found")]
    [InlineData("/botnotoken/getMe", 404, "Not Found")]
    [InlineData("/bot1:wrong/getMe", 401, "Unauthorized")]
    [InlineData("/file/bot1:wrong/photos/file_0.jpg", 401, "Unauthorized")]
    public async Task Wrong_paths_and_tokens_are_answered_in_the_envelope(string path, int status, string description)
    {
        await using var site = await ApiSite.StartAsync();

        var (code, body) = await site.SendAsync(HttpMethod.Post, path);

        var answer = JsonNode.Parse(body)!;
        Assert.Equal((status, false, status, description), (code, (bool)answer["ok"]!, (int)answer["error_code"]!, (string)answer["description"]!));
    }

    [Fact]
    public async Task A_revoked_token_is_401_from_then_on()
    {
        await using var site = await ApiSite.StartAsync();
        await site.Bot.GetMe(ApiSite.Token);
        site.Api.RenewToken();

        Assert.Equal(401, (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.GetMe(ApiSite.Token))).ErrorCode);
        Assert.Equal(site.Api.BotId, (await site.NewBot().GetMe(ApiSite.Token)).Id);
    }

    [Theory]
    [InlineData("application/json", "{\"text\":")]
    [InlineData("application/json", "[1]")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nno end")]
    [InlineData("multipart/form-data", "x")]
    public async Task A_body_that_is_broken_is_400(string type, string body)
    {
        await using var site = await ApiSite.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        Assert.Equal(400, (await site.SendAsync(HttpMethod.Post, $"/bot{site.Api.Token}/sendMessage", content)).Status);
    }

    [Fact]
    public async Task Text_that_is_no_utf_8_is_400()
    {
        await using var site = await ApiSite.StartAsync();
        using var content = new ByteArrayContent([(byte)'{', 0xFF, (byte)'}']);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var (status, body) = await site.SendAsync(HttpMethod.Post, $"/bot{site.Api.Token}/sendMessage", content);

        Assert.Equal((400, true), (status, body.Contains("strings must be encoded in UTF-8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_went_away_refuses_connections_and_comes_back_with_what_it_knew()
    {
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { TimeScale = 0 });
        var mei = await site.StartedUserAsync();
        var address = site.Api.Address;
        await site.Api.GoAwayAsync();
        mei.SendText("meanwhile");
        var refused = await Assert.ThrowsAsync<RequestException>(() => site.Bot.GetMe(ApiSite.Token));
        Assert.Null(refused.HttpStatusCode);

        await site.Api.ComeBackAsync();

        Assert.Equal(address, site.Api.Address);
        Assert.Equal("meanwhile", Assert.Single(await site.Bot.GetUpdates(cancellationToken: ApiSite.Token)).Message!.Text);
    }
}
