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
        var already = Redeemed(writer, bank, household, day) + Waiting(writer, bank, household);
        return already + total > most
            ? new Refusal(VillageRefusals.RedemptionMonthLimit, "items").With("cap", most).With("already", already).With("asked", total)
            : null;
    }

    /// <summary>The points a household redeemed in the day's month.</summary>
    public static long Redeemed(Writer writer, long bank, long household, LocalDate day)
    {
        var month = new LocalDate(day.Year, day.Month, 1);
        return writer.Prepared("""
            select cast(coalesce(sum(r.points), 0) as bigint) from redemptions r
            where r.bank = @bank and r.household = @household and r.redeemed_on >= @from and r.redeemed_on < @to
              and not exists (select 1 from entries e where e.bank = r.bank and e.reverses = r.entry)
            """, "@bank", "@household", "@from", "@to").Single(bank, household, month.ToIso(), month.PlusMonths(1).ToIso())!.Value;
    }

    /// <summary>
    /// The points of what is kept ready for a household: it counts while it waits, since no limit is asked when it is picked up.
    /// </summary>
    static long Waiting(Writer writer, long bank, long household) => writer.Prepared("""
        select cast(coalesce(sum(r.points), 0) as bigint) from reservations r
        where r.bank = @bank and r.household = @household and r.ready_until > @now
          and not exists (select 1 from hold_ends e where e.bank = r.bank and e.hold = r.hold)
        """, "@bank", "@household", "@now").Single(bank, household, writer.NowMilliseconds)!.Value;

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

        long Had(LocalDate from, LocalDate to) => Kept() + writer.Prepared("""
            select cast(coalesce(sum(i.quantity), 0) as bigint) from redemptions r
            join redemption_items i on i.bank = r.bank and i.redemption = r.number and i.goods = @goods
            where r.bank = @bank and r.household = @household and r.redeemed_on >= @from and r.redeemed_on < @to and r.shop = @shop
              and not exists (select 1 from entries e where e.bank = r.bank and e.reverses = r.entry)
            """, "@bank", "@household", "@from", "@to", "@shop",
            "@goods").Single(bank, household, from.ToIso(), to.ToIso(), place.Shop, goods)!.Value;

        long Kept() => writer.Prepared("""
            select cast(coalesce(sum(i.quantity), 0) as bigint) from reservations r
            join reservation_items i on i.bank = r.bank and i.reservation = r.number and i.goods = @goods
            where r.bank = @bank and r.household = @household and r.ready_until > @now and r.shop = @shop
              and not exists (select 1 from hold_ends e where e.bank = r.bank and e.hold = r.hold)
            """, "@bank", "@household", "@now", "@shop",
            "@goods").Single(bank, household, writer.NowMilliseconds, place.Shop, goods)!.Value;

        Refusal Passed(RefusalKind kind, long most, long already) => new Refusal(kind, $"items[{line}].quantity")
            .With("goodsZh", offer.Line.NameZh)
            .With("goodsEn", offer.Line.NameEn)
            .With("most", most)
            .With("already", already)
            .With("asked", offer.Line.Quantity);
    }
}
