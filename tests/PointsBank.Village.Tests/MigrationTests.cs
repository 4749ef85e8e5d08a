using Microsoft.Data.Sqlite;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village.Tests.Privacy;

namespace PointsBank.Village.Tests;

/// <summary>A file that an older program has written, with a village's life in it, opened by this one.</summary>
public class MigrationTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task A_village_of_an_older_program_finds_all_that_it_had(int version)
    {
        using var village = await PrivacyCase.Lived();
        await village.Receive("soap", 10);
        await village.BringForward(1, 40);
        village.Done(await village.TryRedeem(1));
        await village.Issue(1, "135790");
        await village.Database.WriteHeads(VillageFixture.Bank);
        using var folder = new TempFolder();
        var file = folder.File("older.db");
        Older(village, file, version);
        var columns = Kept(Columns(file), village);
        var (rows, triggers) = (Rows(file, columns), Triggers(file));

        using (var database = Database.Open(new() { File = file, Clock = village.Clock, Migrations = VillageSchema.Migrations }))
        {
            var found = village.Done(new Desks(database, village.Clock).Claims.Evidence(VillageFixture.Clerk, VillageFixture.Bank, 1, 1));
            found.Content.Should().Equal(village.Done(PointsBank.Papers.Cleaning.EvidenceFile.Read(EvidenceCase.Jpeg(way: 1))).Content);
        }

        var after = Rows(file, columns);
        foreach (var (table, lines) in rows) after[table].Should().Equal(lines, "{0} is kept", table);
        rows["evidence_files"].Should().HaveCount(2);
        rows["claim_evidence"].Should().HaveCount(2);
        Triggers(file).Should().Contain(triggers);
        Verifier.VerifyFile(file, VillageAudit.Passes).SelectMany(bank => bank.Deviations).Should().BeEmpty();
        using var connection = Plain(file);
        connection.Query<dynamic>("pragma foreign_key_check").Should().BeEmpty();
        foreach (var write in (string[])[
            "update evidence_files set size = size", "delete from evidence_files", "update claim_evidence set claim = claim",
            "delete from claim_evidence"])
            ((Func<int>)(() => connection.Execute(write))).Should().Throw<SqliteException>().WithMessage("*append-only*");
    }

    /// <summary>
    /// Writes the village's rows as a program of that version would have: its tables and columns, and nothing of what came later.
    /// </summary>
    static void Older(VillageFixture village, string file, int version)
    {
        Database.Open(new() { File = file, Clock = village.Clock, Migrations = [.. VillageSchema.Migrations.Take(version)] }).Dispose();
        var whole = $"{file}.whole";
        village.Database.Backup(whole);
        using var connection = Plain(file);
        connection.Execute("pragma foreign_keys = off; attach @whole as whole", new { whole });
        var triggers = connection.Query<(string Name, string Sql)>("select name, sql from main.sqlite_master where type = 'trigger'")
            .ToList();
        foreach (var (name, _) in triggers) connection.Execute($"drop trigger main.{name}");
        foreach (var table in Tables(connection).Where(table => table != "migrations" && Columns(connection, table, "whole").Count > 0))
        {
            // What a later version has taken away held nothing that a village would miss.
            var columns = string.Join(", ", Columns(connection, table).Intersect(Columns(connection, table, "whole")));
            connection.Execute($"delete from main.{table}; insert into main.{table} ({columns}) select {columns} from whole.{table}");
        }
        foreach (var (_, sql) in triggers) connection.Execute(sql);
    }

    /// <summary>Of an older program's columns those that this one still has.</summary>
    static Dictionary<string, List<string>> Kept(Dictionary<string, List<string>> older, VillageFixture village) =>
        village.Database.Read(connection => older
        .Select(table => (table.Key, Columns: table.Value.Intersect(Columns(connection, table.Key)).ToList()))
        .Where(table => table.Columns.Count > 0)
        .ToDictionary(table => table.Key, table => table.Columns));

    /// <summary>What stands in these columns of each table: every row as SQL would write its values.</summary>
    static Dictionary<string, List<string>> Rows(string file, IReadOnlyDictionary<string, List<string>> columns)
    {
        using var connection = Plain(file);
        return columns.ToDictionary(table => table.Key, table => connection.Query<string>(
            $"select {string.Join(" || ',' || ", table.Value.Select(column => $"quote({column})"))} as line from {table.Key} order by line").ToList());
    }

    static Dictionary<string, List<string>> Columns(string file)
    {
        using var connection = Plain(file);
        return Tables(connection).Where(table => table != "migrations").ToDictionary(table => table, table => Columns(connection, table));
    }

    static List<string> Triggers(string file)
    {
        using var connection = Plain(file);
        return connection.Query<string>("select name from sqlite_master where type = 'trigger' order by name").ToList();
    }

    static List<string> Tables(DbSession connection) =>
        connection.Query<string>("select name from main.sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
            .ToList();

    static List<string> Columns(DbSession connection, string table, string schema = "main") =>
        connection.Query<string>("select name from pragma_table_info(@table, @schema)", new { table, schema }).ToList();

    static DbSession Plain(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return new(connection);
    }
}
