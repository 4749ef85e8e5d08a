using Dapper;
using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Claims;
using PointsBank.Village.Deeds;
using PointsBank.Village.Proposals;

namespace PointsBank.Village.Reports;

/// <summary>How many claims of a group and a channel stand where, by the day they were written down.</summary>
public sealed record StateCount(long Group, string GroupName, string Channel, string State, long Count, long Points);

/// <summary>
/// Something a supervisor should look at: one of <see cref="ClaimReports.ExceptionKinds"/>, the claim where it is one, the
/// entry where it has one, who, and the numbers that made it stand out; where a proposal was confirmed, what it was about (one of
/// <see cref="ClaimReports.Confirmed"/>).
/// </summary>
public sealed record ExceptionLine(
    string Kind, long? Claim, long? Entry, long? Household, string Rule, LocalDate Day, string Handler, long Found, long Usual,
    string? What = null);

/// <summary>How long a step of the way took, in whole hours: the median and the longest, of so many.</summary>
public sealed record StepTime(string From, string To, long Count, long MedianHours, long LongestHours);

/// <summary>What supervisors read of claims: where they stand, what is unusual, and how long things take.</summary>
public sealed class ClaimReports(Database database, BankDesk banks)
{
    /// <summary>So many times the median of all recorders is unusually many.</summary>
    public const int UnusualTimes = 3;

    /// <summary>Below so many claims nothing is unusual.</summary>
    public const int MinUnusual = 20;

    /// <summary>How far below a cap, in percent of it, is just below.</summary>
    public const int JustBelowPercent = 10;

    /// <summary>What is listed, in the order in which a supervisor reads it.</summary>
    public static IReadOnlyList<string> ExceptionKinds { get; } =
    [
        "one_person", "kin", "related", "backdated", "same_photo", "just_under_cap", "many_by_one", "direct", "opening_alone", "taken_back",
        "second_made", "year_undone", "came_with_points", "tie_ended", "unit_shortened",
        "term_shortened",
    ];

    /// <summary>What another person confirms.</summary>
    public static IReadOnlyList<string> Confirmed { get; } =
        [.. ProposalKind.All, "opening", "setting", "rulebook", "early_end", "suspension"];

    public IReadOnlyList<StateCount> States(long bank, LocalDate from, LocalDate until) => database.Read(db =>
        ReportTable.States(db, Span(bank, from, until))
            .Select(row => new StateCount(row.Group, row.Name, row.Channel, row.State, row.Count, row.Points)).ToList());

    /// <summary>What should be looked at among the claims written down in these days, at most <paramref name="most"/> of a kind.</summary>
    public IReadOnlyList<ExceptionLine> Exceptions(long bank, LocalDate from, LocalDate until, int most = 100) =>
        database.Read(db => Exceptions(db, bank, from, until, most));

    List<ExceptionLine> Exceptions(DbSession db, long bank, LocalDate from, LocalDate until, int most)
    {
        var span = Span(bank, from, until);
        span.Add("most", most);
        span.Add("back", (long)SlipWarning.DaysBack);
        List<ExceptionLine> lines =
        [
            .. ReportTable.Claims(db, "one_person", ReportTable.ByOnePerson, span),
            .. ReportTable.Hours(db, span),
            .. ReportTable.Claims(db, "kin", ReportTable.ByKin, span),
            .. ReportTable.Claims(db, "related", ReportTable.OfRelated, span),
            .. ReportTable.Claims(db, "same_photo", ReportTable.WithSamePhoto, span),
            .. ReportTable.Backdated(db, span, most),
            .. ReportTable.JustUnder(db, bank, from, until, banks.SettingsOf(bank).On(until, Setting.MonthCeiling), most),
            .. ReportTable.Many(db, span),
            .. ReportTable.Direct(db, span),
            .. ReportTable.OpeningsAlone(db, span),
            .. ReportTable.TakenBack(db, span),
            .. SecondMade(db, span, most),
            .. ReportTable.YearsUndone(db, span),
            .. ReportTable.CameWithPoints(db, span),
            .. ReportTable.TiesEnded(db, span),
            .. ReportTable.UnitsShortened(db, span),
            .. ReportTable.TermsShortened(db, span),
        ];
        return lines.OrderBy(line => IndexOf(line.Kind)).ThenByDescending(line => line.Day).ToList();
    }

    /// <summary>What was confirmed where one hand may stand behind both: its number, the proposer and the confirmer.</summary>
    static IEnumerable<ExceptionLine> SecondMade(DbSession db, DynamicParameters span, int most)
    {
        var hand = OneHand.In(db);
        return ReportTable.Confirmations(db, span).Where(hand.IsBehind).Take(most).Select(confirmed => new ExceptionLine(
            "second_made", null, null, confirmed.Household, "", confirmed.At.ToInstant().InZone(BankDesk.Zone).Date, confirmed.Names,
            confirmed.Number, 0, confirmed.What));
    }

    /// <summary>How long each step took that was made in these days.</summary>
    public IReadOnlyList<StepTime> Durations(long bank, LocalDate from, LocalDate until) => database.Read(db =>
        ReportTable.Steps(db, Span(bank, from, until))
            .GroupBy(row => (row.From, row.To), row => row.Took / 3_600_000)
            .Select(group => (group.Key, Hours: group.Order().ToList()))
            .Select(group => new StepTime(
                group.Key.From, group.Key.To, group.Hours.Count, group.Hours[group.Hours.Count / 2], group.Hours[^1]))
            .OrderBy(step => StateIndex(step.From)).ThenBy(step => StateIndex(step.To)).ToList());

    static DynamicParameters Span(long bank, LocalDate from, LocalDate until) => new(new
    {
        bank,
        start = from.AtStartOfDayInZone(BankDesk.Zone).ToInstant().ToUnixTimeMilliseconds(),
        end = until.PlusDays(1).AtStartOfDayInZone(BankDesk.Zone).ToInstant().ToUnixTimeMilliseconds(),
    });

    static int IndexOf(string kind) => ExceptionKinds.ToList().IndexOf(kind);

    static int StateIndex(string state) => ClaimState.All.ToList().IndexOf(state);
}
