using ChatRefundBot.WebChannel;
using ChatRefundBot.WebChannel.Limits;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatRefundBot.Tests.WebChannel.Limits;

public sealed class RateGateTests
{
    private static readonly Rate TwoASecond = new(PerSecond: 2, Burst: 3, LongestDelay: TimeSpan.FromSeconds(1));

    private readonly FakeTimeProvider _clock = new();
    private readonly RateGate _gate;

    public RateGateTests() => _gate = new RateGate(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_burst_passes_the_next_ones_wait_and_who_would_wait_too_long_is_refused()
    {
        for (var i = 0; i < 3; i++) Assert.True(await _gate.PassAsync("k", "a", TwoASecond, Token));
        var (fourth, fifth) = (_gate.PassAsync("k", "a", TwoASecond, Token).AsTask(), _gate.PassAsync("k", "a", TwoASecond, Token).AsTask());

        Assert.False(await _gate.PassAsync("k", "a", TwoASecond, Token));
        Assert.False(fourth.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(501));
        Assert.True(await fourth);
        Assert.False(fifth.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(await fifth);
    }

    [Fact]
    public async Task Nobody_waits_for_another_name_or_kind()
    {
        while (_gate.TryPass("k", "a", TwoASecond))
        {
        }

        Assert.True(await _gate.PassAsync("k", "b", TwoASecond, Token));
        Assert.True(await _gate.PassAsync("other", "a", TwoASecond, Token));
    }

    [Fact]
    public void In_the_long_run_the_rate_holds()
    {
        var passed = 0;
        for (var i = 0; i < 1000; i++)
        {
            if (_gate.TryPass("k", "a", TwoASecond)) passed++;
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.InRange(passed, 100, 104);
    }

    [Fact]
    public async Task A_rest_gives_the_burst_back_also_after_names_were_forgotten()
    {
        while (_gate.TryPass("k", "a", TwoASecond))
        {
        }

        _clock.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 3; i++) Assert.True(await _gate.PassAsync("k", "a", TwoASecond with { LongestDelay = TimeSpan.Zero }, Token));
        Assert.False(_gate.TryPass("k", "a", TwoASecond));
    }
}
