using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Service;

/// <summary>Teams and who belongs to them.</summary>
static class TeamTable
{
    /// <summary>Whether there is a team of this number, at work or not.</summary>
    public static bool Exists(DbSession db, long bank, long team) => db.ExecuteScalar<long>(
        "select count(*) from teams where bank = @bank and number = @team", new { bank, team }) > 0;

    public static List<TeamLine> All(DbSession db, long bank)
    {
        var leaders = LeadersOf(db, bank);
        return db.Query<(long Number, string Name, long? EndedAt, long Members)>("""
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
    }

    public static TeamView? View(DbSession db, long bank, long number)
    {
        var (name, endedAt) = db.QuerySingleOrDefault<(string? Name, long? EndedAt)>(
            "select name, ended_at from teams where bank = @bank and number = @number", new { bank, number });
        if (name is null) return null;
        var members = db.Query<(long Member, string Name, long Household, string Group, long JoinedAt)>("""
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
            [.. LeadersOf(db, bank).Where(leader => leader.Team == 0 || leader.Team == number).Select(
                leader => new TeamLeaderView(leader.Staff, leader.Name))],
            members,
            endedAt?.ToInstant());
    }

    static List<(long Team, long Staff, string Name)> LeadersOf(DbSession db, long bank) =>
        db.Query<(long, long, string)>($"""
        select g.team, s.number, s.name from staff_grants g join staff s on s.number = g.staff
        where g.role = {(int)Role.TeamLeader} and g.bank = @bank and s.ended_at is null order by s.number
        """, new { bank });

    public static bool IsOpen(DbSession db, long bank, long number) => db.ExecuteScalar<long>(
        "select count(*) from teams where bank = @bank and number = @number and ended_at is null", new { bank, number }) == 1;

    public static bool IsTaken(DbSession db, long bank, string name, long except) => db.ExecuteScalar<long>(
        "select count(*) from teams where bank = @bank and name = @name and number <> @except", new { bank, name, except }) > 0;

    /// <summary>The first activity of a team that is still ahead or not closed; null where there is none.</summary>
    public static long? Ahead(DbSession db, long bank, long number) => db.QuerySingleOrDefault<long?>(
        "select min(number) from activities where bank = @bank and team = @number and state in ('planned', 'open', 'held')",
        new { bank, number });

    /// <summary>Opens a team; the answer is its number.</summary>
    public static long Open(Writer writer, long bank, string name, string actor) => writer.ExecuteScalar<long>("""
        insert into teams (bank, number, name, opened_at, opened_by)
        select @bank, coalesce(max(number), 0) + 1, @name, @at, @actor from teams where bank = @bank
        returning number
        """, new { bank, name, at = writer.NowMilliseconds, actor });

    public static void Rename(DbSession db, long bank, long number, string name) =>
        db.Execute("update teams set name = @name where bank = @bank and number = @number", new { bank, number, name });

    public static void End(Writer writer, long bank, long number, string actor) => writer.Execute(
        "update teams set ended_at = @at, ended_by = @actor where bank = @bank and number = @number",
        new { bank, number, at = writer.NowMilliseconds, actor });

    /// <summary>Somebody joins a team or leaves it.</summary>
    public static void Turn(Writer writer, long bank, long team, long member, string kind, string actor) => writer.Execute("""
        insert into team_members (bank, team, member, sequence, kind, recorded_at, actor)
        select @bank, @team, @member, coalesce(max(sequence), 0) + 1, @kind, @at, @actor from team_members
          where bank = @bank and team = @team and member = @member
        """, new { bank, team, member, kind, at = writer.NowMilliseconds, actor });
}
