using ChatRefundBot.Settings;
using Xunit;

namespace ChatRefundBot.Tests.Host;

public sealed class SettingArgumentsTests
{
    [Theory]
    [InlineData("serve --Store:Shop=x --Urls http://localhost:1", "--Store:Shop=x --Urls=http://localhost:1", "serve")]
    [InlineData("--store:shop x chat --conversation terminal:1", "--store:shop=x", "chat --conversation terminal:1")]
    [InlineData("policy test a=b.json", "", "policy test a=b.json")]
    [InlineData("--Store:ConnectionString --Telegram:Mode Webhook", "--Store:ConnectionString= --Telegram:Mode=Webhook", "")]
    [InlineData("agent add -- --Store:Shop=x", "", "agent add -- --Store:Shop=x")]
    [InlineData("--help --version", "", "--help --version")]
    public void Settings_are_told_from_verbs(string line, string settings, string verbs)
    {
        var (found, rest) = SettingArguments.Split(line.Split(' '));

        Assert.Equal(settings, string.Join(' ', found));
        Assert.Equal(verbs, string.Join(' ', rest));
    }

    [Theory]
    [InlineData("ConectionString", "ConnectionString")]
    [InlineData("bottoken", "BotToken")]
    [InlineData("completely-different", null)]
    public void The_nearest_name_is_found(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.Find(typed, ["BotToken", "ConnectionString", "Shop"]));
}
