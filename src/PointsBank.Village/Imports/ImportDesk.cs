using System.Security.Cryptography;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Sheets;

namespace PointsBank.Village.Imports;

/// <summary>What an import did. Where problems stand, nothing was written.</summary>
public sealed record ImportView(string Kind, int Rows, IReadOnlyList<SheetProblem> Problems);

/// <summary>What an import needs beside its sheet: for a rulebook its mode, first day, title and the meeting that adopted it.</summary>
public sealed record ImportOptions(string Mode = "sixty", LocalDate? ValidFrom = null, string Title = "积分细则", string AdoptedBy = RulebookSheet.Assembly);

/// <summary>Whole sheets in: every bad cell is named with its line and column, and all rows are written or none.</summary>
public sealed class ImportDesk(BankDesk banks, HouseholdDesk households, RulebookDesk rulebooks, DeedDesk deeds)
{
    public static IReadOnlyList<string> Kinds { get; } = ["households", "members", "rulebook", "opening"];

    static readonly SheetColumn Household = new("household", "户号", "number");
    static readonly SheetColumn Group = new("group", "村民小组", "小组", "组别");
    static readonly SheetColumn Head = new("head", "户主", "户主姓名");
    static readonly SheetColumn Name = new("name", "姓名");
    static readonly SheetColumn BirthDate = new("birth_date", "出生日期", "生日");
    static readonly SheetColumn Related = new("related", "村干部亲属");
    static readonly SheetColumn Points = new("points", "积分", "期初积分");

    /// <summary>The key of an import where the caller gives none: the same file twice in the same way is the same write.</summary>
    public static IdempotencyKey KeyOf(string kind, long bank, ReadOnlySpan<byte> file, ImportOptions options) =>
        IdempotencyKey.TryParse($"{kind}:{bank}:{(kind == "rulebook" ? options : null)}:{Convert.ToHexStringLower(SHA256.HashData(file))}", out var key) ? key : default;

    public async Task<Outcome<ImportView>> Import(WriteContext context, long bank, string kind, Stream file, string fileName, ImportOptions options)
    {
        if (!Kinds.Contains(kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        var sheet = SheetReader.Read(file, fileName);
        var written = kind switch
        {
            "households" => await Households(context, bank, sheet),
            "members" => await Members(context, bank, sheet),
            "rulebook" => await Rulebook(context, bank, sheet, options),
            _ => await Opening(context, bank, sheet),
        };
        if (!sheet.IsSound) return new ImportView(kind, 0, sheet.Problems);
        return written.Then(rows => new ImportView(kind, rows, []));
    }

    async Task<Outcome<int>> Households(WriteContext context, long bank, Sheet sheet)
    {
        sheet.Require(Household, Group, Head, BirthDate);
        var known = Numbers(bank);
        var seen = new HashSet<long>();
        var taken = new List<SheetRow>();
        var inputs = new List<HouseholdInput>();
        foreach (var row in sheet.Rows)
        {
            var number = row.Whole(Household, 1, 9_999_999);
            var input = new HouseholdInput(row.Text(Group, Fields.Name), [Member(row, Head, isHead: true)], number);
            if (row.IsSound && !seen.Add(number)) row.Report(Household, "already_exists");
            else if (row.IsSound && known.Contains(number)) taken.Add(row);
            inputs.Add(input);
        }
        // Numbers that are taken may be this very sheet's, sent again: the write knows.
        Outcome<int> written = sheet.IsSound ? await households.OpenAll(context, bank, inputs) : 0;
        if (!sheet.IsSound || written.Refusal is not null)
            foreach (var row in taken)
                row.Report(Household, "already_exists");
        return written;
    }

    async Task<Outcome<int>> Members(WriteContext context, long bank, Sheet sheet)
    {
        sheet.Require(Household, Name, BirthDate);
        var known = Numbers(bank);
        var members = new List<(long, MemberInput)>();
        foreach (var row in sheet.Rows)
        {
            var number = row.Whole(Household, 1, 9_999_999);
            var member = Member(row, Name, isHead: false);
            if (row.IsSound && !known.Contains(number)) row.Report(Household, "unknown_household");
            members.Add((number, member));
        }
        return sheet.IsSound ? await households.AddMembers(context, bank, members) : 0;
    }

    async Task<Outcome<int>> Rulebook(WriteContext context, long bank, Sheet sheet, ImportOptions options)
    {
        var rules = RulebookSheet.Read(sheet, options.Mode);
        if (!sheet.IsSound) return 0;
        var adopted = await rulebooks.Adopt(context, bank, new(options.Title, options.Mode, options.ValidFrom ?? banks.Today, options.AdoptedBy, rules));
        return adopted.Then(view => view.Rules.Count);
    }

    async Task<Outcome<int>> Opening(WriteContext context, long bank, Sheet sheet)
    {
        sheet.Require(Household, Points);
        var known = Numbers(bank);
        var seen = new HashSet<long>();
        var inputs = new List<OpeningInput>();
        foreach (var row in sheet.Rows)
        {
            var input = new OpeningInput(row.Whole(Household, 1, 9_999_999), row.Whole(Points, 1, 1_000_000));
            if (row.IsSound && !known.Contains(input.Household)) row.Report(Household, "unknown_household");
            else if (row.IsSound && !seen.Add(input.Household)) row.Report(Household, "already_exists");
            inputs.Add(input);
        }
        return sheet.IsSound ? await deeds.BringForward(context, bank, inputs) : 0;
    }

    MemberInput Member(SheetRow row, SheetColumn name, bool isHead)
    {
        var member = new MemberInput(row.Text(name, Fields.Name), row.Date(BirthDate), isHead, row.YesNo(Related, otherwise: false));
        if (!row.IsSound) return member;
        if (member.BirthDate > banks.Today) row.Report(BirthDate, "date_in_future");
        else if (member.BirthDate.Year < banks.Today.Year - 130) row.Report(BirthDate, "out_of_range");
        return member;
    }

    HashSet<long> Numbers(long bank) => [.. households.Search(bank, null, 0, int.MaxValue).Select(line => line.Number)];
}
