using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Storage;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.WebChannel.Limits;
using ChatRefundBot.WebChannel.Sessions;
using ChatRefundBot.WebChannel.Streaming;
using Microsoft.AspNetCore.Http;

namespace ChatRefundBot.WebChannel.DirectLine;

/// <summary>Activities in and, for clients that poll, out. A message is accepted durably before it is acknowledged; its turn runs after.</summary>
internal sealed class ActivityEndpoints(
    Callers callers, WebConversations conversations, TurnHost turns, IStore store, StreamHub hub, ActivityMapper mapper, RateGate gate,
    WebChannelOptions options, TimeProvider time)
{
    /// <summary>Longest order number that a page may hand over.</summary>
    private const int MaxSubject = 64;

    public async Task PostAsync(HttpContext context)
    {
        var conversation = await callers.ConversationAsync(context, fresh: false).ConfigureAwait(false);
        await PassAsync(context, conversation).ConfigureAwait(false);
        var activity = await Json.ReadAsync(context, WireJson.Plain.IncomingActivity, options.Limits.ActivityBytes).ConfigureAwait(false);
        var received = ActivityReader.Read(activity, options.Limits.MessageCharacters);
        switch (activity!.Type)
        {
            case "message":
                var (message, echo) = ActivityReader.MessageOf(received);
                await AcceptAsync(context, conversation, received.Id, message, echo).ConfigureAwait(false);
                break;
            case "event":
                await TakeEventAsync(context, conversation, received).ConfigureAwait(false);
                Echo(conversation, received);
                break;
            default:
                // For whoever of the shop looks at the conversation, on any host.
                await store.CommitAsync(new CommitUnit().Wake(StoreNames.TypingTopic(conversation.Conversation)), context.RequestAborted).ConfigureAwait(false);
                Echo(conversation, received);
                break;
        }

        await Json.WriteAsync(context, 200, new ResourceAnswer(ActivityMapper.IdOf(conversation.Id, received.Id)), WireJson.Plain.ResourceAnswer).ConfigureAwait(false);
    }

    /// <summary>Activities after a watermark, or the newest without one.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var conversation = await callers.ConversationAsync(context, fresh: false).ConfigureAwait(false);
        if (!await gate.PassAsync("read", conversation.Id, options.Limits.ReadsPerConversation, context.RequestAborted).ConfigureAwait(false))
            throw new RefusedException(Problem.TooBusy);
        var transcript = StoreNames.Transcript(conversation.Conversation);
        var after = Watermark.Parse(context.Request.Query["watermark"] is [{ } given] ? given : null);
        var found = after is { } known
            ? await store.ReadAsync(transcript, known, ConversationFeed.Batch, context.RequestAborted).ConfigureAwait(false)
            : await store.ReadBackAsync(transcript, long.MaxValue, ConversationFeed.Replay, context.RequestAborted).ConfigureAwait(false);
        var end = found.Entries.Count > 0 ? found.Entries[^1].Sequence : Math.Min(after ?? long.MaxValue, found.LastSequence);
        var site = Addresses.Site(context.Request);
        var activities = found.Entries.Select(e => mapper.Map(conversation, ActivityMapper.Read(e), e.Sequence, site)).OfType<Activity>().ToList();
        await Json.WriteAsync(context, 200, new ActivitySet(activities, Watermark.Text(end)), WireJson.Plain.ActivitySet).ConfigureAwait(false);
    }

    /// <summary>Waits until this conversation and this address may send again.</summary>
    public async Task PassAsync(HttpContext context, WebConversation conversation)
    {
        if (!await gate.PassAsync("message", conversation.Id, options.Limits.MessagesPerConversation, context.RequestAborted).ConfigureAwait(false)
            || !await gate.PassAsync("message-address", Addresses.Of(context), options.Limits.MessagesPerAddress, context.RequestAborted).ConfigureAwait(false))
            throw new RefusedException(Problem.TooBusy);
    }

    /// <summary>Stores a message; the caller may acknowledge it when this returns.</summary>
    public async Task AcceptAsync(HttpContext context, WebConversation conversation, string id, IncomingMessage message, string? echo)
    {
        var incoming = new Incoming(id, conversation.Conversation, time.GetUtcNow(), conversation.User, message, echo);
        var feed = hub.FeedOf(conversation.Id);
        if (feed is not null && mapper.Map(conversation, incoming, Addresses.Site(context.Request)) is { } activity) feed.Expect(id, activity);
        switch (await turns.AcceptAsync(incoming, context.RequestAborted).ConfigureAwait(false))
        {
            case AcceptResult.Duplicate:
                feed?.Forget(id);
                break;
            case AcceptResult.TooLarge:
                feed?.Forget(id);
                throw new RefusedException(Problem.TooLarge("The message is longer than the desk can keep."));
        }
    }

    private async Task TakeEventAsync(HttpContext context, WebConversation conversation, ReceivedActivity received)
    {
        var value = received.Activity.Value;
        switch (received.Activity.Name)
        {
            case "webchat/join":
                var locale = Locales.Of(ActivityReader.StringOf(value, "language") ?? received.Activity.Locale, context.Request);
                await conversations.OpenAsync(conversation, locale, context.RequestAborted).ConfigureAwait(false);
                break;
            case "crb/order" when ActivityReader.StringOf(value, "order") is { Length: > 0 and <= MaxSubject } order:
                await AcceptAsync(context, conversation, received.Id, new IncomingMessage.PageContext(order, null), null).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>What is not kept goes back to whoever listens on this host: clients wait for it.</summary>
    private void Echo(WebConversation conversation, ReceivedActivity received)
    {
        var activity = received.Activity;
        hub.FeedOf(conversation.Id)?.Send(new Activity
        {
            Type = activity.Type!,
            Id = ActivityMapper.IdOf(conversation.Id, received.Id),
            Timestamp = ActivityMapper.Timestamp(time.GetUtcNow()),
            Conversation = new ChannelAccount(conversation.Id),
            From = new ChannelAccount(conversation.User, Role: "user"),
            Name = activity.Name,
            Value = received.Value,
            ChannelData = received.ChannelData,
        });
    }
}
