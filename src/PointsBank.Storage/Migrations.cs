using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>One numbered SQL file. It is applied once, in its own transaction, and never edited afterwards.</summary>
/// <param name="Number">Its place in the order.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sql">Its text.</param>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>The SHA-256 of its text with line ends as line feeds, recorded when it is applied.</summary>
    public string Checksum => Digest.Of(Sql.ReplaceLineEndings("\n")).ToString();

    /// <summary>The ledger's own tables.</summary>
    public static IReadOnlyList<Migration> Ledger { get; } = In(typeof(Migration).Assembly);

    /// <summary>The SQL files embedded in an assembly under <c>schema/</c>, in order of their numbers.</summary>
    public static IReadOnlyList<Migration> In(Assembly assembly) =>
        [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("schema/", StringComparison.Ordinal))
            .Select(
                name => new Migration(
                    int.Parse(name.AsSpan("schema/".Length, 4), System.Globalization.CultureInfo.InvariantCulture),
                    name["schema/".Length..], Read(assembly, name)))
            .OrderBy(migration => migration.Number)];

    static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

/// <summary>The database cannot be opened as it is; the message says what to do, in Chinese and English.</summary>
public class CannotOpenException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The database belongs to another version of the program.</summary>
public sealed class OtherVersionException(string message) : CannotOpenException(message);

static class Migrator
{
    const string Ledger = """
        create table if not exists migrations (
          number     integer not null primary key,
          name       text    not null,
          checksum   text    not null,
          applied_at integer not null
        ) strict
        """;

    /// <summary>
    /// Applies what is missing, in order; refuses a file that was edited after it was applied, and a database that is newer or unreleased.
    /// </summary>
    public static IReadOnlyList<Migration> Apply(SqliteConnection connection, IReadOnlyList<Migration> migrations, Instant now)
    {
        connection.Execute(Ledger);
        var missing = Missing(connection, migrations, out var applied);
        foreach (var (number, name, checksum) in applied)
            if (migrations.First(migration => migration.Number == number).Checksum != checksum)
                throw new CannotOpenException(
                    $"迁移文件 {name} 在执行后被改动，拒绝启动。Migration {name} was edited after it was applied: refusing to start.");
        foreach (var migration in missing)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(migration.Sql, transaction: transaction);
            connection.Execute(
                "insert into migrations (number, name, checksum, applied_at) values (@number, @name, @checksum, @at)",
                new { number = migration.Number, name = migration.Name, checksum = migration.Checksum, at = now.ToUnixTimeMilliseconds() },
                transaction);
            transaction.Commit();
        }
        return missing;
    }

    /// <summary>Refuses a database that these migrations do not make as it is: a newer one, an unreleased one, and an older one.</summary>
    public static void RefuseOther(DbSession db, IReadOnlyList<Migration> migrations)
    {
        if (Missing(db.Connection, migrations, out _) is [var first, ..])
            throw new OtherVersionException(
                $"数据库比程序旧（缺 {first.Name}），请先用 migrate 升级。The database is older than this program (without {first.Name}): bring it up to "
                    + "date with migrate first.");
    }

    static IReadOnlyList<Migration> Missing(
        SqliteConnection connection, IReadOnlyList<Migration> migrations,
        out IReadOnlyList<(long Number, string Name, string Checksum)> applied)
    {
        var rows = applied = connection.Query<(long Number, string Name, string Checksum)>(
            "select number, name, checksum from migrations order by number").ToList();
        var known = migrations.ToDictionary(migration => (long)migration.Number);
        // Before the first release the same numbers had other files.
        foreach (var (number, name, _) in rows)
            if (known.TryGetValue(number, out var migration) && migration.Name != name)
                throw new OtherVersionException(
                    $"数据库是发布前的程序建立的（{name}），这个程序不能续用，数据没有改动。请用原来的程序导出，再另建数据库。"
                        + $"The database was made by an unreleased program ({name}); this one cannot go on with it and changes nothing. "
                        + "Export it with the program that made it, and begin another database.");
        foreach (var (number, name, _) in rows)
            if (!known.ContainsKey(number))
                throw new OtherVersionException(
                    $"数据库比程序新（{name}），请升级程序。The database is newer than this program ({name}): use a newer program.");
        return [.. migrations.Where(migration => rows.All(row => row.Number != migration.Number))];
    }
}
