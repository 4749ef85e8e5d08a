using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Reversals;

namespace PointsBank.Village.Tests.Deeds;

public class ReversalTests
{
    [Fact]
    public async Task A_reversal_undoes_points_standing_and_minutes_and_names_what_it_undoes()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "C01", quantity: 2, member: 1);

        var reversal = await village.Reverse(deed.Entry);

        reversal.Reverses.Should().Be(deed.Entry);
        var balance = village.Balance(1);
        (balance.Points.Balance, balance.Merit.Standing, balance.Minutes).Should().Be((0, 0, 0));
        village.Done(village.Desks.Journal.Entry(VillageFixture.Bank, deed.Entry)).ReversedBy.Should().Be(reversal.Entry);
        village.IsSound();
    }

    [Fact]
    public async Task An_entry_is_reversed_once_and_a_reversal_never()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A03");
        var reversal = await village.Reverse(deed.Entry);

        (await village.TryReverse(deed.Entry)).ShouldBeRefused(LedgerRefusals.AlreadyReversed);
        (await village.TryReverse(reversal.Entry)).ShouldBeRefused(LedgerRefusals.IsReversal);
        (await village.TryReverse(99)).ShouldBeRefused(LedgerRefusals.UnknownEntry);
    }

    [Fact]
    public async Task A_reversal_needs_a_reason()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A03");

        (await village.Desks.Reversals.Reverse(VillageFixture.Ask(), VillageFixture.Bank, deed.Entry, new(" ")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "reason");
    }

    [Fact]
    public async Task A_credit_that_was_spent_is_not_reversed()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A03");
        await village.Receive("soap", 5);
        await village.Redeem(1);

        (await village.TryReverse(deed.Entry)).ShouldBeRefused(LedgerRefusals.WouldPassFloor);

        (village.Points(1)).Should().Be(0);
        village.Merit(1, 2026).Should().Be(5);
    }

    [Fact]
    public async Task Where_a_deficit_is_allowed_later_credits_fill_it_first()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A03");
        await village.Receive("soap", 5);
        await village.Redeem(1);

        await village.Reverse(deed.Entry, allowDeficit: true);
        (village.Points(1)).Should().Be(-5);
        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.NotEnoughPoints);

        await village.Credit(1, "A09");
        (village.Points(1)).Should().Be(5);
        (await village.TryRedeem(1)).Refusal.Should().BeNull();
        village.IsSound();
    }

    [Fact]
    public async Task A_deduction_takes_nothing_from_a_deficit()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A03");
        await village.Receive("soap", 5);
        await village.Redeem(1);
        await village.Reverse(deed.Entry, allowDeficit: true);

        await village.Deduct(1, "A10");

        (village.Points(1)).Should().Be(-5);
        village.Merit(1, 2026).Should().Be(-10);
        village.IsSound();
    }

    [Fact]
    public async Task No_deficit_brings_back_goods_that_left_the_shelf()
    {
        using var village = await VillageFixture.Open();
        var received = await village.Receive("soap", 1);
        await village.BringForward(1, 5);
        await village.Redeem(1);

        (await village.TryReverse(received.Entry!.Value, allowDeficit: true)).ShouldBeRefused(LedgerRefusals.WouldPassFloor);

        village.Stock("soap").Should().Be(0);
    }

    [Fact]
    public async Task A_redemption_of_an_earlier_day_is_reversed_by_its_entry_and_gives_points_and_goods_back()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 1);
        await village.BringForward(1, 5);
        var redemption = await village.Redeem(1);
        village.At(2026, 3, 5);

        var reversal = await village.Reverse(redemption.Entry);

        (village.Points(1)).Should().Be(5);
        village.Stock("soap").Should().Be(1);
        village.Done(village.Desks.Redemptions.Get(VillageFixture.Bank, redemption.Number)).VoidedBy.Should().Be(reversal.Entry);
        village.IsSound();
    }

    [Fact]
    public async Task A_slip_that_somebody_else_than_the_attendant_takes_back_stands_among_the_exceptions()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 2);
        await village.BringForward(1, 10);
        var first = await village.Redeem(1);
        var second = await village.Redeem(1);

        var reversal = await village.Reverse(first.Entry);
        village.Done(await village.Desks.Redemptions.Void(
            VillageFixture.Ask(), VillageFixture.Bank, VillageFixture.Shop, second.Number, new("拿错了")));

        village.Desks.Reports.Exceptions(VillageFixture.Bank, village.Today, village.Today).Where(line => line.Kind == "taken_back")
            .Select(line => (line.Entry, line.Household, line.Found)).Should().Equal((reversal.Entry, 1, 5));
    }

    [Fact]
    public async Task A_clerk_takes_back_alone_what_a_clerk_enters_alone_and_nothing_in_which_others_had_a_part()
    {
        using var village = await ClaimLife.OpenWithPeople();
        await village.Receive("soap", 5);
        await village.BringForward(1, 60);
        var opening = village.Desks.Journal.Head(VillageFixture.Bank).Entry;
        var direct = await village.Credit(2, "C01");
        // A rule without a notice is entered with the meeting's decision.
        var claim = await village.Claim(3, "C01", village.Today);
        await village.Collect(claim);
        await village.Decide(await village.Meet(), new PointsBank.Village.Claims.DecisionInput(claim, "as_claimed"));
        var decided = village.Desks.Journal.Head(VillageFixture.Bank).Entry;
        var redeemed = await village.Redeem(1);

        (await ByClerk(direct.Entry, deficit: true)).ShouldBeRefused(VillageRefusals.ReversalNeedsSupervisor, "allowDeficit");
        (await ByClerk(direct.Entry)).Refusal.Should().BeNull();
        foreach (var entry in (long[])[opening, decided, redeemed.Entry])
            (await ByClerk(entry)).ShouldBeRefused(VillageRefusals.ReversalNeedsSupervisor);
        (await village.TryReverse(redeemed.Entry)).Refusal.Should().BeNull();
        (await village.TryReverse(decided)).Refusal.Should().BeNull();
        (await village.TryReverse(opening, allowDeficit: true)).Refusal.Should().BeNull();
        village.IsSound();

        Task<Outcome<ReversalView>> ByClerk(long entry, bool deficit = false) =>
            village.Desks.Reversals.Reverse(VillageFixture.Ask(), VillageFixture.Bank, entry, new("记错", deficit));
    }

    [Fact]
    public async Task What_another_clerk_took_back_is_told_to_the_supervisor()
    {
        using var village = await VillageFixture.Open();
        var (own, others) = (await village.Credit(1, "C01"), await village.Credit(2, "C01"));
        var another = VillageFixture.Clerk with { Actor = "staff:9" };

        village.Done(await village.Desks.Reversals.Reverse(VillageFixture.Ask(), VillageFixture.Bank, own.Entry, new("记错")));
        var taken = village.Done(
            await village.Desks.Reversals.Reverse(
                VillageFixture.Ask() with { Caller = another }, VillageFixture.Bank, others.Entry, new("记错")));

        village.Desks.Reports.Exceptions(VillageFixture.Bank, village.Today, village.Today)
            .Where(line => line.Kind == "taken_back")
            .Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(new { Entry = taken.Entry, Household = 2L, Rule = "C01", Found = others.Points, Day = village.Today });
    }

    [Fact]
    public async Task What_a_closed_year_rests_on_is_taken_back_by_a_supervisor()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "C01");
        village.At(2027, 1, 5);
        var head = village.Done(village.Desks.Years.Get(VillageFixture.Bank, 2026)).Head;
        village.Done(await village.Desks.Years.Close(VillageFixture.Ask(), VillageFixture.Bank, 2026, new(head)));

        (await village.Desks.Reversals.Reverse(VillageFixture.Ask(), VillageFixture.Bank, deed.Entry, new("记错")))
            .ShouldBeRefused(VillageRefusals.ReversalNeedsSupervisor, "entry");
        (await village.TryReverse(deed.Entry)).Refusal.Should().BeNull();
        village.IsSound();
    }
}
