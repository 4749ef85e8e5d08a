using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village;

namespace PointsBank.Web.Tests;

/// <summary>
/// One text, two engines: PostgreSQL plans every statement that any call of the interface sends to SQLite, over the schema as it is
/// translated.
/// </summary>
[Collection(nameof(BothVillages))]
public sealed partial class PostgresPlanTests(TwoVillages villages)
{
    /// <summary>Statements that no second engine is sent, by how they begin, with the reason. The list may only shrink.</summary>
    static readonly (string Begins, string Why)[] OfSqlite =
    [
        ("pragma", "how SQLite keeps its file"), ("vacuum", "the same"),
        ("begin", "a transaction is the session's, which knows its engine's words"), ("commit", "the same"), ("rollback", "the same"),
        ("savepoint", "the same"), ("release", "the same"),
        ("create temp ", "heads that are not written back are laid over their table; another engine writes them at once"),
        ("insert into unwritten_heads", "the same"),
        ("create table if not exists migrations", "a migrator has a table in its engine's types"),
        ("select type, name, sql from sqlite_master", "each engine has a catalogue of its own"),
    ];

    [Fact]
    public async Task PostgreSQL_plans_every_statement_over_the_translated_schema()
    {
        var texts = await Texts();
        texts.Count.Should().BeGreaterThan(700, "else this shows little");
        using var server = await PostgresServer.Start();

        (await server.Script(string.Concat(PostgresSchema.Of(VillageSchema.Migrations).Select(sql => sql + ";\n")))).Should().BeEmpty();
        var statements = texts.Where(text => !OfSqlite.Any(own => text.StartsWith(own.Begins, StringComparison.OrdinalIgnoreCase)))
            .Select(Statement.Of)
            .ToList();

        (await Refused(server, statements)).Should().BeEmpty();
    }

    /// <summary>What every read and write of the interface sends to the database, once each.</summary>
    async Task<IReadOnlyList<string>> Texts()
    {
        var seen = new ConcurrentDictionary<string, byte>();
        await using var at = new Disposing(villages.At(villages.Whole, text =>
        {
            seen.TryAdd(text.Trim(), 0);
            return text;
        }));
        foreach (var (call, i) in Call.Reads(villages.Village).Concat(Call.Writes(villages.Village)).Select((call, i) => (call, i)))
            (await call.Send(at.Village, key: string.Create(CultureInfo.InvariantCulture, $"plan-{i}"))).Status.Should().BeLessThan(500);
        return [.. seen.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The types of the parameters of statements that PostgreSQL prepares by itself. Where a statement does not tell them, as where a
    /// parameter stands among the columns of a select, its driver sends them; here the name tells, by what it is elsewhere.
    /// </summary>
    static async Task<IReadOnlyDictionary<int, string[]>> TypesOf(PostgresServer server, IReadOnlyList<Statement> statements)
    {
        var script = string.Concat(
            statements.Select((statement, i) => $"prepare s{i.ToString(CultureInfo.InvariantCulture)} as {statement.Sql};\n"));
        var rows = await server.Rows("select name, array_to_string(parameter_types, ' ') from pg_prepared_statements", script);
        return rows.Select(row => row.Split('\t'))
            .ToDictionary(row => int.Parse(row[0][1..], CultureInfo.InvariantCulture), row => row[1].Split(' '));
    }

    /// <summary>The statements that cannot be planned, with what PostgreSQL says of them.</summary>
    static async Task<List<string>> Refused(PostgresServer server, IReadOnlyList<Statement> statements)
    {
        var known = await TypesOf(server, statements);
        var byName = known.SelectMany(found => statements[found.Key].Names.Zip(found.Value))
            .GroupBy(found => found.First, found => found.Second)
            .ToDictionary(found => found.Key, found => found.GroupBy(type => type).OrderByDescending(type => type.Count()).First().Key);
        var script = new StringBuilder();
        foreach (var (statement, i) in statements.Select((statement, i) => (statement, i)))
        {
            var types = known.GetValueOrDefault(i) ?? [.. statement.Names.Select(name => byName.GetValueOrDefault(name, "bigint"))];
            var typed = statement.Names.Count == 0 ? "" : $"({string.Join(", ", types)})";
            var nulls = statement.Names.Count == 0 ? "" : $"({string.Join(", ", statement.Names.Select(_ => "null"))})";
            script.Append(
                CultureInfo.InvariantCulture,
                $"\\warn {i}\nprepare s{i}{typed} as {statement.Sql};\n\\o /dev/null\nexplain execute s{i}{nulls};\n\\o\n");
        }
        var (refused, at) = (new List<string>(), -1);
        foreach (var line in (await server.Script(script.ToString())).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (int.TryParse(line, CultureInfo.InvariantCulture, out var number)) at = number;
            else if (line.Contains("ERROR", StringComparison.Ordinal) && !NotPrepared().IsMatch(line))
                refused.Add($"{line[line.IndexOf("ERROR", StringComparison.Ordinal)..]} in: {statements[at].Text}");
        return refused;
    }

    [GeneratedRegex(@"prepared statement ""s\d+"" does not exist")]
    private static partial Regex NotPrepared();

    /// <summary>A statement with numbered parameters in place of named ones.</summary>
    sealed partial record Statement(string Text, string Sql, IReadOnlyList<string> Names)
    {
        public static Statement Of(string text)
        {
            var names = new List<string>();
            var sql = Parameter().Replace(text, found =>
            {
                if (!names.Contains(found.Value)) names.Add(found.Value);
                return "$" + (names.IndexOf(found.Value) + 1).ToString(CultureInfo.InvariantCulture);
            });
            return new(text, sql.TrimEnd(';', ' ', '\n'), names);
        }

        [GeneratedRegex(@"@\w+")]
        private static partial Regex Parameter();
    }

    /// <summary>The program over its own copy, ended with the test.</summary>
    sealed record Disposing(ApiVillage Village) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Village.DisposeAsync();
    }
}
