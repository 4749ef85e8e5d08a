using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

static class RedemptionTable
{
    public static RedemptionView? Find(DbSession db, long bank, long number)
    {
        var row = db.QuerySingleOrDefault<Row>("""
            select r.shop, r.household, r.entry, r.redeemed_on, r.points, r.authorised_by, v.number as voided_by, r.cost, r.shift,
              r.reservation, r.voucher, r.trip,
              s.goods_bank, s.goods_shop,
              coalesce((select p.balance_after from postings p join accounts a on a.bank = p.bank and a.number = p.account
                where p.bank = r.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings and a.kind = 1),
                  0) as balance
            from redemptions r
            join shops s on s.bank = r.bank and s.number = r.shop
            join entries e on e.bank = r.bank and e.number = r.entry
            left join entries v on v.bank = r.bank and v.reverses = r.entry
            where r.bank = @bank and r.number = @number
            """, new { bank, number });
        if (row is null) return null;
        var items = db.Query<(string Goods, string Zh, string En, long Quantity, long Price, string Unit)>("""
            select i.goods, g.name_zh, g.name_en, i.quantity, i.price, g.unit_zh from redemption_items i
            join goods g on g.bank = @goodsBank and g.shop = @goodsShop and g.code = i.goods
            where i.bank = @bank and i.redemption = @number order by i.line
            """, new { bank, number, goodsBank = row.GoodsBank, goodsShop = row.GoodsShop })
            .Select(
                item => new RedemptionLineView(
                    item.Goods, item.Zh, item.En, item.Quantity, item.Price, item.Price * item.Quantity)
                { UnitZh = item.Unit }).ToList();
        var entry = EntryTable.Find(db, bank, new(row.Entry))!;
        return new(
            number, row.Shop, row.Household, row.Entry, entry.CheckCode.ToString(), row.RedeemedOn.ToDate(), row.Points, row.Balance,
            row.AuthorisedBy, items, row.VoidedBy)
        {
            Shift = row.Shift,
            Reservation = row.Reservation,
            Voucher = row.Voucher,
            Trip = row.Trip,
        };
    }

    /// <summary>The numbers of a shop's redemptions, newest first.</summary>
    public static List<long> Numbers(DbSession db, long bank, long shop, long before, int limit) => db.Query<long>(
        "select number from redemptions where bank = @bank and shop = @shop and number < @before order by number desc limit @limit",
        new { bank, shop, before, limit });

    /// <summary>When a redemption was entered, who served, and the household's group and head.</summary>
    public static (Instant At, string Handler, string Group, string Head) Served(DbSession db, long bank, long number)
    {
        var (at, handler, group, head) = db.QuerySingle<(long, string, string, string)>($"""
            select e.recorded_at, {Handler.Of("r.actor")}, g.name,
              coalesce((select m.name from members m where m.bank = h.bank and m.household = h.number and m.is_head = 1), '')
            from redemptions r
            join entries e on e.bank = r.bank and e.number = r.entry
            join households h on h.bank = r.bank and h.number = r.household
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            where r.bank = @bank and r.number = @number
            """, new { bank, number });
        return (at.ToInstant(), handler, group, head);
    }

    /// <summary>Whose goods a redemption handed out, and the entry in the owner's book where that is another bank.</summary>
    public static (long Bank, long? Entry) GoodsOf(DbSession db, long bank, EntryNumber entry) =>
        db.QuerySingleOrDefault<(long Bank, long? Entry)>("""
        select s.goods_bank, r.goods_entry from redemptions r join shops s on s.bank = r.bank and s.number = r.shop
          where r.bank = @bank and r.entry = @entry
        """, new { bank, entry = entry.Value });

    /// <summary>The points that a household redeemed in <c>[from, to)</c>, without what was taken back.</summary>
    public static long Points(DbSession db, long bank, long household, LocalDate from, LocalDate to) => db.Prepared("""
        select cast(coalesce(sum(r.points), 0) as bigint) from redemptions r
        where r.bank = @bank and r.household = @household and r.redeemed_on >= @from and r.redeemed_on < @to
          and not exists (select 1 from entries e where e.bank = r.bank and e.reverses = r.entry)
        """, "@bank", "@household", "@from", "@to").Single(bank, household, from.ToIso(), to.ToIso())!.Value;

    /// <summary>The pieces of a good that a household had from a shop in <c>[from, to)</c>, without what was taken back.</summary>
    public static long Pieces(DbSession db, long bank, long household, long shop, string goods, LocalDate from, LocalDate to) =>
        db.Prepared("""
        select cast(coalesce(sum(i.quantity), 0) as bigint) from redemptions r
        join redemption_items i on i.bank = r.bank and i.redemption = r.number and i.goods = @goods
        where r.bank = @bank and r.household = @household and r.redeemed_on >= @from and r.redeemed_on < @to and r.shop = @shop
          and not exists (select 1 from entries e where e.bank = r.bank and e.reverses = r.entry)
        """, "@bank", "@household", "@from", "@to", "@shop", "@goods")
        .Single(bank, household, from.ToIso(), to.ToIso(), shop, goods)!.Value;

    /// <summary>The number of the next redemption.</summary>
    public static long Next(DbSession db, long bank) =>
        db.Prepared("select coalesce(max(number), 0) + 1 from redemptions where bank = @bank", "@bank").Single(bank)!.Value;

    public static void Add(
        Writer writer, long bank, RedemptionView view, Place place, long location, long? goodsEntry, long cost, string serial, string actor,
        Tender tender)
    {
        writer.Prepared("""
            insert into redemptions (bank, number, shop, household, entry, redeemed_on, points, authorised_by, serial, actor, location,
              goods_entry, cost, shift, reservation,
              voucher, trip, device, served_at)
            values (@bank, @number, @shop, @household, @entry, @day, @points, @by, @serial, @actor, @location, @goodsEntry, @cost, @shift,
              @reservation,
              @voucher, @trip, @device, @servedAt)
            """, "@bank", "@number", "@shop", "@household", "@entry", "@day", "@points", "@by", "@serial", "@actor", "@location",
            "@goodsEntry", "@cost", "@shift", "@reservation",
            "@voucher", "@trip", "@device", "@servedAt").Execute(
            bank, view.Number, place.Shop, view.Household, view.Entry, view.RedeemedOn.ToIso(), view.Points, view.AuthorisedBy, serial,
            actor, location, goodsEntry, cost, view.Shift, tender.Reservation, tender.Voucher, tender.Trip, tender.Device,
            tender.ServedAt?.ToUnixTimeMilliseconds());
        for (var i = 0; i < view.Items.Count; i++)
            writer.Prepared(
                """
                insert into redemption_items (bank, redemption, line, goods, quantity, price)
                  values (@bank, @number, @line, @goods, @quantity, @price)
                """,
                "@bank", "@number", "@line", "@goods", "@quantity", "@price")
                .Execute(bank, view.Number, i + 1, view.Items[i].Goods, view.Items[i].Quantity, view.Items[i].Price);
    }

    sealed class Row
    {
        public long Shop { get; init; }

        public long Household { get; init; }

        public long Entry { get; init; }

        public string RedeemedOn { get; init; } = "";

        public long Points { get; init; }

        public string AuthorisedBy { get; init; } = "";

        public long? VoidedBy { get; init; }

        public long? Shift { get; init; }

        public long? Reservation { get; init; }

        public long? Voucher { get; init; }

        public long? Trip { get; init; }

        public long GoodsBank { get; init; }

        public long GoodsShop { get; init; }

        public long Balance { get; init; }
    }
}
