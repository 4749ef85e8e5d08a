using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Evidence;
using PointsBank.Village.Funds;
using PointsBank.Village.Rooms;
using PointsBank.Village.Seals;

namespace PointsBank.Village.Privacy;

/// <summary>Whose name is to be erased: a member who left, or without a member all of a household that is no more.</summary>
public sealed record ErasureInput(long Household, long? Member = null);

/// <summary>How many rows of a kind an erasure touched.</summary>
public sealed record ErasureCount(string Kind, long Rows);

/// <summary>An erasure: <c>asked</c>, <c>done</c> or <c>refused</c>. It names nobody.</summary>
public sealed record ErasureView(
    long Number, long Household, long? Member, string State, Instant AskedAt, string AskedBy, Instant? EndedAt, string? EndedBy,
    IReadOnlyList<ErasureCount> Counts);

/// <summary>
/// Erases who somebody was and leaves the chain whole: amounts, days and numbers stay, names and words go. One person asks, another carries
/// it out. Copies of the file that were made before are outside of what a program can reach.
/// </summary>
public sealed class ErasureDesk
{
    readonly Database database;
    readonly IReadOnlyList<ErasedWords> written;

    internal ErasureDesk(Database database, IReadOnlyList<ErasedWords> written) => (this.database, this.written) = (database, written);

    const string Query = """
        select e.number, e.household, e.member, e.asked_at, e.asked_by as asker, coalesce(d.outcome, 'asked') as state, d.ended_at,
          d.actor as ender
        from erasures e left join erasure_ends d on d.bank = e.bank and d.erasure = e.number
        """;

    /// <summary>Raised after names were erased, so that nothing remembers them.</summary>
    public event Action<long>? Changed;

    /// <summary>Erasures, newest first.</summary>
    public IReadOnlyList<ErasureView> All(long bank, long? before, int limit) => database.Read(db => db.Query<Row>($"""
        {Query} where e.bank = @bank and (@before = 0 or e.number < @before) order by e.number desc limit @limit
        """, new { bank, before = before ?? 0, limit }).ConvertAll(row => View(db, bank, row)));

    public Outcome<ErasureView> Get(long bank, long number) => database.Read<Outcome<ErasureView>>(db =>
        Find(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownErasure, "erasure"));

    public async Task<Outcome<ErasureView>> Ask(WriteContext context, long bank, ErasureInput input) =>
        await database.Write<ErasureView>(context, bank, "erasure", writer =>
        {
            var db = writer;
            var member = input.Member ?? 0;
            if (Hindrance(db, bank, input.Household, member) is { } refusal) return refusal;
            var asked = db.ExecuteScalar<long>("""
                select count(*) from erasures o where o.bank = @bank and o.household = @household and o.member in (0, @member)
                  and not exists (select 1 from erasure_ends e where e.bank = o.bank and e.erasure = o.number and e.outcome = 'refused')
                """, new { bank, household = input.Household, member });
            if (asked > 0) return new Refusal(VillageRefusals.ErasureAsked, "household");
            var number = db.ExecuteScalar<long>(
                "select coalesce(max(number), 0) + 1 from erasures where bank = @bank", new { bank });
            db.Execute(
                """
                insert into erasures (bank, number, household, member, asked_at, asked_by)
                  values (@bank, @number, @household, @member, @at, @actor)
                """,
                new { bank, number, household = input.Household, member, at = writer.NowMilliseconds, actor = context.Caller.Actor });
            return Find(db, bank, number)!;
        });

    /// <summary>Carries it out. Whoever asked does not, and nothing of theirs may still be on its way.</summary>
    public async Task<Outcome<ErasureView>> CarryOut(WriteContext context, long bank, long number)
    {
        var outcome = await database.Write<ErasureView>(context, bank, "erasure-done", writer =>
        {
            if (Open(writer, context, bank, number) is { Refusal: { } refusal }) return refusal;
            var erasure = Find(writer, bank, number)!;
            if (Hindrance(writer, bank, erasure.Household, erasure.Member ?? 0) is { } hindrance) return hindrance;
            End(writer, context, bank, number, "done");
            foreach (var (kind, rows) in Erase(writer, context, bank, erasure).Where(count => count.Rows > 0).GroupBy(
                count => count.Kind, (kind, counts) => (kind, counts.Sum(count => count.Rows))))
                writer.Execute(
                    "insert into erasure_counts (bank, erasure, kind, rows) values (@bank, @number, @kind, @rows)",
                    new { bank, number, kind, rows });
            return Find(writer, bank, number)!;
        });
        Changed?.Invoke(bank);
        // Of a repetition too: the first may have been cut off between the two.
        if (outcome.Refusal is null && !context.DryRun && (await database.WriteAnew()).Refusal is { } refusal) return refusal;
        return outcome;
    }

    /// <summary>Says no to it.</summary>
    public async Task<Outcome<ErasureView>> Refuse(WriteContext context, long bank, long number) =>
        await database.Write<ErasureView>(context, bank, "erasure-refused", writer =>
        {
            if (Open(writer, context, bank, number) is { Refusal: { } refusal }) return refusal;
            End(writer, context, bank, number, "refused");
            return Find(writer, bank, number)!;
        });

    /// <summary>Whether this caller asked for it, and so leaves it to another person to decide on it.</summary>
    public bool IsAskedBy(Caller caller, long bank, long number) =>
        database.Read(db => Asker(db, bank, number)) == caller.Actor;

    static string? Asker(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<string>(
            "select asked_by from erasures where bank = @bank and number = @number", new { bank, number });

    static Outcome<ErasureView> Open(DbSession db, WriteContext context, long bank, long number)
    {
        var asker = Asker(db, bank, number);
        if (asker is null) return new Refusal(VillageRefusals.UnknownErasure, "erasure");
        if (asker == context.Caller.Actor) return new Refusal(VillageRefusals.MakerIsChecker, "erasure");
        var found = Find(db, bank, number)!;
        return found.State == "asked" ? found : new Refusal(VillageRefusals.ErasureDecided, "erasure");
    }

    static void End(Writer writer, WriteContext context, long bank, long number, string outcome) => writer.Execute(
        "insert into erasure_ends (bank, erasure, outcome, ended_at, actor) values (@bank, @number, @outcome, @at, @actor)",
        new { bank, number, outcome, at = writer.NowMilliseconds, actor = context.Caller.Actor });

    /// <summary>Why nobody can be erased here; null where it can be.</summary>
    static Refusal? Hindrance(DbSession db, long bank, long household, long member)
    {
        var people = db.ExecuteScalar<long>(
            "select count(*) from members where bank = @bank and household = @household and (@member = 0 or number = @member)",
            new { bank, household, member });
        if (people == 0)
            return member == 0 ? new(VillageRefusals.UnknownHousehold, "household") : new Refusal(VillageRefusals.UnknownMember, "member");
        var gone = db.ExecuteScalar<long>("""
            select (select count(*) from household_ends where bank = @bank and household = @household)
              + (select count(*) from member_leavings where bank = @bank and household = @household and member = @member)
            """, new { bank, household, member });
        if (gone == 0) return new(VillageRefusals.StillHere, member == 0 ? "household" : "member");
        var open = db.ExecuteScalar<long>("""
            select count(*) from claims where bank = @bank and household = @household and (@member = 0 or member = @member)
              and state in ('submitted', 'collected', 'assessed', 'on_notice', 'objected')
            """, new { bank, household, member });
        return open > 0 ? new Refusal(VillageRefusals.StillOpen, "household").With("claims", open) : null;
    }

    List<(string Kind, long Rows)> Erase(Writer writer, WriteContext context, long bank, ErasureView erasure)
    {
        var (db, household, member) = (writer, erasure.Household, erasure.Member ?? 0);
        var counts = new List<(string, long)> { ("files", Files(writer, bank, erasure)) };
        var people = db.Query<(long Number, string Name)>(
            """
            select number, name from members where bank = @bank and household = @household and (@member = 0 or number = @member)
              and name <> @mark
            """,
            new { bank, household, member, mark = Erased.Mark });

        // A name that somebody else bears too is theirs where it stands in other people's words; it goes only where it is surely this
        // person's.
        counts.Add(("notes", db.Execute("""
            delete from entry_notes where bank = @bank and (
              entry in (select d.entry from deeds d where d.bank = @bank and d.household = @household
                and (@member = 0 or d.member = @member))
              or entry in (select c.entry from attendance_confirmations c where c.bank = @bank and c.member = @member)
              or (@member = 0 and (entry in (select r.entry from redemptions r where r.bank = @bank and r.household = @household)
                or entry in (select e.number from entries e join redemptions r on r.bank = e.bank and r.entry = e.reverses
                  where e.bank = @bank and r.household = @household))))
            """, new { bank, household, member })));
        // The answers that repetitions get are of no use to anybody who reads them later, so others lose nothing where their words are the
        // same.
        foreach (var told in written.Where(words => words.IsEmptied).SelectMany(
            words => db.Query<string>(words.FindOwn, new { bank, household, member, emptied = words.Emptied }))
            .Where(told => told != Erased.Mark).Distinct().ToList()) counts.Add(("answers", Answers(db, bank, told)));
        foreach (var words in written)
            counts.Add((words.Kind, db.Execute(words.EmptyOwn, new { bank, household, member, emptied = words.Emptied })));
        if (member == 0)
        {
            counts.Add(("answers", db.Execute(
                "update requests set answer = '' where bank = @bank and actor = @own and answer <> ''",
                new { bank, own = $"household:{household.Text()}" })));
            counts.Add(
                ("sign_ins", db.Execute(
                    "delete from tokens where bank = @bank and household = @household", new { bank, household })));
            counts.Add(
                ("sign_ins", db.Execute(
                    "update passbooks set pin_hash = null where bank = @bank and household = @household and pin_hash is not null",
                    new { bank, household })));
        }
        db.Execute("""
            update members set name = @mark, birth_date = @birth, related = 0
              where bank = @bank and household = @household and (@member = 0 or number = @member)
            """, new { bank, household, member, mark = Erased.Mark, birth = Erased.Birth });
        counts.Add(("members", people.Count));
        foreach (var (_, name) in people)
        {
            counts.Add(("answers", Answers(db, bank, name)));
            if (db.ExecuteScalar<long>("select count(*) from members where bank = @bank and name = @name", new { bank, name }) > 0)
                continue;
            HideGifts(writer, context, bank, name);
            counts.Add(
                ("notes", db.Execute(
                    "delete from entry_notes where bank = @bank and text like @like escape '!'", new { bank, like = Like(name) })));
            foreach (var words in written)
                counts.Add((words.Kind, db.Execute(words.StrikeOut, new { bank, name, mark = Erased.Mark, like = Like(name) })));
        }
        SealedWords.Forget(db, bank);
        return counts;
    }

    /// <summary>Empties the answers in which these words stand.</summary>
    static long Answers(DbSession db, long bank, string words) => db.Execute(
        "update requests set answer = '' where bank = @bank and answer like @like escape '!'",
        new { bank, like = Like(JsonEncodedText.Encode(words, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()) });

    /// <summary>Files that prove this person's claims and nothing else.</summary>
    static long Files(Writer writer, long bank, ErasureView erasure)
    {
        var digests = writer.Query<byte[]>("""
            select f.digest from evidence_files f
            where f.bank = @bank and length(f.content) > 0
              and exists (select 1 from claim_evidence e join claims c on c.bank = e.bank and c.number = e.claim
                where e.bank = f.bank and e.digest = f.digest and c.household = @household and (@member = 0 or c.member = @member))
              and not exists (select 1 from claim_evidence e join claims c on c.bank = e.bank and c.number = e.claim
                where e.bank = f.bank and e.digest = f.digest
                  and (c.household <> @household or (@member <> 0 and coalesce(c.member, 0) <> @member)))
              and not exists (select 1 from goods g where g.bank = f.bank and g.picture = f.digest)
            """, new { bank, household = erasure.Household, member = erasure.Member ?? 0 });
        foreach (var digest in digests) EmptiedFiles.Empty(writer, bank, digest, erasure: erasure.Number);
        return digests.Count;
    }

    /// <summary>A gift whose giver is erased is anonymous from now on.</summary>
    static void HideGifts(Writer writer, WriteContext context, long bank, string name)
    {
        foreach (var (gift, number) in writer.Query<(string Gift, long Number)>("""
            select 'fund', number from fund_movements where bank = @bank and partner like @like escape '!'
            union all select 'stock', number from stock_movements where bank = @bank and partner like @like escape '!'
            """, new { bank, like = Like(name) }))
            FundTable.Consent(writer, bank, gift, number, false, context.Caller.Actor);
    }

    static string Like(string text) =>
        $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

    static ErasureView? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<Row>($"{Query} where e.bank = @bank and e.number = @number", new { bank, number }) is { } row
            ? View(db, bank, row)
            : null;

    static ErasureView View(DbSession db, long bank, Row row)
    {
        var counts = db.Query<(string Kind, long Rows)>(
            "select kind, rows from erasure_counts where bank = @bank and erasure = @number order by kind",
            new { bank, number = row.Number });
        var (asker, ender) = db.QuerySingle<(string, string?)>(
            $"select {Handler.Of("@asker")}, {Handler.Of("@ender")}", new { asker = row.Asker, ender = row.Ender });
        return new(
            row.Number, row.Household, row.Member == 0 ? null : row.Member, row.State, row.AskedAt.ToInstant(), asker,
            row.EndedAt?.ToInstant(), ender,
            [.. counts.Select(count => new ErasureCount(count.Kind, count.Rows))]);
    }

    sealed class Row
    {
        public long Number { get; init; }

        public long Household { get; init; }

        public long Member { get; init; }

        public long AskedAt { get; init; }

        public string Asker { get; init; } = "";

        public string State { get; init; } = "";

        public long? EndedAt { get; init; }

        public string? Ender { get; init; }
    }
}
