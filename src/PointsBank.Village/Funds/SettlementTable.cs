using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Funds;

static class SettlementTable
{
    /// <summary>That the statement of the row was not dropped.</summary>
    public static string Kept(string row) =>
        $"not exists (select 1 from settlement_steps d where d.bank = {row}.bank and d.settlement = {row}.settlement and d.step = "
            + $"'dropped')";

    /// <summary>That the redemption <c>r</c> stands on a statement with this sign.</summary>
    static string Billed(int sign) =>
        $"""
        exists (select 1 from settlement_redemptions m
          where m.bank = r.bank and m.redemption = r.number and m.sign = {(sign < 0 ? "-1" : "1")} and {Kept("m")})
        """;

    /// <summary>What these days bill: redemptions that stand and are on no statement, and what was voided since it was billed.</summary>
    public static IReadOnlyList<SettledRedemption> Unbilled(
        DbSession db, long bank, SettlementInput input, Settings settings)
    {
        var days = new { bank, shop = input.Shop, from = input.From.ToIso(), until = input.Until.ToIso() };
        var added = db.Query<(long Number, string Day, long Points, long Cost)>($"""
            select r.number, r.redeemed_on, r.points, r.cost from redemptions r
            where r.bank = @bank and r.shop = @shop and r.redeemed_on >= @from and r.redeemed_on <= @until and {FundTable.Standing("r")}
              and not {Billed(1)} order by r.number
            """,
            days)
                .Select(
                    row => new SettledRedemption(
                        row.Number, 1, row.Day.ToDate(), row.Points, settings.On(row.Day.ToDate(), Setting.PointRate), row.Cost));
        var takenOff = db.Query<(long Number, string Day, long Points, long Rate, long Cost)>($"""
            select r.number, r.redeemed_on, b.points, b.rate, b.cost from redemptions r
            join settlement_redemptions b on b.bank = r.bank and b.redemption = r.number and b.sign = 1 and {Kept("b")}
            join entries v on v.bank = r.bank and v.reverses = r.entry and v.effective_on <= @until
            where r.bank = @bank and r.shop = @shop and not {Billed(-1)} order by r.number
            """, days).Select(row => new SettledRedemption(row.Number, -1, row.Day.ToDate(), row.Points, row.Rate, row.Cost));
        return [.. added, .. takenOff];
    }

    public static long EarlierUnbilled(DbSession db, long bank, SettlementInput input) => db.ExecuteScalar<long>($"""
        select count(*) from redemptions r where r.bank = @bank and r.shop = @shop and r.redeemed_on < @from and {FundTable.Standing("r")}
          and not {Billed(1)}
        """, new { bank, shop = input.Shop, from = input.From.ToIso() });

    /// <summary>The goods of these redemptions, summed up by good and rate; what is taken off stands apart.</summary>
    public static IReadOnlyList<SettlementLine> Lines(DbSession db, long bank, IReadOnlyList<SettledRedemption> redemptions)
    {
        var items = new List<SettlementLine>();
        foreach (var redemption in redemptions)
            items.AddRange(db.Query<(string Goods, string Zh, string En, string Unit, long Quantity, long Price)>("""
                select i.goods, g.name_zh, g.name_en, g.unit_zh, i.quantity, i.price from redemptions r
                join redemption_items i on i.bank = r.bank and i.redemption = r.number
                join shops s on s.bank = r.bank and s.number = r.shop
                join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = i.goods
                where r.bank = @bank and r.number = @number order by i.line
                """, new { bank, number = redemption.Redemption })
                .Select(
                    item => new SettlementLine(
                        redemption.Sign, item.Goods, item.Zh, item.En, item.Unit, redemption.Rate, item.Quantity,
                        item.Quantity * item.Price)));
        return [.. items.GroupBy(item => (item.Sign, item.Goods, item.Rate))
            .Select(group => group.First() with { Quantity = group.Sum(item => item.Quantity), Points = group.Sum(item => item.Points) })
            .OrderByDescending(line => line.Sign).ThenBy(line => line.Goods, StringComparer.Ordinal).ThenBy(line => line.Rate)];
    }

    /// <summary>The number of the next statement.</summary>
    public static long Next(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from settlements where bank = @bank", new { bank });

    /// <summary>What the village is called on a payment to another one.</summary>
    public static string NameOf(DbSession db, long bank) =>
        db.QuerySingle<string>("select name_zh from banks where bank = @bank", new { bank });

    public static void Add(Writer writer, long bank, SettlementView view, string actor)
    {
        var db = writer;
        db.Execute("""
            insert into settlements (bank, number, shop, kind, name_zh, name_en, from_on, until_on, points, value, due, cost, head, made_at,
              actor)
            values (@bank, @number, @shop, @kind, @zh, @en, @from, @until, @points, @value, @due, @cost, @head, @at, @actor)
            """,
            new
            {
                bank, number = view.Number, shop = view.Shop, kind = view.Kind, zh = view.NameZh, en = view.NameEn,
                from = view.From.ToIso(), until = view.Until.ToIso(), points = view.Points, value = view.Value, due = view.Due,
                cost = view.Cost, head = view.Head, at = writer.NowMilliseconds, actor,
            });
        for (var i = 0; i < view.Lines.Count; i++)
        {
            var line = view.Lines[i];
            db.Execute("""
                insert into settlement_lines (bank, settlement, line, sign, goods, name_zh, name_en, unit_zh, rate, quantity, points)
                values (@bank, @number, @line, @sign, @goods, @zh, @en, @unit, @rate, @quantity, @points)
                """,
                new
                {
                    bank, number = view.Number, line = i + 1, sign = line.Sign, goods = line.Goods, zh = line.NameZh, en = line.NameEn,
                    unit = line.UnitZh, rate = line.Rate,
                    quantity = line.Quantity, points = line.Points,
                });
        }
        foreach (var redemption in view.Redemptions)
            db.Execute("""
                insert into settlement_redemptions (bank, redemption, sign, settlement, points, rate, cost)
                  values (@bank, @redemption, @sign, @number, @points, @rate, @cost)
                """,
                new
                {
                    bank, redemption = redemption.Redemption, sign = redemption.Sign, number = view.Number, points = redemption.Points,
                    rate = redemption.Rate, cost = redemption.Cost,
                });
    }

    public static void AddStep(
        Writer writer, long bank, long settlement, int sequence, string step, string name, string reason, long? entry, string actor) =>
        writer.Execute("""
        insert into settlement_steps (bank, settlement, sequence, step, name, reason, entry, recorded_at, actor)
        values (@bank, @settlement, @sequence, @step, @name, @reason, @entry, @at, @actor)
        """, new { bank, settlement, sequence, step, name, reason, entry, at = writer.NowMilliseconds, actor });

    /// <summary>Whether a later statement takes off something of this one.</summary>
    public static bool IsTakenOff(DbSession db, long bank, long settlement) => db.ExecuteScalar<long>($"""
        select count(*) from settlement_redemptions own
        join settlement_redemptions o on o.bank = own.bank and o.redemption = own.redemption and o.sign = -1 and {Kept("o")}
        where own.bank = @bank and own.settlement = @settlement and own.sign = 1
        """, new { bank, settlement }) > 0;

    public static SettlementView? Find(DbSession db, long bank, long number)
    {
        var row = db.QuerySingleOrDefault<Row>(
            "select * from settlements where bank = @bank and number = @number", new { bank, number });
        if (row is null) return null;
        var lines = db.Query<(long Sign, string Goods, string Zh, string En, string Unit, long Rate, long Quantity, long Points)>(
            """
            select sign, goods, name_zh, name_en, unit_zh, rate, quantity, points from settlement_lines
              where bank = @bank and settlement = @number order by line
            """,
            new { bank, number })
            .Select(
                line => new SettlementLine((int)line.Sign, line.Goods, line.Zh, line.En, line.Unit, line.Rate, line.Quantity, line.Points))
                    .ToList();
        var redemptions = db.Query<(long, long, string, long, long, long)>("""
            select m.redemption, m.sign, r.redeemed_on, m.points, m.rate, m.cost from settlement_redemptions m
            join redemptions r on r.bank = m.bank and r.number = m.redemption where m.bank = @bank and m.settlement = @number
              order by m.sign desc, m.redemption
            """,
            new { bank, number })
                .Select(item => new SettledRedemption(item.Item1, (int)item.Item2, item.Item3.ToDate(), item.Item4, item.Item5, item.Item6))
                .ToList();
        var steps = db.Query<(string Step, string Name, string Reason, string Handler, long At, long? Entry, string Actor)>($"""
            select s.step, s.name, s.reason, {Handler.Of("s.actor")}, s.recorded_at, s.entry, s.actor from settlement_steps s
            where s.bank = @bank and s.settlement = @number order by s.sequence
            """,
            new { bank, number })
                .Select(
                    step => new SettlementStep(
                        step.Step, step.Name, step.Reason, step.Handler, step.At.ToInstant(), step.Entry, step.Actor))
                .ToList();
        return new(
            row.Number, row.Shop, row.Kind, row.NameZh, row.NameEn, row.FromOn.ToDate(), row.UntilOn.ToDate(), row.Points, row.Value,
            row.Due, row.Cost, row.Head, row.MadeAt.ToInstant(),
            lines, redemptions, steps);
    }

    /// <summary>
    /// Statements newest first, before a number; of one shop where one is asked for, and those alone that wait for payment where that is.
    /// </summary>
    public static IReadOnlyList<SettlementItem> Of(
        DbSession db, long bank, long? shop, bool toPay, long before, int limit) =>
        db.Query<Row>("""
        select t.*, coalesce((select s.step from settlement_steps s where s.bank = t.bank and s.settlement = t.number
          order by s.sequence desc limit 1), 'made') as state
        from settlements t where t.bank = @bank and t.number < @before and t.shop = coalesce(@shop, t.shop)
          and (@toPay = 0 or (t.due <> 0
            and 'approved' = (select s.step from settlement_steps s where s.bank = t.bank and s.settlement = t.number
            order by s.sequence desc limit 1)))
        order by t.number desc limit @limit
        """, new { bank, shop, toPay = toPay ? 1 : 0, before, limit })
        .Select(
            row => new SettlementItem(
                row.Number, row.Shop, row.Kind, row.NameZh, row.NameEn, row.FromOn.ToDate(), row.UntilOn.ToDate(), row.Points,
                row.Value, row.Due, row.State)).ToList();

    sealed class Row
    {
        public long Number { get; init; }

        public long Shop { get; init; }

        public string Kind { get; init; } = "";

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public string FromOn { get; init; } = "";

        public string UntilOn { get; init; } = "";

        public long Points { get; init; }

        public long Value { get; init; }

        public long Due { get; init; }

        public long Cost { get; init; }

        public string Head { get; init; } = "";

        public long MadeAt { get; init; }

        public string State { get; init; } = "";
    }
}
