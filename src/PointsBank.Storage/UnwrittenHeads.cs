namespace PointsBank.Storage;

/// <summary>
/// Account heads as they stand in a reader's own moment, where the writer has not written all of them back. The postings behind
/// <c>books.heads_as_of</c> are summed by account into a temporary table; two temporary views, named as the tables that they hide, add them
/// to what is written. Every statement reads on as it is, and the views go with the reader's transaction. Every account has its row from
/// its opening on, so that only rows that are there are to be corrected.
/// </summary>
static class UnwrittenHeads
{
    /// <summary>Lays them over the tables for the rest of the transaction; where none is missing, nothing is done.</summary>
    public static void Lay(DbSession db, long bank)
    {
        if (BookTable.IsFlushed(db, bank)) return;
        db.Execute(Table);
        db.Execute(Sum, new { bank });
        db.Execute(Heads);
        db.Execute(Counts);
    }

    const string Table = """
        create temp table unwritten_heads (
          bank integer not null, account integer not null, kind integer not null, period integer not null, written integer not null,
          amount integer not null, came_in integer not null, went_out integer not null, postings integer not null,
          last_posting integer not null, primary key (bank, account)) without rowid
        """;

    // A head may be newer than what all heads are as of; only the postings that it lacks are added.
    const string Sum = """
        insert into unwritten_heads
        select h.bank, h.account, h.kind, h.period, h.balance, cast(coalesce(sum(p.amount), 0) as bigint),
          cast(coalesce(sum(case when p.amount > 0 then p.amount end), 0) as bigint),
          cast(coalesce(sum(case when p.amount < 0 then -p.amount end), 0) as bigint), max(p.sequence), max(p.number)
        from books b
        join postings p on p.bank = b.bank and p.number > b.heads_as_of
        join account_heads h on h.bank = p.bank and h.account = p.account and h.postings < p.sequence
        where b.bank = @bank group by h.account
        """;

    const string Heads = """
        create temp view account_heads as select h.bank, h.account, h.kind, h.owner, h.period,
          h.balance + coalesce(
            (select u.amount from unwritten_heads u where u.bank = h.bank and u.account = h.account), 0) as balance,
          h.total_in + coalesce(
            (select u.came_in from unwritten_heads u where u.bank = h.bank and u.account = h.account), 0) as total_in,
          h.total_out + coalesce(
            (select u.went_out from unwritten_heads u where u.bank = h.bank and u.account = h.account), 0) as total_out,
          h.held,
          coalesce((select u.postings from unwritten_heads u where u.bank = h.bank and u.account = h.account), h.postings) as postings,
          coalesce(
            (select u.last_posting from unwritten_heads u where u.bank = h.bank and u.account = h.account), h.last_posting) as last_posting
        from main.account_heads h
        """;

    // Kind 2 is a household's merit: it left the standing that is written and came to the one that it has now.
    const string Counts = """
        create temp view standing_counts as select c.bank, c.period, c.standing, c.households - (
            select count(*) from unwritten_heads u
            where u.bank = c.bank and u.kind = 2 and u.period = c.period and u.written = c.standing) as households
          from main.standing_counts c
        union all
        select bank, period, written + amount, 1 from unwritten_heads where kind = 2
        """;
}
