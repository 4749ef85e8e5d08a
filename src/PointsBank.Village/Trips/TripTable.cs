using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Trips;

static class TripTable
{
    const string Trips = """
        select t.number, t.shop, t.on_day, t.until_day, t.limit_points, t.split, t.expires_at,
          (select p.prepared_at from trip_preparations p where p.bank = t.bank and p.trip = t.number)
        from trips t where t.bank = @bank
        """;

    /// <summary>
    /// Devices as d with the last thing that happened to them as e, their taking as k, and who answers for them, since they were taken or
    /// found, as w.
    /// </summary>
    const string Devices = """
        from trip_devices d
        left join trip_device_events e on e.bank = d.bank and e.trip = d.trip and e.device = d.number and not exists (
          select 1 from trip_device_events l where l.bank = e.bank and l.trip = e.trip and l.device = e.device and l.sequence > e.sequence)
        left join trip_device_events k on k.bank = d.bank and k.trip = d.trip and k.device = d.number and k.kind = 'taken'
        left join trip_device_events w on w.bank = d.bank and w.trip = d.trip and w.device = d.number and w.kind in ('taken', 'readmitted')
          and not exists (
          select 1 from trip_device_events l where l.bank = w.bank and l.trip = w.trip and l.device = w.device
            and l.kind in ('taken', 'readmitted') and l.sequence > w.sequence)
        """;

    /// <summary>What a household may still spend: the last row of each allowance as a.</summary>
    const string Last = """
        not exists (select 1 from trip_allowances l where l.bank = a.bank and l.trip = a.trip and l.device = a.device
          and l.village = a.village
          and l.household = a.household and l.sequence > a.sequence)
        """;

    public static Trip? Find(DbSession db, long bank, long trip)
    {
        var row = db.QuerySingleOrDefault<(
            long Number, long Shop, string On, string Until, long Limit, string Split, long Expires, long? Prepared)>(
            $"{Trips} and t.number = @trip", new { bank, trip });
        return row.Number == 0
            ? null
            : new(
                bank, row.Number, row.Shop, row.On.ToDate(), row.Until.ToDate(), row.Limit, row.Split, row.Expires.ToInstant(),
                row.Prepared?.ToInstant());
    }

    public static IReadOnlyList<TripView> Of(DbSession db, long bank, long shop, long before, int limit) =>
        [.. db.Query<long>(
            "select number from trips where bank = @bank and shop = @shop and number < @before order by number desc limit @limit",
            new { bank, shop, before, limit }).Select(number => View(db, bank, number)!)];

    public static TripView? View(DbSession db, long bank, long trip)
    {
        var row = db.QuerySingleOrDefault<(
            long Number, long Shop, string On, string Until, long Limit, string Split, long Expires, long? Prepared)>(
            $"{Trips} and t.number = @trip", new { bank, trip });
        if (row.Number == 0) return null;
        return new(
            trip, row.Shop, row.On.ToDate(), row.Until.ToDate(), row.Limit, row.Split, row.Expires.ToInstant(), row.Prepared?.ToInstant(),
            Villages(db, bank, trip),
            DeviceViews(db, bank, trip));
    }

    /// <summary>The villages to which a shop can go: its own first, and those that it is shared with.</summary>
    public static List<TripVillageView> Served(DbSession db, long bank, long shop) =>
        db.Query<(string Code, string Zh, string En, long Shop)>("""
        select b.code, v.name_zh, v.name_en, min(s.number) from shops s join books b on b.bank = s.bank join banks v on v.bank = s.bank
        where s.goods_bank = @bank and s.goods_shop = @shop
          and ((s.bank = @bank and s.number = @shop and s.kind = 'village') or (s.kind = 'shared'
          and (select x.state from shop_sharings x where x.bank = s.goods_bank and x.shop = s.goods_shop and x.village = s.bank
            order by x.sequence desc limit 1) = 'accepted'))
        group by b.code, v.name_zh, v.name_en, s.bank order by case when s.bank = @bank then 0 else 1 end, s.bank
        """, new { bank, shop }).ConvertAll(row => new TripVillageView(row.Code, row.Zh, row.En, row.Shop));

    /// <summary>A village's groups, and how many households each has.</summary>
    public static List<(long Village, string Code, long Group, string Name, long Households)> GroupsOf(DbSession db, long bank) =>
        db.Query<(long Village, string Code, long Group, string Name, long Households)>($"""
        select g.bank, b.code, g.number, g.name, count(h.number) from village_groups g join books b on b.bank = g.bank
        left join households h on h.bank = g.bank and h.group_no = g.number and {HouseholdTable.IsThere} where g.bank = @bank
          group by g.bank, b.code, g.number, g.name
        """, new { bank });

    /// <summary>The households of a village's visited groups.</summary>
    public static List<(long Number, long Group)> Visited(DbSession db, long bank, long trip, long village) =>
        db.Query<(long Number, long Group)>($"""
        select h.number, h.group_no from households h
        join trip_groups t on t.bank = @bank and t.trip = @trip and t.village = @village and t.group_no = h.group_no
        where h.bank = @village and {HouseholdTable.IsThere} order by h.number
        """, new { bank, trip, village });

    /// <summary>With which device each visited group of a village goes; none where its points are on all of them.</summary>
    public static Dictionary<long, long?> DevicesOfGroups(DbSession db, long bank, long trip, long village) =>
        db.Query<(long Group, long? Device)>(
            "select group_no, device from trip_groups where bank = @bank and trip = @trip and village = @village",
            new { bank, trip, village }).ToDictionary(row => row.Group, row => row.Device);

    /// <summary>Plans a trip; the answer is its number.</summary>
    public static long Add(Writer writer, long bank, long shop, TripInput input, LocalDate until, Instant expires, string actor) =>
        writer.ExecuteScalar<long>("""
        insert into trips (bank, number, shop, on_day, until_day, limit_points, split, expires_at, planned_at, actor)
        select @bank, coalesce(max(number), 0) + 1, @shop, @on, @until, @limit, @split, @expires, @at, @actor from trips
          where bank = @bank returning number
        """,
        new
        {
            bank, shop, on = input.OnDay.ToIso(), until = until.ToIso(),
            limit = input.LimitPoints == 0 ? TripDesk.DefaultLimit : input.LimitPoints, split = input.Split,
            expires = expires.ToUnixTimeMilliseconds(), at = writer.NowMilliseconds, actor,
        });

    public static void AddVillage(DbSession db, long bank, long trip, long village, long shop) => db.Execute(
        "insert into trip_villages (bank, trip, village, shop) values (@bank, @trip, @village, @shop)", new { bank, trip, village, shop });

    public static void AddDevice(DbSession db, long bank, long trip, int number, string name, long place, byte[] salt) => db.Execute(
        "insert into trip_devices (bank, trip, number, name, place, salt) values (@bank, @trip, @number, @name, @place, @salt)",
        new { bank, trip, number, name, place, salt });

    public static void AddGroup(DbSession db, long bank, long trip, long village, long group, long? device) => db.Execute(
        "insert into trip_groups (bank, trip, village, group_no, device) values (@bank, @trip, @village, @group, @device)",
        new { bank, trip, village, group, device });

    public static void AddPrice(DbSession db, long bank, long trip, string goods, long price) => db.Execute(
        "insert into trip_prices (bank, trip, goods, price) values (@bank, @trip, @goods, @price)", new { bank, trip, goods, price });

    public static void AddPreparation(Writer writer, long bank, long trip, string actor) => writer.Execute(
        "insert into trip_preparations (bank, trip, prepared_at, actor) values (@bank, @trip, @at, @actor)",
        new { bank, trip, at = writer.NowMilliseconds, actor });

    public static void AddRemoval(Writer writer, TripDevice device, long village, long household, string actor) => writer.Execute("""
        insert into trip_removals (bank, trip, device, village, household, recorded_at, actor)
          values (@bank, @trip, @device, @village, @household, @at, @actor)
        """,
        new { bank = device.Bank, trip = device.Trip, device = device.Number, village, household, at = writer.NowMilliseconds, actor });

    /// <summary>The places of a shop's goods that a device can take.</summary>
    public static List<(long Number, string Name)> MobilePlaces(DbSession db, long bank, long shop) =>
        db.Query<(long Number, string Name)>("""
        select number, name_zh from shops where bank = @bank and kind = 'mobile' and goods_bank = @bank and goods_shop = @shop
          order by number
        """, new { bank, shop });

    public static List<TripVillageView> Villages(DbSession db, long bank, long trip) =>
        [.. db.Query<(string Code, string Zh, string En, long Shop)>("""
            select b.code, v.name_zh, v.name_en, t.shop from trip_villages t join books b on b.bank = t.village
              join banks v on v.bank = t.village
            where t.bank = @bank and t.trip = @trip order by t.village
            """, new { bank, trip }).Select(row => new TripVillageView(row.Code, row.Zh, row.En, row.Shop))];

    /// <summary>The numbers of the villages' banks, and of this shop there.</summary>
    public static List<(long Bank, long Shop)> VillageNumbers(DbSession db, long bank, long trip) =>
        [.. db.Query<(long, long)>(
            "select village, shop from trip_villages where bank = @bank and trip = @trip order by village", new { bank, trip })];

    static List<TripDeviceView> DeviceViews(DbSession db, long bank, long trip) =>
        [.. db.Query<(
            long Number, string Name, long Place, string? State, long? At, string? Handler, string? Reason, long Households, long Allowed,
            long Waiting, long Slips, long Taken, long Refused)>($"""
            select d.number, d.name, d.place, e.kind, e.recorded_at, {Handler.Of("w.actor")}, e.reason,
              (select count(*) from trip_allowances a where a.bank = d.bank and a.trip = d.trip and a.device = d.number and a.sequence = 1),
              (select cast(coalesce(sum(a.points), 0) as bigint) from trip_allowances a
                where a.bank = d.bank and a.trip = d.trip and a.device = d.number and a.sequence = 1),
              (select cast(coalesce(sum(a.points), 0) as bigint) from trip_allowances a
                where a.bank = d.bank and a.trip = d.trip and a.device = d.number and a.hold is not null and {Last}
                and not exists (select 1 from hold_ends h where h.bank = a.village and h.hold = a.hold)),
              (select count(*) {Redeemed}),
              (select cast(coalesce(sum(r.points), 0) as bigint) {Redeemed}),
              (select count(*) from trip_refusals r where r.bank = d.bank and r.trip = d.trip and r.device = d.number)
            {Devices}
            where d.bank = @bank and d.trip = @trip order by d.number
            """, new { bank, trip })
        .Select(row => new TripDeviceView(
            row.Number, row.Name, row.Place, row.State ?? "new", row.At?.ToInstant(), row.Handler, row.Reason ?? "", row.Households,
            row.Allowed, row.Slips, row.Taken, row.Waiting, row.Refused))];

    const string Redeemed = """
        from trip_allowances a join redemptions r on r.bank = a.village and r.number = a.redemption
        where a.bank = d.bank and a.trip = d.trip and a.device = d.number and a.redemption is not null
          and not exists (select 1 from entries v where v.bank = r.bank and v.reverses = r.entry)
        """;

    public static TripDevice? Device(DbSession db, long bank, long trip, long number) =>
        DeviceRows(db, "d.bank = @bank and d.trip = @trip and d.number = @number", new { bank, trip, number }).SingleOrDefault();

    public static List<TripDevice> AllDevices(DbSession db, long bank, long trip) =>
        DeviceRows(db, "d.bank = @bank and d.trip = @trip", new { bank, trip });

    public static TripDevice? ByToken(DbSession db, Digest token) =>
        DeviceRows(db, "k.token_hash = @token", new { token = token.ToArray() }).SingleOrDefault();

    /// <summary>Devices whose allowances have to go back: those that are closed, and the lost ones nobody found in time.</summary>
    public static List<TripDevice> ToRelease(DbSession db, long bank, Instant lostBefore) => DeviceRows(
        db, "d.bank = @bank and (e.kind = 'closed' or (e.kind = 'revoked' and e.recorded_at <= @before))",
        new { bank, before = lostBefore.ToUnixTimeMilliseconds() });

    /// <summary>Devices that are out and for which this actor answers.</summary>
    public static List<TripDevice> HeldBy(DbSession db, string actor) =>
        DeviceRows(db, "w.actor = @actor and e.kind in ('taken', 'readmitted')", new { actor });

    static List<TripDevice> DeviceRows(DbSession db, string which, object values) =>
        [.. db.Query<(
            long Bank, long Trip, long Number, string Name, long Place, byte[] Salt, string? State, long? At, string? Holder, long? TakenAt,
            byte[]? Token)>($"""
            select d.bank, d.trip, d.number, d.name, d.place, d.salt, e.kind, e.recorded_at, w.actor, k.recorded_at, k.token_hash {Devices}
              where {which} order by d.trip, d.number
            """, values)
        .Select(row => new TripDevice(
            row.Bank, row.Trip, row.Number, row.Name, row.Place, row.Salt, row.State ?? "new", row.At?.ToInstant(), row.Holder ?? "",
            row.TakenAt?.ToInstant(), row.Token is null ? default : new(row.Token)))];

    public static void AddEvent(Writer writer, TripDevice device, string kind, string reason, string actor, byte[]? token = null) =>
        writer.Execute("""
        insert into trip_device_events (bank, trip, device, sequence, kind, token_hash, reason, recorded_at, actor)
        select @bank, @trip, @device, coalesce(max(sequence), 0) + 1, @kind, @token, @reason, @at, @actor
        from trip_device_events where bank = @bank and trip = @trip and device = @device
        """,
        new { bank = device.Bank, trip = device.Trip, device = device.Number, kind, token, reason, at = writer.NowMilliseconds, actor });

    /// <summary>A device's place is in use while it may still tell what it handed out.</summary>
    public static IReadOnlySet<long> PlacesInUse(DbSession db, long bank, long now) => db.Query<long>("""
        select d.place from trip_devices d join trips t on t.bank = d.bank and t.number = d.trip
          where d.bank = @bank and t.expires_at > @now
          and not exists (select 1 from trip_device_events e
            where e.bank = d.bank and e.trip = d.trip and e.device = d.number and e.kind = 'released')
        """, new { bank, now }).ToHashSet();

    public static IReadOnlyDictionary<string, long> Prices(DbSession db, long bank, long trip) =>
        db.Query<(string Goods, long Price)>(
            "select goods, price from trip_prices where bank = @bank and trip = @trip", new { bank, trip })
            .ToDictionary(row => row.Goods, row => row.Price);

    public static List<TripGroupView> Groups(DbSession db, long bank, long trip) =>
        [.. db.Query<(string, string, long?)>("""
            select b.code, g.name, t.device from trip_groups t join books b on b.bank = t.village
              join village_groups g on g.bank = t.village and g.number = t.group_no
            where t.bank = @bank and t.trip = @trip order by t.village, t.group_no
            """, new { bank, trip }).Select(row => new TripGroupView(row.Item1, row.Item2, row.Item3))];

    /// <summary>What was set aside for each household when the trip was prepared.</summary>
    public static List<(long Device, long Village, long Household, long Points)> FirstAllowances(DbSession db, long bank, long trip) =>
        db.Query<(long Device, long Village, long Household, long Points)>(
            "select device, village, household, points from trip_allowances where bank = @bank and trip = @trip and sequence = 1",
            new { bank, trip });

    /// <summary>What a household may still spend on a device; null where it never could.</summary>
    public static (long Sequence, long Points, long? Hold)? Allowance(Writer writer, TripDevice device, long village, long household)
    {
        using var rows = writer.Prepared("""
            select sequence, points, hold from trip_allowances
            where bank = @bank and trip = @trip and device = @device and village = @village and household = @household
              order by sequence desc limit 1
            """, "@bank", "@trip", "@device", "@village", "@household").Query(device.Bank, device.Trip, device.Number, village, household);
        return rows.Read() ? (rows.Number(0), rows.Number(1), rows.IsNull(2) ? null : rows.Number(2)) : null;
    }

    /// <summary>Whether a hold still stands: neither ended nor past its time.</summary>
    public static bool IsHeld(Writer writer, long village, long hold) =>
        writer.Book(village).FindHold(new HoldNumber(hold)) is { End: null } found && !found.IsPast(writer.Now);

    /// <summary>Whether the counter took the household off the device before somebody took that.</summary>
    public static bool IsRemoved(DbSession db, TripDevice device, long village, long household) =>
        db.ExecuteScalar<long>("""
        select count(*) from trip_removals where bank = @bank and trip = @trip and device = @device and village = @village
          and household = @household
        """, new { bank = device.Bank, trip = device.Trip, device = device.Number, village, household }) > 0;

    /// <summary>A refusal for want of points, with what is kept for a trip and when that comes back, where something is.</summary>
    public static Refusal Explained(Writer writer, long village, long household, Refusal refusal)
    {
        if (KeptFor(writer, village, household, writer.Now) is not { } kept) return refusal;
        var until = kept.Until.InZone(BankDesk.Zone).Date;
        return refusal.With("kept", kept.Points).With("trip", kept.Trip).With("tripDay", kept.OnDay.ToIso()).With("until", until.ToIso())
            .With("untilMonth", until.Month).With("untilDay", until.Day);
    }

    /// <summary>What of a household's points is kept for a trip of the mobile shop, and until when; null for nothing.</summary>
    public static (long Points, long Trip, LocalDate OnDay, Instant Until)? KeptFor(
        DbSession db, long village, long household, Instant now)
    {
        var row = db.QueryFirstOrDefault<(long Points, long Trip, string OnDay, long Until)>($"""
            select cast(sum(a.points) as bigint), a.trip, t.on_day, max(h.expires_at) from trip_allowances a
            join holds h on h.bank = a.village and h.number = a.hold and h.expires_at > @now
            join trips t on t.bank = a.bank and t.number = a.trip
            where a.village = @village and a.household = @household and a.hold is not null and {Last}
              and not exists (select 1 from hold_ends e where e.bank = a.village and e.hold = a.hold)
            group by a.bank, a.trip, t.on_day order by sum(a.points) desc
            """, new { village, household, now = now.ToUnixTimeMilliseconds() });
        return row.Points == 0 ? null : (row.Points, row.Trip, row.OnDay.ToDate(), row.Until.ToInstant());
    }

    public static void AddAllowance(
        Writer writer, long bank, long trip, long device, long village, long household, long sequence, long points, HoldNumber? hold,
        long? redemption = null, Instant? saidAt = null) =>
        writer.Prepared("""
            insert into trip_allowances (bank, trip, device, village, household, sequence, points, hold, redemption, said_at, recorded_at)
            values (@bank, @trip, @device, @village, @household, @sequence, @points, @hold, @redemption, @saidAt, @at)
            """, "@bank", "@trip", "@device", "@village", "@household", "@sequence", "@points", "@hold", "@redemption", "@saidAt", "@at")
            .Execute(
                bank, trip, device, village, household, sequence, points, hold?.Value, redemption, saidAt?.ToUnixTimeMilliseconds(),
                writer.NowMilliseconds);

    /// <summary>The first so many holds of a device that still stand, with the bank in whose book they do.</summary>
    public static List<(long Village, long Hold)> Standing(DbSession db, TripDevice device, int most) =>
        [.. db.Query<(long, long)>($"""
            select a.village, a.hold from trip_allowances a
            where a.bank = @bank and a.trip = @trip and a.device = @device and a.hold is not null and {Last}
              and not exists (select 1 from hold_ends h where h.bank = a.village and h.hold = a.hold)
            order by a.village, a.household limit @most
            """, new { bank = device.Bank, trip = device.Trip, device = device.Number, most })];

    /// <summary>Households that may spend something on this device.</summary>
    public static List<(long Village, long Household, long Points)> Allowances(DbSession db, TripDevice device) =>
        [.. db.Query<(long, long, long)>($"""
            select a.village, a.household, case when a.hold is not null and h.hold is null then a.points else 0 end from trip_allowances a
            left join hold_ends h on h.bank = a.village and h.hold = a.hold
            where a.bank = @bank and a.trip = @trip and a.device = @device and {Last} order by a.village, a.household
            """, new { bank = device.Bank, trip = device.Trip, device = device.Number })];

    /// <summary>A village's households with their heads and the cards of their open passbooks, for a device.</summary>
    public static List<(long Number, string Group, string Head, byte[]? Card)> Households(DbSession db, long village) =>
        db.Query<(long Number, string Group, string Head, byte[]? Card)>($"""
        select h.number, g.name, m.name, c.token_hash from households h
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
        left join passbooks p on p.bank = h.bank and p.household = h.number and p.ended_at is null
        left join cards c on c.bank = p.bank and c.serial = p.serial and not exists (
          select 1 from cards l where l.bank = c.bank and l.serial = c.serial and l.sequence > c.sequence)
        where h.bank = @village and {HouseholdTable.IsThere} order by h.number
        """, new { village });

    /// <summary>The cards of a household's passbooks that were open when the trip was prepared, or made since.</summary>
    public static List<(string Serial, byte[] Card)> Cards(DbSession db, long village, long household, Instant prepared) =>
        db.Query<(string Serial, byte[] Card)>("""
        select c.serial, c.token_hash from passbooks p join cards c on c.bank = p.bank and c.serial = p.serial
        where p.bank = @village and p.household = @household and (p.ended_at is null or p.ended_at >= @prepared)
          and not exists (select 1 from cards l where l.bank = c.bank and l.serial = c.serial and l.sequence > c.sequence
            and l.issued_at < @prepared)
        """, new { village, household, prepared = prepared.ToUnixTimeMilliseconds() });

    public static List<TripSlipView> Slips(DbSession db, long bank, long trip) =>
        [.. db.Query<(
            long Device, string Village, long Bank, long Number, long Household, long Points, string By, long Served, long At, long Entry,
            long? Void)>("""
            select a.device, b.code, r.bank, r.number, r.household, r.points, r.authorised_by, r.served_at, a.recorded_at, r.entry, v.number
            from trip_allowances a
            join redemptions r on r.bank = a.village and r.number = a.redemption
            join books b on b.bank = a.village
            left join entries v on v.bank = r.bank and v.reverses = r.entry
            where a.bank = @bank and a.trip = @trip and a.redemption is not null order by a.device, r.served_at, r.number
            """, new { bank, trip })
        .Select(row => new TripSlipView(
            row.Device, row.Village, row.Number, row.Household, row.Points, row.By, row.Served.ToInstant(), row.At.ToInstant(),
            EntryTable.Find(db, row.Bank, new(row.Entry))!.CheckCode.ToString(), row.Void is not null))];

    /// <summary>The goods of each device: what lies there, and what went out by this trip and was not taken back.</summary>
    public static List<TripGoodsView> Goods(DbSession db, long bank, long trip) =>
        [.. db.Query<(long Device, string Goods, string Zh, string En, string Unit, string Emoji, long Left, long Handed)>($"""
            select device, code, name_zh, name_en, unit_zh, emoji, lying, handed from (
              select d.number as device, g.code, g.name_zh, g.name_en, g.unit_zh, g.emoji, g.position, coalesce(h.balance, 0) as lying,
                (select cast(coalesce(sum(i.quantity), 0) as bigint) from trip_allowances a
                  join redemption_items i on i.bank = a.village and i.redemption = a.redemption and i.goods = g.code
                  join redemptions r on r.bank = a.village and r.number = a.redemption
                  where a.bank = d.bank and a.trip = d.trip and a.device = d.number and a.redemption is not null
                    and not exists (select 1 from entries v where v.bank = r.bank and v.reverses = r.entry)) as handed
              from trip_devices d
              join trips t on t.bank = d.bank and t.number = d.trip
              join goods g on g.bank = t.bank and g.shop = t.shop
              left join accounts a on a.bank = g.bank and a.kind = {(int)AccountKind.GoodsShelf} and a.owner = d.place
                and a.unit = 'goods/' || g.code and a.period = 0
              left join account_heads h on h.bank = a.bank and h.account = a.number
              where d.bank = @bank and d.trip = @trip
            ) as told where lying > 0 or handed > 0 order by device, position
            """,
            new { bank, trip }).Select(
                row => new TripGoodsView(row.Device, row.Goods, row.Zh, row.En, row.Unit, row.Emoji, row.Left, row.Handed))];
}
