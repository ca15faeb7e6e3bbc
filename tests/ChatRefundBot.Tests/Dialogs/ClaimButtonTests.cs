using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Products;
using ChatRefundBot.Testing.Chats;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>Which problems a buyer is offered for which goods.</summary>
public sealed class ClaimButtonTests
{
    private static readonly string[] All = ["NOT_RECEIVED", "INVALID", "NOT_AS_DESCRIBED", "WRONG_PRODUCT", "TOPUP_FAILED", "UNUSED", "OTHER"];

    [Fact]
    public async Task Every_problem_that_the_evidence_table_knows_for_the_goods_has_a_button_and_no_other()
    {
        await using var desk = await TestDesk.StartAsync();
        var policy = desk.Services.GetRequiredService<PolicyTables>().Current;
        var seen = new HashSet<EvidenceClass>();
        foreach (var sample in desk.Orders.Where(o => o.Answer is not null))
        {
            var type = policy.Products.Find(sample.Order.ProductType.ToFile())!;
            if (seen.Contains(type.Evidence) || await ButtonsAsync(desk, sample) is not { } buttons) continue;
            seen.Add(type.Evidence);
            var goods = type.Evidence switch { EvidenceClass.Code => "code", EvidenceClass.Topup => "topup", EvidenceClass.NonStandard => "non_standard", _ => null };
            // Goods of which nobody knows what they are may have any problem.
            var expected = goods is null ? All : All.Where(c => c == "OTHER" || policy.Evidence.Cells.Any(e => e.Claim == c && e.Goods == goods));
            Assert.Equal(expected, buttons);
        }

        Assert.Equal(4, seen.Count);
    }

    /// <summary>Null when the order's buyer is told something before a problem is asked for.</summary>
    private static async Task<string[]?> ButtonsAsync(TestDesk desk, SampleOrder sample)
    {
        var chat = desk.Chat("test:" + sample.Order.Id.Value);
        await chat.OpenAsync();
        await chat.TapAsync("agree");
        await chat.SendAsync(sample.Order.Id.Value);
        await chat.SendAsync(sample.Answer!);
        if (chat.Question!.Choices[0].Key != "yes") return null;
        await chat.TapAsync("yes");
        return [.. chat.Question.Choices.Select(c => c.Key).Where(k => k != "human")];
    }
}
