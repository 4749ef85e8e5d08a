using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Journal;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village.Tests.YearEnd;

public partial class YearEndTests
{
    const long Bank = VillageFixture.Bank;

    static Caller Supervisor { get; } = new("staff:7", "supervisor", [new(Role.Supervisor, Bank)]);

    static YearView Report(VillageFixture village, int year = 2026) => village.Done(village.Desks.Years.Get(Bank, year));

    static async Task<Outcome<YearView>> TryClose(VillageFixture village, int year = 2026, bool dryRun = false) =>
        await village.Desks.Years.Close(VillageFixture.Ask() with { DryRun = dryRun }, Bank, year, new((Report(village, year)).Head));

    static async Task<Outcome<YearView>> TryExpire(VillageFixture village, int year = 2026, bool dryRun = false) =>
        await village.Desks.Years.Expire(
            VillageFixture.Ask() with { DryRun = dryRun }, Bank, year, new((Report(village, year)).Head));

    static Task<Outcome<YearView>> TryUndo(VillageFixture village, int year = 2026) =>
        village.Desks.Years.Undo(new(Supervisor, WriteContext.NewKey(), Digest.Of("undo")), Bank, year, new("公示有误"));

    static IReadOnlyList<YearLine> Lines(VillageFixture village) =>
        village.Done(village.Desks.Years.Lines(Bank, 2026, null, 1000));

    [Fact]
    public async Task A_year_whose_points_expired_before_the_bank_opened_does_not_end_here()
    {
        using var village = await VillageFixture.Open(at: new(2026, 12, 1, 9, 0));
        await village.BringForward(1, 90);
        village.Done(await village.Database.Write<int>(writer => writer.Execute(
            "update banks set opened_at = @at", new { at = village.Clock.GetCurrentInstant().ToUnixTimeMilliseconds() })));

        (await TryClose(village, 2025)).ShouldBeRefused(VillageRefusals.YearBeforeBank);
        village.Desks.Years.All(Bank).Select(year => year.Year).Should().Equal(2026);
        village.At(2027, 1, 12, 9, 0);
        village.Desks.Years.All(Bank).Select(year => (year.Year, year.State)).Should().Equal((2027, "running"), (2026, "open"));
        village.Done(await TryClose(village));
    }

    [Fact]
    public async Task Whoever_earned_nothing_in_the_year_has_no_star_and_no_rank_of_it()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.StarStep, 3, new(2026, 1, 1));
        village.At(2026, 12, 31, 23, 59);
        await village.OpenHousehold("李末");
        village.At(2027, 1, 1, 0, 0);
        await village.OpenHousehold("王初");
        await village.OpenHousehold("赵晚");
        await village.Credit(6, "D04", on: new(2026, 12, 30));
        await village.BringForward(5, 80);

        village.Done(await TryClose(village));

        (Lines(village)).Select(line => (line.Household, line.Rank, line.Standing, line.Stars)).Should().Equal(
            (6, 1, 3, 1), (1, null, 0, 0), (2, null, 0, 0), (3, null, 0, 0), (4, null, 0, 0), (5, null, 0, 0));
        village.At(2027, 1, 10);
        village.Done(await TryExpire(village)).Sums.Should().Be(new YearSums(6, 3, 83, 0, 53, 30));
        village.IsSound();
    }

    [Fact]
    public async Task A_village_of_226_households_is_ended_in_one_go()
    {
        using var village = await VillageFixture.Open(226);
        for (var household = 1; household <= 225; household++) await village.BringForward(household, household);
        village.At(2027, 1, 10);

        var report = Report(village);
        village.Done(await TryClose(village));
        var trial = village.Done(await TryExpire(village, dryRun: true));
        var done = village.Done(await TryExpire(village));

        // 1 to 50 are carried over whole, 51 to 225 keep fifty each: 1275 + 175 × 50, and of 25425 the rest expires.
        report.Sums.Should().Be(new YearSums(226, 0, 25_425, 0, 10_025, 15_400));
        trial.Sums.Should().Be(report.Sums);
        done.Should().Match<YearView>(view => view.State == "done" && view.Left == 0 && view.Sums == report.Sums);
        (village.Points(50)).Should().Be(50);
        (village.Points(120)).Should().Be(50);
        (village.Points(226)).Should().Be(0);
        village.Total(AccountKind.Expired, 0, Unit.Points, 2026).Should().Be(15_400);
        village.Done(village.Desks.Journal.Passbook(Bank, 120, null, null, null, 2)).Items.Select(
            line => (line.In, line.Out, line.Balance, line.Matter, line.MatterEn))
            .Should().Equal(
            (50, 0, 50, "2026年积分结转50分", "50 points carried over from 2026"),
            (0, 120, 0, "2026年年终：到期70分，结转50分", "Year end 2026: 70 expired, 50 carried over"));
        village.Desks.Journal.Passbook(Bank, 226, null, null, null, 2).Value.Items.Should().BeEmpty();
        (await TryExpire(village)).ShouldBeRefused(VillageRefusals.NothingDue);
        village.IsSound();
    }

    [Fact]
    public async Task A_year_is_closed_from_the_first_second_of_the_next_one()
    {
        using var village = await VillageFixture.Open();
        village.At(new LocalDateTime(2026, 12, 31, 23, 59, 59));
        (await TryClose(village)).ShouldBeRefused(VillageRefusals.OutOfRange, "year");

        village.At(new LocalDateTime(2027, 1, 1, 0, 0, 0));

        village.Done(await TryClose(village)).State.Should().Be("closed");
        (await TryClose(village)).ShouldBeRefused(VillageRefusals.YearClosed, "year");
        (await TryExpire(village)).ShouldBeRefused(VillageRefusals.ExpiryNotDue);
        (await village.TryCredit(1, "C01", on: new(2026, 12, 31))).ShouldBeRefused(VillageRefusals.YearClosed, "effectiveOn");
        (await village.TryDeduct(1, "A10", on: new(2026, 12, 31))).ShouldBeRefused(VillageRefusals.YearClosed);
        (await village.Desks.Claims.Submit(VillageFixture.Ask(), Bank, new(1, "C01", new(2026, 12, 31))))
            .ShouldBeRefused(VillageRefusals.YearClosed);
        (await village.Credit(1, "C01")).Points.Should().BePositive();
        village.At(2027, 1, 9, 23, 59);
        (await TryExpire(village)).ShouldBeRefused(VillageRefusals.ExpiryNotDue);
        village.At(2027, 1, 10, 0, 0);
        village.Done(await TryExpire(village)).State.Should().Be("done");
        village.IsSound();
    }

    [Fact]
    public async Task A_leap_day_counts_for_its_year()
    {
        using var village = await VillageFixture.Open(at: new(2028, 2, 29, 9, 0));
        var deed = await village.Credit(2, "C01");
        village.At(2029, 1, 10);

        village.Done(await TryClose(village, 2028)).Sums.Standing.Should().Be(deed.Merit);
        village.Done(await TryExpire(village, 2028)).Sums.Old.Should().Be(deed.Points);
        village.IsSound();
    }

    [Fact]
    public async Task Equal_standings_share_a_rank_and_who_did_nothing_has_none()
    {
        using var village = await VillageFixture.Open(4);
        await village.Set(Setting.StarStep, 1);
        await village.Set(Setting.StarVetoDeducted, 1);
        await village.Set(Setting.StarVetoMost, 1);
        var good = (await village.Credit(2, "C01")).Merit;
        await village.Credit(3, "C01");
        var bad = (await village.Deduct(4, "A10")).Merit;
        village.At(2027, 1, 2);

        var before = Lines(village);
        village.Done(await TryClose(village));
        var frozen = Lines(village);

        frozen.Select(line => (line.Rank, line.Household, line.Standing))
            .Should().Equal((1, 2, good), (1, 3, good), (null, 1, 0), (null, 4, bad));
        frozen.Single(line => line.Household == 1).Stars.Should().Be(0);
        frozen.Single(line => line.Household == 2).Stars.Should().Be((int)good);
        before.Select(line => (line.Household, line.Rank, line.Stars))
            .Should().BeEquivalentTo(frozen.Select(line => (line.Household, line.Rank, line.Stars)));
        var page = village.Done(village.Desks.Years.Lines(Bank, 2026, null, 2));
        village.Done(village.Desks.Years.Lines(Bank, 2026, YearEndDesk.MarkOf(page[^1]), 9))
            .Select(line => line.Household)
            .Should()
            .Equal(1, 4);
    }

    [Fact]
    public async Task What_was_frozen_stays_when_a_deed_is_reversed_later()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "C01");
        village.At(2027, 1, 2);
        village.Done(await TryClose(village));

        await village.Reverse(deed.Entry);

        (Lines(village)).Single(line => line.Household == 1).Standing.Should().Be(deed.Merit);
        village.Merit(1, 2026).Should().Be(0);
        village.IsSound();
    }

    [Fact]
    public async Task Old_points_are_spent_first_and_new_ones_never_expire()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 120);
        await village.Receive("soap", 100);
        village.At(2027, 1, 2);
        var early = await village.Credit(1, "C01");
        village.Done(await TryClose(village));
        var late = await village.Credit(1, "C09");
        var slip = await village.Redeem(1, quantity: 4);
        village.Done(
            await village.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, 1, (await village.Redeem(1, quantity: 2)).Number, new("退")));
        village.At(2027, 1, 10);

        village.Done(await TryExpire(village));

        (Lines(village))
            .Single(line => line.Household == 1)
            .Should()
            .Match<YearLine>(line => line.Old == 100 && line.Carried == 50 && line.Expired == 50 && line.Held == 0);
        slip.Points.Should().Be(20);
        (village.Points(1)).Should().Be(50 + early.Points + late.Points);
        village.IsSound();
    }

    [Theory]
    [InlineData(51, 6, 50)]
    [InlineData(47, 2, 47)]
    [InlineData(45, 0, 45)]
    public async Task A_wrong_credit_of_last_year_reversed_after_the_expiry_is_taken_once(long before, long expired, long after)
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, before);
        var wrong = await village.Credit(1, "A03");
        village.At(2027, 1, 10);
        village.Done(await TryClose(village));
        village.Done(await TryExpire(village));
        (village.Points(1)).Should().Be(before + 5 - expired);

        await village.Reverse(wrong.Entry);

        (village.Points(1)).Should().Be(after, "so many there would be if the credit had never been");
        (Lines(village))
            .Single(line => line.Household == 1)
            .Should()
            .Match<YearLine>(
                line => line.Standing == 5 && line.Corrected == -5, "what was frozen stays, and the correction stands beside it");
        village.Done(village.Desks.Ratings.StarsOf(Bank, 1)).Years.Single().Corrected.Should().Be(-5);
        village.IsSound();
        village.Done(await TryUndo(village));
        (village.Points(1)).Should().Be(before, "without the year's end nothing expired, and the wrong credit is gone");
        village.IsSound();
    }

    [Fact]
    public async Task What_went_back_of_expired_points_is_audited_and_kept_by_the_year_and_the_database()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 51);
        var wrong = await village.Credit(1, "A03");
        village.At(2027, 1, 10);
        village.Done(await TryClose(village));
        village.Done(await TryExpire(village));
        await village.Reverse(wrong.Entry);
        var back = village.Desks.Journal.Head(Bank).Entry - 1;

        (await village.TryReverse(back)).ShouldBeRefused(VillageRefusals.KeptByYearEnd);
        (await village.Tamper("update year_expiry_returns set points = 4"))
            .Should().Contain(deviation => deviation.Code == "expiry_return_differs");
        var more = () => village.Database.Write<int>(writer => writer.Execute(
            "insert into year_expiry_returns select bank, year, sequence, household, 1, 2, 1, recorded_at from year_expiry_returns"));
        (await more.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain("no more goes back than expired");
    }

    [Fact]
    public async Task What_is_held_beyond_what_is_carried_over_stays()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 120);
        village.At(2026, 12, 30);
        village.Done(
            await village.Desks.Vouchers.Issue(
                VillageFixture.Ask(), Bank, new([100], new("booklet"), "a sheet of slips, drawn on 8 March 2026", 1)));
        village.At(2027, 1, 10);
        village.Done(await TryClose(village));

        village.Done(await TryExpire(village));

        (Lines(village))
            .Single(line => line.Household == 1)
            .Should()
            .Match<YearLine>(line => line.Old == 120 && line.Carried == 50 && line.Expired == 20 && line.Held == 50);
        (village.Balance(1)).Points.Should().Be(new PointsBalance(100, 100, 0));
        village.IsSound();
    }

    [Fact]
    public async Task A_claim_on_its_way_holds_up_the_close_and_is_named()
    {
        using var village = await VillageFixture.Open();
        var claim = village.Done(await village.Desks.Claims.Submit(VillageFixture.Ask(), Bank, new(1, "C01", new(2026, 3, 1))));
        village.At(2027, 1, 2);

        var refused = await TryClose(village);

        refused.ShouldBeRefused(VillageRefusals.YearItemsOpen);
        refused.Refusal!.Facts.Should().Contain(fact => fact.Key == "numbers" && fact.Value == "1");
        (Report(village)).Open.FirstClaims.Should().ContainSingle(open => open.Number == claim.Number && open.State == "submitted");
        village.Done(await village.Desks.Claims.Withdraw(VillageFixture.Ask(), Bank, claim.Number, new("不报了")));
        village.Done(await TryClose(village)).State.Should().Be("closed");
    }

    [Fact]
    public async Task The_report_that_was_looked_at_is_what_is_written()
    {
        using var village = await VillageFixture.Open();
        village.At(2027, 1, 10);
        var head = (Report(village)).Head;
        await village.Credit(1, "C01");

        (await village.Desks.Years.Close(VillageFixture.Ask(), Bank, 2026, new(head))).ShouldBeRefused(VillageRefusals.HeadMoved, "head");
        village.Done(await TryClose(village, dryRun: true)).State.Should().Be("closed");
        village.Done(await TryClose(village));
        (await village.Desks.Years.Expire(VillageFixture.Ask(), Bank, 2026, new(head))).ShouldBeRefused(VillageRefusals.HeadMoved, "head");
    }

    [Fact]
    public async Task Where_points_never_expire_the_close_says_so()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 120);
        await village.Set(Setting.PointsExpire, 0, new(2026, 12, 1));
        village.At(2027, 1, 10);

        var closed = village.Done(await TryClose(village));

        closed.Should().Match<YearView>(view => view.State == "done" && view.CarryOver == null && view.Sums.Expired == 0);
        (await TryExpire(village)).ShouldBeRefused(VillageRefusals.PointsNeverExpire);
        (village.Points(1)).Should().Be(120);
    }

    [Fact]
    public void Whatever_a_village_did_its_old_points_are_carried_expired_or_held() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte What, byte Who, byte How)>().ListOf().Resize(40).ToArbitrary(),
        steps => Task.Run(() => Conserved(steps)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(6));

    static async Task Conserved(IEnumerable<(byte What, byte Who, byte How)> steps)
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.CarryOver, 7);
        await village.Receive("soap", 500);
        await village.BringForward(1, 30);
        await Live(steps);
        village.At(2027, 1, 3);
        village.Done(await TryClose(village));
        var fresh = new long[4];
        foreach (var (what, who, how) in steps.Reverse())
        {
            var household = who % 3 + 1;
            if (what % 2 == 0 && await village.TryCredit(household, "C01", how % 2 + 1) is { Refusal: null } credit)
                fresh[household] += credit.Value.Points;
            else await village.TryRedeem(household, quantity: how % 3 + 1);
        }
        village.At(2027, 1, 12);
        var before = new long[] { 0, village.Points(1), village.Points(2), village.Points(3) };
        village.Done(await TryExpire(village));
        foreach (var line in Lines(village))
        {
            var old = Math.Max(0, before[line.Household] - fresh[line.Household]);
            line.Old.Should().Be(old).And.Be(line.Carried + line.Expired + line.Held);
            line.Carried.Should().Be(Math.Min(old, 7));
            (village.Points(line.Household)).Should().Be(before[line.Household] - line.Expired);
        }
        village.IsSound();

        async Task Live(IEnumerable<(byte What, byte Who, byte How)> year)
        {
            foreach (var (what, who, how) in year)
                if (what % 3 > 0) await village.TryCredit(who % 3 + 1, "C01", how % 3 + 1);
                else await village.TryRedeem(who % 3 + 1, quantity: how % 4 + 1);
        }
    }

    static async Task<VillageFixture> Ended()
    {
        var village = await VillageFixture.Open();
        await village.BringForward(1, 120);
        village.At(2027, 1, 10);
        village.Done(await TryClose(village));
        village.Done(await TryExpire(village));
        return village;
    }

    static void WithTrigger(VillageFixture village, string sql)
    {
        village.Close();
        Run(village.File, sql);
        village.Restart();
    }

    static void Run(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        connection.Execute("pragma foreign_keys = on");
        connection.Execute(sql);
    }
}
