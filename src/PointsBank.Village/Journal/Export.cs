using System.Globalization;
using System.Text;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Journal;

/// <summary>The journal for other programs: hledger's text with a balance assertion on every line, CSV, or a workbook.</summary>
public static class Export
{
    public static IReadOnlyList<string> Formats { get; } = ["hledger", "csv", "xlsx"];

    static readonly string[] Header =
        ["entry", "kind", "recorded_at", "effective_on", "actor", "reason", "rule", "rulebook", "source", "reverses",
         "account", "owner", "period", "unit", "amount", "balance_after", "check_code"];

    public static void Write(DbSession db, long bank, string format, Stream output)
    {
        var entries = EntryTable.After(db, bank, default);
        switch (format)
        {
            case "hledger":
                WriteHledger(BookTable.Head(db, bank), entries, output);
                break;
            case "csv":
                SheetWriter.WriteCsv(output, Header, Rows(entries));
                break;
            case "xlsx":
                SheetWriter.WriteWorkbook(output, "journal", Header, Rows(entries));
                break;
            default:
                throw new ArgumentException($"'{format}' is not a format", nameof(format));
        }
    }

    static void WriteHledger(BookHead head, IEnumerable<JournalEntry> entries, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine($"; PointsBank journal, head {head.CheckCode}, hash {head.Hash}");
        writer.WriteLine(
            "; The first date is the day it was recorded, the second the day of the deed. Each line asserts the balance after it.");
        foreach (var entry in entries)
        {
            writer.WriteLine();
            var recorded = entry.RecordedAt.InZone(BankDesk.Zone).Date.ToIso();
            writer.WriteLine(
                $"{recorded}={entry.EffectiveOn.ToIso()} * ({entry.CheckCode}) {JournalDesk.KindOf(entry.Kind)} {entry.Rule} {entry.Source}".TrimEnd());
            foreach (var posting in entry.Postings)
                writer.WriteLine(
                    $"    {AccountName(posting.Key)}  {Commodity(posting.Amount, posting.Key.Unit)} = "
                        + $"{Commodity(posting.BalanceAfter, posting.Key.Unit)}");
        }
    }

    /// <summary>Such as <c>household:12:points</c>, <c>issuance:points:2025</c>, <c>shelf:1:goods/G01</c>.</summary>
    static string AccountName(AccountKey key)
    {
        var name = key.Kind switch
        {
            AccountKind.HouseholdPoints or AccountKind.HouseholdMerit => $"household:{key.Owner}",
            AccountKind.MemberMinutes => $"member:{key.Owner}",
            AccountKind.Issuance => "issuance",
            AccountKind.Deducted => "deducted",
            AccountKind.Redeemed => $"redeemed:{key.Owner}",
            AccountKind.Expired => "expired",
            AccountKind.GoodsShelf => $"shelf:{key.Owner}",
            AccountKind.GoodsSource => $"source:{key.Owner}",
            AccountKind.GoodsIssued => $"issued:{key.Owner}",
            AccountKind.GoodsLost => $"lost:{key.Owner}",
            AccountKind.Opening => "opening",
            AccountKind.FundCash => "fund",
            AccountKind.FundSource => $"given:{key.Owner}",
            AccountKind.FundSpent => "spent",
            AccountKind.GoodsAtCost => $"stock:{key.Owner}",
            AccountKind.CostOfIssued => $"issued:{key.Owner}",
            AccountKind.CostOfLost => $"lost:{key.Owner}",
            AccountKind.PaidForPoints => $"paid-for-points:{key.Owner}",
            AccountKind.PayableToShop => $"owed-to-shop:{key.Owner}",
            AccountKind.PayableToSupplier => "owed-to-suppliers",
            _ => $"{key.Kind}:{key.Owner}",
        };
        return key.Period == 0 ? $"{name}:{key.Unit}" : $"{name}:{key.Unit}:{key.Period}";
    }

    static string Commodity(Amount amount, Unit unit) => unit.IsGoods ? $"{amount} \"{unit}\"" : $"{amount} {unit}";

    static IEnumerable<IReadOnlyList<object?>> Rows(IEnumerable<JournalEntry> entries) =>
        from entry in entries
        from posting in entry.Postings
        select (IReadOnlyList<object?>)
        [
            entry.Number.Value, JournalDesk.KindOf(entry.Kind),
            entry.RecordedAt.ToString("uuuu-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), entry.EffectiveOn, entry.Actor,
            entry.Reason, entry.Rule, (long)entry.Rulebook, entry.Source, entry.Reverses?.Value, posting.Key.Kind.ToString(),
            posting.Key.Owner, (long)posting.Key.Period, posting.Key.Unit.Code, posting.Amount.Value, posting.BalanceAfter.Value,
            entry.CheckCode.ToString(),
        ];
}
