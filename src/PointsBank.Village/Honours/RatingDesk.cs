using System.Globalization;
using System.Security.Cryptography;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using PointsBank.Village.Households;
using PointsBank.Village.Rooms;
using PointsBank.Village.Service;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village.Honours;

/// <summary>
/// Rating certificates, numbered and frozen, at the household's own request alone: the village tells no lender anything. And the stars they
/// are about.
/// </summary>
public sealed class RatingDesk(Database database, BankDesk banks)
{
    /// <summary>What the check code of a rating certificate begins with.</summary>
    const char Mark = 'R';

    public async Task<Outcome<RatingView>> Issue(WriteContext context, long bank, long household, RatingInput input)
    {
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        if (input.Year is { } asked && Fields.Range(asked, "year", 1949, today.Year) is { } badYear) return badYear;
        var salt = RandomNumberGenerator.GetBytes(16);
        return await database.Write<RatingView>(context, bank, "rating-certificate", writer =>
        {
            var db = writer;
            if (HouseholdDesk.Barred(writer, bank, household, "household") is { } barred) return barred;
            if (SuspensionTable.Closed(writer, settings, bank, household, today, "household") is { } suspended) return suspended;
            if (input.Year is { } year && HonourTable.CloseOf(db, bank, year) is null)
                return new Refusal(VillageRefusals.YearNotClosed, "year").With("year", year);
            if ((
                input.Year is { } closed
                    ? OfClosed(db, bank, household, closed)
                    : OfCurrent(writer, settings, bank, household, today)) is not { } rated)
                return new Refusal(VillageRefusals.TooFewStars, "household").With("least", settings.On(today, Setting.RatingLeastStars))
                    .With("stars", 0);
            var least = settings.On(today, Setting.RatingLeastStars);
            if (rated.Stars < least)
                return new Refusal(VillageRefusals.TooFewStars, "household").With("least", least).With("stars", rated.Stars);
            var number = db.ExecuteScalar<long>(
                "select coalesce(max(number), 0) + 1 from rating_certificates where bank = @bank", new { bank });
            var frozen = rated with
            {
                Number = number,
                Asked = context.Caller.Household > 0 ? "passbook" : "desk",
                IssuedOn = today.ToIso(),
                ValidUntil = today.PlusDays((int)settings.On(today, Setting.RatingDays)).ToIso(),
                Salt = salt,
            };
            db.Execute("""
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
                    digest = frozen.DigestIn(bank).ToArray(), at = writer.NowMilliseconds, actor = context.Caller.Actor,
                });
            return Find(db, bank, number)!.View(today);
        });
    }

    /// <summary>Makes a certificate void; whoever checks it learns that it is not valid.</summary>
    public async Task<Outcome<RatingView>> Void(WriteContext context, long bank, long number, RatingVoidInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<RatingView>(context, bank, "rating-void", writer =>
        {
            if (Find(writer, bank, number) is not { } row) return new Refusal(VillageRefusals.UnknownCertificate, "certificate");
            if (row.VoidReason is not null) return new Refusal(VillageRefusals.CertificateVoided, "certificate");
            writer.Execute("""
                insert into rating_voids (bank, certificate, reason, recorded_at, actor) values (@bank, @number, @reason, @at, @actor)
                """, new { bank, number, reason, at = writer.NowMilliseconds, actor = context.Caller.Actor });
            return Find(writer, bank, number)!.View(banks.Today);
        });
    }

    public Outcome<RatingView> Get(long bank, long number) => database.Read<Outcome<RatingView>>(db =>
        Find(db, bank, number) is { } row ? row.View(banks.Today) : new Refusal(VillageRefusals.UnknownCertificate, "certificate"));

    /// <summary>Certificates, newest first; of one household where it is named.</summary>
    public IReadOnlyList<RatingView> All(long bank, long? household, long before, int limit) =>
        database.Read(db => db.Query<RatingRow>($"""
        {RatingRow.Select}
        where c.bank = @bank and (@household = 0 or c.household = @household) and (@before = 0 or c.number < @before) order by c.number desc
          limit @limit
        """, new { bank, household = household ?? 0, before, limit }).Select(row => row.View(banks.Today)).ToList());

    /// <summary>This year's stars, those of closed years, and the members' by hours.</summary>
    public Outcome<HouseholdStarsView> StarsOf(long bank, long household)
    {
        if (!database.Read(db => HouseholdDesk.Exists(db, bank, household)))
            return new Refusal(VillageRefusals.UnknownHousehold, "household");
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        var (standing, step) = (FavourLevels.Earned(database, bank, household, today.Year), settings.On(today, Setting.StarStep));
        var (most, years) = database.Read(db => (
            StarVeto.MostOf(db, bank, household, today.Year, settings, today),
            db.Query<(long Year, long Standing, long Rank, long Stars, long Corrected)>($"""
                select s.year, s.standing, s.rank, s.stars, {YearTable.Corrected("s", "c.head_entry")} from year_standings s
                join year_closes c on c.bank = s.bank and c.year = s.year and c.sequence = s.sequence
                where s.bank = @bank and s.household = @household
                  and not exists (select 1 from year_undoings u where u.bank = s.bank and u.year = s.year and u.sequence = s.sequence)
                order by s.year desc
                """, new { bank, household }).Select(row =>
                    new YearStars(
                        (int)row.Year, row.Standing, row.Standing > 0 ? row.Rank : null, (int)row.Stars, row.Corrected)).ToList()));
        return new HouseholdStarsView(
            household, today.Year, standing, Stars.Of(standing, step, most), step, most, years,
            new VolunteerDesk(database).OfHousehold(bank, household));
    }

    /// <summary>Whether this text is a rating certificate's check code.</summary>
    internal static bool IsCertificate(string text) => text.TrimStart() is [var first, ..] && char.ToUpperInvariant(first) == Mark;

    /// <summary>
    /// What anybody learns from the code: that there is such a certificate, its day, its stars and whether it is still valid.
    /// </summary>
    internal static CheckView? Check(DbSession db, long bank, string text, LocalDate today) =>
        CheckCode.TryParse(text.TrimStart()[1..], out var code) && Find(db, bank, code.Number.Value) is { } row && row.Code == code
            ? new(
                true, row.IssuedOn.ToDate(), "rating_certificate",
                row.Stars)
            { ValidUntil = row.ValidUntil.ToDate(), Valid = row.IsValidOn(today) }
            : null;

    internal static string CodeOf(CheckCode code) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{code}");

    internal static RatingRow? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<RatingRow>($"{RatingRow.Select} where c.bank = @bank and c.number = @number", new { bank, number });

    static RatingRow OfCurrent(Writer writer, Settings settings, long bank, long household, LocalDate today)
    {
        var (standing, step) = (FavourLevels.Earned(writer, bank, household, today.Year), settings.On(today, Setting.StarStep));
        var most = StarVeto.MostOf(writer, bank, household, today.Year, settings, today);
        return new()
        {
            Household = household, Year = today.Year, Closed = 0, HeadCode = BookTable.Head(writer, bank).CheckCode.ToString(),
            Standing = standing, Stars = Stars.Of(standing, step, most), Step = step, MostStars = most,
        };
    }

    /// <summary>As the close of the year froze it; null for who was not on its list.</summary>
    static RatingRow? OfClosed(DbSession db, long bank, long household, int year) =>
        db.QuerySingleOrDefault<RatingRow>("""
        select s.household, s.year, 1 as closed, c.head_code, s.standing, s.stars, c.star_step as step,
          case when s.standing >= 5 * c.star_step or s.standing / c.star_step > s.stars then s.stars else 5 end as most_stars
        from year_standings s
        join year_closes c on c.bank = s.bank and c.year = s.year and c.sequence = s.sequence
        where s.bank = @bank and s.household = @household and s.year = @year
          and not exists (select 1 from year_undoings u where u.bank = s.bank and u.year = s.year and u.sequence = s.sequence)
        """, new { bank, household, year });
}

/// <summary>A rating certificate as it stands in the table; the names are those of the columns.</summary>
sealed record RatingRow
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
