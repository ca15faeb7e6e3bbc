using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Sellers;
using ChatRefundBot.Testing.Chats;
using Xunit;

namespace ChatRefundBot.Testing.Transcripts;

/// <summary>Carries out what a seller does in a golden chat: joins the shop, answers about the newest case.</summary>
public static class SellerHands
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="text"><c>joins</c>, or a word of <see cref="SellerReply"/> with a reason behind it.</param>
    /// <exception cref="FormatException">It is nothing that a seller does, or nobody waits for it.</exception>
    public static async Task DoAsync(ChatDriver chat, string text)
    {
        if (text == "joins")
        {
            await JoinAsync(chat.Desk);
            return;
        }

        var words = text.Split(' ', 2);
        if (!Enum.TryParse<SellerReply>(words[0], ignoreCase: true, out var reply)) throw new FormatException($"a seller joins, solved, confirmed or refused, not '{words[0]}'");
        var caseId = await ChatChecks.CaseIdAsync(chat) ?? throw new FormatException("there is no case that a seller could answer about");
        var result = await new SellerDesk(chat.Desk.Store, chat.Desk.Clock).PrepareAsync(caseId, reply, words.Length > 1 ? words[1] : null, "shop.seller", Token);
        if (result is not SellerAnswerResult.Ready ready) throw new FormatException($"the seller's answer was not taken: {result.GetType().Name}");
        await chat.TakeAsync(ready.Message);
    }

    /// <summary>Gives the shop somebody who answers for the seller.</summary>
    public static async Task JoinAsync(TestDesk desk)
    {
        var name = Assert.IsType<AccountNameResult.Good>(AccountName.Parse("shop.seller")).Name;
        Assert.IsType<AddAccountResult.Added>(await new AgentAccounts(desk.Store).AddAsync(
            new AgentAccount(name, [AgentRole.Seller], "not used here", false, desk.Clock.GetUtcNow()), Token));
    }
}
