using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

/// <summary>The village, by its code, to which a shop is offered.</summary>
public sealed record SharingInput(string Bank);

/// <summary>Which village's sharing ends; the village that a shared shop serves leaves it out.</summary>
public sealed record SharingEndInput(string? Bank = null);

/// <summary>One step of a sharing: <c>offered</c>, <c>accepted</c> or <c>ended</c>; whose village said so, who, and when.</summary>
public sealed record SharingStep(string State, string SaidBy, string Handler, Instant RecordedAt);

/// <summary>
/// A shop of one village, the owner, that serves another one: from the offer of the owner and the acceptance of the village that is served
/// until one of both ends it. The shop's number is the owner's; of the steps the last stands at the end.
/// </summary>
public sealed record SharingView(string Owner, long Shop, string NameZh, string NameEn, string Village, IReadOnlyList<SharingStep> Steps)
{
    /// <summary>Where it stands: what was said last.</summary>
    public string State => Steps[^1].State;

    public bool IsOpen => State != SharingState.Ended;
}

static class SharingState
{
    public const string Offered = "offered", Accepted = "accepted", Ended = "ended";
}

/// <summary>
/// Shops that serve another village: nothing of a village's shop is handed out to another one that it did not offer it to, nor to one that
/// did not accept.
/// </summary>
public sealed class SharingDesk(Database database, BankDesk banks)
{
    /// <summary>
    /// The sharings of a shop, the last offered first: of a village's own shop those with other villages, of a shared shop the one it has
    /// here.
    /// </summary>
    public Outcome<IReadOnlyList<SharingView>> Of(long bank, long shop) => database.Read<Outcome<IReadOnlyList<SharingView>>>(db =>
        Place.Find(db, bank, shop) is { } place
            ? SharingTable.Of(db, place)
            : new Refusal(VillageRefusals.UnknownShop, "shop"));

    /// <summary>What other villages offer to this one and it has not accepted.</summary>
    public IReadOnlyList<SharingView> Offers(long bank) => database.Read(db => SharingTable.Offers(db, bank));

    /// <summary>Offers a shop of the village to another village.</summary>
    public async Task<Outcome<SharingView>> Offer(WriteContext context, long bank, long shop, SharingInput input)
    {
        if (banks.Find(input.Bank) is not { } village || village == bank) return new Refusal(VillageRefusals.UnknownBank, "bank");
        return await database.Write<SharingView>(context, bank, "shop-offer", writer =>
        {
            if (Place.Find(writer, bank, shop) is not { Kind: "village" }) return new Refusal(VillageRefusals.UnknownShop, "shop");
            if (SharingTable.Last(writer, bank, shop, village) is { State: not SharingState.Ended })
                return new Refusal(VillageRefusals.AlreadyExists, "bank");
            return SharingTable.Say(writer, context, bank, shop, village, SharingState.Offered, bank);
        });
    }

    /// <summary>
    /// Ends a sharing or takes an offer back, from either side. What is kept ready is not handed out any more; what a trip took along is
    /// still told.
    /// </summary>
    public async Task<Outcome<SharingView>> End(WriteContext context, long bank, long shop, SharingEndInput input)
    {
        long? village = string.IsNullOrWhiteSpace(input.Bank) ? bank : banks.Find(input.Bank);
        if (village is not { } served) return new Refusal(VillageRefusals.UnknownBank, "bank");
        return await database.Write<SharingView>(context, bank, "shop-sharing-end", writer =>
        {
            if (Place.Find(writer, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
            if (place.IsShared != (served == bank))
                return new Refusal(place.IsShared ? VillageRefusals.UnknownBank : VillageRefusals.MissingValue, "bank");
            if (SharingTable.Last(writer, place.GoodsBank, place.GoodsShop, served) is not { State: not SharingState.Ended })
                return new Refusal(VillageRefusals.NotShared, "shop");
            return SharingTable.Say(writer, context, place.GoodsBank, place.GoodsShop, served, SharingState.Ended, bank);
        });
    }
}

static class SharingTable
{
    const string LastState =
        """
        (select s.state from shop_sharings s where s.bank = @bank and s.shop = @shop and s.village = @village order by s.sequence desc
          limit 1)
        """;

    /// <summary>Whether both villages agree: nothing is asked of a shop that hands out its own village's goods.</summary>
    public static bool Stands(Writer writer, Place place) =>
        !place.IsShared || Stands(writer, place.GoodsBank, place.GoodsShop, place.Bank);

    public static bool Stands(Writer writer, long bank, long shop, long village) =>
        writer.Prepared($"select 1 where {LastState} = 'accepted'", "@bank", "@shop", "@village").Single(bank, shop, village) is not null;

    public static (long Sequence, string State, string Actor)? Last(DbSession db, long bank, long shop, long village) =>
        db.Query<(long, string, string)>(
            """
            select sequence, state, actor from shop_sharings where bank = @bank and shop = @shop and village = @village
              order by sequence desc limit 1
            """,
            new { bank, shop, village })
            .Select(row => ((long, string, string)?)row).SingleOrDefault();

    public static SharingView Say(Writer writer, WriteContext context, long bank, long shop, long village, string state, long by)
    {
        writer.Execute("""
            insert into shop_sharings (bank, shop, village, sequence, state, said_by, recorded_at, actor)
            select @bank, @shop, @village, coalesce(max(sequence), 0) + 1, @state, @by, @at, @actor from shop_sharings
              where bank = @bank and shop = @shop and village = @village
            """, new { bank, shop, village, state, by, at = writer.NowMilliseconds, actor = context.Caller.Actor });
        return View(writer, bank, shop, village);
    }

    /// <summary>The sharings of a place's shop, of a shared one with its own village alone.</summary>
    public static List<SharingView> Of(DbSession db, Place place) => db.Query<long>("""
        select village from shop_sharings where bank = @bank and shop = @shop and (@only = 0 or village = @only) group by village
          order by max(recorded_at) desc, village
        """, new { bank = place.GoodsBank, shop = place.GoodsShop, only = place.IsShared ? place.Bank : 0 })
        .ConvertAll(village => View(db, place.GoodsBank, place.GoodsShop, village));

    public static List<SharingView> Offers(DbSession db, long bank) => db.Query<(long Bank, long Shop)>("""
        select s.bank, s.shop from shop_sharings s where s.village = @bank and s.state = 'offered' and not exists (
          select 1 from shop_sharings l where l.bank = s.bank and l.shop = s.shop and l.village = s.village and l.sequence > s.sequence)
            order by s.bank, s.shop
        """, new { bank }).ConvertAll(row => View(db, row.Bank, row.Shop, bank));

    static SharingView View(DbSession db, long bank, long shop, long village)
    {
        var steps = db.Query<(string State, string By, string Handler, long At)>($"""
            select h.state, b.code, {Handler.Of("h.actor")}, h.recorded_at from shop_sharings h join books b on b.bank = h.said_by
            where h.bank = @bank and h.shop = @shop and h.village = @village order by h.sequence
            """, new { bank, shop, village }).Select(row => new SharingStep(row.State, row.By, row.Handler, row.At.ToInstant())).ToList();
        var (owner, served, zh, en) = db.QuerySingle<(string, string, string, string)>("""
            select b.code, v.code, s.name_zh, s.name_en from shops s join books b on b.bank = s.bank join books v on v.bank = @village
              where s.bank = @bank and s.number = @shop
            """, new { bank, shop, village });
        return new(owner, shop, zh, en, served, steps);
    }
}
