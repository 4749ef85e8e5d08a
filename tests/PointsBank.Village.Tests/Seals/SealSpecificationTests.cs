using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Seals;

namespace PointsBank.Village.Tests.Seals;

/// <summary>
/// The specification in <c>schema/hashes.md</c> and <c>schema/seals.txt</c>: every table stands in it, and a stranger computes the same
/// digests.
/// </summary>
public sealed class SealSpecificationTests
{
    static readonly string[] Lines = new StreamReader(typeof(SealDesk).Assembly.GetManifestResourceStream("seals.txt")!).ReadToEnd()
        .Split('\n');

    [Fact]
    public void Every_column_of_every_table_is_under_a_seal_or_left_out_with_a_reason()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var migration in VillageSchema.Migrations) connection.Execute(migration.Sql);
        connection.Execute("create table migrations (number integer, name text, checksum text, applied_at integer)");
        var live = connection.Query<(string Table, string Column)>(
            """
            select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c
              where m.type = 'table' and m.name not like 'sqlite_%'
            """).ToList();
        var told = SealedPart.All.SelectMany(
            part => part.Order.Concat(
                part.Columns.Select(column => column.Name)).Append(
                    part.HasBank ? "bank" : part.Order[0]).Select(column => (part.Table, column)))
            .Concat(SealedPart.LeftOut.Select(column => (column.Table, column.Column)))
            .Concat(live.Where(column => SealedPart.Working.ContainsKey(column.Table))).Distinct().ToList();

        live.Except(told).Should()
            .BeEmpty("each table is a line of schema/seals.txt: under a seal, or working with its reason; so is each of its columns");
        told.Except(live).Should().BeEmpty("what stands in schema/seals.txt stands in the database");
        SealedPart.Working.Values.Concat(SealedPart.LeftOut.Select(column => column.Reason))
            .Should().OnlyContain(reason => reason.Length > 10);
    }

    [Fact]
    public void Words_that_an_erasure_touches_are_never_under_a_digest_that_cannot_forget_them()
    {
        var forgetting = SealedPart.All.Where(part => part.Kind is PartKind.Words or PartKind.Personal)
            .SelectMany(part => part.Columns.Select(column => (part.Table, column.Name)))
            .ToHashSet();
        var told = SealedPart.All.SelectMany(part => part.Columns.Select(column => (part.Table, column.Name))).ToHashSet();

        VillageRooms.Personal.Words.Select(words => (words.Table, words.Column)).Where(told.Contains).Except(forgetting).Should().BeEmpty();
    }

    [Fact]
    public async Task A_stranger_who_reads_the_file_by_the_specification_gets_the_same_digests()
    {
        using var village = await SealedVillage.Open();
        using var connection = new SqliteConnection($"Data Source={village.File};Mode=ReadOnly;Pooling=false");
        connection.Open();
        var stranger = new Stranger(connection, Lines);

        var seals = connection.Query<(long Bank, long Number, byte[] Digest)>(
            "select bank, number, digest from seals order by bank, number").ToList();

        seals.Count.Should().BeGreaterThan(2);
        foreach (var (bank, number, digest) in seals)
            stranger.DigestOf(bank, number).Should().Be(Convert.ToHexStringLower(digest), "seal {0} of bank {1}", number, bank);
    }

    /// <summary>The first values that an implementation is tried with; they stand in <c>hashes.md</c> as well.</summary>
    [Fact]
    public void The_bytes_of_values_and_of_a_seal_are_these()
    {
        using var bytes = new RowBytes();
        bytes.Add(-2);
        bytes.Add("安家河");
        bytes.Add(default(Digest?));
        var values = bytes.Finish();
        var rows = Seal.DigestOf([new("10", Digest.Of("b"), null), new("1", Digest.Of("a"), null), new("2|x", null, null)]);
        var seal = new Seal(
            1, 12, Instant.FromUtc(2026, 3, 2, 1, 0), "day", 3, Digest.Of("head"), 23, Digest.Of("catalogue"), Digest.Of("outside"),
            Digest.Of("previous"), "system",
            [new("accounts", 7, 7, Digest.Of("accounts")), new("cards", 2, 0, rows)]).DigestUnder("anjiahe");

        // printf '\x01\xff\xff\xff\xff\xff\xff\xff\xfe\x02\x00\x00\x00\x09安家河\x00' | sha256sum
        values.ToString().Should().Be("c01c729dd30cd3ff88182251b4564b4249bf97163659445dacc4c0d6cf254b1d");
        rows.ToString().Should().Be("02f881446dc4f87302b755c5fffc12c2608d888758abace56276744d6199f1c2");
        seal.ToString().Should().Be("2aff34efaf793bbb681d1b73ed2dd366d6c067508e46f6693f43c5288122a563");
        SealCode.Of(12, seal).Should().Be("F12-5BZK9V");
    }
}
