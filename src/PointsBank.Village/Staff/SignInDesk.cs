using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Households;

namespace PointsBank.Village.Staff;

public sealed record SignInInput(string Username, string Password);

public sealed record PassbookSignInInput(string Serial, string Pin);

/// <summary>A token to send with each request. It is told once and kept as a digest only.</summary>
public sealed record SignedInView(string Token, Instant ExpiresAt, string Actor, string Name, bool MustChangePassword);

/// <summary>Who comes in. Wrong attempts count; after five the door stays shut for a quarter of an hour.</summary>
public sealed class SignInDesk(Database database, IClock clock, PassbookDesk passbooks)
{
    /// <summary>Wrong attempts in a row before the name is locked.</summary>
    public const int MostWrongAttempts = 5;

    /// <summary>How many tokens are remembered between requests; the table knows the rest.</summary>
    const int MostRemembered = 20_000;

    static readonly Duration Lock = Duration.FromMinutes(15);
    static readonly Duration StaffDay = Duration.FromHours(12);
    static readonly Duration HouseholdHour = Duration.FromHours(1);
    static readonly PasswordHasher<string> Hasher = new();
    static readonly string NoHash = Hasher.HashPassword("", "nobody's password");

    readonly ConcurrentDictionary<Digest, (Caller Caller, Instant ExpiresAt, long Version)> callers = new();
    long version;

    public async Task<Outcome<SignedInView>> SignIn(SignInInput input)
    {
        var row = database.Read(connection => connection.QuerySingleOrDefault<(long Number, string Name, string Hash, long MustChange, long Wrong, long LockedUntil)>(
            "select number, name, password_hash, must_change, wrong_attempts, locked_until from staff where username = @username and ended_at is null",
            new { username = input.Username }));
        if (row.Number == 0)
        {
            // As slow as a real check, so that names cannot be told apart by time.
            Hasher.VerifyHashedPassword("", NoHash, input.Password);
            return new Refusal(VillageRefusals.SignInFailed);
        }
        if (PassbookDesk.Locked(Instant.FromUnixTimeMilliseconds(row.LockedUntil), clock.GetCurrentInstant(), null) is { } locked) return locked;
        var right = Hasher.VerifyHashedPassword("", row.Hash, input.Password) != PasswordVerificationResult.Failed;
        if (!right || row.Wrong > 0)
            await database.Write<bool>(writer =>
            {
                writer.Connection.Execute("""
                    update staff set
                      locked_until = case when @right = 0 and wrong_attempts + 1 >= @most then @until else locked_until end,
                      wrong_attempts = case when @right = 1 or wrong_attempts + 1 >= @most then 0 else wrong_attempts + 1 end
                    where number = @number
                    """,
                    new { number = row.Number, right = right ? 1 : 0, most = MostWrongAttempts, until = (writer.Now + Lock).ToUnixTimeMilliseconds() });
                return true;
            }, atAnyClock: true);
        if (!right) return new Refusal(VillageRefusals.SignInFailed);
        return await Issue(row.Number, null, StaffDay, $"staff:{row.Number}", row.Name, row.MustChange == 1);
    }

    /// <summary>A household comes in with its PIN and the serial of its book, as it is printed or nearly so, or what its card says (<c>pb:…</c>).</summary>
    public async Task<Outcome<SignedInView>> SignInPassbook(PassbookSignInInput input)
    {
        var opened = await (Card.IsCard(input.Serial) ? passbooks.OpenByCard(input.Serial, input.Pin) : passbooks.OpenByPin(input.Serial, input.Pin));
        if (opened.Refusal is { } refusal) return refusal;
        var passbook = opened.Value;
        return await Issue(null, passbook, HouseholdHour, $"household:{passbook.Household}", passbook.Serial, false);
    }

    /// <summary>Who holds this token; null if it is unknown, expired or revoked.</summary>
    public Caller? FindCaller(string token)
    {
        var hash = Digest.Of(token);
        var now = clock.GetCurrentInstant();
        // Read before the table, so that what was loaded before a change is not served after it.
        var before = Interlocked.Read(ref version);
        if (callers.TryGetValue(hash, out var known) && known.Version == before) return known.ExpiresAt > now ? known.Caller : null;
        if (database.Read(connection => Load(connection, hash, now)) is not { } found) return null;
        callers[hash] = (found.Caller, found.ExpiresAt, before);
        return found.Caller;
    }

    public async Task SignOut(Caller caller)
    {
        await database.Write<bool>(writer =>
        {
            writer.Connection.Execute(
                "update tokens set revoked_at = @at where hash = @hash and revoked_at is null", new { hash = caller.TokenHash.ToArray(), at = writer.NowMilliseconds });
            return true;
        }, atAnyClock: true);
        Forget();
    }

    /// <summary>Ends every sign-in of this member of staff, or of this household in its bank, on whatever device.</summary>
    public async Task SignOutEverywhere(Caller caller)
    {
        await database.Write<bool>(writer =>
        {
            writer.Connection.Execute(
                "update tokens set revoked_at = @at where revoked_at is null and (staff = @staff or (bank = @bank and household = @household))",
                new
                {
                    at = writer.NowMilliseconds, staff = caller.StaffNumber, household = caller.Household,
                    bank = caller.Grants.FirstOrDefault(grant => grant.Role == Role.Household).Bank,
                });
            return true;
        }, atAnyClock: true);
        Forget();
    }

    /// <summary>Forgets who is signed in, after rights or passbooks changed; the table knows.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref version);
        callers.Clear();
    }

    async Task<Outcome<SignedInView>> Issue(long? staff, OpenedPassbook? passbook, Duration validFor, string actor, string name, bool mustChange)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return await database.Write<SignedInView>(writer =>
        {
            var expires = Instant.FromUnixTimeMilliseconds((writer.Now + validFor).ToUnixTimeMilliseconds());
            writer.Connection.Execute("""
                insert into tokens (hash, staff, bank, household, serial, issued_at, expires_at)
                values (@hash, @staff, @bank, @household, @serial, @at, @expires)
                """,
                new
                {
                    hash = Digest.Of(token).ToArray(), staff, bank = passbook?.Bank, household = passbook?.Household, serial = passbook?.Serial,
                    at = writer.NowMilliseconds, expires = expires.ToUnixTimeMilliseconds(),
                });
            return new SignedInView(token, expires, actor, name, mustChange);
        }, atAnyClock: true);
    }

    static (Caller Caller, Instant ExpiresAt)? Load(SqliteConnection connection, Digest hash, Instant now)
    {
        var row = connection.QuerySingleOrDefault<(long? Staff, string? Name, long? Bank, long? Household, string? Serial, long ExpiresAt, long? MustChange)>("""
            select t.staff, s.name, t.bank, t.household, t.serial, t.expires_at, s.must_change from tokens t left join staff s on s.number = t.staff
            where t.hash = @hash and t.revoked_at is null and t.expires_at > @now and s.ended_at is null
            """, new { hash = hash.ToArray(), now = now.ToUnixTimeMilliseconds() });
        if (row.ExpiresAt == 0) return null;
        var expires = Instant.FromUnixTimeMilliseconds(row.ExpiresAt);
        if (row.Household is { } household)
            return (new Caller($"household:{household}", row.Serial!, [new(Role.Household, row.Bank!.Value)], household, hash), expires);
        var grants = connection.Query<(long Role, long Bank, long Shop, long Group, long Team)>(
            "select role, bank, shop, group_no, team from staff_grants where staff = @staff", new { staff = row.Staff })
            .Select(grant => new Grant((Role)grant.Role, grant.Bank, grant.Shop, grant.Group, grant.Team));
        return (new Caller($"staff:{row.Staff}", row.Name!, [.. grants], 0, hash, row.MustChange == 1), expires);
    }
}
