using PointsBank.Ledger;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Deeds;

/// <summary>A deed that is taken back counts no more, and nobody takes back what concerns their own household.</summary>
sealed class DeedReversal : ReversalRule
{
    public override Refusal? MayReverse(Reversal asked) =>
        asked.Entry.Kind is EntryKind.Credit or EntryKind.Deduction or EntryKind.Redemption
            && HouseholdOf(asked.Entry) is > 0 and var household
        && KinTable.Bind(asked.Writer, asked.Bank, household, asked.Context.Caller)
            ? new Refusal(VillageRefusals.OwnOrRelated, "entry")
            : null;

    /// <summary>The mirror row stands on the deed's own day, so that caps and boards of that period count it.</summary>
    public override Refusal? After(Reversal done, JournalEntry mirror)
    {
        DeedTable.AddMirror(done.Writer, done.Bank, HouseholdOf(mirror), done.Entry.Number, mirror.Number);
        return null;
    }

    static long HouseholdOf(JournalEntry entry) =>
        entry.Postings.FirstOrDefault(posting => posting.Key.Kind is AccountKind.HouseholdMerit or AccountKind.HouseholdPoints).Key.Owner;
}
