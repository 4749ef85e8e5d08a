using System.Globalization;
using NodaTime;
using PointsBank.Village.Boards;
using PointsBank.Village.Journal;

namespace PointsBank.Web.Pages.Households.Personal;

/// <summary>The passbook in sentences, for the browser to read out.</summary>
static class Aloud
{
    public static IReadOnlyList<string> Sentences(Visit visit, PassbookFacts facts) =>
    [
        visit.Say("household_aloud_balance", ("points", facts.Balance.Points.Available)),
        .. new[] { facts.ThisYear, facts.LastYear }.Where(year => year.Standing != 0).Select(year => Year(visit, year, facts.AsksRank)),
        .. facts.Latest.Select(line => Line(visit, line)),
    ];

    static string Year(Visit visit, StandingView year, bool asksRank) => year.Rank is { } rank && (asksRank || year.IsInUpperHalf)
        ? visit.Say(
            "household_aloud_year", ("year", year.Year), ("standing", year.Standing), ("rank", rank), ("households", year.Households))
        : visit.Say("household_aloud_standing", ("year", year.Year), ("standing", year.Standing));

    static string Line(Visit visit, PassbookLine line)
    {
        // A voice speaks one language: what was written in Chinese alone is read in English as the rule has it.
        var matter = !visit.IsEnglish ? line.Matter
            : line.MatterEn.Length > 0 ? line.MatterEn
            : line.ItemEn.Length > 0 ? line.ItemEn
            : line.Matter;
        if (matter.Length == 0) matter = visit.Say("public_kind_" + line.Kind);
        else if (line.Reverses is not null) matter = visit.Say("public_kind_reversal") + ": " + matter;
        return visit.Say(line.In > 0 ? "household_aloud_in" : "household_aloud_out",
            ("day", Day(visit, line.Date)), ("matter", matter), ("points", line.In + line.Out), ("balance", line.Balance));
    }

    /// <summary>A day as one says it, not as one writes it.</summary>
    static string Day(Visit visit, LocalDate day) => visit.Say("household_aloud_day",
        ("month", visit.IsEnglish ? CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(day.Month) : day.Month), ("day", day.Day));
}
