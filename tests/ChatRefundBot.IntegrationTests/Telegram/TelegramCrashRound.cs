using System.Globalization;
using System.Text.Json;
using ChatRefundBot.DialogKernel;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.IntegrationTests.Host;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Storage;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Telegram;

/// <summary>What a round came to.</summary>
/// <param name="Marked">Sends that were made again after a crash, each with its mark.</param>
internal sealed record TelegramCrashReport(int Kills, int Chats, int Messages, int Answers, int Marked, IReadOnlyList<string> Lost, IReadOnlyList<string> Doubled)
{
    public bool IsGood => Lost.Count + Doubled.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"kills {Kills}, messages {Messages}, answers {Answers}, lost {Lost.Count}, doubled unmarked {Doubled.Count}, marked repeats {Marked}. {string.Join(" | ", Lost.Concat(Doubled).Take(10))}");
}

/// <summary>
/// Buyers write to a host that is killed again and again: at random moments, and at each step that the fake can see, which are an update
/// just handed out, a message on its way, and a message just taken. Then everything on the buyers' screens is held against the transcript.
/// </summary>
internal static class TelegramCrashRound
{
    private const string Mark = "（重发";
    private static readonly (string Order, string Proof)[] Orders = [("YKATF7HUVMJJ0001", "1161"), ("863341846544930002", "1298"), ("YKM38KJZS5MK0003", "1435"), ("860275649580010004", "1572")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TelegramCrashReport> RunAsync(int kills, int seed)
    {
        using var directory = new TemporaryDirectory();
        await using var api = await FakeBotApi.StartAsync(new FakeBotApiOptions { TimeScale = 0.1 });
        var random = new Random(seed);
        var talks = Orders.Select((o, i) => (User: api.NewUser($"Buyer {i}"), Texts: new[] { "/start", "同意", o.Order, o.Proof, "是", "没用想退", "进度", "你们还在吗", "转人工", "请快一点", "谢谢" })).ToList();
        var talking = Task.WhenAll(talks.Select(t => TalkAsync(t.User, t.Texts, new Random(seed + (int)(t.User.Id % 1000)), kills)));
        var killed = 0;
        while (killed < kills)
        {
            await using var host = await StartAsync(directory.FullPath, api);
            await MomentAsync(api, killed % 4, random);
            // Disposing of it is SIGKILL.
            killed++;
        }

        await talking;
        await using (var survivor = await StartAsync(directory.FullPath, api))
        {
            await api.Updates.UntilConfirmedAsync(TimeSpan.FromMinutes(1));
            await IdleAsync(directory.FullPath, api);
            await survivor.StopAsync();
        }

        return await AuditAsync(directory.FullPath, api, talks, killed);
    }

    private static Task<RunningHost> StartAsync(string directory, FakeBotApi api) => RunningHost.StartAsync(
        directory, [$"--Telegram:BotToken={api.Token}", $"--Telegram:ApiBaseUrl={api.Address}", "--Language:Default=zh-CN", "--Logging:LogLevel:Default=Error"]);

    /// <summary>Waits for the moment of the next kill.</summary>
    private static async Task MomentAsync(FakeBotApi api, int kind, Random random)
    {
        var since = api.Calls.All.Count;
        var next = kind switch
        {
            1 => api.Calls.UntilAsync(c => c.Sequence > since && c.Method == "sendMessage", TimeSpan.FromSeconds(6)),
            2 => api.Calls.UntilAsync(c => c.Sequence > since && c.Method == "getUpdates" && c.Body.Contains("offset", StringComparison.Ordinal), TimeSpan.FromSeconds(6)),
            _ => null,
        };
        try
        {
            if (next is not null) await next;
            // On its way: taken by the server, its answer not sent.
            else if (kind == 3) await api.Faults.Next("sendMessage", new Testing.Telegram.Faults.Fault.AppliedThenSilence()).UntilUsedAsync();
            else await Task.Delay(random.Next(2500), Token);
        }
        catch (TimeoutException)
        {
            // Nothing of the kind came about; then it dies at rest.
        }
    }

    private static async Task TalkAsync(FakeTelegramUser user, string[] texts, Random random, int kills)
    {
        foreach (var text in texts)
        {
            user.SendText(text);
            await Task.Delay(random.Next(kills * 600), Token);
        }
    }

    /// <summary>Until the bot has been silent for longer than anything waits.</summary>
    private static async Task IdleAsync(string directory, FakeBotApi api)
    {
        await using var store = Open(directory);
        for (var silent = 0; silent < 30;)
        {
            var before = api.Calls.Count("sendMessage");
            await Task.Delay(200, Token);
            var left = await store.CountAsync(StoreNames.PendingTurns, 0, long.MaxValue >> 11, Token) + await store.CountAsync(StoreNames.PendingDeliveries, 0, long.MaxValue >> 11, Token)
                + await store.CountAsync("telegram-inbox", 0, long.MaxValue >> 11, Token);
            silent = left == 0 && before == api.Calls.Count("sendMessage") ? silent + 10 : 0;
        }
    }

    private static SqliteStore Open(string directory) =>
        new(new SqliteStoreOptions { DataDirectory = Path.Combine(directory, "data") }, TimeProvider.System, NullLogger<SqliteStore>.Instance);

    private static async Task<TelegramCrashReport> AuditAsync(string directory, FakeBotApi api, List<(FakeTelegramUser User, string[] Texts)> talks, int kills)
    {
        var (lost, doubled, answers, marked) = (new List<string>(), new List<string>(), 0, 0);
        await using var store = Open(directory);
        foreach (var (user, texts) in talks)
        {
            var id = TelegramDesk.ConversationOf(api, user);
            var transcript = (await store.ReadAsync(StoreNames.Transcript(id), 0, int.MaxValue, Token)).Entries
                .Select(e => JsonSerializer.Deserialize(e.Body.Span, KernelJson.Stored.TranscriptEntry)!).ToList();
            // What proves ownership stands there hidden; its place and number count.
            var said = transcript.Where(t => t.In is IncomingMessage.Text).Select(t => ((IncomingMessage.Text)t.In!).Value).ToList();
            if (said.Count != texts.Length || said.Where((s, i) => s != texts[i] && !s.Contains('•', StringComparison.Ordinal)).Any())
                (said.Count > texts.Length ? doubled : lost).Add($"{user.FirstName} wrote {texts.Length}, the desk has {string.Join('/', said)}");
            var expected = transcript.Where(t => t.Out is not null).Select(t => t.Out!.Text.Trim()).ToList();
            var shown = user.Screen.Select(m => m.Text.Trim()).ToList();
            answers += expected.Count;
            marked += shown.Count(s => s.StartsWith(Mark, StringComparison.Ordinal));
            Compare(user.FirstName, expected, shown, lost, doubled);
        }

        var letters = await store.ReadAsync(StoreNames.DeadLetters, 0, int.MaxValue, Token);
        lost.AddRange(letters.Entries.Select(l => "dead letter " + System.Text.Encoding.UTF8.GetString(l.Body.Span)));
        return new TelegramCrashReport(kills, talks.Count, talks.Sum(t => t.Texts.Length), answers, marked, lost, doubled);
    }

    /// <summary>Every answer once and in order; a marked one may stand behind the same one, or in its place.</summary>
    private static void Compare(string who, List<string> expected, List<string> shown, List<string> lost, List<string> doubled)
    {
        var place = 0;
        foreach (var text in shown)
        {
            var isMarked = text.StartsWith(Mark, StringComparison.Ordinal);
            var plain = isMarked ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text;
            if (place < expected.Count && expected[place] == plain) place++;
            else if (isMarked && place > 0 && expected[place - 1] == plain) continue;
            else doubled.Add($"{who}: not expected at {place}: {plain[..Math.Min(30, plain.Length)]}");
        }

        if (place < expected.Count) lost.Add($"{who}: {expected.Count - place} answers did not arrive, the first is {expected[place][..Math.Min(30, expected[place].Length)]}");
    }
}
