using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using PointsBank.Testing;
using PointsBank.Village.Privacy;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Tests.Privacy;

public class HouseholdExportTests
{
    [Fact]
    public async Task A_household_takes_along_all_that_the_village_knows_of_it_and_nothing_of_others()
    {
        using var village = await PrivacyCase.Lived();
        var book = await village.Issue(4, "135790");

        var text = Export(village, 4, "json");
        var all = JsonDocument.Parse(text).RootElement;

        all.GetProperty("bank").GetString().Should().Be(VillageFixture.Code);
        all.GetProperty("members")
            .EnumerateArray()
            .Select(member => member.GetProperty("name").GetString())
            .Should()
            .Equal(PrivacyCase.Name, PrivacyCase.Child);
        all.GetProperty("entries")
            .EnumerateArray()
            .Count(entry => entry.GetProperty("unit").GetString() == "points")
            .Should()
            .Be(village.Desks.Journal.Passbook(1, 4, null, null, null, 50).Value.Items.Count);
        all.GetProperty("entries")[0].GetProperty("note").GetString().Should().Contain("打扫");
        all.GetProperty("consents")[0].GetProperty("how").GetString().Should().Be("paper");
        all.GetProperty("claims")[0].GetProperty("memo").GetString().Should().Contain(PrivacyCase.Child);
        all.GetProperty("objections")[0].GetProperty("words").GetString().Should().Contain("不对");
        all.GetProperty("gifts").GetArrayLength().Should().Be(2);
        all.GetProperty("requests").EnumerateArray().Should().NotBeEmpty();
        text.Should().NotContain("张建国").And.NotContain(book.Token!).And.NotContainEquivalentOf("hash");
        foreach (var section in VillageRooms.Personal.Exports)
            all.TryGetProperty(
                System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(
                    string.Concat(section.Name.Split('_').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]))),
                out _).Should()
                .BeTrue(section.Name);
    }

    [Fact]
    public async Task The_workbook_is_headed_in_the_villages_language()
    {
        using var village = await PrivacyCase.Lived();
        using var file = new MemoryStream();

        village.Done(village.Privacy().Exports.Write(ClaimLife.Supervisor, 1, 4, "xlsx", file));

        file.Length.Should().BePositive();
        using var connection = new SqliteConnection($"Data Source={village.File};Mode=ReadOnly;Pooling=false");
        connection.Open();
        foreach (var column in VillageRooms.Personal.Exports.SelectMany(section => ColumnsOf(connection, section)))
            ExportHeadings.Of(column).Should().NotBe(column);
    }

    [Fact]
    public async Task What_is_not_there_is_refused()
    {
        using var village = await VillageFixture.Open();

        (village.Privacy().Exports.Write(ClaimLife.Supervisor, 1, 99, "json", Stream.Null))
            .ShouldBeRefused(VillageRefusals.UnknownHousehold, "household");
        (village.Privacy().Exports.Write(ClaimLife.Supervisor, 1, 1, "pdf", Stream.Null))
            .ShouldBeRefused(VillageRefusals.NotInList, "format");
    }

    static List<string> ColumnsOf(SqliteConnection connection, ExportSection section)
    {
        using var command = connection.CreateCommand();
        command.CommandText = section.Sql;
        foreach (var (name, value) in new (string, object)[] { ("@bank", 1L), ("@household", 4L), ("@actor", "household:4"), ("@named", "x"), ("@last", "x"), ("@over", 1L), ("@day", "2026-03-02") })
            command.Parameters.AddWithValue(name, value);
        using var reader = command.ExecuteReader();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    static string Export(VillageFixture village, long household, string format)
    {
        using var stream = new MemoryStream();
        village.Done(village.Privacy().Exports.Write(ClaimLife.Supervisor, 1, household, format, stream));
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
