using System.Text;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Imports;

namespace PointsBank.Village.Tests.Imports;

/// <summary>Opening balances: one person brings them on the first day; afterwards another person without a tie confirms.</summary>
public class OpeningTests
{
    const long Bank = VillageFixture.Bank;

    static readonly Caller Supervisor = new("staff:2", "supervisor", [new(Role.Supervisor, Bank)]);

    [Fact]
    public async Task On_the_first_day_one_person_brings_balances_forward_and_each_time_is_on_record_as_alone()
    {
        using var village = await VillageFixture.Open();

        var first = village.Done(await Import(village, "1,100\n2,50\n"));
        var corrected = village.Done(await Import(village, "1,80\n2,50\n"));
        village.Done(await Import(village, "1,100\n2,50\n"));

        (first.Waits, first.Proposal, corrected.Waits).Should().Be((false, null, false));
        (village.Points(1), village.Points(2)).Should().Be((100, 50));
        village.Desks.Openings.Proposals(Bank, open: false, 0, 9)
            .Select(made => (made.Number, made.State, made.File, made.Households, made.PointsBefore, made.PointsAfter))
            .Should().Equal((3, "alone", "表.csv", 1, 80, 100), (2, "alone", "表.csv", 1, 100, 80), (1, "alone", "表.csv", 2, 0, 150));
        var alone = village.Desks.Reports.Exceptions(Bank, village.Today, village.Today)
            .Where(line => line.Kind == "opening_alone").ToList();
        alone.Select(line => (line.Household, line.Found, line.Usual)).Should().Equal((1, 100, 1), (1, 80, 1), (null, 150, 2));
        village.IsSound();
    }

    [Fact]
    public async Task Once_the_book_lives_a_sheet_is_only_proposed_and_another_person_brings_it_forward()
    {
        using var village = await VillageFixture.Open();
        village.Done(await Import(village, "1,100\n2,50\n"));
        await village.Credit(3, "D04");

        var trial = village.Done(await Import(village, "1,100\n2,1000\n3,25\n", dryRun: true));
        (trial.Waits, trial.Proposal, trial.New, trial.Changed, trial.Same).Should().Be((true, null, 1, 1, 1));
        var proposed = village.Done(await Import(village, "1,100\n2,1000\n3,25\n"));
        (proposed.Waits, proposed.Proposal).Should().Be((true, 2));
        proposed.Changes.Should().Equal(trial.Changes);
        (village.Points(2)).Should().Be(50);
        village.Done(await Import(village, "1,100\n2,1000\n3,25\n")).Proposal.Should().Be(2, "the same lines do not wait twice");
        (village.Desks.Waiting.Of(Supervisor, Bank, Role.Supervisor))
            .Should().Contain(item => item.Kind == "openings" && item.Count == 1);
        village.Done(village.Desks.Openings.Lines(Bank, 2, 0, 9)).Should().Equal(
            new OpeningLineView(2, "一组", "张建国2", 50, 1000), new OpeningLineView(3, "一组", "张建国3", 0, 25));

        (await Decide(village, 2, VillageFixture.Clerk)).ShouldBeRefused(VillageRefusals.ConfirmedByAnother, "proposal");
        (await Decide(village, 9, Supervisor)).ShouldBeRefused(VillageRefusals.UnknownOpening, "proposal");
        var confirmed = village.Done(await Decide(village, 2, Supervisor));

        (confirmed.State, confirmed.PointsBefore, confirmed.PointsAfter).Should().Be(("confirmed", 50, 1025));
        (village.Points(1), village.Points(2)).Should().Be((100, 1000));
        village.Database.Read(connection => connection.Query<string>(
            "select distinct actor from entries where source = 'opening:2' or (kind = 6 and reverses = 2)")).Should().Equal("staff:2");
        (await Decide(village, 2, Supervisor)).ShouldBeRefused(VillageRefusals.OpeningDecided, "proposal");
        (village.Desks.Waiting.Of(Supervisor, Bank, Role.Supervisor)).Should().NotContain(item => item.Kind == "openings");
        village.Desks.Reports.Exceptions(Bank, village.Today, village.Today).Count(line => line.Kind == "opening_alone").Should().Be(1);
        village.IsSound();
    }

    [Fact]
    public async Task What_says_the_same_waits_for_nobody_and_what_the_book_would_refuse_is_not_proposed()
    {
        using var village = await VillageFixture.Open();
        village.Done(await Import(village, "1,100\n"));
        await village.Receive("soap", 1);
        await village.Redeem(1);

        var same = village.Done(await Import(village, "1,100\n"));
        var spent = village.Done(await Import(village, "1,80\n2,10\n"));

        (same.Waits, same.Same).Should().Be((false, 1));
        spent.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().Equal((2, "points", "would_pass_floor"));
        village.Desks.Openings.Proposals(Bank, open: true, 0, 9).Should().BeEmpty();
    }

    [Fact]
    public async Task A_refused_proposal_moves_nothing_and_the_same_sheet_may_be_proposed_anew()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");
        var number = village.Done(await Import(village, "2,1000\n")).Proposal!.Value;

        village.Done(await Decide(village, number, Supervisor, confirms: false)).State.Should().Be("refused");

        (village.Points(2)).Should().Be(0);
        (await Decide(village, number, Supervisor)).ShouldBeRefused(VillageRefusals.OpeningDecided, "proposal");
        var second = village.Done(await Import(village, "2,1000\n", by: VillageFixture.Clerk)).Proposal!.Value;
        second.Should().Be(number + 1);
        village.Done(await Decide(village, second, VillageFixture.Clerk, confirms: false)).State.Should().Be("taken_back");
        village.IsSound();
    }

    [Fact]
    public async Task Lines_that_no_longer_stand_are_refused_whole()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");
        var first = village.Done(await Import(village, "2,10\n3,10\n")).Proposal!.Value;
        var second = village.Done(await Import(village, "2,20\n")).Proposal!.Value;
        village.Done(await Decide(village, second, Supervisor));

        var refusal = (await Decide(village, first, Supervisor)).Refusal!;

        (refusal.Kind, refusal.Field).Should().Be((VillageRefusals.OpeningMoved, "proposal"));
        refusal.Facts.Select(fact => (fact.Key, fact.Value)).Should().Equal(("household", "2"), ("before", "0"), ("now", "20"));
        (village.Points(2), village.Points(3)).Should().Be((20, 0));
        village.IsSound();
    }

    [Fact]
    public async Task Points_that_were_spent_since_keep_the_balance_where_it_is()
    {
        using var village = await VillageFixture.Open();
        village.Done(await Import(village, "1,100\n"));
        await village.Receive("soap", 1);
        var number = village.Done(await Import(village, "1,80\n")).Proposal!.Value;
        await village.Redeem(1);

        (await Decide(village, number, Supervisor)).ShouldBeRefused(LedgerRefusals.WouldPassFloor, "proposal");
        (village.Points(1)).Should().Be(95);
    }

    [Fact]
    public async Task Nobody_decides_on_the_own_household_or_a_relative_and_no_proposal_of_another_village_is_found()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");
        var number = village.Done(await Import(village, "2,1000\n3,10\n")).Proposal!.Value;
        var other = village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new("xiaohe", "小河村", "Xiaohe")));
        var elsewhere = village.Desks.Banks.Find(other.Code)!.Value;
        await village.Database.Write<int>(writer => writer.Execute("""
            insert into staff (number, username, name, password_hash, must_change, created_at) values (2, 'li', '李监督', '-', 0, 0);
            insert into staff_ties (bank, staff, household, tie, recorded_at, actor) values (1, 2, 3, 'relative', 0, 'staff:1')
            """));

        (await Decide(village, number, Supervisor)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "proposal");
        (await Decide(village, number, Supervisor, confirms: false)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "proposal");
        var next = new Caller("staff:3", "supervisor", [new(Role.Supervisor, elsewhere)]);
        (await village.Desks.Openings.Decide(As(next), elsewhere, number, confirms: true))
            .ShouldBeRefused(VillageRefusals.UnknownOpening, "proposal");
        village.Desks.Openings.Proposals(elsewhere, open: false, 0, 9).Should().BeEmpty();
        (village.Points(2)).Should().Be(0);
    }

    [Fact]
    public async Task Eight_confirmations_at_once_write_once()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");
        var number = village.Done(await Import(village, "2,1000\n3,10\n")).Proposal!.Value;

        var answers = await Task.WhenAll(Enumerable.Range(10, 8).Select(who =>
            Decide(village, number, new($"staff:{who}", "supervisor", [new(Role.Supervisor, Bank)]))));

        answers.Count(answer => answer.Refusal is null).Should().Be(1);
        answers.Where(answer => answer.Refusal is not null)
            .Should().OnlyContain(answer => answer.Refusal!.Kind == VillageRefusals.OpeningDecided);
        (village.Points(2), village.Points(3)).Should().Be((1000, 10));
        village.IsSound();
    }

    [Fact]
    public async Task The_machine_s_owner_brings_the_first_day_alone_and_afterwards_proposes_too()
    {
        using var village = await VillageFixture.Open();

        village.Done(await Import(village, "1,100\n", by: Caller.System)).Waits.Should().BeFalse();
        await village.Credit(1, "D04");
        var number = village.Done(await Import(village, "1,100\n2,7\n", by: Caller.System)).Proposal!.Value;

        (await Decide(village, number, Caller.System)).ShouldBeRefused(VillageRefusals.ConfirmedByAnother, "proposal");
        village.Done(await Decide(village, number, Supervisor)).ProposedBy.Should().Be("system");
    }

    [Fact]
    public async Task The_database_wants_the_second_person_too()
    {
        using var village = await VillageFixture.Open();
        village.Done(await Import(village, "1,100\n"));
        await village.Credit(1, "D04");
        var number = village.Done(await Import(village, "2,1000\n")).Proposal!.Value;
        var maker = VillageFixture.Clerk.Actor;

        await Refuses($"insert into opening_decisions values (1, {number}, 'confirmed', 0, '{maker}')", "does not confirm it");
        await Refuses($"insert into opening_decisions values (1, {number}, 'alone', 0, '{maker}')", "only before any other entry");
        await Refuses("insert into opening_decisions values (1, 1, 'refused', 0, 'staff:2')", "UNIQUE");
        await Refuses("insert into opening_proposal_lines values (1, 1, 2, 0, 9)", "gets no more lines");
        await Refuses($"insert into opening_decisions values (2, {number}, 'confirmed', 0, 'staff:2')", "FOREIGN KEY");
        await Refuses("update opening_decisions set kind = 'confirmed'", "append-only");
        await Refuses("delete from opening_proposal_lines", "append-only");
        await Refuses("update opening_proposals set actor = 'staff:2'", "append-only");
        var unasked = () => village.Desks.Deeds.BringForward(VillageFixture.Ask(), Bank, [new(3, 1_000_000)]);
        (await unasked.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain("once it was decided");

        async Task Refuses(string sql, string message)
        {
            var write = () => village.Database.Write<int>(writer => writer.Execute(sql));
            (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
        }
    }

    [Theory]
    [InlineData("update opening_proposal_lines set points_after = 999 where proposal = 2", "opening_differs", "proposal 2")]
    [InlineData("update opening_proposal_lines set points_before = 60 where proposal = 2 and household = 1",
        "opening_decision_differs", "proposal 2")]
    [InlineData("update opening_proposal_lines set household = 3 where proposal = 2 and household = 2", "opening_differs", "proposal 2")]
    [InlineData("update opening_decisions set kind = 'refused' where proposal = 2", "opening_differs", "proposal 2")]
    [InlineData("delete from opening_decisions where proposal = 2", "opening_differs", "proposal 2")]
    [InlineData("insert into opening_decisions values (1, 3, 'confirmed', 0, 'staff:2')", "opening_differs", "proposal 3")]
    [InlineData("update opening_proposals set actor = 'staff:2' where number = 2", "opening_decision_differs", "proposal 2")]
    [InlineData("update opening_decisions set kind = 'alone' where proposal = 2", "opening_decision_differs", "proposal 2")]
    [InlineData("delete from opening_proposal_lines where proposal = 3", "opening_decision_differs", "proposal 3")]
    public async Task Verify_finds_what_an_owner_of_the_file_changes_in_it(string edit, string code, string place)
    {
        using var village = await VillageFixture.Open();
        village.Done(await Import(village, "1,100\n"));
        await village.Credit(3, "D04");
        village.Done(await Decide(village, village.Done(await Import(village, "1,90\n2,10\n")).Proposal!.Value, Supervisor));
        village.Done(await Import(village, "3,10\n"));
        village.IsSound();

        await village.Database.Write<int>(writer =>
        {
            foreach (var trigger in writer.Query<string>(
                "select name from sqlite_master where type = 'trigger' and tbl_name like 'opening_%'").ToList())
                writer.Execute($"drop trigger {trigger}");
            return writer.Execute(edit);
        });

        village.Desks.Verification.Verify(Bank, full: true).Deviations
            .Select(deviation => (deviation.Code, deviation.Place)).Should().Contain((code, place));
    }

    static WriteContext As(Caller caller) => VillageFixture.Ask() with { Caller = caller };

    static Task<Outcome<OpeningProposalView>> Decide(VillageFixture village, long number, Caller by, bool confirms = true) =>
        village.Desks.Openings.Decide(As(by), Bank, number, confirms);

    static Task<Outcome<ImportView>> Import(VillageFixture village, string lines, bool dryRun = false, Caller? by = null)
    {
        var file = Encoding.UTF8.GetBytes("household,points\n" + lines);
        return village.Desks.Imports.Import(
            new(by ?? VillageFixture.Clerk, WriteContext.NewKey(), Digest.Of(file), dryRun), Bank, "opening", new MemoryStream(file),
            "表.csv", new());
    }
}
