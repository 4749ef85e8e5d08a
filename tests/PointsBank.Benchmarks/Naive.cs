using Dapper;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Village;

namespace PointsBank.Benchmarks;

/// <summary>
/// What one writes first: a connection for each call, <c>begin immediate</c>, Dapper, one commit each, and again when the file is busy.
/// The same rows as the product's; kept only to be compared with.
/// </summary>
sealed class Naive(string file, int households)
{
    readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();
    readonly string today = NodaTime.Text.LocalDatePattern.Iso.Format(BenchVillage.Today);

    public void Credit(int caller)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                CreditOnce(Random.Shared.Next(households) + 1);
                return;
            }
            catch (SqliteException fault) when (fault.SqliteErrorCode is 5 or 6 && attempt < 20)
            {
                // Busy: somebody else writes. Ask again, as everybody does.
                _ = caller;
            }
        }
    }

    public void LetGo()
    {
        using var pooled = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(pooled);
    }

    void CreditOnce(long household)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        connection.Execute("pragma synchronous = full; pragma foreign_keys = on");
        using var transaction = connection.BeginTransaction(deferred: false);
        var key = WriteContext.NewKey().ToArray();
        var bank = connection.ExecuteScalar<long>("select bank from books where code = 'bench'", null, transaction);
        if (connection.ExecuteScalar<long>(
            "select count(*) from entries where bank = @bank and key = @key", new { bank, key }, transaction) > 0)
            return;
        var (entry, posting) = connection.QuerySingle<(long, long)>(
            "select entry + 1, postings from books where bank = @bank", new { bank }, transaction);
        connection.Execute("""
            insert into entries (bank, number, kind, recorded_at, effective_on, actor, key, fingerprint, reason, source, rule, rulebook, deficit, first_posting, postings, hash)
            values (@bank, @entry, 2, @entry, @today, 'staff:1', @key, @digest, 'direct_rule', '', 'B01', 1, 0, @first, 4, @digest)
            """, new { bank, entry, today, key, digest = new byte[32], first = posting + 1 }, transaction);
        foreach (var (kind, owner, unit, amount) in (ReadOnlySpan<(AccountKind, long, string, long)>)
            [
                (AccountKind.Issuance, 0, "points", -5), (AccountKind.HouseholdPoints, household, "points", 5),
                (AccountKind.Issuance, 0, "merit", -5), (AccountKind.HouseholdMerit, household, "merit", 5),
            ])
        {
            var head = connection.QuerySingle<(long Account, long Balance, long Postings, long Last)>("""
                select a.number, h.balance, h.postings, h.last_posting from accounts a join account_heads h on h.bank = a.bank and h.account = a.number
                where a.bank = @bank and a.kind = @kind and a.owner = @owner and a.unit = @unit
                """, new { bank, kind = (int)kind, owner, unit }, transaction);
            connection.Execute("""
                insert into postings (bank, number, entry, account, amount, balance_after, sequence, previous)
                values (@bank, @number, @entry, @Account, @amount, @after, @sequence, @Last)
                """,
                new
                {
                    bank, number = ++posting, entry, head.Account, amount, after = head.Balance + amount, sequence = head.Postings + 1,
                    head.Last,
                },
                transaction);
            connection.Execute("""
                update account_heads set balance = balance + @amount, total_in = total_in + max(@amount, 0), total_out = total_out + max(-@amount, 0),
                  postings = postings + 1, last_posting = @posting where bank = @bank and account = @Account
                """, new { bank, amount, posting, head.Account }, transaction);
        }
        connection.Execute(
            "update books set entry = @entry, postings = @posting, heads_as_of = @posting where bank = @bank", new { bank, entry, posting },
            transaction);
        transaction.Commit();
    }
}
