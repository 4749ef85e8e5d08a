using System.Globalization;
using PointsBank.Village;

namespace PointsBank.Web.Tests;

/// <summary>
/// Every row there is at a moment, to see which a write touches. Copies that follow from the journal, what every write leaves behind, and
/// what the clock writes in its own time are left out.
/// </summary>
public sealed class RowSets
{
    /// <summary>What the clock writes in its own time, for every village.</summary>
    public static IReadOnlyList<string> OfClock { get; } =
        ["clock_watch", "clock_confirmations", "clock_heads", "seals", "seal_parts", "seal_rows"];

    static readonly string[] LeftOut = ["account_heads", "books", "standing_counts", "requests"];

    /// <summary>What is drawn by lot, or follows from it.</summary>
    static readonly string[] ByLot = ["hash", "salt", "digest", "token", "secret", "serial"];

    /// <summary>By table each row as it is, and what it says without what is drawn by lot.</summary>
    readonly Dictionary<string, Dictionary<string, string>> tables;

    RowSets(Dictionary<string, Dictionary<string, string>> tables) => this.tables = tables;

    public static RowSets Of(Desks desks, bool withClock = false) => desks.Database.Read(connection => new RowSets(connection
        .Query<string>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
        .Except([.. LeftOut, .. withClock ? [] : OfClock])
        .ToDictionary(table => table, table => Rows(connection, table))));

    /// <summary>How many rows of which table came and went since: a row that changed did both.</summary>
    public string Since(RowSets before) => string.Join(", ", tables
        .Select(
            table => (
                table.Key, Came: New(table.Value, before.tables[table.Key]).Count(),
                Went: New(before.tables[table.Key], table.Value).Count()))
        .Where(table => table.Came + table.Went > 0)
        .Select(
            table => string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Key}{(table.Came > 0 ? $" +{table.Came}" : "")}{(table.Went > 0 ? $" -{table.Went}" : "")}")));

    /// <summary>What the rows say that came and went since.</summary>
    public string WordsSince(RowSets before) => string.Join("\n", tables.SelectMany(table => (string[])
        [.. New(table.Value, before.tables[table.Key]).Order(StringComparer.Ordinal).Select(row => $"{table.Key} + {row}"),
         .. New(before.tables[table.Key], table.Value).Order(StringComparer.Ordinal).Select(row => $"{table.Key} - {row}")]));

    static IEnumerable<string> New(Dictionary<string, string> rows, Dictionary<string, string> others) =>
        rows.Where(row => !others.ContainsKey(row.Key)).Select(row => row.Value);

    static Dictionary<string, string> Rows(Storage.DbSession connection, string table)
    {
        using var command = connection.Connection.CreateCommand();
        command.CommandText = $"select * from {table}";
        using var reader = command.ExecuteReader();
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var isSaid = names.ConvertAll(name => !ByLot.Any(part => name.Contains(part, StringComparison.Ordinal)));
        var rows = new Dictionary<string, string>();
        var values = new object[names.Count];
        while (reader.Read())
        {
            reader.GetValues(values);
            var texts = Array.ConvertAll(
                values,
                value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture));
            rows[string.Join('|', texts)] = string.Join(
                ", ",
                texts.Select(
                    (text, i) => values[i] is DBNull || (isSaid[i] && values[i] is not byte[])
                        ? $"{names[i]} {text}"
                        : null).OfType<string>());
        }
        return rows;
    }
}
