using System.Globalization;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village.Honours;

/// <summary>A rating certificate as it stands in the table; the names are those of the columns.</summary>
sealed record RatingRow
{
    public long Number { get; init; }

    public long Household { get; init; }

    public string Asked { get; init; } = "";

    public long Year { get; init; }

    public long Closed { get; init; }

    public string HeadCode { get; init; } = "";

    public long Standing { get; init; }

    public long Stars { get; init; }

    public long Step { get; init; }

    public long MostStars { get; init; }

    public string IssuedOn { get; init; } = "";

    public string ValidUntil { get; init; } = "";

    public byte[] Salt { get; init; } = [];

    public byte[] Digest { get; init; } = [];

    public string Head { get; init; } = "";

    public string GroupName { get; init; } = "";

    public string? VoidReason { get; init; }

    public string Voider { get; init; } = "";

    public long VoidedAt { get; init; }

    public long Ended { get; init; }

    public CheckCode Code => new(new(Number), new Digest(Digest));

    /// <summary>Not void, not past its day, and of a household that is still there.</summary>
    public bool IsValidOn(LocalDate day) => VoidReason is null && Ended == 0 && day <= ValidUntil.ToDate();

    public RatingView View(LocalDate today) => new(
        Number, RatingDesk.CodeOf(Code), Household, Head, GroupName, Asked, (int)Year, Closed == 1, HeadCode, Standing, (int)Stars, Step,
        MostStars, IssuedOn.ToDate(), ValidUntil.ToDate(), IsValidOn(today),
        VoidReason is null ? null : new(VoidReason, Voider, VoidedAt.ToInstant().InZone(BankDesk.Zone).Date));

    /// <summary>All that stands on the paper but the name, with a salt so that nobody makes up a code.</summary>
    public Digest DigestIn(long bank) => Ledger.Digest.Salted(Salt, string.Create(
        CultureInfo.InvariantCulture,
        $"{bank}|{Number}|{Household}|{Asked}|{Year}|{Closed}|{HeadCode}|{Standing}|{Stars}|{Step}|{MostStars}|{IssuedOn}|{ValidUntil}"));
}

/// <summary>Rating certificates, and the frozen stars they are about.</summary>
static class RatingTable
{
    public static readonly string Select = $"""
        select c.number, c.household, c.asked, c.year, c.closed, c.head_code, c.standing, c.stars, c.step, c.most_stars, c.issued_on,
          c.valid_until, c.salt, c.digest,
          coalesce((select p.name from members p where p.bank = c.bank and p.household = c.household and p.is_head = 1), '') as head,
            g.name as group_name,
          v.reason as void_reason, {Handler.Of("v.actor")} as voider, coalesce(v.recorded_at, 0) as voided_at,
          (select count(*) from household_ends x where x.bank = c.bank and x.household = c.household) as ended
        from rating_certificates c
        join households h on h.bank = c.bank and h.number = c.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        left join rating_voids v on v.bank = c.bank and v.certificate = c.number
        """;

    public static RatingRow? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<RatingRow>($"{Select} where c.bank = @bank and c.number = @number", new { bank, number });

    /// <summary>Certificates, newest first; of one household where it is named.</summary>
    public static List<RatingRow> Newest(DbSession db, long bank, long household, long before, int limit) =>
        db.Query<RatingRow>($"""
            {Select}
            where c.bank = @bank and (@household = 0 or c.household = @household) and (@before = 0 or c.number < @before)
              order by c.number desc limit @limit
            """, new { bank, household, before, limit });

    /// <summary>The number of the next certificate: its digest is made with it, before it is added.</summary>
    public static long Next(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from rating_certificates where bank = @bank", new { bank });

    public static void Add(Writer writer, long bank, RatingRow frozen, string actor) => writer.Execute("""
        insert into rating_certificates (bank, number, household, asked, year, closed, head_code, standing, stars, step, most_stars,
          issued_on, valid_until, salt, digest,
          recorded_at, actor)
        values (@bank, @Number, @Household, @Asked, @Year, @Closed, @HeadCode, @Standing, @Stars, @Step, @MostStars, @IssuedOn,
          @ValidUntil, @Salt, @digest, @at, @actor)
        """,
        new
        {
            bank, frozen.Number, frozen.Household, frozen.Asked, frozen.Year, frozen.Closed, frozen.HeadCode, frozen.Standing,
            frozen.Stars, frozen.Step, frozen.MostStars, frozen.IssuedOn, frozen.ValidUntil, frozen.Salt,
            digest = frozen.DigestIn(bank).ToArray(), at = writer.NowMilliseconds, actor,
        });

    public static void Void(Writer writer, long bank, long number, string reason, string actor) => writer.Execute(
        "insert into rating_voids (bank, certificate, reason, recorded_at, actor) values (@bank, @number, @reason, @at, @actor)",
        new { bank, number, reason, at = writer.NowMilliseconds, actor });

    /// <summary>How many households have a certificate that is not void, and how many such there are.</summary>
    public static (long Households, long Certificates) Counts(DbSession db, long bank) => db.QuerySingle<(long, long)>("""
        select count(distinct c.household), count(*) from rating_certificates c
        where c.bank = @bank and not exists (select 1 from rating_voids v where v.bank = c.bank and v.certificate = c.number)
        """, new { bank });

    /// <summary>A household's stars of closed years, the last first.</summary>
    public static List<YearStars> YearsOf(DbSession db, long bank, long household) =>
        db.Query<(long Year, long Standing, long Rank, long Stars, long Corrected)>($"""
            select s.year, s.standing, s.rank, s.stars, {YearTable.Corrected("s", "c.head_entry")} from year_standings s
            join year_closes c on c.bank = s.bank and c.year = s.year and c.sequence = s.sequence
            where s.bank = @bank and s.household = @household
              and not exists (select 1 from year_undoings u where u.bank = s.bank and u.year = s.year and u.sequence = s.sequence)
            order by s.year desc
            """, new { bank, household }).ConvertAll(row => new YearStars(
                (int)row.Year, row.Standing, row.Standing > 0 ? row.Rank : null, (int)row.Stars, row.Corrected));

    /// <summary>As the close of the year froze it; null for who was not on its list.</summary>
    public static RatingRow? OfClosed(DbSession db, long bank, long household, int year) =>
        db.QuerySingleOrDefault<RatingRow>("""
        select s.household, s.year, 1 as closed, c.head_code, s.standing, s.stars, c.star_step as step,
          case when s.standing >= 5 * c.star_step or s.standing / c.star_step > s.stars then s.stars else 5 end as most_stars
        from year_standings s
        join year_closes c on c.bank = s.bank and c.year = s.year and c.sequence = s.sequence
        where s.bank = @bank and s.household = @household and s.year = @year
          and not exists (select 1 from year_undoings u where u.bank = s.bank and u.year = s.year and u.sequence = s.sequence)
        """, new { bank, household, year });
}
