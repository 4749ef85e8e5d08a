using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PointsBank.Ledger;
using PointsBank.Papers;
using PointsBank.Papers.Sheets;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Tidy.Tests;

/// <summary>Every way of saying no is on its list, has a code of its own, and words in both languages.</summary>
public sealed partial class RefusalTests
{
    const string Resources = "src/PointsBank.Web/Resources/";

    static readonly Dictionary<Type, ImmutableArray<RefusalKind>> Lists = new()
    {
        [typeof(LedgerRefusals)] = LedgerRefusals.All,
        [typeof(StorageRefusals)] = StorageRefusals.All,
        [typeof(PaperRefusals)] = PaperRefusals.All,
        [typeof(VillageRefusals)] = VillageRefusals.All,
        [typeof(CorrectionRefusals)] = CorrectionRefusals.All,
        [typeof(NameRefusals)] = NameRefusals.All,
        [typeof(WebRefusals)] = WebRefusals.All,
    };

    static IEnumerable<RefusalKind> All => Lists.Values.SelectMany(list => list);

    /// <summary>What may be wrong with a row of a sheet is worded in the same place.</summary>
    static IEnumerable<string> Codes => All.Select(kind => kind.Code)
        .Concat(typeof(SheetCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(constant => (string)constant.GetValue(null)!))
        .Distinct();

    public static TheoryData<string> Files => ["Problems.resx", "Problems.en.resx"];

    [Fact]
    public void Every_refusal_stands_on_its_list() => House.Rule(
        "Declare refusals in a class with a list, and add them to its All in order of precedence:",
        from room in House.Rooms
        from type in room.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType == typeof(RefusalKind)
            && !(Lists.TryGetValue(type, out var list) && list.Contains((RefusalKind)field.GetValue(null)!))
        select $"{type.Name}.{field.Name}");

    [Fact]
    public void Codes_are_unique() => House.Rule(
        "Two refusals share a code; callers tell them apart by nothing else:",
        All.GroupBy(kind => kind.Code).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Codes_are_snake_case() => House.Rule("Write the code in snake_case:", Codes.Where(code => !SnakeCase().IsMatch(code)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_code_has_a_title_and_an_advice_and_nothing_else_has_words(string file)
    {
        var keys = Words(file).Select(word => word.Key).ToList();
        var needed = Codes.SelectMany(code => new[] { code, code + "_advice" }).ToList();

        House.Rule($"Add to {Resources}{file}:", needed.Except(keys));
        House.Rule(
            $"Strike from {Resources}{file}; no refusal has this code:",
            keys.Except(needed).Except(
                from code in Codes from more in (string[])["_detail", "_detail_trip", "_detail_minutes", "_page"] select code + more));
        House.Rule(
            $"Written twice in {Resources}{file}:", keys.GroupBy(key => key).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [GeneratedRegex("^[a-z]+(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();

    static IEnumerable<(string Key, string Value)> Words(string file) =>
        XDocument.Load(House.Full(Resources + file)).Root!.Elements("data")
            .Select(data => (data.Attribute("name")!.Value, data.Element("value")!.Value));
}
