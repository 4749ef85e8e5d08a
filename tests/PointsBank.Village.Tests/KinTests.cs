using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Staff;
using PointsBank.Village.Tests.Privacy;
using PointsBank.Village.Tests.Shops;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests;

/// <summary>
/// Nobody decides what moves points, standing or favours of the own household or a relative's: the desks say so in words, and behind them
/// the database.
/// </summary>
public class KinTests
{
    const long Bank = VillageFixture.Bank;

    /// <summary>Who wants to, with every right there is in the village, and the household in which they have a relative.</summary>
    static readonly Caller Kin = new("staff:3", "kin", [new(Role.Clerk, Bank), new(Role.Supervisor, Bank), new(Role.Attendant, Bank)]);

    [Fact]
    public async Task Nobody_credits_deducts_or_reverses_for_a_relative()
    {
        using var village = await OpenWithPeople();
        var (credit, deduction) = (await village.Credit(1, "A03"), await village.Deduct(1, "A11"));
        await village.BringForward(1, 20);
        await village.Receive("soap", 5);
        var slip = await village.Redeem(1);
        await Tie(village, 1);
        var day = village.Today;

        (await village.Desks.Deeds.Credit(As(Kin), Bank, new(1, "A03", day))).ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");
        (await village.Desks.Deeds.Deduct(As(Kin), Bank, new(1, "A11", day))).ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");
        (await village.Desks.Slips.Enter(As(Kin), Bank, [new(2, "A03", day), new DeedInput(1, "A03", day)]))
            .ShouldBeRefused(VillageRefusals.OwnOrRelated, "slips[1].household");
        foreach (var entry in (long[])[credit.Entry, deduction.Entry, slip.Entry])
            (await village.Desks.Reversals.Reverse(As(Kin), Bank, entry, new("记错", AllowDeficit: true)))
                .ShouldBeRefused(VillageRefusals.OwnOrRelated, "entry");
        (await village.Desks.Redemptions.Void(As(Kin), Bank, VillageFixture.Shop, slip.Number, new("退")))
            .ShouldBeRefused(VillageRefusals.OwnOrRelated, "entry");

        village.Done(await village.Desks.Deeds.Credit(As(Kin), Bank, new(2, "A03", day)));
        village.Done(await village.Desks.Reversals.Reverse(As(Supervisor), Bank, deduction.Entry, new("记错")));
        village.Done(await village.Desks.Redemptions.Void(As(Supervisor), Bank, VillageFixture.Shop, slip.Number, new("退")));
        village.IsSound();
    }

    [Fact]
    public async Task What_a_meeting_decided_and_a_notice_showed_is_entered_by_anybody()
    {
        using var village = await OpenWithPeople();
        await Tie(village, 1);
        await village.Granted(1, "A03");
        var notice = await village.Post();
        village.At(village.Today.PlusDays(30).At(new(9, 0)));

        village.Done(await village.TryEnter(notice));
        (village.Points(1)).Should().BePositive();
    }

    [Fact]
    public async Task Nobody_moves_points_from_or_to_a_relative_when_households_change()
    {
        using var village = await OpenWithPeople();
        foreach (var household in (long[])[1, 2]) await village.BringForward(household, 20);
        await Tie(village, 1);
        var grounds = new ChangeGrounds("搬走", "村民代表会议");

        (await village.Desks.Changes.Leave(As(Kin), Bank, new(2, grounds, 1))).ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");
        (await village.Desks.Changes.Merge(As(Kin), Bank, new(2, 1, grounds))).ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");
        (await village.Desks.Changes.Leave(As(Kin), Bank, new(1, grounds))).ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");
        await village.Changed(village.Desks.Changes.Leave(As(Kin), Bank, new(2, grounds, 3)));
        village.IsSound();
    }

    [Fact]
    public async Task Nobody_gives_a_relative_favours_and_honours_or_takes_them()
    {
        using var village = await LivedRooms.Open();
        var session = await village.Meet();
        village.Done(await village.Desks.Honours.Propose(As(VillageFixture.Clerk), Bank, new(2025, "XF", 1, Reason: "照顾邻居")));
        village.Done(await village.Desks.Honours.Propose(As(VillageFixture.Clerk), Bank, new(2025, "XF", 2, Reason: "照顾邻居")));
        village.Done(await village.Desks.Honours.Decide(As(VillageFixture.Clerk), Bank, 3, new("accepted", session)));
        await Tie(village, 1, 2, 4);

        (await village.Desks.Honours.Decide(As(Kin), Bank, 2, new("accepted", session)))
            .ShouldBeRefused(VillageRefusals.OwnOrRelated, "candidate");
        (await village.Desks.Honours.Award(As(Kin), Bank, new("XF", "县发2号", village.Today, Candidate: 3)))
            .ShouldBeRefused(VillageRefusals.OwnOrRelated, "candidate");
        (await village.Desks.Honours.Award(As(Kin), Bank, new("XF", "县发2号", village.Today, Household: 1)))
            .ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");
        (await village.Desks.Honours.TakeBack(As(Kin), Bank, 1, new("名单有误"))).ShouldBeRefused(VillageRefusals.OwnOrRelated, "award");
        (await village.Desks.Favours.Grant(As(Kin), Bank, new(1, 1, "年货一份"))).ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");

        await village.Refuses(
            "insert into honour_decisions values (1, 2, 'accepted', 1, '', '', 0, 'staff:3')",
            "nobody decides on the own household or a relative");
        await village.Refuses(
            """
            insert into awards select bank, 9, title, version, household, member, body, document, awarded_on, null, null, 0, 'staff:3', null
              from awards where number = 1
            """,
            "nobody awards the own household or a relative");
        await village.Refuses(
            "insert into award_removals values (1, 1, 'x', 0, 'staff:3')", "nobody takes back an award of the own household or a relative");
        await village.Refuses(
            "insert into favour_grants values (1, 9, 1, 1, 1, '2026-03-02', 'x', 0, 'staff:3')",
            "nobody grants the own household or a relative a favour");
        await village.Refuses(
            "insert into black_entry_steps values (1, 9, 1, 'withdrawn', null, 'x', 0, 'staff:3')",
            "nobody ends an entry of the own household or a relative");
        await village.Refuses(
            "insert into favour_suspension_ends values (1, 1, 'amended', 'x', '2026-03-02', 0, 'staff:3')",
            "nobody ends a suspension of the own household or a relative");
    }

    [Fact]
    public async Task The_database_refuses_what_kin_enters_for_kin()
    {
        using var village = await OpenWithPeople();
        var credit = await village.Credit(2, "A03");
        await Tie(village, 1);
        var other = village.Done(await village.Desks.Deeds.Credit(As(Supervisor), Bank, new(1, "A03", village.Today)));

        await village.Refuses(
            $"""
            insert into deeds select bank, 1, effective_on, entry, rule, rulebook, member, quantity, points, kind, ordinary, posted,
              reverses, source from deeds where entry = {credit.Entry}
            """,
            "nobody credits or deducts the own household or a relative");
        await village.Refuses(
            $"""
            insert into entries select bank, 99, 6, recorded_at, effective_on, 'staff:3', randomblob(16), fingerprint, reason, note, source,
              rule, rulebook, number, null, 0, 99, 2, hash from entries where number = {other.Entry}
            """,
            "nobody reverses for the own household or a relative");
        await village.Refuses(
            """
            insert into proposals values (1, 9, 'leave', 2, null, null, 5, 0, '', null, '', '', '', '{}', 0, 'staff:9');
            insert into proposal_decisions values (1, 9, 'confirmed', 0, 'staff:3');
            insert into household_changes values (1, 9, 'leave', 2, 1, 1, 5, 0, 2026, 'x', 'x', '', '2026-03-02', null, null, 0, 'staff:3',
              9)
            """,
            "nobody moves points of the own household or a relative");
    }

    /// <summary>Somebody else records in which households kin has relatives.</summary>
    static async Task Tie(VillageFixture village, params long[] households) =>
        village.Done(
            await village.Desks.Staff.SetTies(
                As(Supervisor), Bank, Kin.StaffNumber!.Value,
                new([.. households.Select(household => new TieInput(household, "relative"))])));

    [Fact]
    public async Task A_tie_that_ends_is_told_to_the_supervisor_and_the_database_keeps_who_ended_it()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var number = village.Done(await village.Desks.Staff.Add(
            VillageFixture.Ask(), new("fang", "fang", "long-enough", [new("clerk", VillageFixture.Code)]))).Number;
        Task<Outcome<TiesView>> Ties(params TieInput[] ties) =>
            village.Desks.Staff.SetTies(
                VillageFixture.Ask() with { Caller = VillageFixture.Administrator }, VillageFixture.Bank, number, new(ties));
        IEnumerable<(long?, string)> Told() => village.Desks.Reports.Exceptions(VillageFixture.Bank, village.Today, village.Today)
            .Where(line => line.Kind == "tie_ended").Select(line => (line.Household, line.Handler.Split(" → ")[1]));
        village.Done(await Ties(new(1, "own"), new(2, "relative")));
        village.Done(await Ties(new(2, "relative"), new(1, "own"), new(3, "relative")));
        Told().Should().BeEmpty("nothing ended");

        village.Done(await Ties(new(2, "own"), new(3, "relative")));

        Told().Should().BeEquivalentTo([((long?)1, "fang"), (2, "fang")], "another word for a tie ends the first");
        await village.Refuses("delete from staff_ties where household = 3", "whoever ends a tie is kept");
        await village.Refuses("update staff_ties set household = 4 where household = 3", "a tie ends and another begins");
        await village.Refuses("delete from tie_ends", "append-only");
        village.IsSound();
    }
}
