using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.WebChannel.DirectLine;
using ChatRefundBot.WebChannel.Sessions;
using Microsoft.Extensions.Logging;

namespace ChatRefundBot.WebChannel.Streaming;

/// <summary>The sockets of this host: who may open one more, and which feed serves it.</summary>
internal sealed class StreamHub
{
    private const string ByAddress = "address";
    private const string ByConversation = "conversation";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ConversationFeed> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Name), int> _places = [];
    private readonly IStore _store;
    private readonly ActivityMapper _mapper;
    private readonly WebChannelOptions _options;
    private readonly ILogger<StreamHub> _log;
    private int _sockets;
    private bool _stopping;

    public StreamHub(IStore store, TurnEngine turns, ActivityMapper mapper, WebChannelOptions options, ILogger<StreamHub> log)
    {
        (_store, _mapper, _options, _log) = (store, mapper, options, log);
        turns.TranscriptCommitted = (id, entries) => FeedOf(WebConversation.IdOf(id))?.Push(entries);
    }

    public int Sockets => Volatile.Read(ref _sockets);

    /// <summary>Takes a place for a socket that is about to be opened.</summary>
    /// <returns>Null when there is none: too many of this address or in all.</returns>
    public SocketPlace? TryTake(string address, string conversation)
    {
        lock (_gate)
        {
            var (ofAddress, ofConversation) = (_places.GetValueOrDefault((ByAddress, address)), _places.GetValueOrDefault((ByConversation, conversation)));
            if (_stopping || _sockets >= _options.Limits.Sockets) return null;
            if (ofAddress >= _options.Limits.SocketsPerAddress || ofConversation >= _options.Limits.SocketsPerConversation) return null;
            _sockets++;
            _places[(ByAddress, address)] = ofAddress + 1;
            _places[(ByConversation, conversation)] = ofConversation + 1;
            return new SocketPlace(this, address, conversation);
        }
    }

    /// <summary>Serves a socket until it ends.</summary>
    public async Task ServeAsync(WebConversation conversation, StreamSocket socket)
    {
        ConversationFeed? feed;
        lock (_gate)
        {
            if (!_feeds.TryGetValue(conversation.Id, out feed))
            {
                feed = new ConversationFeed(conversation, _store, _mapper, _log);
                _feeds.Add(conversation.Id, feed);
                feed.Start();
            }

            feed.Add(socket);
            if (_stopping) socket.Finish();
        }

        await socket.RunAsync().ConfigureAwait(false);
        lock (_gate)
        {
            if (!feed.Remove(socket)) return;
            _feeds.Remove(conversation.Id);
        }

        await feed.StopAsync().ConfigureAwait(false);
    }

    /// <summary>The feed of a conversation; null when nobody listens to it here.</summary>
    public ConversationFeed? FeedOf(string? conversation)
    {
        if (conversation is null) return null;
        lock (_gate) return _feeds.GetValueOrDefault(conversation);
    }

    /// <summary>Closes all sockets, so that their clients look for another host or wait for this one.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            foreach (var feed in _feeds.Values) feed.FinishAll();
        }
    }

    private void Release(string address, string conversation)
    {
        lock (_gate)
        {
            _sockets--;
            Less((ByAddress, address));
            Less((ByConversation, conversation));
        }

        void Less((string, string) key)
        {
            if (--_places[key] == 0) _places.Remove(key);
        }
    }

    /// <summary>The right to one socket, given back when disposed.</summary>
    internal sealed class SocketPlace(StreamHub hub, string address, string conversation) : IDisposable
    {
        public void Dispose() => hub.Release(address, conversation);
    }
}
