using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>Entries with their postings.</summary>
public static class EntryTable
{
    const string Columns = """
        number, kind, recorded_at, effective_on, actor, key, fingerprint, reason, note, source, rule, rulebook, reverses, settles, deficit,
        first_posting, postings, hash
        """;

    /// <summary>The entry with this number.</summary>
    public static JournalEntry? Find(DbSession db, long bank, EntryNumber number) =>
        number.Value > 0 && After(db, bank, new(number.Value - 1), 1).FirstOrDefault() is { } entry && entry.Number == number
            ? entry
            : null;

    /// <summary>Up to <paramref name="most"/> entries after this one, in order, one at a time.</summary>
    public static IEnumerable<JournalEntry> After(DbSession db, long bank, EntryNumber after, int most = int.MaxValue)
    {
        var code = BookTable.Read(db, bank).Code;
        using var previousOf = new Statement(
            db, "select hash from entries where bank = @bank and number = @number", "@bank", "@number");
        var previous = default(Digest);
        using (var rows = previousOf.Query(bank, after.Value))
            if (rows.Read()) previous = new(rows.Bytes(0));

        using var statement = new Statement(
            db, $"select {Columns} from entries where bank = @bank and number > @after order by number limit @most", "@bank",
            "@after", "@most");
        using var entries = statement.Query(bank, after.Value, (long)most);
        IEnumerator<(long Entry, Posting Posting)>? postings = null;
        try
        {
            while (entries.Read())
            {
                ImmutableArray<Posting> lines;
                if (most <= 64) lines = PostingTable.Range(db, bank, entries.Number(15), entries.Number(16));
                else
                {
                    postings ??= Started(PostingTable.EntriesAfter(db, bank, entries.Number(15) - 1));
                    lines = Take(ref postings, entries.Number(0));
                }
                var entry = Of(entries, code, lines, previous);
                previous = entry.Hash;
                yield return entry;
            }
        }
        finally
        {
            postings?.Dispose();
        }
    }

    internal static EntryNumber? ReversalOf(DbSession db, long bank, EntryNumber number) =>
        db.QuerySingleOrDefault<long?>(
            "select number from entries where bank = @bank and reverses = @number", new { bank, number = number.Value }) is { } reversal
            ? new(reversal)
            : null;

    static IEnumerator<(long, Posting)>? Started(IEnumerable<(long, Posting)> postings)
    {
        var all = postings.GetEnumerator();
        return all.MoveNext() ? all : null;
    }

    /// <summary>The postings of one entry from a stream ordered by number, leaving the stream at the next entry's first.</summary>
    static ImmutableArray<Posting> Take(ref IEnumerator<(long Entry, Posting Posting)>? postings, long entry)
    {
        var lines = ImmutableArray.CreateBuilder<Posting>(6);
        while (postings is not null && postings.Current.Entry <= entry)
        {
            lines.Add(postings.Current.Posting);
            if (postings.MoveNext()) continue;
            postings.Dispose();
            postings = null;
        }
        return lines.ToImmutable();
    }

    static JournalEntry Of(Statement.Rows row, BankCode bank, ImmutableArray<Posting> postings, Digest previous) => new()
    {
        Bank = bank,
        Number = new(row.Number(0)),
        Kind = (EntryKind)row.Number(1),
        RecordedAt = Instant.FromUnixTimeMilliseconds(row.Number(2)),
        EffectiveOn = LocalDatePattern.Iso.Parse(row.Text(3)).GetValueOrThrow(),
        Actor = row.Text(4),
        Key = new(row.Bytes(5)),
        Fingerprint = new(row.Bytes(6)),
        Reason = row.Text(7),
        Note = row.IsNull(8) ? default : new(row.Bytes(8)),
        Source = row.Text(9),
        Rule = row.Text(10),
        Rulebook = (int)row.Number(11),
        Reverses = row.IsNull(12) ? null : new(row.Number(12)),
        Settles = row.IsNull(13) ? null : new(row.Number(13)),
        Deficit = row.Number(14) == 1,
        Postings = postings,
        Previous = previous,
        Hash = new(row.Bytes(17)),
    };
}
