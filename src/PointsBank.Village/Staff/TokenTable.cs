using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Households;

namespace PointsBank.Village.Staff;

/// <summary>Sign-ins of staff and households, by the digests of their tokens.</summary>
static class TokenTable
{
    /// <summary>Opens a sign-in, if the secret that was checked is still the one; whether it was.</summary>
    public static bool Issue(Writer writer, Digest hash, long? staff, OpenedPassbook? passbook, Instant expires, string? secret) =>
        writer.Execute("""
            insert into tokens (hash, staff, bank, household, serial, issued_at, expires_at)
            select @hash, @staff, @bank, @household, @serial, @at, @expires
            where exists (select 1 from staff s where s.number = @staff and s.ended_at is null and s.password_hash = @secret)
              or exists (select 1 from passbooks p where p.bank = @bank and p.serial = @serial and p.ended_at is null
                and p.pin_hash = @secret)
            """,
            new
            {
                hash = hash.ToArray(), staff, bank = passbook?.Bank, household = passbook?.Household, serial = passbook?.Serial,
                at = writer.NowMilliseconds, expires = expires.ToUnixTimeMilliseconds(), secret,
            }) > 0;

    /// <summary>A sign-in that nobody revoked, of somebody who still works here; it expires at 0 where there is none.</summary>
    public static (long? Staff, string? Name, long? Bank, long? Household, string? Serial, long IssuedAt, long ExpiresAt, long? MustChange)
        Find(DbSession db, Digest hash) =>
        db.QuerySingleOrDefault<(
            long? Staff, string? Name, long? Bank, long? Household, string? Serial, long IssuedAt, long ExpiresAt, long? MustChange)>("""
            select t.staff, s.name, t.bank, t.household, t.serial, t.issued_at, t.expires_at, s.must_change
              from tokens t left join staff s on s.number = t.staff
            where t.hash = @hash and t.revoked_at is null and s.ended_at is null
            """, new { hash = hash.ToArray() });

    public static void Prolong(Writer writer, Digest hash, Instant ends) => writer.Execute(
        "update tokens set expires_at = @ends where hash = @hash and revoked_at is null",
        new { hash = hash.ToArray(), ends = ends.ToUnixTimeMilliseconds() });

    public static void Revoke(Writer writer, Digest hash) => writer.Execute(
        "update tokens set revoked_at = @at where hash = @hash and revoked_at is null",
        new { hash = hash.ToArray(), at = writer.NowMilliseconds });
}
