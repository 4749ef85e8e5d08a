using PointsBank.Ledger;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;
using PointsBank.Village.Years;

namespace PointsBank.Village.YearEnd;

/// <summary>
/// A year end's entries are undone together or not at all; what of a credit has expired since goes back before the credit does.
/// </summary>
sealed class YearReversal : ReversalRule
{
    public override Refusal? MayReverse(Reversal asked) => YearTable.Barred(asked.Entry) ?? ChangesClosedYear(asked);

    public override Refusal? Before(Reversal asked) =>
        asked.Entry.Reverses is null && asked.Writer.Book(asked.Bank).FindReversalOf(asked.Entry.Number) is null
            ? ExpiryReturns.Write(asked.Writer, asked.Context, asked.Bank, asked.Entry)
            : null;

    /// <summary>A closed year's figures were reported and printed, so nobody changes what they rest on alone at the desk.</summary>
    static Refusal? ChangesClosedYear(Reversal asked) =>
        asked.Context.Caller != Caller.System && !asked.Context.Caller.Is(Role.Supervisor, asked.Bank)
        && CloseTable.IsClosed(asked.Writer, asked.Bank, asked.Entry.EffectiveOn.Year)
            ? new(VillageRefusals.ReversalNeedsSupervisor, "entry")
            : null;
}
