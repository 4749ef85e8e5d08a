using System.Globalization;
using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Claims;

/// <summary>Meetings of assessment, who was there, and who kept out of what.</summary>
static class AssessmentTable
{
    /// <summary>The right of a row of grants g to sit in a meeting and count towards its quorum.</summary>
    static readonly string Assesses = string.Create(
        CultureInfo.InvariantCulture, $"g.role in ({(int)Role.Supervisor}, {(int)Role.Assessor})");

    /// <summary>A meeting; its day is null where there is none.</summary>
    public static (string? Day, string Place, string OpenedBy, long OpenedAt, string? ClosedBy, long? ClosedAt) Find(
        DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<(string? Day, string Place, string OpenedBy, long OpenedAt, string? ClosedBy, long? ClosedAt)>($"""
            select held_on, place, {Handler.Of("opened_by")}, opened_at, {Handler.Of("closed_by")}, closed_at from assessments
              where bank = @bank and number = @number
            """, new { bank, number });

    /// <summary>Numbers of meetings, newest first.</summary>
    public static List<long> Newest(DbSession db, long bank, long before, int limit) => db.Query<long>(
        "select number from assessments where bank = @bank and (@before = 0 or number < @before) order by number desc limit @limit",
        new { bank, before, limit });

    /// <summary>Whether a meeting is closed; null where there is none.</summary>
    public static bool? IsClosed(DbSession db, long bank, long session) =>
        db.Query<long?>("select closed_at from assessments where bank = @bank and number = @session", new { bank, session }) is [var at]
            ? at is not null
            : null;

    /// <summary>Opens a meeting, and answers its number.</summary>
    public static long Open(Writer writer, long bank, LocalDate heldOn, string place, string actor) => writer.ExecuteScalar<long>("""
        insert into assessments (bank, number, held_on, place, opened_at, opened_by)
        select @bank, coalesce(max(number), 0) + 1, @day, @place, @at, @actor from assessments where bank = @bank
        returning number
        """, new { bank, day = heldOn.ToIso(), place, at = writer.NowMilliseconds, actor });

    public static void Close(Writer writer, long bank, long session, string actor) => writer.Execute(
        "update assessments set closed_at = @at, closed_by = @actor where bank = @bank and number = @session",
        new { bank, session, at = writer.NowMilliseconds, actor });

    /// <summary>Who is present; once however often they are named.</summary>
    public static void Seat(Writer writer, long bank, long session, long staff) => writer.Execute("""
        insert into assessment_people (bank, session, staff) values (@bank, @session, @staff)
          on conflict (bank, session, staff) do nothing
        """, new { bank, session, staff });

    public static List<PersonView> PresentAt(DbSession db, long bank, long session) =>
        db.Query<(long Staff, string Name)>("""
        select p.staff, s.name from assessment_people p join staff s on s.number = p.staff where p.bank = @bank and p.session = @session
          order by p.staff
        """, new { bank, session }).ConvertAll(row => new PersonView(row.Staff, row.Name));

    /// <summary>Writes down that somebody kept out of a decision.</summary>
    public static void Recuse(Writer writer, long bank, long session, long claim, long staff) => writer.Execute(
        "insert into assessment_recusals (bank, session, claim, staff) values (@bank, @session, @claim, @staff)",
        new { bank, session, claim, staff });

    /// <summary>Who kept out of which decision of a meeting.</summary>
    public static ILookup<long, PersonView> Recused(DbSession db, long bank, long session) =>
        db.Query<(long Claim, long Staff, string Name)>("""
            select r.claim, r.staff, s.name from assessment_recusals r join staff s on s.number = r.staff
              where r.bank = @bank and r.session = @session order by r.claim, r.staff
            """, new { bank, session }).ToLookup(row => row.Claim, row => new PersonView(row.Staff, row.Name));

    /// <summary>Who may sit in a meeting of this bank.</summary>
    public static List<PersonView> Assessors(DbSession db, long bank) => db.Query<(long Number, string Name)>($"""
        select s.number, s.name from staff s
        where s.ended_at is null
          and exists (select 1 from staff_grants g where g.staff = s.number and (g.bank = @bank or g.bank = 0) and {Assesses})
          order by s.number
        """, new { bank }).ConvertAll(row => new PersonView(row.Number, row.Name));

    /// <summary>Whether somebody may sit in a meeting of this bank; null where nobody has this number and a right here.</summary>
    public static bool? MayAssess(DbSession db, long bank, long staff) =>
        db.Query<long>($"""
            select max(case when {Assesses} then 1 else 0 end)
              from staff s join staff_grants g on g.staff = s.number and (g.bank = @bank or g.bank = 0)
            where s.number = @staff and s.ended_at is null group by s.number
            """, new { bank, staff }) is [var may] ? may == 1 : null;

    /// <summary>Everybody's ties to households of the bank.</summary>
    public static HashSet<(long Staff, long Household)> Ties(DbSession db, long bank) =>
        db.Query<(long Staff, long Household)>("select staff, household from staff_ties where bank = @bank", new { bank }).ToHashSet();
}
