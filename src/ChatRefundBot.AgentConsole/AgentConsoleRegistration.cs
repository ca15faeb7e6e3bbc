using System.Text.Encodings.Web;
using System.Text.Unicode;
using ChatRefundBot.AgentConsole.Layout;
using ChatRefundBot.AgentConsole.Conversation;
using ChatRefundBot.AgentConsole.Live;
using ChatRefundBot.AgentConsole.Search;
using ChatRefundBot.AgentConsole.SignIn;
using ChatRefundBot.AgentConsole.Words;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Handoff.Sellers;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using MudBlazor.Services;

namespace ChatRefundBot.AgentConsole;

/// <summary>The agents' console at <c>/agent</c>.</summary>
public static class AgentConsoleRegistration
{
    /// <summary>Rounds of PBKDF2 with HMAC-SHA512, as OWASP's password storage cheat sheet advises.</summary>
    public const int HashIterations = 210_000;

    /// <summary>Shortest password that somebody may choose.</summary>
    public const int PasswordLength = 10;

    /// <summary>Registers the console. <see cref="IStore"/> and <see cref="AgentAccounts"/> are expected to be there.</summary>
    public static IServiceCollection AddAgentConsole(this IServiceCollection services)
    {
        services.AddMudServices();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.Configure<WebEncoderOptions>(encoding => encoding.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        AddSignIn(services);
        services.AddSingleton<Tickers>();
        services.AddSingleton<Watchers>();
        services.AddSingleton<CaseWords>();
        services.AddSingleton<CaseReader>();
        services.AddSingleton<CannedAnswers>();
        services.TryAddSingleton<SellerDesk>();
        services.AddSingleton<CaseSearch>();
        services.AddScoped<AgentSession>();
        services.AddScoped<ConnectionWatch>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<ConnectionWatch>());
        return services;
    }

    /// <summary>Maps the console's pages. Authentication and antiforgery come before, see <see cref="UseAgentConsole"/>.</summary>
    public static void MapAgentConsole(this IEndpointRouteBuilder app)
    {
        app.MapStaticAssets();
        app.MapGet("/agent/look", SetLook);
        app.MapGet("/agent/sign-out", SignOutAsync);
        EvidenceFiles.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    /// <summary>What the console's pages need before them in the pipeline.</summary>
    public static void UseAgentConsole(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.Use(static (context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/agent")) Protect(context.Response.Headers);
            return next();
        });
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddSingleton<SignInGate>();
        services.AddScoped<People.PeopleDesk>();
        services.AddDataProtection().SetApplicationName("ChatRefundBot");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = new StoredKeys(provider.GetRequiredService<IStore>())));
        services.AddIdentityCore<DeskUser>(identity =>
            {
                identity.Password.RequiredLength = PasswordLength;
                (identity.Password.RequireDigit, identity.Password.RequireUppercase) = (false, false);
                (identity.Password.RequireLowercase, identity.Password.RequireNonAlphanumeric) = (false, false);
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
            })
            .AddUserStore<DeskUserStore>()
            .AddClaimsPrincipalFactory<DeskClaims>()
            .AddSignInManager();
        services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = HashIterations);
        services.Configure<SecurityStampValidatorOptions>(stamps => stamps.ValidationInterval = TimeSpan.FromSeconds(30));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, cookie =>
        {
            cookie.Cookie.Name = "crb-agent";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.LoginPath = "/agent/sign-in";
            cookie.Events.OnRedirectToAccessDenied = context =>
            {
                var user = context.HttpContext.User;
                context.Response.Redirect(
                    user.HasClaim(claim => claim.Type == DeskClaims.MustChangePassword) ? "/agent/password"
                    : user.IsInRole(nameof(AgentRole.Seller)) && !context.Request.Path.StartsWithSegments("/agent/seller") ? "/agent/seller"
                    : "/agent/no-right");
                return Task.CompletedTask;
            };
        });
        services.AddAuthorization(policies =>
        {
            policies.AddPolicy(DeskPolicies.SignedIn, p => p.RequireAuthenticatedUser());
            policies.AddPolicy(DeskPolicies.Agents, p => p.RequireRole(DeskPolicies.AgentRoles).RequireAssertion(HasOwnPassword));
            policies.AddPolicy(DeskPolicies.Administrators, p => p.RequireRole(nameof(AgentRole.Administrator)).RequireAssertion(HasOwnPassword));
            policies.AddPolicy(DeskPolicies.Sellers, p => p.RequireRole(nameof(AgentRole.Seller), nameof(AgentRole.Supervisor)).RequireAssertion(HasOwnPassword));
        });
        services.AddScoped<AuthenticationStateProvider, Revalidation>();

        static bool HasOwnPassword(Microsoft.AspNetCore.Authorization.AuthorizationHandlerContext context) =>
            !context.User.HasClaim(claim => claim.Type == DeskClaims.MustChangePassword);
    }

    /// <summary>Nothing from elsewhere, framed by nobody. Styles are inline because the components position themselves that way.</summary>
    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
            + "manifest-src 'self'; media-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
    }

    private static IResult SetLook(HttpContext context, string? lang, string? theme, string? back)
    {
        var look = Look.Read(context.Request.Cookies[Look.Cookie], context.Request.Headers.AcceptLanguage);
        if (lang is "zh-CN" or "en") look = look with { Language = lang == "en" ? Language.English : Language.Chinese };
        if (theme is not null && Look.Themes.Contains(theme)) look = look with { Theme = theme };
        context.Response.Cookies.Append(Look.Cookie, look.ToCookie(), new CookieOptions
        {
            Path = "/agent",
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        });
        return Results.LocalRedirect(back is { Length: > 0 } && back.StartsWith("/agent", StringComparison.Ordinal) && !back.Contains('\\') ? back : "/agent");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SignInManager<DeskUser> signIns)
    {
        // A page elsewhere may link here; the worst of it is a sign-in more.
        await signIns.SignOutAsync();
        return Results.LocalRedirect("/agent/sign-in");
    }
}
