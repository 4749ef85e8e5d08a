using System.Collections.Concurrent;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Seals;

/// <summary>A seal as people see it: the code that stands on papers, when and why it was made, and up to which entry it goes.</summary>
public sealed record SealView(long Number, string Code, Instant MadeAt, string Cause, long Entry, string Digest);

/// <summary>
/// Makes seals: each day by the clock, when a board is published, a backup made or a year closed, and when somebody asks. It reads beside
/// the writer and writes what it found in one short write, so nobody waits for it.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
public sealed class SealDesk
{
    /// <summary>How long an answer of <see cref="Check"/> is remembered: strangers ask, and each computes every seal anew.</summary>
    static readonly Duration Remembered = Duration.FromMinutes(10);

    readonly Database database;
    readonly BankDesk banks;
    readonly ConcurrentDictionary<long, LocalDate> looked = new();
    readonly ConcurrentDictionary<long, (long Seal, Instant At, bool IsSound)> computed = new();
    readonly Lock computing = new();
    readonly SemaphoreSlim making = new(1);

    public SealDesk(Database database, BankDesk banks)
    {
        (this.database, this.banks) = (database, banks);
        // Requests that come from now on are recorded after those that were sealed before the program stopped, whatever the clock says now.
        var upto = database.Read(SealTable.RequestsUpto);
        if (upto >= banks.Now.ToUnixTimeMilliseconds()) _ = database.Write<long>(writer => writer.CloseRecords(upto));
    }

    /// <summary>Seals, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<SealView> List(long bank, long? before, int limit) =>
        database.Read(
            db => SealTable.Newest(db, bank, before ?? 0, limit).ConvertAll(seal => View(seal.Seal, seal.Digest)));

    /// <summary>The last seal, or the last that was made before a moment; null before the first.</summary>
    public SealView? Last(long bank, Instant? until = null) =>
        database.Read(
            db => SealTable.Last(db, bank, until?.ToUnixTimeMilliseconds() ?? long.MaxValue)) is var (seal, digest)
            ? View(seal, digest)
            : null;

    /// <summary>Seals what there is now, at somebody's word.</summary>
    public async Task<Outcome<SealView>> Make(WriteContext context, long bank)
    {
        if (database.FindAnswer<SealView>(bank, context.Key, context.Fingerprint) is { } before) return before;
        if (context.DryRun)
            return database.Read(db => View(Next(db, bank, "asked", context.Caller.Actor, long.MaxValue).Own));
        return await Make(bank, "asked", context.Caller.Actor, context);
    }

    /// <summary>
    /// The same by the program itself: at a publication, a backup, a year's end. Refused where nothing can be written, as with a clock in
    /// doubt.
    /// </summary>
    public Task<Outcome<SealView>> Make(long bank, string cause) => Make(bank, cause, Caller.System.Actor, null);

    /// <summary>The same at a step of the village's own; not while the desk is resting.</summary>
    internal Task MakeAt(long bank, string cause) => IsResting ? Task.CompletedTask : Make(bank, cause);

    /// <summary>Whether steps make no seal: a history that is entered in one go is sealed once, when it is whole.</summary>
    public bool IsResting { get; set; }

    /// <summary>The seal of the day, if it was not made yet.</summary>
    internal async Task MakeOfTheDay(long bank)
    {
        var today = banks.Today;
        if (looked.TryGetValue(bank, out var day) && day == today) return;
        if (Last(bank)?.MadeAt.InZone(BankDesk.Zone).Date is not { } last || last != today)
        {
            // Tried again at the next tick.
            if ((await Make(bank, "day")).Refusal is not null) return;
        }
        looked[bank] = today;
    }

    /// <summary>
    /// Whether there is a seal of this code, when it was made, and whether all that was sealed in the village still says the same.
    /// </summary>
    public Outcome<CheckView> Check(long bank, CheckCode code)
    {
        var found = database.Read(db => SealTable.Newest(db, bank, code.Number.Value + 1, 1));
        if (found is not [var (seal, digest)] || seal.Number != code.Number.Value || new CheckCode(code.Number, digest) != code)
            return new Refusal(VillageRefusals.UnknownCheckCode, "code");
        return new CheckView(true, seal.MadeAt.InZone(BankDesk.Zone).Date, "seal", seal.Number) { Valid = StillComputes(bank) };
    }

    bool StillComputes(long bank)
    {
        // One at a time: who asks meanwhile is told the same.
        lock (computing)
        {
            var last = Last(bank)!.Number;
            if (computed.TryGetValue(bank, out var known)
                && known.Seal == last
                && banks.Now - known.At < Remembered
                && banks.Now >= known.At)
                return known.IsSound;
            var isSound = database.Read(db => SealAudit.IsSound(db, bank));
            computed[bank] = (last, banks.Now, isSound);
            return isSound;
        }
    }

    /// <summary>One at a time, so that each follows the one before it.</summary>
    async Task<Outcome<SealView>> Make(long bank, string cause, string actor, WriteContext? context)
    {
        await making.WaitAsync();
        try
        {
            var upto = await database.Write<long>(writer => writer.CloseRecords(0));
            if (upto.Refusal is { } refusal) return refusal;
            var (outside, own) = database.Read(db => Next(db, bank, cause, actor, upto.Value));
            // What the program does by itself is no request, so that nothing is left unsealed by the seal itself.
            return await (context is null ? database.Write(Add) : database.Write(context, bank, "seal", Add));

            Outcome<SealView> Add(Writer writer)
            {
                if (outside is not null) SealTable.Add(writer, outside.Seal, outside.Digest, outside.Rows);
                SealTable.Add(writer, own.Seal, own.Digest, own.Rows);
                return View(own);
            }
        }
        finally
        {
            making.Release();
        }
    }

    /// <summary>The next seal of the bank, and first that of what belongs to no bank, where something is new there.</summary>
    (Sealing.Next? Outside, Sealing.Next Own) Next(DbSession db, long bank, string cause, string actor, long upto)
    {
        var (before, catalogue) = (SealTable.Last(db, 0), Catalogue.DigestOf(Catalogue.Of(db)));
        var outside = Sealing.Of(db, 0, cause, actor, banks.Now, upto, catalogue, default);
        var isNew = before is null || outside.Seal.Parts.Count > 0 || catalogue != before.Value.Seal.Catalogue;
        return (
            isNew ? outside : null,
            Sealing.Of(db, bank, cause, actor, banks.Now, upto, catalogue, isNew ? outside.Digest : before!.Value.Digest));
    }

    static SealView View(Sealing.Next next) => View(next.Seal, next.Digest);

    static SealView View(Seal seal, Digest digest) =>
        new(seal.Number, SealCode.Of(seal.Number, digest), seal.MadeAt, seal.Cause, seal.Entry, digest.ToString());
}
