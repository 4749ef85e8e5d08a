using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Seals;

namespace PointsBank.Village.Tests.Seals;

/// <summary>
/// A copy of the demo village, every table of which holds a row, sealed twice; between the seals somebody was credited. An owner of the
/// file edits it here.
/// </summary>
sealed class SealedVillage : IDisposable
{
    public const long Bank = 1;

    static readonly TempFolder Made = new();

    /// <summary>Made once for all tests, which edit copies of it.</summary>
    static readonly Lazy<Task<string>> Template = new(Make);

    readonly TempFolder folder = new();
    readonly FakeClock clock = new();

    static SealedVillage() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Made.Dispose();

    public string File => folder.File("pointsbank.db");

    public static async Task<SealedVillage> Open()
    {
        var village = new SealedVillage();
        System.IO.File.Copy(await Template.Value, village.File);
        return village;
    }

    /// <summary>Lets the village live on for a moment: somebody is credited.</summary>
    public Task Credit() => Live(File, clock, isSealed: false);

    /// <summary>What verify finds of seals alone: rows that fill a table for the test do not follow from the journal.</summary>
    public Audit Verify() => Verify(File);

    /// <summary>The same after somebody edited the file: no trigger was in the way, and all are back afterwards.</summary>
    public Audit Tamper(params IEnumerable<string> edits)
    {
        Edit(File, edits);
        return Verify(File);
    }

    /// <summary>The same after somebody changed what the file is made of.</summary>
    public Audit Remake(string sql)
    {
        using (var connection = OpenToEdit(File)) connection.Execute(sql);
        return Verify(File);
    }

    static async Task<string> Make()
    {
        var (file, clock) = (Made.File("sealed.db"), new FakeClock());
        await DatabaseTemplate.Demo.CopyTo(file);
        // Ten days ago, and not sealed yet: the seals that follow are the first.
        FillWhatIsEmpty(file, (clock.GetCurrentInstant() - Duration.FromDays(10)).ToUnixTimeMilliseconds());
        await Live(file, clock, isSealed: true);
        return file;
    }

    static async Task Live(string file, FakeClock clock, bool isSealed)
    {
        using var database = Database.Open(new() { File = file, Clock = clock, Migrations = VillageSchema.Migrations });
        var desks = new Desks(database, clock);
        if (isSealed) await desks.Seals.Make(Bank, "backup");
        clock.Advance(Duration.FromHours(1));
        var ask = new WriteContext(new("staff:3", "clerk", [new(Role.Clerk, Bank)]), WriteContext.NewKey(), Digest.Of("credit"));
        (await desks.Deeds.Credit(ask, Bank, new(7, "D09", desks.Banks.Today))).Refusal.Should().BeNull();
        if (isSealed) await desks.Seals.Make(Bank, "backup");
    }

    static Audit Verify(string file)
    {
        using var connection = Database.OpenToRead(file);
        var audit = new Audit(BookTable.All(connection)[0].Code);
        foreach (var pass in SealAudit.Passes) pass(connection, Bank, audit);
        return audit;
    }

    /// <summary>Edits a file as its owner would: the triggers are dropped, and put back as they were.</summary>
    public static void Edit(string file, IEnumerable<string> edits)
    {
        using var connection = OpenToEdit(file);
        var triggers = connection.Query<(string Name, string Sql)>("select name, sql from sqlite_master where type = 'trigger'").ToList();
        foreach (var (name, _) in triggers) connection.Execute($"drop trigger {name}");
        foreach (var edit in edits)
        {
            var rows = 0;
            var editing = () => rows = connection.Execute(edit);
            editing.Should().NotThrow("{0}", edit);
            rows.Should().BePositive("{0}", edit);
        }
        foreach (var (_, sql) in triggers) connection.Execute(sql);
    }

    public static SqliteConnection OpenToEdit(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        connection.Execute("pragma foreign_keys = off; pragma ignore_check_constraints = on");
        return connection;
    }

    public void Dispose() => folder.Dispose();

    /// <summary>A row of ones and letters for each part that the demo does not use.</summary>
    static void FillWhatIsEmpty(string file, long then)
    {
        List<string> rows;
        using (var connection = OpenToEdit(file))
            rows = [
                .. SealedPart.All.GroupBy(part => part.Table)
                .Where(table => connection.ExecuteScalar<long>($"select count(*) from {table.Key}") == 0)
                .Select(table => Row(connection, table.Key, then)),
                "update passbooks set ended_at = 1, end_reason = 'lost' where serial = (select min(serial) from passbooks)",
                "delete from seal_rows", "delete from seal_parts", "delete from seals",
                """
                update teams set ended_at = 1, ended_by = 'staff:3'
                  where bank = 1 and number = (select min(number) from teams where bank = 1)
                """];
        Edit(file, rows);
    }

    static string Row(SqliteConnection connection, string table, long then) => $"""
        insert into {table} select {string.Join(", ", connection.Query<(string Name, string Type)>("select name, type from pragma_table_info(@table)", new { table })
            .Select(column => column.Type switch { "TEXT" => "'x'", "BLOB" => "zeroblob(32)", _ => column.Name.EndsWith("_at", StringComparison.Ordinal) ? $"{then}" : "1" }))}
        """;
}
