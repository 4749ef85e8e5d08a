using PointsBank.Ledger;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.YearEnd;

/// <summary>A year end's entries are undone together or not at all; what of a credit has expired since goes back before the credit does.</summary>
sealed class YearReversal : ReversalRule
{
    public override Refusal? MayReverse(Reversal asked) => YearTable.Barred(asked.Entry);

    public override Refusal? Before(Reversal asked) =>
        asked.Entry.Reverses is null && asked.Writer.Book(asked.Bank).FindReversalOf(asked.Entry.Number) is null
            ? ExpiryReturns.Write(asked.Writer, asked.Context, asked.Bank, asked.Entry)
            : null;
}
