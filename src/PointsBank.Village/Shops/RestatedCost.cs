using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;

namespace PointsBank.Village.Shops;

/// <summary>
/// What the pieces of a good would have cost by now, had a delivery been written as it was: the moving average is worked out once more from
/// that delivery on. What came in since came in at what it cost; what went out goes at the average of its moment; what was taken back goes
/// back at the same.
/// </summary>
static class RestatedCost
{
    /// <summary>The entry reason of a correction.</summary>
    public const string Reason = "stock_corrected";

    /// <param name="writer">The write.</param>
    /// <param name="place">Where the delivery came in.</param>
    /// <param name="good">The good's number and code.</param>
    /// <param name="delivery">The delivery's entry.</param>
    /// <param name="corrections">The entries that corrected it before, which count no more.</param>
    /// <param name="pieces">How many pieces came in truth.</param>
    /// <param name="fen">What they cost in truth.</param>
    public static long Of(
        Writer writer, Place place, (long Number, string Code) good, JournalEntry delivery, IReadOnlySet<long> corrections, long pieces,
        long fen)
    {
        var (book, first) = (writer.Book(place.GoodsBank), delivery.Postings[0].Number);
        var (stood, cost) = (0L, 0L);
        var changes = new SortedDictionary<long, (long Pieces, long Fen)>();
        foreach (var account in Accounts(writer, book, place, good))
        {
            var isCost = account.Key.Kind == AccountKind.GoodsAtCost;
            var before = account.Balance.Value;
            foreach (var (posting, entry) in PostingTable.Since(writer, place.GoodsBank, account.LastPosting, first))
            {
                before -= posting.Amount.Value;
                var change = changes.GetValueOrDefault(entry.Value);
                var amount = posting.Amount.Value;
                changes[entry.Value] = isCost ? (change.Pieces, change.Fen + amount) : (change.Pieces + amount, change.Fen);
            }
            if (isCost) cost += before;
            else stood += before;
        }
        changes[delivery.Number.Value] = (pieces, fen);
        var went = new Dictionary<long, long>();
        foreach (var (entry, change) in changes)
        {
            if (corrections.Contains(entry)) continue;
            var (reason, reverses) = StockTable.KindOf(writer, place.GoodsBank, entry);
            var moved = reverses is { } undone && went.TryGetValue(undone, out var taken) ? -taken
                : change.Pieces < 0 && reverses is null && reason != Reason ? -Cost.Of(cost, Math.Max(stood, 0), -change.Pieces)
                : change.Fen;
            went[entry] = moved;
            stood += change.Pieces;
            // No pieces have no cost, whatever rounding or a later count left of it.
            cost = stood <= 0 ? 0 : Math.Max(0, cost + moved);
        }
        return cost;
    }

    static List<Account> Accounts(Writer writer, Book book, Place place, (long Number, string Code) good)
    {
        var accounts = new List<Account>();
        if (book.Find(Chart.GoodsAtCost(good.Number)) is { } cost) accounts.Add(cost);
        foreach (var shop in ShopTable.Places(writer, place))
            if (book.Find(Chart.Shelf(shop, good.Code)) is { } shelf)
                accounts.Add(shelf);
        return accounts;
    }
}
