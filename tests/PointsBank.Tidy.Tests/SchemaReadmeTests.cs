using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using PointsBank.Storage;
using PointsBank.Village;

namespace PointsBank.Tidy.Tests;

/// <summary>
/// <c>schema/README.md</c>, written from the comments in the SQL files and from a database that they have just made. What may change is
/// read off the triggers, so it is what the database keeps.
/// </summary>
public sealed partial class SchemaReadmeTests : IDisposable
{
    const string File = "schema/README.md";

    const string Head = """
        # The tables

        Written by `SchemaReadmeTests` from the SQL files; a change goes there, and then
        `POINTSBANK_GOLDEN=write dotnet test tests/PointsBank.Tidy.Tests --filter SchemaReadme` writes this page anew.

        The files are applied once, in order, each in one transaction. The table `migrations` records number, name, SHA-256 of the text and
        when. [hashes.md](hashes.md) specifies the bytes under each hash; [seals.txt](seals.txt) says what of each table is under a seal.
        What the village's tables say of points and goods must follow from the journal, and `verify` compares them with it; what does not
        follow from it is under seals.

        A column with a `?` may be null. The last column says what triggers let change: columns, or whole rows that go.

        """;

    readonly SqliteConnection connection = new("Data Source=:memory:");

    public SchemaReadmeTests()
    {
        connection.Open();
        foreach (var migration in VillageSchema.Migrations) connection.Execute(migration.Sql);
    }

    public void Dispose() => connection.Dispose();

    [Fact]
    public void The_page_says_what_the_files_say()
    {
        var found = Head + string.Concat(VillageSchema.Migrations.SelectMany(Describe).Select(line => line + "\n"));
        if (Environment.GetEnvironmentVariable("POINTSBANK_GOLDEN") == "write") System.IO.File.WriteAllText(House.Full(File), found);

        var kept = System.IO.File.ReadAllText(House.Full(File));
        var same = found.Zip(kept).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(
            kept == found,
            $"{File} differs from the SQL files first in line {found.AsSpan(0, same).Count('\n') + 1}: POINTSBANK_GOLDEN=write dotnet test "
                + "tests/PointsBank.Tidy.Tests --filter SchemaReadme, then read the diff and commit it.");
    }

    [Fact]
    public void Every_table_has_a_comment_that_says_what_a_row_is() => House.Rule(
        "Write above the create table what one of its rows is:",
        from migration in VillageSchema.Migrations
        from Match table in Tables().Matches(migration.Sql)
        where table.Groups["comment"].Length == 0
        select $"{migration.Name}: {table.Groups["name"].Value}");

    IEnumerable<string> Describe(Migration migration)
    {
        yield return $"\n## [{migration.Name}](sqlite/{migration.Name})\n\n{Words(FileComment().Match(migration.Sql).Value)}\n";
        yield return "| table | a row | columns | may change |\n|---|---|---|---|";
        foreach (Match table in Tables().Matches(migration.Sql))
        {
            var name = table.Groups["name"].Value;
            var comments = ColumnComments().Matches(table.Groups["body"].Value)
                .ToDictionary(column => column.Groups["name"].Value, column => column.Groups["comment"].Value);
            var columns = connection.Query<(string Name, long NotNull)>(
                "select name, \"notnull\" from pragma_table_info(@name)", new { name }).Select(
                column => $"`{column.Name}`{(column.NotNull == 1 ? "" : "?")}{Note(comments.GetValueOrDefault(column.Name))}");
            yield return $"| `{name}` | {Words(table.Groups["comment"].Value)} | {string.Join(", ", columns)} | {Changing(name)} |";
        }
    }

    static string Note(string? comment) => comment is null ? "" : $" ({Cell(comment)})";

    /// <summary>The columns that no trigger keeps in every case, and whether a row may go.</summary>
    string Changing(string table)
    {
        var triggers = connection.Query<string>("select sql from sqlite_master where type = 'trigger' and tbl_name = @table", new { table })
            .Select(sql => Unconditional().Match(sql)).Where(trigger => trigger.Success).ToList();
        var columns = connection.Query<string>("select name from pragma_table_info(@table)", new { table }).ToList();
        var kept = triggers.Where(trigger => trigger.Groups["update"].Success)
            .SelectMany(
                trigger => trigger.Groups["columns"] is { Success: true } of
                    ? of.Value.Split(',', StringSplitOptions.TrimEntries)
                    : columns.AsEnumerable());
        var free = columns.Except(kept).ToList();
        var changing = free.Count == columns.Count ? ["all"] : free.Select(column => $"`{column}`");
        var going = triggers.Any(trigger => trigger.Groups["delete"].Success) ? (string[])[] : ["rows go"];
        return string.Join(", ", changing.Concat(going)) is { Length: > 0 } told ? told : "never";
    }

    static string Words(string comment) => Cell(string.Join(' ', comment.Split('\n').Select(line => line.TrimStart('-').Trim())).Trim());

    static string Cell(string text) => text.Replace("|", @"\|", StringComparison.Ordinal);

    [GeneratedRegex(@"\A(--[^\n]*\n)+")]
    private static partial Regex FileComment();

    [GeneratedRegex(
        @"(?<comment>(^--[^\n]*\n)*)^create table (?<name>\w+) \((?<body>.*?)^\)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Tables();

    [GeneratedRegex(@"^  (?<name>\w+) [^\n]*? -- (?<comment>[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex ColumnComments();

    [GeneratedRegex(@"before ((?<delete>delete)|(?<update>update)( of (?<columns>[\w,\s]+?))?) on \w+\s+begin")]
    private static partial Regex Unconditional();
}
