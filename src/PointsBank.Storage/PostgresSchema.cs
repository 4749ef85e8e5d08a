using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace PointsBank.Storage;

/// <summary>
/// The schema for PostgreSQL, translated from the one that the migrations make in SQLite, so that there is one text. It covers what our DDL
/// uses: strict tables, checks, foreign keys, plain and partial indexes, views of the portable subset, and triggers that refuse.
/// </summary>
public static partial class PostgresSchema
{
    /// <summary>What our triggers call and PostgreSQL has under another name.</summary>
    const string Prelude = """
        create function date(seconds bigint, unit text) returns text language sql immutable strict
          return to_char(to_timestamp(seconds) at time zone 'UTC', 'YYYY-MM-DD')
        """;

    static readonly Dictionary<string, string> Types = new() { ["integer"] = "bigint", ["text"] = "text", ["blob"] = "bytea" };

    /// <summary>The statements in the order in which they run: tables, then indexes, foreign keys, views, functions and triggers.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<Migration> migrations)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = ":memory:", Pooling = false }.ToString());
        connection.Open();
        Migrator.Apply(connection, migrations, NodaConstants.UnixEpoch);
        var items = connection.Query<(string Kind, string Sql)>("""
            select type, sql from sqlite_master where sql is not null and name not like 'sqlite!_%' escape '!' order by type, name
            """);
        var tables = SqlOf("table").Select(Table).ToList();
        return
        [
            Prelude, .. tables.Select(table => table.Create), .. SqlOf("index"), .. tables.SelectMany(table => table.Keys),
            .. SqlOf("view"), .. SqlOf("trigger").SelectMany(Trigger),
        ];

        IEnumerable<string> SqlOf(string kind) => items.Where(item => item.Kind == kind).Select(item => WithoutComments(item.Sql));
    }

    /// <summary>A table with PostgreSQL's types, and its foreign keys apart, because some refer to tables that are made later.</summary>
    static (string Create, List<string> Keys) Table(string sql)
    {
        var head = TableHead().Match(sql);
        var name = head.Groups[1].Value;
        var (parts, keys) = (new List<string>(), new List<string>());
        foreach (var part in Parts(sql[head.Length..sql.LastIndexOf(')')]))
            if (part.StartsWith("foreign key", StringComparison.Ordinal)) keys.Add($"alter table {name} add {part}");
            else if (Column().Match(part) is { Success: true } column)
            {
                var rest = part[column.Length..];
                if (References().Match(rest) is { Success: true } reference)
                {
                    keys.Add($"alter table {name} add foreign key ({column.Groups[1].Value}) {reference.Value.Trim()}");
                    rest = rest.Remove(reference.Index, reference.Length);
                }
                parts.Add($"{column.Groups[1].Value} {Types[column.Groups[2].Value]}{rest}");
            }
            else parts.Add(part);
        return ($"create table {name} (\n  {string.Join(",\n  ", parts)}\n)", keys);
    }

    /// <summary>A trigger and its function. Each of ours refuses, under a condition or always.</summary>
    static string[] Trigger(string sql)
    {
        var trigger = TriggerParts().Match(sql);
        if (!trigger.Success) throw new NotSupportedException($"a trigger that does not refuse has no translation yet: {sql}");
        var (name, when, table) = (trigger.Groups["name"].Value, trigger.Groups["when"].Value, trigger.Groups["table"].Value);
        var raise = $"raise exception using errcode = '23000', message = {trigger.Groups["message"].Value};";
        var row = when.StartsWith("delete", StringComparison.Ordinal) ? "old" : "new";
        var body = trigger.Groups["condition"] is { Success: true } condition
            ? $"if {Distinct(condition.Value)} then {raise} end if; return {row};"
            : raise;
        return
        [
            $"create function {name}() returns trigger language plpgsql as $$ begin {body} end $$",
            $"create trigger {name} before {when} on {table} for each row execute function {name}()",
        ];
    }

    /// <summary>SQLite's <c>is</c> compares any two values; PostgreSQL's only with null and truth.</summary>
    static string Distinct(string condition) => Is().Replace(IsNot().Replace(condition, "is distinct from "), "is not distinct from ");

    /// <summary>The columns and constraints of a table: what stands between commas outside of brackets and quotes.</summary>
    static IEnumerable<string> Parts(string body)
    {
        var (depth, quoted, start) = (0, false, 0);
        for (var i = 0; i < body.Length; i++)
            if (body[i] == '\'') quoted = !quoted;
            else if (quoted) continue;
            else if (body[i] == '(') depth++;
            else if (body[i] == ')') depth--;
            else if (body[i] == ',' && depth == 0)
            {
                yield return body[start..i].Trim();
                start = i + 1;
            }
        yield return body[start..].Trim();
    }

    static string WithoutComments(string sql)
    {
        var (plain, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < sql.Length; i++)
        {
            if (sql[i] == '\'') quoted = !quoted;
            if (!quoted && sql.AsSpan(i).StartsWith("--"))
                while (i < sql.Length && sql[i] != '\n') i++;
            if (i < sql.Length) plain.Append(sql[i]);
        }
        return plain.ToString().Replace("\"", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^create table\s+(\w+)\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex TableHead();

    [GeneratedRegex(@"^(\w+)\s+(integer|text|blob)\b")]
    private static partial Regex Column();

    [GeneratedRegex(@"\s+references\s+\w+\s*(\([^)]*\))?")]
    private static partial Regex References();

    [GeneratedRegex("""
        ^create\ trigger\ (?<name>\w+)\s+before\ (?<when>insert|delete|update(\ of\ [\w,\s]+?)?)\ on\ (?<table>\w+)
        (\s+when\s+(?<condition>.+?))?\s+begin\s+select\ raise\(abort,\s*(?<message>'([^']|'')*')\);\s*end$
        """, RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TriggerParts();

    [GeneratedRegex(@"\bis not (?=(old|new)\.)")]
    private static partial Regex IsNot();

    [GeneratedRegex(@"\bis (?=(old|new)\.)")]
    private static partial Regex Is();
}
