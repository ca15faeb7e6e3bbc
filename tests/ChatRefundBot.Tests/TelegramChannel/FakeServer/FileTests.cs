using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Xunit;

namespace ChatRefundBot.Tests.TelegramChannel.FakeServer;

/// <summary>How files are fetched, from the public server and from a private one.</summary>
public sealed class FileTests
{
    [Fact]
    public async Task A_file_of_more_than_20_MB_is_too_big()
    {
        await using var site = await ApiSite.StartAsync();
        var mei = site.Api.NewUser();
        var (fits, tooBig) = (mei.SendDocument([1], "a.png", claimedSize: 20 << 20), mei.SendDocument([1], "b.png", claimedSize: 21 << 20));

        Assert.Equal(20 << 20, (await site.Bot.GetFile(fits.FileId!, ApiSite.Token)).FileSize);
        Assert.Equal("Bad Request: file is too big", (await Assert.ThrowsAsync<ApiRequestException>(() => site.Bot.GetFile(tooBig.FileId!, ApiSite.Token))).Message);
    }

    [Fact]
    public async Task A_path_lives_for_an_hour_and_its_errors_come_in_the_envelope()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { Clock = clock });
        var sent = site.Api.NewUser().SendPhoto(SamplePicture.Png());
        var path = (string)(await site.CallAsync("getFile", new { file_id = sent.FileId }))["result"]!["file_path"]!;
        Assert.Equal(200, (await site.SendAsync(HttpMethod.Get, $"/file/bot{site.Api.Token}/{path}")).Status);
        Assert.Equal(1, site.Api.Files.Served);

        clock.Advance(TimeSpan.FromMinutes(61));

        var (status, body) = await site.SendAsync(HttpMethod.Get, $"/file/bot{site.Api.Token}/{path}");
        Assert.Equal((404, "Not Found"), (status, (string?)JsonNode.Parse(body)!["description"]));
    }

    [Fact]
    public async Task A_private_server_names_a_file_in_its_directory_and_serves_none()
    {
        using var directory = new TemporaryDirectory();
        await using var site = await ApiSite.StartAsync(new FakeBotApiOptions { LocalFilesDirectory = directory.FullPath });
        var sent = site.Api.NewUser().SendDocument([1, 2, 3], "big.png", "image/png");
        var file = await site.Bot.GetFile(sent.FileId!, ApiSite.Token);

        Assert.True(Path.IsPathRooted(file.FilePath) && file.FilePath!.StartsWith(directory.FullPath, StringComparison.Ordinal), file.FilePath);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(file.FilePath, ApiSite.Token));
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Get, $"/file/bot{site.Api.Token}/{file.FilePath}")).Status);
        Assert.Equal(404, (await site.SendAsync(HttpMethod.Get, $"/file/bot{site.Api.Token}/documents/file_0.png")).Status);
    }

    [Fact]
    public async Task A_download_can_break_in_the_middle_or_fail()
    {
        await using var site = await ApiSite.StartAsync();
        var sent = site.Api.NewUser().SendPhoto(SamplePicture.Png());
        site.Api.Faults.NextFile(new Fault.DroppedMidBody());
        site.Api.Faults.NextFile(Fault.Restart);

        await Assert.ThrowsAnyAsync<Exception>(() => DownloadAsync());
        var failed = await Assert.ThrowsAsync<ApiRequestException>(() => DownloadAsync());
        Assert.Equal(500, failed.ErrorCode);
        Assert.Equal(site.Api.Files.Read(sent.FileId!), await DownloadAsync());

        async Task<byte[]> DownloadAsync()
        {
            using var content = new MemoryStream();
            await site.Bot.GetInfoAndDownloadFile(sent.FileId!, content, ApiSite.Token);
            return content.ToArray();
        }
    }
}
