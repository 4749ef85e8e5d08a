using System.Collections.Immutable;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>Every reason for which the storage says no, in order of precedence.</summary>
public static class StorageRefusals
{
    /// <summary>The queue is full; ask again a little later with the same key.</summary>
    public static readonly RefusalKind Overloaded = new("overloaded", RefusalClass.Unavailable);

    /// <summary>There is no room on the disk; nothing was written.</summary>
    public static readonly RefusalKind StorageFull = new("storage_full", RefusalClass.Unavailable);

    /// <summary>The commit failed half-way; ask again with the same key to learn what became of it.</summary>
    public static readonly RefusalKind OutcomeUnknown = new("outcome_unknown", RefusalClass.Unavailable);

    /// <summary>The program is stopping.</summary>
    public static readonly RefusalKind Stopping = new("stopping", RefusalClass.Unavailable);

    /// <summary>It was done before; what was answered then is erased.</summary>
    public static readonly RefusalKind AnswerErased = new("answer_erased", RefusalClass.Conflict);

    /// <summary>The clock has jumped, and nobody of the staff has said that it is right.</summary>
    public static readonly RefusalKind ClockInDoubt = new("clock_in_doubt", RefusalClass.Unavailable);

    /// <summary>All of them, in order of precedence.</summary>
    public static ImmutableArray<RefusalKind> All { get; } =
        [Stopping, Overloaded, ClockInDoubt, StorageFull, OutcomeUnknown, AnswerErased];
}
