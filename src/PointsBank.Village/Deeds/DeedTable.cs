using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Deeds;

/// <summary>Deeds in the journal; a reversal has a row of its own.</summary>
static class DeedTable
{
    public static void Add(
        Writer writer, long bank, EntryNumber entry, DeedInput deed, Rule rule, int version, long points, string source) =>
        writer.Prepared("""
            insert into deeds (bank, household, effective_on, entry, rule, rulebook, member, quantity, points, kind, ordinary, posted,
              source)
            values (@bank, @household, @day, @entry, @rule, @version, @member, @quantity, @points, @kind, @ordinary, @posted, @source)
            """, "@bank", "@household", "@day", "@entry", "@rule", "@version", "@member", "@quantity", "@points", "@kind", "@ordinary",
            "@posted", "@source").Execute(
            bank, deed.Household, deed.EffectiveOn.ToIso(), entry.Value, rule.Code, version, deed.Member, deed.Quantity, points, rule.Kind,
            rule.Ordinary ? 1 : 0, rule.Posted ? 1 : 0, source);

    /// <summary>What takes a deed back: the same with less than nothing, on the same day.</summary>
    public static void AddMirror(Writer writer, long bank, long household, EntryNumber entry, EntryNumber mirror) => writer.Execute("""
        insert into deeds (bank, household, effective_on, entry, rule, rulebook, member, quantity, points, kind, ordinary, posted,
          source, reverses)
        select bank, household, effective_on, @mirror, rule, rulebook, member, -quantity, -points, kind, ordinary, posted, source, entry
        from deeds where bank = @bank and household = @household and entry = @entry
        """, new { bank, household, entry = entry.Value, mirror = mirror.Value });

    /// <summary>Whether a household has a deed under this rule on this day that nobody took back.</summary>
    public static bool Stands(Writer writer, long bank, long household, LocalDate day, string rule) => writer.Prepared("""
        select 1 from deeds d where d.bank = @bank and d.household = @household and d.effective_on = @day and d.rule = @rule
          and d.reverses is null
          and not exists (select 1 from deeds m where m.bank = d.bank and m.household = d.household and m.effective_on = d.effective_on
            and m.reverses = d.entry)
        limit 1
        """, "@bank", "@household", "@day", "@rule").Single(bank, household, day.ToIso(), rule) is not null;

    /// <summary>What was deducted from a household in the year of a day.</summary>
    public static long Deducted(DbSession db, long bank, long household, LocalDate day) => db.ExecuteScalar<long>("""
        select cast(coalesce(sum(points), 0) as bigint) from deeds
        where bank = @bank and household = @household and kind = 'deduct' and effective_on >= @from and effective_on < @until
        """, new { bank, household, from = new LocalDate(day.Year, 1, 1).ToIso(), until = new LocalDate(day.Year + 1, 1, 1).ToIso() });

    /// <summary>What a household has under a rule, and in all ordinary ones; reversals count against it.</summary>
    public static Counted Entered(Writer writer, long bank, long household, string rule, LocalDate day)
    {
        var (month, year) = (new LocalDate(day.Year, day.Month, 1), new LocalDate(day.Year, 1, 1));
        using var sums = writer.Prepared("""
            select
              cast(coalesce(sum(case when rule = @rule and effective_on >= @month and effective_on < @nextMonth then points end),
                0) as bigint),
              cast(coalesce(sum(case when rule = @rule then points end), 0) as bigint),
              cast(coalesce(sum(case when kind = 'credit' and ordinary = 1 and effective_on >= @month
                and effective_on < @nextMonth then points end), 0) as bigint),
              cast(coalesce(sum(case when kind = 'credit' and ordinary = 1 then points end), 0) as bigint)
            from deeds where bank = @bank and household = @household and effective_on >= @year and effective_on < @nextYear
            """, "@bank", "@household", "@rule", "@month", "@nextMonth", "@year", "@nextYear").Query(
            bank, household, rule, month.ToIso(), month.PlusMonths(1).ToIso(), year.ToIso(), year.PlusYears(1).ToIso());
        sums.Read();
        return new(sums.Number(0), sums.Number(1), sums.Number(2), sums.Number(3));
    }
}
