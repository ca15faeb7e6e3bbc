using System.Collections.Immutable;
using System.Globalization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Refunds.Orders;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Turns;
using Microsoft.Extensions.DependencyInjection;

namespace ChatRefundBot.Benchmarks.Turns;

/// <summary>Whole refund dialogs on a desk in this process: accept and turn of each message, as the terminal chat makes them.</summary>
internal sealed class DialogLoad : IAsyncDisposable
{
    private readonly EndlessOrders _orders = new();
    private readonly ServiceProvider _services;
    private readonly TurnEngine _turns;
    private readonly List<Buyer> _buyers = [];
    private int _conversations;

    /// <param name="directory">For pictures; the dialog sends none.</param>
    public DialogLoad(IStore store, string directory)
    {
        Store = new CountingStore(store);
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IStore>(Store);
        services.AddDesk(directory, Language.English, autoConfirmLimit: 0);
        services.AddSingleton<IOrderSource>(_orders);
        _services = services.BuildServiceProvider();
        _turns = _services.GetRequiredService<TurnEngine>();
    }

    public CountingStore Store { get; }

    /// <summary>Messages of a dialog from hello to verdict, progress and hand-over.</summary>
    public static ImmutableArray<string> Script(string order) =>
        ["hello", "agree", order, EndlessOrders.Answer, "yes", "Unused, want refund", "progress", "human", "please hurry", "thank you"];

    /// <summary>The next message of a buyer; one whose dialog is over begins another conversation.</summary>
    public Task TurnAsync(int buyer)
    {
        lock (_buyers)
        {
            while (_buyers.Count <= buyer) _buyers.Add(NewBuyer());
            if (_buyers[buyer].Place == _buyers[buyer].Script.Length) _buyers[buyer] = NewBuyer();
        }

        return SendAsync(_buyers[buyer]);
    }

    public Buyer NewBuyer()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"web:{Interlocked.Increment(ref _conversations):x16}");
        return new Buyer(new ConversationId(id), Script(_orders.NewNumber()));
    }

    /// <summary>Sends the next message of the script and runs its turn.</summary>
    public Task<Incoming> SendAsync(Buyer buyer) => SendAsync(buyer, buyer.Script[buyer.Place++]);

    public async Task<Incoming> SendAsync(Buyer buyer, string text)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{buyer.Id}-{++buyer.Sent}");
        var incoming = new Incoming(id, buyer.Id, TimeProvider.System.GetUtcNow(), buyer.Id.Value, new IncomingMessage.Text(text));
        var accepted = (AcceptResult.Accepted)await _turns.AcceptAsync(incoming, CancellationToken.None);
        await _turns.RunAsync(accepted.Work!, takenUp: false, CancellationToken.None);
        return incoming;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Somebody in a conversation of their own.</summary>
    internal sealed class Buyer(ConversationId id, ImmutableArray<string> script)
    {
        public ConversationId Id => id;

        public ImmutableArray<string> Script => script;

        public int Place { get; set; }

        public int Sent { get; set; }
    }
}
