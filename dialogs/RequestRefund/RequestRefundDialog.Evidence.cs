using System.Text.RegularExpressions;
using ChatRefundBot.DialogKernel.Dialogs;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Prompts;
using ChatRefundBot.Dialogs.Desk;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Cases;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Dialogs.RequestRefund;

/// <summary>The screenshot loop, and what the buyer types beside a picture: when it failed, and with which code.</summary>
internal sealed partial class RequestRefundDialog
{
    private AttachmentPrompt EvidencePrompt(StepContext<RequestRefundState> c)
    {
        var missing = c.State.Missing;
        var (needed, how) = (c.T(Texts.EvidenceNeeded), c.T(Texts.EvidenceHow));
        var text = c.T(Texts.EvidenceAsk, ("needed", needed), ("missing", Show.List(missing.Select(m => PartName(c, m)), c.Language)), ("how", how));
        var hint = missing.Any(m => m.StartsWith("E4", StringComparison.Ordinal)) ? c.T(Texts.EvidenceAskPicture) : null;
        return new AttachmentPrompt
        {
            Text = hint is null ? text : text + "\n" + hint,
            Card = () => RequestCards.Evidence(c, needed, hint, how),
            Retry = c.T(Texts.EvidenceWordsAlone),
            MaxFailures = 5,
            Choices =
            [
                _desk.Buttons.Of(c.Language, "done", _desk.Words.All("done")),
                _desk.Buttons.Of(c.Language, "none", _desk.Words.All("none")),
            ],
        };
    }

    private async ValueTask<StepOutcome> OnEvidenceAsync(
        StepContext<RequestRefundState> c, Answer<IReadOnlyList<Attachment>> answer, CancellationToken cancellationToken)
    {
        switch (answer.Button)
        {
            case "none":
                return Decline(c);
            case "done":
                return AfterPictures(c);
        }

        var before = c.State.Evidence.Count;
        ReadCaption(c);
        await _intake.TakeAsync(c, answer.Value!, ExpectedKind(c.State), cancellationToken).ConfigureAwait(false);
        if (c.State.Evidence.Count > before) await KeepEvidenceInCaseAsync(c, cancellationToken).ConfigureAwait(false);
        if (c.Turn.Incoming.Message is IncomingMessage.Media { Caption: { } caption } && Overhear(c, "evidence", TextCleaner.Clean(caption)) is { } heard) return heard;
        if (c.State.Evidence.Count == before) return c.Again();
        var wanted = MissingKinds(c);
        // What is still to come is asked for at once; a buyer who has sent the last picture need not say so.
        if (wanted.Count == 0) return AfterPictures(c);
        c.State.Missing = wanted;
        return c.Again();
    }

    /// <summary>After the pictures: the typed parts of a failure proof, then a round is over.</summary>
    private static StepOutcome AfterPictures(StepContext<RequestRefundState> c)
    {
        if (c.State.Evidence.Count == 0)
        {
            c.State.EvidenceRounds++;
            c.Say(Texts.EvidenceNothingYet);
            return c.GoTo("facts");
        }

        if (c.State.Evidence.Exists(e => e.Kind == "E4") && c.State.ErrorTime is null) return c.GoTo("error-time");
        if (c.State.Evidence.Exists(e => e.Kind == "E4") && c.State.ErrorCode is null) return c.GoTo("error-code");
        c.State.EvidenceRounds++;
        return c.GoTo("facts");
    }

    /// <summary>Kinds that were asked for and have not come.</summary>
    internal static List<string> MissingKinds(StepContext<RequestRefundState> c) =>
        [.. c.State.Missing.Where(m => !m.Contains('.', StringComparison.Ordinal) && !m.Split('|').Any(kind => c.State.Evidence.Exists(e => e.Kind == kind)))];

    /// <summary>What the next picture is taken for: the first kind that is still missing.</summary>
    private static string ExpectedKind(RequestRefundState state)
    {
        foreach (var missing in state.Missing)
        {
            var kinds = missing.Split('.')[0].Split('|');
            if (missing.Contains('.', StringComparison.Ordinal) || !kinds.Any(k => state.Evidence.Exists(e => e.Kind == k))) return kinds[0];
        }

        // Sent before anything was asked for: a failure is what buyers show of their own accord, except with goods they did not get.
        return state.Claim is "INVALID" or "TOPUP_FAILED" or "NOT_AS_DESCRIBED" ? "E4" : state.Claim is "UNUSED" ? "E7" : "E1";
    }

    private async ValueTask KeepEvidenceInCaseAsync(StepContext<RequestRefundState> c, CancellationToken cancellationToken) =>
        await CaseFiles.ChangeAsync(
            c.Turn, c.State.CaseId!,
            k => k with
            {
                Evidence =
                [
                    // What an agent has said of a picture stays with it, and a rejected one stays to be seen.
                    .. k.Evidence.Where(old => old.Accepted == false && !c.State.Evidence.Exists(e => e.Sha256 == old.Sha256)),
                    .. c.State.Evidence.Select(e => new CaseEvidence(e.Kind, e.Sha256, e.Mime, e.Width, e.Height, e.Size, e.At) { Accepted = k.Evidence.FirstOrDefault(old => old.Sha256 == e.Sha256)?.Accepted }),
                ],
            },
            cancellationToken).ConfigureAwait(false);

    private DateTimePrompt ErrorTimePrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.ErrorTimeAsk),
        Retry = c.T(Texts.ErrorTimeRetry),
        InFuture = c.T(Texts.ErrorTimeFuture),
        Offset = ShanghaiTime.Offset,
        Choices = [_desk.Buttons.Of(c.Language, "just-now", "刚刚", "现在", "now"), _desk.Buttons.Of(c.Language, "not-shown", "不知道", "不记得", "不清楚", "忘了", "i don't know", "i do not know", "not sure")],
    };

    private static StepOutcome OnErrorTime(StepContext<RequestRefundState> c, Answer<DateTimeOffset> answer)
    {
        if (answer.Button == "not-shown") return Decline(c);
        var time = answer.Button == "just-now" ? c.Turn.Now : answer.Value;
        if (c.State.Glance?.PaidAt is { } paid && time < paid) return c.Reject(c.T(Texts.ErrorTimeTooEarly, ("paid", Show.Time(paid, c.Language))));
        c.State.ErrorTime = time;
        c.State.Typed = true;
        return AfterPictures(c);
    }

    private TextPrompt ErrorCodePrompt(StepContext<RequestRefundState> c) => new()
    {
        Text = c.T(Texts.ErrorCodeAsk),
        MaxLength = 300,
        TooLong = c.T(Texts.IssueStoryTooLong),
        Choices = [_desk.Buttons.Of(c.Language, "not-shown", "没有代码", "没有显示", "不知道", "不清楚", "no code", "not shown", "i don't know")],
    };

    private static StepOutcome OnErrorCode(StepContext<RequestRefundState> c, Answer<string> answer)
    {
        if (answer.Button is not null) return Decline(c);

        c.State.ErrorCode = answer.Value;
        c.State.Typed = true;
        return AfterPictures(c);
    }

    /// <summary>The buyer does not have what is asked for: a person decides with what there is.</summary>
    private static StepOutcome Decline(StepContext<RequestRefundState> c)
    {
        c.State.EvidenceRounds++;
        c.State.EvidenceDeclined = true;
        return c.GoTo("facts");
    }

    /// <summary>Takes time and code from a caption such as "2026年10月1日15:30，充值失败，错误代码：E403", so that they are not asked again.</summary>
    private static void ReadCaption(StepContext<RequestRefundState> c)
    {
        if (c.Turn.Incoming.Message is not IncomingMessage.Media { Caption: { Length: > 0 and <= 500 } caption }) return;
        var text = TextCleaner.Clean(caption);
        if (FullTime().IsMatch(text) && SpokenTime.Parse(text, c.Turn.Now.ToOffset(ShanghaiTime.Offset)) is { } time && time <= c.Turn.Now)
        {
            c.State.ErrorTime ??= time.ToUniversalTime();
            c.State.Typed = true;
        }

        if (Code().Match(text) is { Success: true } code)
        {
            c.State.ErrorCode ??= code.Groups["code"].Value;
            c.State.Typed = true;
        }
    }

    /// <summary>Before evidence is asked for, once: refundable when, until when, with which evidence.</summary>
    private static void ShowProductCard(StepContext<RequestRefundState> c, PolicyTable policy)
    {
        if (c.State.CardShown || policy.Products.Find(c.State.Glance?.Type) is not { } type) return;
        c.State.CardShown = true;
        var window = c.State.Glance is { WindowMinutes: > 0 } glance ? glance.WindowMinutes : type.WindowMinutes;
        var until = c.T(type.UntilKey, ("window", Show.Minutes(window, c.Language)), ("days", Show.Number((long)policy.Limits.Number(PolicyLimits.FaultDays))));
        c.Say(Texts.EvidenceCard, ("when", c.T(type.WhenKey)), ("until", until), ("evidence", c.T(type.EvidenceKey)));
    }

    /// <summary>The name of a part of evidence such as <c>E4.time</c>, or of a choice such as <c>E3|E4</c>.</summary>
    internal static string PartName(StepContext<RequestRefundState> c, string part) =>
        string.Join(c.Language == Language.Chinese ? "或" : " or ", part.Split('|').Select(p => c.T("evidence." + p)));

    [GeneratedRegex(@"\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?\s*\d{1,2}:\d{2}", RegexOptions.CultureInvariant)]
    private static partial Regex FullTime();

    [GeneratedRegex(@"(?:错误代码|错误码|代码|error\s*code|code)\s*[::]?\s*(?<code>[A-Za-z0-9_\-]{2,40})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
