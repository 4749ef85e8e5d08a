// Who lives where: homes of lone elders, old couples, young families, three generations, and grandparents with a left-behind child.
using NodaTime;

namespace PointsBank.Demo;

sealed class DemoPlanPeople
{
    const int HeadsConsentingPercent = 66;
    const int OthersConsentingPercent = 20;
    const int AdultAge = 18;

    // Committee homes, one to a group in five of the seven; the head and the spouse carry the flag.
    static readonly int[] CommitteeHouseholds = [3, 47, 85, 120, 160];

    static readonly (int Share, Home Item)[] Homes =
    [
        (9, Home.LoneElder), (14, Home.OldCouple), (38, Home.YoungFamily), (31, Home.ThreeGenerations), (8, Home.LeftBehindChild),
    ];

    readonly int year;
    readonly DemoDice dice;
    readonly List<DemoMember> members = [];
    int lastMember;

    DemoPlanPeople(int year, DemoDice dice)
    {
        this.year = year;
        this.dice = dice;
    }

    enum Home { LoneElder, OldCouple, YoungFamily, ThreeGenerations, LeftBehindChild }

    public static List<DemoHousehold> Settle(int year, DemoDice dice)
    {
        var people = new DemoPlanPeople(year, dice);
        var households = new List<DemoHousehold>();
        foreach (var group in DemoPlanNames.Groups)
        {
            for (var n = 0; n < DemoPlanNames.HouseholdsOfGroup[group.Number - 1]; n++)
            {
                households.Add(people.MoveIn(households.Count + 1, group.Number));
            }
        }

        return households;
    }

    DemoHousehold MoveIn(int number, int group)
    {
        members.Clear();
        var isCommittee = CommitteeHouseholds.Contains(number);
        var home = isCommittee ? Home.YoungFamily : dice.PickByShare(Homes);
        var isNamed = DemoPlanNames.HeadsByNumber.TryGetValue(number, out var named);
        var headIsMan = isNamed ? named.IsMan : dice.Chance(home == Home.LoneElder ? 45 : 84);
        var family = isNamed && headIsMan ? named.Surname : dice.PickByShare(DemoPlanNames.SurnamesOfGroup[group - 1]);
        var headAge = home switch
        {
            Home.LoneElder => dice.Between(66, 86),
            Home.OldCouple => dice.Between(60, 79),
            Home.YoungFamily => dice.Between(28, 52),
            Home.ThreeGenerations => dice.Between(36, 54),
            _ => dice.Between(57, 70),
        };
        Add(isNamed ? named.Surname + named.Given : AdultName(headIsMan, family, headAge), headAge, isHead: true, isCommittee);
        if (home == Home.LoneElder)
        {
            return new DemoHousehold(number, group, [.. members]);
        }

        var spouseAge = Math.Max(24, headAge + dice.Between(-4, 3));
        Add(AdultName(!headIsMan, family, spouseAge), spouseAge, isHead: false, isCommittee);
        var motherAge = headIsMan ? spouseAge : headAge;
        if (home is Home.YoungFamily or Home.ThreeGenerations)
        {
            AddChildren(family, motherAge);
        }

        if (home == Home.LeftBehindChild)
        {
            Add(Name(dice.Chance(50), family, 8), dice.Between(3, 13));
        }

        if (home == Home.ThreeGenerations)
        {
            var fatherAge = Math.Max(headAge, spouseAge) + dice.Between(22, 30);
            var grandmotherAge = fatherAge - dice.Between(0, 3);
            if (dice.Chance(62))
            {
                Add(Name(isMan: true, family, fatherAge), fatherAge);
            }

            if (dice.Chance(70) || fatherAge > 80)
            {
                Add(AdultName(isMan: false, family, grandmotherAge), grandmotherAge);
            }
        }

        return new DemoHousehold(number, group, [.. members]);
    }

    void AddChildren(string family, int motherAge)
    {
        var childAge = motherAge - dice.Between(22, 28);
        var children = dice.PickByShare([(34, 1), (58, 2), (8, 0)]);
        for (var n = 0; n < children && childAge >= 0; n++)
        {
            Add(Name(dice.Chance(52), family, childAge), childAge);
            childAge -= dice.Between(2, 5);
        }
    }

    /// <summary>Age counts on the year's first morning, so nobody comes of age in the middle of the plan's checks.</summary>
    void Add(string name, int age, bool isHead = false, bool isCommittee = false)
    {
        var birthDate = new LocalDate(year - age - 1, dice.Between(1, 12), dice.Between(2, 28));
        var consents = dice.Chance(isHead ? HeadsConsentingPercent : OthersConsentingPercent) && age >= AdultAge;
        members.Add(new DemoMember(++lastMember, name, birthDate, isHead, isCommittee, consents));
    }

    /// <summary>Men carry the home's family name; women keep the one they were born with.</summary>
    string AdultName(bool isMan, string family, int age) =>
        Name(isMan, isMan || family == DemoPlanNames.NoSurname ? family : dice.Pick(DemoPlanNames.MarriedIn), age);

    string Name(bool isMan, string surname, int age)
    {
        if (surname == DemoPlanNames.NoSurname)
        {
            return OneNotInTheHome(isMan ? DemoPlanNames.TibetanMen : DemoPlanNames.TibetanWomen, surname);
        }

        var born = year - age;
        var era = born < 1968 ? 0 : born < 1995 ? 1 : 2;
        return OneNotInTheHome((isMan ? DemoPlanNames.Men : DemoPlanNames.Women)[era], surname);
    }

    // Namesakes live in different homes, never under one roof.
    string OneNotInTheHome(string[] pool, string surname)
    {
        while (true)
        {
            var name = surname + dice.Pick(pool);
            if (members.TrueForAll(member => member.Name != name))
            {
                return name;
            }
        }
    }
}
