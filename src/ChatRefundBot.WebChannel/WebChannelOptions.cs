namespace ChatRefundBot.WebChannel;

/// <summary>What the host decides about the web channel. Secrets are UTF-8 text of at least the length that the settings ask for.</summary>
public sealed record WebChannelOptions
{
    /// <summary>Origins whose pages may embed the widget and call the endpoints, such as <c>https://shop.example</c>; this host's own always may.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Keys of the channel's tokens: the first signs, all of them verify. Never empty.</summary>
    public required IReadOnlyList<byte[]> SigningKeys { get; init; }

    /// <summary>Key of the JWTs by which the shop names its buyers; empty: the shop names nobody.</summary>
    public string IdentitySecret { get; init; } = "";

    /// <summary>Bearer for servers that start conversations; empty: off.</summary>
    public string DirectLineSecret { get; init; } = "";

    /// <summary>True when <c>/</c> shows the sample shop, if the widget brings one.</summary>
    public bool ShowsSampleShop { get; init; }

    /// <summary>Bounds; the defaults suit a shop that is open to the world.</summary>
    public WebLimits Limits { get; init; } = new();
}
