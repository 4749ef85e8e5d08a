using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Honours;
using PointsBank.Village.Journal;
using PointsBank.Village.Rooms;
using PointsBank.Village.Seals;
using PointsBank.Village.Service;

namespace PointsBank.Village.Verification;

/// <summary>Answers to whoever holds a paper with a code.</summary>
public sealed class CheckCodeDesk(Database database, BankDesk banks, SealDesk seals)
{
    /// <summary>Whether the book still says what a paper says; tells only that it does, the day, the kind and the amount.</summary>
    public Outcome<CheckView> Check(long bank, string text)
    {
        if (CertificateDesk.IsCertificate(text))
            return database.Read(db => CertificateDesk.Check(db, bank, text)) is { } certificate
                ? certificate
                : new Refusal(VillageRefusals.UnknownCheckCode, "code");
        if (RatingDesk.IsCertificate(text))
            return database.Read(db => RatingDesk.Check(db, bank, text, banks.Today)) is { } rating
                ? rating
                : new Refusal(VillageRefusals.UnknownCheckCode, "code");
        if (SealCode.TryParse(text, out var seal)) return seals.Check(bank, seal);
        if (!CheckCode.TryParse(text, out var code)) return new Refusal(VillageRefusals.UnknownCheckCode, "code");
        var entry = database.Read(db => EntryTable.Find(db, bank, code.Number));
        if (entry is null || entry.CheckCode != code) return new Refusal(VillageRefusals.UnknownCheckCode, "code");
        var points = entry.Postings.Where(posting => posting.Key.Unit == Unit.Points && !posting.Amount.IsNegative)
            .Sum(posting => posting.Amount.Value);
        return new CheckView(true, entry.EffectiveOn, JournalDesk.KindOf(entry.Kind), points);
    }
}
