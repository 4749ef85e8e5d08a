using PointsBank.Village.Boards;

namespace PointsBank.Village.Tests.Boards;

public class PeriodTests
{
    [Theory]
    [InlineData("2026", 2026, null, null, "2025", "2027")]
    [InlineData("2026-Q1", 2026, 1, null, "2025-Q4", "2026-Q2")]
    [InlineData("2026-Q4", 2026, 4, null, "2026-Q3", "2027-Q1")]
    [InlineData("2026-01", 2026, null, 1, "2025-12", "2026-02")]
    [InlineData("2026-12", 2026, null, 12, "2026-11", "2027-01")]
    [InlineData("1900", 1900, null, null, null, "1901")]
    [InlineData("1900-Q1", 1900, 1, null, null, "1900-Q2")]
    [InlineData("9998", 9998, null, null, "9997", null)]
    [InlineData("9998-12", 9998, null, 12, "9998-11", null)]
    public void A_period_knows_its_parts_and_its_neighbours(string text, int year, int? quarter, int? month, string? previous, string? next)
    {
        Period.TryParse(text, out var period).Should().BeTrue();

        (period.Year, period.Quarter, period.Month).Should().Be((year, quarter, month));
        (period.ToString(), period.Previous?.ToString(), period.Next?.ToString()).Should().Be((text, previous, next));
        (period.Previous?.Until ?? period.From, period.Next?.From ?? period.Until).Should().Be((period.From, period.Until));
    }
}
