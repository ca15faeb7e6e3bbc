using System.Text;
using ChatRefundBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Xunit;

namespace ChatRefundBot.Tests.Host;

public sealed class SettingsTests
{
    [Fact]
    public void The_file_names_every_setting_with_the_default_of_its_class()
    {
        var file = Good("""{ }""");
        var settings = Assert.IsType<SettingsResult.Good>(SettingsReader.Read([])).Settings;

        foreach (var key in SettingKeys.All)
            Assert.True(settings.Configuration.GetSection(key.Key).Exists() || key.IsList, $"appsettings.json does not name {key.Key}");
        Assert.Equal(Values(file), Values(settings));
    }

    [Fact]
    public void Every_error_is_listed_at_once_with_its_key_and_its_form_in_the_environment()
    {
        var errors = Bad("""
            {
              "Urls": "gopher://x",
              "Store": { "Shop": "a shop" },
              "Telegram": { "Mode": "Webhook" },
              "Language": { "Default": "fr" },
              "Policy": { "AutoConfirmLimit": "many" }
            }
            """);

        Assert.Equal(6, errors.Count);
        Assert.Contains(errors, e => e.StartsWith("Urls has 'gopher://x'", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("Store:Shop (environment: Store__Shop) must be", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("Telegram:WebhookUrl (environment: Telegram__WebhookUrl) is empty", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("Telegram:WebhookSecret (environment: Telegram__WebhookSecret) is empty", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.EndsWith("has 'fr'; write zh-CN or en", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("has 'many'; write an amount", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "Store": { "ConectionString": "x" } }""", "Store:ConectionString in appsettings.json is not a setting; did you mean Store:ConnectionString?")]
    [InlineData("""{ "Telegarm": { "BotToken": "x" } }""", "Telegarm in appsettings.json is not a setting; did you mean Telegram?")]
    [InlineData("""{ "Url": "http://localhost:1" }""", "Url in appsettings.json is not a setting; did you mean Urls?")]
    [InlineData("""{ "Orders": { "Zebra": 1 } }""", "Orders:Zebra in appsettings.json is not a setting; remove it, or see docs/operating.md for all of them")]
    [InlineData("""{ "Orders": "file" }""", "Orders in appsettings.json is a group of settings and takes no value; write Orders:NAME")]
    [InlineData("""{ "Orders": { "File": { "Name": "x" } } }""", "Orders:File (environment: Orders__File) in appsettings.json takes one value; remove what stands below it")]
    public void A_key_that_nothing_reads_is_an_error(string json, string expected) => Assert.Equal([expected], Bad(json));

    [Fact]
    public void A_misspelt_variable_is_named_as_a_variable()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("SETTINGS_TEST_").Build();
        var provider = (EnvironmentVariablesConfigurationProvider)configuration.Providers.Single();
        provider.Set("Telegram:BotTokn", "x");
        provider.Set("Telegarm:BotToken", "x");
        provider.Set("LANGUAGE", "en_US:en");
        provider.Set("AGENT_NAME", "build-7");
        provider.Set("Vendor:Telegram", "x");

        var errors = Assert.IsType<SettingsResult.Bad>(SettingsReader.Read(configuration)).Errors;

        Assert.Equal(
            ["Telegarm in the environment is not a setting; did you mean Telegram?", "Telegram__BotTokn in the environment is not a setting; did you mean Telegram__BotToken?"],
            errors.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{ "Telegram": { "BotToken": "hunter2" } }""")]
    [InlineData("""{ "Telegram": { "WebhookSecret": "hunter2 with blanks" } }""")]
    [InlineData("""{ "WebChat": { "SigningKey": "hunter2" } }""")]
    [InlineData("""{ "WebChat": { "PreviousSigningKeys": [ "hunter2" ] } }""")]
    [InlineData("""{ "Agents": { "BootstrapUser": "li", "BootstrapPassword": "hunter2" } }""")]
    public void The_value_of_a_secret_is_never_shown(string json) => Assert.DoesNotContain(Bad(json), e => e.Contains("hunter2", StringComparison.Ordinal));

    [Fact]
    public void A_list_may_be_an_array_or_one_value()
    {
        string[] expected = ["https://a.example", "https://b.example"];

        Assert.Equal(expected, Good("""{ "WebChat": { "AllowedOrigins": [ "https://a.example", "https://b.example" ] } }""").WebChat.AllowedOrigins);
        Assert.Equal(expected, Good("""{ "WebChat": { "AllowedOrigins": "https://a.example, https://b.example" } }""").WebChat.AllowedOrigins);
    }

    [Fact]
    public void Unsigned_requests_are_for_loopback_only()
    {
        const string Unsigned = """ "BotFramework": { "Enabled": true, "AllowUnauthenticated": true } """;

        Assert.Contains("BotFramework:AllowUnauthenticated", Assert.Single(Bad($$"""{ "Urls": "http://0.0.0.0:80", {{Unsigned}} }""")), StringComparison.Ordinal);
        Assert.True(Good($$"""{ "Urls": "http://localhost:80", {{Unsigned}} }""").BotFramework.AllowUnauthenticated);
    }

    [Fact]
    public void Directories_are_taken_from_where_each_belongs()
    {
        var settings = Good("""{ "Store": { "DataDirectory": "somewhere" }, "Policy": { "Directory": "dialogs/policy" } }""");

        Assert.Equal(Path.GetFullPath("somewhere"), settings.DataDirectory);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "dialogs", "policy"), settings.PolicyDirectory);
        Assert.Equal(Path.Combine(settings.DataDirectory, "orders.json"), settings.OrdersFile);
    }

    private static HostSettings Good(string json) => Assert.IsType<SettingsResult.Good>(Read(json)).Settings;

    private static IReadOnlyList<string> Bad(string json) => Assert.IsType<SettingsResult.Bad>(Read(json)).Errors;

    private static SettingsResult Read(string json) =>
        SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build());

    private static IEnumerable<string> Values(HostSettings settings)
    {
        object[] classes =
        [
            settings.Server, settings.Store, settings.Telegram, settings.WebChat, settings.BotFramework,
            settings.Languages, settings.Orders, settings.Policy, settings.Agents,
        ];
        return classes.SelectMany(c => SettingKeys.Of(c.GetType()).Select(k => $"{k.Key}={Show(k.Property.GetValue(c))}"));
    }

    private static string? Show(object? value) => value is IReadOnlyList<string> list ? string.Join(',', list) : FormattableString.Invariant($"{value}");
}
