using System.Text;
using System.Xml.Linq;
using ChatRefundBot.DialogKernel.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ChatRefundBot.AgentConsole.SignIn;

/// <summary>The keys of the sessions, in the shop's store: all hosts of a shop accept one another's sessions, and a restart ends none.</summary>
internal sealed class StoredKeys(IStore store) : IXmlRepository
{
    private const int Most = 1000;
    private static readonly LogKey Log = new("session-keys", "all");

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        // The interface knows no tasks. It is asked at the first sign-in and once a day, on a thread without a context to wait for.
        var slice = Task.Run(() => store.ReadAsync(Log, 0, Most, CancellationToken.None)).GetAwaiter().GetResult();
        return [.. slice.Entries.Select(entry => XElement.Parse(Encoding.UTF8.GetString(entry.Body.Span)))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        var unit = new CommitUnit().Append(Log, Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)));
        Task.Run(() => store.CommitAsync(unit, CancellationToken.None)).GetAwaiter().GetResult();
    }
}
