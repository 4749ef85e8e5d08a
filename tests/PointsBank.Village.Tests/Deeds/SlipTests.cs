using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Claims;
using PointsBank.Village.Deeds;

namespace PointsBank.Village.Tests.Deeds;

/// <summary>A clerk's evening: many slips in one write, looked at before it.</summary>
public class SlipTests
{
    static readonly LocalDate Today = new(2026, 3, 2);

    [Fact]
    public async Task Sixty_slips_are_sixty_entries_under_sixty_keys_in_one_commit()
    {
        using var village = await VillageFixture.Open(households: 60);
        var (commits, before) = (village.Database.Commits, village.Desks.Journal.Head(VillageFixture.Bank).Entry);
        var slips = Enumerable.Range(1, 60).Select(i => new DeedInput(i, i % 10 == 0 ? "D10" : "D04", Today, Memo: $"第{i}张")).ToList();

        var view = village.Done(await village.Desks.Slips.Enter(VillageFixture.Ask(), VillageFixture.Bank, slips));

        village.Database.Commits.Should().Be(commits + 1);
        view.Items.Select(slip => slip.Deed!)
            .Select(deed => (deed.Entry, deed.Household, deed.Rule))
            .Should()
            .Equal(slips.Select((slip, i) => (before + 1 + i, slip.Household, slip.Rule)));
        village.Desks.Journal.Head(VillageFixture.Bank).Entry.Should().Be(before + 60);
        village.Database.Read(
            connection => connection.ExecuteScalar<long>("select count(distinct key) from entries where number > @before", new { before }))
                .Should()
            .Be(60);
        village.Desks.Journal.Entries(VillageFixture.Bank, null, 60)
            .Select(entry => entry.Note)
            .Should()
            .OnlyHaveUniqueItems().And.NotContainNulls();
        village.IsSound();
    }

    [Fact]
    public async Task A_list_may_credit_and_deduct_as_its_rules_say()
    {
        using var village = await VillageFixture.Open();

        var deeds = (await Enter(village, new(1, "A03", Today), new(1, "D10", Today), new(2, "C01", Today, 2, Member: 2))).Value.Items;

        deeds.Select(slip => slip.Deed!)
            .Select(deed => (deed.Points, deed.Merit, deed.Minutes, deed.Balance))
            .Should()
            .Equal((5, 5, 0, 5), (-2, -2, 0, 3), (4, 4, 120, 4));
    }

    [Theory]
    [InlineData(9, "A03", 1, "unknown_household", "slips[1].household")]
    [InlineData(1, "Z99", 1, "unknown_rule", "slips[1].rule")]
    [InlineData(1, "A03", 0, "out_of_range", "slips[1].quantity")]
    [InlineData(1, "A01", 3, "rule_cap_reached", "slips[1].quantity")]
    public async Task One_bad_slip_is_named_by_its_place_and_nothing_is_written(
        long household, string rule, long quantity, string code, string field)
    {
        using var village = await VillageFixture.Open();
        var before = village.Desks.Journal.Head(VillageFixture.Bank);

        var refused = await Enter(village, new(1, "A03", Today), new(household, rule, Today, quantity), new(2, "A03", Today));

        (refused.Refusal!.Kind.Code, refused.Refusal.Field).Should().Be((code, field));
        village.Desks.Journal.Head(VillageFixture.Bank).Should().Be(before);
        (village.Points(1), village.Points(2)).Should().Be((0, 0));
    }

    [Fact]
    public async Task Two_slips_that_pass_a_cap_together_are_refused_at_the_second()
    {
        using var village = await VillageFixture.Open();

        (await Enter(village, new(1, "A01", Today, 2), new(1, "A01", Today)))
            .ShouldBeRefused(VillageRefusals.RuleCapReached, "slips[1].quantity");
        (await Enter(village, new(1, "A01", Today), new(1, "A01", Today))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_list_sent_twice_is_entered_once()
    {
        using var village = await VillageFixture.Open();
        var ask = VillageFixture.Ask();
        DeedInput[] slips = [new(1, "A03", Today), new(2, "A03", Today)];

        var first = await village.Desks.Slips.Enter(ask, VillageFixture.Bank, slips);
        var second = await village.Desks.Slips.Enter(ask, VillageFixture.Bank, slips);
        var other = await village.Desks.Slips.Enter(
            ask with { Fingerprint = Digest.Of("another") }, VillageFixture.Bank, [new(3, "A03", Today)]);

        (first.Replayed, second.Replayed).Should().Be((false, true));
        second.Value.Items.Should().Equal(first.Value.Items);
        other.ShouldBeRefused(LedgerRefusals.KeyReused);
        (village.Points(1), village.Points(2), village.Points(3)).Should().Be((5, 5, 0));
    }

    [Fact]
    public async Task A_fresh_village_lets_nobody_credit_bravery_alone()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.ClerkCreditsAnyRule, Setting.ClerkCreditsAnyRule.Default);

        (await village.TryCredit(1, "C09")).ShouldBeRefused(VillageRefusals.RuleNeedsNotice, "rule");

        var view = village.Done(await Enter(village, new DeedInput(1, "C09", Today, Memo: "救起落水的孩子")));
        view.Items.Single().Claim.Should()
            .BeEquivalentTo(
                new { Household = 1L, Rule = "C09", Worth = 30L, State = ClaimState.Submitted, Channel = Channel.Organisation });
        (village.Points(1)).Should().Be(0);
    }

    [Fact]
    public async Task Direct_rules_are_entered_and_the_others_claimed_in_one_sending_as_the_check_says()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.ClerkCreditsAnyRule, 0);
        await village.Set(Setting.ClerkDeductsDirectly, 0);
        DeedInput[] slips =
            [new(1, "D04", Today), new(1, "A03", Today), new(2, "D10", Today), new(2, "D05", Today, 2), new(3, "A03", Today.PlusDays(-40))];

        var check = await Check(village, slips);
        check.Items.Select(item => item.Slip!.Deed is not null).Should().Equal(true, false, false, true, false);
        check.Items[4].Warnings.Should().Equal(ClaimWarning.Backdated);
        village.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from claims"))
            .Should().Be(0, "a check leaves no trace");

        var ask = VillageFixture.Ask();
        var written = village.Done(await village.Desks.Slips.Enter(ask, VillageFixture.Bank, slips));
        written.Items.Select(slip => slip.Deed?.Rule ?? $"{slip.Claim!.Number}:{slip.Claim.Rule}")
            .Should().Equal("D04", "1:A03", "2:D10", "D05", "3:A03");
        (village.Points(1), village.Points(2), village.Points(3)).Should().Be((3, 4, 0));

        (await village.Desks.Slips.Enter(ask, VillageFixture.Bank, slips)).Value.Items.Should().Equal(written.Items);
        village.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from claims"))
            .Should().Be(3, "sent twice it counts once");
        village.IsSound();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task A_list_of_none_or_of_more_than_two_hundred_is_refused(int count)
    {
        using var village = await VillageFixture.Open();
        var slips = Enumerable.Repeat(new DeedInput(1, "D10", Today), count).ToList();

        (await village.Desks.Slips.Enter(VillageFixture.Ask(), VillageFixture.Bank, slips))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "slips");
        (await village.Desks.Slips.Check(VillageFixture.Clerk, VillageFixture.Bank, slips))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "slips");
    }

    [Fact]
    public async Task A_check_goes_on_after_a_refusal_as_if_that_slip_were_not_there()
    {
        using var village = await VillageFixture.Open();

        var check = await Check(
            village, new(1, "A01", Today), new(1, "A01", Today, 2), new(1, "A01", Today), new(9, "A01", Today),
            new(1, "A01", new(2026, 3, 3)));

        check.Items.Select(item => (item.Slip?.Deed?.Balance, item.Refusal?.Kind.Code, item.Refusal?.Field)).Should().Equal(
            (2, null, null), (null, "rule_cap_reached", "quantity"), (4, null, null), (null, "unknown_household", "household"),
            (null, "date_in_future", "effectiveOn"));
        check.IsSound.Should().BeFalse();
    }

    [Fact]
    public async Task A_check_leaves_no_trace_not_even_of_the_ceiling()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");
        await village.Set(Setting.IssueCeiling, 10);
        var before = village.Desks.Journal.Head(VillageFixture.Bank);

        var check = await Check(village, new(2, "A03", Today), new(3, "A03", Today));

        check.Items.Select(item => item.Refusal?.Kind).Should().Equal(null, VillageRefusals.IssueCeilingReached);
        village.Desks.Journal.Head(VillageFixture.Bank).Should().Be(before);
        village.Database.Read(
            connection => connection.ExecuteScalar<long>("select (select count(*) from account_terms) + (select count(*) from deeds)"))
                .Should()
            .Be(1);
        (village.Points(2)).Should().Be(0);
        village.IsSound();
    }

    [Fact]
    public async Task The_same_deed_again_is_told_in_the_journal_and_in_the_list_until_it_is_reversed()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A03");

        Codes(
            await Check(
                village, new(1, "A03", Today), new(2, "A03", Today), new(2, "A03", Today), new(1, "A03", new(2026, 3, 1)),
                new(1, "D10", Today)))
            .Should().Equal("same_deed", "", "same_deed", "", "");

        await village.Reverse(deed.Entry);
        Codes(await Check(village, new DeedInput(1, "A03", Today))).Should().Equal("");
        await village.Credit(1, "A03");
        Codes(await Check(village, new DeedInput(1, "A03", Today))).Should().Equal("same_deed");
    }

    [Fact]
    public async Task A_slip_that_is_refused_makes_no_later_one_a_repetition()
    {
        using var village = await VillageFixture.Open();

        Codes(await Check(village, new(1, "A01", Today, 3), new(1, "A01", Today))).Should().Equal("", "");
    }

    [Fact]
    public async Task A_relative_of_the_committee_is_told_by_name_or_by_the_household()
    {
        using var village = await VillageFixture.Open();
        village.Done(
            await village.Desks.Households.AddMember(
                VillageFixture.Ask(), VillageFixture.Bank, 1, new("王秀英", new(1972, 1, 1), RelatedToCommittee: true)));

        Codes(
            await Check(
                village, new(1, "A03", Today), new(1, "D10", Today, Member: 4), new(1, "A07", Today, Member: 1), new(2, "A03", Today)))
            .Should().Equal("related", "related", "", "");
    }

    [Fact]
    public async Task A_deed_of_more_than_a_month_ago_is_told()
    {
        using var village = await VillageFixture.Open();

        Codes(await Check(village, new(1, "A03", Today.PlusDays(-31)), new(1, "A03", Today.PlusDays(-32)))).Should().Equal("", "backdated");
    }

    [Fact]
    public async Task Warnings_stand_beside_a_refusal_too()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A01", quantity: 2);

        var item = (await Check(village, new DeedInput(1, "A01", Today))).Items.Single();

        item.Refusal!.Kind.Should().Be(VillageRefusals.RuleCapReached);
        item.Slip.Should().BeNull();
        item.Warnings.Should().Equal(SlipWarning.SameDeed.Code);
    }

    [Fact]
    public void A_check_says_what_the_write_does() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte Who, byte What, byte When, byte Much)>().ListOf().Resize(40).ToArbitrary(),
        slips => Task.Run(() => Agrees(slips)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    static async Task Agrees(IEnumerable<(byte Who, byte What, byte When, byte Much)> steps)
    {
        string[] rules = ["A01", "A03", "C01", "C09", "D01", "D10", "A10", "D04", "A01", "Z99"];
        int[] days = [0, 0, 0, 1, 28, 33, 70, -1];
        var slips = steps.Select(step => new DeedInput(
            step.Who % 9 == 8 ? 9 : step.Who % 3 + 1, rules[step.What % rules.Length], Today.PlusDays(-days[step.When % days.Length]),
            step.Much % 11 == 0 ? 0 : step.Much % 2 + 1, step.Much % 5 == 0 ? step.Who % 4 + 1 : null)).ToList();
        if (slips.Count == 0) return;
        using var village = await VillageFixture.Open();
        await village.Credit(2, "A03");
        await village.Set(Setting.MonthCeiling, 14);
        await village.Set(Setting.IssueCeiling, 70);

        var check = await Check(village, [.. slips]);
        var entered = await village.Desks.Slips.Enter(VillageFixture.Ask(), VillageFixture.Bank, slips);

        (entered.Refusal is null).Should().Be(check.IsSound);
        if (entered.Refusal is { } refusal)
        {
            var place = int.Parse(refusal.Field!.Split('[', ']')[1], System.Globalization.CultureInfo.InvariantCulture);
            var foretold = check.Items[place].Refusal!;
            (foretold.Kind, $"slips[{place}].{foretold.Field}").Should().Be((refusal.Kind, refusal.Field));
            slips = [.. slips.Where((_, i) => check.Items[i].Refusal is null)];
            if (slips.Count == 0) return;
            entered = await village.Desks.Slips.Enter(VillageFixture.Ask(), VillageFixture.Bank, slips);
        }

        village.Done(entered).Items.Select(slip => Numberless(slip.Deed!))
            .Should().Equal(check.Items.Where(item => item.Slip is not null).Select(item => Numberless(item.Slip!.Deed!)));
        village.IsSound();
    }

    static DeedView Numberless(DeedView deed) => deed with { Entry = 0, CheckCode = "" };

    static IEnumerable<string> Codes(SlipsCheck check) => check.Items.Select(item => string.Join(' ', item.Warnings));

    static Task<Outcome<SlipsView>> Enter(VillageFixture village, params DeedInput[] slips) =>
        village.Desks.Slips.Enter(VillageFixture.Ask(), VillageFixture.Bank, slips);

    static async Task<SlipsCheck> Check(VillageFixture village, params DeedInput[] slips) =>
        village.Done(await village.Desks.Slips.Check(VillageFixture.Clerk, VillageFixture.Bank, slips));
}
