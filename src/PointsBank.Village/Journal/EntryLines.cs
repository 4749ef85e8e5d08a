using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Journal;

/// <summary>One entry in a list for people.</summary>
/// <param name="Number">The entry's number.</param>
/// <param name="Kind">One of <see cref="EntryFilter.Kinds"/>.</param>
/// <param name="RecordedAt">When it was written.</param>
/// <param name="EffectiveOn">The day of the deed.</param>
/// <param name="Handler">The name of who entered it.</param>
/// <param name="Reason">Why, as a code.</param>
/// <param name="Households">Whose points or merit it moved; none for stock.</param>
/// <param name="Points">What came into these households' points; less than zero for what left.</param>
/// <param name="Merit">What came to their merit.</param>
/// <param name="Rule">The rule's code; empty where no rule applies.</param>
/// <param name="Matter">The rule's words as they were then, or the goods of a redemption; a reversal has those of what it undoes.</param>
/// <param name="MatterEn">The same in English.</param>
/// <param name="Note">What was written beside it.</param>
/// <param name="Reverses">The entry it undoes.</param>
/// <param name="ReversedBy">The entry that undid it.</param>
/// <param name="CheckCode">The code by which anyone can check it.</param>
public sealed record EntryLine(
    long Number, string Kind, Instant RecordedAt, LocalDate EffectiveOn, string Handler, string Reason, IReadOnlyList<long> Households,
    long Points, long Merit, string Rule, string Matter, string MatterEn, string? Note, long? Reverses, long? ReversedBy, string CheckCode);

/// <summary>Makes the lines of a list. Prepared once for a page, because a page is fifty of them.</summary>
sealed class EntryLines(DbSession db, long bank) : IDisposable
{
    readonly PassbookWords words = new(db, bank);

    readonly Statement entries = JournalTable.Lines(db);

    readonly Statement postings = JournalTable.Moves(db);

    public EntryLine Line(long number)
    {
        using var entry = entries.Query(bank, number);
        if (!entry.Read()) throw new InvalidDataException($"there is no entry {number}");
        var (households, points, merit) = Moved(entry.Number(5), entry.Number(6));
        var (reverses, zh, en) = (entry.IsNull(11) ? default(long?) : entry.Number(11), entry.Text(8), entry.Text(9));
        if (zh.Length == 0) (zh, en) = words.MatterOf(reverses ?? number);
        return new(
            number, JournalDesk.KindOf((EntryKind)entry.Number(0)), entry.Number(1).ToInstant(), entry.Text(2).ToDate(), entry.Text(3),
            entry.Text(4), households, points, merit, entry.Text(7), zh, en, entry.IsNull(10) ? null : entry.Text(10), reverses,
            entry.IsNull(12) ? null : entry.Number(12),
            new CheckCode(new(number), new Digest(entry.Bytes(13))).ToString());
    }

    public void Dispose()
    {
        entries.Dispose();
        postings.Dispose();
        words.Dispose();
    }

    (List<long> Households, long Points, long Merit) Moved(long first, long until)
    {
        var (households, points, merit) = (new List<long>(1), 0L, 0L);
        using var rows = postings.Query(bank, first, until);
        while (rows.Read())
        {
            if (!households.Contains(rows.Number(0))) households.Add(rows.Number(0));
            if ((AccountKind)rows.Number(1) == AccountKind.HouseholdPoints) points += rows.Number(2);
            else merit += rows.Number(2);
        }
        return (households, points, merit);
    }
}
