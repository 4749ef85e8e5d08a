using System.Globalization;
using System.Text;

namespace PointsBank.Web.Tests;

/// <summary>
/// Rows of three villages that nobody opened. They keep no law of the book: they are there to be found by whoever forgets whose rows are
/// asked for. In the first everything has the keys of 安家河村, sorted before it, with other words and amounts; in the second every key and
/// reference is the same small number, so that each of them leads somewhere; in the third all keys are later.
/// </summary>
static class CrowdedRows
{
    const int First = -1, Every = -2, Last = 3, Later = 100_000, Beside = 500_000, Numbers = 24, Samples = 3;

    /// <summary>Where people's words stand: somebody else of the household whose member is erased said something too.</summary>
    static readonly string[] Spoke = [
        "claims", "claim_steps", "attendances", "attendance_times", "consents", "honour_candidates", "honour_decisions", "objections",
        "deeds"];

    sealed record Column(string Name, string Type, bool IsKey, bool Refers);

    public static string Of(string file)
    {
        var sql = new StringBuilder("pragma ignore_check_constraints = on;\n");
        using var connection = Storage.Database.OpenToRead(file);
        var names = connection.QuerySingle<string>("select group_concat(name, ' ') from members where bank = 1");
        foreach (var table in connection.Query<string>(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").Except(
                ["banks", "books", .. RowSets.OfClock]))
        {
            var columns = Columns(connection, table);
            if (columns.All(column => column.Name != "bank")) continue;
            Add(table, columns, "from {0} where bank = 1", column => column switch
            {
                { Name: "bank" } => Text(First),
                { IsKey: true } => column.Name,
                { Type: "INTEGER" } => $"case when {column.Name} > 1 then {column.Name} + 7 else {column.Name} end",
                _ => Spoken(column),
            });
            for (var number = 1; number <= Numbers; number++)
            {
                Add(
                    table, columns, $"from (select * from {{0}} where bank in (1, 2) limit {Samples} offset {number % 8 * Samples})",
                    column => column switch
                {
                    { Name: "bank" } => Text(Every),
                    { Type: "INTEGER" } when column.IsKey || column.Refers =>
                        $"case when {column.Name} is null then null else {number} end",
                    _ => Spoken(column),
                });
                // Of what neither village has: a text that is a day as well.
                Add(table, columns, "", column => column switch
                {
                    { Name: "bank" } => Text(Every),
                    { Type: "INTEGER" } => Text(number),
                    { Type: "BLOB" } => "zeroblob(32)",
                    _ => "'2026-01-05'",
                });
                Add(table, columns, "", column => column switch
                {
                    { Name: "bank" } => Text(Every),
                    { Type: "INTEGER" } => Text(Numbers + number),
                    { Type: "BLOB" } => "zeroblob(32)",
                    { IsKey: true } => Text(number),
                    _ => $"'{names}'",
                });
            }
            Add(table, columns, "from {0} where bank = 1", column => column switch
            {
                { Name: "bank" } => Text(Last),
                { IsKey: true, Type: "INTEGER" } => $"{column.Name} + {Later}",
                _ => column.Name,
            });
        }
        foreach (var table in Spoke)
        {
            Add(
                table, Columns(connection, table), "from {0} where bank = 1",
                column => Said(column) ?? (column.IsKey && column is { Type: "INTEGER", Name: not "sequence" }
                ? $"{column.Name} + {Beside}" : column.Name));
            Add(table, Columns(connection, table), "", column => Said(column) ?? (column.Type == "INTEGER" ? Text(Beside) : "'boards'"));
        }
        foreach (var table in (string[])["deeds", "redemptions", "attendance_confirmations"])
            sql.AppendLine(
                CultureInfo.InvariantCulture,
                $"insert or ignore into entry_notes (bank, entry, text) select bank, entry, '另一个人说的' from {table} where bank = 1;");
        return sql.ToString();

        static string? Said(Column column) => column.Name switch
        {
            "bank" => "1",
            "household" or "claimant" => Text(PrivacyCalls.Household),
            "member" => $"(select max(number) from members where bank = 1 and household = {Text(PrivacyCalls.Household)})",
            "document" or "witnesses" or "objector" or "reason" or "note" or "memo" or "claimed_by" or "words" => "'另一个人说的'",
            _ => null,
        };

        void Add(string table, IReadOnlyList<Column> columns, string from, Func<Column, string> value) =>
            sql.AppendLine(string.Format(CultureInfo.InvariantCulture,
            $"insert or ignore into {{0}} ({string.Join(", ", columns.Select(column => column.Name))}) select "
                + $"{string.Join(", ", columns.Select(value))} {from};",
            table));

        // What people wrote names everybody; what is a word of ours stays one.
        string Spoken(Column column) => column.Type == "TEXT" && !column.IsKey
            ? $"case when {column.Name} = '' or unicode({column.Name}) > 127 then {column.Name} || '· {names}' else {column.Name} end"
            : column.Name;
    }

    static IReadOnlyList<Column> Columns(Storage.DbSession connection, string table)
    {
        var refers = connection.Query<string>("select \"from\" from pragma_foreign_key_list(@table)", new { table }).ToHashSet();
        return connection.Query<(string Name, string Type, long Key)>("select name, type, pk from pragma_table_info(@table)", new { table })
            .Select(column => new Column(column.Name, column.Type, column.Key > 0, refers.Contains(column.Name))).ToList();
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
