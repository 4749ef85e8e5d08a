using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Favours;
using PointsBank.Village.Households;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Shops;

/// <summary>
/// Goods kept ready: the household's points are held in its village's book and the pieces in that of the shop, at the prices of the day. A
/// reservation is what its hold on the points is, so there is no state that could be wrong.
/// </summary>
public sealed class ReservationDesk
{
    /// <summary>The most reservations on one picking list.</summary>
    public const int MaxWaiting = 300;

    readonly Database database;
    readonly BankDesk banks;
    readonly Authoriser authoriser;
    readonly RedemptionDesk redemptions;
    readonly IReadOnlyList<Shortfall> shortfalls;

    internal ReservationDesk(
        Database database, BankDesk banks, Authoriser authoriser, RedemptionDesk redemptions, IReadOnlyList<Shortfall> shortfalls) =>
        (this.database, this.banks, this.authoriser, this.redemptions, this.shortfalls) =
            (database, banks, authoriser, redemptions, shortfalls);

    /// <summary>Sets points and goods aside. All limits apply here; when it is picked up they do not a second time.</summary>
    public async Task<Outcome<ReservationView>> Place(WriteContext context, long bank, long shop, ReservationInput input)
    {
        if (!Reservation.Channels.Contains(input.Channel) || (input.Channel == "page") != (context.Caller.Household > 0))
            return new Refusal(VillageRefusals.NotInList, "channel");
        if (RedemptionDesk.Check(input.Items) is { } bad) return bad;
        return await database.Write<ReservationView>(context, bank, "reservation", writer => Place(writer, context, bank, shop, input));
    }

    /// <summary>Gives points and goods back; where a household is named, of that household alone.</summary>
    public async Task<Outcome<ReservationView>> Cancel(
        WriteContext context, long bank, long shop, long reservation, long? household = null) =>
        await database.Write<ReservationView>(context, bank, "reservation-cancel", writer =>
        {
            if (ReservationTable.Find(writer, bank, shop, reservation) is not { } kept || (household ?? kept.Household) != kept.Household)
                return new Refusal(VillageRefusals.UnknownReservation, "reservation");
            var book = writer.Book(bank);
            if (ReservationTable.Ended(book.FindHold(kept.Points)!, writer.Now) is { } ended) return ended;
            if (book.End(new(kept.Points, HoldOutcome.Voided, context.Caller.Actor, context.Key), writer.Now).Refusal is { } refusal)
                return refusal;
            if (LetGo(writer, context, ShopTable.Place(writer, bank, shop)!, kept) is { } stuck) return stuck;
            return ReservationTable.View(writer, bank, reservation, writer.Now)!;
        });

    /// <summary>
    /// Hands out what was kept ready, or a part of it, authorised as any redemption is; the rest goes back to balance and shelf.
    /// </summary>
    public async Task<Outcome<RedemptionView>> PickUp(WriteContext context, long bank, long shop, long reservation, PickUpInput input)
    {
        if (input.Items is { } items && RedemptionDesk.Check(items) is { } bad) return bad;
        if (input.AuthorisedBy.By == "voucher") return new Refusal(VillageRefusals.NotInList, "authorisedBy.by");
        var found = Get(bank, reservation);
        if (found.Refusal is { } unknown) return unknown;
        if (found.Value.Shop != shop) return new Refusal(VillageRefusals.UnknownReservation, "reservation");
        var authorised = await authoriser.Authorise(bank, input.AuthorisedBy, found.Value.Household);
        if (authorised.Refusal is { } refused) return refused;
        return await database.Write<RedemptionView>(
            context, bank, "reservation-pick-up", writer => PickUp(writer, context, bank, shop, reservation, authorised.Value, input));
    }

    public Outcome<ReservationView> Get(long bank, long reservation) => database.Read<Outcome<ReservationView>>(db =>
        ReservationTable.View(db, bank, reservation, banks.Now) is { } view
            ? view
            : new Refusal(VillageRefusals.UnknownReservation, "reservation"));

    /// <summary>
    /// Newest first, of a shop, a household and a state where those are named; <paramref name="before"/> is the last number of the page
    /// before.
    /// </summary>
    public IReadOnlyList<ReservationView> Of(long bank, long? shop, long? household, string? state, long before, int limit) =>
        database.Read(
            db => ReservationTable.Of(db, bank, shop ?? 0, household ?? 0, state ?? "", before, limit, banks.Now));

    /// <summary>What a shop has to have ready.</summary>
    public IReadOnlyList<ReservationView> Waiting(long bank, long shop) =>
        database.Read(db => ReservationTable.Waiting(db, bank, shop, MaxWaiting, banks.Now));

    Outcome<ReservationView> Place(Writer writer, WriteContext context, long bank, long shop, ReservationInput input)
    {
        if (HouseholdDesk.Barred(writer, bank, input.Household, "household") is { } barred) return barred;
        if (ShopTable.Place(writer, bank, shop) is not { HasCounter: true } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
        if (!SharingTable.Stands(writer, place)) return new Refusal(VillageRefusals.NotShared, "shop");
        var (day, settings) = (banks.Today, banks.SettingsOf(bank));
        if (SuspensionTable.Closed(writer, settings, bank, input.Household, day, "household") is { } suspended) return suspended;
        var offers = new List<Offer>(input.Items.Count);
        foreach (var (goods, quantity) in input.Items)
        {
            var offered = Offer.Of(writer, place, goods, quantity, day, null, offers.Count);
            if (offered.Refusal is { } missing) return missing;
            // Whether somebody of age is there is asked where the goods are handed over.
            if (Limits.Passed(
                writer, bank, input.Household, place, offered.Value, adult: true, day, agreed: false, offers.Count) is { } limited)
                return limited;
            offers.Add(offered.Value);
        }
        var total = offers.Sum(offer => offer.Line.Points);
        if (Limits.Passed(writer, settings, bank, input.Household, total, day) is { } passed) return passed;
        var until = LastDay.End(day.PlusDays((int)settings.On(day, Setting.ReservationDays)));
        var held = Hold(bank, Chart.Points(input.Household), total, 0);
        if (held.Refusal is { } poor)
            return Short(poor)
                ? Shortfall.Told(
                    shortfalls, writer, bank, input.Household,
                    new Refusal(VillageRefusals.NotEnoughPoints, "items").With("available", Available()).With("asked", total))
                : poor;
        var number = ReservationTable.Add(
            writer, bank, shop, input.Household, total, held.Value.Number, input.Channel, until, context.Caller.Actor);
        for (var i = 0; i < offers.Count; i++)
        {
            var line = offers[i].Line;
            HoldNumber? pieces = null;
            if (!place.IsContract)
            {
                var kept = Hold(place.GoodsBank, Chart.Shelf(place.Location, line.Goods), line.Quantity, i + 1);
                if (kept.Refusal is { } refusal)
                    return Short(refusal) ? new Refusal(VillageRefusals.NotEnoughStock, $"items[{i}].quantity") : refusal;
                pieces = kept.Value.Number;
            }
            ReservationTable.Add(writer, bank, number, i + 1, line.Goods, line.Quantity, line.Price, pieces);
        }
        return ReservationTable.View(writer, bank, number, writer.Now)!;

        Outcome<Hold> Hold(long book, AccountKey account, long amount, long part) => writer.Book(book).Place(
            new(account, new(amount), until, context.Caller.Actor, context.Key.Part(part), context.Fingerprint, "reservation"), writer.Now);

        long Available() => writer.Book(bank).Find(Chart.Points(input.Household))?.Available.Value ?? 0;
    }

    Outcome<RedemptionView> PickUp(
        Writer writer, WriteContext context, long bank, long shop, long reservation, Authorised authorised, PickUpInput input)
    {
        var kept = ReservationTable.Find(writer, bank, shop, reservation)!;
        if (ReservationTable.Ended(writer.Book(bank).FindHold(kept.Points)!, writer.Now) is { } ended) return ended;
        var items = input.Items ?? [.. kept.Items.Select(item => new RedemptionLineInput(item.Goods, item.Quantity))];
        var place = ShopTable.Place(writer, bank, shop)!;
        for (var i = 0; i < items.Count; i++)
        {
            var reserved = kept.Items.FirstOrDefault(item => item.Goods == items[i].Goods);
            if (reserved.Goods is null) return new Refusal(VillageRefusals.UnknownGoods, $"items[{i}].goods");
            if (items[i].Quantity > reserved.Quantity)
                return new Refusal(VillageRefusals.MoreThanReserved, $"items[{i}].quantity").With("most", reserved.Quantity)
                    .With("asked", items[i].Quantity);
            if (input.Adult) continue;
            var offered = Offer.Of(
                writer, place, items[i].Goods, items[i].Quantity, banks.Today,
                kept.Items.ToDictionary(item => item.Goods, item => item.Price), i);
            if (offered is { Refusal: null, Value: { Limits.AdultsOnly: true, Line: var line } })
                return new Refusal(VillageRefusals.AdultsOnly, "adult").With("goodsZh", line.NameZh).With("goodsEn", line.NameEn);
        }
        if (LetGo(writer, context, place, kept) is { } stuck) return stuck;
        return redemptions.Redeem(
            writer, context, bank, shop, kept.Household, authorised.Serial, new(items, input.AuthorisedBy, kept.Household, input.Adult),
            new(Settles: kept.Points, Prices: kept.Items.ToDictionary(item => item.Goods, item => item.Price), Reservation: reservation));
    }

    /// <summary>The pieces are free again: for everybody, or for the entry that hands them out in the same write.</summary>
    static Refusal? LetGo(Writer writer, WriteContext context, Place place, ReservationTable.Kept kept)
    {
        var part = 0;
        foreach (var item in kept.Items)
            if (item.Hold is { } hold
                && writer.Book(place.GoodsBank).End(
                    new(hold, HoldOutcome.Voided, context.Caller.Actor, context.Key.Part(++part)), writer.Now).Refusal is { } refusal)
                return refusal;
        return null;
    }

    static bool Short(Refusal refusal) => refusal.Kind == LedgerRefusals.WouldPassFloor || refusal.Kind == LedgerRefusals.UnknownAccount;
}
