using PointsBank.Ledger;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Funds;

/// <summary>The fund's desk voids its own entries, and a purchase is not undone under its payments.</summary>
sealed class FundReversal : ReversalRule
{
    public override Refusal? MayReverse(Reversal asked) => FundTable.Barred(asked.Writer, asked.Bank, asked.Entry);
}
