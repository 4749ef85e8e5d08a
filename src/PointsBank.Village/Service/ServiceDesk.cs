using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Service;

/// <summary>
/// Something about hours that a supervisor should look at, of one of <see cref="ServiceDesk.ExceptionKinds"/>; nothing of it forbids
/// anything. The count is the minutes; for <c>many_by_one</c> how many that person confirmed of the day.
/// </summary>
public sealed record ServiceException(
    string Kind, LocalDate Day, long? Activity, long? Attendance, long? Member, string Name, LocalDateTime? Came, LocalDateTime? Left,
    string Handler, long Count);

/// <summary>What a household sees of its members' service: their hours, what they signed up for, and their last attendances.</summary>
public sealed record HouseholdServiceView(
    IReadOnlyList<VolunteerView> Volunteers, IReadOnlyList<SignUpView> SignUps, IReadOnlyList<AttendanceView> Attendances);

/// <summary>Service: its desks by task, and what a supervisor should see of it.</summary>
public sealed class ServiceDesk(Database database, BankDesk banks, RulebookDesk rulebooks, DeedDesk deeds, Secrets secrets, Tries tries)
{
    /// <summary>So many confirmations by one person on one day are unusual.</summary>
    public const int Many = 40;

    public static IReadOnlyList<string> ExceptionKinds { get; } =
        ["outside_activity", "late", "one_person", "long_day", "overlap", "many_by_one"];

    public ProjectDesk Projects { get; } = new(database, banks, rulebooks);

    public TeamDesk Teams { get; } = new(database);

    public ActivityDesk Activities { get; } = new(database, banks);

    public SignUpDesk SignUps { get; } = new(database, banks);

    public AttendanceDesk Attendance { get; } = new(database, banks, secrets, tries);

    public ConfirmationDesk Confirmations { get; } = new(database, banks, deeds);

    public VolunteerDesk Volunteers { get; } = new(database);

    public CertificateDesk Certificates { get; } = new(database, banks);

    public Outcome<HouseholdServiceView> OfHousehold(long bank, long household, int limit = 50) =>
        Volunteers.OfHousehold(bank, household) is { Count: > 0 } volunteers
            ? new HouseholdServiceView(
                volunteers, SignUps.OfHousehold(bank, household), Attendance.OfHousehold(bank, household, null, null, limit))
            : new Refusal(VillageRefusals.UnknownHousehold, "household");

    /// <summary>
    /// What is odd about the attendances of these days: outside the activity's time, written down late, confirmed by whoever wrote them
    /// down, more than twelve hours of one person on one day, overlapping ones (which the program refuses; a file may have been touched),
    /// very many by one hand.
    /// </summary>
    public IReadOnlyList<ServiceException> Exceptions(long bank, LocalDate from, LocalDate until)
    {
        var rows = database.Read(db => AttendanceTable.Between(db, bank, from, until)).Where(row => row.Kind != "struck")
            .ToList();
        var found = new List<ServiceException>();
        foreach (var row in rows)
        {
            if (row.Outside == 1) found.Add(Of("outside_activity", row, row.Recorder, row.Minutes ?? 0));
            if (row.Late == 1) found.Add(Of("late", row, row.Recorder, row.Minutes ?? 0));
            if (row.OnePerson == 1) found.Add(Of("one_person", row, row.Confirmer, row.Minutes ?? 0));
        }
        foreach (var day in rows.GroupBy(row => (row.Member, Day(row))))
        {
            var minutes = day.Sum(row => row.Minutes ?? 0);
            if (minutes > 60 * Times.MaxHours) found.Add(Of("long_day", day.First(), day.First().Recorder, minutes));
        }
        foreach (var member in rows.GroupBy(row => row.Member))
            foreach (var (earlier, later) in member.Zip(member.Skip(1)))
                if (later.CameAt < (earlier.LeftAt ?? earlier.CameAt))
                    found.Add(Of("overlap", later, later.Recorder, later.Minutes ?? 0));
        foreach (var one in rows.Where(row => row.Entry is not null).GroupBy(
            row => (row.Confirmer, Day(row))).Where(one => one.Count() > Many))
            found.Add(new("many_by_one", one.Key.Item2, null, null, null, "", null, null, one.Key.Confirmer, one.Count()));
        return [.. found.OrderBy(exception => exception.Day)];
    }

    static LocalDate Day(Attendance row) => row.CameAt.ToLocal().Date;

    static ServiceException Of(string kind, Attendance row, string handler, long count) =>
        new(kind, Day(row), row.Activity, row.Number, row.Member, row.Name, row.CameAt.ToLocal(), row.LeftAt?.ToLocal(), handler, count);
}
