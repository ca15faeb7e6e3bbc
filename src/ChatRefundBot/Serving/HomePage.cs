using System.Net;
using System.Text;
using ChatRefundBot.Settings;

namespace ChatRefundBot.Serving;

/// <summary>The page at <c>/</c>: what runs here and where to look, for somebody who opened the address in a browser.</summary>
internal static class HomePage
{
    public static void MapHomePage(this IEndpointRouteBuilder app, HostSettings settings)
    {
        var page = Encoding.UTF8.GetBytes(Html(settings));
        app.MapMethods("/", ["GET", "HEAD"], async context =>
        {
            var response = context.Response;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = page.Length;
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["Referrer-Policy"] = "no-referrer";
            if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(page, context.RequestAborted);
        });
    }

    private static string Html(HostSettings settings)
    {
        var telegram = settings.Telegram.IsOn
            ? ("已配置，但此版本尚不包含", "set up, but not in this version")
            : ("未开启", "off");
        return $$"""
            <!doctype html>
            <html lang="zh-CN">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>ChatRefundBot · 退款服务台</title>
              <style>
                :root { color-scheme: light dark; }
                body { font: 1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
                h1 { font-size: 1.4rem; }
                section { margin-top: 2rem; }
                code { background: color-mix(in srgb, currentColor 10%, transparent); padding: .1em .3em; border-radius: .2em; }
              </style>
            </head>
            <body>
              <h1>ChatRefundBot · 退款服务台</h1>
              <section lang="zh-CN">
                <p>这里运行的是虚拟商品商店的退款服务台：买家用对话申请退款，机器人按公开的规则给出结论和理由，随时可以转人工。</p>
                <ul>
                  <li>退款规则：<a href="/rules?lang=zh-CN">/rules</a></li>
                  <li>服务状态：<a href="/health/ready">/health/ready</a></li>
                  <li>在终端里对话：<code>dotnet ChatRefundBot.dll chat</code></li>
                  <li>网页对话：<a href="/widget">/widget</a>；Telegram：{{telegram.Item1}}</li>
                </ul>
              </section>
              <section lang="en">
                <p>This is the refund desk of a shop that sells virtual goods: buyers ask for a refund in a chat, the bot decides by published
                  rules and says why, and a person can be asked for at any moment.</p>
                <ul>
                  <li>Refund rules: <a href="/rules?lang=en">/rules</a></li>
                  <li>State of the service: <a href="/health/ready">/health/ready</a></li>
                  <li>Chat in the terminal: <code>dotnet ChatRefundBot.dll chat</code></li>
                  <li>Web chat: <a href="/widget">/widget</a>; Telegram: {{telegram.Item2}}</li>
                </ul>
              </section>
              <p><small>{{WebUtility.HtmlEncode(ProgramVersion.Text)}}</small></p>
            </body>
            </html>
            """;
    }
}
