using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Favours;
using PointsBank.Village.Imports;
using PointsBank.Village.Notices;
using PointsBank.Village.Privacy;
using PointsBank.Village.Proposals;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Service;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village.Reports;

/// <summary>Work that waits for somebody.</summary>
/// <param name="Kind">One of <see cref="WaitingDesk.Kinds"/>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="DueOn">The day of the earliest; null where nothing sets one.</param>
public sealed record WaitingItem(string Kind, long Count, LocalDate? DueOn);

/// <summary>What waits in a village, the earliest due first: the first thing that a clerk and a supervisor see.</summary>
public sealed class WaitingDesk(
    Database database, BankDesk banks, NoticeDesk notices, ObjectionDesk objections, BlackDesk black, BlackObjectionDesk blackObjections,
    SuspensionDesk suspensions, ErasureDesk erasures, YearEndDesk years, OpeningDesk openings, RulebookDesk rulebooks,
    ReminderDesk reminders, ProposalDesk proposals, ActivityDesk activities)
{
    /// <summary>How many of a kind are counted; more than that is "many".</summary>
    const int CountMax = 100;

    /// <summary>Notices further back than these have been entered long since.</summary>
    const int NoticesBack = 12;

    /// <summary>Days before the review day of a suspension from which it is shown.</summary>
    const int ReviewDaysAhead = 14;

    /// <summary>Every kind, with the roles that it waits for.</summary>
    public static IReadOnlyList<(string Kind, Role[] For)> Kinds { get; } =
    [
        ("objections", [Role.Clerk, Role.Supervisor]), ("black_objections", [Role.Supervisor]), ("favour_objections", [Role.Supervisor]),
        ("notices_due", [Role.Clerk, Role.Supervisor]), ("claims_submitted", [Role.Clerk]),
        ("claims_collected", [Role.Clerk, Role.Supervisor]),
        ("reminders", [Role.Clerk]), ("favour_reminders", [Role.Clerk]),
        ("claims_assessed", [Role.Clerk, Role.Supervisor]), ("black_recorded", [Role.Supervisor]),
        ("suspensions_recorded", [Role.Supervisor]),
        ("suspensions_review", [Role.Clerk, Role.Supervisor]),
        ("erasures", [Role.Supervisor]), ("proposals", [Role.Supervisor]), ("openings", [Role.Supervisor]),
        ("rulebooks", [Role.Supervisor]), ("settings", [Role.Supervisor]),
        ("activities_over", [Role.TeamLeader, Role.Clerk, Role.Supervisor]),
        ("year_close", [Role.Clerk, Role.Supervisor]), ("year_carry_over", [Role.Clerk, Role.Supervisor]),
    ];

    /// <summary>What waits for whoever has one of these roles in the village.</summary>
    public IReadOnlyList<WaitingItem> Of(Caller caller, long bank, Role role)
    {
        var wanted = Kinds.Where(kind => kind.For.Contains(role)).Select(kind => kind.Kind).ToHashSet();
        var atStake = wanted.Contains("favour_reminders") ? suspensions.AtStake(bank) : [];
        var waiting = All(caller, bank, atStake).Where(item => item.Count > 0 && wanted.Contains(item.Kind));
        return [.. waiting.OrderBy(item => item.DueOn ?? LocalDate.MaxIsoValue)];
    }

    IEnumerable<WaitingItem> All(Caller caller, long bank, IReadOnlyList<AtStakeView> atStake)
    {
        var (today, settings) = (banks.Today, banks.SettingsOf(bank));
        // The meeting grants no deduction without them, so the day of the meeting is theirs.
        var unreminded = reminders.Due(bank, settings, today, CountMax);
        var meetingOn = (int)settings.On(today, Setting.AssessmentDay);
        var eldest = First(unreminded.Select(claim => claim.RecordedAt.InZone(BankDesk.Zone).Date));
        yield return new("reminders", unreminded.Count, eldest is { } day ? DayOfMonth(day, meetingOn) : null);
        yield return new("favour_reminders", atStake.Count(item => item.RemindedOn is null && item.Suspension is null), null);
        var open = objections.List(bank, open: true, null, long.MaxValue, CountMax);
        yield return new("objections", open.Count, First(open.Select(item => item.DueOn)));
        var openBlack = blackObjections.List(bank, open: true, 0, long.MaxValue, CountMax);
        yield return new("black_objections", openBlack.Count, First(openBlack.Select(item => item.DueOn)));
        var openFavours = suspensions.Objections(bank, null, open: true, long.MaxValue, CountMax);
        yield return new("favour_objections", openFavours.Count, First(openFavours.Select(item => item.DueOn)));

        var due = notices.List(bank, long.MaxValue, NoticesBack).Where(notice => notice.Window == "closed" && notice.Due > 0).ToList();
        yield return new("notices_due", due.Sum(notice => notice.Due), First(due.Select(notice => notice.ClosesOn.PlusDays(1))));
        foreach (var (state, count, since) in database.Read(db => ReportTable.ClaimsWaiting(db, bank)))
            yield return new("claims_" + state, count, DayOfMonth(since, (int)settings.On(today, DayFor(state))));

        var recorded = black.List(caller, bank, BlackState.Recorded, long.MaxValue, CountMax);
        yield return new("black_recorded", recorded.Count, First(recorded.Select(entry => entry.ShownFrom)));
        var suspended = suspensions.List(bank, null, open: true, long.MaxValue, CountMax);
        var unconfirmed = suspended.Where(suspension => suspension.State == "recorded").ToList();
        yield return new("suspensions_recorded", unconfirmed.Count, First(unconfirmed.Select(suspension => suspension.FromDay)));
        var review = suspended.Where(suspension => suspension.State == "live" && suspension.ReviewOn <= today.PlusDays(ReviewDaysAhead))
            .ToList();
        yield return new("suspensions_review", review.Count, First(review.Select(suspension => suspension.ReviewOn)));

        // Times that are written down after these days are marked as late.
        var (over, endedOn) = activities.Over(caller, bank, CountMax);
        yield return new("activities_over", over, endedOn?.PlusDays((int)settings.On(today, Setting.ServiceLateDays)));
        yield return new("erasures", erasures.All(bank, null, CountMax).Count(erasure => erasure.State == "asked"), null);
        yield return new("proposals", proposals.WaitingFor(caller, bank, CountMax), null);
        yield return new("openings", openings.Waiting(bank, CountMax), null);
        yield return new("settings", banks.WaitingFor(caller, bank, CountMax), null);
        var proposed = rulebooks.Open(bank);
        yield return new("rulebooks", proposed.Count, First(proposed.Select(book => book.ValidFrom)));
        foreach (var year in years.All(bank).Where(year => year.Year < today.Year))
            if (year.State is "open" or "closed")
                yield return new(
                    year.State == "open" ? "year_close" : "year_carry_over", 1,
                    new LocalDate(year.Year + 1, 1, (int)settings.On(today, Setting.ExpiryDay)));
    }

    /// <summary>The day of the month by which a claim in this state goes on.</summary>
    static Setting DayFor(string state) => state switch
    {
        ClaimState.Submitted => Setting.CollectionDay,
        ClaimState.Collected => Setting.AssessmentDay,
        _ => Setting.NoticeDay,
    };

    /// <summary>The first such day of a month on or after this one.</summary>
    static LocalDate DayOfMonth(LocalDate since, int day)
    {
        var inMonth = new LocalDate(since.Year, since.Month, day);
        return inMonth < since ? inMonth.PlusMonths(1) : inMonth;
    }

    static LocalDate? First(IEnumerable<LocalDate> days) => days.Select(day => (LocalDate?)day).Min();
}
