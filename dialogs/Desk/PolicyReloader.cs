using System.Globalization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.Dialogs.TalkToHuman;
using ChatRefundBot.Handoff.Rules;
using ChatRefundBot.Refunds.Policy;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>
/// Takes changed rules and their wording over while the desk runs. They are loaded whole and off to the side; with any error the last good
/// table stays in use and every error is logged. Look with <see cref="LookAsync"/> again and again, one call at a time.
/// </summary>
public sealed partial class PolicyReloader(
    RefundDialogsOptions options, PolicyTables tables, PolicyShelf shelf, WordingCatalog wording, QueueRulesSource queue, TimeProvider time, ILogger<PolicyReloader> log)
{
    /// <summary>How often to look; a change is taken over at the second look that finds the files alike, once whoever saves them is done.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int MostLogged = 50;

    private string? _seen;
    private string? _settling;
    private string? _kept;

    /// <summary>Looks at the files, and takes them over when they have changed and stand still.</summary>
    /// <returns>True when another table was taken into use.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        await KeepAsync(cancellationToken).ConfigureAwait(false);
        var stamp = Stamp();
        if (stamp == _seen) return false;
        if (stamp != _settling)
        {
            _settling = stamp;
            return false;
        }

        _seen = stamp;
        try
        {
            if (!Take()) return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Refuse([$"{Path.GetFileName(options.PolicyDirectory)}: cannot be read: {fault.Message}"]);
            return false;
        }

        await KeepAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private bool Take()
    {
        var loaded = PolicyLoader.Load(options.PolicyDirectory);
        if (loaded is PolicyLoadResult.Failed failed)
        {
            Refuse([.. failed.Errors.Select(error => error.ToString())]);
            return false;
        }

        var (table, source) = (PolicyLoadResult.Loaded)loaded;
        var errors = new List<string>();
        var texts = WordingFiles.Load(options, RequiredWording.Keys(table), errors);
        var rules = QueueRulesFile.Load(options, errors);
        if (errors.Count > 0)
        {
            Refuse(errors);
            return false;
        }

        // Words first: no verdict of the new table may find them missing.
        wording.Take(texts, table.WordingKeys);
        queue.Current = rules;
        if (tables.Refusal is not null) LogAccepted(table.Version);
        tables.Refusal = null;
        if (table.Version == tables.Current.Version) return false;
        LogTaken(tables.Current.Version, table.Version, table.Rows.Count);
        tables.Use(new PolicyLoad(table, source, time.GetUtcNow()));
        return true;
    }

    private void Refuse(List<string> errors)
    {
        tables.Refusal = new PolicyRefusal(time.GetUtcNow(), errors);
        LogRefused(errors.Count, tables.Current.Version);
        foreach (var error in errors.Take(MostLogged)) LogError(error);
    }

    /// <summary>Keeps the table in use for later; a store that is away is tried again at the next look.</summary>
    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var load = tables.Load;
        if (_kept == load.Table.Version) return;
        try
        {
            await shelf.KeepAsync(load, cancellationToken).ConfigureAwait(false);
            _kept = load.Table.Version;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreTooNewException)
        {
            // Others say so already, and cases are not opened without the store.
        }
    }

    /// <summary>Changes with every file that is written, made or gone.</summary>
    private string Stamp() => string.Join('|', Files().Select(path =>
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks},{file.Length}") : "-";
    }));

    private IEnumerable<string> Files() => PolicySource.FileNames
        .Concat(Enum.GetValues<Language>().Select(WordingFiles.NameOf))
        .Append(QueueRulesFile.Name)
        .Select(name => Path.Combine(options.PolicyDirectory, name));

    [LoggerMessage(EventId = 2010, Level = LogLevel.Information, Message = "Rules {PolicyVersion} in use in place of {OldVersion}: {Rows} rows. Open cases keep theirs.")]
    private partial void LogTaken(string oldVersion, string policyVersion, int rows);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Error, Message = "Changed rules refused with {Errors} errors; {PolicyVersion} stays in use")]
    private partial void LogRefused(int errors, string policyVersion);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Error, Message = "Rules: {Error}")]
    private partial void LogError(string error);

    [LoggerMessage(EventId = 2013, Level = LogLevel.Information, Message = "The rules' files are good again: {PolicyVersion}")]
    private partial void LogAccepted(string policyVersion);
}
