using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Shops;

/// <summary>
/// What keepers and supervisors read of a shop: what moved, the day book, what counts found, who redeemed what, and what lies about unspent
/// or unsold.
/// </summary>
public sealed class ShopReports(Database database, BankDesk banks)
{
    /// <summary>So many entries of one day, and differences of one period, are told at most.</summary>
    public const int MaxLines = 1_000;

    /// <summary>Opening, what came and went, and closing of each good, in pieces and fen, by the days of the deeds.</summary>
    public Outcome<GoodsMovedReport> GoodsMoved(long bank, long shop, LocalDate from, LocalDate until) =>
        database.Read<Outcome<GoodsMovedReport>>(db =>
    {
        if (Stocked(db, bank, shop) is not { Refusal: null, Value: var place }) return Stocked(db, bank, shop).Refusal!;
        var isPool = place.GoodsShop == shop;
        var pieces = ShopReportTable.Pieces(db, place, from, until);
        var fen = isPool ? ShopReportTable.Fen(db, place, from, until) : null;
        var goods = GoodsTable.Names(db, place);
        return new GoodsMovedReport(from, until, [.. goods.Select(good => new GoodsFlow(
            good.Code, good.Zh, good.En, good.Unit, Flow(pieces[good.Code]), fen is null ? null : Flow(fen[good.Code])))]);
    });

    static Flow Flow(IEnumerable<(string What, long Amount)> rows)
    {
        var sums = rows.GroupBy(row => row.What).ToDictionary(row => row.Key, row => row.Sum(part => part.Amount));
        return new(
            Of("opening"), Of("purchase"), Of("donation"), Of("received"), Of("moved_in"), Of("moved_out"), Of("handed_out"), Of("spoiled"),
            Of("counted"), Of("other"));

        long Of(string what) => sums.GetValueOrDefault(what);
    }

    /// <summary>Everything that was entered for a shop on one day, in order.</summary>
    public IReadOnlyList<DayLine> DayBook(long bank, long shop, LocalDate day) => database.Read(db =>
    {
        var lines = ShopReportTable.DayEntries(db, bank, shop, day, MaxLines);
        var goods = ShopReportTable.DayChanges(db, bank, shop, day);
        return lines.Select(line => new DayLine(
            line.Entry, line.Kind, line.Number, line.RecordedAt.ToInstant(),
            EntryTable.Find(db, bank, new(line.Entry))!.CheckCode.ToString(), line.Household, line.Points,
            line.Handler, [.. goods[line.Entry]])).ToList();
    });

    /// <summary>What counts entered in these days found otherwise than the book said, newest first.</summary>
    public IReadOnlyList<CountDifference> Differences(long bank, long shop, LocalDate from, LocalDate until) =>
        database.Read(db => ShopReportTable.Differences(db, bank, shop, from, until, MaxLines));

    /// <summary>
    /// What each household redeemed at a shop in these days, by number; <paramref name="after"/> is the last household of the page before.
    /// </summary>
    public IReadOnlyList<HouseholdRedeemed> ByHousehold(long bank, long shop, LocalDate from, LocalDate until, long after, int limit) =>
        database.Read(db => ShopReportTable.ByHousehold(db, bank, shop, from, until, after, limit));

    /// <summary>What was redeemed of each good at a shop in these days, in the order of the shelf.</summary>
    public IReadOnlyList<GoodsRedeemed> ByGoods(long bank, long shop, LocalDate from, LocalDate until) =>
        database.Read(db => ShopReportTable.ByGoods(db, bank, shop, from, until));

    /// <summary>Households that have at least so many points and redeemed nothing for so many days, by number.</summary>
    public IReadOnlyList<UnspentLine> Unspent(long bank, long least, int days, long after, int limit)
    {
        return database.ReadHeads(bank, db => ShopReportTable.Unspent(db, bank, least, banks.Today.PlusDays(-days), after, limit));
    }

    /// <summary>
    /// Goods with pieces in any place of the shop of which nobody redeemed one for so many days, wherever it is handed out; what is worth
    /// most first.
    /// </summary>
    public Outcome<IReadOnlyList<DeadStock>> Dead(long bank, long shop, int days)
    {
        return database.ReadHeads<Outcome<IReadOnlyList<DeadStock>>>(bank, db =>
        {
            if (Stocked(db, bank, shop) is not { Refusal: null, Value: var place }) return Stocked(db, bank, shop).Refusal!;
            var last = ShopReportTable.LastRedeemed(db, place);
            var since = banks.Today.PlusDays(-days).ToIso();
            return GoodsTable.Pools(db, place)
                .Where(pool => pool.Pieces > 0 && string.CompareOrdinal(last[pool.Goods].Last ?? "", since) < 0)
                .OrderByDescending(pool => pool.Cost).ThenByDescending(pool => pool.Pieces)
                .Select(pool => (Pool: pool, Row: last[pool.Goods]))
                .Select(
                    found => new DeadStock(
                        found.Pool.Goods, found.Row.Zh, found.Row.En, found.Row.Unit, found.Pool.Pieces, found.Pool.Cost,
                        found.Row.Last?.ToDate())).ToList();
        });
    }

    /// <summary>What the pieces of each good cost, in all places of the shop whose goods they are.</summary>
    public Outcome<IReadOnlyList<GoodsWorth>> Worth(long bank, long shop)
    {
        return database.ReadHeads<Outcome<IReadOnlyList<GoodsWorth>>>(bank,
            db => Stocked(db, bank, shop).Then<IReadOnlyList<GoodsWorth>>(place =>
            GoodsTable.Pools(db, place).Select(pool => new GoodsWorth(pool.Goods, pool.Pieces, pool.Cost)).ToList()));
    }

    /// <summary>The place, whose goods must be the bank's own: what others own stands in their books.</summary>
    static Outcome<Place> Stocked(DbSession db, long bank, long shop)
    {
        if (ShopTable.Place(db, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
        return place.IsShared || place.IsContract ? new Refusal(VillageRefusals.NotOurStock, "shop") : place;
    }
}
