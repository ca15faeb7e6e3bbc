namespace ChatRefundBot.DialogKernel.Storage;

/// <summary>The rules of a <see cref="CommitUnit"/>, checked by every implementation before it touches its store.</summary>
public static class CommitUnitRules
{
    private const long ScoreLimit = 1L << 53;
    private const int SmallCount = 8;

    /// <summary>Refuses a unit that breaks a rule.</summary>
    /// <exception cref="ArgumentException">Says which rule and what broke it.</exception>
    public static void Check(CommitUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        CheckDocuments(unit);
        CheckLogs(unit);
        CheckIndexes(unit);
        for (var i = 0; i < unit.Counters.Count; i++) StoreNameRules.CheckText(unit.Counters[i]);
        for (var i = 0; i < unit.Wakes.Count; i++) StoreNameRules.CheckText(unit.Wakes[i]);
    }

    private static void CheckDocuments(CommitUnit unit)
    {
        var documents = unit.Documents;
        var seen = documents.Count > SmallCount ? new HashSet<DocumentKey>() : null;
        for (var i = 0; i < documents.Count; i++)
        {
            var change = documents[i];
            StoreNameRules.Check(change.Key);
            if (change.ExpectedVersion < 0) throw new ArgumentException($"The expected version of {change.Key} is negative.", nameof(unit));
            var twice = seen is not null && !seen.Add(change.Key);
            for (var j = 0; seen is null && j < i; j++) twice |= documents[j].Key == change.Key;
            if (twice) throw new ArgumentException($"The unit names document {change.Key} twice.", nameof(unit));
        }
        for (var i = 0; i < unit.DocumentReads.Count; i++) StoreNameRules.Check(unit.DocumentReads[i]);
    }

    private static void CheckLogs(CommitUnit unit)
    {
        for (var i = 0; i < unit.Cuts.Count; i++) StoreNameRules.Check(unit.Cuts[i].Log);
        var appends = unit.Appends;
        var seen = appends.Count > SmallCount ? new HashSet<(LogKey, string)>() : null;
        for (var i = 0; i < appends.Count; i++)
        {
            var append = appends[i];
            StoreNameRules.Check(append.Log);
            if (append.Id is null) continue;
            StoreNameRules.CheckText(append.Id);
            var twice = seen is not null && !seen.Add((append.Log, append.Id));
            for (var j = 0; seen is null && j < i; j++) twice |= appends[j].Id == append.Id && appends[j].Log == append.Log;
            if (twice) throw new ArgumentException($"The unit appends id \"{append.Id}\" to {append.Log} twice.", nameof(unit));
        }
        for (var i = 0; i < unit.LogReads.Count; i++)
        {
            var read = unit.LogReads[i];
            StoreNameRules.Check(read.Log);
            if (read.Max < 0) throw new ArgumentException($"The unit reads {read.Max} entries of {read.Log}.", nameof(unit));
        }
    }

    private static void CheckIndexes(CommitUnit unit)
    {
        var indexes = unit.Indexes;
        for (var i = 0; i < indexes.Count; i++)
        {
            CheckMember(indexes[i].Index, indexes[i].Member);
            if (indexes[i].Score is <= -ScoreLimit or >= ScoreLimit)
                throw new ArgumentException($"The score of \"{indexes[i].Member}\" in {indexes[i].Index} has a magnitude of 2^53 or more.", nameof(unit));
        }
        var claims = unit.Claims;
        for (var i = 0; i < claims.Count; i++)
        {
            CheckLease(claims[i].Index, claims[i].Member, claims[i].Lease);
            CheckAlone(unit, claims[i].Index, claims[i].Member);
        }
        var settlements = unit.Settlements;
        for (var i = 0; i < settlements.Count; i++)
        {
            StoreNameRules.Check(settlements[i].Log);
            CheckLease(settlements[i].Index, settlements[i].Member, settlements[i].Lease);
            CheckAlone(unit, settlements[i].Index, settlements[i].Member);
        }
    }

    private static void CheckMember(string index, string member)
    {
        StoreNameRules.CheckText(index);
        StoreNameRules.CheckText(member);
    }

    private static void CheckLease(string index, string member, TimeSpan lease)
    {
        CheckMember(index, member);
        if (lease < TimeSpan.Zero) throw new ArgumentException($"The lease of \"{member}\" in {index} is negative.", nameof(lease));
    }

    private static void CheckAlone(CommitUnit unit, string index, string member)
    {
        var named = 0;
        for (var i = 0; i < unit.Indexes.Count; i++) named += unit.Indexes[i].Member == member && unit.Indexes[i].Index == index ? 1 : 0;
        for (var i = 0; i < unit.Claims.Count; i++) named += unit.Claims[i].Member == member && unit.Claims[i].Index == index ? 1 : 0;
        for (var i = 0; i < unit.Settlements.Count; i++) named += unit.Settlements[i].Member == member && unit.Settlements[i].Index == index ? 1 : 0;
        if (named > 1) throw new ArgumentException($"The unit claims or settles \"{member}\" in {index} and names it in another change too.", nameof(unit));
    }
}
