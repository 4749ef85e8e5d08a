using PointsBank.Village.Journal;
using PointsBank.Village.Seals;
using PointsBank.Village.Verification;

namespace PointsBank.Web.Pages.Journal;

/// <summary>The book's head, when it was last verified, where that was asked for, what is found now, and the last seal.</summary>
public sealed record VerifyFacts(HeadView Head, VerifiedView? Last, VerificationView? Found, bool IsFull, SealView? Seal)
{
    public static VerifyFacts Of(Visit visit)
    {
        var run = visit.Query("run");
        var found = run is null ? null : visit.Desks.Verification.Verify(visit.Bank, run == "full");
        return new(
            visit.Desks.Journal.Head(visit.Bank), visit.Desks.Verification.LastVerified(visit.Bank), found, run == "full",
            visit.Desks.Seals.Last(visit.Bank));
    }
}
