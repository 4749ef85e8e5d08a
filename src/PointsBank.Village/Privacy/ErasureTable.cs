using System.Text.Encodings.Web;
using System.Text.Json;
using PointsBank.Papers.Names;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Privacy;

/// <summary>Erasures, and what each of them does to the rows of a person. Member 0 is the whole household.</summary>
static class ErasureTable
{
    const string Query = """
        select e.number, e.household, e.member, e.asked_at, e.asked_by as asker, coalesce(d.outcome, 'asked') as state, d.ended_at,
          d.actor as ender
        from erasures e left join erasure_ends d on d.bank = e.bank and d.erasure = e.number
        """;

    public static List<ErasureView> Newest(DbSession db, long bank, long before, int limit) => db.Query<Row>($"""
        {Query} where e.bank = @bank and (@before = 0 or e.number < @before) order by e.number desc limit @limit
        """, new { bank, before, limit }).ConvertAll(row => View(db, bank, row));

    public static ErasureView? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<Row>($"{Query} where e.bank = @bank and e.number = @number", new { bank, number }) is { } row
            ? View(db, bank, row)
            : null;

    /// <summary>Who asked; null where there is no such erasure.</summary>
    public static string? Asker(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<string>(
            "select asked_by from erasures where bank = @bank and number = @number", new { bank, number });

    /// <summary>Whether an erasure of the same, or of the whole household, was asked for and not refused.</summary>
    public static bool IsAsked(DbSession db, long bank, long household, long member) => db.ExecuteScalar<long>("""
        select count(*) from erasures o where o.bank = @bank and o.household = @household and o.member in (0, @member)
          and not exists (select 1 from erasure_ends e where e.bank = o.bank and e.erasure = o.number and e.outcome = 'refused')
        """, new { bank, household, member }) > 0;

    /// <summary>Writes down that somebody asked, and answers the number.</summary>
    public static long Ask(Writer writer, long bank, long household, long member, string actor) => writer.ExecuteScalar<long>("""
        insert into erasures (bank, number, household, member, asked_at, asked_by)
        select @bank, coalesce(max(number), 0) + 1, @household, @member, @at, @actor from erasures where bank = @bank
        returning number
        """, new { bank, household, member, at = writer.NowMilliseconds, actor });

    public static void End(Writer writer, long bank, long number, string outcome, string actor) => writer.Execute(
        "insert into erasure_ends (bank, erasure, outcome, ended_at, actor) values (@bank, @number, @outcome, @at, @actor)",
        new { bank, number, outcome, at = writer.NowMilliseconds, actor });

    /// <summary>Writes down how many rows of a kind an erasure touched.</summary>
    public static void Count(Writer writer, long bank, long number, string kind, long rows) => writer.Execute(
        "insert into erasure_counts (bank, erasure, kind, rows) values (@bank, @number, @kind, @rows)",
        new { bank, number, kind, rows });

    /// <summary>Whether the household is no more, or the member has left it.</summary>
    public static bool IsGone(DbSession db, long bank, long household, long member) => db.ExecuteScalar<long>("""
        select (select count(*) from household_ends where bank = @bank and household = @household)
          + (select count(*) from member_leavings where bank = @bank and household = @household and member = @member)
        """, new { bank, household, member }) > 0;

    /// <summary>How many claims are still on their way.</summary>
    public static long OpenClaims(DbSession db, long bank, long household, long member) => db.ExecuteScalar<long>("""
        select count(*) from claims where bank = @bank and household = @household and (@member = 0 or member = @member)
          and state in ('submitted', 'collected', 'assessed', 'on_notice', 'objected')
        """, new { bank, household, member });

    /// <summary>The names that are not erased yet.</summary>
    public static List<(long Number, string Name)> Names(DbSession db, long bank, long household, long member) =>
        db.Query<(long Number, string Name)>("""
            select number, name from members where bank = @bank and household = @household and (@member = 0 or number = @member)
              and name <> @mark
            """, new { bank, household, member, mark = Erased.Mark });

    /// <summary>Whether somebody bears this name.</summary>
    public static bool IsBorne(DbSession db, long bank, string name) =>
        db.ExecuteScalar<long>("select count(*) from members where bank = @bank and name = @name", new { bank, name }) > 0;

    /// <summary>Takes the names and birth dates.</summary>
    public static void Members(DbSession db, long bank, long household, long member) => db.Execute("""
        update members set name = @mark, birth_date = @birth, related = 0
          where bank = @bank and household = @household and (@member = 0 or number = @member)
        """, new { bank, household, member, mark = Erased.Mark, birth = Erased.Birth });

    /// <summary>Deletes the notes on the entries of these deeds, hours and redemptions.</summary>
    public static int NotesOf(DbSession db, long bank, long household, long member) => db.Execute("""
        delete from entry_notes where bank = @bank and (
          entry in (select d.entry from deeds d where d.bank = @bank and d.household = @household
            and (@member = 0 or d.member = @member))
          or entry in (select c.entry from attendance_confirmations c where c.bank = @bank and c.member = @member)
          or (@member = 0 and (entry in (select r.entry from redemptions r where r.bank = @bank and r.household = @household)
            or entry in (select e.number from entries e join redemptions r on r.bank = e.bank and r.entry = e.reverses
              where e.bank = @bank and r.household = @household))))
        """, new { bank, household, member });

    /// <summary>Deletes the notes in which a name stands.</summary>
    public static int NotesWith(DbSession db, long bank, string name) => db.Execute(
        "delete from entry_notes where bank = @bank and text like @like escape '!'", new { bank, like = Like(name) });

    /// <summary>Empties the answers that the household itself got.</summary>
    public static int AnswersTo(DbSession db, long bank, long household) => db.Execute(
        "update requests set answer = '' where bank = @bank and actor = @own and answer <> ''",
        new { bank, own = $"household:{household.Text()}" });

    /// <summary>Empties the answers in which these words stand.</summary>
    public static int Answers(DbSession db, long bank, string words) => db.Execute(
        "update requests set answer = '' where bank = @bank and answer like @like escape '!'",
        new { bank, like = Like(JsonEncodedText.Encode(words, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()) });

    /// <summary>Deletes the household's sign-ins.</summary>
    public static int SignIns(DbSession db, long bank, long household) =>
        db.Execute("delete from tokens where bank = @bank and household = @household", new { bank, household });

    /// <summary>Takes the PINs of the household's passbooks.</summary>
    public static int Pins(DbSession db, long bank, long household) => db.Execute(
        "update passbooks set pin_hash = null where bank = @bank and household = @household and pin_hash is not null",
        new { bank, household });

    /// <summary>Files that prove claims of these people and nothing else.</summary>
    public static List<byte[]> FilesOf(DbSession db, long bank, long household, long member) => db.Query<byte[]>("""
        select f.digest from evidence_files f
        where f.bank = @bank and length(f.content) > 0
          and exists (select 1 from claim_evidence e join claims c on c.bank = e.bank and c.number = e.claim
            where e.bank = f.bank and e.digest = f.digest and c.household = @household and (@member = 0 or c.member = @member))
          and not exists (select 1 from claim_evidence e join claims c on c.bank = e.bank and c.number = e.claim
            where e.bank = f.bank and e.digest = f.digest
              and (c.household <> @household or (@member <> 0 and coalesce(c.member, 0) <> @member)))
          and not exists (select 1 from goods g where g.bank = f.bank and g.picture = f.digest)
        """, new { bank, household, member });

    /// <summary>Gifts whose giver bears this name.</summary>
    public static List<(string Gift, long Number)> GiftsOf(DbSession db, long bank, string name) =>
        db.Query<(string Gift, long Number)>("""
            select 'fund', number from fund_movements where bank = @bank and partner like @like escape '!'
            union all select 'stock', number from stock_movements where bank = @bank and partner like @like escape '!'
            """, new { bank, like = Like(name) });

    /// <summary>The pattern of texts in which these words stand; <c>!</c> escapes.</summary>
    public static string Like(string text) =>
        $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

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

    /// <summary>The person's own words in a column.</summary>
    public static List<string> OwnWords(DbSession db, ErasedWords of, long bank, long household, long member) => db.Query<string>(
        $"select distinct {of.Column} from {of.Table} where {IsOwn(of)}", new { bank, household, member, emptied = of.Emptied });

    /// <summary>Empties the person's own words, and answers in how many rows.</summary>
    public static int EmptyWords(DbSession db, ErasedWords of, long bank, long household, long member) => db.Execute(
        $"update {of.Table} set {of.Column} = @emptied where {IsOwn(of)}", new { bank, household, member, emptied = of.Emptied });

    /// <summary>Strikes a name out of what others wrote, and answers in how many rows.</summary>
    public static int StrikeOut(DbSession db, ErasedWords of, long bank, string name) => db.Execute(
        $"""
        update {of.Table} set {of.Column} = replace({of.Column}, @name, {of.Mark})
          where bank = @bank and {of.Column} like @like escape '!'
        """,
        new { bank, name, mark = Erased.Mark, like = Like(name) });

    static string IsOwn(ErasedWords of) => $"bank = @bank and {of.Column} not in ('', @emptied) and ({of.Own})";
}
