using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;

namespace PointsBank.Village.Rulebooks;

/// <summary>
/// What a sheet says before anybody adopts it: its rules of one mode, how many rows were of the other one, and all that is wrong with it.
/// </summary>
public sealed record RulebookDraft(IReadOnlyList<Rule> Rules, int OfOtherMode, IReadOnlyList<SheetProblem> Problems);

/// <summary>
/// A rulebook as a table, in the columns of the default one; <c>direct</c>, <c>ordinary</c> and <c>posted</c> may be left out.
/// </summary>
public static class RulebookSheet
{
    internal static readonly SheetColumn Code = new("code", "编号", "条目编号");
    static readonly SheetColumn ClassZh = new("category_zh", "类别");
    static readonly SheetColumn ClassEn = new("category_en", "类别英文");
    static readonly SheetColumn ItemZh = new("item_zh", "条目", "内容");
    static readonly SheetColumn ItemEn = new("item_en", "条目英文");
    static readonly SheetColumn Kind = new("kind", "加减");
    static readonly SheetColumn Basis = new("basis", "计分方式");
    static readonly SheetColumn Points = new("points", "分值");
    static readonly SheetColumn CapPeriod = new("cap_period", "封顶周期");
    static readonly SheetColumn CapPoints = new("cap_points", "封顶分值");
    static readonly SheetColumn Evidence = new("evidence", "佐证");
    static readonly SheetColumn Direct = new("direct", "直接入账");
    static readonly SheetColumn Ordinary = new("ordinary", "计入总封顶");
    static readonly SheetColumn Posted = new("posted", "可公示");

    static readonly Dictionary<string, string> Kinds =
        new() { ["credit"] = "credit", ["deduct"] = "deduct", ["加"] = "credit", ["减"] = "deduct", ["加分"] = "credit", ["减分"] = "deduct" };
    static readonly Dictionary<string, string> Bases = new()
    {
        ["per_event"] = "per_event", ["per_hour"] = "per_hour", ["per_month"] = "per_month", ["per_year"] = "per_year",
        ["次"] = "per_event", ["小时"] = "per_hour", ["月"] = "per_month", ["年"] = "per_year",
    };
    static readonly Dictionary<string, string> Periods =
        new() { ["none"] = "none", ["month"] = "month", ["year"] = "year", ["无"] = "none", ["月"] = "month", ["年"] = "year" };

    static readonly SheetColumn[] Columns =
        [Code, ClassZh, ClassEn, ItemZh, ItemEn, Kind, Basis, Points, CapPeriod, CapPoints, Evidence, Direct, Ordinary, Posted];

    /// <summary>The columns by which a sheet is known to be a rulebook.</summary>
    internal static IReadOnlyList<SheetColumn> Wanted => Columns;

    /// <summary>What a rulebook can be written as.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "xlsx"];

    /// <summary>Who adopts a rulebook in most villages: the assembly of villagers' representatives.</summary>
    public const string Assembly = "村民代表会议";

    /// <summary>The rules of one mode, in the order of the sheet. Problems stand in the sheet.</summary>
    public static IReadOnlyList<Rule> Read(Sheet sheet, string mode)
    {
        sheet.Require(Code, ClassZh, ItemZh, Kind, Basis, Points, CapPeriod, CapPoints);
        var rules = new List<Rule>();
        var codes = new HashSet<string>();
        foreach (var row in sheet.Rows)
        {
            var rule = Of(row);
            if (!row.IsSound || IsRedYellow(rule.Code) != (mode == "red-yellow")) continue;
            if (!Label.IsCode(rule.Code, 8)) row.Report(Code, "bad_code");
            else if (!codes.Add(rule.Code)) row.Report(Code, SheetCode.Twice);
            else if ((rule.CapPeriod == "none") != (rule.CapPoints == 0)) row.Report(CapPoints, "out_of_range");
            else rules.Add(rule);
        }
        return rules;
    }

    /// <summary>Reads a file without adopting anything.</summary>
    public static RulebookDraft Read(Stream file, string fileName, string mode)
    {
        var sheet = SheetReader.Read(file, fileName, Columns);
        var rules = Read(sheet, mode);
        return new(rules, sheet.Rows.Count(row => row.IsSound) - rules.Count, sheet.Problems);
    }

    /// <summary>
    /// Writes a rulebook so that <see cref="Read(Stream, string, string)"/> finds the same rules in it; headers and codes in English or in
    /// Chinese.
    /// </summary>
    public static void Write(RulebookView book, string format, Stream output, bool inChinese = false)
    {
        var header = Columns.Select(column => column.Names[inChinese ? 1 : 0]).ToList();
        var rows = book.Rules.Select(rule => (IReadOnlyList<object?>)
        [
            rule.Code, rule.ClassZh, rule.ClassEn, rule.ItemZh, rule.ItemEn, Word(Kinds, rule.Kind), Word(Bases, rule.Basis), rule.Points,
            Word(Periods, rule.CapPeriod), rule.CapPoints, rule.Evidence, Answer(rule.Direct), Answer(rule.Ordinary), Answer(rule.Posted),
        ]);
        if (format == "csv") SheetWriter.WriteCsv(output, header, rows);
        else if (format == "xlsx") SheetWriter.WriteWorkbook(output, "rulebook", header, rows);
        else throw new ArgumentException($"'{format}' is not a format", nameof(format));

        string Word(Dictionary<string, string> words, string code) =>
            inChinese ? words.First(word => word.Value == code && word.Key != code).Key : code;

        string Answer(bool yes) => inChinese ? yes ? "是" : "否" : yes ? "yes" : "no";
    }

    /// <summary>The default rulebook that comes with the program, in one of its two modes.</summary>
    public static RulebookInput Default(string mode, LocalDate validFrom, string adoptedBy = Assembly)
    {
        using var stream = typeof(RulebookSheet).Assembly.GetManifestResourceStream("rulebook.csv")!;
        var sheet = SheetReader.Read(stream, "rulebook.csv");
        var rules = Read(sheet, mode);
        if (!sheet.IsSound) throw new InvalidDataException($"the default rulebook is damaged: {sheet.Problems[0]}");
        return new(mode == "sixty" ? "五类六十条" : "红十条 黄十条", mode, validFrom, adoptedBy, rules);
    }

    static Rule Of(SheetRow row)
    {
        var kind = row.OneOf(Kind, Kinds) ?? "";
        var basis = row.OneOf(Basis, Bases) ?? "";
        var points = row.Whole(Points, 1, 1_000);
        var evidence = row.OptionalText(Evidence, Fields.Line) ?? "";
        return new(
            row.Code(Code, 8), row.Text(ClassZh, Fields.Line), row.OptionalText(ClassEn, Fields.Line) ?? "", row.Text(ItemZh, Fields.Line),
            row.OptionalText(ItemEn, Fields.Line) ?? "",
            kind, basis, points, row.OneOf(CapPeriod, Periods) ?? "", row.Whole(CapPoints, 0, 100_000), evidence,
            row.YesNo(Direct, otherwise: false),
            // Awards, enlistment and bravery stand outside the household's ceilings: 20 points and more for one event.
            row.YesNo(Ordinary, otherwise: basis != "per_event" || points < 20),
            row.YesNo(Posted, otherwise: !evidence.Contains("不公示", StringComparison.Ordinal)));
    }

    static bool IsRedYellow(string code) => code.Length == 3 && code[0] is 'R' or 'Y' && char.IsAsciiDigit(code[1]);
}
