using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Callers;

/// <summary>Who proposed something, and when, in epoch milliseconds.</summary>
sealed record Maker(string Actor, long At);

/// <summary>Who may confirm what somebody else proposed.</summary>
static class SecondPerson
{
    /// <summary>
    /// Why this caller is no second person: the same one, or somebody whose rights or password the maker has set since. Null where nothing
    /// is in the way.
    /// </summary>
    public static Refusal? Lacks(DbSession db, Caller caller, Maker maker, string field) =>
        caller.Actor == maker.Actor ? new(VillageRefusals.ConfirmedByAnother, field)
        : caller.StaffNumber is { } staff && StaffChangeTable.IsMadeBy(db, staff, maker)
            ? new(VillageRefusals.MadeByProposer, field)
        : null;

    /// <summary>
    /// What became of what is called p, by the decision on it called d: its kind, <c>taken_back</c> where whoever proposed it refused it,
    /// null where it waits.
    /// </summary>
    public const string Outcome = "case when d.kind = 'refused' and d.actor = p.actor then 'taken_back' else d.kind end";
}
