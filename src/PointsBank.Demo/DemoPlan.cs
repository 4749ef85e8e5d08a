// The life of a village that never was, so that a newcomer meets a bank with a history instead of an empty screen.
using NodaTime;

namespace PointsBank.Demo;

public sealed record DemoGroup(int Number, string Name);

public sealed record DemoMember(int Number, string Name, LocalDate BirthDate, bool IsHead, bool RelatedToCommittee, bool ConsentsToBoards);

public sealed record DemoHousehold(int Number, int GroupNumber, IReadOnlyList<DemoMember> Members)
{
    public DemoMember Head => Members.Single(member => member.IsHead);
}

public sealed record DemoGood(string Code, string NameZh, string NameEn, string UnitZh, string Emoji, int Price);

/// <summary>
/// How a deed comes to the book: by a leader's list, by hours of an activity, or as a claim: the household's, a neighbour's, the group's,
/// the village's.
/// </summary>
public enum DemoWay { List, Service, Self, Neighbour, Group, Village }

/// <summary>
/// What becomes of a claim: the meeting may grant it, grant less or reject it; an objection may correct it, drop it or be dismissed.
/// </summary>
public enum DemoFate { Granted, Reduced, Rejected, Corrected, Dropped, Dismissed }

public abstract record DemoEvent(LocalDate Date);

public sealed record DemoStockReceipt(LocalDate Date, string Good, int Quantity, string DonorMemo) : DemoEvent(Date);

/// <summary>Something done, on its day. The points come to the book when they are due there.</summary>
public abstract record DemoDeed(LocalDate Date, int Household, string RuleCode, int Points) : DemoEvent(Date)
{
    /// <summary>The day on which it is entered.</summary>
    public abstract LocalDate EntersOn { get; }

    /// <summary>Claims of a month are posted on the next one's first and entered when the seven days for objections are over.</summary>
    protected LocalDate AfterNotice => new LocalDate(Date.Year, Date.Month, 8).PlusMonths(1);
}

/// <summary>Points are what the household gets in the end, none where the claim was rejected or dropped.</summary>
public sealed record DemoCredit(
    LocalDate Date, int Household, int? Member, string RuleCode, int Quantity, int Points, string MemoZh, DemoWay Way,
    DemoFate Fate = DemoFate.Granted)
    : DemoDeed(Date, Household, RuleCode, Points)
{
    public bool IsClaim => Way is not (DemoWay.List or DemoWay.Service);

    /// <summary>Hours are confirmed on the day after.</summary>
    public override LocalDate EntersOn => Way == DemoWay.List ? Date : Way == DemoWay.Service ? Date.PlusDays(1) : AfterNotice;
}

/// <summary>
/// Points is the full value under the rule; what can be spent falls by no more than is there. The household was told twice before.
/// </summary>
public sealed record DemoDeduction(
    LocalDate Date, int Household, string RuleCode, int Points, string MemoZh) : DemoDeed(Date, Household, RuleCode, Points)
{
    public LocalDate ToldOn => Date.PlusDays(-10);

    public LocalDate ToldInWritingOn => Date.PlusDays(-5);

    public override LocalDate EntersOn => AfterNotice;
}

public sealed record DemoLine(string Good, int Quantity);

public sealed record DemoRedemption(LocalDate Date, int Household, IReadOnlyList<DemoLine> Items, int Points) : DemoEvent(Date);

/// <summary>One of the grandparents moves out and takes along what the family agreed on.</summary>
public sealed record DemoSplit(LocalDate Date, int Household, int Member, int Points, int Merit) : DemoEvent(Date);

/// <summary>
/// Anjiahe's published figures, played out day by day from 1 January of last year to the day before the demo is opened. The same day, rules
/// and seed give the same plan on every machine. What is not entered by then waits, and does not count.
/// </summary>
public sealed class DemoPlan
{
    public const string VillageCode = "anjiahe";
    public const string VillageNameZh = "安家河村";
    public const string VillageNameEn = "Anjiahe";
    public const int HouseholdsTotal = 226;
    public const int PointsCredited = 14_420;
    public const int PointsRedeemed = 8_640;
    public const int DefaultSeed = 20250101;

    DemoPlan(DemoSpan span, IReadOnlyList<DemoHousehold> households, IReadOnlyList<DemoEvent> events)
    {
        Span = span;
        Households = households;
        Events = events;
    }

    public DemoSpan Span { get; }

    public IReadOnlyList<DemoGroup> Groups { get; } = DemoPlanNames.Groups;

    public IReadOnlyList<DemoHousehold> Households { get; }

    public IReadOnlyList<DemoGood> Goods { get; } = DemoPlanGoods.All;

    /// <summary>By date; within a day goods arrive, deeds are told, and only then the shop opens.</summary>
    public IReadOnlyList<DemoEvent> Events { get; }

    public static DemoPlan Make(LocalDate opened, int seed = DefaultSeed) => Make(opened, DemoRule.BuiltIn(), seed);

    public static DemoPlan Make(LocalDate opened, IReadOnlyList<DemoRule> rules, int seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(rules);

        // Each part has its own dice, so a change to the shop does not rename the villagers.
        var span = new DemoSpan(opened);
        var households = DemoPlanPeople.Settle(span.First.Year, new DemoDice(seed, 1));
        var deeds = DemoPlanDeeds.Play(span, rules, households, seed);
        var trade = new DemoPlanShop(span, deeds, households, new DemoDice(seed, 3)).Play();
        var events = deeds.Concat(trade)
            .OrderBy(item => item.Date)
            .ThenBy(OrderWithinDay)
            .ToList();
        Require(households.Count == HouseholdsTotal, "households", households.Count);
        Require(events.OfType<DemoCredit>().Where(span.IsEntered).Sum(credit => credit.Points) == PointsCredited, "points credited");
        Require(events.OfType<DemoRedemption>().Sum(redemption => redemption.Points) == PointsRedeemed, "points redeemed");
        return new DemoPlan(span, households, events);
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
