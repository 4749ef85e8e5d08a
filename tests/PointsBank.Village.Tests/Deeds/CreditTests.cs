using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Tests.Deeds;

public class CreditTests
{
    [Fact]
    public async Task A_credit_moves_points_and_standing_by_the_value_of_its_rule()
    {
        using var village = await VillageFixture.Open();

        var deed = await village.Credit(1, "A03", memo: "拾到钱包交还");

        deed.Should()
            .BeEquivalentTo(
                new
                {
                    Household = 1L, Rule = "A03", Points = 5L, Merit = 5L, Minutes = 0L, Balance = 5L,
                    EffectiveOn = new LocalDate(2026, 3, 2),
                });
        (village.Points(1)).Should().Be(5);
        village.Merit(1, 2026).Should().Be(5);
        village.Total(AccountKind.Issuance, 0, Unit.Points, 2026).Should().Be(-5);
        village.IsSound();
    }

    [Fact]
    public async Task An_hour_of_service_also_moves_the_members_minutes()
    {
        using var village = await VillageFixture.Open();

        var deed = await village.Credit(1, "C01", quantity: 2, member: 1);

        deed.Minutes.Should().Be(120);
        (village.Balance(1)).Minutes.Should().Be(120);
        village.IsSound();
    }

    [Fact]
    public async Task An_hour_without_a_named_member_moves_no_minutes()
    {
        using var village = await VillageFixture.Open();

        (await village.Credit(1, "C01")).Minutes.Should().Be(0);
    }

    [Fact]
    public async Task The_same_request_twice_enters_once_and_answers_the_same_with_its_dates()
    {
        using var village = await VillageFixture.Open();
        var ask = VillageFixture.Ask();

        var first = await village.Desks.Deeds.Credit(ask, VillageFixture.Bank, new(1, "A03", new(2026, 2, 27)));
        var second = await village.Desks.Deeds.Credit(ask, VillageFixture.Bank, new(1, "A03", new(2026, 2, 27)));

        second.Replayed.Should().BeTrue();
        second.Value.Should().Be(first.Value);
        (village.Points(1)).Should().Be(5);
    }

    [Fact]
    public async Task A_trial_run_says_what_would_happen_and_leaves_no_trace()
    {
        using var village = await VillageFixture.Open();

        var tried = await village.Desks.Deeds.Credit(
            VillageFixture.Ask() with { DryRun = true }, VillageFixture.Bank, new(1, "A03", village.Today));

        tried.Value.Points.Should().Be(5);
        (village.Points(1)).Should().Be(0);
        village.Desks.Journal.Head(VillageFixture.Bank).Entry.Should().Be(0);
    }

    [Theory]
    [InlineData("Z99", "unknown_rule")]
    [InlineData("A10", "wrong_rule_kind")]
    [InlineData(" ", "missing_value")]
    [InlineData("R01", "unknown_rule")]
    public async Task A_rule_that_does_not_give_points_is_refused(string rule, string code)
    {
        using var village = await VillageFixture.Open();

        (await village.TryCredit(1, rule)).Refusal!.Kind.Code.Should().Be(code);
    }

    [Fact]
    public async Task A_credit_rule_does_not_deduct()
    {
        using var village = await VillageFixture.Open();

        (await village.TryDeduct(1, "A03")).ShouldBeRefused(VillageRefusals.WrongRuleKind, "rule");
    }

    [Fact]
    public async Task A_household_that_does_not_exist_is_refused()
    {
        using var village = await VillageFixture.Open();

        (await village.TryCredit(99, "A03")).ShouldBeRefused(VillageRefusals.UnknownHousehold, "household");
    }

    [Fact]
    public async Task A_member_of_another_household_is_refused()
    {
        using var village = await VillageFixture.Open();

        (await village.TryCredit(1, "C01", member: 2)).ShouldBeRefused(VillageRefusals.UnknownMember, "member");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(DeedDesk.MaxQuantity + 1)]
    public async Task A_quantity_that_is_surely_a_slip_of_the_finger_is_refused(long quantity)
    {
        using var village = await VillageFixture.Open();

        (await village.TryCredit(1, "C09", quantity)).ShouldBeRefused(VillageRefusals.OutOfRange, "quantity");
    }

    [Fact]
    public async Task A_day_before_the_first_rulebook_has_no_rules()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.BackdateDays, 3_000);

        (await village.TryCredit(1, "A03", on: new(2023, 12, 31))).ShouldBeRefused(VillageRefusals.NoRulebook, "effectiveOn");
    }

    [Fact]
    public async Task A_deed_of_tomorrow_is_refused()
    {
        using var village = await VillageFixture.Open();

        (await village.TryCredit(1, "A03", on: new(2026, 3, 3))).ShouldBeRefused(VillageRefusals.DateInFuture, "effectiveOn");
    }

    [Fact]
    public async Task A_deed_may_lie_back_exactly_as_far_as_the_village_allows()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.BackdateDays, 10);

        (await village.TryCredit(1, "A03", on: new(2026, 2, 19))).ShouldBeRefused(VillageRefusals.OutOfRange, "effectiveOn");
        (await village.TryCredit(1, "A03", on: new(2026, 2, 20))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task Where_the_village_asks_for_a_notice_a_clerk_enters_only_direct_rules()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.ClerkCreditsAnyRule, 0);

        (await village.TryCredit(1, "A03")).ShouldBeRefused(VillageRefusals.RuleNeedsNotice, "rule");
    }

    [Fact]
    public async Task A_deed_is_judged_by_the_rulebook_of_its_own_day()
    {
        using var village = await VillageFixture.Open();
        var book = RulebookSheet.Default("sixty", new(2026, 3, 1), "村民代表会议");
        village.Done(await village.Desks.Rulebooks.Adopt(
            VillageFixture.Ask(), VillageFixture.Bank,
            book with { Rules = [.. book.Rules.Select(rule => rule.Code == "A03" ? rule with { Points = 7 } : rule)] }));

        (await village.Credit(1, "A03", on: new(2026, 2, 28))).Points.Should().Be(5);
        (await village.Credit(1, "A03", on: new(2026, 3, 1))).Points.Should().Be(7);
        village.IsSound();
    }

    [Fact]
    public async Task The_issue_ceiling_stops_the_village_and_a_raised_one_works_with_the_next_credit()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.IssueCeiling, 9);
        await village.Credit(1, "A03");

        (await village.TryCredit(2, "A03")).ShouldBeRefused(VillageRefusals.IssueCeilingReached);
        (await village.TryCredit(2, "A02")).Refusal.Should().BeNull("4 more make exactly 9");
        await village.Set(Setting.IssueCeiling, 14);
        (await village.TryCredit(3, "A03")).Refusal.Should().BeNull();

        village.Total(AccountKind.Issuance, 0, Unit.Points, 2026).Should().Be(-14);
        village.IsSound();
    }

    [Fact]
    public async Task A_reversal_gives_the_issue_ceiling_its_room_back()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.IssueCeiling, 5);
        var deed = await village.Credit(1, "A03");

        await village.Reverse(deed.Entry);

        (await village.TryCredit(2, "A03")).Refusal.Should().BeNull();
        village.IsSound();
    }

    [Fact]
    public async Task What_was_written_beside_a_deed_can_be_erased_and_the_book_stays_sound()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A03", memo: "张建国拾到李四的钱包");
        village.Done(village.Desks.Journal.Entry(VillageFixture.Bank, deed.Entry)).Note.Should().Be("张建国拾到李四的钱包");

        await village.Database.Write<int>(writer => writer.Execute("delete from entry_notes"));

        village.Done(village.Desks.Journal.Entry(VillageFixture.Bank, deed.Entry)).Note.Should().BeNull();
        village.IsSound();
    }

    [Fact]
    public async Task A_memo_in_which_a_character_was_lost_is_refused_and_invisible_ones_are_cleaned()
    {
        using var village = await VillageFixture.Open();

        (await village.TryCredit(1, "A03", memo: "好\uFFFD事")).ShouldBeRefused(VillageRefusals.LostCharacter, "memo");
        var deed = village.Done(await village.TryCredit(1, "A03", memo: "好\u200B事"));
        village.Done(village.Desks.Journal.Entry(VillageFixture.Bank, deed.Entry)).Note.Should().Be("好事");
    }

    [Fact]
    public async Task A_balance_brought_forward_is_no_deed_and_gives_no_standing()
    {
        using var village = await VillageFixture.Open();

        await village.BringForward(1, 40);

        (village.Points(1)).Should().Be(40);
        village.Merit(1, 2026).Should().Be(0);
        village.Total(AccountKind.Issuance, 0, Unit.Points, 2026).Should().Be(0);
        village.IsSound();
    }
}
