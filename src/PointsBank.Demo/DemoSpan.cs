using NodaTime;

namespace PointsBank.Demo;

/// <summary>From the day on which the demo village's bank began to the evening before the demo is opened.</summary>
public sealed record DemoSpan(LocalDate Opened)
{
    /// <summary>New Year's Day of last year, so that every opening finds a whole year behind it.</summary>
    public LocalDate First { get; } = new(Opened.Year - 1, 1, 1);

    public LocalDate Last { get; } = Opened.PlusDays(-1);

    /// <summary>The first days of its months, the one that is not over among them.</summary>
    public IReadOnlyList<LocalDate> Months { get; } =
        [.. Enumerable.Range(0, 24).Select(new LocalDate(Opened.Year - 1, 1, 1).PlusMonths).Where(month => month < Opened)];

    /// <summary>The years that have begun.</summary>
    public IEnumerable<int> Years => Months.Select(month => month.Year).Distinct();

    /// <summary>The newest month of this year whose claims have been in the book for some days; null where there is none yet.</summary>
    public LocalDate? Settled
    {
        get
        {
            var month = Last.With(DateAdjusters.StartOfMonth).PlusMonths(Last.Day >= 14 ? -1 : -2);
            return month.Year == Opened.Year ? month : null;
        }
    }

    /// <summary>
    /// Until the end of March the points of last year wait for the clerk who opens the guide; later that was done when it was due.
    /// </summary>
    public LocalDate? CarriedOver => Opened.Month > 3 ? new LocalDate(Opened.Year, 1, 10) : null;

    public bool IsEntered(DemoDeed deed) => deed.EntersOn <= Last;
}
