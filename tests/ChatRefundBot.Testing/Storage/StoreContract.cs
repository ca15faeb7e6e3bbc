using System.Globalization;
using System.Text;
using ChatRefundBot.DialogKernel.Storage;
using Xunit;

namespace ChatRefundBot.Testing.Storage;

/// <summary>
/// What every implementation of <see cref="IStore"/> must do. A concrete class gives stores on fresh data of its own;
/// the facts are split over the files of this class by subject.
/// </summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private static readonly TimeSpan LongLease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly List<IStore> _opened = [];

    /// <summary>The store under test, on data that no other test sees.</summary>
    protected IStore Store { get; private set; } = null!;

    /// <summary>Token of the running test.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens a store on this test's data, as a host of its own would. Called once or more in a test.</summary>
    protected abstract ValueTask<IStore> OpenStoreAsync();

    /// <summary>Removes this test's data after its stores were closed.</summary>
    protected virtual ValueTask RemoveDataAsync() => ValueTask.CompletedTask;

    public async ValueTask InitializeAsync() => Store = await OpenAnotherAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _opened) await store.DisposeAsync();
        await RemoveDataAsync();
    }

    /// <summary>A further store on the same data; closed with the test.</summary>
    protected async ValueTask<IStore> OpenAnotherAsync()
    {
        var store = await OpenStoreAsync();
        _opened.Add(store);
        return store;
    }

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    protected static string Text(LogSlice slice) => string.Join(' ', slice.Entries.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Sequence}:{Text(e.Body)}")));

    protected static DocumentKey Document(string id) => new("conversation", id);

    protected static LogKey Log(string id) => new("transcript", id);

    protected async Task<CommitResult.Committed> CommitAsync(CommitUnit unit) =>
        Assert.IsType<CommitResult.Committed>(await Store.CommitAsync(unit, Token));

    protected async Task<StoredDocument?> GetAsync(string id) => Assert.Single(await Store.GetAsync([Document(id)], Token));

    protected Task<LogSlice> ReadAllAsync(string id) => Store.ReadAsync(Log(id), 0, int.MaxValue, Token);

    protected Task<IReadOnlyList<IndexEntry>> AllOfAsync(string index) => Store.RangeAsync(index, long.MinValue, long.MaxValue, int.MaxValue, Token);

    /// <summary>Appends entries named by their sequence to a new log.</summary>
    protected async Task FillAsync(string id, int count)
    {
        var unit = new CommitUnit();
        for (var i = 1; i <= count; i++) unit.Append(Log(id), Bytes(i.ToString(CultureInfo.InvariantCulture)));
        await CommitAsync(unit);
    }

    /// <summary>Asks again until the answer is yes; fails when that takes too long.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited in vain until {what}.");
            await Task.Delay(10, Token);
        }
    }
}
