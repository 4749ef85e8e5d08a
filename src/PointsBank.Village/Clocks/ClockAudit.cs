using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Clocks;

/// <summary>What the clock is said to have done against what it did.</summary>
static class ClockAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Works];

    /// <summary>What lapsed or ended by the clock did so, and by nobody else.</summary>
    static void Works(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "clock_work_differs", "work", $"""
        select w.number from clock_works w
        left join hold_ends h on w.kind = 'hold' and h.bank = w.bank and h.hold = w.subject and h.outcome = {(int)HoldOutcome.Expired}
          and h.actor = '{Caller.System.Actor}'
        left join favour_suspension_ends s on w.kind = 'suspension' and s.bank = w.bank and s.suspension = w.subject
          and s.actor = '{Caller.System.Actor}'
        where w.bank = @bank and h.hold is null and s.suspension is null
        """);
}
