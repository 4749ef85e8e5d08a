using Dapper;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Journal;
using PointsBank.Village.Privacy;
using PointsBank.Village.Tests.Boards;
using PointsBank.Village.Tests.Favours;

namespace PointsBank.Village.Tests.Households;

public class ChangeTests
{
    const long Bank = VillageFixture.Bank;
    const long Other = 2;

    static readonly ChangeGrounds Grounds = new("成家立户", "村民代表会议", "〔2026〕3号");

    static ChangeDesk Changes(VillageFixture village) => village.Desks.Changes;

    /// <summary>Household 1 has three members, points and standing; household 2 is there to receive.</summary>
    static async Task<VillageFixture> Open()
    {
        var village = await VillageFixture.Open();
        village.Done(await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 1, new("张小明", new(2000, 1, 1))));
        village.Done(await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 1, new("李小红", new(2001, 1, 1))));
        await village.BringForward(1, 80);
        await village.Credit(1, "C01");
        await village.Issue(1, "246810");
        await village.Issue(2);
        return village;
    }

    static Task<Outcome<ChangeAnswer>> TrySplit(VillageFixture village, long points = 30, params long[] members) =>
        Changes(village).Split(VillageFixture.Ask(), Bank, new(1, members.Length == 0 ? [4, 5] : members, 4, "二组", points, 1, Grounds));

    static Task<Outcome<ChangeAnswer>> TryMerge(VillageFixture village, long from = 1, long into = 2) =>
        Changes(village).Merge(VillageFixture.Ask(), Bank, new(from, into, Grounds));

    static Task<Outcome<ChangeAnswer>> TryLeave(VillageFixture village, long? pointsTo = null, bool dryRun = false) =>
        Changes(village).Leave(VillageFixture.Ask() with { DryRun = dryRun }, Bank, new(1, Grounds, pointsTo));

    [Fact]
    public async Task Whoever_left_before_stays_behind_when_the_household_goes_and_can_be_erased_there()
    {
        using var village = await Open();
        village.Done(await village.Desks.Privacy.Leavings.Record(VillageFixture.Ask(), Bank, 1, 4, new(village.Today, "moved")));
        (await TrySplit(village)).ShouldBeRefused(VillageRefusals.MemberLeft, "members");
        (await village.Desks.Households.ChangeMember(VillageFixture.Ask(), Bank, 1, 4, new("张小明", new(2000, 1, 1))))
            .ShouldBeRefused(VillageRefusals.MemberLeft, "member");

        await village.Changed(TryMerge(village));

        village.Done(village.Desks.Households.Get(Bank, 2)).Members.Select(member => member.Number).Should().Equal(2, 1, 5);
        village.Done(village.Desks.Households.Get(Bank, 1)).Members.Select(member => member.Number).Should().Equal(4);
        var asked = village.Done(await village.Desks.Privacy.Erasures.Ask(VillageFixture.Ask(), Bank, new(1, 4)));
        village.Done(await village.Desks.Privacy.Erasures.CarryOut(ClaimLife.As(ClaimLife.Supervisor), Bank, asked.Number));
        village.IsSound();
    }

    [Fact]
    public async Task Whoever_left_before_is_not_opened_anew_where_the_household_moves_to()
    {
        using var village = await Open();
        village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new("xiaohe", "小河村", "Xiaohe")));
        village.Done(await village.Desks.Privacy.Leavings.Record(VillageFixture.Ask(), Bank, 1, 4, new(village.Today, "died")));
        var both = new Caller("staff:3", "clerk", [new(Role.Clerk, Bank), new(Role.Clerk, Other)]);

        await village.Changed(Changes(village).Move(ClaimLife.As(both), Bank, new(1, "新组", Grounds, "xiaohe")));

        village.Done(village.Desks.Households.Get(Other, 1)).Members.Select(member => member.Name).Should().Equal("张建国", "李小红");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Nobody_takes_along_more_standing_than_there_is(long beyond)
    {
        using var village = await Open();
        var merit = village.Merit(1, 2026);

        (await Changes(village).Split(VillageFixture.Ask(), Bank, new(1, [4], 4, "二组", 0, beyond > 0 ? merit + beyond : beyond, Grounds)))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "standing");
        await village.Changed(Changes(village).Split(VillageFixture.Ask(), Bank, new(1, [4], 4, "二组", 0, merit, Grounds)));
        village.Merit(1, 2026).Should().Be(0);
    }

    [Fact]
    public async Task A_household_splits_and_takes_along_what_was_decided()
    {
        using var village = await Open();
        var (points, merit) = (village.Points(1), village.Merit(1, 2026));
        Changes(village).List(Bank, null, null, 9).Should().BeEmpty();

        var asked = village.Done(await TrySplit(village));
        asked.Sides.Select(side => (side.Household, side.PointsBefore, side.PointsAfter))
            .Should().Equal((1, points, points - 30), (0, 0, 30));
        (village.Points(1)).Should().Be(points, "it waits for another person");
        var split = await village.Changed(Task.FromResult<Outcome<ChangeAnswer>>(asked));

        split.Should()
            .Match<ChangeView>(
                change => change.OtherHousehold == 4
                    && change.Points == 30
                    && change.Standing == 1
                    && change.DecidedBy == "村民代表会议");
        village.Done(village.Desks.Households.Get(Bank, 4))
            .Should().Match<HouseholdView>(
                home => home.Head == "张小明" && home.Group == "二组" && home.Members.Count == 2 && home.Passbook == null);
        (village.Merit(1, 2026), village.Merit(4, 2026)).Should().Be((merit - 1, 1));
        village.Done(village.Desks.Journal.Passbook(Bank, 4, null, null, null, 1)).Items[0]
            .Should().Match<PassbookLine>(line => line.In == 30 && line.Matter == "分户");
        village.Desks.Finder.Find(Bank, "张小明", 3).Should().Contain(line => line.Number == 4);
        (await village.TryReverse(split.Entry!.Value)).ShouldBeRefused(VillageRefusals.ChangeStands);
        Changes(village).List(Bank, 4, null, 9).Should().ContainSingle().Which.Members.Should().Equal("张小明", "李小红");
        Changes(village).List(Bank, 2, null, 9).Should().BeEmpty();
        village.IsSound();
    }

    [Fact]
    public async Task A_split_takes_no_more_than_there_is_and_not_the_head()
    {
        using var village = await Open();

        (await TrySplit(village, 10_000)).ShouldBeRefused(VillageRefusals.NotEnoughPoints, "points");
        (await TrySplit(village, 1, 1, 4)).ShouldBeRefused(VillageRefusals.NotInList, "members");
        (await TrySplit(village, 1, 2, 4)).ShouldBeRefused(VillageRefusals.UnknownMember, "members");
        village.Desks.Households.Get(Bank, 4).ShouldBeRefused(VillageRefusals.UnknownHousehold);
    }

    [Fact]
    public async Task A_household_that_merged_is_no_more_and_can_still_be_read()
    {
        using var village = await Open();
        var (points, merit, serial) = (
            village.Points(1), village.Merit(1, 2026), village.Done(village.Desks.Households.Get(Bank, 1)).Passbook!);
        var credit = village.Desks.Journal.Entries(Bank, null, 50).First(entry => entry.Kind == "credit").Number;

        (await village.Changed(TryMerge(village))).Points.Should().Be(points);

        (village.Points(2)).Should().Be(points);
        village.Merit(2, 2026).Should().Be(merit);
        village.Done(village.Desks.Households.Get(Bank, 2)).Members.Should().HaveCount(4).And.ContainSingle(member => member.IsHead);
        village.Done(village.Desks.Households.Get(Bank, 1)).Ended.Should().Be(new HouseholdEnd(village.Today, "merged"));
        village.Done(village.Desks.Journal.Passbook(Bank, 1, null, null, null, 9)).Items.Should().HaveCount(3);

        (await village.TryCredit(1, "C01")).ShouldBeRefused(VillageRefusals.HouseholdEnded, "household");
        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.HouseholdEnded);
        (await village.TryReverse(credit)).ShouldBeRefused(VillageRefusals.HouseholdEnded);
        (await village.Desks.Passbooks.Issue(VillageFixture.Ask(), Bank, 1, new())).ShouldBeRefused(VillageRefusals.HouseholdEnded);
        (await village.Desks.Passbooks.OpenByPin(serial, "246810")).ShouldBeRefused(VillageRefusals.SignInFailed);
        (await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 1, new("某人", new(1990, 1, 1))))
            .ShouldBeRefused(VillageRefusals.HouseholdEnded);
        (await TryMerge(village)).ShouldBeRefused(VillageRefusals.HouseholdEnded);

        village.Desks.Households.Search(Bank, null, 0, 9).Select(line => line.Number).Should().Equal(2, 3);
        village.Desks.Households.WithoutPassbook(Bank, 9).Select(line => line.Number).Should().Equal(3);
        village.Desks.Households.PassbookCounts(Bank).WithoutPassbook.Should().Be(1);
        village.Desks.Households.Groups(Bank).Single().Households.Should().Be(2);
        village.Desks.Finder.Find(Bank, "1", 9).Should().NotContain(line => line.Number == 1);
        (village.Desks.Boards.StandingOf(Bank, 3, 2026))
            .Should().Match<StandingView>(standing => standing.Households == 2 && standing.Rank == null);
        (village.Desks.Boards.Compute(Bank, "good-deeds", "2026", null, 9)).Value.Items.Should().BeEmpty();
        village.IsSound();
    }

    [Fact]
    public async Task A_move_within_the_village_changes_the_group_and_the_passbook()
    {
        using var village = await Open();
        var (points, old) = (village.Points(1), village.Done(village.Desks.Households.Get(Bank, 1)).Passbook);

        var moved = await village.Changed(Changes(village).Move(VillageFixture.Ask(), Bank, new(1, "三组", Grounds)));

        village.Done(village.Desks.Households.Get(Bank, 1))
            .Should().Match<HouseholdView>(
                home => home.Group == "三组" && home.Passbook == moved.Serial && home.Passbook != old && home.Ended == null);
        (village.Points(1)).Should().Be(points);
        moved.Entry.Should().BeNull();
        village.IsSound();
    }

    [Fact]
    public async Task A_move_to_another_village_goes_through_both_books_in_one_write()
    {
        using var village = await Open();
        village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new("shuanghe", "双河村", "Shuanghe")));
        await village.Credit(1, "C09", member: 4);
        var (points, merit, minutes) = (
            village.Points(1), village.Merit(1, 2026), village.Total(AccountKind.MemberMinutes, 4, Unit.Minutes));
        var both = new Caller("staff:3", "clerk", [new(Role.Clerk, Bank), new(Role.Clerk, Other)]);
        var input = new MoveInput(1, "五组", Grounds, "shuanghe");

        (await Changes(village).Move(VillageFixture.Ask(), Bank, input)).ShouldBeRefused(VillageRefusals.NotAllowed, "bank");
        var moved = await village.Changed(Changes(village).Move(VillageFixture.Ask() with { Caller = both }, Bank, input));

        moved.Should()
            .Match<ChangeView>(
                change => change.OtherBank == "shuanghe"
                    && change.OtherHousehold == 1
                    && change.Points == points
                    && change.Standing == merit);
        var there = village.Done(village.Desks.Households.Get(Other, 1));
        there.Should().Match<HouseholdView>(home => home.Head == "张建国" && home.Members.Count == 3 && home.Passbook == null);
        village.Done(village.Desks.Journal.Balance(Other, 1))
            .Should().Match<BalanceView>(balance => balance.Points.Balance == points && balance.Minutes == minutes);
        village.Total(AccountKind.Clearing, 0, Unit.Points).Should().Be(points);
        village.Database.ReadAccount(Other, new(AccountKind.Clearing, 0, Unit.Points))!.Balance.Value.Should().Be(-points);
        village.Done(village.Desks.Households.Get(Bank, 1)).Ended!.Kind.Should().Be("moved");
        village.IsSound();
        village.Desks.Verification.Verify(Other, full: true).Deviations.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_leaves_lets_points_expire_or_gives_them_to_another()
    {
        using var village = await Open();
        var points = village.Points(1);

        village.Done(await TryLeave(village, pointsTo: 3, dryRun: true)).Sides.Select(side => side.PointsAfter).Should().Equal(0, points);
        await village.Changed(TryLeave(village));

        village.Total(AccountKind.Expired, 0, Unit.Points, 2026).Should().Be(points);
        village.Merit(1, 2026).Should().Be(0);
        village.Done(village.Desks.Households.Get(Bank, 1))
            .Should().Match<HouseholdView>(home => home.Ended!.Kind == "left" && home.Members.Count == 3);
        village.IsSound();
    }

    [Fact]
    public async Task Points_of_who_leaves_go_to_another_household_and_its_standing_does_not()
    {
        using var village = await Open();
        var points = village.Points(1);

        await village.Changed(TryLeave(village, pointsTo: 3));

        (village.Points(3)).Should().Be(points);
        village.Merit(3, 2026).Should().Be(0);
        village.IsSound();
    }

    [Fact]
    public async Task What_is_open_is_ended_first_and_named()
    {
        using var village = await Open();
        village.Done(
            await village.Desks.Vouchers.Issue(
                VillageFixture.Ask(), Bank, new([20], new("booklet"), "a sheet of slips, drawn on 8 March 2026", 1)));
        village.Done(
            await village.Desks.Claims.Submit(VillageFixture.Ask(), Bank, new(1, "C01", village.Today, Member: 4, Confirmed: true)));

        var refused = await TryLeave(village);

        refused.ShouldBeRefused(VillageRefusals.HouseholdHasOpen, "household");
        refused.Refusal!.Facts.Should()
            .Contain(new KeyValuePair<string, string>("held", "20")).And.Contain(new KeyValuePair<string, string>("claims", "#1"))
            .And.Contain(new KeyValuePair<string, string>("vouchers", "#1"));
        (await TrySplit(village)).ShouldBeRefused(VillageRefusals.HouseholdHasOpen);
    }

    [Fact]
    public async Task Nobody_sheds_a_black_entry_by_a_change()
    {
        using var village = await Open();
        await village.Hire();
        var entry = village.Done(await village.TryRecord(await village.Decided())).Number;

        (await TryMerge(village)).Refusal!.Facts.Should()
            .Contain(new KeyValuePair<string, string>("black", "#1"), "what is decided counts before it hangs");
        village.Done(await village.TryPost(entry));
        (await TryMerge(village)).ShouldBeRefused(VillageRefusals.HouseholdHasOpen, "household");
        (await TryLeave(village)).ShouldBeRefused(VillageRefusals.HouseholdHasOpen, "household");
        (await TrySplit(village)).ShouldBeRefused(VillageRefusals.HouseholdHasOpen, "household");
        var objection = village.Done(await BoardLife.TryObjectTo(village, entry)).Number;
        village.Done(await village.TryEnd(entry));
        (await TryMerge(village)).Refusal!.Facts.Should()
            .Contain(new KeyValuePair<string, string>("objections", "#1"), "it is owed an answer");
        village.Done(await village.TryAnswer(objection, "dismissed"));
        await village.Changed(TryMerge(village));
    }

    [Fact]
    public async Task Nobody_sheds_a_suspension_by_a_change_nor_takes_points_out_of_it()
    {
        using var village = await FavourLife.Open();
        village.Done(await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 1, new("张小明", new(2000, 1, 1))));
        village.Done(await village.TryRemind());
        var suspension = village.Done(await village.TryRecord()).Number;

        (await TryMerge(village)).Refusal!.Facts.Should()
            .Contain(new KeyValuePair<string, string>("suspensions", "#1"), "what is decided counts before it is confirmed");
        village.Done(await village.TryConfirm(suspension));
        (await TryMerge(village)).ShouldBeRefused(VillageRefusals.HouseholdHasOpen, "household");
        (await TrySplit(village, 30, 4)).ShouldBeRefused(VillageRefusals.HouseholdHasOpen, "household");
        var objection = village.Done(await FavourLife.TryObjectTo(village, suspension)).Number;
        village.Done(await village.Desks.Suspensions.Amend(ClaimLife.As(ClaimLife.Supervisor), Bank, suspension, new("补上了三次清扫")));
        (await TryMerge(village)).Refusal!.Facts.Should().Contain(new KeyValuePair<string, string>("objections", "#1"));
        village.Done(
            await village.Desks.Suspensions.Rule(ClaimLife.As(FavourLife.OtherSupervisor), Bank, objection, new("dismissed", "维持")));
        await village.Changed(TryMerge(village));
    }

    [Fact]
    public async Task A_member_is_named_once_and_whoever_left_goes_nowhere()
    {
        using var village = await Open();
        (await TrySplit(village, 30, 4, 4)).ShouldBeRefused(VillageRefusals.AlreadyExists, "members");
        village.Done(
            await new LeavingDesk(village.Database, village.Desks.Banks).Record(
                VillageFixture.Ask(), Bank, 1, 4, new(village.Today, "moved")));

        (await TrySplit(village, 30, 4, 5)).ShouldBeRefused(VillageRefusals.MemberLeft, "members");
    }

    [Fact]
    public async Task Between_a_close_and_its_expiry_points_stay_where_they_are()
    {
        using var village = await Open();
        village.At(2027, 1, 2);
        village.Done(await village.Desks.Years.Close(VillageFixture.Ask(), Bank, 2026, new(village.Desks.Journal.Head(Bank).CheckCode)));

        (await TryMerge(village)).ShouldBeRefused(VillageRefusals.YearUnfinished);
        (await TrySplit(village)).ShouldBeRefused(VillageRefusals.YearUnfinished);
        village.At(2027, 1, 10);
        village.Done(await village.Desks.Years.Expire(VillageFixture.Ask(), Bank, 2026, new(village.Desks.Journal.Head(Bank).CheckCode)));
        await village.Changed(TryMerge(village));
        (await village.Desks.Years.Undo(VillageFixture.Ask(), Bank, 2026, new("撤销"))).ShouldBeRefused(VillageRefusals.HouseholdEnded);
        village.IsSound();
    }

    [Theory]
    [InlineData("update household_changes set points = points + 1", "change_differs")]
    [InlineData("update household_changes set kind = 'leave'", "household_end_differs")]
    [InlineData("delete from household_changes", "change_differs")]
    [InlineData("update passbooks set ended_at = null, end_reason = null where household = 1", "household_end_differs")]
    public async Task The_audit_finds_what_was_tampered_with(string sql, string code)
    {
        using var village = await Open();
        await village.Changed(TryMerge(village));

        (await village.Tamper(sql)).Select(found => found.Code).Should().Contain(code);
    }

    [Theory]
    [InlineData("update household_changes set points = 9")]
    [InlineData("delete from household_changes")]
    [InlineData("update household_change_members set minutes = 9")]
    [InlineData("delete from household_change_members")]
    [InlineData("update household_ends set kind = 'left'")]
    [InlineData("delete from household_ends")]
    [InlineData("insert into household_ends values (1, 2, '2026-03-02', 'left', 0, 'staff:3')")]
    [InlineData("insert into passbooks (bank, serial, household, issued_at, issued_by) values (1, '0001-000009-9', 1, 0, 'staff:3')")]
    public async Task What_a_change_wrote_stays(string sql)
    {
        using var village = await Open();
        await village.Changed(TryMerge(village));
        village.Close();
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = village.File, Pooling = false }.ToString());
        connection.Open();

        FluentActions.Invoking(() => connection.Execute(sql)).Should().Throw<SqliteException>().Which.SqliteErrorCode.Should().Be(19);
    }
}
