using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Funds;

static class FundTable
{
    /// <summary>How the source of an entry begins that the fund's own desk made and it alone takes back.</summary>
    public const string FundSource = "fund:";

    /// <summary>The same of a statement, which is never taken back once approved.</summary>
    public const string SettlementSource = "settlement:";

    /// <summary>That nothing reversed the entry of the row <paramref name="row"/>.</summary>
    public static string Standing(string row) =>
        $"not exists (select 1 from entries v where v.bank = {row}.bank and v.reverses = {row}.entry)";

    /// <summary>What the delivery of the row <paramref name="row"/> is worth in fen, its corrections included.</summary>
    public static string WorthOf(string row) =>
        $"""
        (select cast(coalesce(sum(l.cost + l.variance), 0) as bigint)
          from stock_movements c join stock_lines l on l.bank = c.bank and l.movement = c.number
          where c.bank = {row}.bank and (c.number = {row}.number or c.corrects = {row}.number))
        """;

    public static FundMovementView? Find(DbSession db, long bank, long number) =>
        db.Query<Row>($"{Rows} where f.bank = @bank and f.number = @number", new { bank, number }).Select(row => row.View)
            .FirstOrDefault();

    /// <summary>Movements of one kind or all, newest first, before a number.</summary>
    public static IReadOnlyList<FundMovementView> Of(DbSession db, long bank, string? kind, long before, int limit) =>
        db.Query<Row>($"""
        {Rows} where f.bank = @bank and f.number < @before
          and (@kind = '' or f.kind = @kind or (@kind = 'payment' and f.kind <> 'contribution'))
        order by f.number desc limit @limit
        """, new { bank, kind = kind ?? "", before, limit }).Select(row => row.View).ToList();

    /// <summary>The number of the next movement.</summary>
    public static long Next(DbSession db, long bank) =>
        db.Prepared("select coalesce(max(number), 0) + 1 from fund_movements where bank = @bank", "@bank").Single(bank)!.Value;

    /// <summary>The number of the first entry recorded at or after an instant: entries are numbered in the order of recording.</summary>
    public static long FirstFrom(DbSession db, long bank, long instant)
    {
        var (low, high) = (
            1L, db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from entries where bank = @bank", new { bank }));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (db.ExecuteScalar<long>(
                "select recorded_at from entries where bank = @bank and number = @middle", new { bank, middle }) < instant)
                low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>What the entries <c>[from, until)</c> moved, by kind of account and, of points redeemed, by shop.</summary>
    public static List<(AccountKind Kind, long Owner, long Amount)> Flows(DbSession db, long bank, long from, long until) =>
        db.Query<(long Kind, long Owner, long Amount)>($"""
        select a.kind, case when a.kind = {(int)AccountKind.Redeemed} then a.owner
          else 0 end as owner, cast(coalesce(sum(p.amount), 0) as bigint)
        from postings p join accounts a on a.bank = p.bank and a.number = p.account
          and ((a.unit = 'points' and a.kind <> {(int)AccountKind.HouseholdPoints}) or a.unit = 'fen')
        where p.bank = @bank and p.number >= coalesce((select e.first_posting from entries e where e.bank = @bank and e.number = @from),
          {long.MaxValue})
          and p.number < coalesce((select e.first_posting from entries e where e.bank = @bank and e.number = @until), {long.MaxValue})
        group by a.kind, case when a.kind = {(int)AccountKind.Redeemed} then a.owner else 0 end
        """, new { bank, from, until }).ConvertAll(row => ((AccountKind)row.Kind, row.Owner, row.Amount));

    public static void Add(
        Writer writer, long bank, long number, string kind, long? source, long? purchase, string partner, long fen, string receipt,
        LocalDate day, EntryNumber entry, string actor) =>
        writer.Execute("""
            insert into fund_movements (bank, number, kind, source, purchase, partner, fen, receipt, moved_on, entry, actor)
            values (@bank, @number, @kind, @source, @purchase, @partner, @fen, @receipt, @day, @entry, @actor)
            """, new { bank, number, kind, source, purchase, partner, fen, receipt, day = day.ToIso(), entry = entry.Value, actor });

    public static void Consent(Writer writer, long bank, string gift, long number, bool named, string actor) =>
        writer.Execute("""
        insert into donor_consents (bank, gift, number, version, named, recorded_at, actor)
        select @bank, @gift, @number, coalesce(max(version), 0) + 1, @named, @at, @actor from donor_consents
          where bank = @bank and gift = @gift and number = @number
        """, new { bank, gift, number, named = named ? 1 : 0, at = writer.NowMilliseconds, actor });

    /// <summary>Whether there is such a gift, which stands.</summary>
    public static bool IsGift(DbSession db, long bank, string gift, long number) =>
        db.ExecuteScalar<long>(gift == "fund"
        ? $"""
            select count(*) from fund_movements f where f.bank = @bank and f.number = @number and f.source is not null
              and f.source <> {Funds.FundSource.Settlement.Number} and {Standing("f")}
            """
        : $"""
            select count(*) from stock_movements m where m.bank = @bank and m.number = @number and m.origin = 'donation'
              and m.corrects is null and {Standing("m")}
            """,
        new { bank, number }) > 0;

    /// <summary>
    /// Purchases that were received unpaid and stand; those alone that something is owed for, unless one is asked for by its number.
    /// </summary>
    public static IReadOnlyList<PurchaseView> Purchases(DbSession db, long bank, long? movement = null) =>
        db.Query<(long, long, string, string, string, long, long)>($"""
        select m.number, m.shop, m.partner, m.receipt, m.moved_on,
          {WorthOf("m")} as cost,
          (select cast(coalesce(sum(f.fen), 0) as bigint) from fund_movements f
            where f.bank = m.bank and f.purchase = m.number and {Standing("f")}) as paid
        from stock_movements m
        where m.bank = @bank and m.number = coalesce(@movement, m.number) and m.origin = 'purchase' and m.paid = 0 and m.corrects is null
          and {Standing("m")}
        order by m.number
        """, new { bank, movement })
        .Select(row => new PurchaseView(row.Item1, row.Item2, row.Item3, row.Item4, row.Item5.ToDate(), row.Item6, row.Item7))
        .Where(purchase => movement is not null || purchase.Owed > 0).ToList();

    /// <summary>
    /// Why this entry is not reversed by itself: the fund's desk voids its own, an approved statement stays, and a purchase is not undone
    /// under its payments.
    /// </summary>
    public static Refusal? Barred(DbSession db, long bank, JournalEntry entry)
    {
        if (entry.Source.StartsWith(FundSource, StringComparison.Ordinal)
            || entry.Source.StartsWith(SettlementSource, StringComparison.Ordinal))
            return new(VillageRefusals.KeptByFund, "entry");
        if (entry.Kind != EntryKind.Stock) return null;
        var paid = db.ExecuteScalar<long>($"""
            select count(*) from stock_movements m join fund_movements f on f.bank = m.bank and f.purchase = m.number and {Standing("f")}
              where m.bank = @bank and m.entry = @entry
            """, new { bank, entry = entry.Number.Value });
        return paid > 0 ? new Refusal(VillageRefusals.PurchasePaid, "entry") : null;
    }

    static readonly string Rows = $"""
        select f.number, f.kind, f.source, f.partner, f.fen, f.receipt, f.moved_on, f.purchase, f.entry, e.hash, n.text as memo,
          v.number as voided_by, {Handler.Of("f.actor")} as handler,
          coalesce((select c.named from donor_consents c where c.bank = f.bank and c.gift = 'fund' and c.number = f.number
            order by c.version desc limit 1), 0) as named
        from fund_movements f
        join entries e on e.bank = f.bank and e.number = f.entry
        left join entry_notes n on n.bank = f.bank and n.entry = f.entry
        left join entries v on v.bank = f.bank and v.reverses = f.entry
        """;

    sealed class Row
    {
        public long Number { get; init; }

        public string Kind { get; init; } = "";

        public long? Source { get; init; }

        public string Partner { get; init; } = "";

        public long Fen { get; init; }

        public string Receipt { get; init; } = "";

        public string MovedOn { get; init; } = "";

        public long? Purchase { get; init; }

        public long Entry { get; init; }

        public byte[] Hash { get; init; } = [];

        public string? Memo { get; init; }

        public long? VoidedBy { get; init; }

        public string Handler { get; init; } = "";

        public long Named { get; init; }

        public FundMovementView View => new(
            Number, Kind, Source is { } source ? Funds.FundSource.Of(source).Code : null, Partner, Fen, Receipt, MovedOn.ToDate(),
            Purchase, Named == 1, Memo, Handler, Entry,
            new CheckCode(new(Entry), new Digest(Hash)).ToString(), VoidedBy);
    }

    /// <summary>Why a purchase cannot cost so much less: more is paid of it already. Null where nothing is in the way.</summary>
    public static Refusal? PaidAlready(Writer writer, long bank, long sheet, long difference) =>
        Purchases(writer, bank, sheet) is [var purchase] && purchase.Cost + difference < purchase.Paid
            ? new(VillageRefusals.PurchasePaid, "items")
            : null;
}
