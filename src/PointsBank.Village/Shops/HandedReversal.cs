using PointsBank.Ledger;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Shops;

/// <summary>Goods that another bank handed out for a redemption go back with it, and with it alone.</summary>
sealed class HandedReversal : ReversalRule
{
    /// <summary>How the source of an entry begins that handed out goods for another bank's redemption.</summary>
    const string Handed = "handed:";

    /// <summary>Each key of a write names one entry of each book; the second book's needs one of its own.</summary>
    internal const int HandedPart = 9_999;

    public static string SourceOf(long bank, long redemption) => $"{Handed}{bank}:{redemption}";

    public override Refusal? MayReverse(Reversal asked) =>
        asked.Entry.Source.StartsWith(Handed, StringComparison.Ordinal) ? new Refusal(VillageRefusals.HandedElsewhere, "entry") : null;

    public override Refusal? After(Reversal done, JournalEntry mirror)
    {
        if (done.Entry.Kind != EntryKind.Redemption) return null;
        var (owner, goods) = RedemptionTable.GoodsOf(done.Writer, done.Bank, done.Entry.Number);
        return goods is { } entry ? done.Along(owner, new(entry), HandedPart, "redemption void") : null;
    }
}
