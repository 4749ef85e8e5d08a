using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

/// <summary>
/// An attendant's shifts. What is counted at their ends stands beside what the book said and is entered nowhere: what is missing is found
/// by the count of two people.
/// </summary>
public sealed class ShiftDesk(Database database)
{
    /// <summary>Opens the caller's shift at a shop.</summary>
    public async Task<Outcome<ShiftView>> Open(WriteContext context, long bank, long shop, ShiftInput input) =>
        Check(input) ?? await database.Write<ShiftView>(context, bank, "shift", writer =>
        {
            if (ShopTable.Place(writer, bank, shop) is not { HasCounter: true } place)
                return new Refusal(VillageRefusals.UnknownShop, "shop");
            if (ShiftTable.OpenOf(writer, bank, shop, context.Caller.Actor) is { } open)
                return new Refusal(VillageRefusals.ShiftOpen, "shop").With("shift", open);
            var shift = ShiftTable.Open(writer, bank, shop, context.Caller.Actor);
            return Count(writer, place, shift, "opening", input) is { } refusal
                ? refusal
                : ShiftTable.Find(writer, bank, shop, shift)!;
        });

    /// <summary>Closes a shift: the attendant the own one, a supervisor whichever was forgotten.</summary>
    public async Task<Outcome<ShiftView>> Close(WriteContext context, long bank, long shop, long shift, ShiftInput input) =>
        Check(input) ?? await database.Write<ShiftView>(context, bank, "shift-end", writer =>
        {
            if (ShiftTable.Find(writer, bank, shop, shift) is not { } found)
                return new Refusal(VillageRefusals.UnknownShift, "shift");
            if (!found.IsOpen) return new Refusal(VillageRefusals.ShiftEnded, "shift").With("shift", shift);
            if (found.Actor != context.Caller.Actor && !context.Caller.Is(Role.Supervisor, bank))
                return new Refusal(VillageRefusals.NotAllowed, "shift");
            if (Count(writer, ShopTable.Place(writer, bank, shop)!, shift, "closing", input) is { } refusal) return refusal;
            ShiftTable.End(writer, bank, shift, context.Caller.Actor);
            return ShiftTable.Find(writer, bank, shop, shift)!;
        });

    /// <summary>Somebody's open shift at a shop; null where there is none.</summary>
    public ShiftView? Current(long bank, long shop, string actor) => database.Read(db =>
        ShiftTable.OpenOf(db, bank, shop, actor) is { } shift ? ShiftTable.Find(db, bank, shop, shift) : null);

    public Outcome<ShiftView> Get(long bank, long shop, long shift) => database.Read<Outcome<ShiftView>>(db =>
        ShiftTable.Find(db, bank, shop, shift) is { } view ? view : new Refusal(VillageRefusals.UnknownShift, "shift"));

    /// <summary>A shop's shifts, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<ShiftSummary> Of(long bank, long shop, long before, int limit) =>
        database.Read(db => ShiftTable.Of(db, bank, shop, before, limit));

    static Outcome<ShiftView>? Check(ShiftInput input)
    {
        var counts = input.Counts ?? [];
        if (counts.Count > StockDesk.MaxLines)
            return new Refusal(VillageRefusals.OutOfRange, "counts").With("least", 0).With("most", StockDesk.MaxLines);
        for (var i = 0; i < counts.Count; i++)
        {
            if (Fields.Range(counts[i].Quantity, $"counts[{i}].quantity", 0, 100_000) is { } bad) return bad;
            if (counts.Take(i).Any(earlier => earlier.Goods == counts[i].Goods))
                return new Refusal(VillageRefusals.AlreadyExists, $"counts[{i}].goods");
        }
        return null;
    }

    static Refusal? Count(Writer writer, Place place, long shift, string phase, ShiftInput input)
    {
        var counts = input.Counts ?? [];
        if (counts.Count > 0 && place.IsContract) return new(VillageRefusals.NotOurStock, "counts");
        for (var i = 0; i < counts.Count; i++)
        {
            if (GoodsTable.NumberOf(writer, place, counts[i].Goods) is null) return new(VillageRefusals.UnknownGoods, $"counts[{i}].goods");
            var expected = writer.Book(place.GoodsBank).Find(Chart.Shelf(place.Location, counts[i].Goods))?.Balance.Value ?? 0;
            ShiftTable.AddCount(writer, place.Bank, shift, phase, counts[i].Goods, counts[i].Quantity, expected);
        }
        return null;
    }
}
