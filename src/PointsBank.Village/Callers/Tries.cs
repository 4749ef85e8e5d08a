using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Callers;

/// <summary>What is guessed at: a secret of a bank (0 for staff) under a name, whether or not there is such a one.</summary>
readonly record struct Guess(long Bank, string Name, Func<bool> IsRight);

/// <summary>
/// The one place where a secret is tried. A try is counted before it is checked, in one write, so of a hundred at once no more are checked
/// than are allowed; the right one ends the count. After five wrong ones in a row the name waits for a quarter of an hour.
/// </summary>
public sealed class Tries(Database database, IClock clock, Secrets secrets)
{
    /// <summary>Wrong tries in a row before a name waits.</summary>
    public const int Max = 5;

    static readonly Duration Wait = Duration.FromMinutes(15);

    readonly WrongTries wrong = new();

    /// <summary>
    /// A stranger's guess, or one from a device on which <paramref name="who"/> signed in before. Such a device has a count of its own, so
    /// nobody can lock its owner out from elsewhere; all others share what may be wrong from their place and for the village.
    /// </summary>
    internal async Task<Refusal?> AtDoor(Visitor visitor, string who, Guess guess)
    {
        if (visitor.Knows(who)) return await Check(secrets.Known, guess with { Name = $"{guess.Name} on {visitor.Device}" });
        var at = clock.GetCurrentInstant();
        return wrong.Wait(visitor.Place, guess.Bank, at)
            ?? await Check(
                secrets.Door, guess, () => wrong.Spend(visitor.Place, guess.Bank, at), () => wrong.GiveBack(visitor.Place, guess.Bank, at));
    }

    /// <summary>A guess of somebody who is signed in.</summary>
    internal Task<Refusal?> Check(Line line, Guess guess) => Check(line, guess, () => null, () => { });

    async Task<Refusal?> Check(Line line, Guess guess, Func<Refusal?> spend, Action giveBack)
    {
        var name = Digest.Of(guess.Name).ToArray();
        // A name that waits is told so at once and takes nobody's place in line.
        var (wrong, at) = database.Read(db => TriesTable.Of(db, guess.Bank, name));
        if (Waiting(wrong, at.ToInstant(), clock.GetCurrentInstant()) is { } waits) return waits;
        var tried = await line.Pass<bool>(async () =>
        {
            if (spend() is { } spent) return spent;
            var counted = await database.Write<bool>(writer => Count(writer, guess.Bank, name), atAnyClock: true);
            if (counted.Refusal is null && !guess.IsRight()) return new Refusal(VillageRefusals.SignInFailed);
            giveBack();
            return counted;
        });
        if (tried.Refusal is { } refusal) return refusal;
        return (await database.Write<bool>(writer => Forget(writer, guess.Bank, guess.Name), atAnyClock: true)).Refusal;
    }

    /// <summary>Ends the count of a name: the secret was right, or is another now.</summary>
    internal static bool Forget(Writer writer, long bank, string name)
    {
        TriesTable.Delete(writer, bank, Digest.Of(name).ToArray());
        return true;
    }

    /// <summary>Counts one more try, or says how long to wait.</summary>
    static Outcome<bool> Count(Writer writer, long bank, byte[] name)
    {
        TriesTable.DeleteOutside(writer, bank, (writer.Now - Wait).ToUnixTimeMilliseconds(), writer.NowMilliseconds);
        var (wrong, at) = TriesTable.Count(writer, bank, name, Max);
        // Refused, this write is rolled back: who waits does not wait longer for having asked.
        return Waiting(wrong - 1, at.ToInstant(), writer.Now) is { } waits ? waits : true;
    }

    static Refusal? Waiting(long wrong, Instant since, Instant now) => wrong >= Max && Lasting.Lasts(since, Wait, now)
        ? new Refusal(VillageRefusals.SignInLocked).With("retryAfterSeconds", (long)Math.Ceiling((since + Wait - now).TotalSeconds))
        : null;
}

/// <summary>
/// The wrong tries of the last hour by place and by village, over all names: one PIN at a hundred passbooks is as bad as a hundred at one.
/// Kept in memory, because it is of use for an hour; a restart forgets it, and no name that waits.
/// </summary>
sealed class WrongTries
{
    /// <summary>So many an hour from one place.</summary>
    public const int MaxOfPlace = 30;

    /// <summary>So many an hour for one village, from wherever.</summary>
    public const int MaxOfVillage = 300;

    const int MaxRemembered = 10_000;

    static readonly Duration Hour = Duration.FromHours(1);

    readonly Lock gate = new();
    readonly Dictionary<string, List<Instant>> counts = [];

    /// <summary>How long this place, or all who are unknown, must wait; null where one more may be wrong.</summary>
    public Refusal? Wait(string place, long bank, Instant now)
    {
        lock (gate) return IsSpent(Of(PlaceKey(place), now), MaxOfPlace, now) ?? IsSpent(Of(VillageKey(bank), now), MaxOfVillage, now);
    }

    /// <summary>Counts a try as wrong until it proves right, or says how long to wait.</summary>
    public Refusal? Spend(string place, long bank, Instant now)
    {
        lock (gate)
        {
            if (Wait(place, bank, now) is { } wait) return wait;
            foreach (var key in (string[])[PlaceKey(place), VillageKey(bank)]) Of(key, now).Add(now);
            return null;
        }
    }

    /// <summary>It was right, or not tried at all.</summary>
    public void GiveBack(string place, long bank, Instant at)
    {
        lock (gate)
            foreach (var key in (string[])[PlaceKey(place), VillageKey(bank)])
                if (counts.TryGetValue(key, out var times))
                    times.Remove(at);
    }

    static string PlaceKey(string place) => $"place {place}";

    static string VillageKey(long bank) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"village {bank}");

    static Refusal? IsSpent(List<Instant> times, int max, Instant now) => times.Count >= max
        ? new Refusal(VillageRefusals.TooManyWrongTries)
            .With("retryAfterSeconds", (long)Math.Ceiling((times[^max] + Hour - now).TotalSeconds))
        : null;

    List<Instant> Of(string key, Instant now)
    {
        if (counts.TryGetValue(key, out var known))
        {
            known.RemoveAll(at => !Lasting.Lasts(at, Hour, now));
            return known;
        }
        if (counts.Count >= MaxRemembered)
            foreach (var (old, times) in counts.ToList())
                if (times.TrueForAll(at => !Lasting.Lasts(at, Hour, now)))
                    counts.Remove(old);
        return counts[key] = [];
    }
}
