using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.WebChannel;
using Xunit;

namespace ChatRefundBot.IntegrationTests.WebChannel;

/// <summary>Files on their way in, and out again.</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private const long SmallFile = 300_000;

    private WebSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await WebSite.StartAsync(new WebSiteOptions
    {
        Limits = new WebLimits { FileBytes = SmallFile, FilesPerMessage = 3, FilesPerConversation = 5 },
    });

    [Fact]
    public async Task Several_pictures_are_one_message_and_load_without_a_token()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var stream = await buyer.OpenAsync();
        using var form = Form("""{"type":"message","text":"看这里","channelData":{"clientActivityID":"u-1","attachmentSizes":[1,2]},"attachments":[{"contentType":"image/png","thumbnailUrl":"data:image/png;base64,AAAA","contentUrl":"http://evil.example/x.png"}],"from":{"id":"desk","role":"bot"}}""",
            ("upload-ä 截图.png", "image/png", SamplePicture.Png()), ("b.png", "image/png", SamplePicture.Png(shade: 9)));
        using var response = await buyer.SendAsync(HttpMethod.Post, "/upload?userId=somebody-else", form);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var id = (await WebBuyer.ReadAsync(response)).GetProperty("id").GetString();

        var echo = await stream.UntilAsync(a => a.GetProperty("id").GetString() == id);
        Assert.Equal("看这里", WebBuyer.Text(echo));
        Assert.Equal("user", echo.GetProperty("from").GetProperty("role").GetString());
        Assert.DoesNotContain("thumbnailUrl", echo.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("evil", echo.GetRawText(), StringComparison.Ordinal);
        var attachments = echo.GetProperty("attachments").EnumerateArray().ToList();
        Assert.Equal(["upload-ä 截图.png", "b.png"], attachments.Select(a => a.GetProperty("name").GetString()));
        Assert.StartsWith(_site.Address.GetLeftPart(UriPartial.Authority), attachments[0].GetProperty("contentUrl").GetString(), StringComparison.Ordinal);

        using var picture = await _site.Client.GetAsync(attachments[0].GetProperty("contentUrl").GetString(), Token);
        Assert.Equal(SamplePicture.Png(), await picture.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", picture.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", picture.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("inline", picture.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Theory]
    [InlineData("x.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("x.png", "image/png", "<!doctype html><script>alert(1)</script>")]
    [InlineData("x.html", "text/html", "<html><script>alert(1)</script></html>")]
    public async Task What_is_no_picture_by_its_bytes_is_a_download_and_the_desk_says_so(string name, string type, string content)
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        await buyer.SayAsync("同意");
        using var response = await UploadAsync(buyer, (name, type, Encoding.UTF8.GetBytes(content)));
        var id = (await WebBuyer.ReadAsync(response)).GetProperty("id").GetString();
        var url = (await EchoAsync(buyer, id)).GetProperty("attachments")[0].GetProperty("contentUrl").GetString();
        using var file = await _site.Client.GetAsync(url, Token);

        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_kept_and_the_buyer_hears_why()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        await ToEvidenceAsync(buyer);
        using var response = await UploadAsync(buyer, ("big.png", "image/png", new byte[SmallFile + 1]), ("ok.png", "image/png", SamplePicture.Png()));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        await buyer.HearsAsync("big.png");
        await buyer.HearsAsync("收到了，一共1张");
        var echo = await EchoAsync(buyer, (await WebBuyer.ReadAsync(response)).GetProperty("id").GetString());
        Assert.False(echo.GetProperty("attachments")[0].TryGetProperty("contentUrl", out _));
        Assert.True(echo.GetProperty("attachments")[1].TryGetProperty("contentUrl", out _));
    }

    [Fact]
    public async Task More_files_than_a_message_or_a_conversation_takes_are_not_kept()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        await ToEvidenceAsync(buyer);
        var four = Enumerable.Range(0, 4).Select(i => ($"p{i}.png", "image/png", SamplePicture.Png(shade: (byte)i))).ToArray();
        using var first = await UploadAsync(buyer, four);
        var one = await EchoAsync(buyer, (await WebBuyer.ReadAsync(first)).GetProperty("id").GetString());
        Assert.Equal([true, true, true, false], one.GetProperty("attachments").EnumerateArray().Select(a => a.TryGetProperty("contentUrl", out _)));
        await buyer.HearsAsync("收不下更多文件了，p3.png");

        using var second = await UploadAsync(buyer, [.. four.Take(3)]);
        var two = await EchoAsync(buyer, (await WebBuyer.ReadAsync(second)).GetProperty("id").GetString());
        Assert.Equal([true, true, false], two.GetProperty("attachments").EnumerateArray().Select(a => a.TryGetProperty("contentUrl", out _)));
    }

    [Fact]
    public async Task An_upload_sent_again_is_one_message()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        var ids = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            using var form = Form("""{"type":"message","channelData":{"clientActivityID":"again"}}""", ("a.png", "image/png", SamplePicture.Png()));
            using var response = await buyer.SendAsync(HttpMethod.Post, "/upload", form);
            ids.Add((await WebBuyer.ReadAsync(response)).GetProperty("id").GetString());
        }

        Assert.Equal(ids[0], ids[1]);
        await EchoAsync(buyer, ids[0]);
        Assert.Single((await buyer.PollAsync("0")).Activities, a => a.GetProperty("id").GetString() == ids[0]);
    }

    [Fact]
    public async Task A_body_that_is_one_file_is_one_file()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        using var content = new ByteArrayContent(SamplePicture.Png());
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        content.Headers.TryAddWithoutValidation("Content-Disposition", "name=\"file\"; filename=\"alone.png\"");
        using var response = await buyer.SendAsync(HttpMethod.Post, "/upload", content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var echo = await EchoAsync(buyer, (await WebBuyer.ReadAsync(response)).GetProperty("id").GetString());
        Assert.Equal(1, echo.GetProperty("attachments").GetArrayLength());
    }

    [Fact]
    public async Task A_damaged_upload_is_refused_and_says_nothing()
    {
        var buyer = await WebBuyer.StartAsync(_site.Client);
        foreach (var (type, body) in new[]
        {
            ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nbreaks off"),
            ("multipart/form-data; boundary=b", "--b--\r\n"), ("multipart/form-data", "x"),
            ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"activity\"\r\n\r\n{nonsense\r\n--b--\r\n"),
            ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"activity\"\r\n\r\n{\"type\":\"conversationUpdate\"}\r\n--b--\r\n"),
        })
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await buyer.SendAsync(HttpMethod.Post, "/upload", content);
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, response.StatusCode));
        }

        Assert.DoesNotContain((await buyer.PollAsync()).Activities, a => a.GetProperty("from").GetProperty("role").GetString() == "user");
    }

    [Fact]
    public async Task Another_conversations_token_uploads_nothing_and_guessed_links_lead_nowhere()
    {
        var (one, two) = (await WebBuyer.StartAsync(_site.Client), await WebBuyer.StartAsync(_site.Client));
        using var response = await one.SendAsync(HttpMethod.Post, "/upload", Form(null, ("a.png", "image/png", SamplePicture.Png())), two.Bearer);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);

        using var good = await UploadAsync(one, ("a.png", "image/png", SamplePicture.Png()));
        var url = (await EchoAsync(one, (await WebBuyer.ReadAsync(good)).GetProperty("id").GetString())).GetProperty("attachments")[0].GetProperty("contentUrl").GetString()!;
        foreach (var bad in new[] { url.Replace(one.Conversation, two.Conversation, StringComparison.Ordinal), url[..^3] + "AAA", url + "A", $"{_site.Address}v3/directline/attachments/{one.Conversation}/..%2f..%2fetc%2fpasswd" })
        {
            using var refused = await _site.Client.GetAsync(bad, Token);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    public async ValueTask DisposeAsync() => await _site.DisposeAsync();

    /// <summary>Up to where a picture is asked for.</summary>
    private static async Task ToEvidenceAsync(WebBuyer buyer)
    {
        foreach (var (text, answer) in new[]
        {
            ("同意", "请发送订单号"), ("867548490010480038", "查询密码"), ("6230", "铁羽长空"), ("是", "问题"), ("与描述不符", ""),
        })
        {
            await buyer.SayAsync(text);
            if (answer.Length > 0) await buyer.HearsAsync(answer);
        }

        await buyer.HearsAsync("截图");
    }

    private static Task<HttpResponseMessage> UploadAsync(WebBuyer buyer, params (string Name, string Type, byte[] Bytes)[] files) => buyer.SendAsync(HttpMethod.Post, "/upload", Form(null, files));

    private static async Task<JsonElement> EchoAsync(WebBuyer buyer, string? id)
    {
        for (var i = 0; i < 100; i++)
        {
            var found = (await buyer.PollAsync("0")).Activities.FirstOrDefault(a => a.GetProperty("id").GetString() == id);
            if (found.ValueKind == JsonValueKind.Object) return found;
            await Task.Delay(50, Token);
        }

        throw new InvalidOperationException("The upload never came back.");
    }

    /// <summary>As browsers write it: names in raw UTF-8, the activity as a part with a type of its own.</summary>
    private static ByteArrayContent Form(string? activity, params (string Name, string Type, byte[] Bytes)[] files)
    {
        using var body = new MemoryStream();
        if (activity is not null) Part("activity", "blob", "application/vnd.microsoft.activity", Encoding.UTF8.GetBytes(activity));
        foreach (var (name, type, bytes) in files) Part("file", name, type, bytes);
        Write("--boundary-of-this-test--\r\n");
        var content = new ByteArrayContent(body.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=boundary-of-this-test");
        return content;

        void Part(string field, string name, string type, byte[] bytes)
        {
            Write($"--boundary-of-this-test\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {type}\r\n\r\n");
            body.Write(bytes);
            Write("\r\n");
        }

        void Write(string text) => body.Write(Encoding.UTF8.GetBytes(text));
    }
}
