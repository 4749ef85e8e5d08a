namespace PointsBank.Tidy.Tests;

/// <summary>The folders of the village stand on floors: each uses those below it, and neither its neighbours nor those above.</summary>
public sealed class FloorTests
{
    /// <summary>Lowest first. Files beside the folders are used by all.</summary>
    internal static readonly string[][] Floors =
    [
        ["Audits"],
        ["Rooms"],
        ["Callers"],
        ["Accounts", "Banks", "Evidence"],
        ["Coverage", "Meetings", "Reversals", "Rulebooks", "Seals", "Years"],
        ["Households"],
        ["Deeds"],
        ["Claims", "Favours"],
        ["Boards", "Notices", "Shops", "YearEnd"],
        ["Funds", "Journal", "Trips"],
        ["Service"],
        ["Honours", "Privacy", "Staff"],
        ["Clocks", "Imports", "Keys", "Verification"],
        ["Reports"],
    ];

    [Fact]
    public void Each_folder_has_its_floor() => Floors.SelectMany(floor => floor).Should().BeEquivalentTo(VillageUses.Folders);

    [Fact]
    public void A_folder_of_the_village_uses_only_those_below_it()
    {
        var uses = VillageUses.All;
        uses.Should().HaveCountGreaterThan(3_000, "the compiler found what the files name");
        Ratchet.Holds(
            "floors", "A folder uses only lower floors; move what is shared down, or let the room contribute what the other needs:",
            uses.Where(use => FloorOf(use.From) <= FloorOf(use.To)).Select(use => ($"{use.From} -> {use.To}", $"{use.Place}: {use.What}")));
    }

    static int FloorOf(string folder) => Array.FindIndex(Floors, floor => floor.Contains(folder));
}
