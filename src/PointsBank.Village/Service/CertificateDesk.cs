using System.Globalization;
using System.Security.Cryptography;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Service;

/// <summary>A certificate of hours to issue at a member's request, over the days from and until.</summary>
public sealed record CertificateInput(long Member, LocalDate From, LocalDate Until);

/// <summary>
/// A certificate as it was issued: minutes and confirmed attendances in its days, and all minutes up to the day of issue with their stars.
/// Later corrections do not change it; its check code tells what stands on it.
/// </summary>
public sealed record CertificateView(
    long Number, string CheckCode, long Member, string Name, long Household, string Group, LocalDate From, LocalDate Until, long Minutes,
    long Activities, long Total, int Stars,
    LocalDate IssuedOn);

/// <summary>Certificates of hours, numbered and frozen.</summary>
public sealed class CertificateDesk(Database database, BankDesk banks)
{
    /// <summary>What a check code of a certificate begins with; an entry's is a number alone.</summary>
    const char Mark = 'S';

    public async Task<Outcome<CertificateView>> Issue(WriteContext context, long bank, CertificateInput input)
    {
        if (Fields.Day(input.From, "from") is { } badFrom) return badFrom;
        if (input.Until > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "until").With("today", banks.Today.ToIso());
        if (input.Until < input.From) return new Refusal(VillageRefusals.OutOfRange, "until").With("least", input.From.ToIso());
        var salt = RandomNumberGenerator.GetBytes(16);
        return await database.Write<CertificateView>(context, bank, "certificate", writer =>
        {
            if (ParticipantTable.Find(writer, bank, input.Member) is not { } person
                || (context.Caller.Household > 0 && context.Caller.Household != person.Household))
                return new Refusal(VillageRefusals.UnknownMember, "member");
            var minutes = CertificateTable.Minutes(writer, bank, input);
            if (minutes <= 0) return new Refusal(VillageRefusals.NoHours, "from");
            var activities = CertificateTable.Activities(writer, bank, input);
            var total = writer.Book(bank).Find(Chart.Minutes(input.Member))?.Balance.Value ?? 0;
            var number = CertificateTable.Next(writer, bank);
            var frozen = new CertificateRow(
                number, input.Member, person.Household, input.From.ToIso(), input.Until.ToIso(), minutes, activities, total,
                VolunteerStars.Of(total), banks.Today.ToIso(), salt, [], "", "");
            CertificateTable.Add(writer, bank, frozen, context.Caller.Actor);
            return CertificateTable.Find(writer, bank, number)!.View;
        });
    }

    public Outcome<CertificateView> Get(long bank, long number) => database.Read<Outcome<CertificateView>>(db =>
        CertificateTable.Find(db, bank, number) is { } row ? row.View : new Refusal(VillageRefusals.UnknownCertificate, "certificate"));

    /// <summary>Certificates, newest first, of one household where one is named.</summary>
    public IReadOnlyList<CertificateView> All(long bank, long? household, long? before, int limit) =>
        database.Read(db => CertificateTable.All(db, bank, household, before ?? 0, limit).ConvertAll(row => row.View));

    /// <summary>Whether this text is a certificate's check code.</summary>
    internal static bool IsCertificate(string text) => text.TrimStart() is [var first, ..] && char.ToUpperInvariant(first) == Mark;

    /// <summary>What anybody learns from the code: that there is such a certificate, its day and its minutes.</summary>
    internal static CheckView? Check(DbSession db, long bank, string text) =>
        CheckCode.TryParse(text.TrimStart()[1..], out var code)
            && CertificateTable.Find(db, bank, code.Number.Value) is { } row
            && row.Code == code
            ? new(true, row.Issued_On.ToDate(), "service_certificate", row.Minutes)
            : null;

    internal static string CodeOf(CheckCode code) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{code}");
}

/// <summary>A certificate as it stands in the table; the names are those of the columns.</summary>
sealed record CertificateRow(
    long Number, long Member, long Household, string From_Day, string Until_Day, long Minutes, long Activities, long Total, long Stars,
    string Issued_On, byte[] Salt, byte[] Digest,
    string Name, string Group_Name)
{
    public CheckCode Code => new(new(Number), new Digest(Digest));

    /// <summary>Printed again after the name was erased, it bears none.</summary>
    public CertificateView View => new(
        Number, CertificateDesk.CodeOf(Code), Member, Erased.Is(Name) ? "" : Name, Household, Group_Name, From_Day.ToDate(),
        Until_Day.ToDate(), Minutes, Activities, Total, (int)Stars, Issued_On.ToDate());

    /// <summary>All that stands on the paper but the name, with a salt so that nobody makes up a code.</summary>
    public Digest DigestIn(long bank) =>
        Ledger.Digest.Salted(
            Salt,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{bank}|{Number}|{Member}|{Household}|{From_Day}|{Until_Day}|{Minutes}|{Activities}|{Total}|{Stars}|{Issued_On}"));
}
