using System.Text.RegularExpressions;

namespace PointsBank.Tidy.Tests;

/// <summary>The folders of the village and of the web stand on floors: each uses those below it, and no neighbours.</summary>
public sealed partial class FloorTests
{
    /// <summary>Lowest first. Files beside the folders are used by all.</summary>
    internal static readonly string[][] Floors =
    [
        ["Audits"],
        ["Rooms"],
        ["Callers"],
        ["Accounts", "Banks", "Evidence"],
        ["Coverage", "Meetings", "Proposals", "Reversals", "Rulebooks", "Seals", "Years"],
        ["Households"],
        ["Deeds"],
        ["Claims", "Favours", "Service"],
        ["Boards", "Notices", "Shops"],
        ["Funds", "Trips", "YearEnd"],
        ["Journal"],
        ["Honours", "Privacy", "Staff"],
        ["Clocks", "Imports", "Keys", "Verification"],
        ["Reports"],
    ];

    /// <summary>The same for the web: what each request passes stands below the two fronts, and these do not know each other.</summary>
    static readonly string[][] FloorsOfWeb = [["Http"], ["Api", "Pages"]];

    [Fact]
    public void Each_folder_has_its_floor() => Floors.SelectMany(floor => floor).Should().BeEquivalentTo(VillageUses.Folders);

    [Fact]
    public void A_folder_of_the_village_uses_only_those_below_it()
    {
        var uses = VillageUses.All;
        uses.Should().HaveCountGreaterThan(3_000, "the compiler found what the files name");
        House.Rule(
            "A folder uses only lower floors; move what is shared down, or let the room contribute what the other needs:",
            uses.Where(use => FloorOf(use.From) <= FloorOf(use.To)).Select(use => $"{use.From} -> {use.To} {use.Place}: {use.What}"));
    }

    [Fact]
    public void A_folder_of_the_web_uses_only_those_below_it()
    {
        var files = House.Texts.Where(file => file.IsIn(Web) && Path.GetExtension(file.Path) is ".cs" or ".razor")
            .Select(file => (File: file, Folder: FolderOfWeb(file))).Where(file => file.Folder.Length > 0).ToList();

        files.Select(file => file.Folder).Distinct().Should().BeEquivalentTo(FloorsOfWeb.SelectMany(floor => floor));
        House.Rule(
            "Move what both fronts use to Http, or let the front contribute it:",
            from file in files
            from Match named in NamesFolderOfWeb().Matches(file.File.Text)
            where named.Groups["folder"].Value != file.Folder && FloorOfWeb(named.Groups["folder"].Value) >= FloorOfWeb(file.Folder)
            select $"{file.File.Place(named.Index)}: {named.Value}");
    }

    const string Web = "src/PointsBank.Web";

    static string FolderOfWeb(HouseFile file) => file.Path[(Web.Length + 1)..].Split('/') is [var folder, _, ..] ? folder : "";

    static int FloorOfWeb(string folder) => Array.FindIndex(FloorsOfWeb, floor => floor.Contains(folder));

    static int FloorOf(string folder) => Array.FindIndex(Floors, floor => floor.Contains(folder));

    /// <summary>A using, or a name that begins with a folder. The build allows no using that nothing needs.</summary>
    [GeneratedRegex(@"\bPointsBank\.Web\.(?<folder>Http|Api|Pages)\b|(?<![\w.""])(?<folder>Api|Pages)\.[A-Z]")]
    private static partial Regex NamesFolderOfWeb();
}
