using ChatRefundBot.Refunds.Calendar;
using ChatRefundBot.Refunds.Facts;

namespace ChatRefundBot.Refunds.Policy;

/// <summary>The named numbers of the table; conditions and texts use them by name.</summary>
public sealed class PolicyLimits
{
    /// <summary>Name of the days after the day of delivery in which a fault is judged by the rules.</summary>
    public const string FaultDays = "fault_days";

    private readonly IReadOnlyDictionary<string, FactValue> _values;
    private readonly Target[] _targets;

    internal PolicyLimits(IReadOnlyDictionary<string, FactValue> values, Target[] targets, Target verdictDue, int reminderDay, int hardStopDays)
    {
        _values = values;
        _targets = targets;
        VerdictDue = verdictDue;
        ReminderWorkingDay = reminderDay;
        HardStopDays = hardStopDays;
    }

    /// <summary>How long a verdict may take, in working days (5).</summary>
    public Target VerdictDue { get; }

    /// <summary>The working day on which a case without a verdict is reminded of (3).</summary>
    public int ReminderWorkingDay { get; }

    /// <summary>Calendar days after which an undecided case becomes P0 (15).</summary>
    public int HardStopDays { get; }

    /// <summary>All names with their values.</summary>
    public IReadOnlyDictionary<string, FactValue> All => _values;

    /// <summary>The target of a priority.</summary>
    public Target Target(Priority priority) => _targets[(int)priority];

    /// <summary>A span such as <c>seller_reply</c>; throws <see cref="KeyNotFoundException"/> for a name the table does not have.</summary>
    public TimeSpan Span(string name) => TimeSpan.FromTicks(_values[name].Bits);

    /// <summary>A number such as <c>human_above</c>; throws <see cref="KeyNotFoundException"/> for a name the table does not have.</summary>
    public decimal Number(string name) => _values[name].AsNumber()!.Value;
}

/// <summary>A length of time by the clock, or in working days.</summary>
/// <param name="Span">By the clock; zero where <paramref name="WorkingDays"/> counts.</param>
/// <param name="WorkingDays">In working days; 0 where <paramref name="Span"/> counts.</param>
public readonly record struct Target(TimeSpan Span, int WorkingDays)
{
    /// <summary>When it is over, counted from an instant; working days end at the end of the day in Asia/Shanghai.</summary>
    public DateTimeOffset AddTo(DateTimeOffset from, WorkingCalendar calendar) =>
        WorkingDays > 0 ? calendar.EndOfWorkingDay(from, WorkingDays) : from + Span;
}
