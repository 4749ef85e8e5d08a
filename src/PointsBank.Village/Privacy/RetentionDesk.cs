using System.Collections.Concurrent;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;
using PointsBank.Village.Seals;

namespace PointsBank.Village.Privacy;

/// <summary>For how many months kinds of data are kept; only those named change.</summary>
public sealed record RetentionInput(IReadOnlyDictionary<string, long> Months);

/// <summary>A kind of data: for how many months it is kept, which day it is erased up to today, and how much of it is due.</summary>
public sealed record RetentionRule(string Kind, int Months, int Least, LocalDate Before, long Due);

public sealed record RetentionCount(string Kind, long Rows);

/// <summary>A run that erased what was due.</summary>
public sealed record RetentionRun(long Number, LocalDate RanOn, Instant RanAt, string Handler, IReadOnlyList<RetentionCount> Counts);

public sealed record RetentionView(IReadOnlyList<RetentionRule> Rules, IReadOnlyList<RetentionRun> Runs);

/// <summary>
/// How long what is kept, and the task that erases what is older. It looks while others write, and writes in small batches.
/// </summary>
public sealed class RetentionDesk
{
    readonly Database database;
    readonly BankDesk banks;
    readonly IReadOnlyList<RetentionKind> kinds;

    internal RetentionDesk(Database database, BankDesk banks, IReadOnlyList<RetentionKind> kinds) =>
        (this.database, this.banks, this.kinds) = (database, banks, kinds);

    /// <summary>Days after which a shorter term erases by itself.</summary>
    public const int DaysUntilShorter = 30;

    const int MaxOfAKind = 20_000, OneBatch = 500, LastRuns = 10;

    readonly ConcurrentDictionary<long, LocalDate> looked = new();

    public IReadOnlyList<string> Kinds => [.. kinds.Select(kind => kind.Code)];

    /// <summary>The rules with what is due under each, and the last runs: what a run would do now, without doing it.</summary>
    public RetentionView View(long bank) => database.Read(db => View(db, bank));

    RetentionView View(DbSession db, long bank) => new(
        [.. kinds.Select(
            kind => Rule(
                db, bank, kind,
                RetentionTable.CountDue(db, bank, kind, BeforeOf(db, bank, kind))))],
        RetentionTable.LastRuns(db, bank, LastRuns).ConvertAll(number => RetentionTable.Run(db, bank, number)));

    /// <summary>For how many months each kind is kept, for anybody to know.</summary>
    public IReadOnlyDictionary<string, int> Months(long bank) =>
        database.Read(db => kinds.ToDictionary(kind => kind.Code, kind => RetentionTable.MonthsOf(db, bank, kind)));

    public async Task<Outcome<RetentionView>> Set(WriteContext context, long bank, RetentionInput input)
    {
        if (input.Months.Count == 0) return new Refusal(VillageRefusals.MissingValue, "months");
        foreach (var (code, months) in input.Months)
        {
            if (kinds.FirstOrDefault(kind => kind.Code == code) is not { } kind)
                return new Refusal(VillageRefusals.NotInList, $"months.{code}");
            if (Fields.Range(months, $"months.{code}", kind.Least, RetentionKind.MaxMonths) is { } outside) return outside;
        }
        return await database.Write<RetentionView>(context, bank, "retention", writer =>
        {
            foreach (var (kind, months) in input.Months) RetentionTable.Set(writer, bank, kind, months, context.Caller.Actor);
            return View(writer, bank);
        });
    }

    /// <summary>Erases what is due, at somebody's word; the same word twice does it once.</summary>
    public async Task<Outcome<RetentionRun>> Run(WriteContext context, long bank)
    {
        var begun = await database.Write<RetentionRun>(context, bank, "retention-run", writer => Begin(writer, bank, context.Caller.Actor));
        if (begun.Refusal is not null || context.DryRun) return begun;
        if (!begun.Replayed) await Erase(bank, begun.Value.Number);
        if ((await database.WriteAnew()).Refusal is { } refusal) return refusal;
        return begun.Then(run => database.Read(db => RetentionTable.Run(db, bank, run.Number)));
    }

    /// <summary>
    /// The same by the clock, once a day; a day on which nothing is due leaves no row. Answers whether anything was erased, and the file is
    /// to be rewritten.
    /// </summary>
    internal async Task<bool> RunWhatIsDue(long bank)
    {
        var today = banks.Today;
        if (looked.TryGetValue(bank, out var last) && last == today) return false;
        var isDue = database.Read(db => kinds.Any(kind => Keys(db, bank, kind, 1).Count > 0));
        if (isDue)
        {
            var begun = await database.Write<RetentionRun>(writer => Begin(writer, bank, Caller.System.Actor));
            if (begun.Refusal is not null) return false;
            await Erase(bank, begun.Value.Number);
        }
        looked[bank] = today;
        return isDue;
    }

    async Task Erase(long bank, long run)
    {
        foreach (var kind in kinds)
        {
            var batch = 0;
            foreach (var keys in database.Read(db => Keys(db, bank, kind, MaxOfAKind)).Chunk(OneBatch))
            {
                batch++;
                await database.Write<int>(writer =>
                {
                    foreach (var key in keys) kind.Apply(writer, bank, run, key);
                    RetentionTable.Count(writer, bank, run, kind, batch, keys.Length);
                    return keys.Length;
                });
            }
        }
        await database.Write<int>(writer => SealedWords.Forget(writer, bank));
    }

    RetentionRun Begin(Writer writer, long bank, string actor) =>
        RetentionTable.Run(writer, bank, RetentionTable.Begin(writer, bank, banks.Today, actor));

    List<object> Keys(DbSession db, long bank, RetentionKind kind, int most) =>
        RetentionTable.Due(db, bank, kind, BeforeOf(db, bank, kind), most);

    /// <summary>
    /// Whoever shortens a term waits before anything is erased by it: others see it in the exceptions, and can lengthen it again.
    /// </summary>
    LocalDate BeforeOf(DbSession db, long bank, RetentionKind kind) => banks.Today.PlusMonths(-RetentionTable.MaxMonthsSince(
        db, bank, kind, (banks.Now - Duration.FromDays(DaysUntilShorter)).ToUnixTimeMilliseconds()));

    RetentionRule Rule(DbSession db, long bank, RetentionKind kind, long due)
    {
        var months = RetentionTable.MonthsOf(db, bank, kind);
        return new(kind.Code, months, kind.Least, BeforeOf(db, bank, kind), due);
    }
}
