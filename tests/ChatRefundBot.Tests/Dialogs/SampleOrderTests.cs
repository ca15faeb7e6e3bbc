using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>Every order of the sample shop, through the real dialog: what docs/sample-orders.md promises comes about.</summary>
public sealed class SampleOrderTests
{
    /// <summary>Rules that a sample order is for and that a buyer alone does not reach, each with what it needs.</summary>
    private static readonly Dictionary<string, string> NeedMoreThanTheBuyer = new(StringComparer.Ordinal)
    {
        ["R35"] = "that the region or the steps are wrong is an agent's finding from the screenshot",
        ["R37"] = "the seller has to have been asked first; the golden chat 'screenshot-with-caption' goes there",
        ["R38"] = "the seller has to admit the fault, which needs the seller's own sign-in",
        ["R39"] = "the seller has to have been asked first; the golden chat 'seller-silent' goes there",
        ["R40"] = "what the goods are like is an agent's finding from the screenshot",
        ["R41"] = "what the goods are like is an agent's finding from the screenshot",
        ["R42"] = "what the goods are like is an agent's finding from the screenshot",
    };

    /// <summary>Where the dialog goes while what it needs is missing: to a person, or to the seller first.</summary>
    private static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["R35"] = "R36",
        ["R40"] = "R43",
        ["R41"] = "R43",
        ["R42"] = "R43",
    };

    [Fact]
    public async Task Every_sample_order_reaches_the_rules_that_its_description_names()
    {
        var reached = await WalkAllAsync();
        var wrong = new List<string>();
        foreach (var (sample, rules) in reached)
        {
            // Orders of one buyer show a rule together: which of them is the fourth depends on the order in which they are taken.
            var ofBuyer = reached.Where(r => sample.Answer is not null && r.Sample.Answer == sample.Answer).SelectMany(r => r.Rules).Intersect(["R07", "R61"]);
            var listed = sample.Rules.ToHashSet(StringComparer.Ordinal);
            var instead = listed.Where(Instead.ContainsKey).Select(r => Instead[r]);
            var missing = listed.Except(rules).Except(ofBuyer).Where(r => !NeedMoreThanTheBuyer.ContainsKey(r)).ToList();
            var others = rules.Except(listed).Except(instead).ToList();
            if (missing.Count + others.Count > 0)
                wrong.Add($"{sample.Order.Id.Value} ({sample.ShowsEnglish}; {sample.SayEnglish}): not reached {string.Join(' ', missing)}; not listed {string.Join(' ', others)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Rules_that_are_said_to_need_more_than_the_buyer_are_not_reached_by_the_buyer_alone()
    {
        var rules = (await WalkAllAsync()).SelectMany(r => r.Rules).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(NeedMoreThanTheBuyer.Keys.Intersect(rules));
    }

    /// <summary>Each order with pictures and without, and with each choice that its description names, on a desk per way.</summary>
    private static async Task<List<(SampleOrder Sample, HashSet<string> Rules)>> WalkAllAsync()
    {
        List<(SampleOrder Sample, HashSet<string> Rules)> reached = [];
        foreach (var hasPictures in new[] { true, false })
        {
            for (var way = 0; way < 2; way++)
            {
                await using var desk = await TestDesk.StartAsync();
                if (reached.Count == 0) reached.AddRange(desk.Orders.Select(o => (o, new HashSet<string>(StringComparer.Ordinal))));
                for (var i = 0; i < desk.Orders.Length; i++)
                {
                    var ways = SampleOrderWalk.ChoicesOf(desk.Orders[i]).ToList();
                    if (way < ways.Count) reached[i].Rules.UnionWith(await new SampleOrderWalk(desk, desk.Orders[i], ways[way], hasPictures).GoAsync($"test:{i}"));
                }
            }
        }

        Assert.True(reached.Count >= 73, "the sample shop has become smaller");
        return reached;
    }
}
