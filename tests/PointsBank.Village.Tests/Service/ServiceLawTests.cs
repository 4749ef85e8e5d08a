using PointsBank.Testing;

namespace PointsBank.Village.Tests.Service;

/// <summary>
/// What the database itself refuses about service. What is refused leaves no trace, so one village serves all that only try.
/// </summary>
public class ServiceLawTests(ServiceLawTests.LivedVillage lived) : IClassFixture<ServiceLawTests.LivedVillage>
{
    public static TheoryData<string> LogTables =>
    [
        "service_classes", "projects", "team_members", "activity_moves", "activity_steps", "activity_codes", "activity_signups",
        "attendances", "attendance_times",
        "attendance_confirmations", "service_certificates",
    ];

    [Theory]
    [MemberData(nameof(LogTables))]
    public Task The_database_refuses_to_change_what_was_recorded(string table) =>
        lived.Scene.Refuses(
            $"update {table} set {(table == "activity_moves" ? "to_state = to_state" : "bank = bank")}", $"{table} is append-only");

    [Theory]
    [MemberData(nameof(LogTables))]
    public Task The_database_refuses_to_remove_what_was_recorded(string table) =>
        lived.Scene.Refuses($"delete from {table}", $"{table} is append-only");

    [Theory]
    [InlineData("activity_steps")]
    [InlineData("attendance_times")]
    public async Task The_words_of_a_reason_can_be_erased(string table)
    {
        using var scene = await Lived();

        await scene.Village.Database.Write<int>(writer => writer.Execute($"update {table} set reason = '—' where reason <> ''"));

        scene.Village.IsSound();
    }

    [Theory]
    [InlineData("update teams set opened_at = 0", "a team keeps its identity")]
    [InlineData("update teams set opened_by = 'x'", "a team keeps its identity")]
    [InlineData("update teams set number = 9", "a team keeps its identity")]
    [InlineData("update teams set ended_at = null, ended_by = null where number = 2", "an ended team stays ended")]
    [InlineData("update teams set ended_at = 1 where number = 1", "CHECK")]
    [InlineData("delete from teams", "teams are never deleted")]
    [InlineData("insert into teams select bank, 9, name, opened_at, opened_by, null, null from teams where number = 1", "UNIQUE")]
    [InlineData(
        "insert into team_members select bank, team, member, 2, 'joined', recorded_at, actor from team_members where sequence = 1",
        "CHECK")]
    [InlineData(
        "insert into team_members select bank, team, member, 3, 'left', recorded_at, actor from team_members where sequence = 1", "CHECK")]
    [InlineData("update activities set project = 2", "an activity keeps its identity")]
    [InlineData("update activities set team = 2", "an activity keeps its identity")]
    [InlineData("update activities set state = 'closed' where number = 1", "an activity stands where its last step says")]
    [InlineData("update activities set place = 'x' where number = 1", "an activity stands where its last step says")]
    [InlineData("update activities set begins_at = 0 where number = 1", "an activity stands where its last step says")]
    [InlineData("update activities set wanted = 1 where number = 1", "an activity stands where its last step says")]
    [InlineData("update activities set steps = steps + 1 where number = 1", "an activity stands where its last step says")]
    [InlineData("delete from activities", "activities are never deleted")]
    [InlineData(
        """
        insert into activities select bank, 9, project, project_version, team, title, place, begins_at, ends_at, wanted, 'open', 0
          from activities where number = 1
        """,
        "an activity begins with nothing")]
    [InlineData(
        """
        insert into activity_steps select bank, activity, 9, 'held', place, begins_at, ends_at, wanted, '', recorded_at, actor
          from activity_steps where activity = 2 and sequence = 1
        """,
        "an activity does not move that way")]
    [InlineData(
        """
        insert into activity_steps select bank, activity, 3, 'closed', place, begins_at, ends_at, wanted, '', recorded_at, actor
          from activity_steps where activity = 2 and sequence = 1
        """,
        "an activity does not move that way")]
    [InlineData(
        """
        insert into activity_steps select bank, activity, 3, 'cancelled', place, begins_at, ends_at, wanted, '', recorded_at, actor
          from activity_steps where activity = 2 and sequence = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into activity_steps select bank, activity, 3, 'open', place, ends_at, begins_at, wanted, '', recorded_at, actor
          from activity_steps where activity = 2 and sequence = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into activity_steps select bank, activity, 3, 'open', place, begins_at + 1, ends_at, wanted, '', recorded_at, actor
          from activity_steps where activity = 2 and sequence = 1
        """,
        "CHECK")]
    [InlineData("insert into activity_codes select bank, activity, 9, token_hash, issued_at, issued_by from activity_codes", "UNIQUE")]
    [InlineData(
        """
        insert into activity_signups select bank, activity, 9, member, 'signed_up', recorded_at, actor from activity_signups
          where sequence = 1
        """,
        "nobody signs up twice")]
    [InlineData(
        "insert into activity_signups select bank, activity, 9, 3, 'withdrawn', recorded_at, actor from activity_signups where sequence = 1",
        "nobody signs up twice")]
    [InlineData("insert into attendances select bank, 9, activity, member, household from attendances where number = 1", "UNIQUE")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'corrected', came_at, left_at, way, 0, 0, 'x', recorded_at, actor
          from attendance_times where attendance = 1
        """,
        "a confirmed attendance keeps its times")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'left', came_at, came_at, way, 0, 0, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'left', came_at, came_at + 43260000, way, 0, 0, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'left', came_at, came_at + 61000, way, 0, 0, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'left', came_at, null, way, 0, 0, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'corrected', came_at, came_at + 60000, way, 0, 0, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'struck', came_at, null, way, 0, 0, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into projects select bank, 9, 1, title_zh, title_en, class, rule, place, wanted, ceiling_points, valid_from, '2020-01-01',
          recorded_at, actor from projects
        """,
        "CHECK")]
    [InlineData(
        """
        insert into service_certificates select bank, 9, member, household, until_day, '2020-01-01', minutes, activities, total, stars,
          issued_on, salt, digest, issued_at, actor from service_certificates
        """,
        "CHECK")]
    [InlineData(
        """
        insert into service_certificates select bank, 9, member, household, from_day, until_day, 0, activities, total, stars, issued_on,
          salt, digest, issued_at, actor from service_certificates
        """,
        "CHECK")]
    [InlineData("insert into service_classes select bank, code, 9, name_zh, name_en, 0, recorded_at, actor from service_classes", "CHECK")]
    [InlineData(
        "insert into service_classes select bank, code, 9, name_zh, name_en, 1441, recorded_at, actor from service_classes", "CHECK")]
    [InlineData(
        """
        insert into projects select bank, 9, 1, title_zh, title_en, class, rule, place, 0, ceiling_points, valid_from, valid_until,
          recorded_at, actor from projects
        """,
        "CHECK")]
    [InlineData(
        """
        insert into projects select bank, 9, 1, title_zh, title_en, class, rule, place, wanted, -1, valid_from, valid_until, recorded_at,
          actor from projects
        """,
        "CHECK")]
    [InlineData("insert into team_members select bank, team, 2, 1, 'x', recorded_at, actor from team_members where sequence = 1", "CHECK")]
    [InlineData(
        """
        insert into activity_steps select bank, activity, 3, 'open', place, begins_at, ends_at, 0, '', recorded_at, actor
          from activity_steps where activity = 2 and sequence = 1
        """,
        "CHECK")]
    [InlineData("insert into activity_codes select bank, activity, 9, x'00', issued_at, issued_by from activity_codes", "CHECK")]
    [InlineData(
        "insert into activity_signups select bank, activity, 9, 3, 'x', recorded_at, actor from activity_signups where sequence = 1",
        "CHECK")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'came', came_at + 1, null, way, 0, 0, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'came', came_at, null, 'x', 0, 0, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'came', came_at, null, way, 2, 0, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_times select bank, attendance, 9, 'came', came_at, null, way, 0, 2, '', recorded_at, actor
          from attendance_times where attendance = 2
        """,
        "CHECK")]
    [InlineData(
        """
        insert into service_certificates select bank, 9, member, household, from_day, until_day, minutes, activities, total, 6, issued_on,
          salt, digest, issued_at, actor from service_certificates
        """,
        "CHECK")]
    [InlineData(
        """
        insert into service_certificates select bank, 9, member, household, from_day, until_day, minutes, activities, total, stars,
          issued_on, x'00', digest, issued_at, actor from service_certificates
        """,
        "CHECK")]
    [InlineData(
        """
        insert into service_certificates select bank, 9, member, household, from_day, until_day, minutes, activities, total, stars,
          issued_on, salt, x'00', issued_at, actor from service_certificates
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_confirmations select bank, 3, 2, 1, member, class, rule, rulebook, 0, 0, minutes, used, quantity, lapsed, 0,
          confirmed_at, actor from attendance_confirmations
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_confirmations select bank, 3, 2, 1, member, class, rule, rulebook, 60, 0, minutes, -1, quantity, lapsed, 0,
          confirmed_at, actor from attendance_confirmations
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_confirmations select bank, 3, 2, 1, member, class, rule, rulebook, 60, 0, minutes, used, -1, lapsed, 0,
          confirmed_at, actor from attendance_confirmations
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_confirmations select bank, 3, 2, 1, member, class, rule, rulebook, 60, 0, minutes, used, quantity, -1, 0,
          confirmed_at, actor from attendance_confirmations
        """,
        "CHECK")]
    [InlineData(
        """
        insert into attendance_confirmations select bank, 3, 2, 1, member, class, rule, rulebook, 60, 0, minutes, used, quantity, lapsed, 2,
          confirmed_at, actor from attendance_confirmations
        """,
        "CHECK")]
    public Task The_database_keeps_to_the_law_of_service(string sql, string message) => lived.Scene.Refuses(sql, message);

    static readonly System.Text.CompositeFormat Confirm = System.Text.CompositeFormat.Parse("""
        insert into attendance_confirmations (bank, attendance, times, entry, member, class, rule, rulebook, unit_minutes, carried, minutes, used, quantity, lapsed, one_person, confirmed_at, actor)
        select bank, {0}, {1}, {2}, member, class, rule, rulebook, unit_minutes, 0, {3}, 0, 0, 0, 0, confirmed_at, '{4}' from attendance_confirmations where attendance = 1
        """);

    // Entry 1 credits household 3 and has nothing to do with service; attendance 3 of member 2 lasted an hour and is not confirmed.
    [Theory]
    [InlineData(3, 2, 1, 60, "staff:9", "FOREIGN KEY")]
    [InlineData(1, 1, 1, 60, "staff:9", "an attendance is confirmed once")]
    [InlineData(2, 1, 1, 60, "staff:9", "the last times are confirmed, and both of them")]
    [InlineData(3, 1, 1, 60, "staff:9", "the last times are confirmed, and both of them")]
    [InlineData(3, 2, 1, 61, "staff:9", "the last times are confirmed, and both of them")]
    [InlineData(3, 2, 1, 60, "staff:2", "nobody confirms the own household or a relative")]
    [InlineData(3, 2, 2, 60, "staff:9", "UNIQUE")]
    public Task The_database_keeps_to_the_law_of_confirmations(
        long attendance, long times, long entry, long minutes, string actor, string message) =>
        lived.Scene.Refuses(
            string.Format(
                System.Globalization.CultureInfo.InvariantCulture, Confirm, attendance, times, message == "FOREIGN KEY" ? 99 : entry,
                minutes, actor),
            message);

    /// <summary>
    /// Activity 1 is held with attendances 1 (confirmed), 2 (not left) and 3 (left, not confirmed); 2 is open. Staff 2 is a relative of
    /// household 2.
    /// </summary>
    static async Task<ServiceVillage> Lived()
    {
        var scene = await ServiceVillage.Open();
        var village = scene.Village;
        var relative = await scene.Staff("relative", new("supervisor", VillageFixture.Code));
        await scene.Ties(relative, 2, "relative");
        village.Done(await scene.Service.Teams.Open(VillageFixture.Ask(), ServiceVillage.Bank, new("助老队")));
        village.Done(await scene.Service.Teams.End(VillageFixture.Ask(), ServiceVillage.Bank, 2));
        village.Done(await scene.Service.Teams.Join(VillageFixture.Ask(), ServiceVillage.Bank, 1, 1));
        await village.Credit(3, "A03");
        village.At(2026, 3, 2, 20);
        var (activity, open) = (await scene.Activity(), await scene.Activity(day: 5));
        await scene.SignUp(open, 1);
        await scene.SignUp(open, 2);
        village.Done(
            await scene.Service.Activities.IssueCode(
                VillageFixture.Ask(), ServiceVillage.Bank, open, "a sheet of slips, drawn on 8 March 2026"));
        var first = await scene.Record(activity, 1, ServiceVillage.At(2, 8), ServiceVillage.At(2, 9));
        await scene.Record(activity, 3, ServiceVillage.At(2, 8));
        await scene.Record(activity, 2, ServiceVillage.At(2, 8));
        await scene.Record(activity, 2, ServiceVillage.At(2, 9), ServiceVillage.At(2, 10), "晚来了");
        await scene.Confirm(activity, first.Number);
        village.Done(
            await scene.Service.Certificates.Issue(VillageFixture.Ask(), ServiceVillage.Bank, new(1, new(2026, 3, 1), new(2026, 3, 2))));
        return scene;
    }

    public sealed class LivedVillage : IAsyncLifetime
    {
        internal ServiceVillage Scene { get; private set; } = null!;

        public async Task InitializeAsync() => Scene = await Lived();

        public Task DisposeAsync()
        {
            Scene.Dispose();
            return Task.CompletedTask;
        }
    }
}
