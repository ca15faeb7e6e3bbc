using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Turns;
using ChatRefundBot.Dialogs.RequestRefund;
using ChatRefundBot.Dialogs.TalkToHuman;

namespace ChatRefundBot.Dialogs.Desk;

/// <summary>What the desk keeps for a whole conversation, beside the dialogs in progress.</summary>
public sealed class RefundMemory
{
    /// <summary>When the buyer agreed to the processing; null: not yet, and nothing but the inbox may hold anything of theirs.</summary>
    public DateTimeOffset? ConsentAt { get; set; }

    /// <summary>Order number found in a message before it was asked for.</summary>
    public string? OrderHint { get; set; }

    /// <summary>True when that number came with the shop's page and the buyer typed none.</summary>
    public bool HintFromPage { get; set; }

    /// <summary>What the buyer said of a stolen payment, a minor or a complaint elsewhere before the order was known.</summary>
    public string? Told { get; set; }

    /// <summary>Pictures that came before they could be looked at, newest last.</summary>
    public List<Attachment> Held { get; set; } = [];

    /// <summary>Cases opened in this conversation, newest last.</summary>
    public List<CaseReference> Cases { get; set; } = [];

    /// <summary>Cases, or conversations with a person, for which a rating was asked, newest last.</summary>
    public List<string> Rated { get; set; } = [];

    /// <summary>Notes that a rating is asked for.</summary>
    /// <returns>False when it has been before.</returns>
    internal bool AskForRating(string about)
    {
        if (Rated.Contains(about)) return false;
        Rated.Add(about);
        if (Rated.Count > 20) Rated.RemoveAt(0);
        return true;
    }

    /// <summary>Order numbers with proven ownership, newest last.</summary>
    public List<string> OwnOrders { get; set; } = [];
}

/// <summary>A case by its identity and the number people use.</summary>
public sealed record CaseReference(string Id, string Number);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RefundMemory))]
[JsonSerializable(typeof(RequestRefundState))]
[JsonSerializable(typeof(CheckStatus.CheckStatusState))]
[JsonSerializable(typeof(TalkToHumanState))]
[JsonSerializable(typeof(RateService.RateServiceState))]
[JsonSerializable(typeof(OccasionsRecord))]
[JsonSerializable(typeof(EvidenceOrder))]
internal sealed partial class DialogJson : JsonSerializerContext
{
    public static readonly DialogJson Stored = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

internal static class RefundMemoryExtensions
{
    public static RefundMemory Refunds(this TurnContext turn) => turn.Memory(DialogJson.Stored.RefundMemory);
}
