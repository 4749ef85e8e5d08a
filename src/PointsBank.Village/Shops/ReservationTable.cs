using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

static class ReservationTable
{
    /// <summary>Past its time is expired, whether or not the sweeper has come.</summary>
    const string State = """
        case when e.outcome = 1 then 'picked_up' when e.outcome = 2 then 'cancelled'
          when e.outcome = 3 or r.ready_until <= @now then 'expired' else 'waiting' end
        """;

    /// <summary>
    /// What is set aside for a reservation: the hold on the points in the village's book, those on the pieces in the book of the goods.
    /// </summary>
    public sealed record Kept(
        long Household, HoldNumber Points, IReadOnlyList<(string Goods, long Quantity, long Price, HoldNumber? Hold)> Items);

    public static Kept? Find(Writer writer, long bank, long shop, long number)
    {
        var row = writer.QuerySingleOrDefault<(long Household, long Hold)>(
            "select household, hold from reservations where bank = @bank and shop = @shop and number = @number",
            new { bank, shop, number });
        if (row.Household == 0) return null;
        var items = writer.Query<(string Goods, long Quantity, long Price, long? Hold)>(
            "select goods, quantity, price, hold from reservation_items where bank = @bank and reservation = @number order by line",
            new { bank, number });
        return new(
            row.Household, new(row.Hold),
            [.. items.Select(
                item => (item.Goods, item.Quantity, item.Price, item.Hold is { } hold ? new HoldNumber(hold) : (HoldNumber?)null))]);
    }

    /// <summary>The points of what waits for a household.</summary>
    public static long Points(Writer writer, long bank, long household) => writer.Prepared("""
        select cast(coalesce(sum(r.points), 0) as bigint) from reservations r
        where r.bank = @bank and r.household = @household and r.ready_until > @now
          and not exists (select 1 from hold_ends e where e.bank = r.bank and e.hold = r.hold)
        """, "@bank", "@household", "@now").Single(bank, household, writer.NowMilliseconds)!.Value;

    /// <summary>The pieces of a good that wait for a household at a shop.</summary>
    public static long Pieces(Writer writer, long bank, long household, long shop, string goods) => writer.Prepared("""
        select cast(coalesce(sum(i.quantity), 0) as bigint) from reservations r
        join reservation_items i on i.bank = r.bank and i.reservation = r.number and i.goods = @goods
        where r.bank = @bank and r.household = @household and r.ready_until > @now and r.shop = @shop
          and not exists (select 1 from hold_ends e where e.bank = r.bank and e.hold = r.hold)
        """, "@bank", "@household", "@now", "@shop", "@goods").Single(bank, household, writer.NowMilliseconds, shop, goods)!.Value;

    /// <summary>Adds what is kept ready; the answer is its number.</summary>
    public static long Add(
        Writer writer, long bank, long shop, long household, long total, HoldNumber hold, string channel, Instant until, string actor)
    {
        var number = writer.ExecuteScalar<long>(
            "select coalesce(max(number), 0) + 1 from reservations where bank = @bank", new { bank });
        writer.Execute("""
            insert into reservations (bank, number, shop, household, points, hold, channel, placed_at, ready_until, actor)
            values (@bank, @number, @shop, @household, @total, @hold, @channel, @at, @until, @actor)
            """,
            new
            {
                bank, number, shop, household, total, hold = hold.Value, channel, at = writer.NowMilliseconds,
                until = until.ToUnixTimeMilliseconds(), actor,
            });
        return number;
    }

    public static void Add(
        DbSession db, long bank, long number, int line, string goods, long quantity, long price, HoldNumber? hold) => db.Execute("""
        insert into reservation_items (bank, reservation, line, goods, quantity, price, hold)
          values (@bank, @number, @line, @goods, @quantity, @price, @hold)
        """, new { bank, number, line, goods, quantity, price, hold = hold?.Value });

    public static Refusal? Ended(Hold points, Instant now) => (points.End?.Outcome, points.IsPast(now)) switch
    {
        (HoldOutcome.Settled, _) => new(VillageRefusals.ReservationPickedUp, "reservation"),
        (HoldOutcome.Voided, _) => new(VillageRefusals.ReservationCancelled, "reservation"),
        (null, false) => null,
        _ => new(VillageRefusals.ReservationExpired, "reservation"),
    };

    public static ReservationView? View(DbSession db, long bank, long number, Instant now) =>
        Query(db, "r.number = @number", new { bank, number, now = now.ToUnixTimeMilliseconds() }).SingleOrDefault();

    /// <summary>Newest first; an empty state, a shop and a household of 0 ask for all.</summary>
    public static IReadOnlyList<ReservationView> Of(
        DbSession db, long bank, long shop, long household, string state, long before, int limit, Instant now) =>
        Query(
        db,
        $"r.number < @before and (@shop = 0 or r.shop = @shop) and (@household = 0 or r.household = @household) and (@state = '' or "
            + $"{State} = @state) order by r.number desc limit @limit",
        new { bank, shop, household, state, before, limit, now = now.ToUnixTimeMilliseconds() });

    /// <summary>What a shop has to have ready, by the day until which it waits and then by group.</summary>
    public static IReadOnlyList<ReservationView> Waiting(DbSession db, long bank, long shop, int most, Instant now) => Query(
        db,
        $"r.shop = @shop and r.ready_until > @now and {State} = 'waiting' order by r.ready_until, h.group_no, r.number limit @most",
        new { bank, shop, most, now = now.ToUnixTimeMilliseconds() });

    static List<ReservationView> Query(DbSession db, string where, object parameters) => db.Query<Row>($"""
        select r.bank, r.number, r.shop, r.household, r.points, r.channel, r.placed_at, r.ready_until, {State} as state,
          {Handler.Of("r.actor")} as handler, g.name as village_group,
          coalesce((select m.name from members m where m.bank = h.bank and m.household = h.number and m.is_head = 1), '') as head,
          d.number as redemption, b.number as reversal
        from reservations r
        join households h on h.bank = r.bank and h.number = r.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        left join hold_ends e on e.bank = r.bank and e.hold = r.hold
        left join redemptions d on d.bank = r.bank and d.reservation = r.number
        left join entries b on b.bank = d.bank and b.reverses = d.entry
        where r.bank = @bank and {where}
        """, parameters).Select(row => row.View(Items(db, row))).ToList();

    static List<ReservationItem> Items(DbSession db, Row row) =>
        db.Query<(
            string Goods, string Zh, string En, string Unit, string Emoji, long Quantity, long Price, long Taken, long Adults)>("""
            select i.goods, g.name_zh, g.name_en, g.unit_zh, g.emoji, i.quantity, i.price, coalesce(t.quantity, 0), g.adults_only
            from reservation_items i
            join shops s on s.bank = i.bank and s.number = @shop
            join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = i.goods
            left join redemption_items t on t.bank = i.bank and t.redemption = @redemption and t.goods = i.goods
            where i.bank = @bank and i.reservation = @number order by i.line
            """, new { bank = row.Bank, number = row.Number, shop = row.Shop, redemption = row.Redemption ?? 0 })
            .Select(item => new ReservationItem(
                item.Goods, item.Zh, item.En, item.Unit, item.Emoji, item.Quantity, item.Price, item.Price * item.Quantity, item.Taken,
                item.Adults == 1)).ToList();

    sealed class Row
    {
        public long Bank { get; init; }

        public long Number { get; init; }

        public long Shop { get; init; }

        public long Household { get; init; }

        public long Points { get; init; }

        public string Channel { get; init; } = "";

        public long PlacedAt { get; init; }

        public long ReadyUntil { get; init; }

        public string State { get; init; } = "";

        public string Handler { get; init; } = "";

        public string VillageGroup { get; init; } = "";

        public string Head { get; init; } = "";

        public long? Redemption { get; init; }

        public long? Reversal { get; init; }

        public ReservationView View(IReadOnlyList<ReservationItem> items) => new(
            Number, Shop, Household, VillageGroup, Head, Points, Channel, PlacedAt.ToInstant(), LastDay.Of(ReadyUntil.ToInstant()),
            State, Handler, items, Redemption, Reversal is not null);
    }

    /// <summary>What is kept ready for a household.</summary>
    public static IEnumerable<(long Number, long? Member)> OpenOf(Writer writer, long bank, long household) =>
        writer.Query<(long, long?)>("""
        select r.number, null as member from reservations r where r.bank = @bank and r.household = @household
          and not exists (select 1 from hold_ends e where e.bank = r.bank and e.hold = r.hold) order by r.number
        """, new { bank, household });
}
