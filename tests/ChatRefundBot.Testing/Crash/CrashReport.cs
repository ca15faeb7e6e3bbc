using System.Globalization;

namespace ChatRefundBot.Testing.Crash;

/// <summary>What a round, or several, came to.</summary>
public sealed record CrashReport
{
    /// <summary>Processes that were killed, from outside or by their own hand around a commit.</summary>
    public int Kills { get; init; }

    /// <summary>Messages that were acknowledged.</summary>
    public int Messages { get; init; }

    /// <summary>Acknowledged messages without effect, answers without delivery, messages out of order.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>Messages with more than one effect, and deliveries of one answer under several keys.</summary>
    public IReadOnlyList<string> Doubled { get; init; } = [];

    /// <summary>Changes of which only a part is there.</summary>
    public IReadOnlyList<string> HalfDone { get; init; } = [];

    /// <summary>Deliveries that were under way at a crash and were made again under the same key, which is how a receiver knows them.</summary>
    public int Repeated { get; init; }

    public bool IsGood => Lost.Count + Doubled.Count + HalfDone.Count == 0;

    public static CrashReport operator +(CrashReport a, CrashReport b) => new()
    {
        Kills = a.Kills + b.Kills,
        Messages = a.Messages + b.Messages,
        Lost = [.. a.Lost, .. b.Lost],
        Doubled = [.. a.Doubled, .. b.Doubled],
        HalfDone = [.. a.HalfDone, .. b.HalfDone],
        Repeated = a.Repeated + b.Repeated,
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"kills {Kills}, messages {Messages}, lost {Lost.Count}, doubled {Doubled.Count}, half done {HalfDone.Count}, repeated under the same key {Repeated}")
        + string.Concat(Lost.Concat(Doubled).Concat(HalfDone).Select(l => "\n  " + l));
}
