using System.Collections.Concurrent;
using System.Security.Cryptography;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Staff;

public sealed record SignInInput(string Username, string Password);

public sealed record PassbookSignInInput(string Serial, string Pin);

/// <summary>A token to send with each request. It is told once and kept as a digest only.</summary>
public sealed record SignedInView(string Token, Instant ExpiresAt, string Actor, string Name, bool MustChangePassword);

/// <summary>
/// Who comes in, and who is in. A sign-in ends when it was not used for a while, when its secret is another, and on its last day. When it
/// was last used is kept in memory and written down now and then, so that a request costs no write.
/// </summary>
public sealed class SignInDesk(Database database, IClock clock, PassbookDesk passbooks, Secrets secrets, Tries tries)
{
    /// <summary>How many tokens are remembered between requests; the table knows the rest.</summary>
    const int MaxRemembered = 20_000;

    static readonly Duration StaffDay = Duration.FromHours(12);
    static readonly Duration HouseholdHour = Duration.FromHours(1);

    readonly ConcurrentDictionary<Digest, Session> sessions = new();
    long version;

    /// <summary>A member of staff comes in; <paramref name="from"/> says where they stand.</summary>
    public async Task<Outcome<SignedInView>> SignIn(SignInInput input, Visitor? from = null)
    {
        var row = database.Read(db => StaffTable.Named(db, input.Username));
        var actor = $"staff:{row.Number}";
        var guess = StaffDesk.GuessAt(input.Username, () => secrets.Fits(row.Hash, input.Password));
        if (await tries.AtDoor(from ?? Visitor.Unknown, actor, guess) is { } refusal) return refusal;
        return await Issue(row.Number, row.Hash, null, StaffDay, actor, row.Name, row.MustChange == 1);
    }

    /// <summary>
    /// A household comes in with its PIN and the serial of its book, as it is printed or nearly so, or what its card says (<c>pb:…</c>).
    /// </summary>
    public async Task<Outcome<SignedInView>> SignInPassbook(PassbookSignInInput input, Visitor? from = null)
    {
        var visitor = from ?? Visitor.Unknown;
        var opened = await (Card.IsCard(input.Serial)
            ? passbooks.OpenByCard(input.Serial, input.Pin, visitor)
            : passbooks.OpenByPin(input.Serial, input.Pin, visitor));
        if (opened.Refusal is { } refusal) return refusal;
        var passbook = opened.Value;
        return await Issue(null, passbook.PinHash, passbook, HouseholdHour, $"household:{passbook.Household}", passbook.Serial, false);
    }

    /// <summary>Who holds this token; null if it is unknown, ended or revoked. Asking is using it.</summary>
    public Caller? FindCaller(string token)
    {
        var hash = Digest.Of(token);
        // Read before the table, so that what was loaded before a change is not served after it.
        var before = Interlocked.Read(ref version);
        if (!sessions.TryGetValue(hash, out var session) || session.Version != before)
        {
            if (database.Read(db => Load(db, hash, before)) is not { } found) return null;
            if (sessions.Count >= MaxRemembered) sessions.Clear();
            sessions[hash] = session = found;
        }
        if (!session.Use(clock.GetCurrentInstant(), out var toWrite)) return null;
        if (toWrite is { } ends) _ = KeepUse(hash, ends);
        return session.Caller;
    }

    public async Task SignOut(Caller caller)
    {
        await database.Write<bool>(writer =>
        {
            TokenTable.Revoke(writer, caller.TokenHash);
            return true;
        }, atAnyClock: true);
        Forget();
    }

    /// <summary>Ends every sign-in of this member of staff, or of this household in its bank, on whatever device.</summary>
    public async Task SignOutEverywhere(Caller caller)
    {
        await database.Write<bool>(writer =>
        {
            if (caller.StaffNumber is { } staff) SignInTable.Revoke(writer, staff);
            else SignInTable.Revoke(writer, caller.Grants.FirstOrDefault(grant => grant.Role == Role.Household).Bank, caller.Household);
            return true;
        }, atAnyClock: true);
        Forget();
    }

    /// <summary>Forgets who is signed in, after rights or passbooks changed; the table knows.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref version);
        sessions.Clear();
    }

    /// <summary>Opens a sign-in, if the secret that was checked is still the one: it may have been set anew meanwhile.</summary>
    async Task<Outcome<SignedInView>> Issue(
        long? staff, string? secret, OpenedPassbook? passbook, Duration validFor, string actor, string name, bool mustChange)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return await database.Write<SignedInView>(writer =>
        {
            var expires = Instant.FromUnixTimeMilliseconds((writer.Now + validFor).ToUnixTimeMilliseconds());
            return TokenTable.Issue(writer, Digest.Of(token), staff, passbook, expires, secret)
                ? new SignedInView(token, expires, actor, name, mustChange)
                : new Refusal(VillageRefusals.SignInFailed);
        }, atAnyClock: true);
    }

    Task<Outcome<bool>> KeepUse(Digest hash, Instant ends) => database.Write<bool>(writer =>
    {
        TokenTable.Prolong(writer, hash, ends);
        return true;
    });

    static Session? Load(DbSession db, Digest hash, long version)
    {
        var row = TokenTable.Find(db, hash);
        if (row.ExpiresAt == 0) return null;
        var (issued, expires) = (row.IssuedAt.ToInstant(), row.ExpiresAt.ToInstant());
        if (row.Household is { } household)
            return new(
                new($"household:{household}", row.Serial!, [new(Role.Household, row.Bank!.Value)], household, hash), issued, expires,
                HouseholdHour, version);
        return new(
            new($"staff:{row.Staff}", row.Name!, [.. GrantTable.Of(db, row.Staff)], 0, hash, row.MustChange == 1), issued, expires,
            StaffDay, version);
    }

    /// <summary>A sign-in as it is remembered between requests.</summary>
    sealed class Session(Caller caller, Instant issued, Instant expires, Duration length, long version)
    {
        /// <summary>However much it is used, somebody proves who they are again after a month.</summary>
        static readonly Duration MaxAge = Duration.FromDays(30);

        long used = (expires - length).ToUnixTimeTicks();
        long written = (expires - length).ToUnixTimeTicks();

        public Caller Caller => caller;

        public long Version => version;

        /// <summary>
        /// Uses it, if it has not ended. A twelfth of its length later than the table knows, the new end is to be written: once, however
        /// many ask.
        /// </summary>
        public bool Use(Instant now, out Instant? toWrite)
        {
            toWrite = null;
            var lastUse = Instant.FromUnixTimeTicks(Interlocked.Read(ref used));
            if (!Lasting.LastsRoughly(lastUse, length, now) || !Lasting.LastsRoughly(issued, MaxAge, now)) return false;
            var (at, known) = (now.ToUnixTimeTicks(), Interlocked.Read(ref written));
            Interlocked.Exchange(ref used, at);
            var isDue = Math.Abs(at - known) >= (length / 12).BclCompatibleTicks;
            if (isDue && Interlocked.CompareExchange(ref written, at, known) == known) toWrite = now + length;
            return true;
        }
    }
}
