using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Shops;

/// <summary>
/// What came of a good in truth, and what that cost in fen; the cost is left out where nobody knows where the goods came from.
/// </summary>
public sealed record CorrectionLineInput(string Goods, long Quantity, long? Cost = null);

/// <summary>
/// A delivery as it was: the goods that were written wrongly, with 0 pieces where none came. Where a count has found a difference of such a
/// good since, whoever corrects confirms that this is another difference.
/// </summary>
public sealed record CorrectionInput(IReadOnlyList<CorrectionLineInput> Items, string Reason, bool Confirmed = false);

/// <summary>
/// A good of a delivery as its sheet and all corrections of it say, and how many pieces of it can be taken off the shelf now.
/// </summary>
public sealed record DeliveryLine(string Goods, string NameZh, string NameEn, string UnitZh, long Quantity, long Cost, long Left);

/// <summary>A delivery as it stands. Nothing bars it from being corrected, unless <paramref name="Barred"/> says what does.</summary>
public sealed record DeliveryView(MovementView Sheet, IReadOnlyList<DeliveryLine> Lines, Refusal? Barred);

/// <summary>
/// Puts a delivery right that was written wrongly, by an entry for the difference: pieces that are on the shelf, the cost that is still
/// with them, and the cost that has gone out with goods since, which is a cost of goods handed out. Another person does so than the one who
/// wrote the delivery.
/// </summary>
public sealed class CorrectionDesk
{
    readonly Database database;
    readonly StockDesk stock;
    readonly IReadOnlyList<CostRule> costRules;

    internal CorrectionDesk(Database database, StockDesk stock, IReadOnlyList<CostRule> costRules) =>
        (this.database, this.stock, this.costRules) = (database, stock, costRules);

    /// <summary>A delivery as it stands, for somebody who would correct it.</summary>
    public Outcome<DeliveryView> Delivery(long bank, long shop, long sheet, string actor)
    {
        return database.ReadHeads<Outcome<DeliveryView>>(bank, db =>
        {
            if (StockTable.Find(db, bank, shop, sheet) is not { } movement)
                return new Refusal(VillageRefusals.UnknownSheet, "sheet");
            return new DeliveryView(movement, StockTable.Delivery(db, bank, shop, sheet), Barred(db, bank, shop, sheet, actor));
        });
    }

    /// <summary>Why this sheet is not corrected by this person; null where nothing bars it.</summary>
    public Refusal? Bars(long bank, long shop, long sheet, string actor) =>
        database.Read(db => Barred(db, bank, shop, sheet, actor));

    public async Task<Outcome<StockView>> Correct(WriteContext context, long bank, long shop, long sheet, CorrectionInput input)
    {
        if (Fields.Range(input.Items.Count, "items", 1, StockDesk.MaxLines) is { } badItems) return badItems;
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } badReason) return badReason;
        for (var i = 0; i < input.Items.Count; i++)
        {
            var (goods, quantity, cost) = input.Items[i];
            if (Fields.Range(quantity, $"items[{i}].quantity", 0, 100_000) is { } bad) return bad;
            if (cost is { } fen && Fields.Range(fen, $"items[{i}].cost", 0, quantity == 0 ? 0 : 100_000_000) is { } badCost) return badCost;
            if (input.Items.Take(i).Any(earlier => earlier.Goods == goods))
                return new Refusal(VillageRefusals.AlreadyExists, $"items[{i}].goods");
        }
        return await database.Write<StockView>(
            context, bank, "stock-correction", writer => Correct(writer, context, bank, shop, sheet, input, reason));
    }

    Outcome<StockView> Correct(Writer writer, WriteContext context, long bank, long shop, long sheet, CorrectionInput input, string reason)
    {
        if (ShopTable.Place(writer, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
        if (Barred(writer, bank, shop, sheet, context.Caller.Actor) is { } barred) return barred;
        var delivery = StockTable.Payment(writer, bank, sheet);
        var stands = StockTable.Stands(writer, bank, sheet);
        var corrections = StockTable.CorrectionsOf(writer, bank, sheet);
        var (book, entry) = (writer.Book(bank), EntryTable.Find(writer, bank, new(delivery.Entry))!);
        var (legs, changes) = (new List<Leg>(), new List<StockChange>());
        for (var i = 0; i < input.Items.Count; i++)
        {
            var (goods, quantity, given) = input.Items[i];
            if (!stands.TryGetValue(goods, out var was)) return new Refusal(VillageRefusals.UnknownGoods, $"items[{i}].goods");
            if (given is null != delivery.Origin is null)
                return new Refusal(given is null ? VillageRefusals.MissingValue : VillageRefusals.NotInList, $"items[{i}].cost");
            var (change, fen) = (quantity - was.Pieces, (given ?? 0) - was.Fen);
            if (change == 0 && fen == 0) continue;
            var left = book.Find(Chart.Shelf(shop, goods))?.Available.Value ?? 0;
            if (left + change < 0)
                return new Refusal(CorrectionRefusals.PiecesGone, $"items[{i}].quantity")
                    .With("left", left).With("least", was.Pieces - left);
            if (change != 0 && !input.Confirmed && StockTable.CountedSince(writer, bank, shop, sheet, goods) is { } count)
                return new Refusal(CorrectionRefusals.CountedSince, $"items[{i}].quantity").With("count", count);
            var (number, _) = GoodsTable.NumberOf(writer, place, goods)!.Value;
            var cost = RestatedCost.Of(writer, place, (number, goods), entry, corrections, quantity, given ?? 0)
                - (book.Find(Chart.GoodsAtCost(number))?.Balance.Value ?? 0);
            changes.Add(new(goods, number, quantity, change, cost, Variance: fen - cost));
            if (change != 0)
            {
                legs.Add(new(Chart.GoodsSource(shop, goods), new(-change)));
                legs.Add(new(Chart.Shelf(shop, goods), new(change)));
            }
            if (cost != 0) legs.Add(new(Chart.GoodsAtCost(number), new(cost)));
        }
        if (changes.Count == 0) return new Refusal(CorrectionRefusals.NothingDiffers, "items");
        var (variance, difference) = (changes.Sum(line => line.Variance), changes.Sum(line => line.Cost + line.Variance));
        var isOwed = delivery is { Origin: "purchase", Paid: 0 };
        if (isOwed && costRules.Select(rule => rule.Against(writer, bank, sheet, difference)).FirstOrDefault(against => against is not null)
            is { } against)
            return against;
        if (variance != 0) legs.Add(new(Chart.CostOfIssued(place.GoodsShop), new(variance)));
        var payer = delivery.Origin == "donation" ? Chart.FundSource(Chart.InKind) : isOwed ? Chart.PayableToSupplier : Chart.FundCash;
        // What was paid is the fund's money, and its treasurer's to change.
        if (difference != 0 && payer == Chart.FundCash && !context.Caller.Is(Role.Treasurer, bank))
            return new Refusal(VillageRefusals.TreasurerPays, "items");
        if (difference != 0) legs.Add(new(payer, new(-difference)));
        var heading = new StockDesk.Heading(reason, Origin: delivery.Origin, Paid: delivery.Paid != 0, Corrects: sheet);
        var written = stock.Write(writer, context, place, "corrected", changes, legs, heading);
        return written.Refusal is { } refusal ? refusal with { Field = "items" } : written;
    }

    static Refusal? Barred(DbSession db, long bank, long shop, long sheet, string actor)
    {
        var row = StockTable.StateOf(db, bank, shop, sheet);
        if (row.Kind is null) return new(VillageRefusals.UnknownSheet, "sheet");
        if (row.Corrects is { } delivery) return new Refusal(CorrectionRefusals.DeliveryCorrected, "sheet").With("sheet", delivery);
        if (row.Kind != "received") return new(CorrectionRefusals.NotADelivery, "sheet");
        if (row.Reversed is not null) return new(LedgerRefusals.AlreadyReversed, "sheet");
        return row.Actor == actor ? new(CorrectionRefusals.CorrectedByAnother, "sheet") : null;
    }

    /// <summary>
    /// Why this entry is not reversed: a delivery that was corrected, or a correction, is put right by a further one. Null where it is
    /// neither.
    /// </summary>
    internal static Refusal? Barred(DbSession db, long bank, JournalEntry entry)
    {
        if (entry.Kind != EntryKind.Stock) return null;
        return StockTable.CorrectedBy(db, bank, entry.Number) is { } sheet
            ? new Refusal(CorrectionRefusals.DeliveryCorrected, "entry").With("sheet", sheet)
            : null;
    }
}
