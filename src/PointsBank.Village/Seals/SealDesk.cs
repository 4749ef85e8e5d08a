using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Journal;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Seals;

/// <summary>A seal as people see it: the code that stands on papers, when and why it was made, and up to which entry it goes.</summary>
public sealed record SealView(long Number, string Code, Instant MadeAt, string Cause, long Entry, string Digest);

/// <summary>
/// Makes seals: each day by the clock, when a board is published, a backup made or a year closed, and when somebody asks. It reads beside the writer
/// and writes what it found in one short write, so nobody waits for it.
/// </summary>
public sealed class SealDesk
{
    /// <summary>How long an answer of <see cref="Check"/> is remembered: strangers ask, and each computes every seal anew.</summary>
    static readonly Duration Remembered = Duration.FromMinutes(10);

    const int Tries = 5;

    readonly Database database;
    readonly BankDesk banks;
    readonly ConcurrentDictionary<long, LocalDate> looked = new();
    readonly ConcurrentDictionary<long, (long Seal, Instant At, bool IsSound)> computed = new();
    readonly Lock computing = new();

    public SealDesk(Database database, BankDesk banks)
    {
        (this.database, this.banks) = (database, banks);
        // Requests that come from now on are recorded after those that were sealed before the program stopped, whatever the clock says now.
        var upto = database.Read(SealTable.RequestsUpto);
        if (upto >= banks.Now.ToUnixTimeMilliseconds()) _ = database.Write<long>(writer => writer.CloseRecords(upto));
    }

    /// <summary>Seals, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<SealView> List(long bank, long? before, int limit) =>
        database.Read(connection => SealTable.Newest(connection, bank, before ?? 0, limit).ConvertAll(seal => View(seal.Seal, seal.Digest)));

    /// <summary>The last seal; null before the first.</summary>
    public SealView? Last(long bank) => database.Read(connection => SealTable.Last(connection, bank)) is var (seal, digest) ? View(seal, digest) : null;

    /// <summary>Seals what there is now, at somebody's word.</summary>
    public async Task<Outcome<SealView>> Make(WriteContext context, long bank)
    {
        var begun = await database.Write<long>(context, bank, "seal", _ => 0L);
        if (begun.Refusal is { } refusal) return refusal;
        if (!begun.Replayed) await Make(bank, "asked", context.Caller.Actor);
        return Last(bank)!;
    }

    /// <summary>The same by the program itself: at a publication, a backup, a year's end.</summary>
    public Task<SealView> Make(long bank, string cause) => Make(bank, cause, Caller.System.Actor);

    /// <summary>The seal of the day, if it was not made yet.</summary>
    internal async Task MakeOfTheDay(long bank)
    {
        var today = banks.Today;
        if (looked.TryGetValue(bank, out var day) && day == today) return;
        if (Last(bank)?.MadeAt.InZone(BankDesk.Zone).Date is not { } last || last != today) await Make(bank, "day");
        looked[bank] = today;
    }

    /// <summary>Whether there is a seal of this code, when it was made, and whether all that was sealed in the village still says the same.</summary>
    public Outcome<CheckView> Check(long bank, CheckCode code)
    {
        var found = database.Read(connection => SealTable.Newest(connection, bank, code.Number.Value + 1, 1));
        if (found is not [var (seal, digest)] || seal.Number != code.Number.Value || new CheckCode(code.Number, digest) != code) return new Refusal(VillageRefusals.UnknownCheckCode, "code");
        return new CheckView(true, seal.MadeAt.InZone(BankDesk.Zone).Date, "seal", seal.Number) { Valid = StillComputes(bank) };
    }

    bool StillComputes(long bank)
    {
        // One at a time: who asks meanwhile is told the same.
        lock (computing)
        {
            var last = Last(bank)!.Number;
            if (computed.TryGetValue(bank, out var known) && known.Seal == last && banks.Now - known.At < Remembered && banks.Now >= known.At) return known.IsSound;
            var isSound = database.Read(connection => SealAudit.IsSound(connection, bank));
            computed[bank] = (last, banks.Now, isSound);
            return isSound;
        }
    }

    async Task<SealView> Make(long bank, string cause, string actor)
    {
        for (var i = 1; ; i++)
        {
            var upto = (await database.Write<long>(writer => writer.CloseRecords(0))).Value;
            var (outside, own) = database.Read(connection =>
            {
                var before = SealTable.Last(connection, 0);
                var of0 = Sealing.Of(connection, 0, cause, actor, banks.Now, upto, default);
                // Where nothing new belongs to no bank, the seal before it is still the last.
                var isNew = before is null || of0.Seal.Parts.Count > 0 || of0.Seal.Catalogue != before.Value.Seal.Catalogue;
                return (isNew ? of0 : null, Sealing.Of(connection, bank, cause, actor, banks.Now, upto, isNew ? of0.Digest : before!.Value.Digest));
            });
            var written = await database.Write<bool>(writer =>
            {
                // Another seal came between: what is new is another then.
                if (!Follows(writer.Connection, own) || (outside is not null && !Follows(writer.Connection, outside))) return false;
                if (outside is not null) SealTable.Add(writer.Connection, outside.Seal, outside.Digest, outside.Rows);
                SealTable.Add(writer.Connection, own.Seal, own.Digest, own.Rows);
                return true;
            });
            if (written.Refusal is null && written.Value) return View(own.Seal, own.Digest);
            if (i == Tries) throw new InvalidOperationException("the book is sealed again and again at once");
        }
    }

    static bool Follows(SqliteConnection connection, Sealing.Next next) => (SealTable.Last(connection, next.Seal.Bank)?.Seal.Number ?? 0) == next.Seal.Number - 1;

    static SealView View(Seal seal, Digest digest) => new(seal.Number, SealCode.Of(seal.Number, digest), seal.MadeAt, seal.Cause, seal.Entry, digest.ToString());
}
