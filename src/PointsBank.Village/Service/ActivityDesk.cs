using System.Security.Cryptography;
using System.Text;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Service;

/// <summary>Activities: planned from the library, published, held, closed; or cancelled with a reason.</summary>
public sealed class ActivityDesk(Database database, BankDesk banks)
{
    /// <summary>The longest activity, in hours; a camp of several days is several activities.</summary>
    public const int MostHours = 24;

    public Outcome<ActivityView> Get(long bank, long number) => database.Read<Outcome<ActivityView>>(connection =>
        Activity.Find(connection, bank, number) is { } found
            ? Activity.View(connection, bank, found)
            : new Refusal(VillageRefusals.UnknownActivity, "activity"));

    /// <summary>Activities, the newest number first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<ActivityLine> All(long bank, ActivityFilter filter, long? before, int limit) => database.Read(connection =>
        connection.Query<LineRow>("""
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
            order by a.number desc limit @limit
            """,
            new
            {
                bank, limit, before = before ?? 0, state = filter.State ?? "", team = filter.Team ?? 0,
                from = filter.From?.ToMilliseconds() ?? 0, until = filter.Until?.PlusDays(1).ToMilliseconds() ?? long.MaxValue,
            })
        .Select(row => row.Line).ToList());

    public async Task<Outcome<ActivityView>> Plan(WriteContext context, long bank, ActivityInput input)
    {
        if (Fields.Optional(input.Title, "title", Fields.Name, out var title) is { } badTitle) return badTitle;
        if (Fields.Optional(input.Place, "place", Fields.Name, out var place) is { } badPlace) return badPlace;
        if (Check(input.Begins, input.Ends, input.Wanted) is { } bad) return bad;
        return await database.Write<ActivityView>(context, bank, "activity", writer =>
        {
            if (!TeamDesk.IsOpen(writer, bank, input.Team)) return new Refusal(VillageRefusals.UnknownTeam, "team");
            if (!context.Caller.Leads(bank, input.Team)) return new Refusal(VillageRefusals.NotAllowed, "team");
            if (ProjectRow.Find(writer, bank, input.Project) is not { } project)
                return new Refusal(VillageRefusals.UnknownProject, "project");
            if (OutOfForce(project, input.Begins.Date) is { } early) return early;
            var planned = new Activity(
                0, project.Number, project.Version, input.Team, title, place.Length > 0 ? place : project.Place,
                input.Begins.ToMilliseconds(), input.Ends.ToMilliseconds(),
                input.Wanted ?? project.Wanted, ActivityState.Planned, 0, "");
            var number = writer.ExecuteScalar<long>("""
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
            Activity.Advance(writer, bank, planned with { Number = number }, "", context.Caller.Actor);
            return Activity.View(writer, bank, Activity.Find(writer, bank, number)!);
        });
    }

    /// <summary>Another time, place or number of people, before it is held.</summary>
    public async Task<Outcome<ActivityView>> Change(WriteContext context, long bank, long number, ActivityChange change)
    {
        if (Fields.Optional(change.Place, "place", Fields.Name, out var place) is { } badPlace) return badPlace;
        if (Fields.Optional(change.Reason, "reason", Fields.Line, out var reason) is { } badReason) return badReason;
        return await Step(context, bank, number, "activity-change", reason, (writer, before) =>
        {
            if (before.State is not (ActivityState.Planned or ActivityState.Open)) return Wrong(before);
            var after = before with
            {
                Place = place.Length > 0 ? place : before.Place,
                Begins_At = change.Begins?.ToMilliseconds() ?? before.Begins_At,
                Ends_At = change.Ends?.ToMilliseconds() ?? before.Ends_At,
                Wanted = change.Wanted ?? before.Wanted,
            };
            if (after == before) return new Refusal(VillageRefusals.MissingValue, "place");
            if (Check(after.Begins_At.ToLocal(), after.Ends_At.ToLocal(), after.Wanted) is { } bad) return bad;
            return OutOfForce(ProjectRow.Of(writer, bank, before.Project, before.Project_Version), after.Day) is { } early
                ? early
                : after;
        });
    }

    /// <summary>An activity, for whoever may act for its team.</summary>
    public Outcome<ActivityView> Led(Caller caller, long bank, long number)
    {
        var found = Get(bank, number);
        return found.Refusal is null && !caller.Leads(bank, found.Value.Team) ? new Refusal(VillageRefusals.NotAllowed) : found;
    }

    /// <summary>Takes an activity to a state by its name.</summary>
    public async Task<Outcome<ActivityView>> Advance(WriteContext context, long bank, long number, ActivityStepInput input) =>
        input.State switch
        {
            ActivityState.Open => await Open(context, bank, number),
            ActivityState.Held when !string.IsNullOrWhiteSpace(input.Reason) => await Reopen(context, bank, number, new(input.Reason)),
            ActivityState.Held => await Hold(context, bank, number),
            ActivityState.Closed => await Close(context, bank, number),
            ActivityState.Cancelled => await Cancel(context, bank, number, new(input.Reason)),
            _ => new Refusal(VillageRefusals.NotInList, "state"),
        };

    /// <summary>Opens it to the village: from now on people sign up.</summary>
    public Task<Outcome<ActivityView>> Open(WriteContext context, long bank, long number) =>
        Step(context, bank, number, "activity-open", "", (_, before) =>
        before.State == ActivityState.Planned ? before with { State = ActivityState.Open } : Wrong(before));

    /// <summary>Says that it took place.</summary>
    public Task<Outcome<ActivityView>> Hold(WriteContext context, long bank, long number) =>
        Step(context, bank, number, "activity-held", "", (_, before) =>
        before.State != ActivityState.Open ? Wrong(before)
        : before.Begins_At > banks.Now.ToUnixTimeMilliseconds() ? new Refusal(VillageRefusals.TimeInFuture, "begins")
        : before with { State = ActivityState.Held });

    /// <summary>Closes it when everybody's times are confirmed or struck off.</summary>
    public Task<Outcome<ActivityView>> Close(WriteContext context, long bank, long number) =>
        Step(context, bank, number, "activity-close", "", (writer, before) =>
    {
        if (before.State != ActivityState.Held) return Wrong(before);
        var waiting = writer.ExecuteScalar<long>($"""
            select count(*) from attendances a where a.bank = @bank and a.activity = @number
              and not exists (select 1 from attendance_times t
                where t.bank = a.bank and t.attendance = a.number and t.kind = 'struck' and {Attendance.IsLast})
              and not exists (select 1 from attendance_confirmations c
                where c.bank = a.bank and c.attendance = a.number and {Attendance.IsLive})
            """, new { bank, number });
        return waiting > 0
            ? new Refusal(VillageRefusals.AttendancesOpen, "activity").With("count", waiting)
            : before with { State = ActivityState.Closed };
    });

    /// <summary>Opens a closed one again, because something has to be corrected.</summary>
    public async Task<Outcome<ActivityView>> Reopen(WriteContext context, long bank, long number, ReasonInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Line, out var reason) is { } bad) return bad;
        return await Step(context, bank, number, "activity-reopen", reason, (_, before) =>
            before.State == ActivityState.Closed ? before with { State = ActivityState.Held } : Wrong(before));
    }

    /// <summary>Calls it off. Where somebody has come already it was held.</summary>
    public async Task<Outcome<ActivityView>> Cancel(WriteContext context, long bank, long number, ReasonInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Line, out var reason) is { } bad) return bad;
        return await Step(context, bank, number, "activity-cancel", reason, (writer, before) =>
        {
            if (before.State is not (ActivityState.Planned or ActivityState.Open)) return Wrong(before);
            var came = writer.ExecuteScalar<long>($"""
                select count(*) from attendances a join attendance_times t on t.bank = a.bank and t.attendance = a.number
                where a.bank = @bank and a.activity = @number and t.kind <> 'struck' and {Attendance.IsLast}
                """, new { bank, number });
            return came > 0
                ? new Refusal(VillageRefusals.AttendancesOpen, "activity").With("count", came)
                : before with { State = ActivityState.Cancelled };
        });
    }

    /// <summary>
    /// A new code for the door; the one before signs nobody in any more. The token follows from the seed, a secret of the page that asks:
    /// the same request gets the same token again although only its digest is kept.
    /// </summary>
    public async Task<Outcome<ActivityCodeView>> IssueCode(WriteContext context, long bank, long number, string seed)
    {
        if (Card.CheckSeed(seed) is { } badSeed) return badSeed;
        var token = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(seed), Encoding.UTF8.GetBytes($"activity:{bank}:{number}")).AsSpan(0, 16));
        var asked = context with { Fingerprint = Digest.Of($"{context.Fingerprint} {seed}") };
        var outcome = await database.Write<ActivityCodeView>(asked, bank, "activity-code", writer =>
        {
            if (Activity.Find(writer, bank, number) is not { } found)
                return new Refusal(VillageRefusals.UnknownActivity, "activity");
            if (!context.Caller.Leads(bank, found.Team)) return new Refusal(VillageRefusals.NotAllowed);
            if (found.State is ActivityState.Cancelled or ActivityState.Closed) return Wrong(found);
            var added = writer.Execute("""
                insert into activity_codes (bank, activity, sequence, token_hash, issued_at, issued_by)
                select @bank, @number, coalesce(max(sequence), 0) + 1, @hash, @at, @actor from activity_codes
                  where bank = @bank and activity = @number
                on conflict (token_hash) do nothing
                """, new { bank, number, hash = Digest.Of(token).ToArray(), at = writer.NowMilliseconds, actor = context.Caller.Actor });
            if (added == 0) return new Refusal(VillageRefusals.AlreadyExists, "seed");
            var view = Activity.View(writer, bank, found);
            return new ActivityCodeView(number, view.Title, view.Begins, view.Ends);
        });
        // The token is added here and not in the write, so that it is never kept with the answer.
        return context.DryRun ? outcome : outcome.Then(view => view with { Token = token });
    }

    /// <summary>Whether this is the last code of the activity.</summary>
    internal static bool IsItsCode(DbSession connection, long bank, long activity, string token) =>
        connection.QuerySingleOrDefault<byte[]>(
        "select token_hash from activity_codes where bank = @bank and activity = @activity order by sequence desc limit 1",
        new { bank, activity }) is { } hash
        && CryptographicOperations.FixedTimeEquals(hash, Digest.Of(token.Trim().ToLowerInvariant()).ToArray());

    internal static Refusal Wrong(Activity activity) =>
        new Refusal(VillageRefusals.WrongActivityState, "activity").With("state", activity.State);

    Task<Outcome<ActivityView>> Step(
        WriteContext context, long bank, long number, string action, string reason, Func<Writer, Activity, Outcome<Activity>> decide) =>
        database.Write<ActivityView>(context, bank, action, writer =>
        {
            if (Activity.Find(writer, bank, number) is not { } before)
                return new Refusal(VillageRefusals.UnknownActivity, "activity");
            if (!context.Caller.Leads(bank, before.Team)) return new Refusal(VillageRefusals.NotAllowed);
            var decided = decide(writer, before);
            if (decided.Refusal is { } refusal) return refusal;
            Activity.Advance(writer, bank, decided.Value, reason, context.Caller.Actor);
            return Activity.View(writer, bank, Activity.Find(writer, bank, number)!);
        });

    static Refusal? Check(LocalDateTime begins, LocalDateTime ends, long? wanted)
    {
        if (Fields.Day(begins.Date, "begins") is { } badDay) return badDay;
        if (begins.Second != 0 || begins.NanosecondOfSecond != 0) return new(VillageRefusals.NotInList, "begins");
        if (ends.Second != 0 || ends.NanosecondOfSecond != 0) return new(VillageRefusals.NotInList, "ends");
        if (ends <= begins || ends > begins.PlusHours(MostHours))
            return new Refusal(VillageRefusals.OutOfRange, "ends").With("most", MostHours);
        return wanted is { } people ? Fields.Range(people, "wanted", 1, ProjectDesk.MostWanted) : null;
    }

    static Refusal? OutOfForce(ProjectRow project, LocalDate day) => project.IsInForce(day)
        ? null
        : new Refusal(VillageRefusals.ProjectNotInForce, "begins").With("from", project.Valid_From)
            .With("until", project.Valid_Until ?? "…");

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
