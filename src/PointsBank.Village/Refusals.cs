using PointsBank.Ledger;

namespace PointsBank.Village;

/// <summary>
/// Every reason for which the village says no, in order of precedence. Words stand in the web's resources under the same code.
/// </summary>
public static partial class VillageRefusals
{
    /// <summary>The field must be given.</summary>
    public static readonly RefusalKind MissingValue = new("missing_value", RefusalClass.BadRequest);

    /// <summary>The field is longer than allowed.</summary>
    public static readonly RefusalKind TooLong = new("too_long", RefusalClass.BadRequest);

    /// <summary>A character of the field was lost on the way here: a question mark, a box or a private sign stands in its place.</summary>
    public static readonly RefusalKind LostCharacter = new("lost_character", RefusalClass.BadRequest);

    /// <summary>No small picture of one or two signs, or with signs that nobody sees.</summary>
    public static readonly RefusalKind NotAnEmoji = new("not_an_emoji", RefusalClass.BadRequest);

    /// <summary>The number is outside what is allowed.</summary>
    public static readonly RefusalKind OutOfRange = new("out_of_range", RefusalClass.BadRequest);

    /// <summary>The value is none of those allowed.</summary>
    public static readonly RefusalKind NotInList = new("not_in_list", RefusalClass.BadRequest);
    /// <summary>A bank's code is 2 to 32 small letters, digits or hyphens.</summary>
    public static readonly RefusalKind BadBankCode = new("bad_bank_code", RefusalClass.BadRequest);
    /// <summary>A code is letters without accents, digits or hyphens, and no longer than it may be.</summary>
    public static readonly RefusalKind BadCode = new("bad_code", RefusalClass.BadRequest);
    /// <summary>The day lies ahead.</summary>
    public static readonly RefusalKind DateInFuture = new("date_in_future", RefusalClass.BadRequest);
    /// <summary>The time lies ahead.</summary>
    public static readonly RefusalKind TimeInFuture = new("time_in_future", RefusalClass.BadRequest);
    /// <summary>Somebody left before they came.</summary>
    public static readonly RefusalKind LeftBeforeCame = new("left_before_came", RefusalClass.BadRequest);
    /// <summary>More hours at one go than anybody serves.</summary>
    public static readonly RefusalKind TooManyHours = new("too_many_hours", RefusalClass.BadRequest);
    /// <summary>The table sent in has rows that are wrong; they are listed.</summary>
    public static readonly RefusalKind BadSheet = new("bad_sheet", RefusalClass.BadRequest);
    /// <summary>Username, serial, password or PIN do not fit together; which of them is not told.</summary>
    public static readonly RefusalKind SignInFailed = new("sign_in_failed", RefusalClass.Unauthenticated);
    /// <summary>Too many wrong attempts; wait.</summary>
    public static readonly RefusalKind SignInLocked = new("sign_in_locked", RefusalClass.TooMany);
    /// <summary>Too many wrong attempts from this place, or for this village, under whatever names; wait.</summary>
    public static readonly RefusalKind TooManyWrongTries = new("too_many_wrong_tries", RefusalClass.TooMany);
    /// <summary>Too many come in at this moment; come back.</summary>
    public static readonly RefusalKind SignInBusy = new("sign_in_busy", RefusalClass.TooMany);
    /// <summary>The present password, asked before it is changed, is another.</summary>
    public static readonly RefusalKind WrongPassword = new("wrong_password", RefusalClass.Unprocessable);
    /// <summary>The new password is the old one.</summary>
    public static readonly RefusalKind SamePassword = new("same_password", RefusalClass.Unprocessable);
    /// <summary>A guesser tries this first: a run, a repetition, what many take, a name or a birthday.</summary>
    public static readonly RefusalKind EasyToGuess = new("easy_to_guess", RefusalClass.Unprocessable);
    /// <summary>The password is a first one, known to whoever set it; change it before anything else.</summary>
    public static readonly RefusalKind PasswordChangeNeeded = new("password_change_needed", RefusalClass.Forbidden);
    /// <summary>The caller's role does not reach this.</summary>
    public static readonly RefusalKind NotAllowed = new("not_allowed", RefusalClass.Forbidden);
    /// <summary>The clock has jumped by more than a year; an administrator confirms it.</summary>
    public static readonly RefusalKind ClockNeedsAdministrator = new("clock_needs_administrator", RefusalClass.Forbidden);
    /// <summary>The typed day is not that of the clock, so the clock is wrong.</summary>
    public static readonly RefusalKind ClockDiffers = new("clock_differs", RefusalClass.Conflict);
    /// <summary>Nobody changes their own rights or ends their own work: the last administrator would lock everybody out.</summary>
    public static readonly RefusalKind NotOneself = new("not_oneself", RefusalClass.Forbidden);
    /// <summary>No such bank.</summary>
    public static readonly RefusalKind UnknownBank = new("unknown_bank", RefusalClass.NotFound);
    /// <summary>No such household.</summary>
    public static readonly RefusalKind UnknownHousehold = new("unknown_household", RefusalClass.NotFound);
    /// <summary>No such member of the household.</summary>
    public static readonly RefusalKind UnknownMember = new("unknown_member", RefusalClass.NotFound);

    /// <summary>No such passbook, or it is void.</summary>
    public static readonly RefusalKind UnknownPassbook = new("unknown_passbook", RefusalClass.NotFound);

    /// <summary>No rulebook is in force on that day.</summary>
    public static readonly RefusalKind NoRulebook = new("no_rulebook", RefusalClass.NotFound);

    /// <summary>No such rule in the rulebook of that day.</summary>
    public static readonly RefusalKind UnknownRule = new("unknown_rule", RefusalClass.NotFound);

    /// <summary>No such shop.</summary>
    public static readonly RefusalKind UnknownShop = new("unknown_shop", RefusalClass.NotFound);

    /// <summary>No such good in the shop.</summary>
    public static readonly RefusalKind UnknownGoods = new("unknown_goods", RefusalClass.NotFound);

    /// <summary>No such redemption.</summary>
    public static readonly RefusalKind UnknownRedemption = new("unknown_redemption", RefusalClass.NotFound);

    /// <summary>No such member of staff.</summary>
    public static readonly RefusalKind UnknownStaff = new("unknown_staff", RefusalClass.NotFound);

    /// <summary>No such check code: nothing in the book answers to it.</summary>
    public static readonly RefusalKind UnknownCheckCode = new("unknown_check_code", RefusalClass.NotFound);

    /// <summary>No such villagers' group.</summary>
    public static readonly RefusalKind UnknownGroup = new("unknown_group", RefusalClass.NotFound);

    /// <summary>No such claim.</summary>
    public static readonly RefusalKind UnknownClaim = new("unknown_claim", RefusalClass.NotFound);

    /// <summary>No such meeting of assessment.</summary>
    public static readonly RefusalKind UnknownAssessment = new("unknown_assessment", RefusalClass.NotFound);

    /// <summary>No such reminder; of one said in private there is no letter.</summary>
    public static readonly RefusalKind UnknownReminder = new("unknown_reminder", RefusalClass.NotFound);

    /// <summary>No such notice.</summary>
    public static readonly RefusalKind UnknownNotice = new("unknown_notice", RefusalClass.NotFound);

    /// <summary>No such objection.</summary>
    public static readonly RefusalKind UnknownObjection = new("unknown_objection", RefusalClass.NotFound);

    /// <summary>No such file with this claim.</summary>
    public static readonly RefusalKind UnknownEvidence = new("unknown_evidence", RefusalClass.NotFound);

    /// <summary>No such project in the library.</summary>
    public static readonly RefusalKind UnknownProject = new("unknown_project", RefusalClass.NotFound);

    /// <summary>No such team, or it has ended.</summary>
    public static readonly RefusalKind UnknownTeam = new("unknown_team", RefusalClass.NotFound);

    /// <summary>No such activity.</summary>
    public static readonly RefusalKind UnknownActivity = new("unknown_activity", RefusalClass.NotFound);

    /// <summary>No such attendance of the activity, or it was struck off.</summary>
    public static readonly RefusalKind UnknownAttendance = new("unknown_attendance", RefusalClass.NotFound);

    /// <summary>No such certificate.</summary>
    public static readonly RefusalKind UnknownCertificate = new("unknown_certificate", RefusalClass.NotFound);

    /// <summary>Something with this number, code or name exists.</summary>
    public static readonly RefusalKind AlreadyExists = new("already_exists", RefusalClass.Conflict);

    /// <summary>A credit was asked under a deduction's rule or the other way round.</summary>
    public static readonly RefusalKind WrongRuleKind = new("wrong_rule_kind", RefusalClass.Unprocessable);

    /// <summary>The rule needs claim and notice; the village does not let a clerk enter it directly.</summary>
    public static readonly RefusalKind RuleNeedsNotice = new("rule_needs_notice", RefusalClass.Unprocessable);

    /// <summary>The rule's own cap for the month or the year would be passed.</summary>
    public static readonly RefusalKind RuleCapReached = new("rule_cap_reached", RefusalClass.Unprocessable);

    /// <summary>The household's ceiling of ordinary points for the month would be passed.</summary>
    public static readonly RefusalKind MonthCeilingReached = new("month_ceiling_reached", RefusalClass.Unprocessable);

    /// <summary>The household's ceiling of ordinary points for the year would be passed.</summary>
    public static readonly RefusalKind YearCeilingReached = new("year_ceiling_reached", RefusalClass.Unprocessable);

    /// <summary>The village's ceiling of points issued in the year would be passed.</summary>
    public static readonly RefusalKind IssueCeilingReached = new("issue_ceiling_reached", RefusalClass.Unprocessable);

    /// <summary>The claim stands where this cannot be done with it.</summary>
    public static readonly RefusalKind WrongState = new("wrong_state", RefusalClass.Conflict);

    /// <summary>Who wrote or collected a claim does not assess it.</summary>
    public static readonly RefusalKind MakerIsChecker = new("maker_is_checker", RefusalClass.Conflict);

    /// <summary>Nobody judges about the own household or a relative's.</summary>
    public static readonly RefusalKind OwnOrRelated = new("own_or_related", RefusalClass.Conflict);

    /// <summary>The other village did not offer this shop to this one, or took the offer back.</summary>
    public static readonly RefusalKind NotOffered = new("not_offered", RefusalClass.Conflict);

    /// <summary>Who offered a shop does not accept it for the village that is served.</summary>
    public static readonly RefusalKind OfferedByOneself = new("offered_by_oneself", RefusalClass.Conflict);

    /// <summary>The shop is another village's, and both villages do not agree that it serves this one.</summary>
    public static readonly RefusalKind NotShared = new("not_shared", RefusalClass.Conflict);

    /// <summary>Who had a part in a claim does not rule on an objection to it.</summary>
    public static readonly RefusalKind Involved = new("involved", RefusalClass.Conflict);

    /// <summary>Neither an assessor nor a supervisor here, so nobody who sits in a meeting.</summary>
    public static readonly RefusalKind MayNotAssess = new("may_not_assess", RefusalClass.Conflict);

    /// <summary>Too few people who have no part in the item are at the meeting.</summary>
    public static readonly RefusalKind QuorumMissing = new("quorum_missing", RefusalClass.Conflict);

    /// <summary>The meeting is closed.</summary>
    public static readonly RefusalKind AssessmentClosed = new("assessment_closed", RefusalClass.Conflict);

    /// <summary>The household was not reminded first, as a deduction wants it.</summary>
    public static readonly RefusalKind ReminderMissing = new("reminder_missing", RefusalClass.Unprocessable);

    /// <summary>The reminder brought the household onto the black board before; another decision needs another.</summary>
    public static readonly RefusalKind ReminderUsed = new("reminder_used", RefusalClass.Conflict);

    /// <summary>A deduction needs a document number, two witnesses or a file.</summary>
    public static readonly RefusalKind ProofMissing = new("proof_missing", RefusalClass.Unprocessable);

    /// <summary>More points than the rule gives for this.</summary>
    public static readonly RefusalKind AboveRule = new("above_rule", RefusalClass.Unprocessable);

    /// <summary>The same household has the same rule on the same day already; say that it is meant.</summary>
    public static readonly RefusalKind NeedsConfirmation = new("needs_confirmation", RefusalClass.Conflict);

    /// <summary>A delivery slip of this number from the same supplier or donor is in the book already.</summary>
    public static readonly RefusalKind ReceiptEntered = new("receipt_entered", RefusalClass.Conflict);

    /// <summary>Some of the goods went out at the mixed cost, so that the delivery cannot simply be taken back.</summary>
    public static readonly RefusalKind CostGone = new("cost_gone", RefusalClass.Conflict);

    /// <summary>There is nothing to put on a notice, or nothing that is due.</summary>
    public static readonly RefusalKind NothingDue = new("nothing_due", RefusalClass.Conflict);

    /// <summary>The window for objections is not open, or no more.</summary>
    public static readonly RefusalKind WindowClosed = new("window_closed", RefusalClass.Conflict);

    /// <summary>The window for objections is still open.</summary>
    public static readonly RefusalKind WindowOpen = new("window_open", RefusalClass.Conflict);

    /// <summary>The same household objected to the same item before.</summary>
    public static readonly RefusalKind AlreadyObjected = new("already_objected", RefusalClass.Conflict);

    /// <summary>The objection was ruled on before.</summary>
    public static readonly RefusalKind AlreadyRuled = new("already_ruled", RefusalClass.Conflict);

    /// <summary>The PIN or token does not open this passbook.</summary>
    public static readonly RefusalKind NotAuthorised = new("not_authorised", RefusalClass.Unprocessable);

    /// <summary>The redemption is smaller than the least the village redeems.</summary>
    public static readonly RefusalKind RedemptionTooSmall = new("redemption_too_small", RefusalClass.Unprocessable);

    /// <summary>The household's limit of points redeemed in a month would be passed.</summary>
    public static readonly RefusalKind RedemptionMonthLimit = new("redemption_month_limit", RefusalClass.Unprocessable);

    /// <summary>The good has no price on that day.</summary>
    public static readonly RefusalKind NotForSale = new("not_for_sale", RefusalClass.Unprocessable);

    /// <summary>The household has not enough points available.</summary>
    public static readonly RefusalKind NotEnoughPoints = new("not_enough_points", RefusalClass.Conflict);

    /// <summary>The shelf has not enough pieces.</summary>
    public static readonly RefusalKind NotEnoughStock = new("not_enough_stock", RefusalClass.Conflict);

    /// <summary>A redemption is voided on its own day only; later a supervisor reverses its entry.</summary>
    public static readonly RefusalKind NotSameDay = new("not_same_day", RefusalClass.Conflict);

    /// <summary>The redemption was voided before.</summary>
    public static readonly RefusalKind AlreadyVoid = new("already_void", RefusalClass.Conflict);

    /// <summary>Only rules that credit by the hour or by the event fit service.</summary>
    public static readonly RefusalKind RuleNotForService = new("rule_not_for_service", RefusalClass.Unprocessable);

    /// <summary>The library has the project, but not on that day.</summary>
    public static readonly RefusalKind ProjectNotInForce = new("project_not_in_force", RefusalClass.Unprocessable);

    /// <summary>The times lie outside the activity's by more than the grace.</summary>
    public static readonly RefusalKind OutsideActivity = new("outside_activity", RefusalClass.Unprocessable);

    /// <summary>A child serves only where somebody of age of the own household does.</summary>
    public static readonly RefusalKind TooYoungAlone = new("too_young_alone", RefusalClass.Unprocessable);

    /// <summary>The code at the door is not this activity's, or not of this day.</summary>
    public static readonly RefusalKind ActivityCodeInvalid = new("activity_code_invalid", RefusalClass.Unprocessable);

    /// <summary>Nothing was served in these days.</summary>
    public static readonly RefusalKind NoHours = new("no_hours", RefusalClass.Unprocessable);

    /// <summary>The activity stands where this cannot be done.</summary>
    public static readonly RefusalKind WrongActivityState = new("wrong_activity_state", RefusalClass.Conflict);

    /// <summary>Somebody's times are still to be confirmed or struck off.</summary>
    public static readonly RefusalKind AttendancesOpen = new("attendances_open", RefusalClass.Conflict);

    /// <summary>The member is on the list already.</summary>
    public static readonly RefusalKind AlreadySignedUp = new("already_signed_up", RefusalClass.Conflict);

    /// <summary>The member is not on the list.</summary>
    public static readonly RefusalKind NotSignedUp = new("not_signed_up", RefusalClass.Conflict);

    /// <summary>The member signed in, or out, before.</summary>
    public static readonly RefusalKind AlreadySignedIn = new("already_signed_in", RefusalClass.Conflict);

    /// <summary>The member has not signed in.</summary>
    public static readonly RefusalKind NotSignedIn = new("not_signed_in", RefusalClass.Conflict);

    /// <summary>The member was elsewhere at that time.</summary>
    public static readonly RefusalKind TimesOverlap = new("times_overlap", RefusalClass.Conflict);

    /// <summary>When the member left is not recorded.</summary>
    public static readonly RefusalKind TimesMissing = new("times_missing", RefusalClass.Conflict);

    /// <summary>The attendance is confirmed; reverse its entry first.</summary>
    public static readonly RefusalKind AlreadyConfirmed = new("already_confirmed", RefusalClass.Conflict);


    /// <summary>The words touch a protected matter, or hold a number by which somebody is found.</summary>
    public static readonly RefusalKind ProtectedMatter = new("protected_matter", RefusalClass.Unprocessable);
    /// <summary>The household is no more: it merged, moved away or left.</summary>
    public static readonly RefusalKind HouseholdEnded = new("household_ended", RefusalClass.Conflict);
    /// <summary>The year is closed; its standing is frozen.</summary>
    public static readonly RefusalKind YearClosed = new("year_closed", RefusalClass.Conflict);
    /// <summary>The year is not closed yet.</summary>
    public static readonly RefusalKind YearNotClosed = new("year_not_closed", RefusalClass.Conflict);
    /// <summary>The village has no such board in use.</summary>
    public static readonly RefusalKind UnknownBoard = new("unknown_board", RefusalClass.NotFound);
    /// <summary>No such publication of this board, or it hangs no more.</summary>
    public static readonly RefusalKind UnknownPublication = new("unknown_publication", RefusalClass.NotFound);
    /// <summary>No such entry of the black board, or it is over.</summary>
    public static readonly RefusalKind UnknownBlackEntry = new("unknown_black_entry", RefusalClass.NotFound);
    /// <summary>A minor's household, and what may not be posted, never stand on the black board.</summary>
    public static readonly RefusalKind NeverOnBoard = new("never_on_board", RefusalClass.Unprocessable);
    /// <summary>This board of this period and head was published before, or the publication was corrected before.</summary>
    public static readonly RefusalKind AlreadyPublished = new("already_published", RefusalClass.Conflict);
    /// <summary>The entry of the black board is posted already.</summary>
    public static readonly RefusalKind BlackEntryPosted = new("black_entry_posted", RefusalClass.Conflict);
    /// <summary>The entry of the black board is over.</summary>
    public static readonly RefusalKind BlackEntryEnded = new("black_entry_ended", RefusalClass.Conflict);
    /// <summary>What a law gives is no favour of the village.</summary>
    public static readonly RefusalKind StatutoryBenefit = new("statutory_benefit", RefusalClass.Unprocessable);
    /// <summary>No such favour in the register.</summary>
    public static readonly RefusalKind UnknownFavour = new("unknown_favour", RefusalClass.NotFound);
    /// <summary>The favour has ended.</summary>
    public static readonly RefusalKind FavourEnded = new("favour_ended", RefusalClass.Conflict);
    /// <summary>The household's favours are suspended.</summary>
    public static readonly RefusalKind FavoursSuspended = new("favours_suspended", RefusalClass.Conflict);
    /// <summary>The household does not have what the favour asks for.</summary>
    public static readonly RefusalKind FavourNotEligible = new("favour_not_eligible", RefusalClass.Conflict);
    /// <summary>The standing is not below the level.</summary>
    public static readonly RefusalKind StandingNotBelow = new("standing_not_below", RefusalClass.Conflict);
    /// <summary>The household was not told first that its favours are at stake.</summary>
    public static readonly RefusalKind FavourReminderMissing = new("favour_reminder_missing", RefusalClass.Unprocessable);
    /// <summary>No such suspension of this household.</summary>
    public static readonly RefusalKind UnknownSuspension = new("unknown_suspension", RefusalClass.NotFound);
    /// <summary>The suspension has ended.</summary>
    public static readonly RefusalKind SuspensionEnded = new("suspension_ended", RefusalClass.Conflict);
    /// <summary>The suspension is not in force yet.</summary>
    public static readonly RefusalKind SuspensionUnconfirmed = new("suspension_unconfirmed", RefusalClass.Conflict);
    /// <summary>A suspension of this household is recorded or in force already.</summary>
    public static readonly RefusalKind AlreadySuspended = new("already_suspended", RefusalClass.Conflict);
    /// <summary>Who recorded it does not confirm it.</summary>
    public static readonly RefusalKind ConfirmedByAnother = new("confirmed_by_another", RefusalClass.Conflict);
    /// <summary>No such title.</summary>
    public static readonly RefusalKind UnknownTitle = new("unknown_title", RefusalClass.NotFound);
    /// <summary>No such candidate.</summary>
    public static readonly RefusalKind UnknownCandidate = new("unknown_candidate", RefusalClass.NotFound);
    /// <summary>The candidate was decided on before.</summary>
    public static readonly RefusalKind CandidateDecided = new("candidate_decided", RefusalClass.Conflict);
    /// <summary>No meeting accepted the candidate.</summary>
    public static readonly RefusalKind CandidateNotAccepted = new("candidate_not_accepted", RefusalClass.Conflict);
    /// <summary>No such award.</summary>
    public static readonly RefusalKind UnknownAward = new("unknown_award", RefusalClass.NotFound);
    /// <summary>The award was taken back before.</summary>
    public static readonly RefusalKind AwardTakenBack = new("award_taken_back", RefusalClass.Conflict);
    /// <summary>The household has fewer stars than a certificate asks for.</summary>
    public static readonly RefusalKind TooFewStars = new("too_few_stars", RefusalClass.Unprocessable);
    /// <summary>The certificate is void.</summary>
    public static readonly RefusalKind CertificateVoided = new("certificate_voided", RefusalClass.Conflict);
    /// <summary>The certificate was not valid on that day.</summary>
    public static readonly RefusalKind CertificateNotValid = new("certificate_not_valid", RefusalClass.Unprocessable);
    /// <summary>No such paper of a lender.</summary>
    public static readonly RefusalKind UnknownLoan = new("unknown_loan", RefusalClass.NotFound);
    /// <summary>The book has moved on since the report was looked at.</summary>
    public static readonly RefusalKind HeadMoved = new("head_moved", RefusalClass.Conflict);
    /// <summary>Claims of the year are still on their way: each is entered, dropped or withdrawn first.</summary>
    public static readonly RefusalKind YearItemsOpen = new("year_items_open", RefusalClass.Conflict);
    /// <summary>A closed year's points are not carried over and expired yet.</summary>
    public static readonly RefusalKind YearUnfinished = new("year_unfinished", RefusalClass.Conflict);
    /// <summary>The day on which points expire has not come.</summary>
    public static readonly RefusalKind ExpiryNotDue = new("expiry_not_due", RefusalClass.Conflict);
    /// <summary>Points of this village never expire.</summary>
    public static readonly RefusalKind PointsNeverExpire = new("points_never_expire", RefusalClass.Conflict);
    /// <summary>A year end's entry is undone with all the others of its year alone.</summary>
    public static readonly RefusalKind KeptByYearEnd = new("kept_by_year_end", RefusalClass.Conflict);
    /// <summary>A household's change stands; only another change alters what it did.</summary>
    public static readonly RefusalKind ChangeStands = new("change_stands", RefusalClass.Conflict);
    /// <summary>The household still has something open: holds, claims, hours to confirm.</summary>
    public static readonly RefusalKind HouseholdHasOpen = new("household_has_open", RefusalClass.Conflict);
    /// <summary>No such change of a household.</summary>
    public static readonly RefusalKind UnknownChange = new("unknown_change", RefusalClass.NotFound);
    /// <summary>The file was sent before and its content erased; it does not come back.</summary>
    public static readonly RefusalKind EvidenceErased = new("evidence_erased", RefusalClass.Conflict);
    /// <summary>A yes for a child is given at the desk.</summary>
    public static readonly RefusalKind NotOfAge = new("not_of_age", RefusalClass.Unprocessable);
    /// <summary>Whoever made the unit of a class shorter does not confirm hours of it.</summary>
    public static readonly RefusalKind UnitIsOwn = new("unit_is_own", RefusalClass.Forbidden);
    /// <summary>Who is to head the household that a split opens is not among those who go there.</summary>
    public static readonly RefusalKind HeadNotAmong = new("head_not_among", RefusalClass.BadRequest);
    /// <summary>The head of a household leaves after somebody else has become head.</summary>
    public static readonly RefusalKind HeadStays = new("head_stays", RefusalClass.Conflict);
    /// <summary>Whoever left does nothing more here.</summary>
    public static readonly RefusalKind MemberLeft = new("member_left", RefusalClass.Conflict);
    /// <summary>Who is still here is not erased.</summary>
    public static readonly RefusalKind StillHere = new("still_here", RefusalClass.Conflict);
    /// <summary>Something of theirs is still on its way.</summary>
    public static readonly RefusalKind StillOpen = new("still_open", RefusalClass.Conflict);
    /// <summary>This erasure was asked for before.</summary>
    public static readonly RefusalKind ErasureAsked = new("erasure_asked", RefusalClass.Conflict);
    /// <summary>The erasure was carried out or refused before.</summary>
    public static readonly RefusalKind ErasureDecided = new("erasure_decided", RefusalClass.Conflict);
    /// <summary>No such erasure.</summary>
    public static readonly RefusalKind UnknownErasure = new("unknown_erasure", RefusalClass.NotFound);
    /// <summary>No such assessment of something published.</summary>
    public static readonly RefusalKind UnknownDisclosure = new("unknown_disclosure", RefusalClass.NotFound);
}
