using System.Text.Json;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Published;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.SqliteStorage;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatRefundBot.Tests.Host;

/// <summary>What the page of the published rules is made from, besides the rules.</summary>
public sealed class PublishedPageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", null, Language.Chinese)]
    [InlineData("", "en", Language.English)]
    [InlineData("", "en-GB,en;q=0.9,zh;q=0.8", Language.English)]
    [InlineData("", "zh-TW", Language.Chinese)]
    [InlineData("", "fr;q=0.9, zh;q=0.4, en;q=0.3", Language.Chinese)]
    [InlineData("", "fr-FR, de;q=0.7", Language.English)]
    [InlineData("", "fr, *;q=0.5", Language.Chinese)]
    [InlineData("", "zh;q=0, en", Language.English)]
    [InlineData("", ";;;", Language.Chinese)]
    [InlineData("?lang=en", "zh-CN", Language.English)]
    [InlineData("?lang=zh-CN", "en", Language.Chinese)]
    [InlineData("?lang=xx", "en", Language.English)]
    public void The_address_decides_on_the_language_then_the_browser_then_the_shop(string query, string? accepted, Language expected)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        if (accepted is not null) request.Headers.AcceptLanguage = accepted;
        Assert.Equal(expected, PageLanguage.Of(request, Language.Chinese));
    }

    [Fact]
    public async Task Figures_are_counted_once_in_five_minutes_and_belong_to_the_month_in_Shanghai()
    {
        CountingStore? store = null;
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions
        {
            Now = new DateTimeOffset(2026, 11, 18, 10, 0, 0, TimeSpan.FromHours(8)),
            Store = (clock, directory) => store = new CountingStore(new SqliteStore(
                new SqliteStoreOptions { DataDirectory = directory }, clock, NullLogger<SqliteStore>.Instance)),
        });
        using var figures = new PublishedFigures(desk.Store, desk.Clock, NullLogger<PublishedFigures>.Instance);
        Assert.Equal(new DateOnly(2026, 11, 1), figures.Offered()[0]);
        Assert.Equal(new DateOnly(2026, 6, 1), figures.Offered()[^1]);
        await KeepAsync(desk, 0, 7, new DateTimeOffset(2026, 10, 31, 16, 0, 0, TimeSpan.Zero));
        await KeepAsync(desk, 7, 6, new DateTimeOffset(2026, 10, 31, 15, 59, 59, TimeSpan.Zero));

        Assert.Equal(7, (await figures.OfAsync(new DateOnly(2026, 11, 1), Token))!.Cases.Count);
        Assert.Equal(6, (await figures.OfAsync(new DateOnly(2026, 10, 1), Token))!.Cases.Count);
        store!.Reset();
        await KeepAsync(desk, 13, 5, new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero));
        var kept = store.RoundTrips;
        for (var i = 0; i < 100; i++) Assert.Equal(7, (await figures.OfAsync(new DateOnly(2026, 11, 1), Token))!.Cases.Count);
        Assert.Equal(kept, store.RoundTrips);
        desk.Clock.Advance(PublishedFigures.Kept);
        Assert.Equal(12, (await figures.OfAsync(new DateOnly(2026, 11, 1), Token))!.Cases.Count);
    }

    private static async Task KeepAsync(TestDesk desk, int first, int count, DateTimeOffset at)
    {
        var unit = new CommitUnit();
        foreach (var id in Enumerable.Range(first, count).Select(i => $"{i:x20}"))
        {
            var kept = new RefundCase
            {
                Id = id,
                Number = "RF-20261118-0001",
                Conversation = "test:1",
                Order = "1",
                Claim = "UNUSED",
                OpenedAt = at,
                Status = CaseStatus.Collecting,
                ChangedAt = at,
                DueAt = at,
            };
            unit.Put(CaseFiles.Key(id), 0, JsonSerializer.SerializeToUtf8Bytes(kept, CaseJson.Stored.RefundCase));
            unit.SetIndex(CaseArchive.Index, id, at.ToUnixTimeMilliseconds());
        }

        Assert.IsType<CommitResult.Committed>(await desk.Store.CommitAsync(unit, Token));
    }
}
