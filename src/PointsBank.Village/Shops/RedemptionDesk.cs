using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using PointsBank.Village.Households;
using PointsBank.Village.Reversals;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Shops;

public sealed record RedemptionLineInput(string Goods, long Quantity);

/// <summary>
/// What shows that the household agrees: the <c>token</c> of its passbook's QR code; its <c>serial</c> and <c>pin</c>; the attendant's word
/// that the <c>booklet</c> was shown; or a <c>voucher</c>, by its number and the code printed on it.
/// </summary>
public sealed record AuthorisationInput(
    string By, string? Token = null, string? Serial = null, string? Pin = null, long? Voucher = null, string? Code = null);

/// <summary>
/// Goods for points. The household may be left out where the passbook or the voucher names it. <c>adult</c> is the attendant's word that
/// somebody of age stands at the counter, for goods that minors do not get.
/// </summary>
public sealed record RedemptionInput(
    IReadOnlyList<RedemptionLineInput> Items, AuthorisationInput AuthorisedBy, long? Household = null, bool Adult = false);

public sealed record RedemptionVoidInput(string Reason);

public sealed record RedemptionLineView(string Goods, string NameZh, string NameEn, long Quantity, long Price, long Points)
{
    /// <summary>What one piece is called, such as 支; for papers and pages, not part of the answer of the API.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string UnitZh { get; init; } = "";
}

public sealed record RedemptionView(
    long Number, long Shop, long Household, long Entry, string CheckCode, LocalDate RedeemedOn, long Points, long Balance,
    string AuthorisedBy,
    IReadOnlyList<RedemptionLineView> Items, long? VoidedBy = null)
{
    /// <summary>The attendant's shift; null where none was open.</summary>
    public long? Shift { get; init; }

    /// <summary>The reservation that was picked up.</summary>
    public long? Reservation { get; init; }

    /// <summary>The voucher that was spent.</summary>
    public long? Voucher { get; init; }

    /// <summary>The trip of the mobile shop on which it was handed out.</summary>
    public long? Trip { get; init; }
}

/// <summary>A redemption as its paper slip shows it, to the household it belongs to.</summary>
public sealed record SlipView(RedemptionView Redemption, Instant RecordedAt, string Handler, ShopView Shop, string Group, string Head);

/// <summary>Redemptions: points and goods in one entry, so that neither can move without the other.</summary>
public sealed class RedemptionDesk
{
    readonly Database database;
    readonly BankDesk banks;
    readonly Authoriser authoriser;
    readonly ReversalDesk reversals;
    readonly IReadOnlyList<Shortfall> shortfalls;

    internal RedemptionDesk(
        Database database, BankDesk banks, Authoriser authoriser, ReversalDesk reversals, IReadOnlyList<Shortfall> shortfalls) =>
        (this.database, this.banks, this.authoriser, this.reversals, this.shortfalls) =
            (database, banks, authoriser, reversals, shortfalls);

    /// <summary>The most different goods on one slip.</summary>
    public const int MaxLines = 40;

    public async Task<Outcome<RedemptionView>> Redeem(WriteContext context, long bank, long shop, RedemptionInput input)
    {
        if (Check(input.Items) is { } bad) return bad;
        var authorised = await authoriser.Authorise(bank, input.AuthorisedBy, input.Household);
        if (authorised.Refusal is { } refused) return refused;
        var (household, serial, voucher) = authorised.Value;
        return await database.Write<RedemptionView>(context, bank, "redemption", writer =>
        {
            if (voucher is not { } number) return Redeem(writer, context, bank, shop, household, serial, input, Tender.Balance);
            var spent = VoucherTable.Spend(writer, bank, number);
            return spent.Refusal is { } ended ? ended : Redeem(writer, context, bank, shop, household, serial, input, spent.Value);
        });
    }

    /// <summary>What can be said of the goods asked for before the write: how many, and each once.</summary>
    internal static Refusal? Check(IReadOnlyList<RedemptionLineInput> items)
    {
        if (items.Count is 0 or > MaxLines)
            return new Refusal(VillageRefusals.OutOfRange, "items").With("least", 1).With("most", MaxLines);
        for (var i = 0; i < items.Count; i++)
        {
            if (Fields.Range(items[i].Quantity, $"items[{i}].quantity", 1, 1_000) is { } bad) return bad;
            if (items.Take(i).Any(earlier => earlier.Goods == items[i].Goods))
                return new Refusal(VillageRefusals.AlreadyExists, $"items[{i}].goods");
        }
        return null;
    }

    /// <summary>
    /// Takes a redemption back: points and goods return by one reversal. An attendant does so on the same day, or in a shift while that is
    /// open; a supervisor at any time.
    /// </summary>
    public async Task<Outcome<RedemptionView>> Void(WriteContext context, long bank, long shop, long number, RedemptionVoidInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<RedemptionView>(context, bank, "redemption-void", writer =>
        {
            if (RedemptionTable.Find(writer, bank, number) is not { } redemption || redemption.Shop != shop)
                return new Refusal(VillageRefusals.UnknownRedemption, "redemption");
            if (redemption.VoidedBy is not null) return new Refusal(VillageRefusals.AlreadyVoid, "redemption");
            if (!context.Caller.Is(Role.Supervisor, bank) && TooLate(writer, bank, redemption) is { } late) return late;
            var reversal = reversals.Reverse(writer, context, bank, new(redemption.Entry), reason, allowDeficit: false);
            if (reversal.Refusal is { } refusal) return refusal;
            return RedemptionTable.Find(
                writer, bank,
                number)! with
            { Balance = writer.Book(bank).Find(Chart.Points(redemption.Household))!.Balance.Value };
        });
    }

    Refusal? TooLate(Writer writer, long bank, RedemptionView redemption)
    {
        if (redemption.Shift is { } shift)
            return ShiftTable.IsOpen(writer, bank, shift)
                ? null
                : new Refusal(VillageRefusals.ShiftEnded, "redemption").With("shift", shift);
        return redemption.RedeemedOn == banks.Today
            ? null
            : new Refusal(VillageRefusals.NotSameDay, "redemption").With("redeemedOn", redemption.RedeemedOn.ToIso());
    }

    public Outcome<RedemptionView> Get(long bank, long number) => database.Read<Outcome<RedemptionView>>(db =>
        RedemptionTable.Find(db, bank, number) is { } view ? view : new Refusal(VillageRefusals.UnknownRedemption, "redemption"));

    /// <summary>A shop's redemptions, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<RedemptionView> Of(long bank, long shop, long before, int limit) => database.Read(db =>
        RedemptionTable.Numbers(db, bank, shop, before, limit).ConvertAll(number => RedemptionTable.Find(db, bank, number)!));

    /// <summary>An attendant's day at a shop; everybody's at that shop where <paramref name="actor"/> names nobody.</summary>
    public Outcome<CounterDayView> Day(long bank, long shop, string? actor, LocalDate day) =>
        database.Read<Outcome<CounterDayView>>(db =>
        ShopTable.Find(db, bank, shop) is { } found
            ? CounterDay.Of(db, bank, found, day, actor)
            : new Refusal(VillageRefusals.UnknownShop, "shop"));

    public Outcome<SlipView> Slip(long bank, long number) => database.Read<Outcome<SlipView>>(db =>
    {
        if (RedemptionTable.Find(db, bank, number) is not { } redemption)
            return new Refusal(VillageRefusals.UnknownRedemption, "redemption");
        var (at, handler, group, head) = RedemptionTable.Served(db, bank, number);
        return new SlipView(redemption, at, handler, ShopTable.Find(db, bank, redemption.Shop)!, group, head);
    });

    /// <summary>Enters a redemption inside a write: for the counter, and for whoever has points or goods set aside before.</summary>
    internal Outcome<RedemptionView> Redeem(
        Writer writer, WriteContext context, long bank, long shop, long household, string serial, RedemptionInput input, Tender tender)
    {
        var day = tender.ServedAt is { } served ? served.InZone(BankDesk.Zone).Date : banks.Today;
        if (HouseholdDesk.Barred(writer, bank, household, "household") is { } barred) return barred;
        if (ShopTable.Place(writer, bank, shop) is not { HasCounter: true } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
        // What a device took along was handed out already, whatever the villages say since.
        if (tender.Trip is null && !SharingTable.Stands(writer, place)) return new Refusal(VillageRefusals.NotShared, "shop");
        var settings = banks.SettingsOf(bank);
        var shift = tender.Trip is null ? ShiftTable.OpenOf(writer, bank, shop, context.Caller.Actor) : null;
        if (tender.Trip is null && Limits.Closed(settings, day, shift) is { } closed) return closed;
        // What was kept ready or taken on a trip before was promised before.
        if (tender is { Trip: null, Reservation: null }
            && SuspensionTable.Closed(writer, settings, bank, household, day, "household") is { } suspended)
            return suspended;
        var offers = new List<Offer>(input.Items.Count);
        foreach (var (goods, quantity) in input.Items)
        {
            var offered = Offer.Of(writer, place, goods, quantity, day, tender.Prices, offers.Count);
            if (offered.Refusal is { } missing) return missing;
            if (Limits.Passed(
                writer, bank, household, place, offered.Value, input.Adult, day, agreed: tender.Prices is not null,
                offers.Count) is { } limited)
                return limited;
            offers.Add(offered.Value);
        }
        var total = offers.Sum(offer => offer.Line.Points);
        if (tender.Prices is null && Limits.Passed(writer, settings, bank, household, total, day) is { } passed) return passed;
        if (tender is { Voucher: not null, Settles: { } worth }
            && writer.Book(bank).FindHold(worth)!.Amount.Value is var most
            && total > most)
            return new Refusal(VillageRefusals.VoucherTooSmall, "items").With("worth", most).With("asked", total);

        var location = tender.Location ?? place.Location;
        var number = RedemptionTable.Next(writer, bank);
        var legs =
            new List<Leg>(3 + (3 * offers.Count)) { new(Chart.Points(household), new(-total)), new(Chart.Redeemed(shop), new(total)) };
        var (goodsLegs, cost) = GoodsLegs(writer, place, location, offers);
        if (!place.IsShared) legs.AddRange(goodsLegs);
        var posted = Post(
            writer, context, bank, EntryKind.Redemption, $"by_{input.AuthorisedBy.By}", $"redemption:{number}", day, legs, tender.Settles);
        if (posted.Refusal is { } refusal) return Explain(writer, bank, refusal, household);
        var entry = posted.Value;
        long? goodsEntry = null;
        if (place.IsShared)
        {
            // The goods are another bank's: they leave in its book, in the same write.
            var handed = Post(
                writer, context with { Key = context.Key.Part(HandedReversal.HandedPart) }, place.GoodsBank, EntryKind.Stock, "handed_out",
                HandedReversal.SourceOf(bank, number), day, goodsLegs, null);
            if (handed.Refusal is { } out_) return Explain(writer, bank, out_, household);
            goodsEntry = handed.Value.Number.Value;
        }
        var view = new RedemptionView(
            number, shop, household, entry.Number.Value, entry.CheckCode.ToString(), day, total,
            writer.Book(bank).Find(Chart.Points(household))!.Balance.Value,
            input.AuthorisedBy.By, [.. offers.Select(offer => offer.Line)])
        { Shift = shift, Reservation = tender.Reservation, Voucher = tender.Voucher, Trip = tender.Trip };
        RedemptionTable.Add(writer, bank, view, place, location, goodsEntry, cost, serial, context.Caller.Actor, tender);
        return view;
    }

    static (List<Leg> Legs, long Cost) GoodsLegs(Writer writer, Place place, long location, List<Offer> offers)
    {
        var legs = new List<Leg>(3 * offers.Count);
        var total = 0L;
        foreach (var (line, number, _) in offers)
        {
            var goods = line.Goods;
            legs.Add(new(place.IsContract ? Chart.GoodsSource(location, goods) : Chart.Shelf(location, goods), new(-line.Quantity)));
            legs.Add(new(Chart.GoodsIssued(location, goods), new(line.Quantity)));
            if (place.IsContract || Cost.Of(writer, place, number, goods, line.Quantity) is not (> 0 and var cost)) continue;
            legs.Add(new(Chart.GoodsAtCost(number), new(-cost)));
            total += cost;
        }
        if (total > 0) legs.Add(new(Chart.CostOfIssued(place.GoodsShop), new(total)));
        return (legs, total);
    }

    static Outcome<JournalEntry> Post(
        Writer writer, WriteContext context, long bank, EntryKind kind, string reason, string source, LocalDate day, List<Leg> legs,
        HoldNumber? settles) =>
        writer.Book(bank).Post(
            new Draft
            {
                Kind = kind,
                EffectiveOn = day,
                Actor = context.Caller.Actor,
                Key = context.Key,
                Fingerprint = context.Fingerprint,
                Reason = reason,
                Source = source,
                Settles = settles,
                Legs = [.. legs],
            },
            writer.Now);

    Refusal Explain(Writer writer, long bank, Refusal refusal, long household)
    {
        if (refusal.Kind != LedgerRefusals.WouldPassFloor) return refusal;
        var account = refusal.Fact("account")!;
        return account == Chart.Points(household).ToString()
            ? Shortfall.Told(shortfalls, writer, bank, household, refusal with { Kind = VillageRefusals.NotEnoughPoints, Field = "items" })
            : refusal with { Kind = VillageRefusals.NotEnoughStock, Field = "items" };
    }
}
