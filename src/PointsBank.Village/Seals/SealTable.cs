using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Seals;

/// <summary>Seals as they stand in their tables.</summary>
static class SealTable
{
    /// <summary>Seals in order, each with its parts and the digest that stands beside it.</summary>
    public static List<(Seal Seal, Digest Digest)> All(DbSession db, long bank)
    {
        var parts = db.Query<(long Seal, string Part, long Rows, long Upto, byte[] Digest)>(
                "select seal, part, rows, upto, digest from seal_parts where bank = @bank order by seal, part", new { bank })
            .ToLookup(row => row.Seal, row => new PartSeal(row.Part, row.Rows, row.Upto, new(row.Digest)));
        return [
            .. db.Query<Row>(
                """
                select number, made_at, cause, entry, head, migration, catalogue, outside, previous, digest, actor from seals
                  where bank = @bank order by number
                """,
                new { bank })
            .Select(
                row => (
                    row.Seal(bank, [.. parts[row.Number].OrderBy(part => part.Part, StringComparer.Ordinal)]), new Digest(row.Digest)))];
    }

    /// <summary>Seals without their parts, newest first, before a number (0: from the last), made before a moment (milliseconds).</summary>
    public static List<(Seal Seal, Digest Digest)> Newest(
        DbSession db, long bank, long before, int limit, long until = long.MaxValue) =>
        [.. db.Query<Row>("""
            select number, made_at, cause, entry, head, migration, catalogue, outside, previous, digest, actor from seals
            where bank = @bank and (@before = 0 or number < @before) and made_at < @until order by number desc limit @limit
            """, new { bank, before, limit, until }).Select(row => (row.Seal(bank, []), new Digest(row.Digest)))];

    /// <summary>The last seal that was made before a moment (milliseconds).</summary>
    public static (Seal Seal, Digest Digest)? Last(DbSession db, long bank, long until = long.MaxValue) =>
        Newest(db, bank, 0, 1, until) is [var last] ? last : null;

    /// <summary>How far each part is sealed.</summary>
    public static Dictionary<string, PartSeal> Sealed(DbSession db, long bank) =>
        db.Query<(string Part, long Rows, long Upto, byte[] Digest)>("""
        select p.part, p.rows, p.upto, p.digest from seal_parts p
        join (select part, max(seal) as seal from seal_parts where bank = @bank group by part) l on l.part = p.part and l.seal = p.seal
          where p.bank = @bank
        """, new { bank }).ToDictionary(row => row.Part, row => new PartSeal(row.Part, row.Rows, row.Upto, new(row.Digest)));

    /// <summary>The rows of a part as they were sealed, in the order of the seals.</summary>
    public static List<(long Seal, RowSeal Row)> Rows(DbSession db, long bank, string part)
    {
        using var statement = new Statement(
            db, "select seal, key, digest, salt from seal_rows where bank = @bank and part = @part order by key, seal", "@bank",
            "@part");
        using var rows = statement.Query(bank, part);
        var sealedRows = new List<(long, RowSeal)>();
        while (rows.Read())
            sealedRows.Add(
                (rows.Number(0), new(
                    rows.Text(1), rows.IsNull(2) ? null : new Digest(rows.Bytes(2)), rows.IsNull(3) ? null : rows.Bytes(3).ToArray())));
        return sealedRows;
    }

    /// <summary>The bank's code; empty for bank 0.</summary>
    public static string CodeOf(DbSession db, long bank) =>
        db.QuerySingleOrDefault<string>("select code from books where bank = @bank", new { bank }) ?? "";

    /// <summary>The last migration that was applied.</summary>
    public static long SchemaOf(DbSession db) => db.ExecuteScalar<long>("select max(number) from migrations");

    /// <summary>How far requests were sealed, in any bank.</summary>
    public static long RequestsUpto(DbSession db) =>
        db.ExecuteScalar<long>("select coalesce(max(upto), 0) from seal_parts where part = 'requests'");

    public static void Add(DbSession db, Seal seal, Digest digest, IEnumerable<(string Part, RowSeal Row)> rows)
    {
        db.Execute("""
            insert into seals (bank, number, made_at, cause, entry, head, migration, catalogue, outside, previous, digest, actor)
            values (@Bank, @Number, @at, @Cause, @Entry, @head, @Schema, @catalogue, @outside, @previous, @digest, @Actor)
            """,
            new
            {
                seal.Bank, seal.Number, at = seal.MadeAt.ToUnixTimeMilliseconds(), seal.Cause, seal.Entry, head = seal.Head.ToArray(),
                seal.Schema, catalogue = seal.Catalogue.ToArray(), outside = seal.Outside.ToArray(), previous = seal.Previous.ToArray(),
                digest = digest.ToArray(), seal.Actor,
            });
        foreach (var part in seal.Parts)
            db.Execute(
                "insert into seal_parts (bank, seal, part, rows, upto, digest) values (@Bank, @Number, @Part, @Rows, @Upto, @digest)",
                new { seal.Bank, seal.Number, part.Part, part.Rows, part.Upto, digest = part.Digest.ToArray() });
        using var statement = new Statement(
            db, "insert into seal_rows (bank, part, key, seal, digest, salt) values (@bank, @part, @key, @seal, @digest, @salt)",
            "@bank", "@part", "@key", "@seal", "@digest", "@salt");
        foreach (var (part, row) in rows) statement.Execute(seal.Bank, part, row.Key, seal.Number, row.Digest?.ToArray(), row.Salt);
    }

    /// <summary>Lets go of the salts of a row, so that nobody finds by trying what its digests were of.</summary>
    public static void ForgetSalt(DbSession db, long bank, string part, string key) => db.Execute(
        "update seal_rows set salt = null where bank = @bank and part = @part and key = @key and salt is not null",
        new { bank, part, key });

    sealed record Row(
        long Number, long MadeAt, string Cause, long Entry, byte[] Head, long Migration, byte[] Catalogue, byte[] Outside, byte[] Previous,
        byte[] Digest, string Actor)
    {
        public Seal Seal(long bank, IReadOnlyList<PartSeal> parts) =>
            new(
                bank, Number, MadeAt.ToInstant(), Cause, Entry, new(Head), Migration, new(Catalogue), new(Outside), new(Previous), Actor,
                parts);
    }
}
