using System.Collections.Immutable;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Shops;

namespace PointsBank.Benchmarks;

/// <summary>A village with many households, rules without caps, and a shop whose shelf is never empty.</summary>
sealed class BenchVillage : IDisposable
{
    public const string Code = "bench";
    public const string Password = "bench-password";
    public const string EventRule = "B01";
    public const string HourRule = "B02";
    public const string Goods = "rice";
    static readonly ImmutableArray<string> Purposes = ["clerk", "attendant"];

    BenchVillage(Database database, long bank, int households)
    {
        Database = database;
        Desks = new(database, SystemClock.Instance);
        Bank = bank;
        Households = households;
    }

    public Database Database { get; }

    public Desks Desks { get; }

    public long Bank { get; }

    public int Households { get; }

    public static LocalDate Today => SystemClock.Instance.GetCurrentInstant().InZone(BankDesk.Zone).Date;

    public static int Year => Today.Year;

    /// <summary>Opens the village in a new file.</summary>
    public static async Task<BenchVillage> Make(string file, int households)
    {
        var database = Open(file);
        var desks = new Desks(database, SystemClock.Instance);
        Done(await desks.Banks.Open(WriteContext.OfSystem("bank"), new(Code, "测试村", "Bench village")));
        var bank = desks.Banks.Find(Code)!.Value;
        Done(await desks.Banks.Set(WriteContext.OfSystem("settings"), bank, new(new Dictionary<string, long>
        {
            [Setting.MonthCeiling.Name] = Setting.MonthCeiling.Most, [Setting.YearCeiling.Name] = Setting.YearCeiling.Most,
            [Setting.RedemptionLeast.Name] = 1, [Setting.RedemptionMonthMost.Name] = 0,
        }, Document: "bench")));
        Done(await desks.Rulebooks.Adopt(WriteContext.OfSystem("rules"), bank, new("细则", "sixty", new(Year - 1, 1, 1), "bench",
        [
            new(EventRule, "互助", "Help", "帮助邻居", "Help a neighbour", "credit", "per_event", 5, "none", 0, "", true, true, true),
            new(HourRule, "志愿", "Service", "志愿服务", "Volunteer", "credit", "per_hour", 2, "none", 0, "", true, true, true),
        ])));
        foreach (var role in Purposes)
            Done(await desks.Staff.Add(WriteContext.OfSystem(role), new(role, role, Password, [new(role, Code)]), mustChange: false));
        Done(await desks.Shops.Open(WriteContext.OfSystem("shop"), bank, new("爱心超市", "Points shop")));
        Done(await desks.Shops.SetGoods(WriteContext.OfSystem("goods"), bank, 1, new(Goods, "大米", "Rice", "袋", "🍚", 1, "bench")));
        Done(await database.Write<bool>(writer =>
        {
            AddHouseholds(writer, bank, households);
            return true;
        }));
        return new(database, bank, households);
    }

    /// <summary>Opens a village that was made before.</summary>
    public static BenchVillage Again(string file, int households)
    {
        var database = Open(file);
        return new(database, database.Read(connection => BookTable.Find(connection, BankCode.Parse(Code)))!.Value, households);
    }

    /// <summary>Fills the shelf and gives every household points to spend.</summary>
    public async Task Provision()
    {
        for (var i = 0; i < 20; i++)
            Done(await Desks.Stock.Move(WriteContext.OfSystem("stock"), Bank, 1, new StockInput("received", [new(Goods, 100_000)])));
        for (var first = 1; first <= Households; first += 1_000)
            Done(await Desks.Deeds.BringForward(
                WriteContext.OfSystem("opening"), Bank,
                [.. Enumerable.Range(first, Math.Min(1_000, Households - first + 1)).Select(
                    no => new Village.Deeds.OpeningInput(no, 100_000))]));
    }

    /// <summary>A real entry of the product as the desk drafts it: 4 legs for a deed, 6 with minutes.</summary>
    public static Draft Credit(long household, bool minutes)
    {
        var (points, year) = (new Amount(5), Year);
        var legs = ImmutableArray.CreateBuilder<Leg>(minutes ? 6 : 4);
        legs.Add(new(new(AccountKind.Issuance, 0, Unit.Points, year), -points));
        legs.Add(new(new(AccountKind.HouseholdPoints, household, Unit.Points), points));
        legs.Add(new(new(AccountKind.Issuance, 0, Unit.Merit, year), -points));
        legs.Add(new(new(AccountKind.HouseholdMerit, household, Unit.Merit, year), points));
        if (minutes)
        {
            legs.Add(new(new(AccountKind.Issuance, 0, Unit.Minutes, year), new(-60)));
            legs.Add(new(new(AccountKind.MemberMinutes, household, Unit.Minutes), new(60)));
        }
        return new()
        {
            Kind = EntryKind.Credit,
            EffectiveOn = Today,
            Actor = "staff:1",
            Key = WriteContext.NewKey(),
            Fingerprint = AnyFingerprint,
            Reason = "direct_rule",
            Rule = minutes ? HourRule : EventRule,
            Rulebook = 1,
            Source = minutes ? $"member:{household}" : "",
            Legs = legs.MoveToImmutable(),
        };
    }

    public static Digest AnyFingerprint { get; } = Digest.Of("bench");

    /// <summary>Posts an entry through the queue; answers when it is durable.</summary>
    public async Task Post(Draft draft) => Done(await Database.Write(writer => writer.Book(Bank).Post(draft, writer.Now)));

    public static T Done<T>(Outcome<T> outcome) =>
        outcome.Refusal is { } refusal
            ? throw new InvalidOperationException($"refused: {refusal} {string.Join(", ", refusal.Facts)}")
            : outcome.Value;

    public void Dispose() => Database.Dispose();

    static Database Open(string file) =>
        Database.Open(new() { File = file, Clock = SystemClock.Instance, Migrations = VillageSchema.Migrations });

    static void AddHouseholds(Writer writer, long bank, int households)
    {
        writer.Execute("insert into village_groups (bank, number, name) values (@bank, 1, '一组')", new { bank });
        const string numbers =
            "with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < @households)";
        writer.Execute(
            $"{numbers} insert into households (bank, number, group_no, opened_at) select @bank, number, 1, 0 from numbers",
            new { bank, households });
        writer.Execute($"""
            {numbers} insert into members (bank, number, household, name, birth_date, is_head, related)
            select @bank, number, number, '安' || number, '1970-01-01', 1, 0 from numbers
            """, new { bank, households });
    }
}
