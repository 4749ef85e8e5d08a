using PointsBank.Ledger;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Shops;

/// <summary>A delivery that was corrected is put right by a further correction; so is one whose cost went out with its goods.</summary>
sealed class StockReversal : ReversalRule
{
    public override Refusal? MayReverse(Reversal asked) => CorrectionDesk.Barred(asked.Writer, asked.Bank, asked.Entry);

    public override Refusal? Explain(Reversal asked, Refusal refusal) =>
        refusal.Kind == LedgerRefusals.WouldPassFloor
        && refusal.Facts.Any(
            fact => fact.Key == "account" && fact.Value.StartsWith(nameof(AccountKind.GoodsAtCost), StringComparison.Ordinal))
            ? new Refusal(VillageRefusals.CostGone, "entry")
                .With("sheet", StockTable.SheetOf(asked.Writer, asked.Bank, asked.Entry.Number) ?? 0)
            : null;
}
