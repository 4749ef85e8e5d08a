using System.Globalization;
using System.Security.Cryptography;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Favours;
using PointsBank.Village.Households;
using PointsBank.Village.Rooms;
using PointsBank.Village.Service;

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
                    ? RatingTable.OfClosed(db, bank, household, closed)
                    : OfCurrent(writer, settings, bank, household, today)) is not { } rated)
                return new Refusal(VillageRefusals.TooFewStars, "household").With("least", settings.On(today, Setting.RatingLeastStars))
                    .With("stars", 0);
            var least = settings.On(today, Setting.RatingLeastStars);
            if (rated.Stars < least)
                return new Refusal(VillageRefusals.TooFewStars, "household").With("least", least).With("stars", rated.Stars);
            var number = RatingTable.Next(db, bank);
            var frozen = rated with
            {
                Number = number,
                Asked = context.Caller.Household > 0 ? "passbook" : "desk",
                IssuedOn = today.ToIso(),
                ValidUntil = today.PlusDays((int)settings.On(today, Setting.RatingDays)).ToIso(),
                Salt = salt,
            };
            RatingTable.Add(writer, bank, frozen, context.Caller.Actor);
            return RatingTable.Find(db, bank, number)!.View(today);
        });
    }

    /// <summary>Makes a certificate void; whoever checks it learns that it is not valid.</summary>
    public async Task<Outcome<RatingView>> Void(WriteContext context, long bank, long number, RatingVoidInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<RatingView>(context, bank, "rating-void", writer =>
        {
            if (RatingTable.Find(writer, bank, number) is not { } row)
                return new Refusal(VillageRefusals.UnknownCertificate, "certificate");
            if (row.VoidReason is not null) return new Refusal(VillageRefusals.CertificateVoided, "certificate");
            RatingTable.Void(writer, bank, number, reason, context.Caller.Actor);
            return RatingTable.Find(writer, bank, number)!.View(banks.Today);
        });
    }

    public Outcome<RatingView> Get(long bank, long number) => database.Read<Outcome<RatingView>>(db =>
        RatingTable.Find(db, bank, number) is { } row
            ? row.View(banks.Today)
            : new Refusal(VillageRefusals.UnknownCertificate, "certificate"));

    /// <summary>Certificates, newest first; of one household where it is named.</summary>
    public IReadOnlyList<RatingView> All(long bank, long? household, long before, int limit) =>
        database.Read(db =>
            RatingTable.Newest(db, bank, household ?? 0, before, limit).ConvertAll(row => row.View(banks.Today)));

    /// <summary>This year's stars, those of closed years, and the members' by hours.</summary>
    public Outcome<HouseholdStarsView> StarsOf(long bank, long household)
    {
        if (!database.Read(db => HouseholdTable.Exists(db, bank, household)))
            return new Refusal(VillageRefusals.UnknownHousehold, "household");
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        var (standing, step) = (FavourLevels.Earned(database, bank, household, today.Year), settings.On(today, Setting.StarStep));
        var (most, years) = database.Read(db => (
            StarVeto.MostOf(db, bank, household, today.Year, settings, today),
            RatingTable.YearsOf(db, bank, household)));
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
        CheckCode.TryParse(text.TrimStart()[1..], out var code)
            && RatingTable.Find(db, bank, code.Number.Value) is { } row && row.Code == code
            ? new(
                true, row.IssuedOn.ToDate(), "rating_certificate",
                row.Stars)
            { ValidUntil = row.ValidUntil.ToDate(), Valid = row.IsValidOn(today) }
            : null;

    internal static string CodeOf(CheckCode code) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{code}");

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
}
