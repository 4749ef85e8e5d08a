using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using PointsBank.Demo;

namespace PointsBank.Village.Tests.Demo;

[Trait("Pace", "slow")]
public class DemoPlanTests
{
    public static TheoryData<string, int> DaysAndSeeds => new()
    {
        { "2026-01-02", DemoPlan.DefaultSeed },
        { "2026-03-02", DemoPlan.DefaultSeed },
        { "2026-03-15", DemoPlan.DefaultSeed },
        { "2026-06-30", 7 },
        { "2026-09-09", 1 },
        { "2026-11-30", DemoPlan.DefaultSeed },
        { "2026-12-31", int.MaxValue },
        { "2028-02-29", -42 },
    };

    [Theory]
    [MemberData(nameof(DaysAndSeeds))]
    public void What_is_in_the_book_by_the_day_of_opening_are_the_published_figures(string day, int seed)
    {
        var plan = DemoPlan.Make(Day(day), seed);

        plan.Events.OfType<DemoCredit>().Where(credit => credit.EntersOn < Day(day)).Sum(credit => credit.Points).Should().Be(14_420);
        plan.Events.OfType<DemoRedemption>().Sum(redemption => redemption.Points).Should().Be(8_640);
        plan.Events.OfType<DemoRedemption>().Count().Should().BeInRange(300, 500);
        plan.Events.OfType<DemoDeduction>().Count().Should().BeInRange(15, 45);
        plan.Events.Max(happened => happened.Date).Should().BeLessThan(Day(day), "nothing has happened yet that would be later");
    }

    [Theory]
    [MemberData(nameof(DaysAndSeeds))]
    public void Most_deeds_are_claimed_by_three_channels_and_only_what_a_list_or_hours_prove_is_direct(string day, int seed)
    {
        var credits = DemoPlan.Make(Day(day), seed).Events.OfType<DemoCredit>().ToList();

        credits.Select(credit => credit.Way).Distinct().Should().BeEquivalentTo(Enum.GetValues<DemoWay>());
        credits.Select(credit => credit.Fate).Distinct().Should().BeEquivalentTo(Enum.GetValues<DemoFate>());
        credits.Where(credit => !credit.IsClaim)
            .Select(credit => credit.RuleCode)
            .Distinct()
            .Should()
            .BeEquivalentTo("C01", "C02", "D04", "D05", "D09");
        credits.Where(credit => credit.IsClaim).Should().OnlyContain(credit => credit.Date.Day <= 25 && credit.EntersOn.Day == 8);
        credits.Count(credit => credit.IsClaim).Should().BeGreaterThan(credits.Count / 2);
        credits.Should()
            .OnlyContain(credit => credit.MemoZh.Length > 0 && credit.MemoZh.Length < 16, "a line of the passbook tells what was done");
    }

    [Theory]
    [MemberData(nameof(DaysAndSeeds))]
    public void The_year_that_runs_is_as_full_as_its_days_allow(string day, int seed)
    {
        var credits = DemoPlan.Make(Day(day), seed).Events.OfType<DemoCredit>()
            .Where(credit => credit.EntersOn < Day(day) && credit.Date.Year == Day(day).Year)
            .ToList();

        credits.Select(credit => credit.Household).Distinct().Count().Should().BeGreaterThan(40, "there is a red board to look at");
        credits.GroupBy(credit => credit.Household)
            .Select(group => group.Sum(credit => credit.Points))
            .Distinct()
            .Count()
            .Should()
            .BeGreaterThan(4, "and not all are equal on it");
        credits.Sum(credit => credit.Points).Should().BeGreaterThan(200 + 400 * (Day(day).Month - 1) / 2);
    }

    [Fact]
    public void The_plan_is_the_same_on_every_machine()
    {
        var first = Fingerprint(DemoPlan.Make(new(2026, 3, 2)));
        var second = Fingerprint(DemoPlan.Make(new(2026, 3, 2)));

        second.Should().Be(first);
        first.Should().Be("3463f0e1ab1973b84fc2a7cd7f6fa86b4ea99a4591921aec77a38239075b104a");
        Fingerprint(DemoPlan.Make(new(2026, 3, 2), 7)).Should().NotBe(first);
    }

    [Theory]
    [MemberData(nameof(DaysAndSeeds))]
    public void People_are_believable_and_minors_are_never_named(string day, int seed)
    {
        var plan = DemoPlan.Make(Day(day), seed);
        var members = plan.Households.SelectMany(household => household.Members).ToList();
        var newYear = new LocalDate(Day(day).Year - 1, 1, 1);

        plan.Households.Select(household => household.Number).Should().Equal(Enumerable.Range(1, 226));
        plan.Groups.Should().HaveCount(7);
        plan.Households.Select(household => household.GroupNumber)
            .Distinct()
            .Should()
            .BeEquivalentTo(plan.Groups.Select(group => group.Number));
        plan.Households.Should().OnlyContain(household => household.Members.Count >= 1 && household.Members.Count <= 6);
        plan.Households.Should().OnlyContain(household => household.Members.Count(member => member.IsHead) == 1);
        members.Select(member => member.Number).Should().OnlyHaveUniqueItems();
        members.Should().OnlyContain(member => member.BirthDate < newYear && member.BirthDate > newYear.PlusYears(-105));
        members.Where(member => member.IsHead || member.RelatedToCommittee || member.ConsentsToBoards)
            .Should().OnlyContain(member => member.BirthDate.PlusYears(18) <= newYear);
        members.Count(member => member.IsHead && member.ConsentsToBoards).Should().BeInRange(226 * 57 / 100, 226 * 75 / 100);
        members.Count(member => member.RelatedToCommittee).Should().BeInRange(5, 12);
        members.Count(member => member.BirthDate.PlusYears(14) > newYear).Should().BeGreaterThan(40);
        members.GroupBy(member => member.Name).Should().Contain(namesakes => namesakes.Count() > 1);
        members.Should().Contain(member => member.Name.Contains("𠮷")).And.Contain(member => member.Name.Contains("欧阳"));
    }

    [Fact]
    public void The_shelf_holds_thirty_goods_and_neither_alcohol_nor_tobacco()
    {
        var goods = DemoPlan.Make(new(2026, 3, 2)).Goods;

        goods.Select(good => good.Code).Should().Equal(Enumerable.Range(1, 30).Select(n => $"G{n:00}"));
        goods.Select(good => good.NameZh).Should().OnlyHaveUniqueItems();
        goods.Select(good => good.Emoji).Should().OnlyHaveUniqueItems();
        goods.Should().OnlyContain(good => good.Price >= 2 && good.Price <= 85 && good.NameEn.Length > 0 && good.UnitZh.Length > 0);
        goods.Should().NotContain(good => good.NameZh.Contains('酒') || good.NameZh.Contains('烟'));
        goods.Single(good => good.NameZh == "牙刷").Price.Should().Be(2);
        goods.Single(good => good.NameZh == "洗衣粉").Price.Should().Be(7);
        goods.Single(good => good.NameZh.Contains("大米")).Price.Should().Be(39);
        goods.Single(good => good.NameZh.Contains("食用油")).Price.Should().Be(85);
    }

    [Fact]
    public void The_rulebook_part_in_use_has_sixty_items()
    {
        DemoRule.BuiltIn().Should().HaveCount(60).And.OnlyContain(rule => rule.Code[0] >= 'A' && rule.Code[0] <= 'E');
        DemoRule.BuiltIn().Where(rule => rule.IsCredit && !rule.CountsTowardsCeilings).Select(rule => rule.Code)
            .Should().Equal("A08", "B09", "C09", "E04");
    }

    [Fact]
    public void A_rulebook_that_cannot_carry_the_life_is_a_failure_and_not_a_smaller_life()
    {
        var tight = DemoRule.BuiltIn()
            .Select(rule => rule with { CapPeriod = "year", CapPoints = rule.Points })
            .ToList();

        var make = () => DemoPlan.Make(new(2026, 3, 2), tight);

        make.Should().Throw<InvalidOperationException>().WithMessage("*unissued*");
    }

    [Theory]
    [MemberData(nameof(DaysAndSeeds))]
    public void The_village_would_accept_every_event_in_order(string day, int seed)
    {
        var bank = new StrictBank(DemoPlan.Make(Day(day), seed), Day(day));

        bank.Play();

        bank.Hours.Should().BeInRange(300, 1_500);
        bank.CreditsOf.Values.Count(points => points is >= 20 and <= 120).Should().BeGreaterThan(226 * 70 / 100);
        (226 - bank.CreditsOf.Count).Should().BeInRange(2, 12);
    }

    static LocalDate Day(string iso) => NodaTime.Text.LocalDatePattern.Iso.Parse(iso).Value;

    static string Fingerprint(DemoPlan plan)
    {
        var text = new StringBuilder();
        foreach (var household in plan.Households)
        {
            text.Append(CultureInfo.InvariantCulture, $"H {household.Number} {household.GroupNumber}\n");
            foreach (var member in household.Members)
            {
                text.Append(CultureInfo.InvariantCulture, $"M {member.Number} {member.Name} {member.BirthDate:uuuu-MM-dd} ");
                text.Append(CultureInfo.InvariantCulture, $"{member.IsHead} {member.RelatedToCommittee} {member.ConsentsToBoards}\n");
            }
        }

        foreach (var item in plan.Events)
        {
            var line = item switch
            {
                DemoStockReceipt receipt => $"S {receipt.Good} {receipt.Quantity} {receipt.DonorMemo}",
                DemoCredit credit =>
                    $"C {credit.Household} {credit.Member} {credit.RuleCode} {credit.Quantity} {credit.Points} {credit.Way} "
                        + $"{credit.Fate} {credit.MemoZh}",
                DemoDeduction minus => $"D {minus.Household} {minus.RuleCode} {minus.Points} {minus.MemoZh}",
                DemoSplit split => $"X {split.Household} {split.Member} {split.Points} {split.Merit}",
                DemoRedemption redemption => $"R {redemption.Household} {redemption.Points} "
                    + string.Join(' ', redemption.Items.Select(item => $"{item.Good}x{item.Quantity}")),
                _ => throw new InvalidOperationException("an event of no known kind"),
            };
            text.Append(CultureInfo.InvariantCulture, $"{item.Date:uuuu-MM-dd} {line}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>
    /// The village's defaults written a second time from the rulebook's own text, so that the plan cannot vouch for itself.
    /// </summary>
    sealed class StrictBank(DemoPlan plan, LocalDate opened)
    {
        static readonly string[] OutsideCeilings = ["A08", "B09", "C09", "E04"];
        static readonly string[] HourRules = ["C01", "C02", "D05", "D09"];

        readonly Dictionary<string, (string Kind, string Basis, int Points, string CapPeriod, int Cap)> rules = ReadRules();
        readonly Dictionary<int, DemoHousehold> households = plan.Households.ToDictionary(household => household.Number);
        readonly Dictionary<string, int> prices = plan.Goods.ToDictionary(good => good.Code, good => good.Price);
        readonly Dictionary<string, int> stock = plan.Goods.ToDictionary(good => good.Code, _ => 0);
        readonly Dictionary<int, int> available = plan.Households.ToDictionary(household => household.Number, _ => 0);
        readonly Dictionary<int, int> ofThisYear = plan.Households.ToDictionary(household => household.Number, _ => 0);
        readonly List<(int Household, string Code, LocalDate Date, int Points)> judged = [];
        readonly List<DemoRedemption> redeemed = [];

        public int Hours { get; private set; }

        public Dictionary<int, int> CreditsOf { get; } = [];

        public void Play()
        {
            plan.Events.Select(item => item.Date).Should().BeInAscendingOrder();
            foreach (var deed in plan.Events.OfType<DemoDeed>()) Judge(deed);
            for (var day = new LocalDate(opened.Year - 1, 1, 1); day < opened; day = day.PlusDays(1)) Live(day);
        }

        /// <summary>What is due comes to the book first, so that it can be spent on the same day.</summary>
        void Live(LocalDate day)
        {
            if (day == new LocalDate(opened.Year, 1, 10) && opened.Month > 3)
                foreach (var household in available.Keys) available[household] = Math.Min(available[household], 50 + ofThisYear[household]);
            foreach (var deed in plan.Events.OfType<DemoDeed>().Where(deed => deed.EntersOn == day).OrderBy(deed => deed.Date))
            {
                available[deed.Household] = Math.Max(0, available[deed.Household] + (deed is DemoCredit ? deed.Points : -deed.Points));
                if (deed is not DemoCredit) continue;
                CreditsOf[deed.Household] = CreditsOf.GetValueOrDefault(deed.Household) + deed.Points;
                if (deed.Date.Year == opened.Year) ofThisYear[deed.Household] += deed.Points;
            }
            foreach (var item in plan.Events.Where(item => item.Date == day))
                switch (item)
                {
                    case DemoStockReceipt receipt:
                        receipt.Quantity.Should().BePositive();
                        receipt.DonorMemo.Should().NotBeEmpty();
                        stock[receipt.Good] += receipt.Quantity;
                        break;
                    case DemoRedemption redemption:
                        Redeem(redemption);
                        break;
                    case DemoSplit split:
                        available[split.Household].Should().BeGreaterOrEqualTo(split.Points);
                        available[split.Household] -= split.Points;
                        break;
                }
        }

        void Judge(DemoDeed deed)
        {
            var (date, household, code) = (deed.Date, deed.Household, deed.RuleCode);
            var rule = rules[code];
            var credit = deed as DemoCredit;
            rule.Kind.Should().Be(credit is null ? "deduct" : "credit");
            code.Should().NotBe("B11").And.NotBe("B12");
            var points = (credit?.Quantity ?? 1) * rule.Points;
            deed.Points.Should().BeInRange(credit is { Fate: DemoFate.Rejected or DemoFate.Dropped } ? 0 : 1, points);
            if (credit is null or { Fate: DemoFate.Granted or DemoFate.Dismissed }) deed.Points.Should().Be(points);

            var named = credit?.Member is not { } member ? null : households[household].Members.Single(person => person.Number == member);
            (named is null || named.BirthDate.PlusYears(18) <= date).Should().BeTrue("only adults are named");
            if (HourRules.Contains(code))
            {
                named.Should().NotBeNull("hours belong to a person");
                Hours += credit!.Quantity;
            }

            var ofHousehold = judged.Where(item => item.Household == household && item.Date.Year == date.Year).ToList();
            var ofRule = ofHousehold.Where(item => item.Code == code).ToList();
            var inMonth = ofRule.Where(item => item.Date.Month == date.Month).ToList();
            ofRule.Should().NotContain(item => item.Date == date, "one deed is entered once");
            (rule.Basis == "per_month" && inMonth.Count > 0).Should().BeFalse();
            (rule.Basis == "per_year" && ofRule.Count > 0).Should().BeFalse();
            if (rule.CapPeriod != "none")
            {
                var counted = rule.CapPeriod == "month" ? inMonth : ofRule;
                (counted.Sum(item => item.Points) + points).Should().BeLessOrEqualTo(rule.Cap, "{0} has a cap", code);
            }

            judged.Add((household, code, date, points));
            if (credit is not null && !OutsideCeilings.Contains(code))
            {
                var ordinary = ofHousehold.Where(item => rules[item.Code].Kind == "credit" && !OutsideCeilings.Contains(item.Code))
                    .ToList();
                (ordinary.Where(item => item.Date.Month == date.Month).Sum(item => item.Points) + points).Should().BeLessOrEqualTo(60);
                (ordinary.Sum(item => item.Points) + points).Should().BeLessOrEqualTo(300);
            }
        }

        void Redeem(DemoRedemption redemption)
        {
            var lastDay = redemption.Date.Calendar.GetDaysInMonth(redemption.Date.Year, redemption.Date.Month);
            redemption.Date.Day.Should().BeOneOf(10, 20, lastDay);
            redemption.Items.Should().NotBeEmpty();
            redemption.Items.Select(line => line.Good).Should().OnlyHaveUniqueItems();
            redemption.Points.Should().Be(redemption.Items.Sum(line => line.Quantity * prices[line.Good])).And.BeGreaterOrEqualTo(5);
            redemption.Points.Should().BeLessOrEqualTo(available[redemption.Household]);
            redeemed.Add(redemption);
            redeemed.Where(
                earlier => earlier.Household == redemption.Household
                    && (earlier.Date.Year, earlier.Date.Month) == (redemption.Date.Year, redemption.Date.Month))
                .Sum(earlier => earlier.Points).Should().BeLessOrEqualTo(100);
            available[redemption.Household] -= redemption.Points;
            foreach (var line in redemption.Items)
            {
                line.Quantity.Should().BePositive();
                stock[line.Good] -= line.Quantity;
                stock[line.Good].Should().BeGreaterOrEqualTo(0);
            }
        }

        static Dictionary<string, (string Kind, string Basis, int Points, string CapPeriod, int Cap)> ReadRules()
        {
            using var stream = typeof(Desks).Assembly.GetManifestResourceStream("rulebook.csv")!;
            using var reader = new StreamReader(stream);
            return Regex.Matches(
                reader.ReadToEnd(), @"^([A-E]\d\d),.*,(credit|deduct),(per_\w+),(\d+),(month|year|none),(\d+),", RegexOptions.Multiline)
                .ToDictionary(
                    match => match.Groups[1].Value,
                    match => (match.Groups[2].Value, match.Groups[3].Value, int.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture),
                        match.Groups[5].Value, int.Parse(match.Groups[6].Value, CultureInfo.InvariantCulture)));
        }
    }
}
