using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

/// <summary>A good of a stock sheet. The cost is that of all its pieces, in fen.</summary>
public sealed record StockLineInput(string Goods, long Quantity, long? Cost = null);

/// <summary>
/// What happened to stock: <c>received</c>, <c>moved</c> (to another shop, a storeroom or a mobile shop), or <c>spoiled</c>. What is
/// received comes by <c>purchase</c> (partner = supplier, each line its cost, paid from the fund at once or owed to the supplier) or
/// <c>donation</c> (partner = donor; a line without a cost is worth what the good is reckoned at); goods of unknown origin come in at no
/// cost. A slip of a number that the same supplier or donor gave before is entered only once it is confirmed to be another one.
/// </summary>
public sealed record StockInput(
    string Kind, IReadOnlyList<StockLineInput> Items, long? ToShop = null, string? Memo = null, string? Origin = null,
    string? Partner = null, string? Receipt = null,
    bool PaidNow = false, bool Confirmed = false);

/// <summary>
/// A good of a sheet: by how many its shelf changed, how many lie there now, and what the change cost in fen. Of a correction the
/// variance is what of the difference of cost had gone out with goods before.
/// </summary>
public sealed record StockLineView(string Goods, long Quantity, long Change, long Stock, long Cost = 0, long Variance = 0);

public sealed record StockView(
    long Number, long Shop, string Kind, long? Entry, string? CheckCode, NodaTime.LocalDate MovedOn, IReadOnlyList<StockLineView> Items,
    long Cost = 0,
    long? Corrects = null);

/// <summary>
/// One line to write: the change of the shelf, what it cost, why, and what of a correction's cost had gone out with goods before.
/// </summary>
sealed record StockChange(string Goods, long Number, long Quantity, long Change, long Cost, string Reason = "", long Variance = 0);

/// <summary>
/// What came, moved and spoiled, in pieces and fen by one entry. Stock is accounts of the same book, so it cannot go below zero and the
/// audit covers it.
/// </summary>
public sealed class StockDesk(Database database, BankDesk banks)
{
    /// <summary>The most different goods on one sheet.</summary>
    public const int MaxLines = 45;

    static readonly string[] Kinds = ["received", "moved", "spoiled"];
    static readonly string[] Origins = ["purchase", "donation"];

    /// <summary>A shop's stock sheets, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<MovementView> Movements(long bank, long shop, long? before, int limit) =>
        database.Read(db => StockTable.Of(db, bank, shop, before, limit));

    /// <summary>One sheet, as the shop sees it.</summary>
    public Outcome<MovementView> Sheet(long bank, long shop, long number) => database.Read<Outcome<MovementView>>(db =>
        StockTable.Find(db, bank, shop, number) is { } sheet ? sheet : new Refusal(VillageRefusals.UnknownSheet, "sheet"));

    public async Task<Outcome<StockView>> Move(WriteContext context, long bank, long shop, StockInput input)
    {
        if (!Kinds.Contains(input.Kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        if (input.Kind == "moved" != input.ToShop is not null || input.ToShop == shop)
            return new Refusal(VillageRefusals.NotInList, "toShop");
        if (input.Origin is { } origin && (input.Kind != "received" || !Origins.Contains(origin)))
            return new Refusal(VillageRefusals.NotInList, "origin");
        if (input.Items.Count is 0 or > MaxLines)
            return new Refusal(VillageRefusals.OutOfRange, "items").With("least", 1).With("most", MaxLines);
        if (Fields.Optional(input.Memo, "memo", Fields.Memo, out var memo) is { } badMemo) return badMemo;
        if (Fields.Optional(input.Partner, "partner", Fields.Name, out var partner) is { } badPartner) return badPartner;
        if (Fields.Optional(input.Receipt, "receipt", Fields.Name, out var receipt) is { } badReceipt) return badReceipt;
        // Whoever takes goods in may write down what is owed; the fund's money is spent by its treasurer alone.
        if (input.PaidNow && !context.Caller.Is(Role.Treasurer, bank)) return new Refusal(VillageRefusals.TreasurerPays, "paidNow");
        if (input.Origin is not null && partner.Length == 0) return new Refusal(VillageRefusals.MissingValue, "partner");
        for (var i = 0; i < input.Items.Count; i++)
        {
            if (Fields.Range(input.Items[i].Quantity, $"items[{i}].quantity", 1, 100_000) is { } bad) return bad;
            if (input.Items.Take(i).Any(earlier => earlier.Goods == input.Items[i].Goods))
                return new Refusal(VillageRefusals.AlreadyExists, $"items[{i}].goods");
            if (input.Items[i].Cost is null && input.Origin == "purchase")
                return new Refusal(VillageRefusals.MissingValue, $"items[{i}].cost");
            if (input.Items[i].Cost is null) continue;
            if (input.Origin is null) return new Refusal(VillageRefusals.NotInList, $"items[{i}].cost");
            if (Fields.Range(input.Items[i].Cost!.Value, $"items[{i}].cost", 0, 100_000_000) is { } badCost) return badCost;
        }
        return await database.Write<StockView>(
            context, bank, "stock", writer => Move(writer, context, bank, shop, input, memo, partner, receipt));
    }

    Outcome<StockView> Move(
        Writer writer, WriteContext context, long bank, long shop, StockInput input, string memo, string partner, string receipt)
    {
        if (ShopTable.Place(writer, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
        if (place.IsShared || place.IsContract) return new Refusal(VillageRefusals.NotOurStock, "shop");
        var to = input.ToShop is { } other ? ShopTable.Place(writer, bank, other) : null;
        if (input.ToShop is not null && to is null) return new Refusal(VillageRefusals.UnknownShop, "toShop");
        if (to is { IsShared: true } or { IsContract: true }) return new Refusal(VillageRefusals.NotOurStock, "toShop");
        if (receipt.Length > 0 && !input.Confirmed && Entered(writer, bank, partner, receipt) is { } sheet)
            return new Refusal(VillageRefusals.ReceiptEntered, "receipt").With("sheet", sheet);
        var legs = new List<Leg>();
        var changes = new List<StockChange>();
        for (var i = 0; i < input.Items.Count; i++)
        {
            var (goods, quantity, given) = input.Items[i];
            if (GoodsTable.NumberOf(writer, place, goods) is not { } good)
                return new Refusal(VillageRefusals.UnknownGoods, $"items[{i}].goods");
            var (number, listed) = good;
            if (to is not null && GoodsTable.NumberOf(writer, to, goods) is null)
                return new Refusal(VillageRefusals.UnknownGoods, $"items[{i}].goods");
            var change = input.Kind == "received" ? quantity : -quantity;
            var cost = input.Kind != "received" ? -Cost.Of(writer, place, number, goods, quantity)
                : input.Origin is null ? 0
                : given ?? listed * quantity;
            changes.Add(new(goods, number, quantity, change, cost));
            legs.Add(new(Counterpart(), new(-change)));
            legs.Add(new(Chart.Shelf(shop, goods), new(change)));
            // Within one shop the pieces stay in its pool, and so does what they cost.
            if (to is not null && to.GoodsShop == place.GoodsShop) changes[^1] = changes[^1] with { Cost = 0 };
            else if (cost != 0)
            {
                legs.Add(new(Payer(), new(-cost)));
                legs.Add(new(Chart.GoodsAtCost(number), new(cost)));
            }

            AccountKey Counterpart() => input.Kind switch
            {
                "received" => Chart.GoodsSource(shop, goods),
                "moved" => Chart.Shelf(to!.Shop, goods),
                _ => Chart.GoodsLost(shop, goods),
            };

            AccountKey Payer() => input.Kind switch
            {
                "moved" => Chart.GoodsAtCost(GoodsTable.NumberOf(writer, to!, goods)!.Value.Number),
                "spoiled" => Chart.CostOfLost(place.GoodsShop),
                _ when input.Origin == "donation" => Chart.FundSource(Chart.InKind),
                _ => input.PaidNow ? Chart.FundCash : Chart.PayableToSupplier,
            };
        }
        return Write(
            writer, context, place, input.Kind, changes, legs, new(memo, input.ToShop, input.Origin, partner, receipt, input.PaidNow));
    }

    /// <summary>
    /// The sheet of a delivery slip of this number from the same hands that stands in the book, not corrected to nothing; null where there
    /// is none.
    /// </summary>
    static long? Entered(Writer writer, long bank, string partner, string receipt) =>
        StockTable.Receipts(writer, bank)
            .Where(
                sheet => TypedName.Key(sheet.Receipt) == TypedName.Key(receipt) && TypedName.Key(sheet.Partner) == TypedName.Key(partner))
            .Select(sheet => (long?)sheet.Number).FirstOrDefault();

    /// <summary>What stands on a sheet beside its lines.</summary>
    internal sealed record Heading(
        string Memo = "", long? ToShop = null, string? Origin = null, string Partner = "", string Receipt = "", bool Paid = false,
        long? Count = null, long? Corrects = null);

    /// <summary>Enters a sheet; where nothing changed there is no entry.</summary>
    internal Outcome<StockView> Write(
        Writer writer, WriteContext context, Place place, string kind, List<StockChange> changes, List<Leg> legs, Heading heading)
    {
        var (bank, book) = (place.Bank, writer.Book(place.Bank));
        var number = StockTable.Next(writer, bank);
        JournalEntry? entry = null;
        if (legs.Count > 0)
        {
            var note = context.NoteOf(heading.Memo);
            var posted = book.Post(
                new Draft
                {
                    Kind = EntryKind.Stock,
                    EffectiveOn = banks.Today,
                    Actor = context.Caller.Actor,
                    Key = context.Key,
                    Fingerprint = context.Fingerprint,
                    Reason = $"stock_{kind}",
                    Note = note?.Digest ?? default,
                    Source = $"stock:{number}",
                    Legs = [.. legs],
                },
                writer.Now);
            if (posted.Refusal is { } refusal) return Explain(refusal);
            entry = posted.Value;
            if (note is not null) writer.AddNote(bank, entry.Number, note);
        }
        StockTable.Add(
            writer, bank, number, place.Shop, heading.Corrects is null ? kind : "received", entry?.Number.Value, banks.Today,
            context.Caller.Actor, heading);
        for (var i = 0; i < changes.Count; i++) StockTable.Add(writer, bank, number, i + 1, changes[i]);
        return new StockView(
            number, place.Shop, kind, entry?.Number.Value, entry?.CheckCode.ToString(), banks.Today,
            [.. changes.Select(line => new StockLineView(
                line.Goods, line.Quantity, line.Change, book.Find(Chart.Shelf(place.Shop, line.Goods))?.Balance.Value ?? 0, line.Cost,
                line.Variance))],
            changes.Sum(line => line.Cost + line.Variance), heading.Corrects);
    }

    internal static Refusal Explain(Refusal refusal)
    {
        if (refusal.Kind != LedgerRefusals.WouldPassFloor) return refusal;
        var account = refusal.Fact("account")!;
        return account == Chart.FundCash.ToString()
            ? refusal with { Kind = VillageRefusals.NotEnoughFund, Field = "paidNow" }
            : refusal with { Kind = VillageRefusals.NotEnoughStock, Field = "items" };
    }
}
