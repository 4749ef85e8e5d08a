using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Callers;

/// <summary>Ends sign-ins inside a write.</summary>
static class SignInTable
{
    /// <summary>Ends the sign-ins of a member of staff, but for the one that asks.</summary>
    public static void Revoke(Writer writer, long staff, Digest except = default) => writer.Execute(
        "update tokens set revoked_at = @at where staff = @staff and revoked_at is null and hash <> @except",
        new { staff, at = writer.NowMilliseconds, except = except.ToArray() });

    /// <summary>Ends the sign-ins of a household, but for the one that asks.</summary>
    public static void Revoke(Writer writer, long bank, long household, Digest except = default) => writer.Execute(
        "update tokens set revoked_at = @at where bank = @bank and household = @household and revoked_at is null and hash <> @except",
        new { bank, household, at = writer.NowMilliseconds, except = except.ToArray() });
}
