using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>Fetching files when the server is unwilling.</summary>
public sealed class FileTroubleTests
{
    [Fact]
    public async Task A_file_is_asked_for_again_when_the_server_says_so_and_not_before()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await IntakeTests.AtEvidenceAsync(api);
        api.Faults.Next("getFile", new Fault.RateLimited(4));

        mei.SendPhoto(SamplePicture.Png(shade: 50));

        await mei.UntilAsync(m => m.Text.Contains("images so far: 1", StringComparison.Ordinal));
        var calls = api.Calls.Of("getFile");
        Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromSeconds(3.9), $"asked again after {calls[1].At - calls[0].At}");
    }

    [Fact]
    public async Task Of_a_photo_the_largest_size_is_kept()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await IntakeTests.AtEvidenceAsync(api);

        var sent = mei.SendPhoto(SamplePicture.Png(1600, 1200, shade: 51), "the whole screen");

        await mei.UntilAsync(m => m.Text.Contains("images so far: 1", StringComparison.Ordinal));
        var kept = (await desk.TranscriptAsync(TelegramDesk.ConversationOf(api, mei))).Select(t => t.In).OfType<IncomingMessage.Media>().Single();
        Assert.Equal("the whole screen", kept.Caption);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(api.Files.Read(sent.FileId!))), kept.Attachments.Single().Sha256);
    }

    [Fact]
    public async Task A_server_that_was_restarted_in_the_middle_costs_no_picture()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await IntakeTests.AtEvidenceAsync(api);
        api.Faults.Next("getFile", Fault.Restart);
        api.Faults.NextFile(new Fault.DroppedMidBody());

        mei.SendDocument(SamplePicture.Png(shade: 52), "a.png", "image/png");

        await mei.UntilAsync(m => m.Text.Contains("images so far: 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_picture_in_a_format_that_the_desk_cannot_read_is_answered_with_what_to_do()
    {
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await IntakeTests.AtEvidenceAsync(api);

        mei.SendDocument("\0\0\0\u0018ftypheic\0\0\0\0mif1heic"u8.ToArray(), "IMG_1.HEIC", "image/heic");

        var answer = await mei.NextAsync();
        Assert.Contains("screenshot", answer.Text, StringComparison.OrdinalIgnoreCase);
    }
}
