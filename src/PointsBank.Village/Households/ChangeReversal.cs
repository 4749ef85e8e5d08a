using PointsBank.Ledger;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Households;

/// <summary>A change of households is not taken back by its entries, nor is what moved points of a household that is no more.</summary>
sealed class ChangeReversal : ReversalRule
{
    public override Refusal? MayReverse(Reversal asked) => ChangeTable.Barred(asked.Writer, asked.Bank, asked.Entry);
}
