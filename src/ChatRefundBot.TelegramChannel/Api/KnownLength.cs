namespace ChatRefundBot.TelegramChannel.Api;

/// <summary>
/// Lets small bodies say how long they are. The library sends them in chunks, which simple Bot API servers and some proxies do not read.
/// </summary>
internal sealed class KnownLength(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content && content.Headers.ContentType?.MediaType == "application/json")
        {
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
            request.Headers.TransferEncodingChunked = false;
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
