using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Service;

public sealed record TeamInput(string Name);

public sealed record TeamLine(long Number, string Name, int Members, IReadOnlyList<string> Leaders, Instant? EndedAt);

public sealed record TeamMemberView(long Member, string Name, long Household, string Group, Instant JoinedAt);

/// <summary>Somebody of the staff whose role as a leader holds for this team.</summary>
public sealed record TeamLeaderView(long Staff, string Name);

public sealed record TeamView(
    long Number, string Name, IReadOnlyList<TeamLeaderView> Leaders, IReadOnlyList<TeamMemberView> Members, Instant? EndedAt);

/// <summary>
/// Volunteers' teams. Who leads one is a right that the administrator gives; who belongs to it, its leader and the clerk write down.
/// </summary>
public sealed class TeamDesk(Database database)
{
    /// <summary>The most members of one team.</summary>
    public const int MostMembers = 500;

    public IReadOnlyList<TeamLine> All(long bank) => database.Read(connection =>
    {
        var leaders = LeadersOf(connection, bank);
        return connection.Query<(long Number, string Name, long? EndedAt, long Members)>("""
            select t.number, t.name, t.ended_at, (
              select count(*) from team_members m where m.bank = t.bank and m.team = t.number and m.kind = 'joined'
                and not exists (select 1 from team_members l where l.bank = m.bank and l.team = m.team and l.member = m.member
                  and l.sequence > m.sequence))
            from teams t where t.bank = @bank order by t.number
            """, new { bank })
            .Select(
                row => new TeamLine(
                    row.Number, row.Name, (int)row.Members,
                    [.. leaders.Where(leader => leader.Team == 0 || leader.Team == row.Number).Select(leader => leader.Name)],
                    row.EndedAt?.ToInstant()))
            .ToList();
    });

    public Outcome<TeamView> Get(long bank, long number) => database.Read<Outcome<TeamView>>(connection =>
        View(connection, bank, number) is { } view ? view : new Refusal(VillageRefusals.UnknownTeam, "team"));

    public async Task<Outcome<TeamView>> Open(WriteContext context, long bank, TeamInput input)
    {
        if (Fields.Text(input.Name, "name", Fields.Name, out var name) is { } bad) return bad;
        return await database.Write<TeamView>(context, bank, "team", writer =>
        {
            if (IsTaken(writer, bank, name, 0)) return new Refusal(VillageRefusals.AlreadyExists, "name");
            var number = writer.ExecuteScalar<long>("""
                insert into teams (bank, number, name, opened_at, opened_by)
                select @bank, coalesce(max(number), 0) + 1, @name, @at, @actor from teams where bank = @bank
                returning number
                """, new { bank, name, at = writer.NowMilliseconds, actor = context.Caller.Actor });
            return View(writer, bank, number)!;
        });
    }

    public async Task<Outcome<TeamView>> Rename(WriteContext context, long bank, long number, TeamInput input)
    {
        if (Fields.Text(input.Name, "name", Fields.Name, out var name) is { } bad) return bad;
        return await database.Write<TeamView>(context, bank, "team-name", writer =>
        {
            if (Closed(writer, context.Caller, bank, number) is { } refusal) return refusal;
            if (IsTaken(writer, bank, name, number)) return new Refusal(VillageRefusals.AlreadyExists, "name");
            writer.Execute("update teams set name = @name where bank = @bank and number = @number", new { bank, number, name });
            return View(writer, bank, number)!;
        });
    }

    /// <summary>Ends a team; what it did stays, and activities of it that are still ahead are to be cancelled first.</summary>
    public Task<Outcome<TeamView>> End(WriteContext context, long bank, long number) =>
        database.Write<TeamView>(context, bank, "team-end", writer =>
    {
        if (Closed(writer, context.Caller, bank, number) is { } refusal) return refusal;
        var running = writer.QuerySingleOrDefault<long?>(
            "select min(number) from activities where bank = @bank and team = @number and state in ('planned', 'open', 'held')",
            new { bank, number });
        if (running is { } activity) return new Refusal(VillageRefusals.WrongActivityState, "team").With("activity", activity);
        writer.Execute(
            "update teams set ended_at = @at, ended_by = @actor where bank = @bank and number = @number",
            new { bank, number, at = writer.NowMilliseconds, actor = context.Caller.Actor });
        return View(writer, bank, number)!;
    });

    public Task<Outcome<TeamView>> Join(WriteContext context, long bank, long team, long member) =>
        database.Write<TeamView>(context, bank, "team-join", writer =>
    {
        if (Closed(writer, context.Caller, bank, team) is { } refusal) return refusal;
        if (Participant.On(writer, bank, member).Refusal is { } gone) return gone;
        var view = View(writer, bank, team)!;
        if (view.Members.Any(found => found.Member == member)) return new Refusal(VillageRefusals.AlreadyExists, "member");
        if (view.Members.Count >= MostMembers) return new Refusal(VillageRefusals.OutOfRange, "member").With("most", MostMembers);
        return Turn(writer, context, bank, team, member, "joined");
    });

    public Task<Outcome<TeamView>> Leave(WriteContext context, long bank, long team, long member) =>
        database.Write<TeamView>(context, bank, "team-leave", writer =>
    {
        if (Closed(writer, context.Caller, bank, team) is { } refusal) return refusal;
        return View(writer, bank, team)!.Members.Any(found => found.Member == member)
            ? Turn(writer, context, bank, team, member, "left")
            : new Refusal(VillageRefusals.UnknownMember, "member");
    });

    internal static bool IsOpen(DbSession connection, long bank, long number) => connection.ExecuteScalar<long>(
        "select count(*) from teams where bank = @bank and number = @number and ended_at is null", new { bank, number }) == 1;

    static TeamView Turn(Writer writer, WriteContext context, long bank, long team, long member, string kind)
    {
        writer.Execute("""
            insert into team_members (bank, team, member, sequence, kind, recorded_at, actor)
            select @bank, @team, @member, coalesce(max(sequence), 0) + 1, @kind, @at, @actor from team_members
              where bank = @bank and team = @team and member = @member
            """, new { bank, team, member, kind, at = writer.NowMilliseconds, actor = context.Caller.Actor });
        return View(writer, bank, team)!;
    }

    /// <summary>Why nothing may be changed about a team, by this caller or by anybody.</summary>
    static Refusal? Closed(DbSession connection, Caller caller, long bank, long team) =>
        !IsOpen(connection, bank, team) ? new(VillageRefusals.UnknownTeam, "team")
            : caller.Leads(bank, team) ? null
            : new(VillageRefusals.NotAllowed);

    static bool IsTaken(DbSession connection, long bank, string name, long except) => connection.ExecuteScalar<long>(
        "select count(*) from teams where bank = @bank and name = @name and number <> @except", new { bank, name, except }) > 0;

    static TeamView? View(DbSession connection, long bank, long number)
    {
        var (name, endedAt) = connection.QuerySingleOrDefault<(string? Name, long? EndedAt)>(
            "select name, ended_at from teams where bank = @bank and number = @number", new { bank, number });
        if (name is null) return null;
        var members = connection.Query<(long Member, string Name, long Household, string Group, long JoinedAt)>("""
            select t.member, m.name, m.household, g.name, t.recorded_at from team_members t
            join members m on m.bank = t.bank and m.number = t.member
            join households h on h.bank = m.bank and h.number = m.household
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            where t.bank = @bank and t.team = @number and t.kind = 'joined'
              and not exists (select 1 from team_members l where l.bank = t.bank and l.team = t.team and l.member = t.member
                and l.sequence > t.sequence)
            order by h.group_no, m.household, m.number
            """,
            new { bank, number })
                .Select(row => new TeamMemberView(row.Member, row.Name, row.Household, row.Group, row.JoinedAt.ToInstant()))
                .ToList();
        return new(
            number, name,
            [.. LeadersOf(connection, bank).Where(leader => leader.Team == 0 || leader.Team == number).Select(
                leader => new TeamLeaderView(leader.Staff, leader.Name))],
            members,
            endedAt?.ToInstant());
    }

    static List<(long Team, long Staff, string Name)> LeadersOf(DbSession connection, long bank) =>
        connection.Query<(long, long, string)>($"""
        select g.team, s.number, s.name from staff_grants g join staff s on s.number = g.staff
        where g.role = {(int)Role.TeamLeader} and g.bank = @bank and s.ended_at is null order by s.number
        """, new { bank });
}
