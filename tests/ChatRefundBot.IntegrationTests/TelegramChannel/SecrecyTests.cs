using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ChatRefundBot.IntegrationTests.Telegram;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Telegram;
using ChatRefundBot.Testing.Telegram.Faults;
using Xunit;

namespace ChatRefundBot.IntegrationTests.TelegramChannel;

/// <summary>The token stays where it belongs, also where somebody listens to traces and metrics.</summary>
public sealed class SecrecyTests
{
    [Fact]
    public async Task The_token_is_in_no_trace_no_metric_no_log_and_no_readiness()
    {
        var heard = new ConcurrentQueue<string>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => heard.Enqueue($"{a.DisplayName} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Events.SelectMany(e => e.Tags))} {a.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(traces);
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<double>((i, _, tags, _) => heard.Enqueue($"{i.Name} {string.Join(' ', tags.ToArray())}"));
        meters.SetMeasurementEventCallback<long>((i, _, tags, _) => heard.Enqueue($"{i.Name} {string.Join(' ', tags.ToArray())}"));
        meters.Start();
        await using var api = await FakeBotApi.StartAsync();
        await using var desk = await TelegramDesk.StartAsync(api);
        var mei = await api.GreetedAsync();
        foreach (var fault in new Fault[] { new Fault.BadGatewayHtml(), new Fault.DroppedMidBody(), Fault.Unauthorized }) api.Faults.Next("getFile", fault);
        api.Faults.Next("sendMessage", new Fault.NotJson());
        api.Faults.Next("getUpdates", new Fault.DroppedBeforeAnswer(Applied: false));
        mei.SendPhoto(SamplePicture.Png(64, 64));
        mei.SendText("Agree");
        await mei.UntilAskedForOrderAsync(TimeSpan.FromSeconds(60));
        var report = await desk.ReportAsync();

        var secret = api.Token[(api.Token.IndexOf(':', StringComparison.Ordinal) + 1)..];
        Assert.NotEmpty(heard);
        Assert.DoesNotContain(heard, h => h.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(desk.Log.Entries, e => e.Message.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, report.ToString() + string.Join(' ', report.Notes), StringComparison.Ordinal);
        Assert.DoesNotContain(await desk.DeadLettersAsync(), l => l.Reason.Contains(secret, StringComparison.Ordinal));
    }
}
