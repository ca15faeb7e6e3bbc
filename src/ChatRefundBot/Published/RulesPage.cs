using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.PublishedRules;
using ChatRefundBot.Refunds.Policy;
using ChatRefundBot.Refunds.Published;
using ChatRefundBot.Settings;

namespace ChatRefundBot.Published;

/// <summary>
/// <c>GET /rules</c>: the rules in use and a month's figures, for buyers, in <c>?lang=zh-CN</c> or <c>?lang=en</c>; <c>?month=2026-11</c> for
/// another month. Plain HTML and one style sheet, without scripts.
/// </summary>
internal sealed class RulesPage(PolicyTables tables, WordingCatalog wording, PublishedFigures figures, HostSettings settings)
{
    private const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static readonly byte[] Style = Resource("rules.css");
    private static readonly string StyleAddress = $"rules.css?v={Convert.ToHexStringLower(SHA256.HashData(Style).AsSpan(0, 6))}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/rules", ["GET", "HEAD"], context => context.RequestServices.GetRequiredService<RulesPage>().SendAsync(context));
        app.MapMethods("/rules.css", ["GET", "HEAD"], context => SendAsync(context, "text/css; charset=utf-8", Style, "public, max-age=31536000, immutable"));
    }

    private async Task SendAsync(HttpContext context)
    {
        var text = new PageText(wording, PageLanguage.Of(context.Request, settings.Language));
        var offered = figures.Offered();
        var month = MonthOf(context.Request, offered);
        var html = Html(text, await figures.OfAsync(month, context.RequestAborted), month, offered);
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.Vary = "Accept-Language";
        context.Response.Headers.ContentLanguage = text.Language.Tag();
        await SendAsync(context, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html), "public, max-age=60");
    }

    /// <summary>The month asked for, where it is offered; else this one.</summary>
    private static DateOnly MonthOf(HttpRequest request, IReadOnlyList<DateOnly> offered) =>
        DateOnly.TryParseExact(request.Query["month"] + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) && offered.Contains(asked)
            ? asked
            : offered[0];

    private string Html(PageText text, MonthlyFigures? counted, DateOnly month, IReadOnlyList<DateOnly> offered)
    {
        var load = tables.Load;
        var rules = new RulesHtml(text, load.Table, PublishedRules.Of(load.Table), settings.Policy.AutoConfirmLimit);
        (string Id, string Title, string? Lead, string Body)[] sections =
        [
            ("goods", text.T(RulesTexts.GoodsTitle), text.T(RulesTexts.GoodsLead), rules.Goods()),
            ("problems", text.T(RulesTexts.ProblemsTitle), text.T(RulesTexts.ProblemsLead), rules.Problems()),
            ("times", text.T(RulesTexts.TimesTitle), text.T(RulesTexts.TimesLead), rules.Times()),
            ("rights", text.T(RulesTexts.RightsTitle), null, rules.Rights()),
            ("figures", text.T(RulesTexts.FiguresTitle), text.T(RulesTexts.FiguresLead, ("n", PageText.Number(MonthlyFigures.Smallest))), new FiguresHtml(text, load.Table).Of(counted, month, offered)),
        ];
        var other = text.IsChinese ? "en" : "zh-CN";
        return $"""
            <!doctype html>
            <html lang="{text.Language.Tag()}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{text.T(RulesTexts.Title)}</title>
              <meta name="description" content="{text.T(RulesTexts.Description)}">
              <link rel="stylesheet" href="{StyleAddress}">
            </head>
            <body>
              <a class="skip" href="#goods">{text.T(RulesTexts.Skip)}</a>
              <header>
                <a class="tongue" href="?lang={other}" lang="{other}" hreflang="{other}">{text.T(RulesTexts.OtherLanguage)}</a>
                <h1>{text.T(RulesTexts.Title)}</h1>
                <p class="lead">{text.T(RulesTexts.Lead)}</p>
                {rules.Facts()}
              </header>
              <nav class="contents" aria-label="{text.T(RulesTexts.Contents)}">{string.Concat(sections.Select(s => $"<a href=\"#{s.Id}\">{s.Title}</a>"))}</nav>
              <main>
                {string.Concat(sections.Select(Section))}
              </main>
              <footer>
                <p>{text.T(RulesTexts.Version, ("version", load.Table.Version), ("day", text.Day(load.At)))}</p>
                <p>{text.T(RulesTexts.Foot)}</p>
              </footer>
            </body>
            </html>
            """;
    }

    private static string Section((string Id, string Title, string? Lead, string Body) section) => $"""
        <section id="{section.Id}" aria-labelledby="{section.Id}-title">
          <h2 id="{section.Id}-title">{section.Title}</h2>
          {(section.Lead is null ? "" : $"<p class=\"lead\">{section.Lead}</p>")}
          {section.Body}
        </section>
        """;

    private static async Task SendAsync(HttpContext context, string type, byte[] body, string cached)
    {
        var response = context.Response;
        response.ContentType = type;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = cached;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] Resource(string name)
    {
        using var content = typeof(RulesPage).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the program.");
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        return bytes;
    }
}
