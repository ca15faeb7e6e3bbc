namespace ChatRefundBot.WebChannel;

/// <summary>Bounds of the channel. A bound that is reached slows the caller down or refuses it; nobody else notices.</summary>
public sealed record WebLimits
{
    /// <summary>Sockets of one conversation: tabs and what a lost connection left behind.</summary>
    public int SocketsPerConversation { get; init; } = 10;

    /// <summary>Sockets from one address; many people may share one.</summary>
    public int SocketsPerAddress { get; init; } = 200;

    /// <summary>Sockets of this host.</summary>
    public int Sockets { get; init; } = 5000;

    /// <summary>Frames that wait for one socket; a client that lets more pile up is cut off and comes back with its watermark.</summary>
    public int FramesPerSocket { get; init; } = 128;

    /// <summary>How long one frame may take to be sent.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a silent socket is asked whether its client is still there, and how long it may take to answer.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc cref="KeepAlive"/>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>New conversations and sessions from one address.</summary>
    public Rate Starts { get; init; } = new(PerSecond: 5, Burst: 100, LongestDelay: TimeSpan.FromSeconds(2));

    /// <summary>Messages, uploads and events of one conversation.</summary>
    public Rate MessagesPerConversation { get; init; } = new(PerSecond: 20, Burst: 60, LongestDelay: TimeSpan.FromSeconds(5));

    /// <summary>Messages, uploads and events from one address.</summary>
    public Rate MessagesPerAddress { get; init; } = new(PerSecond: 200, Burst: 400, LongestDelay: TimeSpan.FromSeconds(5));

    /// <summary>Links of one conversation to another channel.</summary>
    public Rate LinksPerConversation { get; init; } = new(PerSecond: 0.1, Burst: 5, LongestDelay: TimeSpan.Zero);

    /// <summary>Looks for new activities, resumes and refreshes of one conversation.</summary>
    public Rate ReadsPerConversation { get; init; } = new(PerSecond: 10, Burst: 40, LongestDelay: TimeSpan.FromSeconds(10));

    /// <summary>Everything else that an address asks for: looks, resumes, refreshes, pictures, refused tokens.</summary>
    public Rate ReadsPerAddress { get; init; } = new(PerSecond: 300, Burst: 600, LongestDelay: TimeSpan.FromSeconds(10));

    /// <summary>Characters (UTF-16) of one message.</summary>
    public int MessageCharacters { get; init; } = 8000;

    /// <summary>Bytes of the JSON of one activity.</summary>
    public int ActivityBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes of one file.</summary>
    public long FileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Files of one message.</summary>
    public int FilesPerMessage { get; init; } = 10;

    /// <summary>Files kept for one conversation, however many messages they came in.</summary>
    public int FilesPerConversation { get; init; } = 60;

    /// <summary>Bytes kept for one conversation.</summary>
    public long BytesPerConversation { get; init; } = 200 * 1024 * 1024;
}

/// <summary>How often something may happen.</summary>
/// <param name="PerSecond">In the long run.</param>
/// <param name="Burst">At once, after a rest.</param>
/// <param name="LongestDelay">Who would have to wait longer than this is refused instead.</param>
public readonly record struct Rate(double PerSecond, int Burst, TimeSpan LongestDelay);
