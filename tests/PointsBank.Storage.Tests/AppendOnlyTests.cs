// The database itself refuses to change the log, and keeps the invariants that would be lost without it.
using Microsoft.Data.Sqlite;

namespace PointsBank.Storage.Tests;

public sealed class AppendOnlyTests
{
    [Theory]
    [InlineData("accounts", "floor = 5")]
    [InlineData("accounts", "owner = owner + 7")]
    [InlineData("account_terms", "floor = 5")]
    [InlineData("entries", "reason = 'other'")]
    [InlineData("entries", "hash = zeroblob(32)")]
    [InlineData("postings", "amount = amount + 1")]
    [InlineData("holds", "amount = amount + 1")]
    [InlineData("holds", "expires_at = 1")]
    [InlineData("hold_ends", "taken = 0")]
    [InlineData("requests", "bank = 2")]
    [InlineData("requests", "key = zeroblob(16)")]
    [InlineData("requests", "fingerprint = zeroblob(32)")]
    [InlineData("requests", "actor = 'staff:9'")]
    [InlineData("requests", "action = 'other'")]
    [InlineData("requests", "recorded_at = 0")]
    public async Task A_row_of_the_log_cannot_be_updated(string table, string change)
    {
        using var bank = await Bank.OpenLived();

        (await Refused(bank, $"update {table} set {change}")).Should().Contain($"{table} is append-only");
    }

    [Theory]
    [InlineData("accounts")]
    [InlineData("account_terms")]
    [InlineData("entries")]
    [InlineData("postings")]
    [InlineData("holds")]
    [InlineData("hold_ends")]
    [InlineData("requests")]
    public async Task A_row_of_the_log_cannot_be_deleted_or_replaced(string table)
    {
        using var bank = await Bank.OpenLived();

        (await Refused(bank, $"delete from {table}")).Should().Contain($"{table} is append-only");
        (await Refused(bank, $"insert or replace into {table} select * from {table} limit 1")).Should().Contain($"{table} is append-only");
        bank.Count($"select count(*) from {table}").Should().BeGreaterThan(0);
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_may_be_erased_and_so_may_a_note()
    {
        using var bank = await Bank.OpenLived();

        _ = await bank.Database.Write<int>(
            writer => writer.Execute("update requests set answer = 'null'; delete from entry_notes"));

        bank.Count("select count(*) from requests where answer = 'null'").Should().Be(1);
        bank.Count("select count(*) from entry_notes").Should().Be(0);
        bank.Verify().Should().BeEmpty("the chain holds digests, not words");
    }

    [Fact]
    public async Task Every_trigger_of_the_schema_is_one_of_these()
    {
        using var bank = await Bank.Open();

        var triggers = bank.Database.Read(
            connection => connection.Query<string>("select name from sqlite_master where type = 'trigger'").ToList());

        string[] tables = ["accounts", "account_terms", "entries", "postings", "holds", "hold_ends", "requests"];
        triggers.Should().BeEquivalentTo(tables.SelectMany(table => new[] { $"{table}_no_update", $"{table}_no_delete" }));
    }

    /// <summary>
    /// A row that is valid but for one thing, and the words of the refusal. The first line of each table shows that the rest of it is
    /// valid.
    /// </summary>
    [Theory]
    [InlineData("books", "bank = 2, code = 'other'", null)]
    [InlineData("books", "bank = 2", "UNIQUE constraint failed: books.code")]
    [InlineData("books", "code = 'other'", "UNIQUE constraint failed: books.bank")]
    [InlineData("books", "bank = 2, code = 'other', entry = -1", "CHECK")]
    [InlineData("books", "bank = 2, code = 'other', hash = zeroblob(31)", "CHECK")]
    [InlineData("books", "bank = 2, code = 'other', postings = -1, heads_as_of = 0", "CHECK")]
    [InlineData("books", "bank = 2, code = 'other', accounts = -1", "CHECK")]
    [InlineData("books", "bank = 2, code = 'other', holds = -1", "CHECK")]
    [InlineData("books", "bank = 2, code = 'other', heads_as_of = postings + 1", "CHECK")]
    [InlineData("accounts", "number = 90, owner = 90", null)]
    [InlineData("accounts", "number = 90", "UNIQUE constraint failed: accounts.bank, accounts.kind")]
    [InlineData("accounts", "owner = 90", "UNIQUE constraint failed: accounts.bank, accounts.number")]
    [InlineData("accounts", "number = 0, owner = 90", "CHECK")]
    [InlineData("accounts", "bank = 9", "FOREIGN KEY")]
    [InlineData("accounts", "number = 90, owner = 'x'", "cannot store TEXT")]
    [InlineData("account_terms", "sequence = 90", null)]
    [InlineData("account_terms", "sequence = sequence", "UNIQUE")]
    [InlineData("account_terms", "sequence = 0", "CHECK")]
    [InlineData("account_terms", "sequence = 90, state = 3", "CHECK")]
    [InlineData("account_terms", "account = 99", "FOREIGN KEY")]
    [InlineData("account_heads", "account = 90", null)]
    [InlineData("account_heads", "account = account", "UNIQUE")]
    [InlineData("account_heads", "account = 90, held = -1", "CHECK")]
    [InlineData("account_heads", "account = 90, balance = balance + 1", "CHECK")]
    [InlineData("standing_counts", "standing = 999", null)]
    [InlineData("standing_counts", "standing = standing", "UNIQUE")]
    [InlineData("standing_counts", "standing = 999, households = -1", "CHECK")]
    [InlineData("entries", "number = 90, key = zeroblob(16)", null)]
    [InlineData("entries", "key = zeroblob(16)", "UNIQUE constraint failed: entries.bank, entries.number")]
    [InlineData("entries", "number = 90", "UNIQUE constraint failed: entries.bank, entries.key")]
    [InlineData("entries", "number = 90, key = zeroblob(16), kind = 6", "CHECK")]
    [InlineData("entries", "number = 90, key = zeroblob(16), reverses = 5", "CHECK")]
    [InlineData(
        "entries", "number = 90, key = zeroblob(16), kind = 6, reverses = 4", "UNIQUE constraint failed: entries.bank, entries.reverses")]
    [InlineData("entries", "number = 0, key = zeroblob(16)", "CHECK")]
    [InlineData("entries", "bank = 9", "FOREIGN KEY")]
    [InlineData("entries", "number = 90, key = zeroblob(15)", "CHECK")]
    [InlineData("entries", "number = 90, key = zeroblob(16), fingerprint = zeroblob(31)", "CHECK")]
    [InlineData("entries", "number = 90, key = zeroblob(16), hash = zeroblob(31)", "CHECK")]
    [InlineData("entries", "number = 90, key = zeroblob(16), note = zeroblob(31)", "CHECK")]
    [InlineData("entries", "number = 90, key = zeroblob(16), effective_on = '2026-3-1'", "CHECK")]
    [InlineData("entries", "number = 90, key = zeroblob(16), deficit = 2", "CHECK")]
    [InlineData("entries", "number = 90, key = zeroblob(16), first_posting = 0", "CHECK")]
    [InlineData("entries", "number = 90, key = zeroblob(16), postings = 1", "CHECK")]
    [InlineData("postings", "number = 90", null)]
    [InlineData("postings", "number = number", "UNIQUE constraint failed: postings.bank, postings.number")]
    [InlineData("postings", "number = 0", "CHECK")]
    [InlineData("postings", "number = 90, amount = 0", "CHECK")]
    [InlineData("postings", "number = 90, amount = 1.5", "cannot store REAL")]
    [InlineData("postings", "number = 90, sequence = 0", "CHECK")]
    [InlineData("postings", "number = 90, previous = 90", "CHECK")]
    [InlineData("postings", "number = 90, previous = -1", "CHECK")]
    [InlineData("holds", "number = 90, key = zeroblob(16)", null)]
    [InlineData("holds", "key = zeroblob(16)", "UNIQUE constraint failed: holds.bank, holds.number")]
    [InlineData("holds", "number = 90", "UNIQUE constraint failed: holds.bank, holds.key")]
    [InlineData("holds", "number = 0, key = zeroblob(16)", "CHECK")]
    [InlineData("holds", "number = 90, key = zeroblob(16), amount = 0", "CHECK")]
    [InlineData("holds", "number = 90, key = zeroblob(15)", "CHECK")]
    [InlineData("holds", "number = 90, key = zeroblob(16), fingerprint = zeroblob(1)", "CHECK")]
    [InlineData("holds", "number = 90, key = zeroblob(16), account = 99", "FOREIGN KEY")]
    [InlineData("hold_ends", "hold = 2", null)]
    [InlineData("hold_ends", "hold = hold", "UNIQUE")]
    [InlineData("hold_ends", "hold = 99", "FOREIGN KEY")]
    [InlineData("hold_ends", "hold = 2, outcome = 4", "CHECK")]
    [InlineData("hold_ends", "hold = 2, taken = -1", "CHECK")]
    [InlineData("hold_ends", "hold = 2, key = zeroblob(15)", "CHECK")]
    [InlineData("hold_ends", "hold = 2, outcome = 2, entry = 3", "CHECK")]
    [InlineData("hold_ends", "hold = 2, outcome = 1, entry = null", "CHECK")]
    [InlineData("entry_notes", "entry = 1", null)]
    [InlineData("entry_notes", "entry = entry", "UNIQUE")]
    [InlineData("entry_notes", "entry = 1, salt = zeroblob(15)", "CHECK")]
    [InlineData("requests", "key = zeroblob(16)", null)]
    [InlineData("requests", "key = key", "UNIQUE constraint failed: requests.bank, requests.key")]
    [InlineData("requests", "key = zeroblob(15)", "CHECK")]
    [InlineData("requests", "key = zeroblob(16), fingerprint = zeroblob(31)", "CHECK")]
    public async Task A_row_that_breaks_an_invariant_is_refused(string table, string change, string? refusal)
    {
        using var bank = await Bank.OpenLived();
        var columns = bank.Database.Read(
            connection => connection.Query<string>("select name from pragma_table_info(@table) order by cid", new { table }).ToList());
        var changes = change.Split(", ").Select(part => part.Split(" = ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var values = columns.Select(column => changes.GetValueOrDefault(column, column));
        var insert = $"insert into {table} ({string.Join(", ", columns)}) select {string.Join(", ", values)} from {table} limit 1";

        if (refusal is not null) (await Refused(bank, insert)).Should().Contain(refusal);
        else (await bank.Database.Write<int>(writer => writer.Execute(insert))).Value.Should().Be(1);
    }

    static async Task<string> Refused(Bank bank, string sql)
    {
        var act = () => bank.Database.Write<int>(writer => writer.Execute(sql));
        return (await act.Should().ThrowAsync<SqliteException>()).Which.Message;
    }
}
