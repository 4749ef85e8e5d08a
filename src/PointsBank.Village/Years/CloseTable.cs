using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Years;

/// <summary>Which years are closed. Whoever writes for a day of such a year is refused.</summary>
static class CloseTable
{
    /// <summary>What a close stands on, or its undoing has taken away.</summary>
    public const string Standing =
        "not exists (select 1 from year_undoings u where u.bank = c.bank and u.year = c.year and u.sequence = c.sequence)";

    /// <summary>How many frozen households have no row of what became of their points.</summary>
    public static long Left(DbSession db, long bank, CloseRow close) =>
        close.CarryOver is null ? 0 : db.ExecuteScalar<long>("""
        select (select count(*) from year_standings where bank = @bank and year = @year and sequence = @sequence)
          - (select count(*) from year_expiries where bank = @bank and year = @year and sequence = @sequence)
        """, new { bank, year = close.Year, sequence = close.Sequence });

    /// <summary>How many entries of a close no reversal took back.</summary>
    public static long Unreversed(DbSession db, long bank, CloseRow close) => db.ExecuteScalar<long>("""
        select count(*) from year_expiries e where e.bank = @bank and e.year = @year and e.sequence = @sequence and e.entry is not null
          and not exists (select 1 from entries v where v.bank = e.bank and v.reverses = e.entry)
        """, new { bank, year = close.Year, sequence = close.Sequence });

    public static CloseRow? Find(DbSession db, long bank, int year) => db.QuerySingleOrDefault<CloseRow>($"""
        select c.year, c.sequence, c.head_entry, c.head_code, c.households, c.carry_over, c.expires_on, c.recorded_at,
          {Handler.Of("c.actor")} as handler
        from year_closes c where c.bank = @bank and c.year = @year and {Standing}
        """, new { bank, year });

    /// <summary>The closed years, newest first.</summary>
    public static IReadOnlyList<int> Closed(DbSession db, long bank) =>
        [.. db.Query<long>(
            $"select c.year from year_closes c where c.bank = @bank and {Standing} order by c.year desc",
            new { bank }).Select(year => (int)year)];

    /// <summary>A closed year whose points are not carried over yet, the earliest; null for none.</summary>
    public static int? Unfinished(DbSession db, long bank) =>
        Closed(db, bank)
            .Order()
            .Select(year => (int?)year)
            .FirstOrDefault(year => Left(db, bank, Find(db, bank, year!.Value)!) > 0);

    /// <summary>Whether deeds of this year are barred; on the hot path.</summary>
    public static bool IsClosed(Writer writer, long bank, int year) => writer.Prepared(
        $"select 1 from year_closes c where c.bank = @bank and c.year = @year and {Standing}", "@bank",
        "@year").Single(bank, year) is not null;

    public static Refusal Closed(int year, string field) => new Refusal(VillageRefusals.YearClosed, field).With("year", year);
}
