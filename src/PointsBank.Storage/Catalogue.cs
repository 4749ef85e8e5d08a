using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>Something that a database is made of.</summary>
/// <param name="Kind">Table, index or trigger.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sql">How it is made, with blanks and quotes folded.</param>
public sealed record CatalogueItem(string Kind, string Name, string Sql)
{
    /// <summary>As one line of the text under the digest.</summary>
    public override string ToString() => $"{Kind} {Name} {Sql}";
}

/// <summary>
/// What a database says it is made of, beside what the migrations make. Each engine has a catalogue of its own; this one is SQLite's, and
/// the only place that reads it.
/// </summary>
public static partial class Catalogue
{
    static readonly ConcurrentDictionary<Migration, IReadOnlyList<CatalogueItem>> Makings = new();

    /// <summary>The tables, indexes and triggers of a database, by kind and name.</summary>
    public static IReadOnlyList<CatalogueItem> Of(DbSession db) =>
        [.. db.Query<(string Kind, string Name, string Sql)>(
            "select type, name, sql from sqlite_master where sql is not null and name not like 'sqlite!_%' escape '!'")
            .Select(
                item => new CatalogueItem(
                    item.Kind, item.Name, Blanks().Replace(item.Sql.Replace("\"", "", StringComparison.Ordinal), " ").Trim()))
            .OrderBy(item => item.Kind, StringComparer.Ordinal).ThenBy(item => item.Name, StringComparer.Ordinal)];

    /// <summary>The same of a database that these migrations have just made.</summary>
    public static IReadOnlyList<CatalogueItem> MadeBy(IReadOnlyList<Migration> migrations) => Makings.GetOrAdd(migrations[^1], _ =>
    {
        using var db = new DbSession(
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = ":memory:", Pooling = false }.ToString()));
        db.Connection.Open();
        Migrator.Apply(db.Connection, migrations, NodaConstants.UnixEpoch);
        return Of(db);
    });

    /// <summary>The digest of the one text of all that a database is made of: each item on a line.</summary>
    public static Digest DigestOf(IEnumerable<CatalogueItem> items) => Digest.Of(string.Concat(items.Select(item => $"{item}\n")));

    /// <summary>
    /// Reports what was dropped, added or changed since the migrations made it, and migrations that say they were others.
    /// </summary>
    public static void Check(DbSession db, IReadOnlyList<Migration> migrations, Audit audit)
    {
        var found = Of(db).ToDictionary(item => (item.Kind, item.Name), item => item.Sql);
        foreach (var item in MadeBy(migrations))
            if (!found.Remove((item.Kind, item.Name), out var sql))
                audit.Report("catalogue_differs", $"{item.Kind} {item.Name}", "as the migrations make it", "dropped");
            else if (sql != item.Sql) audit.Report("catalogue_differs", $"{item.Kind} {item.Name}", item.Sql, sql);
        foreach (var (kind, name) in found.Keys) audit.Report("catalogue_differs", $"{kind} {name}", "nothing", "added");
        var applied = db.Query<(long Number, string Name, string Checksum)>(
            "select number, name, checksum from migrations order by number").ToDictionary(row => row.Number);
        foreach (var migration in migrations)
            if (!applied.Remove(migration.Number, out var row))
                audit.Report("migration_differs", $"migrations {migration.Number}", migration.Name, "none");
            else if ((row.Name, row.Checksum) != (migration.Name, migration.Checksum))
                audit.Report(
                    "migration_differs", $"migrations {migration.Number}", $"{migration.Name} {migration.Checksum}",
                    $"{row.Name} {row.Checksum}");
        foreach (var row in applied.Values) audit.Report("migration_differs", $"migrations {row.Number}", "none", row.Name);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
