using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using PointsBank.Storage;
using PointsBank.Village;

namespace PointsBank.Tidy.Tests;

/// <summary>What every table must be, asked of a database that the migrations have just made.</summary>
public sealed partial class SchemaTests : IDisposable
{
    /// <summary>Tables whose key does not begin with the bank.</summary>
    static readonly Dictionary<string, string> AcrossBanks = new()
    {
        ["staff"] = "a person may work for several banks, or for none",
        ["staff_grants"] = "belongs to a member of staff, and says for which bank",
        ["staff_changes"] = "belongs to a member of staff, whichever bank they work for",
        ["activity_moves"] = "the law of what may follow what is the same in every bank",
        ["claim_moves"] = "the law of what may follow what is the same in every bank",
        ["tokens"] = "whoever comes with a token has not said yet from which bank",
    };

    /// <summary>Tables that are no log, so that rows may change or go.</summary>
    static readonly Dictionary<string, string> Changeable = new()
    {
        ["books"] = "where each book stands now; the journal proves it",
        ["account_heads"] = "a copy, rebuilt from the postings",
        ["standing_counts"] = "a copy, rebuilt from the heads",
        ["clock_watch"] = "when the program was last up; who confirmed the clock is a log",
        ["entry_notes"] = "a person's words, which can be erased; the entry keeps their salted digest",
        ["banks"] = "a bank's names may be corrected",
        ["village_groups"] = "a group's name may be corrected",
        ["households"] = "a household moves to another group",
        ["members"] = "a person's name and birth date, which can be corrected and erased",
        ["passbooks"] = "its PIN changes and a passbook ends; triggers of its own keep the rest",
        ["shops"] = "a shop's names may be corrected",
        ["goods"] = "a good's names may be corrected; its prices are a log",
        ["staff"] = "passwords change and people leave",
        ["staff_grants"] = "roles are given and taken; staff_changes says by whom",
        ["staff_ties"] = "a tie is recorded and taken back; the requests table says by whom",
        ["claims"] = "a claim's state follows its steps and a person's words can be erased; triggers of its own keep the rest",
        ["assessments"] = "a meeting is closed, once; triggers of its own keep the rest",
        ["activities"] = "an activity stands where its last step says; triggers of its own keep the rest",
        ["teams"] = "a team's name may be corrected and a team ends, once; triggers of its own keep the rest",
        ["tokens"] = "a token is used and revoked; triggers of its own keep the rest",
        ["tries"] = "wrong tries are counted and forgotten",
    };

    static readonly IReadOnlyList<Migration> Migrations = [.. Migration.Ledger, .. Migration.In(typeof(VillageRefusals).Assembly)];

    readonly SqliteConnection connection = new("Data Source=:memory:");

    public SchemaTests()
    {
        connection.Open();
        foreach (var migration in Migrations) connection.Execute(migration.Sql);
    }

    public void Dispose() => connection.Dispose();

    [Fact]
    public void Migrations_are_numbered_in_order_and_embedded_once()
    {
        var files = House.Texts.Where(file => file.IsIn("schema/sqlite") && file.Path.EndsWith(".sql", StringComparison.Ordinal)).ToList();

        files.Select(file => file.Name[..5]).Should().Equal(Enumerable.Range(1, files.Count).Select(number => $"{number:0000}_"));
        Migrations.Select(migration => migration.Name).Should().Equal(files.Select(file => file.Name));
        Migrations.Select(migration => migration.Sql).Should().Equal(files.Select(file => file.Text));
    }

    [Fact]
    public void Every_table_is_strict() => House.Rule(
        "Write `) strict` or `) strict, without rowid`, so that a column holds what it says:",
        connection.Query<string>("select name from pragma_table_list where type = 'table' and strict = 0 and name not like 'sqlite_%'"));

    [Fact]
    public void Tables_hold_whole_numbers_text_and_bytes_alone() => House.Rule(
        "Use integer, text or blob: instants are epoch milliseconds, dates ISO text, truths 0 and 1:",
        Tables.SelectMany(table => connection.Query<string>(
            "select @table || '.' || name || ' ' || type from pragma_table_info(@table) where type not in ('INTEGER', 'TEXT', 'BLOB')",
            new { table })));

    [Fact]
    public void A_banks_table_has_the_bank_first_in_its_key()
    {
        var others = Tables.Where(table => FirstOfKey(table) != "bank").ToList();

        House.Rule("Begin the primary key with bank: it is the unit of partition, backup and audit:", others.Except(AcrossBanks.Keys));
        House.NoneIsStale(AcrossBanks.Keys, others);
    }

    [Fact]
    public void A_log_refuses_updates_and_deletes()
    {
        var logs = Tables.Where(table => HasTrigger(table, "no_update") && HasTrigger(table, "no_delete")).ToList();

        House.Rule(
            "Add the triggers TABLE_no_update and TABLE_no_delete, or say in this test why the rows may change:",
            Tables.Except(logs).Except(Changeable.Keys));
        House.NoneIsStale(Changeable.Keys, Tables.Except(logs));
    }

    [Fact]
    public void A_trigger_that_refuses_is_named_after_its_table_and_says_so()
    {
        var triggers = connection.Query<(string Name, string Table, string Sql)>(
            "select name, tbl_name, sql from sqlite_master where type = 'trigger'").ToList();

        House.Rule(
            "create trigger TABLE_no_update before update on TABLE begin select raise(abort, 'TABLE is append-only'); end:",
            triggers.Where(
                trigger => trigger.Name.EndsWith("_no_update", StringComparison.Ordinal)
                    || trigger.Name.EndsWith("_no_delete", StringComparison.Ordinal))
                .Where(trigger => !Refuses(trigger.Name, trigger.Table, trigger.Sql)).Select(trigger => trigger.Name));
    }

    [Fact]
    public void Names_are_snake_case_and_keywords_lower_case() => House.Rule(
        "Write SQL in lower case, names with underscores:",
        House.Texts.Where(file => file.IsIn("schema/sqlite")).SelectMany(
            file => file.Find(UpperCase(), Comment().Replace(file.Text, comment => new(' ', comment.Length)))));

    IReadOnlyList<string> Tables =>
        [.. connection.Query<string>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")];

    string FirstOfKey(string table) =>
        connection.QuerySingle<string>("select name from pragma_table_info(@table) where pk = 1", new { table });

    bool HasTrigger(string table, string what) => connection.ExecuteScalar<long>(
        "select count(*) from sqlite_master where type = 'trigger' and tbl_name = @table and name = @table || '_' || @what",
        new { table, what }) == 1;

    static bool Refuses(string name, string table, string sql)
    {
        var action = name.EndsWith("_no_update", StringComparison.Ordinal) ? "update" : "delete";
        return name == $"{table}_no_{action}"
            && Regex.IsMatch(sql, $"before {action}( of [a-z_,\\s]+)? on {table}\\s+begin select raise\\(abort, '[^']+'\\); end$");
    }

    [GeneratedRegex("[A-Z]+")]
    private static partial Regex UpperCase();

    [GeneratedRegex("--[^\n]*|'[^']*'")]
    private static partial Regex Comment();
}
