// Credits and deductions of the year. First what makes the village's story, then small deeds until the published total is met exactly.
using NodaTime;

namespace PointsBank.Village.Demo;

sealed class DemoPlanDeeds
{
    const int PointsAMonthMost = 60;
    const int PointsAYearMost = 300;
    const int AdultAge = 18;
    const int HeavyWorkAgeMost = 68;
    const int ElderAge = 60;
    const int YardPercent = 52;
    const int WastePercent = 22;
    const int LivestockPercent = 15;
    const int CleanHomesPerGroup = 2;
    const int DeedPercent = 85;
    const int IdleHomes = 6;

    // How eager homes are, in percent of an ordinary one.
    static readonly (int Share, int Item)[] Eagerness = [(22, 35), (48, 90), (20, 130), (10, 175)];

    readonly int year;
    readonly IReadOnlyList<DemoHousehold> households;
    readonly DemoDice dice;
    readonly Dictionary<string, DemoRule> rules;
    readonly int[] eagerness;
    readonly Dictionary<(int Household, string Code, int Month), int> pointsByRule = [];
    readonly Dictionary<(int Household, int Month), int> pointsByMonth = [];
    readonly HashSet<(LocalDate Date, int Household, string Code)> taken = [];
    readonly HashSet<int> steadyHomes = [];
    readonly List<DemoEvent> events = [];
    readonly List<DemoCredit> perhaps = [];
    int left = DemoPlan.PointsCredited;

    public DemoPlanDeeds(int year, IReadOnlyList<DemoRule> rules, IReadOnlyList<DemoHousehold> households, DemoDice dice)
    {
        this.year = year;
        this.households = households;
        this.dice = dice;
        this.rules = rules.ToDictionary(rule => rule.Code);
        eagerness = households.Select(_ => dice.PickByShare(Eagerness)).ToArray();
        foreach (var household in dice.Shuffle(households).Take(IdleHomes))
        {
            eagerness[household.Number - 1] = 0;
        }
    }

    public List<DemoEvent> Play()
    {
        PlayAwards();
        PlayGatherings();
        PlayRosters();
        PlayYardChecks();
        PlayYearEnds();
        ProposeDeeds();
        FillToTheTotal();
        PlayMisdeeds();
        return events.OrderBy(item => item.Date).ToList();
    }

    void PlayAwards()
    {
        foreach (var award in DemoPlanCalendar.Awards)
        {
            var date = new LocalDate(year, award.Month, award.Day);
            var willing = households.Where(household => Eager(household) >= 90 && (award.Rule != "A08" || Recruit(household) is not null));
            foreach (var household in dice.Shuffle(willing).Take(award.Homes))
            {
                var member = award.Rule == "A08" ? Recruit(household) : award.Rule == "C09" ? Person(household, award.Rule) : null;
                Enter(Credit(date, household, member, award.Rule, 1, award.MemoZh));
            }
        }
    }

    void PlayGatherings()
    {
        foreach (var gathering in DemoPlanCalendar.Gatherings)
        {
            var first = new LocalDate(year, gathering.Month, gathering.Day);
            foreach (var household in households.Where(household => Comes(household, gathering.Percent)))
            {
                var date = gathering.ByGroup ? first.PlusDays(household.GroupNumber - 1) : first;
                if (Person(household, gathering.Rule) is { } member)
                {
                    var quantity = dice.Between(gathering.Least, gathering.Most);
                    Enter(Credit(date, household, member, gathering.Rule, quantity, gathering.MemoZh));
                }
            }
        }
    }

    void PlayRosters()
    {
        foreach (var roster in DemoPlanCalendar.Rosters)
        {
            var fit = households.Where(household => Eager(household) > 0 && (!roster.WithElders || HasElder(household)));
            foreach (var household in dice.Shuffle(fit).Take(roster.Homes))
            {
                steadyHomes.Add(household.Number);
                for (var month = 1; month <= 12; month++)
                {
                    if (dice.Chance(roster.Percent))
                    {
                        Enter(Credit(new LocalDate(year, month, 27), household, null, roster.Rule, 1, roster.MemoZh));
                    }
                }
            }
        }
    }

    /// <summary>Groups go round on the 22nd to the 25th; the clean home of the month is named among those that passed.</summary>
    void PlayYardChecks()
    {
        for (var month = 1; month <= 12; month++)
        {
            foreach (var group in households.GroupBy(household => household.GroupNumber))
            {
                var date = new LocalDate(year, month, 22 + (group.Key % 4));
                var passed = group.Where(household => Comes(household, YardPercent)
                    && Enter(Credit(date, household, null, "D01", 1, null))).ToList();
                foreach (var household in dice.Shuffle(passed).Take(CleanHomesPerGroup))
                {
                    Enter(Credit(new LocalDate(year, month, 28), household, null, "D02", 1, "月评清洁户"));
                }

                perhaps.AddRange(group.Where(household => Comes(household, WastePercent))
                    .Select(household => Credit(date, household, null, "D03", 1, null)));
                perhaps.AddRange(group.Where(household => Comes(household, LivestockPercent))
                    .Select(household => Credit(date, household, null, "D08", 1, null)));
            }
        }
    }

    void PlayYearEnds()
    {
        foreach (var item in DemoPlanCalendar.YearEnds)
        {
            foreach (var household in households.Where(household => Comes(household, item.Percent)))
            {
                if (!item.WithPupils || household.Members.Any(member => Age(member) is >= 6 and <= 15))
                {
                    Enter(Credit(new LocalDate(year, 12, 22), household, null, item.Rule, 1, item.MemoZh));
                }
            }
        }
    }

    void ProposeDeeds()
    {
        foreach (var deed in DemoPlanCalendar.Deeds)
        {
            for (var n = 0; n < deed.Times; n++)
            {
                var household = dice.Pick(households);
                var month = dice.Between(deed.FromMonth, deed.ToMonth);
                var date = new LocalDate(year, month, dice.Between(1, CalendarSystem.Iso.GetDaysInMonth(year, month)));
                var quantity = dice.Between(deed.Least, deed.Most);
                if (Comes(household, DeedPercent) && Person(household, deed.Rule) is { } member)
                {
                    perhaps.Add(Credit(date, household, member, deed.Rule, quantity, deed.MemoZh));
                }
            }
        }
    }

    /// <summary>Small deeds enter in random order; those of one point are many, so they always find the last remainder.</summary>
    void FillToTheTotal()
    {
        foreach (var credit in dice.Shuffle(perhaps))
        {
            Enter(credit);
        }

        if (left != 0)
        {
            throw new InvalidOperationException($"The year's deeds leave {left} points of the published total unissued");
        }
    }

    void PlayMisdeeds()
    {
        // One idle home and some slow ones, so that a deduction also meets an empty passbook.
        var homes = dice.Shuffle(households.Where(household => !steadyHomes.Contains(household.Number)))
            .OrderBy(household => Eager(household) is 0 or 35 ? 0 : 1)
            .ToList();
        var culprits = homes.Where(household => Eager(household) == 0).Take(1)
            .Concat(homes.Where(household => Eager(household) > 0));
        foreach (var (misdeed, household) in DemoPlanCalendar.Misdeeds.Zip(culprits))
        {
            var date = new LocalDate(year, misdeed.Month, misdeed.Day);
            events.Add(new DemoDeduction(date, household.Number, null, misdeed.Rule, 1, rules[misdeed.Rule].Points, misdeed.MemoZh));
        }
    }

    DemoCredit Credit(LocalDate date, DemoHousehold household, DemoMember? member, string code, int quantity, string? memo) =>
        new(date, household.Number, member?.Number, code, quantity, quantity * rules[code].Points, memo);

    /// <summary>Enters the credit if the total, the rule's cap and the household's ceilings still have room for the whole of it.</summary>
    bool Enter(DemoCredit credit)
    {
        var rule = rules[credit.RuleCode];
        if (credit.Points > left || !HasRoom(credit, rule) || !taken.Add((credit.Date, credit.Household, credit.RuleCode)))
        {
            return false;
        }

        foreach (var month in new[] { 0, credit.Date.Month })
        {
            var ruleKey = (credit.Household, credit.RuleCode, month);
            pointsByRule[ruleKey] = pointsByRule.GetValueOrDefault(ruleKey) + credit.Points;
            if (rule.CountsTowardsCeilings)
            {
                var monthKey = (credit.Household, month);
                pointsByMonth[monthKey] = pointsByMonth.GetValueOrDefault(monthKey) + credit.Points;
            }
        }

        left -= credit.Points;
        events.Add(credit);
        return true;
    }

    /// <summary>Month 0 stands for the whole year.</summary>
    bool HasRoom(DemoCredit credit, DemoRule rule)
    {
        var month = credit.Date.Month;
        var inMonth = pointsByRule.GetValueOrDefault((credit.Household, rule.Code, month));
        var inYear = pointsByRule.GetValueOrDefault((credit.Household, rule.Code, 0));
        var onceOnly = (rule.Basis == "per_month" && inMonth > 0) || (rule.Basis == "per_year" && inYear > 0);
        var used = rule.CapPeriod == "month" ? inMonth : inYear;
        var underCap = rule.CapPeriod == "none" || used + credit.Points <= rule.CapPoints;
        var underCeilings = !rule.CountsTowardsCeilings
            || (pointsByMonth.GetValueOrDefault((credit.Household, month)) + credit.Points <= PointsAMonthMost
                && pointsByMonth.GetValueOrDefault((credit.Household, 0)) + credit.Points <= PointsAYearMost);
        return !onceOnly && underCap && underCeilings;
    }

    bool Comes(DemoHousehold household, int percent) => dice.Chance(Math.Min(97, percent * Eager(household) / 100));

    int Eager(DemoHousehold household) => eagerness[household.Number - 1];

    /// <summary>Who went: an adult, and for hours of work one who is not too old for it; none when the home has nobody fit.</summary>
    DemoMember? Person(DemoHousehold household, string code)
    {
        var ageMost = rules[code].Basis == "per_hour" || code == "C09" ? HeavyWorkAgeMost : int.MaxValue;
        var fit = household.Members.Where(member => Age(member) >= AdultAge && Age(member) <= ageMost).ToList();
        return fit.Count == 0 ? null : dice.Pick(fit);
    }

    DemoMember? Recruit(DemoHousehold household) => household.Members.FirstOrDefault(member => Age(member) is >= 18 and <= 22);

    bool HasElder(DemoHousehold household) => household.Members.Any(member => Age(member) >= ElderAge);

    int Age(DemoMember member) => Period.Between(member.BirthDate, new LocalDate(year, 1, 1)).Years;
}
