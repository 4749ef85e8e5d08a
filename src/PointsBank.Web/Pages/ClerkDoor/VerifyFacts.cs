using PointsBank.Village.Journal;

namespace PointsBank.Web.Pages.ClerkDoor;

/// <summary>The book's head, when it was last verified, and, where that was asked for, what is found now.</summary>
public sealed record VerifyFacts(HeadView Head, VerifiedView? Last, VerificationView? Found, bool IsFull)
{
    public static VerifyFacts Of(Visit visit)
    {
        var run = visit.Query("run");
        var found = run is null ? null : visit.Desks.Journal.Verify(visit.Bank, run == "full");
        return new(visit.Desks.Journal.Head(visit.Bank), visit.Desks.Journal.LastVerified(visit.Bank), found, run == "full");
    }
}
