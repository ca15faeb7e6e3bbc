using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.IntegrationTests.Host;
using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>A host behind a webhook, killed while words, edits, pictures and albums are on their way: each takes effect once and in its place.</summary>
public sealed class WebhookCrashTests
{
    private const int Kills = 5;

    /// <summary>What each buyer sends before the end.</summary>
    private const int Updates = 11;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly string[] s_said = ["/start", "one", "two", "✎two, really", "1 pictures", "three", "3 pictures", "four", "1 pictures", "the end"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_was_sent_while_the_host_died_again_and_again_counts_once_and_in_order()
    {
        using var directory = new TemporaryDirectory();
        await using var api = await FakeBotApi.StartAsync(new FakeBotApiOptions { TimeScale = 0.1 });
        var url = $"http://127.0.0.1:{FreePort()}";
        var buyers = Enumerable.Range(1, 4).Select(n => api.EnglishBuyer($"B{n}")).ToList();
        var random = new Random(7);
        var talking = Task.WhenAll(buyers.Select((b, n) => TalkAsync(b, new Random(n))));
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var host = await StartAsync(directory.FullPath, api, url);
            var before = api.Webhook.Deliveries.Count(d => d.Failure is null);
            // Not before something has come through, so that each life does something; then at any moment.
            var wanted = Math.Min(before + 4, buyers.Count * Updates);
            await api.Webhook.UntilAsync(_ => api.Webhook.Deliveries.Count(d => d.Failure is null) >= wanted, s_patience);
            await Task.Delay(random.Next(400), Token);
        }

        await talking;
        await using (var survivor = await StartAsync(directory.FullPath, api, url))
        {
            await api.Updates.UntilConfirmedAsync(s_patience);
            foreach (var buyer in buyers)
            {
                buyer.SendText("the end");
                await api.Updates.UntilConfirmedAsync(s_patience);
            }

            await UntilQuietAsync(directory.FullPath);
            await survivor.StopAsync();
        }

        await using var store = Open(directory.FullPath);
        foreach (var buyer in buyers) Assert.Equal(s_said, await HeardAsync(store, TelegramDesk.ConversationOf(api, buyer)));
        Assert.Empty((await store.ReadAsync(StoreNames.DeadLetters, 0, int.MaxValue, Token)).Entries);
    }

    private static async Task TalkAsync(FakeTelegramUser buyer, Random random)
    {
        buyer.SendCommand("/start");
        await PauseAsync();
        buyer.SendText("one");
        var two = buyer.SendText("two");
        await PauseAsync();
        buyer.Edit(two.MessageId, "two, really");
        buyer.SendPhoto(SamplePicture.Png(64, 64, 1));
        await PauseAsync();
        buyer.SendText("three");
        buyer.SendAlbum(AlbumItem.Photo(SamplePicture.Png(64, 64, 2)), AlbumItem.Photo(SamplePicture.Png(64, 64, 3)), AlbumItem.Photo(SamplePicture.Png(64, 64, 4)));
        buyer.SendText("four");
        await PauseAsync();
        buyer.SendDocument(SamplePicture.Png(64, 64, 5), "last.png", "image/png");

        Task PauseAsync() => Task.Delay(random.Next(4000), Token);
    }

    /// <summary>What the desk heard of a buyer, in its order. An album that the host's death has cut in two is one all the same: its late parts follow it.</summary>
    private static async Task<List<string>> HeardAsync(SqliteStore store, ConversationId conversation)
    {
        var heard = new List<string>();
        var pictures = 0;
        foreach (var entry in (await store.ReadAsync(StoreNames.Transcript(conversation), 0, int.MaxValue, Token)).Entries)
        {
            switch (JsonSerializer.Deserialize(entry.Body.Span, KernelJson.Stored.TranscriptEntry)!.In)
            {
                case IncomingMessage.Text text:
                    Say(text.Value);
                    break;
                case IncomingMessage.Edited edit:
                    Say("✎" + edit.Value);
                    break;
                case IncomingMessage.Media media:
                    pictures += media.Attachments.Count(a => a.Refusal is null);
                    break;
            }
        }

        return heard;

        void Say(string words)
        {
            if (pictures > 0) heard.Add($"{pictures} pictures");
            pictures = 0;
            heard.Add(words);
        }
    }

    private static Task<RunningHost> StartAsync(string directory, FakeBotApi api, string url) => RunningHost.StartAsync(
        directory,
        [
            $"--Telegram:BotToken={api.Token}", $"--Telegram:ApiBaseUrl={api.Address}", "--Telegram:Mode=Webhook", $"--Telegram:WebhookUrl={url}/telegram/webhook",
            "--Telegram:WebhookSecret=s3cret", "--Language:Default=en", "--Logging:LogLevel:Default=Error",
        ],
        urls: url);

    private static async Task UntilQuietAsync(string directory)
    {
        await using var store = Open(directory);
        using var limit = new CancellationTokenSource(s_patience);
        for (var quiet = 0; quiet < 3;)
        {
            await Task.Delay(300, limit.Token);
            var left = 0L;
            foreach (var index in new[] { StoreNames.PendingTurns, StoreNames.PendingDeliveries, "telegram-inbox" }) left += await store.CountAsync(index, 0, long.MaxValue >> 11, Token);
            quiet = left == 0 ? quiet + 1 : 0;
        }
    }

    private static SqliteStore Open(string directory) =>
        new(new SqliteStoreOptions { DataDirectory = Path.Combine(directory, "data") }, TimeProvider.System, NullLogger<SqliteStore>.Instance);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
