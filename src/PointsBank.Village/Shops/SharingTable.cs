using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

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
