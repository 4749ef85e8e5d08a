using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Shops;

/// <summary>When and how much a household may redeem: days and sums by the settings, pieces by the good.</summary>
static class Limits
{
    /// <summary>Whether goods are handed out on this day, and by somebody whose shift is open where that is asked for.</summary>
    public static Refusal? Closed(Settings settings, LocalDate day, long? shift)
    {
        if (shift is null && settings.On(day, Setting.ShiftsRequired) == 1) return new Refusal(VillageRefusals.ShiftNotOpen, "shop");
        var (from, until) = (settings.On(day, Setting.RedemptionFromDay), settings.On(day, Setting.RedemptionUntilDay));
        var isWeekday = ((settings.On(day, Setting.RedemptionWeekdays) >> ((int)day.DayOfWeek - 1)) & 1) == 1;
        if (!isWeekday) return new Refusal(VillageRefusals.NotRedemptionWeekday, "shop").With("day", day.ToIso());
        return day.Day < from || day.Day > until
            ? new Refusal(VillageRefusals.NotRedemptionDay, "shop").With("from", from).With("until", until)
            : null;
    }

    /// <summary>The least of one redemption and the most of a month, in points.</summary>
    public static Refusal? Passed(Writer writer, Settings settings, long bank, long household, long total, LocalDate day)
    {
        var least = settings.On(day, Setting.RedemptionLeast);
        if (total < least) return new Refusal(VillageRefusals.RedemptionTooSmall, "items").With("least", least).With("asked", total);
        var most = settings.On(day, Setting.RedemptionMonthMost);
        if (most == 0) return null;
        // What is kept ready counts while it waits, since no limit is asked when it is picked up.
        var already = Redeemed(writer, bank, household, day) + ReservationTable.Points(writer, bank, household);
        return already + total > most
            ? new Refusal(VillageRefusals.RedemptionMonthLimit, "items").With("cap", most).With("already", already).With("asked", total)
            : null;
    }

    /// <summary>The points a household redeemed in the day's month.</summary>
    public static long Redeemed(Writer writer, long bank, long household, LocalDate day)
    {
        var month = new LocalDate(day.Year, day.Month, 1);
        return RedemptionTable.Points(writer, bank, household, month, month.PlusMonths(1));
    }

    /// <summary>What the good itself asks; what was agreed before is not limited a second time.</summary>
    public static Refusal? Passed(
        Writer writer, long bank, long household, Place place, Offer offer, bool adult, LocalDate day, bool agreed, int line)
    {
        var (limits, goods) = (offer.Limits, offer.Line.Goods);
        if (limits.AdultsOnly && !agreed && !adult)
            return new Refusal(VillageRefusals.AdultsOnly, "adult").With("goodsZh", offer.Line.NameZh).With("goodsEn", offer.Line.NameEn);
        if (agreed) return null;
        if (limits.Visit > 0 && offer.Line.Quantity > limits.Visit) return Passed(VillageRefusals.GoodsVisitLimit, limits.Visit, 0);
        var month = new LocalDate(day.Year, day.Month, 1);
        if (limits.Month > 0 && Had(month, month.PlusMonths(1)) is var inMonth && inMonth + offer.Line.Quantity > limits.Month)
            return Passed(VillageRefusals.GoodsMonthLimit, limits.Month, inMonth);
        var year = new LocalDate(day.Year, 1, 1);
        return limits.Year > 0 && Had(year, year.PlusYears(1)) is var inYear && inYear + offer.Line.Quantity > limits.Year
            ? Passed(VillageRefusals.GoodsYearLimit, limits.Year, inYear)
            : null;

        // What is kept ready counts while it waits, since no limit is asked when it is picked up.
        long Had(LocalDate from, LocalDate to) =>
            ReservationTable.Pieces(writer, bank, household, place.Shop, goods)
                + RedemptionTable.Pieces(writer, bank, household, place.Shop, goods, from, to);

        Refusal Passed(RefusalKind kind, long most, long already) => new Refusal(kind, $"items[{line}].quantity")
            .With("goodsZh", offer.Line.NameZh)
            .With("goodsEn", offer.Line.NameEn)
            .With("most", most)
            .With("already", already)
            .With("asked", offer.Line.Quantity);
    }
}
