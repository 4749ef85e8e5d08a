using PointsBank.Ledger;

namespace PointsBank.Village;

/// <summary>What shops, trips and the fund say no to, with what waits for a second person.</summary>
public static partial class VillageRefusals
{
    /// <summary>The goods are another's: the owner's book receives, prices, moves and counts them.</summary>
    public static readonly RefusalKind NotOurStock = new("not_our_stock", RefusalClass.Conflict);

    /// <summary>The fund has not enough cash.</summary>
    public static readonly RefusalKind NotEnoughFund = new("not_enough_fund", RefusalClass.Conflict);

    /// <summary>The attendant must open a shift first.</summary>
    public static readonly RefusalKind ShiftNotOpen = new("shift_not_open", RefusalClass.Conflict);

    /// <summary>The shift is closed; a supervisor can still void.</summary>
    public static readonly RefusalKind ShiftEnded = new("shift_ended", RefusalClass.Conflict);

    /// <summary>No goods are handed out on this day of the week.</summary>
    public static readonly RefusalKind NotRedemptionWeekday = new("not_redemption_weekday", RefusalClass.Unprocessable);

    /// <summary>Goods are handed out on other days of the month.</summary>
    public static readonly RefusalKind NotRedemptionDay = new("not_redemption_day", RefusalClass.Unprocessable);

    /// <summary>The good is not for minors, and nobody said that somebody of age is there.</summary>
    public static readonly RefusalKind AdultsOnly = new("adults_only", RefusalClass.Unprocessable);

    /// <summary>More pieces than a household gets in one visit.</summary>
    public static readonly RefusalKind GoodsVisitLimit = new("goods_visit_limit", RefusalClass.Unprocessable);

    /// <summary>More pieces than a household gets in a month.</summary>
    public static readonly RefusalKind GoodsMonthLimit = new("goods_month_limit", RefusalClass.Unprocessable);

    /// <summary>More pieces than a household gets in a year.</summary>
    public static readonly RefusalKind GoodsYearLimit = new("goods_year_limit", RefusalClass.Unprocessable);

    /// <summary>The goods were handed out for a redemption in another village's book; that is what goes back.</summary>
    public static readonly RefusalKind HandedElsewhere = new("handed_elsewhere", RefusalClass.Conflict);

    /// <summary>There is no such count here.</summary>
    public static readonly RefusalKind UnknownCount = new("unknown_count", RefusalClass.NotFound);

    /// <summary>There is no such stock sheet here.</summary>
    public static readonly RefusalKind UnknownSheet = new("unknown_sheet", RefusalClass.NotFound);

    /// <summary>A count is open at this place; it ends first.</summary>
    public static readonly RefusalKind CountIsOpen = new("count_is_open", RefusalClass.Conflict);

    /// <summary>The count has ended.</summary>
    public static readonly RefusalKind CountEnded = new("count_ended", RefusalClass.Conflict);

    /// <summary>A count is made by two people, each on their own; this one is not theirs, or they are the other.</summary>
    public static readonly RefusalKind CountedByTwo = new("counted_by_two", RefusalClass.Conflict);

    /// <summary>Nobody counted anything yet.</summary>
    public static readonly RefusalKind NothingCounted = new("nothing_counted", RefusalClass.Conflict);

    /// <summary>A count in which somebody wrote figures is dropped by a supervisor alone.</summary>
    public static readonly RefusalKind CountHasFigures = new("count_has_figures", RefusalClass.Conflict);

    /// <summary>The two did not find the same, or one of them has not counted this good.</summary>
    public static readonly RefusalKind CountsDiffer = new("counts_differ", RefusalClass.Conflict);

    /// <summary>A difference needs its reason.</summary>
    public static readonly RefusalKind DifferenceNeedsReason = new("difference_needs_reason", RefusalClass.Unprocessable);

    /// <summary>No such shift at this shop.</summary>
    public static readonly RefusalKind UnknownShift = new("unknown_shift", RefusalClass.NotFound);

    /// <summary>This attendant's shift is open here already.</summary>
    public static readonly RefusalKind ShiftOpen = new("shift_open", RefusalClass.Conflict);

    /// <summary>No such voucher.</summary>
    public static readonly RefusalKind UnknownVoucher = new("unknown_voucher", RefusalClass.NotFound);

    /// <summary>Number and code are not those of a voucher of this village.</summary>
    public static readonly RefusalKind VoucherInvalid = new("voucher_invalid", RefusalClass.Unprocessable);

    /// <summary>Too many wrong codes for this voucher; wait.</summary>
    public static readonly RefusalKind VoucherLocked = new("voucher_locked", RefusalClass.TooMany);

    /// <summary>The voucher was spent before.</summary>
    public static readonly RefusalKind VoucherSpent = new("voucher_spent", RefusalClass.Conflict);

    /// <summary>The voucher was reported lost.</summary>
    public static readonly RefusalKind VoucherVoid = new("voucher_void", RefusalClass.Conflict);

    /// <summary>The voucher's last day is past; its points went back.</summary>
    public static readonly RefusalKind VoucherExpired = new("voucher_expired", RefusalClass.Conflict);
    /// <summary>The goods take more points than the voucher is worth.</summary>
    public static readonly RefusalKind VoucherTooSmall = new("voucher_too_small", RefusalClass.Unprocessable);
    /// <summary>No such reservation at this shop.</summary>
    public static readonly RefusalKind UnknownReservation = new("unknown_reservation", RefusalClass.NotFound);
    /// <summary>The reservation was picked up before.</summary>
    public static readonly RefusalKind ReservationPickedUp = new("reservation_picked_up", RefusalClass.Conflict);
    /// <summary>The reservation was cancelled.</summary>
    public static readonly RefusalKind ReservationCancelled = new("reservation_cancelled", RefusalClass.Conflict);
    /// <summary>The reservation's last day is past; points and goods went back.</summary>
    public static readonly RefusalKind ReservationExpired = new("reservation_expired", RefusalClass.Conflict);
    /// <summary>More pieces than were kept ready.</summary>
    public static readonly RefusalKind MoreThanReserved = new("more_than_reserved", RefusalClass.Unprocessable);
    /// <summary>The shop makes no such trip.</summary>
    public static readonly RefusalKind UnknownTrip = new("unknown_trip", RefusalClass.NotFound);
    /// <summary>The trip has no such device.</summary>
    public static readonly RefusalKind UnknownDevice = new("unknown_device", RefusalClass.NotFound);
    /// <summary>The trip's days are over.</summary>
    public static readonly RefusalKind TripOver = new("trip_over", RefusalClass.Unprocessable);
    /// <summary>What each household may spend is set aside already.</summary>
    public static readonly RefusalKind TripPrepared = new("trip_prepared", RefusalClass.Conflict);
    /// <summary>Nothing is set aside yet for the trip.</summary>
    public static readonly RefusalKind TripNotPrepared = new("trip_not_prepared", RefusalClass.Conflict);
    /// <summary>Somebody took the device into use.</summary>
    public static readonly RefusalKind DeviceTaken = new("device_taken", RefusalClass.Conflict);
    /// <summary>The token is another device's, so this device has to make one of its own.</summary>
    public static readonly RefusalKind DeviceTokenUsed = new("device_token_used", RefusalClass.Conflict);
    /// <summary>The device stands where this cannot be done.</summary>
    public static readonly RefusalKind WrongDeviceState = new("wrong_device_state", RefusalClass.Conflict);
    /// <summary>More than the household may spend on this device.</summary>
    public static readonly RefusalKind AllowancePassed = new("allowance_passed", RefusalClass.Conflict);

    /// <summary>Nothing was proposed under this number.</summary>
    public static readonly RefusalKind UnknownProposal = new("unknown_proposal", RefusalClass.NotFound);
    /// <summary>Somebody has confirmed or refused it before.</summary>
    public static readonly RefusalKind ProposalDecided = new("proposal_decided", RefusalClass.Conflict);
    /// <summary>The same was proposed before and waits for another person.</summary>
    public static readonly RefusalKind AlreadyProposed = new("already_proposed", RefusalClass.Conflict);
    /// <summary>What it would move is not what was proposed any more.</summary>
    public static readonly RefusalKind ProposalMoved = new("proposal_moved", RefusalClass.Conflict);
    /// <summary>A coefficient that makes more points of an hour is set by a supervisor.</summary>
    public static readonly RefusalKind CoefficientNeedsSupervisor = new("coefficient_needs_supervisor", RefusalClass.Forbidden);
    /// <summary>The fund is paid from by its treasurer.</summary>
    public static readonly RefusalKind TreasurerPays = new("treasurer_pays", RefusalClass.Forbidden);
    /// <summary>The proposer has set the confirmer's rights or password since the proposal.</summary>
    public static readonly RefusalKind MadeByProposer = new("made_by_proposer", RefusalClass.Conflict);
    /// <summary>The book has entries, so settings hold from today or later.</summary>
    public static readonly RefusalKind SettingFromPast = new("setting_from_past", RefusalClass.BadRequest);
    /// <summary>No opening balances were proposed under this number.</summary>
    public static readonly RefusalKind UnknownOpening = new("unknown_opening", RefusalClass.NotFound);
    /// <summary>Somebody has confirmed or refused the opening balances before.</summary>
    public static readonly RefusalKind OpeningDecided = new("opening_decided", RefusalClass.Conflict);
    /// <summary>The year's points expired before the bank opened: it ended on paper.</summary>
    public static readonly RefusalKind YearBeforeBank = new("year_before_bank", RefusalClass.Conflict);
    /// <summary>Others had a part in the entry, so that a clerk does not take it back alone.</summary>
    public static readonly RefusalKind ReversalNeedsSupervisor = new("reversal_needs_supervisor", RefusalClass.Forbidden);
    /// <summary>What was brought forward for a household is no longer what the proposal was compared with.</summary>
    public static readonly RefusalKind OpeningMoved = new("opening_moved", RefusalClass.Conflict);
    /// <summary>The rulebook has no version with this number.</summary>
    public static readonly RefusalKind UnknownRulebook = new("unknown_rulebook", RefusalClass.NotFound);
    /// <summary>Somebody has adopted, confirmed or refused the version before.</summary>
    public static readonly RefusalKind RulebookDecided = new("rulebook_decided", RefusalClass.Conflict);
    /// <summary>Once the book has entries no rulebook comes into force for days that are over.</summary>
    public static readonly RefusalKind RulebookFromPast = new("rulebook_from_past", RefusalClass.Conflict);
    /// <summary>Points are set aside for a trip from its eve on, and not earlier.</summary>
    public static readonly RefusalKind TripTooEarly = new("trip_too_early", RefusalClass.Conflict);
    /// <summary>No such contribution or payment.</summary>
    public static readonly RefusalKind UnknownFundMovement = new("unknown_fund_movement", RefusalClass.NotFound);
    /// <summary>No such purchase that was received unpaid, or it was taken back.</summary>
    public static readonly RefusalKind UnknownPurchase = new("unknown_purchase", RefusalClass.NotFound);
    /// <summary>No such gift of money or goods, or it was taken back.</summary>
    public static readonly RefusalKind UnknownGift = new("unknown_gift", RefusalClass.NotFound);

    /// <summary>No such statement.</summary>
    public static readonly RefusalKind UnknownSettlement = new("unknown_settlement", RefusalClass.NotFound);

    /// <summary>More than is still owed for the purchase.</summary>
    public static readonly RefusalKind MoreThanOwed = new("more_than_owed", RefusalClass.Conflict);

    /// <summary>The fund's own entries are voided where they were made, and statements not at all.</summary>
    public static readonly RefusalKind KeptByFund = new("kept_by_fund", RefusalClass.Conflict);

    /// <summary>The purchase was paid; void the payment first.</summary>
    public static readonly RefusalKind PurchasePaid = new("purchase_paid", RefusalClass.Conflict);

    /// <summary>Nothing in these days that is not on a statement already.</summary>
    public static readonly RefusalKind NothingToSettle = new("nothing_to_settle", RefusalClass.Conflict);

    /// <summary>The statement stands where this cannot be done with it.</summary>
    public static readonly RefusalKind WrongSettlementState = new("wrong_settlement_state", RefusalClass.Conflict);

    /// <summary>Shop, supervisor and who approves are three people.</summary>
    public static readonly RefusalKind SignerApproves = new("signer_approves", RefusalClass.Conflict);

    /// <summary>A later statement takes off what this one bills.</summary>
    public static readonly RefusalKind SettlementTakenOff = new("settlement_taken_off", RefusalClass.Conflict);
}
