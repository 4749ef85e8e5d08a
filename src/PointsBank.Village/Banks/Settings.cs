using System.Collections.Immutable;
using NodaTime;

namespace PointsBank.Village.Banks;

/// <summary>
/// One setting of a bank: its name, its value out of the box, and what it may be. Sources are sections of the programmes' rules.
/// </summary>
/// <param name="Name">The name in the API and the table.</param>
/// <param name="Default">The value out of the box.</param>
/// <param name="Least">The least it may be.</param>
/// <param name="Most">The most it may be.</param>
public sealed record Setting(string Name, long Default, long Least, long Most)
{
    /// <summary>
    /// Names for its values: of a choice the first stands for 0; of <see cref="IsOfFlags"/> the first stands for 1, the next for 2, the
    /// next for 4.
    /// </summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it is a sum of those that are chosen.</summary>
    public bool IsOfFlags { get; init; }

    /// <summary>The most points issued in a year, kept by the floor of the issuance account; 0 for no ceiling. Fund ÷ rate.</summary>
    public static readonly Setting IssueCeiling = new("issueCeiling", 0, 0, 1_000_000_000);

    /// <summary>The most ordinary points a household is credited in a month (60 in published rules).</summary>
    public static readonly Setting MonthCeiling = new("monthCeiling", 60, 0, 100_000);

    /// <summary>The most ordinary points a household is credited in a year.</summary>
    public static readonly Setting YearCeiling = new("yearCeiling", 300, 0, 1_000_000);

    /// <summary>
    /// Honour that each household has at a year's start (0, 10, 50, 60 or 100 in published rules). It counts for favours and letters alone.
    /// </summary>
    public static readonly Setting BaseStanding = new("baseStanding", 100, 1, 1_000);

    /// <summary>1 lets a clerk credit any rule directly, marked on the entry; 0 leaves that to rules marked direct.</summary>
    public static readonly Setting ClerkCreditsAnyRule = new("clerkCreditsAnyRule", 0, 0, 1);

    /// <summary>
    /// 1 lets a clerk deduct under any rule directly, without reminder, meeting and notice; 0 leaves deductions to claims and to rules
    /// marked direct.
    /// </summary>
    public static readonly Setting ClerkDeductsDirectly = new("clerkDeductsDirectly", 0, 0, 1);

    /// <summary>1 lets a deduction take spendable points down to the floor; 0 lets it lower standing only.</summary>
    public static readonly Setting DeductionTakesPoints = new("deductionTakesPoints", 1, 0, 1);

    /// <summary>The least points of one redemption.</summary>
    public static readonly Setting RedemptionLeast = new("redemptionLeast", 5, 1, 1_000);

    /// <summary>The most points a household redeems in a month; 0 for no limit.</summary>
    public static readonly Setting RedemptionMonthMost = new("redemptionMonthMost", 100, 0, 100_000);

    /// <summary>How far back a deed may lie, in days.</summary>
    public static readonly Setting BackdateDays = new("backdateDays", 400, 0, 3_660);

    /// <summary>Standing that each further star takes; five stars at five times as much.</summary>
    public static readonly Setting StarStep = new("starStep", 20, 1, 10_000);

    /// <summary>Rows on a page of the printed passbook.</summary>
    public static readonly Setting PassbookRows = new("passbookRows", 24, 6, 60);

    /// <summary>
    /// 1 lets somebody assess what they wrote or collected themselves, marked on the entry and listed: for a very small village (a county
    /// had to allow it).
    /// </summary>
    public static readonly Setting MakerMayCheck = new("makerMayCheck", 0, 0, 1);

    /// <summary>How many people without a part in an item must be at the meeting that assesses it.</summary>
    public static readonly Setting AssessmentQuorum = new("assessmentQuorum", 2, 1, 30);

    /// <summary>Reminders on record before a deduction: 2 for one in private and one in writing, 1 for either, 0 for none.</summary>
    public static readonly Setting DeductionReminders = new("deductionReminders", 2, 0, 2)
    {
        Words = ["no_reminder", "any_reminder", "private_then_written"],
    };

    /// <summary>Days of the window for objections (3 to 20 in published rules).</summary>
    public static readonly Setting NoticeDays = new("noticeDays", 7, 3, 60);

    /// <summary>Days the sheet hangs, at least as long as the window (10 in Chongqing's village law).</summary>
    public static readonly Setting NoticeHangDays = new("noticeHangDays", 10, 3, 90);

    /// <summary>
    /// 1 shows names in full on a notice where somebody of age agreed to it; 0 masks all. A deduction never shows a name.
    /// </summary>
    public static readonly Setting NoticeNames = new("noticeNames", 0, 0, 1);

    /// <summary>1 enters what is due by the clock when a window has closed; 0 leaves that to the clerk.</summary>
    public static readonly Setting NoticeAutoEntry = new("noticeAutoEntry", 0, 0, 1);

    /// <summary>Days within which an objection is to be ruled on (3 in Chongqing's village law).</summary>
    public static readonly Setting RulingDays = new("rulingDays", 3, 1, 60);

    /// <summary>The day of the month on which groups collect.</summary>
    public static readonly Setting CollectionDay = new("collectionDay", 25, 1, 28);

    /// <summary>The day of the month on which the village assesses.</summary>
    public static readonly Setting AssessmentDay = new("assessmentDay", 28, 1, 28);

    /// <summary>The day of the month on which the notice is posted.</summary>
    public static readonly Setting NoticeDay = new("noticeDay", 1, 1, 28);

    /// <summary>Minutes by which somebody may come before an activity begins, or leave after it ends, without being flagged.</summary>
    public static readonly Setting ServiceGraceMinutes = new("serviceGraceMinutes", 30, 0, 720);

    /// <summary>1 refuses times outside the activity and its grace; 0 takes them and flags them.</summary>
    public static readonly Setting ServiceOutsideRefused = new("serviceOutsideRefused", 0, 0, 1);

    /// <summary>Days after an activity from which times that are written down are flagged as late.</summary>
    public static readonly Setting ServiceLateDays = new("serviceLateDays", 7, 0, 365);

    /// <summary>
    /// What a point is worth in fen (1 point = 1 yuan is common; 5 yuan and 10 points a yuan exist). Points are never cash.
    /// </summary>
    public static readonly Setting PointRate = new("pointRate", 100, 1, 100_000);

    /// <summary>
    /// 1 derives the issue ceiling from the fund: no more points are issued than cash and stock at cost can honour; 0 leaves it to what the
    /// assembly set.
    /// </summary>
    public static readonly Setting CeilingFromFund = new("ceilingFromFund", 0, 0, 1);

    /// <summary>The days of the week on which goods are handed out, Monday 1, Tuesday 2, Wednesday 4 … Sunday 64, added up.</summary>
    public static readonly Setting RedemptionWeekdays = new("redemptionWeekdays", 127, 1, 127)
    {
        Words = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], IsOfFlags = true,
    };

    /// <summary>The first day of the month on which goods are handed out.</summary>
    public static readonly Setting RedemptionFromDay = new("redemptionFromDay", 1, 1, 31);

    /// <summary>The last day of the month on which goods are handed out.</summary>
    public static readonly Setting RedemptionUntilDay = new("redemptionUntilDay", 31, 1, 31);

    /// <summary>1 refuses a redemption where the attendant has no shift open.</summary>
    public static readonly Setting ShiftsRequired = new("shiftsRequired", 0, 0, 1);

    /// <summary>Days for which goods are kept ready.</summary>
    public static readonly Setting ReservationDays = new("reservationDays", 7, 1, 60);

    /// <summary>Days for which a voucher holds its points.</summary>
    public static readonly Setting VoucherDays = new("voucherDays", 90, 1, 400);

    /// <summary>Days after a trip in which its devices may still tell what they handed out.</summary>
    public static readonly Setting TripSyncDays = new("tripSyncDays", 7, 1, 60);

    /// <summary>Hours after which what a lost device was allowed goes back to the households.</summary>
    public static readonly Setting LostDeviceHours = new("lostDeviceHours", 24, 1, 720);

    /// <summary>The fewest days an entry stands on the black board (10 to 30 in published rules).</summary>
    public static readonly Setting BlackDaysLeast = new("blackDaysLeast", 10, 1, 90);

    /// <summary>The most days an entry stands on the black board.</summary>
    public static readonly Setting BlackDaysMost = new("blackDaysMost", 30, 1, 90);

    /// <summary>
    /// 1 shows masked names on the black board; 0 shows the group alone, because in a small group a mask is as good as a name.
    /// </summary>
    public static readonly Setting BlackNames = new("blackNames", 0, 0, 1);

    /// <summary>The honour below which a household is reminded that its favours are at stake (80 of 100 in a published rule).</summary>
    public static readonly Setting FavourRemindBelow = new("favourRemindBelow", 80, 1, 1_000);

    /// <summary>The honour below which a meeting may suspend a household's favours, and up to where they come back (70 of 100).</summary>
    public static readonly Setting FavourPauseBelow = new("favourPauseBelow", 70, 1, 1_000);

    /// <summary>
    /// What lowers honour: <c>standing</c>, so that credits make up for deductions, or <c>deducted</c>, so that deductions count alone (red
    /// ten and yellow ten).
    /// </summary>
    public static readonly Setting PauseBy = new("pauseBy", 0, 0, 1) { Words = ["standing", "deducted"] };

    /// <summary>The most days until a suspension of favours is reviewed.</summary>
    public static readonly Setting FavourReviewDays = new("favourReviewDays", 90, 1, 366);

    /// <summary>Points deducted by entries of one year from which a household has no more than the stars of the next setting.</summary>
    public static readonly Setting StarVetoDeducted = new("starVetoDeducted", 20, 1, 10_000);

    /// <summary>The most stars of a household with a veto.</summary>
    public static readonly Setting StarVetoMost = new("starVetoMost", 3, 0, 5);

    /// <summary>
    /// The least stars for which a rating certificate is issued (five-star households enter the small-loan scope in Jinchuan).
    /// </summary>
    public static readonly Setting RatingLeastStars = new("ratingLeastStars", 5, 1, 5);

    /// <summary>Days for which a rating certificate is valid.</summary>
    public static readonly Setting RatingDays = new("ratingDays", 180, 1, 366);

    /// <summary>How many ranks of a closed year's list are proposed for honours.</summary>
    public static readonly Setting HonourRanks = new("honourRanks", 10, 1, 1_000);

    /// <summary>1 lets points expire at a year's end, but for those carried over; 0 never zeroes them.</summary>
    public static readonly Setting PointsExpire = new("pointsExpire", 1, 0, 1);

    /// <summary>The most points of the old year that a household carries over.</summary>
    public static readonly Setting CarryOver = new("carryOver", 50, 0, 1_000_000);

    /// <summary>The day of January on which what is not carried over expires.</summary>
    public static readonly Setting ExpiryDay = new("expiryDay", 10, 1, 31);

    /// <summary>All of them, under the headings by which people look for them.</summary>
    public static ImmutableArray<(string Group, ImmutableArray<Setting> Settings)> Groups { get; } =
    [
        ("points", [IssueCeiling, CeilingFromFund, PointRate, MonthCeiling, YearCeiling, BackdateDays]),
        ("entry", [ClerkCreditsAnyRule, ClerkDeductsDirectly, DeductionTakesPoints, DeductionReminders]),
        ("claims", [MakerMayCheck, AssessmentQuorum, CollectionDay, AssessmentDay]),
        ("notices", [NoticeDays, NoticeHangDays, NoticeDay, NoticeNames, NoticeAutoEntry, RulingDays]),
        ("service", [ServiceGraceMinutes, ServiceOutsideRefused, ServiceLateDays]),
        ("shop", [
            RedemptionLeast, RedemptionMonthMost, RedemptionWeekdays, RedemptionFromDay, RedemptionUntilDay, ShiftsRequired,
            ReservationDays, VoucherDays, TripSyncDays, LostDeviceHours]),
        ("boards", [
            StarStep, StarVetoDeducted, StarVetoMost, RatingLeastStars, RatingDays, HonourRanks, BlackDaysLeast, BlackDaysMost,
            BlackNames]),
        ("favours", [BaseStanding, FavourRemindBelow, FavourPauseBelow, PauseBy, FavourReviewDays]),
        ("year", [PointsExpire, CarryOver, ExpiryDay]),
        ("paper", [PassbookRows]),
    ];

    public static ImmutableArray<Setting> All { get; } = [.. Groups.SelectMany(group => group.Settings)];

    /// <summary>Those on which money or rights hang: they want a document, and after the book's first entry a second person.</summary>
    public static ImmutableArray<Setting> Guarded { get; } =
    [
        IssueCeiling, CeilingFromFund, PointRate, MonthCeiling, YearCeiling, BackdateDays, ClerkCreditsAnyRule, ClerkDeductsDirectly,
        DeductionTakesPoints, MakerMayCheck, AssessmentQuorum, DeductionReminders, NoticeDays, NoticeNames, NoticeAutoEntry, RulingDays,
        RedemptionLeast, RedemptionMonthMost, RedemptionWeekdays, RedemptionFromDay, RedemptionUntilDay, VoucherDays,
        StarStep, StarVetoDeducted, StarVetoMost, RatingLeastStars, BlackDaysLeast, BlackDaysMost, BlackNames, BaseStanding,
        FavourRemindBelow, FavourPauseBelow, PauseBy, FavourReviewDays, PointsExpire, CarryOver, ExpiryDay,
    ];

    public bool IsGuarded => Guarded.Contains(this);
}

/// <summary>The settings of a bank with their dates; a value holds from its day until the next one's.</summary>
public sealed class Settings(IEnumerable<(string Name, string ValidFrom, long Value)> dated)
{
    readonly ILookup<string, (string ValidFrom, long Value)> values = dated.ToLookup(row => row.Name, row => (row.ValidFrom, row.Value));

    public long On(LocalDate day, Setting setting)
    {
        var iso = day.ToIso();
        var value = setting.Default;
        foreach (var (validFrom, later) in values[setting.Name])
            if (string.CompareOrdinal(validFrom, iso) <= 0)
                value = later;
        return value;
    }

    /// <summary>
    /// Whether somebody has said how many points may be issued in the year of a day: a number, or what the fund can honour.
    /// </summary>
    public bool HasCeiling(LocalDate day) => On(day, Setting.CeilingFromFund) == 1 || On(new(day.Year, 12, 31), Setting.IssueCeiling) > 0;

    /// <summary>The values that hold from days after this one, in their order; of several for a day the last.</summary>
    public IReadOnlyList<(LocalDate From, long Value)> After(LocalDate day, Setting setting) =>
        [.. values[setting.Name].Where(row => string.CompareOrdinal(row.ValidFrom, day.ToIso()) > 0).GroupBy(row => row.ValidFrom)
            .Select(group => (group.Key.ToDate(), group.Last().Value))];
}
