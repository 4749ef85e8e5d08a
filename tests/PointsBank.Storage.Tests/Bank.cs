// A database with a small bank in it, and the few words that storage tests need.
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;

namespace PointsBank.Storage.Tests;

sealed class Bank : IDisposable
{
    public static readonly AccountKey Issuance = Scenario.Account("issuance.points");
    static readonly LocalDate Day = new(2026, 3, 1);

    readonly TempFolder folder = new();
    readonly DatabaseOptions options;

    Bank(Func<DatabaseOptions, DatabaseOptions>? change)
    {
        options = new() { File = folder.File("bank.db"), Clock = Clock };
        options = change?.Invoke(options) ?? options;
        Database = Database.Open(options);
    }

    public FakeClock Clock { get; } = new();

    public Database Database { get; private set; }

    public string File => options.File;

    public static async Task<Bank> Open(Func<DatabaseOptions, DatabaseOptions>? change = null)
    {
        var bank = new Bank(change);
        (await bank.Database.Write<long>(writer => writer.AddBook(BankCode.Parse("anjiahe"))!.Value)).Value.Should().Be(1);
        return bank;
    }

    /// <summary>A bank in which something of every table has happened: entries 1 to 6, holds 1 to 3, households 1 and 2.</summary>
    public static async Task<Bank> OpenLived()
    {
        var bank = await Open();
        await bank.Credit("c1", 1, 50);
        await bank.Credit("c2", 2, 30);
        var held = await bank.Hold("h1", 1, 20);
        await bank.Hold("h2", 2, 5);
        var voided = await bank.Hold("h3", 1, 1);
        _ = await bank.Database.Write(writer => writer.Book(1).End(new(voided, HoldOutcome.Voided, "staff:1", Key("end")), writer.Now));
        await bank.Post("settle", EntryKind.Redemption, [(Household(1), -20), (Scenario.Account("shop1"), 20)], held);
        await bank.Credit("c3", 2, 3);
        (await bank.Database.Write(writer => writer.Book(1).Reverse(Reversal("r1", 4), writer.Now))).Refusal.Should().BeNull();
        var note = Note.Of("扶起摔倒的老人");
        _ = await bank.Database.Write(writer => writer.Once(1, Request("noted"), () =>
        {
            var entry = writer.Book(1).Post(CreditDraft("c4", 1, 2) with { Note = note.Digest }, writer.Now);
            writer.AddNote(1, entry.Value.Number, note);
            return entry.Then(posted => posted.Number.Value);
        }));
        _ = await bank.Database.Write(
            writer => writer.Book(1).SetTerms(Issuance, new Amount(-10_000), AccountState.Open, "staff:1", "ceiling", writer.Now));
        await bank.Database.WriteHeads(1);
        bank.Verify().Should().BeEmpty();
        return bank;
    }

    public static AccountKey Household(int number) => Scenario.Account($"H{number}");

    public static IdempotencyKey Key(string text) => IdempotencyKey.TryParse(text, out var key) ? key : throw new FormatException(text);

    public static WriteRequest Request(string key, string asked = "") => new(Key(key), Digest.Of(asked), "staff:1", "credit");

    public static Draft CreditDraft(string key, int household, long points) => DraftOf(key, EntryKind.Credit,
        [(Issuance, -points), (Household(household), points), (Scenario.Account("issuance.merit"), -points), (
            Scenario.Account($"H{household}.merit"), points)]);

    public static ReversalDraft Reversal(string key, long entry) => new()
    {
        Entry = new(entry),
        EffectiveOn = Day,
        Actor = "staff:1",
        Key = Key(key),
        Fingerprint = Digest.Of(key),
        Reason = "mistake",
    };

    public async Task<JournalEntry> Credit(string key, int household, long points) =>
        (await Database.Write(writer => writer.Book(1).Post(CreditDraft(key, household, points), writer.Now))).Value;

    public async Task<HoldNumber> Hold(string key, int household, long points) => (await Database.Write(writer =>
        writer.Book(1).Place(
            new(Household(household), new(points), null, "staff:1", Key(key), Digest.Of(key), "order"), writer.Now))).Value.Number;

    public async Task<JournalEntry> Post(string key, EntryKind kind, (AccountKey, long)[] legs, HoldNumber? settles = null) =>
        (await Database.Write(writer => writer.Book(1).Post(DraftOf(key, kind, legs) with { Settles = settles }, writer.Now))).Value;

    public long Balance(int household) => Database.ReadAccount(1, Household(household))?.Balance.Value ?? 0;

    public BookHead Head => Database.Read(connection => BookTable.Head(connection, 1));

    public IReadOnlyList<Deviation> Verify() => Database.Read(connection => Verifier.Verify(connection, 1, null, null)).Deviations;

    public long Count(string sql) => Database.Read(connection => connection.ExecuteScalar<long>(sql));

    /// <summary>Runs SQL as somebody with the file in an editor would: triggers and checks out of the way, in a copy.</summary>
    public string Tampered(string sql)
    {
        var copy = CopyOfFile();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        connection.Open();
        foreach (var trigger in connection.Query<string>("select name from sqlite_master where type = 'trigger'").ToList())
            connection.Execute($"drop trigger {trigger}");
        connection.Execute("pragma foreign_keys = off; pragma ignore_check_constraints = on");
        connection.Execute(sql).Should().BeGreaterThan(0, "the tampering must hit something");
        connection.Execute("pragma wal_checkpoint(truncate)");
        return copy;
    }

    /// <summary>The file and its log as they lie on the disk at this moment: what a cut of the power leaves behind.</summary>
    public string CopyOfFile()
    {
        var copy = folder.File($"copy-{Directory.GetFiles(folder.Path).Length}.db");
        System.IO.File.Copy(File, copy);
        if (System.IO.File.Exists(File + "-wal")) System.IO.File.Copy(File + "-wal", copy + "-wal");
        return copy;
    }

    public string Path(string name) => folder.File(name);

    public void Reopen(Func<DatabaseOptions, DatabaseOptions>? change = null)
    {
        Database.Dispose();
        Database = Database.Open(change?.Invoke(options) ?? options);
    }

    public void Dispose()
    {
        Database.Dispose();
        folder.Dispose();
    }

    static Draft DraftOf(string key, EntryKind kind, (AccountKey Account, long Amount)[] legs) => new()
    {
        Kind = kind,
        EffectiveOn = Day,
        Actor = "staff:1",
        Key = Key(key),
        Fingerprint = Digest.Of($"{key} {string.Join(' ', legs)}"),
        Reason = "deed",
        Legs = [.. legs.Select(leg => new Leg(leg.Account, new(leg.Amount)))],
    };
}
