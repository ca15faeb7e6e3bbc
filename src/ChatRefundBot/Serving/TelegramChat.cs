using ChatRefundBot.Settings;
using ChatRefundBot.TelegramChannel;

namespace ChatRefundBot.Serving;

/// <summary>The Telegram channel as this host's settings want it.</summary>
internal static class TelegramChat
{
    /// <param name="limits">Null: those that suit Telegram's own server.</param>
    public static IServiceCollection AddTelegram(this IServiceCollection services, HostSettings settings, TelegramLimits? limits = null) =>
        services.AddTelegramChannel(Options(settings.Telegram) with { Limits = limits ?? new TelegramLimits() }, settings.Language);

    private static TelegramChannelOptions Options(TelegramOptions telegram) => new()
    {
        BotToken = telegram.BotToken,
        ApiBaseUrl = new Uri(telegram.ApiBaseUrl),
        Webhook = telegram is { IsOn: true, Mode: TelegramMode.Webhook } ? new TelegramWebhook(new Uri(telegram.WebhookUrl), telegram.WebhookSecret) : null,
        FilesDirectory = telegram.FilesDirectory,
    };
}
