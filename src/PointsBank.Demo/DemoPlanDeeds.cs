// Credits and deductions of the village's life. First what makes its story, then small deeds until the published total is met exactly.
using NodaTime;

namespace PointsBank.Demo;

sealed class DemoPlanDeeds
{
    /// <summary>Households that lose so much that favours are at stake, are suspended, and come back.</summary>
    public const int Suspended = 22, Restored = 88, AtStake = 26;

    // A little below the village's own ceilings, so that what is told of the last week finds room.
    const int MaxPointsAMonth = 54;
    const int MaxPointsAYear = 290;
    const int AdultAge = 18;
    const int MaxAgeOfHeavyWork = 68;
    const int ElderAge = 60;
    const int YardPercent = 52;
    const int WastePercent = 22;
    const int LivestockPercent = 15;
    const int CleanHomesPerGroup = 2;
    const int ChorePercent = 85;
    const int IdleHomes = 6;
    const int Keen = 130;
    const int WholeYear = 0;

    // What is left for small deeds when the story is told, in percent of the total; and how many of those that do not count yet come true.
    const int SmallDeedsPercent = 15;
    const int WaitingPercent = 70;

    static readonly int[] Lowest = [Suspended, Restored, AtStake];

    // How eager homes are, in percent of an ordinary one.
    static readonly (int Share, int Item)[] Eagerness = [(22, 35), (48, 90), (20, 130), (10, 175)];

    readonly DemoSpan span;
    readonly IReadOnlyList<DemoHousehold> households;
    readonly DemoDice dice;
    readonly Dictionary<string, DemoRule> rules;
    readonly int density;
    readonly int[] eagerness;
    readonly DemoHousehold mover;
    readonly Dictionary<(int Household, string Code, int Year, int Month), int> pointsByRule = [];
    readonly Dictionary<(int Household, int Year, int Month), int> pointsByTime = [];
    readonly HashSet<(LocalDate Date, int Household, string Code)> taken = [];
    readonly HashSet<int> steadyHomes = [];
    readonly List<DemoEvent> events = [];
    readonly List<DemoCredit> perhaps = [];
    int left = DemoPlan.PointsCredited;

    DemoPlanDeeds(DemoSpan span, IReadOnlyList<DemoRule> rules, IReadOnlyList<DemoHousehold> households, DemoDice dice, int density)
    {
        this.span = span;
        this.households = households;
        this.dice = dice;
        this.rules = rules.ToDictionary(rule => rule.Code);
        this.density = density;
        eagerness = households.Select(_ => dice.PickByShare(Eagerness)).ToArray();
        foreach (var household in dice.Shuffle(households).Where(
            household => !Lowest.Contains(household.Number)).Take(IdleHomes - Lowest.Length))
        {
            eagerness[household.Number - 1] = 0;
        }

        foreach (var household in Lowest)
        {
            eagerness[household - 1] = 0;
        }

        mover = households.First(
            household => household.Number > 100
                && household.Members.Count > 3
                && Age(household.Members[^1]) >= ElderAge
                && Eager(household) >= Keen);
    }

    public static List<DemoEvent> Play(DemoSpan span, IReadOnlyList<DemoRule> rules, IReadOnlyList<DemoHousehold> households, int seed)
    {
        // The longer the life, the less happens in a month: as much as leaves small deeds their part of the total.
        for (var density = 104; ; density -= 2)
        {
            var deeds = new DemoPlanDeeds(span, rules, households, new DemoDice(seed, 2), density);
            deeds.PlayStory();
            if (deeds.left * 100 >= DemoPlan.PointsCredited * SmallDeedsPercent)
            {
                return deeds.PlayTheRest();
            }
        }
    }

    void PlayStory()
    {
        foreach (var year in span.Years)
        {
            PlayAwards(year);
        }

        PlayDisputes();
        foreach (var year in span.Years)
        {
            PlayGatherings(year);
            PlayYearEnds(year);
        }

        PlayRosters();
        PlayYardChecks();
    }

    List<DemoEvent> PlayTheRest()
    {
        ProposeChores();
        FillToTheTotal();
        PlayMisdeeds();
        events.Add(new DemoSplit(new LocalDate(span.First.Year, 12, 9), mover.Number, mover.Members[^1].Number, Points: 8, Merit: 10));
        return events.OrderBy(item => item.Date).ToList();
    }

    void PlayAwards(int year)
    {
        foreach (var award in DemoPlanCalendar.Awards)
        {
            var date = new LocalDate(year, award.Month, award.Day);
            var willing = households.Where(household => Eager(household) >= 90 && (award.Rule != "A08" || Recruit(household) is not null));
            foreach (var household in dice.Shuffle(willing).Take(award.Homes))
            {
                var member = award.Rule == "A08" ? Recruit(household) : award.Rule == "C09" ? Person(household, award.Rule) : null;
                Enter(Credit(date, household, member, award.Rule, 1, award.MemoZh, DemoWay.Village));
            }
        }
    }

    void PlayDisputes()
    {
        for (var n = 0; n < span.Months.Count; n++)
        {
            foreach (var disputes in (DemoDispute[][])[DemoPlanCalendar.AtTheMeeting, DemoPlanCalendar.OnTheWall])
            {
                var dispute = disputes[n % disputes.Length];
                var household = dice.Pick(households.Where(household => Eager(household) >= 90 && household != mover).ToList());
                var claim = Credit(
                    span.Months[n].PlusDays(dispute.Day - 1), household, null, dispute.Rule, 1, dispute.MemoZh, DemoWay.Self);
                Enter(claim with { Points = dispute.Points, Fate = dispute.Fate });
            }
        }
    }

    void PlayGatherings(int year)
    {
        foreach (var gathering in DemoPlanCalendar.Gatherings)
        {
            var first = new LocalDate(year, gathering.Month, gathering.Day);
            var way = !rules[gathering.Rule].IsDirect ? DemoWay.Village
                : rules[gathering.Rule].Basis == "per_hour" && !gathering.OnList ? DemoWay.Service
                : DemoWay.List;
            foreach (var household in households.Where(household => Comes(household, gathering.Percent)))
            {
                var date = gathering.ByGroup ? first.PlusDays(household.GroupNumber - 1) : first;
                if (Person(household, gathering.Rule) is { } member)
                {
                    var quantity = dice.Between(gathering.Min, gathering.Max);
                    Enter(Credit(date, household, member, gathering.Rule, quantity, gathering.MemoZh, way));
                }
            }
        }
    }

    void PlayRosters()
    {
        foreach (var roster in DemoPlanCalendar.Rosters)
        {
            var fit = households.Where(
                household => Eager(household) >= (roster.IsDuty ? Keen : 1) && (!roster.WithElders || HasElder(household)));
            foreach (var household in dice.Shuffle(fit).Take(Math.Max(2, roster.Homes * density / 100)))
            {
                steadyHomes.Add(household.Number);
                foreach (var month in span.Months.Where(_ => dice.Chance(roster.Percent)))
                {
                    Enter(Credit(month.PlusDays(23), household, null, roster.Rule, 1, roster.MemoZh, DemoWay.Group));
                }
            }
        }
    }

    /// <summary>Groups go round on the 22nd to the 25th; the clean home of the month is named among those that passed.</summary>
    void PlayYardChecks()
    {
        foreach (var month in span.Months)
        {
            foreach (var group in households.GroupBy(household => household.GroupNumber))
            {
                var date = month.PlusDays(21 + (group.Key % 4));
                var passed = group.Where(household => Comes(household, YardPercent)
                    && Enter(Credit(date, household, null, "D01", 1, "院里院外干净", DemoWay.Group))).ToList();
                foreach (var household in dice.Shuffle(passed).Take(CleanHomesPerGroup))
                {
                    Enter(Credit(date, household, null, "D02", 1, "评上清洁户", DemoWay.Group));
                }

                perhaps.AddRange(group.Where(household => Comes(household, WastePercent))
                    .Select(household => Credit(date, household, null, "D03", 1, "垃圾分得清", DemoWay.Group)));
                perhaps.AddRange(group.Where(household => Comes(household, LivestockPercent))
                    .Select(household => Credit(date, household, null, "D08", 1, "牛羊圈好，狗拴住", DemoWay.Group)));
            }
        }
    }

    void PlayYearEnds(int year)
    {
        foreach (var item in DemoPlanCalendar.YearEnds)
        {
            foreach (var household in households.Where(household => Comes(household, item.Percent)))
            {
                if (!item.WithPupils || household.Members.Any(member => Age(member) is >= 6 and <= 15))
                {
                    Enter(Credit(new LocalDate(year, 12, 22), household, null, item.Rule, 1, item.MemoZh, DemoWay.Village));
                }
            }
        }
    }

    void ProposeChores()
    {
        foreach (var year in span.Years)
        {
            foreach (var chore in DemoPlanCalendar.Chores)
            {
                for (var n = 0; n < chore.Times; n++)
                {
                    var household = dice.Pick(households);
                    var date = new LocalDate(year, dice.Between(chore.FromMonth, chore.ToMonth), dice.Between(1, 24));
                    var quantity = dice.Between(chore.Min, chore.Max);
                    var way = rules[chore.Rule].IsDirect ? DemoWay.List : chore.Way ?? (dice.Chance(55) ? DemoWay.Self : DemoWay.Neighbour);
                    if (Comes(household, ChorePercent) && Person(household, chore.Rule) is { } member)
                    {
                        perhaps.Add(Credit(date, household, member, chore.Rule, quantity, chore.MemoZh, way));
                    }
                }
            }
        }
    }

    /// <summary>Small deeds enter in random order; those of one point are many, so they always find the last remainder.</summary>
    void FillToTheTotal()
    {
        foreach (var credit in dice.Shuffle(perhaps))
        {
            if (span.IsEntered(credit) || dice.Chance(WaitingPercent))
            {
                Enter(credit);
            }
        }

        if (left != 0)
        {
            throw new InvalidOperationException($"The years' deeds leave {left} points of the published total unissued");
        }
    }

    void PlayMisdeeds()
    {
        // One idle home and some slow ones, so that a deduction also meets an empty passbook.
        var homes = dice.Shuffle(
            households.Where(
                household => !steadyHomes.Contains(household.Number) && !Lowest.Contains(household.Number) && household != mover
                && !DemoClaims.Warned.Contains(household.Number)))
            .OrderBy(household => Eager(household) is 0 or 35 ? 0 : 1)
            .ToList();
        var culprits = homes.Where(household => Eager(household) == 0).Take(1)
            .Concat(homes.Where(household => Eager(household) > 0));
        var misdeeds = span.Years.SelectMany(year => DemoPlanCalendar.Misdeeds.Select(misdeed => (Year: year, Misdeed: misdeed)));
        foreach (var ((year, misdeed), household) in misdeeds.Zip(culprits))
        {
            Deduct(household.Number, new LocalDate(year, misdeed.Month, misdeed.Day), misdeed);
        }

        foreach (var (household, misdeed) in DemoPlanCalendar.Serious)
        {
            if (span.Settled is { } month)
            {
                Deduct(household, month.PlusDays(misdeed.Day - 1), misdeed);
            }
        }
    }

    void Deduct(int household, LocalDate date, DemoMisdeed misdeed)
    {
        if (date <= span.Last)
        {
            events.Add(new DemoDeduction(date, household, misdeed.Rule, rules[misdeed.Rule].Points, misdeed.MemoZh));
        }
    }

    DemoCredit Credit(LocalDate date, DemoHousehold household, DemoMember? member, string code, int quantity, string memo, DemoWay way) =>
        new(date, household.Number, member?.Number, code, quantity, quantity * rules[code].Points, memo, way);

    /// <summary>
    /// Enters the credit if the total, the rule's cap and the household's ceilings still have room for the whole of it. What is not in the
    /// book by the last day waits and takes nothing from the total; what the last week tells is left to it.
    /// </summary>
    bool Enter(DemoCredit credit)
    {
        var rule = rules[credit.RuleCode];
        var counts = span.IsEntered(credit);
        var worth = credit.Quantity * rule.Points;
        if (credit.Date > span.Last
            || DemoClaims.Tells(credit.Household, credit.RuleCode)
            || MovesThen(credit)
            || (counts && credit.Points > left)
            || !HasRoom(credit, rule, worth) || !taken.Add((credit.Date, credit.Household, credit.RuleCode)))
        {
            return false;
        }

        foreach (var month in new[] { WholeYear, credit.Date.Month })
        {
            var ruleKey = (credit.Household, credit.RuleCode, credit.Date.Year, month);
            pointsByRule[ruleKey] = pointsByRule.GetValueOrDefault(ruleKey) + worth;
            if (rule.CountsTowardsCeilings)
            {
                var timeKey = (credit.Household, credit.Date.Year, month);
                pointsByTime[timeKey] = pointsByTime.GetValueOrDefault(timeKey) + worth;
            }
        }

        left -= counts ? credit.Points : 0;
        events.Add(credit);
        return true;
    }

    bool HasRoom(DemoCredit credit, DemoRule rule, int worth)
    {
        var (year, month) = (credit.Date.Year, credit.Date.Month);
        var inMonth = pointsByRule.GetValueOrDefault((credit.Household, rule.Code, year, month));
        var inYear = pointsByRule.GetValueOrDefault((credit.Household, rule.Code, year, WholeYear));
        var onceOnly = (rule.Basis == "per_month" && inMonth > 0) || (rule.Basis == "per_year" && inYear > 0);
        var used = rule.CapPeriod == "month" ? inMonth : inYear;
        var underCap = rule.CapPeriod == "none" || used + worth <= rule.CapPoints;
        var underCeilings = !rule.CountsTowardsCeilings
            || (pointsByTime.GetValueOrDefault((credit.Household, year, month)) + worth <= MaxPointsAMonth
                && pointsByTime.GetValueOrDefault((credit.Household, year, WholeYear)) + worth <= MaxPointsAYear);
        return !onceOnly && underCap && underCeilings;
    }

    /// <summary>A household that is about to split has nothing on its way.</summary>
    bool MovesThen(DemoCredit credit) =>
        credit.Household == mover.Number
            && credit.IsClaim
            && credit.Date.Year == span.First.Year
            && credit.Date.Month == 12
            && credit.Date.Day <= 9;

    bool Comes(DemoHousehold household, int percent) => dice.Chance(Math.Min(97, percent * Eager(household) * density / 10_000));

    int Eager(DemoHousehold household) => eagerness[household.Number - 1];

    /// <summary>
    /// Who went: an adult, and for hours of work one who is not too old for it; none when the home has nobody fit. Who will move out is
    /// left out.
    /// </summary>
    DemoMember? Person(DemoHousehold household, string code)
    {
        var ageMost = rules[code].Basis == "per_hour" || code == "C09" ? MaxAgeOfHeavyWork : int.MaxValue;
        var fit = household.Members.Where(member => Age(member) >= AdultAge && Age(member) <= ageMost && member != mover.Members[^1])
            .ToList();
        return fit.Count == 0 ? null : dice.Pick(fit);
    }

    DemoMember? Recruit(DemoHousehold household) => household.Members.FirstOrDefault(member => Age(member) is >= 18 and <= 22);

    bool HasElder(DemoHousehold household) => household.Members.Any(member => Age(member) >= ElderAge);

    int Age(DemoMember member) => Period.Between(member.BirthDate, span.First).Years;
}
