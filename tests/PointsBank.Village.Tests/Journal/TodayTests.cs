using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Journal;

namespace PointsBank.Village.Tests.Journal;

public class TodayTests
{
    [Fact]
    public async Task Today_counts_what_was_recorded_since_midnight_in_the_village()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 10);
        village.At(2026, 3, 2, 23, 59);
        await village.Credit(1, "A03");
        village.At(2026, 3, 3, 0, 0);
        await village.Credit(1, "C09", on: new(2026, 3, 2));
        await village.Credit(2, "A01");
        await village.Deduct(2, "D10");
        await village.Redeem(1, quantity: 2);
        await village.Reverse((await village.Credit(3, "A03")).Entry);

        Today(village).Should().Be(new TodayView(new(2026, 3, 3), new(3, 37, 37), new(1, -2, -2), new(1, -10, 0), new(1, -5, -5)));
        village.At(2026, 3, 3, 23, 59);
        Today(village).Credits.Count.Should().Be(3);
        village.At(2026, 3, 4, 0, 0);
        Today(village).Should().Be(new TodayView(new(2026, 3, 4), new(0, 0, 0), new(0, 0, 0), new(0, 0, 0), new(0, 0, 0)));
    }

    [Fact]
    public async Task One_clerks_day_is_that_clerks_alone()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");
        var other = VillageFixture.Ask() with { Caller = new("staff:4", "another", [new(Role.Clerk, VillageFixture.Bank)]) };
        village.Done(await village.Desks.Deeds.Credit(other, VillageFixture.Bank, new(2, "A01", village.Today)));

        Today(village, "staff:4").Credits.Should().Be(new EntrySum(1, 2, 2));
        Today(village).Credits.Should().Be(new EntrySum(2, 7, 7));
    }

    [Fact]
    public async Task The_first_entry_of_a_book_may_be_todays()
    {
        using var village = await VillageFixture.Open();

        Today(village).Credits.Count.Should().Be(0);
        await village.Credit(1, "A03");
        Today(village).Credits.Count.Should().Be(1);
    }

    [Fact]
    public async Task What_is_issued_stands_against_the_years_ceiling()
    {
        using var village = await VillageFixture.Open();
        village.Desks.Journal.IssuedOf(VillageFixture.Bank, 2026).Should().Be(new IssuedView(2026, 0, 0, null));

        await village.Set(Setting.IssueCeiling, 40, new(2026, 1, 1));
        await village.Credit(1, "C09");
        await village.Deduct(1, "D10");
        await village.Credit(1, "A03", on: new(2025, 12, 31));

        village.Desks.Journal.IssuedOf(VillageFixture.Bank, 2026).Should().Be(new IssuedView(2026, 30, 40, 75));
        village.Desks.Journal.IssuedOf(VillageFixture.Bank, 2025).Should().Be(new IssuedView(2025, 5, 0, null));
    }

    static TodayView Today(VillageFixture village, string? actor = null) => village.Desks.Journal.Today(VillageFixture.Bank, actor);
}
