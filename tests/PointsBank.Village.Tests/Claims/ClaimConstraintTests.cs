using Microsoft.Data.Sqlite;
using PointsBank.Testing;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Claims;

/// <summary>
/// What the database itself refuses, whatever a program does. One village has a claim in each state (1 submitted, 2 collected, 3 assessed,
/// 4 on notice with an open objection, 5 entered, 6 a deduction on notice), an open meeting and a closed one; what is refused leaves no
/// trace, so all tests share it.
/// </summary>
public class ClaimConstraintTests(ClaimConstraintTests.LivedVillage lived) : IClassFixture<ClaimConstraintTests.LivedVillage>
{
    public static TheoryData<string> LogTables =>
        ["claim_moves", "claim_evidence", "assessment_people", "assessment_recusals", "notices", "notice_items", "notice_changes"];

    [Theory]
    [MemberData(nameof(LogTables))]
    public async Task What_was_recorded_is_neither_changed_nor_removed(string table)
    {
        var column = table == "claim_moves" ? "to_state" : "bank";
        await Refused($"update {table} set {column} = {column}", $"{table} is append-only");
        await Refused($"delete from {table}", $"{table} is append-only");
    }

    [Theory]
    [InlineData("claim_steps", "points = 1")]
    [InlineData("claim_steps", "actor = 'x'")]
    [InlineData("claim_steps", "state = 'entered'")]
    [InlineData("reminders", "reminded_on = '2026-01-01'")]
    [InlineData("objections", "household = 1")]
    [InlineData("objections", "claim = 1")]
    [InlineData("rulings", "outcome = 'dropped'")]
    [InlineData("rulings", "actor = 'x'")]
    public async Task Of_a_log_only_a_persons_words_can_be_erased(string table, string change)
    {
        await Refused($"update {table} set {change}", $"{table} is append-only");
        await Refused($"delete from {table}", $"{table} is append-only");
    }

    [Theory]
    [InlineData("claim_steps", "note")]
    [InlineData("reminders", "memo")]
    [InlineData("objections", "words")]
    [InlineData("objections", "objector")]
    [InlineData("rulings", "reason")]
    [InlineData("claims", "memo")]
    [InlineData("claims", "claimed_by")]
    [InlineData("claims", "witnesses")]
    public async Task A_persons_words_can_be_erased(string table, string column)
    {
        (await lived.Village.Database.Write<int>(
            writer => writer.Execute($"update {table} set {column} = {column}"), dryRun: true)).Value.Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData("household = 2")]
    [InlineData("rule = 'A01'")]
    [InlineData("effective_on = '2026-01-01'")]
    [InlineData("quantity = 2")]
    [InlineData("recorded_by = 'x'")]
    [InlineData("member = 1")]
    [InlineData("kind = 'deduct'")]
    [InlineData("channel = 'self'")]
    public async Task A_claim_keeps_its_identity(string change) =>
        await Refused($"update claims set {change}", "a claim keeps its identity");

    [Theory]
    [InlineData("update claims set state = 'entered' where number = 1", "a claim stands where its last step says")]
    [InlineData("update claims set steps = steps + 1 where number = 1", "a claim stands where its last step says")]
    [InlineData("delete from claims", "claims are never deleted")]
    public async Task A_claim_stands_where_its_steps_lead(string sql, string message) => await Refused(sql, message);

    [Theory]
    [InlineData(1, "assessed")]
    [InlineData(1, "entered")]
    [InlineData(2, "on_notice")]
    [InlineData(3, "submitted")]
    [InlineData(4, "entered")]
    [InlineData(4, "withdrawn")]
    [InlineData(5, "on_notice")]
    [InlineData(5, "entered")]
    [InlineData(6, "assessed")]
    public async Task A_claim_moves_only_as_the_law_says(long claim, string to)
    {
        await Refused(Step(claim, to, actor: "staff:7"), "a claim does not move that way");
    }

    [Fact]
    public async Task A_step_is_the_next_one() => await Refused(Step(1, "collected", sequence: 3), "a claim does not move that way");

    [Theory]
    [InlineData("staff:3")]
    [InlineData("staff:5")]
    public async Task Who_wrote_or_collected_it_does_not_assess_it(string maker)
    {
        await Refused(Step(2, "assessed", actor: maker), "who wrote or collected a claim does not assess it");
        await Refused(Step(2, "rejected", actor: maker), "who wrote or collected a claim does not assess it");
    }

    [Fact]
    public async Task Nobody_assesses_the_own_household_or_a_relative_even_where_one_person_may_do_both()
    {
        await Refused(
            "insert into staff_ties (bank, staff, household, tie, recorded_at, actor) values (1, 7, 1, 'own', 0, 'x');"
                + Step(2, "assessed", actor: "staff:7", onePerson: 1),
            "nobody assesses the own household or a relative");
    }

    [Fact]
    public async Task A_closed_meeting_decides_nothing_and_takes_nobody_in()
    {
        await Refused(Step(2, "assessed", actor: "staff:7", session: lived.ClosedSession), "a closed assessment decides nothing");
        await Refused(
            $"insert into assessment_people (bank, session, staff) values (1, {lived.ClosedSession}, 2)",
            "a closed assessment stays closed");
        await Refused(
            $"insert into assessment_recusals (bank, session, claim, staff) values (1, {lived.ClosedSession}, 2, 6)",
            "a closed assessment stays closed");
        await Refused(
            $"update assessments set closed_at = null, closed_by = null where number = {lived.ClosedSession}",
            "a closed assessment stays closed");
        await Refused(
            $"update assessments set held_on = '2026-01-01' where number = {lived.OpenSession}", "an assessment keeps its identity");
        await Refused("delete from assessments", "assessments are never deleted");
    }

    [Theory]
    [InlineData("staff:3")]
    [InlineData("staff:5")]
    [InlineData("staff:6")]
    public async Task Who_had_a_part_does_not_rule(string involved)
    {
        await Refused(Ruling(involved), "who had a part in the claim does not rule on it");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Kin_of_either_side_do_not_rule(long household)
    {
        await Refused(
            $"insert into staff_ties (bank, staff, household, tie, recorded_at, actor) values (1, 2, {household}, 'relative', 0, 'x');"
                + Ruling("staff:2"),
            "who had a part in the claim does not rule on it");
    }

    [Theory]
    [InlineData(
        """
        insert into claims select bank, 99, household, member, rule, rulebook, kind, effective_on, from_minute, until_minute, quantity,
          channel, via, claimed_by, claimant, recorded_by, recorded_at, document, witnesses, memo, 'entered', 0 from claims where number = 1
        """,
        "a claim begins with nothing")]
    [InlineData(
        """
        insert into claims select bank, 99, household, member, rule, rulebook, kind, effective_on, from_minute, until_minute, quantity,
          channel, via, claimed_by, claimant, recorded_by, recorded_at, document, witnesses, memo, '', 1 from claims where number = 1
        """,
        "a claim begins with nothing")]
    [InlineData(
        """
        insert into claims select bank, 99, household, member, rule, rulebook, kind, effective_on, 600, 540, quantity, channel, via,
          claimed_by, claimant, recorded_by, recorded_at, document, witnesses, memo, '', 0 from claims where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into claims select bank, 99, household, member, rule, rulebook, kind, effective_on, 600, null, quantity, channel, via,
          claimed_by, claimant, recorded_by, recorded_at, document, witnesses, memo, '', 0 from claims where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into claims select bank, 99, household, member, rule, rulebook, kind, effective_on, null, null, 0, channel, via, claimed_by,
          claimant, recorded_by, recorded_at, document, witnesses, memo, '', 0 from claims where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into claims select bank, 99, household, member, rule, rulebook, kind, effective_on, null, null, 1, 'rumour', via, claimed_by,
          claimant, recorded_by, recorded_at, document, witnesses, memo, '', 0 from claims where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into claims select bank, 99, household, member, rule, rulebook, kind, effective_on, null, null, 1, channel, via, '',
          claimant, recorded_by, recorded_at, document, witnesses, memo, '', 0 from claims where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into claims select bank, 99, 88, member, rule, rulebook, kind, effective_on, null, null, 1, channel, via, claimed_by,
          claimant, recorded_by, recorded_at, document, witnesses, memo, '', 0 from claims where number = 1
        """,
        "FOREIGN KEY")]
    [InlineData(
        """
        insert into claims select bank, 99, household, member, 'Z99', rulebook, kind, effective_on, null, null, 1, channel, via, claimed_by,
          claimant, recorded_by, recorded_at, document, witnesses, memo, '', 0 from claims where number = 1
        """,
        "FOREIGN KEY")]
    [InlineData("insert into notice_items (bank, notice, line, claim, points) values (1, 1, 9, 4, 5)", "UNIQUE")]
    [InlineData("insert into notice_items (bank, notice, line, claim, points) values (1, 1, 9, 1, 0)", "CHECK")]
    [InlineData(
        """
        insert into notice_changes (bank, notice, sequence, kind, closes_on, reason, recorded_at, actor)
          values (1, 1, 2, 'forgotten', '2026-04-01', 'x', 0, 'x')
        """,
        "CHECK")]
    [InlineData(
        """
        insert into notice_changes (bank, notice, sequence, kind, closes_on, reason, recorded_at, actor)
          values (1, 1, 2, 'ended', '2026-04-01', '', 0, 'x')
        """,
        "an early end has a document")]
    [InlineData(
        """
        insert into notices (bank, number, opens_on, closes_on, hangs_until, names, head_code, direct_after, direct_upto, posted_at,
          posted_by) values (1, 9, '2026-03-05', '2026-03-04', '2026-03-06', 0, 'x', 0, 0, 0, 'x')
        """,
        "CHECK")]
    [InlineData(
        """
        insert into rulings (bank, objection, outcome, points, reason, recorded_at, actor)
          values (1, 1, 'corrected', null, 'x', 0, 'staff:2')
        """,
        "CHECK")]
    [InlineData(
        """
        insert into rulings (bank, objection, outcome, points, reason, recorded_at, actor) values (1, 1, 'dismissed', 3, 'x', 0, 'staff:2')
        """,
        "CHECK")]
    [InlineData(
        """
        insert into objections (bank, number, notice, claim, channel, household, objector, words, recorded_at, actor)
          values (1, 9, 1, 1, 'desk', null, 'x', 'x', 0, 'x')
        """,
        "FOREIGN KEY")]
    [InlineData(
        "insert into claim_evidence (bank, claim, sequence, digest, added_at, actor) values (1, 1, 2, zeroblob(32), 0, 'x')",
        "FOREIGN KEY")]
    [InlineData("insert into staff_ties (bank, staff, household, tie, recorded_at, actor) values (1, 7, 1, 'friend', 0, 'x')", "CHECK")]
    [InlineData("insert into staff_grants (staff, role, bank, shop, group_no, team) values (7, 5, 1, 0, 0, 0)", "CHECK")]
    [InlineData(
        """
        insert into reminders (bank, number, household, rule, kind, reminded_on, memo, recorded_at, actor)
          values (1, 9, 1, 'D10', 'shouted', '2026-03-01', '', 0, 'x')
        """,
        "CHECK")]
    [InlineData(
        """
        insert into assessments (bank, number, held_on, place, opened_at, opened_by, closed_at, closed_by)
          values (1, 9, '2026-03-01', '', 0, 'x', 0, null)
        """,
        "CHECK")]
    public async Task What_makes_no_sense_is_not_kept(string sql, string message) => await Refused(sql, message);

    [Theory]
    [InlineData("session = null", 2, "assessed")]
    [InlineData("points = null", 2, "assessed")]
    [InlineData("notice = null", 3, "on_notice")]
    [InlineData("entry = null", 3, "entered")]
    [InlineData("points = 0", 2, "assessed")]
    public async Task A_step_says_what_it_stems_from(string change, long claim, string to)
    {
        var (column, value) = (change.Split(" = ")[0], change.Split(" = ")[1]);

        await Refused(Step(claim, to, actor: "staff:7", with: (column, value)), "CHECK");
    }

    /// <summary>
    /// Two claims cannot share an entry, and a claim is entered once: asked of the indexes alone, with the law of moves out of the way.
    /// </summary>
    [Fact]
    public async Task A_claim_is_entered_once_and_an_entry_is_one_claims()
    {
        var entry = lived.Village.Look(5).Entry;
        const string WithoutLaw = "drop trigger claim_steps_follow_the_law;";

        await Refused(WithoutLaw + Step(3, "entered", with: ("entry", $"{entry}")), "UNIQUE");
        await Refused(WithoutLaw + Step(5, "entered", sequence: 9, with: ("entry", $"{entry - 1}")), "UNIQUE");
    }

    string Step(
        long claim, string state, string actor = "x", long? sequence = null, long? session = null, int onePerson = 0,
        (string Column, string Value)? with = null)
    {
        var values = new Dictionary<string, string>
        {
            ["points"] = "5", ["session"] = $"{session ?? lived.OpenSession}", ["notice"] = "1",
            ["entry"] = state is "entered" or "reversed" ? "1" : "null",
        };
        if (with is { } other) values[other.Column] = other.Value;
        return $"""
            insert into claim_steps (bank, claim, sequence, state, points, session, notice, objection, hold, entry, one_person, recorded_at, actor, note)
            select 1, {claim}, {(sequence is { } at ? $"{at}" : "steps + 1")}, '{state}', {values["points"]}, {values["session"]}, {values["notice"]}, null, null, {values["entry"]}, {onePerson}, 0, '{actor}', ''
            from claims where number = {claim}
            """;
    }

    static string Ruling(string actor) =>
        $"""
        insert into rulings (bank, objection, outcome, points, reason, recorded_at, actor)
          values (1, 1, 'dismissed', null, 'x', 0, '{actor}')
        """;

    async Task Refused(string sql, string message)
    {
        var write = () => lived.Village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
    }

    public sealed class LivedVillage : IAsyncLifetime
    {
        public VillageFixture Village { get; private set; } = null!;

        public long OpenSession { get; private set; }

        public long ClosedSession { get; private set; }

        public async Task InitializeAsync()
        {
            Village = await OpenWithPeople();
            // Somebody who sits in each meeting and keeps out of the first household's claims.
            var third = await Village.Seatable(8, 1);
            await Village.Credit(3, "C09");
            await Village.Credit(3, "A01");
            var submitted = await Village.Claim(1, "A03");
            var collected = await Village.Claim(1, "A01");
            await Village.Collect(collected);
            var photo = Pictures.Png(1);
            Village.Done(
                await Village.Desks.Claims.AddEvidence(
                    As(Leader), 1, submitted, Village.Done(PointsBank.Papers.Cleaning.EvidenceFile.Read(photo))));
            // In the order of their numbers: 3 stays assessed, 4 is objected to, 5 is entered, 6 is a deduction on the wall.
            long[] more = [
                await Village.Claim(2, "A01"), await Village.Claim(1, "C09"), await Village.Claim(3, "A03"),
                await Village.Claim(3, "D10", document: "3号")];
            Village.Done(await Village.Desks.Reminders.Record(As(VillageFixture.Clerk), 1, new(3, "D10", "private", Village.Today)));
            Village.Done(await Village.Desks.Reminders.Record(As(VillageFixture.Clerk), 1, new(3, "D10", "written", Village.Today)));
            await Village.Collect(more);
            ClosedSession = await Village.Meet(7, third);
            await Village.Decide(
                ClosedSession, new(more[1], "as_claimed"), new(more[2], "as_claimed"), new(more[3], "as_claimed", Reason: "屡劝不改"));
            Village.Done(await Village.Desks.Assessments.AddPresent(As(Assessor), 1, ClosedSession, new([7])));
            Village.Done(await Village.Desks.Assessments.Close(As(Assessor), 1, ClosedSession));
            var notice = await Village.Post();
            Village.Done(await Village.Desks.Notices.Extend(As(VillageFixture.Clerk), 1, notice, new(new(2026, 3, 9), "雪")));
            var objection = Village.Done(await Village.TryObject(notice, 1, HouseholdOf(2))).Number;
            var second = await Village.Object(notice, 3);
            await Village.Rule(second, "dismissed");
            objection.Should().Be(1);
            OpenSession = await Village.Meet(7, third);
            await Village.Decide(OpenSession, new PointsBank.Village.Claims.DecisionInput(more[0], "as_claimed"));
            Village.At(2026, 3, 10);
            await Village.Enter(notice);
        }

        public Task DisposeAsync()
        {
            Village.Dispose();
            return Task.CompletedTask;
        }
    }
}
