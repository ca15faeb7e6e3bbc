using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Handoff.Accounts;
using ChatRefundBot.Settings;

namespace ChatRefundBot.Accounts;

/// <summary>
/// Sees to it that a new desk has an administrator, and says the one-time password on standard output, once and nowhere else. Keeps
/// trying while the store is away; of two hosts that start at once one makes the account.
/// </summary>
internal sealed class FirstAdministrator(
    AgentAccounts accounts, AccountRegistrar registrar, HostSettings settings, TimeProvider time, TextWriter output)
{
    public const string DefaultName = "admin";

    private const int MostAccounts = 1000;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly string _password = OneTimePassword.Make();
    private bool _tried;

    /// <summary>Returns when there is an administrator, or when it is told to end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await EnsureAsync(cancellationToken);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(Retry, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (StoreTooNewException)
            {
                // Readiness says so; a newer host has long made its administrator.
                return;
            }
        }
    }

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var known = await accounts.ListAsync(MostAccounts, cancellationToken);
        var administrator = known.Select(k => k.Account).FirstOrDefault(a => a.Roles.Contains(AgentRole.Administrator));
        // Made by a try of this very start whose outcome did not arrive: its password has not been said yet.
        if (administrator is not null && _tried && registrar.Verify(administrator, _password)) await SayAsync(administrator.Name);
        if (administrator is not null) return;

        var name = ((AccountNameResult.Good)AccountName.Parse(settings.Agents.BootstrapUser is { Length: > 0 } given ? given : DefaultName)).Name;
        if (settings.Agents.BootstrapPassword is { Length: > 0 } chosen)
        {
            await registrar.AddAsync(name, AgentRole.Administrator, chosen, mustChange: false, cancellationToken);
            return;
        }

        _tried = true;
        if (await registrar.AddAsync(name, AgentRole.Administrator, _password, mustChange: true, cancellationToken) is AddAccountResult.Added) await SayAsync(name);
    }

    private Task SayAsync(AccountName name) => output.WriteLineAsync($"""

        First start. The administrator of this desk / 首次启动，管理员账号：
          name / 用户名: {name}
          one-time password / 一次性密码: {_password}
        Shown only this once; it must be changed at the first sign-in. / 仅显示这一次，首次登录须修改。

        """);
}
