using System.Collections.Immutable;
using PointsBank.Ledger;

namespace PointsBank.Village;

public static partial class VillageRefusals
{
    /// <summary>All of them, in order of precedence.</summary>
    public static ImmutableArray<RefusalKind> All => Ordered.All;

    /// <summary>A class of its own is made after the kinds, whichever file they stand in.</summary>
    static class Ordered
    {
        public static readonly ImmutableArray<RefusalKind> All =
        [
            MissingValue, TooLong, LostCharacter, NotAnEmoji, OutOfRange, NotInList, BadBankCode, BadCode, DateInFuture, BadSheet,
            SignInFailed, SignInLocked, TooManyWrongTries, SignInBusy, WrongPassword, SamePassword, EasyToGuess, PasswordChangeNeeded,
            NotAllowed, NotOneself, ClockNeedsAdministrator, ClockDiffers, UnknownBank, UnknownHousehold, UnknownMember, UnknownPassbook,
            NoRulebook, UnknownRule, UnknownShop, UnknownGoods, UnknownRedemption, UnknownStaff, UnknownCheckCode, UnknownGroup,
            UnknownClaim, UnknownAssessment, UnknownReminder, UnknownNotice, UnknownObjection, UnknownEvidence, AlreadyExists,
            WrongRuleKind, RuleNeedsNotice, RuleCapReached, MonthCeilingReached, YearCeilingReached, IssueCeilingReached, ReminderMissing,
            ReminderUsed, ProofMissing, AboveRule, NeedsConfirmation, ReceiptEntered, CostGone, WrongState, MakerIsChecker, OwnOrRelated,
            Involved, MayNotAssess, QuorumMissing, AssessmentClosed, NothingDue, WindowClosed, WindowOpen, AlreadyObjected, AlreadyRuled,
            NotAuthorised, RedemptionTooSmall, RedemptionMonthLimit, NotForSale, NotEnoughPoints, NotEnoughStock, NotSameDay, AlreadyVoid,
            TimeInFuture, LeftBeforeCame, TooManyHours, UnknownProject, UnknownTeam, UnknownActivity, UnknownAttendance, UnknownCertificate,
            RuleNotForService, ProjectNotInForce, OutsideActivity, TooYoungAlone, ActivityCodeInvalid, NoHours, WrongActivityState,
            AttendancesOpen, AlreadySignedUp, NotSignedUp, AlreadySignedIn, NotSignedIn, TimesOverlap, TimesMissing, AlreadyConfirmed,
            NotOurStock, NotOffered, OfferedByOneself, NotShared, HandedElsewhere, ShiftNotOpen, ShiftEnded, NotRedemptionWeekday,
            NotRedemptionDay, AdultsOnly, GoodsVisitLimit, GoodsMonthLimit, GoodsYearLimit, NotEnoughFund, UnknownCount, UnknownSheet,
            CountIsOpen, CountEnded, CountedByTwo, NothingCounted, CountHasFigures, CountsDiffer, DifferenceNeedsReason, UnknownShift,
            ShiftOpen, UnknownVoucher, VoucherInvalid, VoucherLocked, VoucherSpent, VoucherVoid, VoucherExpired, VoucherTooSmall,
            UnknownReservation, ReservationPickedUp, ReservationCancelled, ReservationExpired, MoreThanReserved, UnknownTrip, UnknownDevice,
            TripOver, TripPrepared, TripNotPrepared, DeviceTaken, DeviceTokenUsed, WrongDeviceState, AllowancePassed, TripTooEarly,
            UnknownProposal, ProposalDecided, AlreadyProposed, ProposalMoved, MadeByProposer, SettingFromPast,
            CoefficientNeedsSupervisor, TreasurerPays, UnknownOpening, OpeningDecided,
            OpeningMoved, YearBeforeBank, ReversalNeedsSupervisor,
            UnknownRulebook, RulebookDecided, RulebookFromPast,
            UnknownFundMovement, UnknownPurchase, UnknownGift, UnknownSettlement, MoreThanOwed, KeptByFund, PurchasePaid, NothingToSettle,
            WrongSettlementState, SignerApproves,
            SettlementTakenOff,
            ProtectedMatter, HouseholdEnded, YearClosed, YearNotClosed,
            UnknownBoard, UnknownPublication, UnknownBlackEntry, NeverOnBoard, AlreadyPublished, BlackEntryPosted, BlackEntryEnded,
            StatutoryBenefit, UnknownFavour, FavourEnded, FavoursSuspended, FavourNotEligible, StandingNotBelow, FavourReminderMissing,
            UnknownSuspension, SuspensionEnded, SuspensionUnconfirmed, AlreadySuspended, ConfirmedByAnother, UnknownTitle, UnknownCandidate,
            CandidateDecided, CandidateNotAccepted, UnknownAward, AwardTakenBack, TooFewStars, CertificateVoided, CertificateNotValid,
            UnknownLoan, HeadMoved, YearItemsOpen, YearUnfinished, ExpiryNotDue, PointsNeverExpire, KeptByYearEnd, ChangeStands,
            HouseholdHasOpen, UnknownChange, EvidenceErased, NotOfAge, HeadNotAmong, UnitIsOwn, HeadStays, MemberLeft, StillHere,
            StillOpen, ErasureAsked,
            ErasureDecided, UnknownErasure, UnknownDisclosure,
        ];
    }
}
