using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Service;

static class ActivityTable
{
    const string Select = """
        select a.number, a.project, a.project_version, a.team, a.title, a.place, a.begins_at, a.ends_at, a.wanted, a.state, a.steps,
          t.name as team_name
        from activities a join teams t on t.bank = a.bank and t.number = a.team
        """;

    /// <summary>Activities, the newest number first.</summary>
    public static List<ActivityLine> All(DbSession db, long bank, ActivityFilter filter, long before, int limit) =>
        db.Query<LineRow>("""
        select a.number, a.title, p.title_zh, p.title_en, a.team, t.name as team_name, a.place, a.begins_at, a.ends_at, a.state,
          a.wanted,
          (select count(*) from activity_signups s where s.bank = a.bank and s.activity = a.number and s.kind = 'signed_up'
            and not exists (
            select 1 from activity_signups l where l.bank = s.bank and l.activity = s.activity and l.member = s.member
              and l.sequence > s.sequence)) as signed_up,
          (select count(*) from attendances c join attendance_times x on x.bank = c.bank and x.attendance = c.number
            where c.bank = a.bank and c.activity = a.number
            and x.kind <> 'struck' and not exists (
            select 1 from attendance_times l where l.bank = x.bank and l.attendance = x.attendance and l.sequence > x.sequence)) as came
        from activities a
        join projects p on p.bank = a.bank and p.number = a.project and p.version = a.project_version
        join teams t on t.bank = a.bank and t.number = a.team
        where a.bank = @bank and (@before = 0 or a.number < @before) and (@state = '' or a.state = @state)
          and (@team = 0 or a.team = @team)
          and a.begins_at >= @from and a.begins_at < @until
          and (@over = 0 or (a.state in ('open', 'held') and a.ends_at < @over))
        order by a.number desc limit @limit
        """,
        new
        {
            bank, limit, before, state = filter.State ?? "", team = filter.Team ?? 0,
            from = filter.From?.ToMilliseconds() ?? 0, until = filter.Until?.PlusDays(1).ToMilliseconds() ?? long.MaxValue,
            over = filter.OverBy?.ToMilliseconds() ?? 0,
        }).ConvertAll(row => row.Line);

    public static Activity? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<Activity>($"{Select} where a.bank = @bank and a.number = @number", new { bank, number });

    /// <summary>Writes what happened and moves the activity there. The database refuses a move that is not in its law.</summary>
    public static void Advance(Writer writer, long bank, Activity after, string reason, string actor)
    {
        writer.Execute("""
            insert into activity_steps (bank, activity, sequence, state, place, begins_at, ends_at, wanted, reason, recorded_at, actor)
            values (@bank, @Number, @step, @State, @Place, @Begins_At, @Ends_At, @Wanted, @reason, @at, @actor)
            """,
            new
            {
                bank, after.Number, step = after.Steps + 1, after.State, after.Place, after.Begins_At, after.Ends_At, after.Wanted, reason,
                at = writer.NowMilliseconds, actor,
            });
        writer.Execute("""
            update activities set state = @State, place = @Place, begins_at = @Begins_At, ends_at = @Ends_At, wanted = @Wanted,
              steps = @step
            where bank = @bank and number = @Number
            """,
            new { bank, after.Number, after.State, after.Place, after.Begins_At, after.Ends_At, after.Wanted, step = after.Steps + 1 });
    }

    /// <summary>An activity with the terms of its project and what happened to it.</summary>
    public static ActivityView View(DbSession db, long bank, Activity found)
    {
        var project = ProjectTable.Of(db, bank, found.Project, found.Project_Version);
        var steps = db.Query<(
            long No, string State, long Begins, long Ends, string Place, long Wanted, string Reason, long At, string Handler)>($"""
            select s.sequence, s.state, s.begins_at, s.ends_at, s.place, s.wanted, s.reason, s.recorded_at, {Handler.Of("s.actor")}
            from activity_steps s where s.bank = @bank and s.activity = @number order by s.sequence
            """, new { bank, number = found.Number })
            .Select(
                row => new ActivityStepView(
                    row.No, row.State, row.Begins.ToLocal(), row.Ends.ToLocal(), row.Place, row.Wanted, row.Reason, row.At.ToInstant(),
                    row.Handler)).ToList();
        var codes = db.ExecuteScalar<long>(
            "select count(*) from activity_codes where bank = @bank and activity = @number", new { bank, number = found.Number });
        return new(
            found.Number, found.Title.Length > 0 ? found.Title : project.Title_Zh, found.Title.Length > 0 ? found.Title : project.Title_En,
            new(
                project.Number, (int)project.Version, project.Class, project.Class_Zh, project.Class_En, project.Unit_Minutes, project.Rule,
                project.Ceiling_Points),
            found.Team, found.Team_Name, found.Place, found.Begins_At.ToLocal(), found.Ends_At.ToLocal(), found.State, found.Wanted,
            codes > 0, steps);
    }

    /// <summary>Adds an activity before its first step; the answer is its number.</summary>
    public static long Add(DbSession db, long bank, Activity planned) => db.ExecuteScalar<long>("""
        insert into activities (bank, number, project, project_version, team, title, place, begins_at, ends_at, wanted, state,
          steps)
        select @bank, coalesce(max(number), 0) + 1, @Project, @Project_Version, @Team, @Title, @Place, @Begins_At, @Ends_At,
          @Wanted, '', 0
        from activities where bank = @bank
        returning number
        """,
        new
        {
            bank, planned.Project, planned.Project_Version, planned.Team, planned.Title, planned.Place, planned.Begins_At,
            planned.Ends_At, planned.Wanted,
        });

    /// <summary>The teams of activities that ended before this time and were not closed, and when they ended, the earliest first.</summary>
    public static List<(long Team, long Ends)> Over(DbSession db, long bank, long before, int limit) => db.Query<(long, long)>("""
        select team, ends_at from activities where bank = @bank and state in ('open', 'held') and ends_at < @before
        order by ends_at limit @limit
        """, new { bank, before, limit });

    /// <summary>How many attendances are neither confirmed nor struck off.</summary>
    public static long Unconfirmed(DbSession db, long bank, long number) => db.ExecuteScalar<long>($"""
        select count(*) from attendances a where a.bank = @bank and a.activity = @number
          and not exists (select 1 from attendance_times t
            where t.bank = a.bank and t.attendance = a.number and t.kind = 'struck' and {AttendanceTable.IsLast})
          and not exists (select 1 from attendance_confirmations c
            where c.bank = a.bank and c.attendance = a.number and {AttendanceTable.IsLive})
        """, new { bank, number });

    /// <summary>How many people came, without those that were struck off.</summary>
    public static long Came(DbSession db, long bank, long number) => db.ExecuteScalar<long>($"""
        select count(*) from attendances a join attendance_times t on t.bank = a.bank and t.attendance = a.number
        where a.bank = @bank and a.activity = @number and t.kind <> 'struck' and {AttendanceTable.IsLast}
        """, new { bank, number });

    /// <summary>Makes this the code of the door; false where it was a code before.</summary>
    public static bool AddCode(Writer writer, long bank, long number, Digest code, string actor) => writer.Execute("""
        insert into activity_codes (bank, activity, sequence, token_hash, issued_at, issued_by)
        select @bank, @number, coalesce(max(sequence), 0) + 1, @hash, @at, @actor from activity_codes
          where bank = @bank and activity = @number
        on conflict (token_hash) do nothing
        """, new { bank, number, hash = code.ToArray(), at = writer.NowMilliseconds, actor }) > 0;

    /// <summary>The digest of the last code of an activity; null where it has none.</summary>
    public static byte[]? CodeOf(DbSession db, long bank, long activity) => db.QuerySingleOrDefault<byte[]>(
        "select token_hash from activity_codes where bank = @bank and activity = @activity order by sequence desc limit 1",
        new { bank, activity });

    sealed class LineRow
    {
        public long Number { get; init; }

        public string Title { get; init; } = "";

        public string Title_Zh { get; init; } = "";

        public string Title_En { get; init; } = "";

        public long Team { get; init; }

        public string Team_Name { get; init; } = "";

        public string Place { get; init; } = "";

        public long Begins_At { get; init; }

        public long Ends_At { get; init; }

        public string State { get; init; } = "";

        public long Wanted { get; init; }

        public long Signed_Up { get; init; }

        public long Came { get; init; }

        public ActivityLine Line => new(
            Number, Title.Length > 0 ? Title : Title_Zh, Title.Length > 0 ? Title : Title_En, Team, Team_Name, Place, Begins_At.ToLocal(),
            Ends_At.ToLocal(), State, Wanted,
            (int)Signed_Up, (int)Came);
    }
}
