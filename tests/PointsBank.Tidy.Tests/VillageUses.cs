using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PointsBank.Tidy.Tests;

/// <summary>One place in the village where a file of one folder uses what another folder owns: a type, or a table named in SQL.</summary>
public sealed record VillageUse(string From, string To, string What, string Place);

/// <summary>
/// Who uses whom among the folders of the village, as the compiler sees it: constants and extension methods count, which metadata and
/// <c>using</c> lines hide. A table named in SQL is a use of the folder that inserts into it.
/// </summary>
static partial class VillageUses
{
    const string Village = "src/PointsBank.Village";

    /// <summary>Files beside the folders belong to none of them.</summary>
    const string Root = "";

    public static IReadOnlyList<string> Folders { get; } =
        [.. House.SourceOf("Village").Select(FolderOf).Where(folder => folder != Root).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Tables that belong further down than the folder that writes them: what they say is known to all above.</summary>
    static readonly Dictionary<string, string> Known = new()
    {
        ["staff"] = "Callers",
        ["staff_grants"] = "Callers",
        ["staff_changes"] = "Callers",
        ["staff_ties"] = "Callers",
        ["tokens"] = "Callers",
        ["assessments"] = "Meetings",
        ["assessment_people"] = "Meetings",
        ["member_leavings"] = "Households",
        ["year_closes"] = "Years",
        ["year_standings"] = "Years",
        ["year_expiries"] = "Years",
        ["year_expiry_returns"] = "Years",
        ["year_undoings"] = "Years",
    };

    /// <summary>The folder that owns each table: the one that inserts into it.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Owners { get; } = (
        from file in House.SourceOf("Village")
        where FolderOf(file) != Root
        from Match insert in Insert().Matches(file.Text)
        let table = insert.Groups["table"].Value
        group Known.GetValueOrDefault(table) ?? FolderOf(file) by table)
            .ToDictionary(table => table.Key, IReadOnlyList<string> (table) => [.. table.Distinct()]);

    public static IReadOnlyList<VillageUse> All { get; } = Read();

    static List<VillageUse> Read()
    {
        var files = House.SourceOf("Village").ToList();
        var trees = files.ToDictionary(
            file => file.Path, file => CSharpSyntaxTree.ParseText(file.Text, new(LanguageVersion.Latest), file.Path));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "PointsBank.Village.dll").Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Village", [.. trees.Values, Usings()], references, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var owners = Owners;
        return [.. files.AsParallel().SelectMany(file => TypesIn(file, trees[file.Path], compilation).Concat(TablesIn(file, owners)))];
    }

    static IEnumerable<VillageUse> TypesIn(HouseFile file, SyntaxTree tree, CSharpCompilation compilation)
    {
        var (model, from) = (compilation.GetSemanticModel(tree), FolderOf(file));
        if (from == Root) yield break;
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            if (type?.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault() is not { } declared) continue;
            var to = FolderOf(declared.SyntaxTree.FilePath);
            if (to != Root && to != from) yield return new(from, to, type.Name, file.Place(name.SpanStart));
        }
    }

    static IEnumerable<VillageUse> TablesIn(HouseFile file, IReadOnlyDictionary<string, IReadOnlyList<string>> owners)
    {
        if (FolderOf(file) == Root) yield break;
        foreach (var literal in CSharpText.Read(file.Text).Literals)
            foreach (Match table in Table().Matches(literal.Text))
                if (owners.TryGetValue(table.Groups["table"].Value, out var rooms) && !rooms.Contains(FolderOf(file)))
                    foreach (var room in rooms.Take(1))
                        yield return new(FolderOf(file), room, table.Groups["table"].Value, file.Place(literal.Start));
    }

    static string FolderOf(HouseFile file) => FolderOf(file.Path);

    static string FolderOf(string path) => path[(Village.Length + 1)..].Split('/') is [var folder, _, ..] ? folder : Root;

    /// <summary>What the project imports for every file.</summary>
    static SyntaxTree Usings() => CSharpSyntaxTree.ParseText(string.Concat(
        ((string[])["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"])
            .Select(
            name => $"global using {name};")));

    [GeneratedRegex(@"\binsert\s+into\s+(?<table>\w+)")]
    private static partial Regex Insert();

    [GeneratedRegex(@"\b(from|join|into|update)\s+(?<table>[a-z_]+)\b")]
    private static partial Regex Table();
}
