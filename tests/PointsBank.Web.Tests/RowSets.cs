using System.Globalization;
using System.Text.Json;
using Dapper;
using PointsBank.Village;

namespace PointsBank.Web.Tests;

/// <summary>
/// Every row there is at a moment, to see which a write touches. Copies that follow from the journal, what every write leaves behind, and what the clock writes in its own
/// time are left out.
/// </summary>
public sealed class RowSets
{
    /// <summary>What the clock writes in its own time, for every village.</summary>
    public static IReadOnlyList<string> OfClock { get; } = ["clock_watch", "clock_confirmations", "clock_heads", "seals", "seal_parts", "seal_rows"];

    static readonly string[] LeftOut = ["account_heads", "books", "standing_counts", "requests", .. OfClock];

    readonly Dictionary<string, HashSet<string>> tables;

    RowSets(Dictionary<string, HashSet<string>> tables) => this.tables = tables;

    public static RowSets Of(Desks desks) => desks.Database.Read(connection => new RowSets(connection
        .Query<string>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name").Except(LeftOut).ToDictionary(
            table => table,
            table => connection.Query($"select * from {table}").Select(row => JsonSerializer.Serialize((IDictionary<string, object?>)row)).ToHashSet())));

    /// <summary>How many rows of which table came and went since: a row that changed did both.</summary>
    public string Since(RowSets before) => string.Join(", ", tables
        .Select(table => (table.Key, Came: table.Value.Count(row => !before.tables[table.Key].Contains(row)), Went: before.tables[table.Key].Count(row => !table.Value.Contains(row))))
        .Where(table => table.Came + table.Went > 0)
        .Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Key}{(table.Came > 0 ? $" +{table.Came}" : "")}{(table.Went > 0 ? $" -{table.Went}" : "")}")));
}
