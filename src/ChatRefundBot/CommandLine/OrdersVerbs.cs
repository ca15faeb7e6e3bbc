using System.CommandLine;
using System.Globalization;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Settings;

namespace ChatRefundBot.CommandLine;

internal static class OrdersVerbs
{
    public static Command Build(VerbContext context) => new("orders", "The order file.")
    {
        context.With(new Command("renew", "Make the sample shop's orders anew, so that their times are near again. A running host takes them over."),
            (_, settings, _) => RenewAsync(context, settings)),
    };

    private static async Task<int> RenewAsync(VerbContext context, HostSettings settings)
    {
        switch (SampleShop.Renew(settings.OrdersFile, TimeProvider.System.GetUtcNow()))
        {
            case SampleShopRenewal.Renewed renewed:
                await context.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{renewed.Orders} sample orders written to {settings.OrdersFile}"));
                return ExitCode.Good;
            default:
                await context.Error.WriteLineAsync($"{settings.OrdersFile} is not the sample shop's; it was left as it is.");
                return ExitCode.Failed;
        }
    }
}
