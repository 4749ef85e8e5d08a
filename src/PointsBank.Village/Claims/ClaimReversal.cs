using PointsBank.Ledger;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Claims;

/// <summary>A claim whose entry is taken back says so.</summary>
sealed class ClaimReversal : ReversalRule
{
    public override Refusal? After(Reversal done, JournalEntry mirror)
    {
        var (writer, bank) = (done.Writer, done.Bank);
        if (Claim.TryReadSource(done.Entry.Source, out var number)
            && ClaimTable.Find(writer, bank, number) is { State: ClaimState.Entered } claim)
            ClaimTable.Advance(writer, bank, claim, new(ClaimState.Reversed, Entry: mirror.Number.Value), done.Context.Caller.Actor);
        return null;
    }
}
