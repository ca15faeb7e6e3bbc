using System.Globalization;
using System.Net;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.PublishedRules;
using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Published;

/// <summary>Texts of a page in one language, ready to stand in HTML.</summary>
internal sealed class PageText(WordingCatalog wording, Language language)
{
    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public Language Language => language;

    public bool IsChinese => language == Language.Chinese;

    public string T(string key, params ReadOnlySpan<Arg> args) => Html(wording.Text(language, key, args));

    public bool Has(string key) => wording.Has(language, key);

    public static string Html(string text) => WebUtility.HtmlEncode(text);

    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public string Span(Target target) => target.WorkingDays > 0 ? Count(target.WorkingDays, RulesTexts.WorkingDay, RulesTexts.WorkingDays) : Span(target.Span);

    /// <summary>In the largest unit that fits without a rest, or nearly so.</summary>
    public string Span(TimeSpan span)
    {
        if (span < TimeSpan.FromMinutes(1)) return T(RulesTexts.UnderAMinute);
        var minutes = (int)Math.Ceiling(span.TotalMinutes);
        if (minutes % 60 != 0 && minutes < 120 || minutes < 60) return Count(minutes, RulesTexts.Minute, RulesTexts.Minutes);
        var hours = (int)Math.Ceiling(span.TotalHours);
        return hours <= 48 ? Count(hours, RulesTexts.Hour, RulesTexts.Hours) : Count((int)Math.Ceiling(span.TotalDays), RulesTexts.Day, RulesTexts.Days);
    }

    public string Day(DateTimeOffset time)
    {
        var local = time.ToOffset(ShanghaiTime.Offset);
        return IsChinese
            ? string.Create(CultureInfo.InvariantCulture, $"{local.Year}年{local.Month}月{local.Day}日")
            : string.Create(CultureInfo.InvariantCulture, $"{EnglishMonths[local.Month - 1]} {local.Day}, {local.Year}");
    }

    public string Month(DateOnly month) => IsChinese
        ? string.Create(CultureInfo.InvariantCulture, $"{month.Year}年{month.Month}月")
        : string.Create(CultureInfo.InvariantCulture, $"{EnglishMonths[month.Month - 1]} {month.Year}");

    private string Count(int number, string one, string many) => T(number == 1 ? one : many, ("n", Number(number)));
}
