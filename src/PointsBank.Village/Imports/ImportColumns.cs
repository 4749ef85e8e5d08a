using PointsBank.Papers.Sheets;
using PointsBank.Papers.Typing;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Imports;

/// <summary>The columns of lists of people and points, under the headers that offices give them.</summary>
static class ImportColumns
{
    public static readonly SheetColumn Household = new("household", "户号", "number", "户编号", "家庭编号", "农户编号", "门户号");
    public static readonly SheetColumn Group = new("group", "村民小组", "小组", "组别", "所属小组", "所在小组", "组");
    public static readonly SheetColumn Head = new("head", "户主", "户主姓名");
    public static readonly SheetColumn Name = new("name", "姓名", "成员姓名", "家庭成员");
    public static readonly SheetColumn BirthDate = new("birth_date", "出生日期", "生日", "出生年月日");
    public static readonly SheetColumn Related = new("related", "村干部亲属", "是否村干部亲属", "干部亲属", "是否干部亲属", "村干部家属");
    public static readonly SheetColumn Points = new("points", "积分", "期初余额", "期初积分", "积分余额", "结余积分");

    public static readonly SheetColumn Relation = new("relation", "与户主关系", "与户主的关系", "户主关系", "家庭关系", "关系");

    public static readonly SheetColumn[] OfHouseholds = [Household, Group, Head, Name, BirthDate, Related, Relation];
    public static readonly SheetColumn[] OfMembers = [Household, Name, BirthDate, Related, Relation];
    public static readonly SheetColumn[] OfOpening = [Household, Points, Head, Name];

    /// <summary>What tells a list of each kind from the others, the most telling first.</summary>
    static readonly (string Kind, SheetColumn[] Columns)[] Telling =
    [
        ("rulebook", [RulebookSheet.Code]), ("opening", [Household, Points]), ("households", [Household, Group, Head]),
        ("members", [Household, Name, BirthDate]),
    ];

    /// <summary>
    /// The kind of list whose columns a sheet has, where it lacks those of the kind that was chosen; null where it fits, or fits none.
    /// </summary>
    public static string? LooksLike(Sheet sheet, string kind) =>
        Array.Exists(Telling, told => told.Kind == kind && Array.TrueForAll(told.Columns, sheet.Has))
            || (kind == "households" && IsRoster(sheet))
            ? null
            : Array.Find(Telling, told => told.Kind != kind && Array.TrueForAll(told.Columns, sheet.Has)).Kind;

    /// <summary>How register offices write that somebody is the head.</summary>
    static readonly HashSet<string> HeadWords = [.. new[] { "户主", "本人", "本人(户主)", "head", "self" }.Select(TypedName.Key)];

    /// <summary>Whether a row of a roster is the head's.</summary>
    public static bool IsHead(SheetRow row) => HeadWords.Contains(TypedName.Key(row[Relation]));

    /// <summary>Whether a sheet has a line for each person, which says who is the head.</summary>
    public static bool IsRoster(Sheet sheet) => sheet.Has(Name) && sheet.Has(Relation);
}
