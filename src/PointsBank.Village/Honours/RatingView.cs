using NodaTime;

namespace PointsBank.Village.Honours;

/// <summary>A certificate for a closed year, or for the current one as it stands where none is named.</summary>
public sealed record RatingInput(int? Year = null);

/// <summary>
/// A rating certificate as it was issued: how the household stood and how its stars follow from that (step, and the most that a veto left),
/// in the journal up to the head.
/// <c>Asked</c> says how the household asked: with its <c>passbook</c>, or at the <c>desk</c>.
/// </summary>
public sealed record RatingView(
    long Number, string CheckCode, long Household, string Head, string Group, string Asked, int Year, bool Closed, string HeadCode,
    long Standing, int Stars, long Step, long MostStars,
    LocalDate IssuedOn, LocalDate ValidUntil, bool Valid, RatingVoidView? Void);

public sealed record RatingVoidInput(string Reason);

public sealed record RatingVoidView(string Reason, string Handler, LocalDate VoidedOn);

/// <summary>Stars of a household: this year's, those of closed years, and its members' by hours.</summary>
public sealed record HouseholdStarsView(
    long Household, int Year, long Standing, int Stars, long Step, long MostStars, IReadOnlyList<YearStars> Years,
    IReadOnlyList<Service.VolunteerView> Members);

/// <summary>A closed year as it was frozen; <c>corrected</c> is by how much reversals changed the standing since.</summary>
public sealed record YearStars(int Year, long Standing, long? Rank, int Stars, long Corrected = 0);

/// <summary>What the household's paper from a lender says; money in fen. The certificate is one that was valid on that day.</summary>
public sealed record LoanInput(long Certificate, string Partner, long Line, long Lent, LocalDate AgreedOn, string Paper);

public sealed record LoanView(
    long Number, long Version, long Certificate, long Household, string Head, string Group, string Partner, long Line, long Lent,
    LocalDate AgreedOn, string Paper, string Handler);

/// <summary>
/// What moral credit came to in a village: no persons. Certified counts households with a certificate that was not voided; money in fen.
/// </summary>
public sealed record MoralCreditLine(
    string Bank, string NameZh, string NameEn, long Certified, long Certificates, long Loans, long Line, long Lent);

/// <summary>The villages and their sum.</summary>
public sealed record MoralCreditView(
    IReadOnlyList<MoralCreditLine> Items, long Certified, long Certificates, long Loans, long Line, long Lent);
