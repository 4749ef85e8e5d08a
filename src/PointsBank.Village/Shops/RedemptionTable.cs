using PointsBank.Storage;

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
