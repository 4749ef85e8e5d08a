// One whole year of a village that never was, so that a newcomer meets a bank with a history instead of an empty screen.
using NodaTime;

namespace PointsBank.Village.Demo;

public sealed record DemoGroup(int Number, string Name);

public sealed record DemoMember(int Number, string Name, LocalDate BirthDate, bool IsHead, bool RelatedToCommittee, bool ConsentsToBoards);

public sealed record DemoHousehold(int Number, int GroupNumber, IReadOnlyList<DemoMember> Members)
{
    public DemoMember Head => Members.Single(member => member.IsHead);
}

public sealed record DemoGood(string Code, string NameZh, string NameEn, string UnitZh, string Emoji, int Price);

public abstract record DemoEvent(LocalDate Date);

public sealed record DemoStockReceipt(LocalDate Date, string Good, int Quantity, string DonorMemo) : DemoEvent(Date);

public sealed record DemoCredit(LocalDate Date, int Household, int? Member, string RuleCode, int Quantity, int Points, string? MemoZh)
    : DemoEvent(Date);

/// <summary>Points is the full value under the rule; what can be spent falls by no more than is there.</summary>
public sealed record DemoDeduction(LocalDate Date, int Household, int? Member, string RuleCode, int Quantity, int Points, string MemoZh)
    : DemoEvent(Date);

public sealed record DemoLine(string Good, int Quantity);

public sealed record DemoRedemption(LocalDate Date, int Household, IReadOnlyList<DemoLine> Items, int Points) : DemoEvent(Date);

/// <summary>Anjiahe's published figures, played out day by day. The same year, rules and seed give the same plan on every machine.</summary>
public sealed class DemoPlan
{
    public const string VillageCode = "anjiahe";
    public const string VillageNameZh = "安家河村";
    public const string VillageNameEn = "Anjiahe";
    public const int HouseholdsTotal = 226;
    public const int PointsCredited = 14_420;
    public const int PointsRedeemed = 8_640;
    public const int DefaultSeed = 20250101;

    DemoPlan(int year, IReadOnlyList<DemoHousehold> households, IReadOnlyList<DemoEvent> events)
    {
        Year = year;
        Households = households;
        Events = events;
    }

    public int Year { get; }

    public IReadOnlyList<DemoGroup> Groups { get; } = DemoPlanNames.Groups;

    public IReadOnlyList<DemoHousehold> Households { get; }

    public IReadOnlyList<DemoGood> Goods { get; } = DemoPlanGoods.All;

    /// <summary>By date; within a day goods arrive, credits enter, deductions enter, and only then the shop opens.</summary>
    public IReadOnlyList<DemoEvent> Events { get; }

    public static DemoPlan Make(int year, int seed = DefaultSeed) => Make(year, DemoRule.BuiltIn(), seed);

    public static DemoPlan Make(int year, IReadOnlyList<DemoRule> rules, int seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(rules);

        // Each part has its own dice, so a change to the shop does not rename the villagers.
        var households = DemoPlanPeople.Settle(year, new DemoDice(seed, 1));
        var deeds = new DemoPlanDeeds(year, rules, households, new DemoDice(seed, 2)).Play();
        var trade = new DemoPlanShop(year, deeds, households.Count, new DemoDice(seed, 3)).Play();
        var events = deeds.Concat(trade)
            .OrderBy(item => item.Date)
            .ThenBy(OrderWithinDay)
            .ToList();
        Require(households.Count == HouseholdsTotal, "households", households.Count);
        Require(events.OfType<DemoCredit>().Sum(credit => credit.Points) == PointsCredited, "points credited");
        Require(events.OfType<DemoRedemption>().Sum(redemption => redemption.Points) == PointsRedeemed, "points redeemed");
        return new DemoPlan(year, households, events);
    }

    static int OrderWithinDay(DemoEvent item) => item switch
    {
        DemoStockReceipt => 0,
        DemoCredit => 1,
        DemoDeduction => 2,
        _ => 3,
    };

    static void Require(bool holds, string what, int? actual = null)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The demo plan misses its published figure: {what} {actual}");
        }
    }
}
