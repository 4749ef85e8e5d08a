using System.Text;
using System.Text.Json;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Privacy;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Privacy;

/// <summary>
/// What boards, favours, honours and the year's end know of a household: given to it, erased with it, and kept no longer than is said.
/// </summary>
public class LivedRoomsTests
{
    const long Bank = VillageFixture.Bank;

    /// <summary>What each section of the export must tell of household 4.</summary>
    static readonly Dictionary<string, string> Told = new()
    {
        ["consents"] = "同意书十二号", ["standings"] = "2025", ["boardPlaces"] = "red", ["blackEntries"] = "门口堆杂物", ["blackObjections"] = "那天停水",
        ["favours"] = "年货一份",
        ["suspensions"] = "多次缺席", ["suspensionObjections"] = "在医院陪护", ["candidates"] = "照顾邻居", ["awards"] = "县发1号", ["ratings"] = "2026",
        ["loans"] = "农商行", ["changes"] = "换组居住",
    };

    [Fact]
    public async Task The_household_is_given_all_of_it_and_its_neighbour_none()
    {
        using var village = await LivedRooms.Open();

        var (own, others) = (Export(village, 4), Export(village, 2));

        foreach (var (section, words) in Told)
        {
            own.GetProperty(section).GetArrayLength().Should().BePositive(section);
            own.GetProperty(section).GetRawText().Should().Contain(words, section);
            if (section != "standings") others.GetProperty(section).GetArrayLength().Should().Be(0, section);
        }
        foreach (var words in LivedRooms.Words.Keys.Except(["看过病历", "看过录像", "已搬走杂物", "补上了清扫"]))
            others.GetRawText().Should().NotContain(words);
        own.GetProperty("blackObjections").GetRawText().Should().Contain("看过录像");
        own.GetProperty("suspensionObjections").GetRawText().Should().Contain("查过记录");
        village.IsSound();
    }

    [Fact]
    public async Task Erased_with_the_household_nothing_of_it_is_left_and_the_books_are_sound()
    {
        using var village = await LivedRooms.Open();
        await village.NameEverywhere();
        foreach (var (words, place) in LivedRooms.Words) village.Finds(words).Should().Contain(place);
        village.Finds(PrivacyCase.Name).Should().Contain(
            ["activities.title", "activities.place", "activity_steps.place", "assessments.place", "awards.document", "favours.name_zh", "favours.note", "goods.name_zh",
                "honour_decisions.document", "household_changes.decided_by", "household_changes.document", "prices.approved_by",
                "projects.title_zh", "publication_assessments.decided_by", "rating_loans.paper", "shops.name_zh",
                "teams.name", "village_groups.name"]);
        village.At(2026, 3, 3);
        await village.Changed(village.Desks.Changes.Leave(VillageFixture.Ask(), Bank, new(4, new("搬走了", "村委会"))));

        var asked = village.Done(await village.Privacy().Erasures.Ask(As(VillageFixture.Clerk), Bank, new(4)));
        village.Done(await village.Privacy().Erasures.CarryOut(As(Supervisor), Bank, asked.Number));

        foreach (var words in LivedRooms.Words.Keys) village.Finds(words).Should().BeEmpty(words);
        village.Finds(PrivacyCase.Name).Should().BeEmpty();
        village.Desks.Service.Teams.All(Bank).Select(team => team.Name).Should().OnlyHaveUniqueItems();
        village.IsSound();
    }

    [Fact]
    public async Task Past_their_months_the_words_are_gone_by_the_clock_and_the_books_are_sound()
    {
        using var village = await LivedRooms.Open();
        var rules = village.Privacy().Retention.View(Bank).Rules.ToDictionary(rule => rule.Kind, rule => rule.Months);
        var last = village.Today.PlusMonths(Math.Min(rules["black_entries"], rules["suspensions"]));

        village.At(last.At(new(9, 0)));
        await village.Desks.Clock.Tick();
        village.Finds("门口堆杂物").Should().NotBeEmpty("its months are not over");

        village.At(village.Today.PlusDays(1).At(new(9, 0)));
        await village.Desks.Clock.Tick();
        foreach (var words in (string[])["门口堆杂物", "那天停水", "看过录像", "已搬走杂物"]) village.Finds(words).Should().BeEmpty(words);
        village.Finds("多次缺席").Should().NotBeEmpty("suspensions are kept longer");

        village.At(2026 + rules["suspensions"] / 12, 3, 3);
        await village.Desks.Clock.Tick();
        foreach (var words in (string[])["多次缺席", "在医院陪护", "查过记录", "补上了清扫"]) village.Finds(words).Should().BeEmpty(words);
        village.Privacy().Retention.View(Bank).Runs.SelectMany(run => run.Counts)
            .Should().Contain([new RetentionCount("black_entries", 1), new RetentionCount("suspensions", 1)]);
        village.Done(village.Desks.Black.Get(Supervisor, Bank, 1)).Document.Should().Be("整改7号", "what was decided stays");
        village.IsSound();
    }

    [Fact]
    public async Task What_is_over_on_the_black_board_the_clerk_does_not_find_again_in_a_file_either()
    {
        using var village = await LivedRooms.Open();
        var own = new Caller("household:4", "", [new(Role.Household, Bank)], 4);

        foreach (var section in (string[])["blackEntries", "blackObjections"])
        {
            (Export(village, 4, VillageFixture.Clerk)).GetProperty(section).GetArrayLength().Should().Be(0, section);
            (Export(village, 4, own)).GetProperty(section).GetArrayLength().Should().BePositive(section);
            (Export(village, 4)).GetProperty(section).GetArrayLength().Should().BePositive(section);
        }
    }

    static JsonElement Export(VillageFixture village, long household, Caller? by = null)
    {
        using var stream = new MemoryStream();
        village.Done(village.Privacy().Exports.Write(by ?? Supervisor, Bank, household, "json", stream));
        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
    }
}
