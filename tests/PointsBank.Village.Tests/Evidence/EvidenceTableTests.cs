using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using PointsBank.Testing;
using PointsBank.Village.Evidence;

namespace PointsBank.Village.Tests.Evidence;

public class EvidenceTableTests
{
    [Fact]
    public async Task A_file_is_found_by_what_it_is_known_by()
    {
        using var village = await VillageFixture.Open(households: 0);
        var photo = await Keep(village, EvidenceCase.Jpeg());
        var scan = await Keep(village, EvidenceCase.Pdf());

        var found = Find(village, photo.Digest)!;

        found.Content.Should().Equal(photo.Content);
        found.Should()
            .BeEquivalentTo(
                new
                {
                    photo.Digest, photo.Kind, photo.FileName, ContentType = "image/jpeg", AddedAt = village.Clock.GetCurrentInstant(),
                    Actor = "staff:3",
                });
        Find(village, scan.Digest)!.ContentType.Should().Be("application/pdf");
        Find(village, Digest.Of("else")).Should().BeNull();
        village.Database.Read(connection => EvidenceTable.Find(connection, VillageFixture.Bank + 1, photo.Digest))
            .Should().BeNull("it is another bank's");
    }

    [Fact]
    public async Task The_same_photo_twice_is_kept_once()
    {
        using var village = await VillageFixture.Open(households: 0);

        await Keep(village, EvidenceCase.Jpeg());
        await Keep(village, EvidenceCase.Jpeg(), "household:1");
        await Keep(village, EvidenceCase.Jpeg(way: 1, little: true), "household:2");

        village.Database.Read(connection => connection.Query<string>("select actor from evidence_files")).Should().Equal("staff:3");
    }

    [Theory]
    [InlineData("update evidence_files set content = zeroblob(size)")]
    [InlineData("update evidence_files set digest = zeroblob(32)")]
    [InlineData("update evidence_files set kind = 'png'")]
    [InlineData("update evidence_files set size = size + 1")]
    public async Task Whoever_changes_a_file_is_found_out(string sql)
    {
        using var village = await VillageFixture.Open(households: 0);
        await Keep(village, EvidenceCase.Png());
        var photo = await Keep(village, EvidenceCase.Jpeg());
        village.IsSound();

        var found = await village.Tamper($"pragma ignore_check_constraints = on; {sql} where kind = 'jpeg'");

        var known = sql.Contains("digest") ? new string('0', 64) : photo.Digest.ToString();
        found.Select(deviation => (deviation.Code, deviation.Place)).Should().Equal(("evidence_differs", $"evidence {known}"));
    }

    [Fact]
    public async Task One_flipped_byte_is_found_out()
    {
        using var village = await VillageFixture.Open(households: 0);
        var photo = await Keep(village, EvidenceCase.Jpeg());
        var flipped = Convert.ToHexString([.. photo.Content[..^3], (byte)(photo.Content[^3] ^ 1), .. photo.Content[^2..]]);

        var found = await village.Tamper($"update evidence_files set content = x'{flipped}'");

        found.Should().ContainSingle(deviation => deviation.Code == "evidence_differs");
    }

    [Theory]
    [InlineData("digest = zeroblob(32)", null)]
    [InlineData("digest = digest", "UNIQUE")]
    [InlineData("digest = zeroblob(31)", "CHECK")]
    [InlineData("digest = zeroblob(32), kind = 'gif'", "CHECK")]
    [InlineData("digest = zeroblob(32), size = size + 1", "CHECK")]
    [InlineData("digest = zeroblob(32), size = 0, content = x''", "CHECK")]
    [InlineData("digest = zeroblob(32), bank = 9", "FOREIGN KEY")]
    public async Task A_row_that_cannot_be_is_refused(string change, string? refusal)
    {
        using var village = await VillageFixture.Open(households: 0);
        await Keep(village, EvidenceCase.Jpeg());
        var changes = change.Split(", ").Select(part => part.Split(" = ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        string[] columns = ["bank", "digest", "kind", "size", "added_at", "actor", "content"];
        var insert = $"""
            insert into evidence_files ({string.Join(", ", columns)})
              select {string.Join(", ", columns.Select(column => changes.GetValueOrDefault(column, column)))} from evidence_files
            """;

        var write = () => village.Database.Write<int>(writer => writer.Execute(insert));

        if (refusal is null) (await write()).Value.Should().Be(1);
        else (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(refusal);
    }

    static async Task<EvidenceFile> Keep(VillageFixture village, byte[] bytes, string actor = "staff:3")
    {
        var file = village.Done(EvidenceFile.Read(bytes));
        village.Done(await village.Database.Write<bool>(writer =>
        {
            EvidenceTable.Add(writer, VillageFixture.Bank, file, actor);
            return true;
        }));
        return file;
    }

    static EvidenceContent? Find(VillageFixture village, Digest digest) =>
        village.Database.Read(connection => EvidenceTable.Find(connection, VillageFixture.Bank, digest));
}
