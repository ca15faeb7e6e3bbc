using System.Text;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Delivery;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Testing.Chats;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatRefundBot.Tests.Dialogs;

/// <summary>Each kind of card, through the real dialog in both languages.</summary>
public sealed class CardTests
{
    private const string Unused = "YKATF7HUVMJJ0001";
    private const string Late = "YK9SAQREC4WK0013";
    private const string NotDue = "860480619392730014";
    private const string Viewed = "869105711461280024";
    private const string TwoPictures = "YKCGYDMKDPN50049";
    private const string OnePicture = "YKW3CRMTHLB50031";
    private const string Account = "YKNA9E5LV2QR0051";
    private const string Escrow = "867624432774430062";
    private const string Foreign = "YKTNMLXXNLEF0065";

    [Theory]
    [InlineData(Language.Chinese, "订单=****0001", "金额=¥100.00", "付款时间=11月18日 09:52", "类型=游戏点卡/卡密", "交付方式=卡密，即给您卡号和密码，自己兑换；不是充到账号的直充", "对吗？")]
    [InlineData(
        Language.English, "Order=****0001", "Amount=¥100.00", "Paid=Nov 18, 09:52 (Beijing time)", "Type=game card/code",
        "How it comes=a code, you get a card number and password and redeem it yourself; not a top-up to your account", "Correct?")]
    public async Task The_product_is_shown_as_a_card_once_the_order_is_the_buyers(
        Language language, string order, string amount, string paid, string type, string delivery, string question)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        var card = CardOf(await OwnAsync(desk, Unused), CardKind.Product);

        Assert.Equal("《星渊战纪》点卡 100元", card.Title);
        Assert.Equal([order, amount, paid, type, delivery], Rows(card));
        Assert.Equal(question, card.After);
        Assert.Null(card.Lead);
    }

    [Theory]
    [InlineData(Language.Chinese, "确认收货")]
    [InlineData(Language.English, "Do not confirm receipt")]
    public async Task The_product_card_carries_the_reminder_about_money_in_escrow(Language language, string reminder)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        Assert.Contains(reminder, CardOf(await OwnAsync(desk, Escrow), CardKind.Product).Lead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.Chinese, Unused, "UNUSED", CardTone.Good, "初步意见：建议全额退款", "依据：规则R61", "金额=¥100.00;答复期限=11月25日", 1)]
    [InlineData(Language.English, Unused, "UNUSED", CardTone.Good, "First opinion: we suggest a full refund", "Basis: rule R61", "Amount=¥100.00;Answer by=Nov 25", 1)]
    [InlineData(Language.Chinese, NotDue, "NOT_RECEIVED", CardTone.Wait, "初步意见：建议先等一等", "依据：规则R22", "约定时间=11月18日 21:50", 0)]
    [InlineData(Language.English, NotDue, "NOT_RECEIVED", CardTone.Wait, "First opinion: please wait", "Basis: rule R22", "Agreed time=Nov 18, 21:50 (Beijing time)", 0)]
    [InlineData(Language.Chinese, Viewed, "NOT_RECEIVED", CardTone.Bad, "初步意见：", "依据：规则R29", "", 1)]
    [InlineData(Language.English, Viewed, "NOT_RECEIVED", CardTone.Bad, "First opinion: not eligible", "Basis: rule R29", "", 1)]
    [InlineData(Language.Chinese, Account, "OTHER", CardTone.Info, "这件事需要人工来判断", "依据：规则R12", "", 0)]
    [InlineData(Language.English, Account, "OTHER", CardTone.Info, "This needs a person's judgement", "Basis: rule R12", "", 0)]
    public async Task A_verdict_is_a_card_with_its_reason_its_basis_and_what_happens_next(
        Language language, string order, string claim, CardTone tone, string title, string basis, string rows, int steps)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        var chat = await ClaimAsync(desk, order, claim);
        if (claim == "OTHER")
        {
            await chat.SendAsync("登录不上去 / cannot log in");
            await chat.TapAsync("submit");
        }

        var card = CardOf(chat, CardKind.Verdict);
        Assert.Equal(tone, card.Tone);
        Assert.StartsWith(title, card.Title, StringComparison.Ordinal);
        Assert.StartsWith(basis, card.Note, StringComparison.Ordinal);
        Assert.Equal(rows, string.Join(';', Rows(card)));
        Assert.Equal(steps, card.Steps?.Count ?? 0);
        Assert.NotEmpty(card.Lead!);
    }

    [Theory]
    [InlineData(Language.Chinese, "您选的是“没收到/超时未到”")]
    [InlineData(Language.English, "You chose \"not received/late\"")]
    public async Task A_verdict_card_says_when_the_claim_is_treated_as_another(Language language, string lead)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        var card = CardOf(await ClaimAsync(desk, "868447201032840046", "NOT_RECEIVED"), CardKind.Verdict);

        Assert.StartsWith(lead, card.Lead, StringComparison.Ordinal);
        Assert.Equal(2, card.Lead!.Split('\n').Length);
    }

    [Theory]
    [InlineData(Language.Chinese, "这笔订单已经有一个在处理的案件", "案件编号")]
    [InlineData(Language.English, "There is already an open case for this order", "Case")]
    public async Task A_link_to_an_open_case_names_it(Language language, string title, string label)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        await ClaimAsync(desk, Unused, "UNUSED");
        var card = CardOf(await OwnAsync(desk, Unused, "test:elsewhere"), CardKind.Verdict);

        Assert.Equal(title, card.Title);
        Assert.Equal([$"{label}=RF-20261118-0001"], Rows(card));
        Assert.Equal(CardTone.Info, card.Tone);
    }

    [Theory]
    [InlineData(Language.Chinese, "案件 RF-20261118-0001", "状态：初步意见已给出", "订单=****0001;问题=没用想退;进度=第1/5个工作日;答复期限=11月25日")]
    [InlineData(Language.English, "Case RF-20261118-0001", "Status: a first opinion", "Order=****0001;Problem=unused and no longer wanted;Progress=Working day 1 of 5;Answer by=Nov 25")]
    public async Task The_status_of_a_case_is_a_card(Language language, string title, string lead, string rows)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        var chat = await ClaimAsync(desk, Unused, "UNUSED");
        var card = CardOf(await chat.SendAsync("/status"), CardKind.Status);

        Assert.Equal(title, card.Title);
        Assert.StartsWith(lead, card.Lead, StringComparison.Ordinal);
        Assert.Equal(rows, string.Join(';', Rows(card)));
        Assert.Equal(CardTone.Wait, card.Tone);
    }

    [Theory]
    [InlineData(Language.Chinese, "还需要", "故障截图", "充值前后的账户页面截图", "请发图片")]
    [InlineData(Language.English, "Still needed", "screenshot of the failure", "screenshots of the account page before and after the top-up", "Please send pictures")]
    public async Task The_evidence_card_ticks_off_each_picture_as_it_comes(Language language, string title, string first, string second, string after)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        var chat = await ClaimAsync(desk, TwoPictures, "TOPUP_FAILED");
        if (chat.Question!.Choices.Any(c => c.Key == "target_ok.true")) await chat.TapAsync("target_ok.true");
        var asked = CardOf(chat, CardKind.Evidence);
        Assert.Equal(title, asked.Title);
        Assert.StartsWith(after, asked.After, StringComparison.Ordinal);
        Assert.Equal([(first, false), (second, false)], Items(asked));

        var half = CardOf(await chat.SendPicturesAsync(SamplePicture.Png(shade: 1)), CardKind.Evidence);
        Assert.Equal([(first, true), (second, false)], Items(half));

        var all = CardOf(await chat.SendPicturesAsync(SamplePicture.Png(shade: 2)), CardKind.Evidence);
        Assert.Equal([(first, true), (second, true)], Items(all));
        Assert.Equal(CardTone.Good, all.Tone);
    }

    [Theory]
    [InlineData(Language.Chinese, "请核对", "订单=****0031;商品=《墨海行舟》点卡 100元;问题=卡密无效/无法激活;失败时间=11月18日 10:00;错误代码或提示=卡号 ****9012 失败;凭证=1件")]
    [InlineData(
        Language.English, "Please check",
        "Order=****0031;Product=《墨海行舟》点卡 100元;Problem=invalid code/cannot be activated;Time of the failure=Nov 18, 10:00 (Beijing time);"
        + "Error code or message=卡号 ****9012 失败;Evidence=1 item(s)")]
    public async Task The_summary_is_a_card_in_which_a_card_code_is_hidden(Language language, string title, string rows)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        var chat = await ClaimAsync(desk, OnePicture, "INVALID");
        await chat.SendPicturesAsync(SamplePicture.Png(shade: 1));
        await chat.TapAsync("just-now");
        var card = CardOf(await chat.SendAsync("卡号 1234-5678-9012 失败"), CardKind.Summary);

        Assert.Equal(title, card.Title);
        Assert.Equal(rows, string.Join(';', Rows(card)));
    }

    [Theory]
    [InlineData(Language.Chinese, "正在为您转人工", "您说过的", "您的排队", "排在前面=没有人", "排在前面=1位")]
    [InlineData(Language.English, "Connecting you to a person", "What you said", "Your place in the queue", "Ahead of you=Nobody", "Ahead of you=1")]
    public async Task The_place_in_the_queue_is_a_card(Language language, string title, string lead, string placeTitle, string nobody, string one)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        var first = CardOf(await desk.Chat("test:first").SendAsync("/human"), CardKind.Queue);
        Assert.Equal(title, first.Title);
        Assert.StartsWith(lead, first.Lead, StringComparison.Ordinal);
        Assert.Equal(nobody, Rows(first)[0]);

        var chat = await desk.Chat("test:second").SendAsync("/human");
        var second = CardOf(chat, CardKind.Queue);
        Assert.Equal(one, Rows(second)[0]);
        Assert.Equal(2, second.Rows!.Count);

        var place = CardOf(await chat.TapAsync("queue-place"), CardKind.Queue);
        Assert.Equal(placeTitle, place.Title);
        Assert.Equal(Rows(second), Rows(place));
    }

    [Fact]
    public async Task A_channel_that_sends_gets_the_text_alone()
    {
        var sends = new TakenSends();
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Configure = services => services.AddSingleton<IOutboxHandler>(sends) });
        var chat = await OwnAsync(desk, Unused);

        Assert.NotNull(chat.Question!.Card);
        Assert.Equal(chat.Question.Text, sends.Messages[^1].Text);
        Assert.All(sends.Messages, m => Assert.Null(m.Card));
    }

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public async Task No_card_tells_of_an_order_whose_ownership_is_not_proven(Language language)
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions { Language = language });
        foreach (var number in new[] { Foreign, Late, "YK99999999999999" })
        {
            var chat = desk.Chat("test:" + number);
            await chat.OpenAsync();
            await chat.TapAsync("agree");
            await chat.SendAsync(number);
            for (var tried = 0; tried < 3; tried++)
            {
                Assert.Empty(Cards(await chat.TranscriptAsync()));
                await chat.SendAsync("wrong-answer");
            }

            var card = Assert.Single(Cards(await chat.TranscriptAsync()));
            Assert.Equal(CardKind.Queue, card.Kind);
        }
    }

    [Fact]
    public async Task The_state_of_a_conversation_keeps_no_card()
    {
        await using var desk = await TestDesk.StartAsync();
        var chat = await OwnAsync(desk, Unused);

        var kept = (await desk.Store.GetAsync([StoreNames.State(chat.Id)], TestContext.Current.CancellationToken))[0];
        Assert.DoesNotContain("交付方式", Encoding.UTF8.GetString(kept!.Body.Span), StringComparison.Ordinal);
    }

    private static async Task<ChatDriver> OwnAsync(TestDesk desk, string order, string conversation = "test:buyer")
    {
        var chat = desk.Chat(conversation);
        await chat.OpenAsync();
        await chat.TapAsync("agree");
        await chat.SendAsync(order);
        return await chat.SendAsync(desk.Order(order).Answer!);
    }

    private static async Task<ChatDriver> ClaimAsync(TestDesk desk, string order, string claim)
    {
        var chat = await OwnAsync(desk, order);
        await chat.TapAsync("yes");
        return await chat.TapAsync(claim);
    }

    private static Card CardOf(ChatDriver chat, CardKind kind) => Assert.Single(chat.Replies, r => r.Card?.Kind == kind).Card!;

    private static IEnumerable<Card> Cards(IEnumerable<TranscriptEntry> transcript) => transcript.Select(e => e.Out?.Card).OfType<Card>();

    private static string[] Rows(Card card) => [.. (card.Rows ?? []).Select(r => $"{r.Label}={r.Value}")];

    private static (string, bool)[] Items(Card card) => [.. card.Items!.Select(i => (i.Label, i.Done))];

    /// <summary>A channel that sends, in place of one beyond our process.</summary>
    private sealed class TakenSends : IOutboxHandler
    {
        public List<OutgoingMessage> Messages { get; } = [];

        public string Kind => "send/test";

        public bool NotesAttempts => false;

        public Task<DeliveryOutcome> DeliverAsync(ConversationId conversation, OutboxEntry entry, int attempt, CancellationToken cancellationToken)
        {
            Messages.Add(entry.Message!);
            return Task.FromResult<DeliveryOutcome>(DeliveryOutcome.Done.Instance);
        }
    }
}
