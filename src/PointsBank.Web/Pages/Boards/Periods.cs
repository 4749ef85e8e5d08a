using System.Globalization;
using NodaTime;
using PointsBank.Village.Banks;
using Period = PointsBank.Village.Boards.Period;

namespace PointsBank.Web.Pages.Boards;

/// <summary>Years, quarters and months in words, and the ways from one to another.</summary>
static class Periods
{
    public static string YearOf(LocalDate day) => $"{day.Year:D4}";

    public static string Name(Visit visit, Period period) => period switch
    {
        { Quarter: { } quarter } => visit.Say("public_quarter", ("year", period.Year), ("quarter", quarter)),
        { Month: { } month } => visit.Say("public_month",
            ("year", period.Year), ("month", visit.IsEnglish ? CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month) : month)),
        _ => visit.Say("public_year", ("year", period.Year)),
    };

    /// <summary>The year, the quarter and the month at the end of this period, or around today where that is earlier.</summary>
    public static IReadOnlyList<(string Word, string Period)> Widths(Visit visit, Period period)
    {
        var day = LocalDate.Max(period.From, LocalDate.Min(period.Until.PlusDays(-1), visit.Today));
        return
        [
            ("public_by_year", YearOf(day)), ("public_by_quarter", $"{YearOf(day)}-Q{(day.Month - 1) / 3 + 1}"),
            ("public_by_month", $"{YearOf(day)}-{day.Month:D2}"),
        ];
    }

    /// <summary>The period before; null where the village can have no deeds yet.</summary>
    public static Period? Earlier(Visit visit, Period period)
    {
        var backdate = visit.Desks.Banks.SettingsOf(visit.Bank).On(visit.Today, Setting.BackdateDays);
        return period.From > visit.Village!.OpenedAt.InZone(BankDesk.Zone).Date.PlusDays(-(int)backdate) ? period.Previous : null;
    }

    /// <summary>The period after; null where it has not begun.</summary>
    public static Period? Later(Visit visit, Period period) => period.Next is { } next && next.From <= visit.Today ? next : null;
}
