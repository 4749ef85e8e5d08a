using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Reports;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Reports;

/// <summary>Where claims of a time stand, and how long each step took.</summary>
public sealed record ReportFacts(LocalDate From, LocalDate Until, IReadOnlyList<StateCount> States, IReadOnlyList<StepTime> Durations);

/// <summary>What should be looked at among the claims of a time.</summary>
public sealed record ExceptionsFacts(LocalDate From, LocalDate Until, IReadOnlyList<ExceptionLine> Lines);

/// <summary>What the supervisor reads of claims.</summary>
static class ReportRoutes
{
    /// <summary>How far back the reports begin where nothing is asked.</summary>
    const int UsualMonths = 3;

    public static void MapReportPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var reports = pages.MapGroup("/v/{bank}/supervisor/reports").Requires(Role.Supervisor);
        reports.Page("", visit => Between(visit, (from, until) => visit.Show<ReportPage>(
            new ReportFacts(
                from, until, desks.Reports.States(visit.Bank, from, until), desks.Reports.Durations(visit.Bank, from, until)))));
        reports.Page("/exceptions", visit => Between(visit, (from, until) =>
            visit.Show<ExceptionsPage>(new ExceptionsFacts(from, until, desks.Reports.Exceptions(visit.Bank, from, until)))));
    }

    /// <summary>An address of the reports.</summary>
    public static string At(Visit visit, string page = "") => $"{visit.Home}/supervisor/reports{page}";

    static IResult Between(Visit visit, Func<LocalDate, LocalDate, IResult> show)
    {
        var asked = Asked.Of(visit);
        var (from, until) = (asked.Date("from") ?? visit.Today.PlusMonths(-UsualMonths), asked.Date("until") ?? visit.Today);
        return asked.Finish() is { } refusals ? visit.Refuse(refusals) : show(LocalDate.Min(from, until), LocalDate.Max(from, until));
    }
}
