using System.CommandLine;
using ChatRefundBot.Accounts;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Serving;
using ChatRefundBot.Settings;

namespace ChatRefundBot.CommandLine;

internal static class AgentVerbs
{
    public static Command Build(VerbContext context)
    {
        var name = new Argument<string>("name") { Description = "What the agent signs in with: letters a to z, digits, '.', '_' and '-'." };
        var administrator = new Option<bool>("--administrator") { Description = "May manage accounts and settings too." };
        var seller = new Option<bool>("--seller") { Description = "Answers for the seller what cases ask of one, and nothing else." };
        administrator.Validators.Add(result =>
        {
            if (result.GetValue(administrator) && result.GetResult(seller) is not null) result.AddError("An account is --administrator or --seller, not both.");
        });
        return new Command("agent", "The accounts of agents.")
        {
            context.With(new Command("add", "Add an account and print its one-time password.") { name, administrator, seller }, (parsed, settings, cancellationToken) =>
                AddAsync(context, settings, parsed.GetRequiredValue(name), parsed.GetValue(administrator) ? AgentRole.Administrator : parsed.GetValue(seller) ? AgentRole.Seller : AgentRole.Agent, cancellationToken)),
        };
    }

    private static async Task<int> AddAsync(VerbContext context, HostSettings settings, string text, AgentRole role, CancellationToken cancellationToken)
    {
        if (AccountName.Parse(text) is not AccountNameResult.Good { Name: { } name })
            return await context.RefuseAsync([$"'{text}' cannot be a name: {((AccountNameResult.Refused)AccountName.Parse(text)).Reason}."]);
        DataDirectory.Ensure(settings);
        await using var services = DeskComposition.StoreOnly(settings);
        switch (await services.GetRequiredService<AccountRegistrar>().AddAsync(name, role, cancellationToken))
        {
            case NewAccountResult.Added added:
                await context.Error.WriteLineAsync($"Account {name} added. Its one-time password is shown only now and must be changed at the first sign-in:");
                await context.Output.WriteLineAsync(added.Password);
                return ExitCode.Good;
            default:
                await context.Error.WriteLineAsync($"There is an account {name} already; it was not changed.");
                return ExitCode.Failed;
        }
    }
}
