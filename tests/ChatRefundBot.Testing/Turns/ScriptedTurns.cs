using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Conversations;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;

namespace ChatRefundBot.Testing.Turns;

/// <summary>What scripted turns keep of a conversation: the ids of the messages that had an effect, in their order.</summary>
public sealed class Seen
{
    public List<string> Ids { get; set; } = [];
}

[JsonSerializable(typeof(Seen))]
internal sealed partial class SeenJson : JsonSerializerContext;

/// <summary>
/// Turns as a test writes them. Whatever the script does, a turn notes its message in the conversation's memory, so that a test can see
/// which messages took effect, how often and in which order.
/// </summary>
/// <param name="script">Runs within each turn; null: the turn answers with the message's id.</param>
public sealed class ScriptedTurns(Func<TurnContext, CancellationToken, ValueTask>? script = null) : ITurnHandler
{
    private readonly ConcurrentDictionary<string, int> _runs = new(StringComparer.Ordinal);

    /// <summary>How often a message's turn was begun, with those that were dropped.</summary>
    public int RunsOf(string messageId) => _runs.GetValueOrDefault(messageId);

    public ConversationState Begin(Incoming first) => new() { Id = first.Conversation };

    public async ValueTask HandleAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        _runs.AddOrUpdate(turn.Incoming.Id, 1, (_, n) => n + 1);
        turn.Memory(SeenJson.Default.Seen).Ids.Add(turn.Incoming.Id);
        if (script is null) turn.Say("re " + turn.Incoming.Id);
        else await script(turn, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask HandleFailureAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        turn.Say("failed " + turn.Incoming.Id);
        return ValueTask.CompletedTask;
    }
}
