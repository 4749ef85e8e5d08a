using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

/// <summary>
/// Counts by two people who do not see each other's figures. Only where both found the same is it entered: pieces and what they cost, with
/// a reason for each difference.
/// </summary>
public sealed class CountDesk(Database database, StockDesk stock)
{
    /// <summary>More goods than this differ at one count only where nobody looked for years.</summary>
    public const int MaxDifferences = StockDesk.MaxLines;

    /// <summary>More goods than any shop has.</summary>
    public const int MaxLines = 500;

    /// <summary>Why fewer pieces may be there than the book says.</summary>
    public static IReadOnlyList<string> Shortages { get; } = ["missing", "spoiled", "miscounted", "unrecorded"];

    /// <summary>Why more pieces may be there than the book says.</summary>
    public static IReadOnlyList<string> Surpluses { get; } = ["found", "miscounted", "unrecorded"];

    /// <summary>A place's counts, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<CountView> Of(long bank, long shop, long? before, int limit) =>
        database.Read(db => CountTable.Of(db, bank, shop, before ?? long.MaxValue, limit));

    public Outcome<CountView> Get(long bank, long shop, long count) => database.Read<Outcome<CountView>>(db =>
        CountTable.Find(db, bank, count) is { } found && found.Shop == shop
            ? found
            : new Refusal(VillageRefusals.UnknownCount, "count"));

    /// <summary>The number of the count that is open at a place; null where there is none.</summary>
    public long? OpenAt(long bank, long shop) => database.Read(db => CountTable.OpenAt(db, bank, shop));

    /// <summary>What somebody wrote down themselves in a count, which is all they see of it before both agree.</summary>
    public IReadOnlyDictionary<string, long> Own(long bank, long count, string actor) => database.Read(db =>
        CountTable.Own(db, bank, count, actor));

    public async Task<Outcome<CountView>> Open(WriteContext context, long bank, long shop) =>
        await database.Write<CountView>(context, bank, "count", writer =>
    {
        if (Stocked(writer, bank, shop) is { Refusal: { } refusal }) return refusal;
        if (CountTable.OpenAt(writer, bank, shop) is { } open)
            return new Refusal(VillageRefusals.CountIsOpen, "shop").With("number", open);
        var number = CountTable.Open(writer, bank, shop, context.Caller.Actor);
        return CountTable.Find(writer, bank, number)!;
    });

    /// <summary>Writes down what one of the two found. What the book says at that moment is kept beside it, and told to nobody.</summary>
    public async Task<Outcome<CountView>> Enter(WriteContext context, long bank, long shop, long count, CountInput input)
    {
        if (input.Items.Count is 0 or > MaxLines)
            return new Refusal(VillageRefusals.OutOfRange, "items").With("least", 1).With("most", MaxLines);
        if (input.Counter is { } said && Fields.Range(said, "counter", 1, 2) is { } outside) return outside;
        for (var i = 0; i < input.Items.Count; i++)
        {
            if (Fields.Range(input.Items[i].Quantity, $"items[{i}].quantity", 0, 100_000) is { } bad) return bad;
            if (input.Items.Take(i).Any(earlier => earlier.Goods == input.Items[i].Goods))
                return new Refusal(VillageRefusals.AlreadyExists, $"items[{i}].goods");
        }
        return await database.Write<CountView>(context, bank, "count-figures", writer =>
        {
            var found = Ongoing(writer, bank, shop, count);
            if (found.Refusal is { } refusal) return refusal;
            if (found.Value.CounterOf(context.Caller.Actor) is not { } counter || (input.Counter ?? counter) != counter)
                return new Refusal(VillageRefusals.CountedByTwo, "counter");
            var (place, book) = (ShopTable.Place(writer, bank, shop)!, writer.Book(bank));
            for (var i = 0; i < input.Items.Count; i++)
            {
                var (goods, quantity) = input.Items[i];
                if (GoodsTable.NumberOf(writer, place, goods) is null)
                    return new Refusal(VillageRefusals.UnknownGoods, $"items[{i}].goods");
                var expected = book.Find(Chart.Shelf(place.Location, goods))?.Balance.Value ?? 0;
                CountTable.Add(
                    writer, bank, count, counter, goods, quantity, quantity - expected, writer.NowMilliseconds,
                    context.Caller.Actor);
            }
            return CountTable.Find(writer, bank, count)!;
        });
    }

    /// <summary>
    /// What a count came to so far, or in the end; what the differences of an open one are worth follows today's average.
    /// </summary>
    public Outcome<CountResult> Result(long bank, long shop, long count)
    {
        return database.ReadHeads<Outcome<CountResult>>(bank, db =>
        {
            if (CountTable.Find(db, bank, count) is not { } view || view.Shop != shop)
                return new Refusal(VillageRefusals.UnknownCount, "count");
            var place = ShopTable.Place(db, bank, shop)!;
            var isOpen = view.State == "open";
            var pools = GoodsTable.Pools(db, place).ToDictionary(pool => pool.Goods);
            var entered = StockTable.Lines(db, bank, view.Movement ?? 0);
            var (day, entry) = StockTable.EnteredOn(db, bank, view.Movement ?? 0);
            var lines = CountTable.Findings(db, place, count).Select(line => new CountedGoods(
                line.Goods, line.NameZh, line.NameEn, line.UnitZh, line.First is not null, line.Second is not null, line.Agreed,
                isOpen && !line.Agreed ? null : line.First, isOpen && !line.Agreed ? null : line.Second,
                line.Agreed ? line.SecondDifference : null,
                entered.TryGetValue(line.Goods, out var written) ? written.Cost
                    : line.Agreed && isOpen ? pools[line.Goods].CostOf(line.SecondDifference!.Value)
                    : 0,
                written.Reason ?? "")).ToList();
            return new CountResult(
                view, lines, day, entry,
                entry is { } number ? EntryTable.Find(db, bank, new(number))!.CheckCode.ToString() : null);
        });
    }

    /// <summary>
    /// Enters what both found, where they found the same: one sheet with a line for each good and one entry for the differences. One of the
    /// two does so, or a supervisor.
    /// </summary>
    public async Task<Outcome<CountView>> Close(WriteContext context, long bank, long shop, long count, CountCloseInput input)
    {
        for (var i = 0; i < input.Reasons.Count; i++)
        {
            if (!Shortages.Contains(input.Reasons[i].Reason) && !Surpluses.Contains(input.Reasons[i].Reason))
                return new Refusal(VillageRefusals.NotInList, $"reasons[{i}].reason");
            if (input.Reasons.Take(i).Any(earlier => earlier.Goods == input.Reasons[i].Goods))
                return new Refusal(VillageRefusals.AlreadyExists, $"reasons[{i}].goods");
        }
        return await database.Write<CountView>(context, bank, "count-close", writer => Close(writer, context, bank, shop, count, input));
    }

    Outcome<CountView> Close(Writer writer, WriteContext context, long bank, long shop, long count, CountCloseInput input)
    {
        var ongoing = Ongoing(writer, bank, shop, count);
        if (ongoing.Refusal is { } refusal) return refusal;
        var (view, actor) = (ongoing.Value, context.Caller.Actor);
        var place = ShopTable.Place(writer, bank, shop)!;
        var findings = CountTable.Findings(writer, place, count);
        if (findings.Count == 0) return new Refusal(VillageRefusals.NothingCounted, "count");
        if (view.First?.Actor != actor && view.Second?.Actor != actor && !context.Caller.Is(Role.Supervisor, bank))
            return new Refusal(VillageRefusals.NotAllowed, "count");
        if (findings.Find(line => !line.Agreed) is { } differing) return differing.Differ;
        for (var i = 0; i < input.Reasons.Count; i++)
            if (findings.TrueForAll(line => line.Goods != input.Reasons[i].Goods))
                return new Refusal(VillageRefusals.UnknownGoods, $"reasons[{i}].goods");
        if (findings.Count(line => line.SecondDifference != 0) > MaxDifferences)
            return new Refusal(VillageRefusals.OutOfRange, "items").With("least", 0).With("most", MaxDifferences);
        var (changes, legs) = (new List<StockChange>(), new List<Leg>());
        foreach (var line in findings)
        {
            if (line.Reason(input, out var reason) is { } missing) return missing;
            var (number, listed) = GoodsTable.NumberOf(writer, place, line.Goods)!.Value;
            var change = line.SecondDifference!.Value;
            var cost = change == 0 ? 0 : Pool.Of(writer, place, number, line.Goods, listed).CostOf(change);
            changes.Add(new(line.Goods, number, line.Second!.Value, change, cost, reason));
            if (change == 0) continue;
            legs.Add(new(Chart.GoodsLost(shop, line.Goods), new(-change)));
            legs.Add(new(Chart.Shelf(shop, line.Goods), new(change)));
            if (cost == 0) continue;
            legs.Add(new(Chart.CostOfLost(place.GoodsShop), new(-cost)));
            legs.Add(new(Chart.GoodsAtCost(number), new(cost)));
        }
        var written = stock.Write(writer, context, place, "counted", changes, legs, new(Count: count));
        if (written.Refusal is { } refused) return refused;
        CountTable.End(writer, bank, count, "entered", written.Value.Number, writer.NowMilliseconds, actor);
        return CountTable.Find(writer, bank, count)!;
    }

    /// <summary>Ends a count without a result: whoever opened it while nobody wrote anything, a supervisor at any time.</summary>
    public async Task<Outcome<CountView>> Drop(WriteContext context, long bank, long shop, long count) =>
        await database.Write<CountView>(context, bank, "count-drop", writer =>
    {
        var ongoing = Ongoing(writer, bank, shop, count);
        if (ongoing.Refusal is { } refusal) return refusal;
        if ((ongoing.Value.First ?? ongoing.Value.Second) is not null && !context.Caller.Is(Role.Supervisor, bank))
            return new Refusal(VillageRefusals.CountHasFigures, "count");
        CountTable.End(writer, bank, count, "dropped", null, writer.NowMilliseconds, context.Caller.Actor);
        return CountTable.Find(writer, bank, count)!;
    });

    static Outcome<Place> Stocked(Writer writer, long bank, long shop)
    {
        if (ShopTable.Place(writer, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
        return place.IsShared || place.IsContract ? new Refusal(VillageRefusals.NotOurStock, "shop") : place;
    }

    static Outcome<CountView> Ongoing(Writer writer, long bank, long shop, long count)
    {
        if (CountTable.Find(writer, bank, count) is not { } view || view.Shop != shop)
            return new Refusal(VillageRefusals.UnknownCount, "count");
        return view.State == "open" ? view : new Refusal(VillageRefusals.CountEnded, "count");
    }
}
