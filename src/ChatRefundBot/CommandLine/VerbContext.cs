using System.CommandLine;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.Dialogs;
using ChatRefundBot.Settings;
using ChatRefundBot.SqliteStorage;

namespace ChatRefundBot.CommandLine;

/// <summary>What every verb is given.</summary>
/// <param name="Settings">Settings of the command line.</param>
internal sealed record VerbContext(IReadOnlyList<string> Settings, TextWriter Output, TextWriter Error)
{
    /// <summary>Gives a command its action, run with checked settings.</summary>
    public Command With(Command command, Func<ParseResult, HostSettings, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, cancellationToken) => RunAsync((settings, ct) => action(parsed, settings, ct), cancellationToken));
        return command;
    }

    /// <summary>Runs a verb, or says everything that is wrong with the settings. What an operator has to mend is said in words, not as a stack.</summary>
    public async Task<int> RunAsync(Func<HostSettings, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        switch (SettingsReader.Read(Settings))
        {
            case SettingsResult.Bad bad:
                return await RefuseAsync(["Nothing was started. These settings are wrong:", .. bad.Errors.Select(e => "  " + e)]);
            case SettingsResult.Good good:
                try
                {
                    return await action(good.Settings, cancellationToken);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    return ExitCode.Good;
                }
                catch (Exception fault) when (IsForOperator(fault))
                {
                    return await RefuseAsync(fault is DialogFilesException files ? files.Errors : [fault.Message]);
                }

            default:
                throw new InvalidOperationException("Settings are good or bad.");
        }
    }

    /// <summary>Says on standard error why nothing was done.</summary>
    public async Task<int> RefuseAsync(IReadOnlyList<string> reasons)
    {
        foreach (var reason in reasons) await Error.WriteLineAsync(reason);
        return ExitCode.Refused;
    }

    private static bool IsForOperator(Exception fault) => fault
        is DialogFilesException or StoreTooNewException or StoreDamagedException or StoreUnavailableException or IOException or UnauthorizedAccessException;
}
