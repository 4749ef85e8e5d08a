using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Tests.Deeds;

public class CapTests
{
    [Fact]
    public async Task A_rules_month_cap_is_reached_exactly_and_not_passed()
    {
        using var village = await VillageFixture.Open();

        await village.Credit(1, "A01", quantity: 2);

        var refused = await village.TryCredit(1, "A01");
        refused.ShouldBeRefused(VillageRefusals.RuleCapReached, "quantity");
        refused.Refusal!.Facts.Should()
            .BeEquivalentTo(new Dictionary<string, string> { ["cap"] = "4", ["already"] = "4", ["asked"] = "2" });
    }

    [Fact]
    public async Task One_deed_too_many_at_once_is_refused_whole()
    {
        using var village = await VillageFixture.Open();

        (await village.TryCredit(1, "A01", quantity: 3)).ShouldBeRefused(VillageRefusals.RuleCapReached);

        (village.Points(1)).Should().Be(0);
    }

    [Fact]
    public async Task A_month_cap_begins_anew_with_the_month_of_the_deed()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A01", quantity: 2);

        (await village.TryCredit(1, "A01", quantity: 2, on: new(2026, 2, 28))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_rules_year_cap_is_reached_exactly_and_not_passed()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A02", quantity: 3, on: new(2026, 1, 1));
        await village.Credit(1, "A02", on: new(2026, 3, 2));

        (await village.TryCredit(1, "A02", on: new(2026, 2, 1))).ShouldBeRefused(VillageRefusals.RuleCapReached);
        (await village.TryCredit(1, "A02", on: new(2025, 12, 31))).Refusal.Should().BeNull("last year has its own cap");
    }

    [Fact]
    public async Task Caps_are_each_households_own()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A01", quantity: 2);

        (await village.TryCredit(2, "A01", quantity: 2)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task What_is_given_by_the_month_is_given_once_a_month()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D01", on: new(2026, 3, 1));

        (await village.TryCredit(1, "D01", on: new(2026, 3, 2))).ShouldBeRefused(VillageRefusals.RuleCapReached);
        (await village.TryCredit(1, "D01", on: new(2026, 2, 28))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task What_is_given_by_the_year_is_given_once_a_year()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A05", on: new(2026, 1, 1));

        (await village.TryCredit(1, "A05")).ShouldBeRefused(VillageRefusals.RuleCapReached);
        (await village.TryCredit(1, "A05", on: new(2025, 12, 31))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task The_months_ceiling_of_ordinary_points_is_reached_exactly_and_not_passed()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.MonthCeiling, 15);
        await village.Credit(1, "A03", quantity: 2);

        (await village.TryCredit(1, "C06", quantity: 2)).ShouldBeRefused(VillageRefusals.MonthCeilingReached);
        (await village.TryCredit(1, "C06")).Refusal.Should().BeNull();
        (await village.TryCredit(1, "D07")).ShouldBeRefused(VillageRefusals.MonthCeilingReached);
    }

    [Fact]
    public async Task The_years_ceiling_of_ordinary_points_is_reached_exactly_and_not_passed()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.YearCeiling, 10, new(2026, 1, 1));
        await village.Credit(1, "A03", on: new(2026, 1, 5));
        await village.Credit(1, "A03", on: new(2026, 2, 5));

        (await village.TryCredit(1, "D07")).ShouldBeRefused(VillageRefusals.YearCeilingReached);
    }

    [Fact]
    public async Task Bravery_and_enlistment_stand_outside_the_ceilings()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.MonthCeiling, 5);
        await village.Credit(1, "A03");

        (await village.TryCredit(1, "C09")).Refusal.Should().BeNull();
        (await village.TryCredit(1, "A08")).Refusal.Should().BeNull();
        (await village.TryCredit(1, "A01")).ShouldBeRefused(VillageRefusals.MonthCeilingReached);
    }

    [Fact]
    public async Task A_reversal_gives_the_caps_their_room_back()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.MonthCeiling, 4);
        var deed = await village.Credit(1, "A01", quantity: 2);

        await village.Reverse(deed.Entry);

        (await village.TryCredit(1, "A01", quantity: 2)).Refusal.Should().BeNull();
        village.IsSound();
    }

    [Fact]
    public async Task A_reversal_next_month_gives_room_back_in_the_month_of_the_deed()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A01", quantity: 2);
        village.At(2026, 4, 2);
        await village.Credit(1, "A01", quantity: 2);

        await village.Reverse(deed.Entry);

        (await village.TryCredit(1, "A01")).ShouldBeRefused(VillageRefusals.RuleCapReached);
        (await village.TryCredit(1, "A01", quantity: 2, on: new(2026, 3, 30))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_setting_counts_from_its_day_for_deeds_of_that_day()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.MonthCeiling, 2, new(2026, 3, 1));

        (await village.TryCredit(1, "A03", on: new(2026, 2, 28))).Refusal.Should().BeNull();
        (await village.TryCredit(1, "A03", on: new(2026, 3, 1))).ShouldBeRefused(VillageRefusals.MonthCeilingReached);
    }

    [Fact]
    public async Task Many_clerks_at_once_cannot_pass_a_cap_together()
    {
        using var village = await VillageFixture.Open();

        // C06 gives 5, at most 30 a year.
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => village.TryCredit(1, "C06"))));

        answers.Count(answer => answer.Refusal is null).Should().Be(6);
        answers.Where(answer => answer.Refusal is not null)
            .Should().OnlyContain(answer => answer.Refusal!.Kind == VillageRefusals.RuleCapReached);
        (village.Points(1)).Should().Be(30);
        village.IsSound();
    }

    [Fact]
    public async Task Deductions_have_their_caps_too()
    {
        using var village = await VillageFixture.Open();
        await village.Deduct(1, "D10", quantity: 3);

        (await village.TryDeduct(1, "D10")).ShouldBeRefused(VillageRefusals.RuleCapReached);
    }

    [Fact]
    public async Task The_year_ends_at_midnight_in_the_village_whatever_the_server_thinks()
    {
        using var village = await VillageFixture.Open();
        village.At(new LocalDateTime(2026, 12, 31, 23, 59));
        await village.Credit(1, "A05");
        (await village.TryCredit(1, "A05", on: new(2027, 1, 1))).ShouldBeRefused(VillageRefusals.DateInFuture);

        // 00:01 in the village is 16:01 of the day before by UTC.
        village.At(new LocalDateTime(2027, 1, 1, 0, 1));
        var deed = await village.Credit(1, "A05");

        deed.EffectiveOn.Should().Be(new LocalDate(2027, 1, 1));
        deed.RecordedAt.InUtc().Date.Should().Be(new LocalDate(2026, 12, 31));
        (village.Merit(1, 2026), village.Merit(1, 2027)).Should().Be((6, 6));
    }

    [Fact]
    public async Task A_deed_of_last_year_entered_in_january_counts_to_last_year()
    {
        using var village = await VillageFixture.Open(at: new(2027, 1, 4, 9, 0));
        await village.Credit(1, "A02", quantity: 4, on: new(2026, 12, 30));

        (village.Merit(1, 2026), village.Merit(1, 2027)).Should().Be((16, 0));
        (await village.TryCredit(1, "A02", on: new(2026, 12, 31))).ShouldBeRefused(VillageRefusals.RuleCapReached);
        (await village.TryCredit(1, "A02")).Refusal.Should().BeNull();
        village.IsSound();
    }

    [Fact]
    public async Task A_deed_of_the_leap_day_counts_to_its_february()
    {
        using var village = await VillageFixture.Open(at: new(2028, 2, 29, 9, 0));
        await village.Credit(1, "A01", quantity: 2);
        village.At(2028, 3, 1);

        (await village.TryCredit(1, "A01", on: new(2028, 2, 29))).ShouldBeRefused(VillageRefusals.RuleCapReached);
        (await village.TryCredit(1, "A01")).Refusal.Should().BeNull();
    }
}
