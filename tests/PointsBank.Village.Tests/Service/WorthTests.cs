using FsCheck;
using FsCheck.Fluent;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Service;

namespace PointsBank.Village.Tests.Service;

/// <summary>Minutes into units, with what is left over carried on.</summary>
public class WorthTests
{
    static readonly Rule Hourly = new("C01", "", "", "", "", "credit", "per_hour", 2, "none", 0, "", true, true, true);
    static readonly Rule ByEvent = Hourly with { Basis = "per_event", Points = 10 };

    [Theory]
    [InlineData(60, 0, 59, 0, 59)]
    [InlineData(60, 0, 60, 1, 0)]
    [InlineData(60, 59, 61, 2, 0)]
    [InlineData(120, 30, 100, 1, 10)]
    [InlineData(40, 0, 60, 1, 20)]
    [InlineData(40, 20, 60, 2, 0)]
    [InlineData(60, -20, 70, 0, 50)]
    [InlineData(60, -20, 10, 0, -10)]
    public void An_hour_two_hours_or_forty_minutes_make_a_unit_and_the_rest_is_carried(
        long unit, long carried, long minutes, long units, long rest)
    {
        var worth = Worth.Of(Hourly, unit, 0, carried, minutes);

        (worth.Units, worth.Granted, worth.Rest).Should().Be((units, units, rest));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(1, 0)]
    [InlineData(0, 3)]
    public void The_ceiling_of_an_activity_lets_whole_units_through_and_what_lies_above_lapses(long ceiling, long granted)
    {
        var worth = Worth.Of(Hourly, 60, ceiling, carried: 10, minutes: 185);

        (worth.Units, worth.Granted, worth.Rest).Should().Be((3, granted, 15));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 0)]
    public void By_the_event_an_attendance_is_one_and_nothing_is_carried_further_than_it_was(long ceiling, long granted)
    {
        var worth = Worth.Of(ByEvent, 60, ceiling, carried: 25, minutes: 200);

        (worth.Units, worth.Granted, worth.Rest).Should().Be((1, granted, 25));
    }

    [Fact]
    public void However_hours_are_cut_into_pieces_they_are_worth_the_same_together() => Prop.ForAll(
        Gen.Choose(1, 720).ListOf().Resize(20).ToArbitrary(), Gen.Choose(1, 300).ToArbitrary(), (pieces, unit) =>
        {
            var (carried, units) = (0L, 0L);
            foreach (var minutes in pieces)
            {
                var worth = Worth.Of(Hourly, unit, 0, carried, minutes);
                (carried, units) = (worth.Rest, units + worth.Units);
            }
            return units == pieces.Sum() / unit && carried == pieces.Sum() % unit;
        }).QuickCheckThrowOnFailure();
}
