using System.Globalization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.Refunds.Calendar;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>Times and sums as buyers read them: in the shop's time zone, in their language's form.</summary>
internal static class Show
{
    private static readonly string[] EnglishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static string Time(DateTimeOffset time, Language language)
    {
        var local = time.ToOffset(ShanghaiTime.Offset);
        return language == Language.Chinese
            ? string.Create(CultureInfo.InvariantCulture, $"{local.Month}月{local.Day}日 {local:HH:mm}")
            : string.Create(CultureInfo.InvariantCulture, $"{EnglishMonths[local.Month - 1]} {local.Day}, {local:HH:mm} (Beijing time)");
    }

    public static string Day(DateTimeOffset time, Language language)
    {
        var local = time.ToOffset(ShanghaiTime.Offset);
        return language == Language.Chinese
            ? string.Create(CultureInfo.InvariantCulture, $"{local.Month}月{local.Day}日")
            : string.Create(CultureInfo.InvariantCulture, $"{EnglishMonths[local.Month - 1]} {local.Day}");
    }

    public static string Sum(string amount, string currency) => currency == "CNY" ? "¥" + amount : $"{amount} {currency}";

    public static string Minutes(int minutes, Language language) => (language, minutes % 60 == 0 && minutes >= 60) switch
    {
        (Language.Chinese, true) when minutes % 1440 == 0 && minutes > 1440 => $"{minutes / 1440}天",
        (Language.English, true) when minutes % 1440 == 0 && minutes > 1440 => $"{minutes / 1440} days",
        (Language.Chinese, true) => $"{minutes / 60}小时",
        (Language.Chinese, false) => $"{minutes}分钟",
        (_, true) => minutes == 60 ? "1 hour" : $"{minutes / 60} hours",
        _ => $"{minutes} minutes",
    };

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number with the decimals it has.</summary>
    public static string Decimal(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    public static string List(IEnumerable<string> items, Language language) => string.Join(language == Language.Chinese ? "、" : ", ", items);
}
