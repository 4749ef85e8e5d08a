using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Demo;
using PointsBank.Village.Seals;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Tests.Seals;

/// <summary>
/// A copy of the demo village, every table of which holds a row, sealed twice; between the seals somebody was credited. An owner of the file edits it here.
/// </summary>
sealed class SealedVillage : IDisposable
{
    public const long Bank = 1;

    readonly TempFolder folder = new();
    readonly FakeClock clock = new();
    Database database;

    SealedVillage(Database database, Desks desks) => (this.database, Desks) = (database, desks);

    public Desks Desks { get; private set; }

    public string File => folder.File("pointsbank.db");

    public FakeClock Clock => clock;

    public static async Task<SealedVillage> Open()
    {
        var village = new SealedVillage(null!, null!);
        await DatabaseTemplate.Demo.CopyTo(village.File);
        FillWhatIsEmpty(village.File);
        village.Start();
        await village.Desks.Seals.Make(Bank, "backup");
        await village.Credit();
        await village.Desks.Seals.Make(Bank, "backup");
        return village;
    }

    public async Task Credit()
    {
        clock.Advance(Duration.FromHours(1));
        var context = new WriteContext(new("staff:3", "clerk", [new(Role.Clerk, Bank)]), WriteContext.NewKey(), Digest.Of("credit"));
        await Desks.Banks.Set(context with { Key = WriteContext.NewKey() }, Bank, new(new Dictionary<string, long> { [Setting.ClerkCreditsAnyRule.Name] = 1 }, Desks.Banks.Today));
        var done = await Desks.Deeds.Credit(context, Bank, new(7, "A03", Desks.Banks.Today));
        done.Refusal.Should().BeNull();
    }

    public void Start()
    {
        database?.Dispose();
        database = Database.Open(new() { File = File, Clock = clock, Migrations = DemoVillage.Migrations });
        Desks = new(database, clock);
    }

    /// <summary>What verify finds of seals alone: rows that fill a table for the test do not follow from the journal.</summary>
    public Audit Verify() => Verify(File);

    /// <summary>The same after somebody edited a copy of the file: no trigger was in the way, and all are back afterwards.</summary>
    public async Task<Audit> Tamper(params IEnumerable<string> edits)
    {
        await database.Flush(Bank);
        var copy = folder.File("tampered.db");
        System.IO.File.Delete(copy);
        database.Backup(copy);
        Edit(copy, edits);
        return Verify(copy);
    }

    /// <summary>The same after somebody changed what a copy is made of.</summary>
    public async Task<Audit> Remake(string sql)
    {
        await database.Flush(Bank);
        var copy = folder.File("remade.db");
        database.Backup(copy);
        using (var connection = OpenToEdit(copy)) connection.Execute(sql);
        return Verify(copy);
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

    public void Dispose()
    {
        database?.Dispose();
        folder.Dispose();
    }

    /// <summary>A row of ones and letters for each part that the demo does not use.</summary>
    static void FillWhatIsEmpty(string file)
    {
        List<string> rows;
        using (var connection = OpenToEdit(file))
            rows = [.. SealedPart.All.GroupBy(part => part.Table).Where(table => connection.ExecuteScalar<long>($"select count(*) from {table.Key}") == 0).Select(table => Row(connection, table.Key)),
                "update teams set ended_at = 1, ended_by = 'staff:3' where bank = 1 and number = (select min(number) from teams where bank = 1)"];
        Edit(file, rows);
    }

    static string Row(SqliteConnection connection, string table) => $"""
        insert into {table} select {string.Join(", ", connection.Query<(string Name, string Type)>("select name, type from pragma_table_info(@table)", new { table })
            .Select(column => (column.Type, column.Name) switch { ("TEXT", _) => "'x'", ("BLOB", _) => "zeroblob(32)", _ => "1" }))}
        """;
}
