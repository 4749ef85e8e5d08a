using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

static class VoucherTable
{
    /// <summary>Past its time is expired, whether or not the sweeper has come.</summary>
    const string State = """
        case when e.outcome = 1 then 'spent' when e.outcome = 2 then 'void'
          when e.outcome = 3 or v.valid_until <= @now then 'expired' else 'open' end
        """;

    public sealed record Opening(long Household, Digest Digest, string Key);

    /// <summary>What opens a voucher; null where there is none of this number.</summary>
    public static Opening? Secret(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<(long Household, byte[]? Hash, string Key)>(
            "select household, code_hash, key_name from vouchers where bank = @bank and number = @number",
            new { bank, number }) is { Hash: { } hash } row ? new(row.Household, new(hash), row.Key) : null;

    /// <summary>The number of the next voucher.</summary>
    public static long Next(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from vouchers where bank = @bank", new { bank });

    public static void Add(
        Writer writer, long bank, long number, long household, long points, HoldNumber hold, Digest hash, string keyName, Instant until,
        string actor) =>
        writer.Execute("""
        insert into vouchers (bank, number, household, points, hold, code_hash, key_name, issued_at, valid_until, actor)
        values (@bank, @number, @household, @points, @hold, @hash, @keyName, @at, @until, @actor)
        """,
        new
        {
            bank, number, household, points, hold = hold.Value, hash = hash.ToArray(), keyName, at = writer.NowMilliseconds,
            until = until.ToUnixTimeMilliseconds(), actor,
        });

    /// <summary>What a redemption by this voucher settles, or why nothing more comes of it.</summary>
    public static Outcome<Tender> Spend(Writer writer, long bank, long number)
    {
        var hold = new HoldNumber(
            writer.Prepared(
                "select hold from vouchers where bank = @bank and number = @number", "@bank", "@number").Single(bank, number)!.Value);
        return Ended(writer.Book(bank).FindHold(hold)!, writer.Now) is { } refusal ? refusal : new Tender(Settles: hold, Voucher: number);
    }

    /// <summary>Ends a voucher's hold, so that its points are free, and keeps why; the refusal where there is nothing in it.</summary>
    public static Refusal? Void(Writer writer, WriteContext context, long bank, long voucher, string reason)
    {
        if (writer.QuerySingleOrDefault<long?>(
            "select hold from vouchers where bank = @bank and number = @voucher", new { bank, voucher }) is not { } number)
            return new(VillageRefusals.UnknownVoucher, "voucher");
        var (book, hold) = (writer.Book(bank), new HoldNumber(number));
        if (Ended(book.FindHold(hold)!, writer.Now) is { } ended) return ended with { Field = "voucher" };
        if (book.End(new(hold, HoldOutcome.Voided, context.Caller.Actor, context.Key), writer.Now).Refusal is { } refusal) return refusal;
        writer.Execute(
            "insert into voucher_voids (bank, voucher, reason, voided_at, actor) values (@bank, @voucher, @reason, @at, @actor)",
            new { bank, voucher, reason, at = writer.NowMilliseconds, actor = context.Caller.Actor });
        return null;
    }

    public static Refusal? Ended(Hold hold, Instant now) => (hold.End?.Outcome, hold.IsPast(now)) switch
    {
        (HoldOutcome.Settled, _) => new(VillageRefusals.VoucherSpent, "authorisedBy.voucher"),
        (HoldOutcome.Voided, _) => new(VillageRefusals.VoucherVoid, "authorisedBy.voucher"),
        (null, false) => null,
        _ => new(VillageRefusals.VoucherExpired, "authorisedBy.voucher"),
    };

    public static VoucherView? Find(DbSession db, long bank, long number, Instant now) =>
        Query(db, "v.number = @number", new { bank, number, now = now.ToUnixTimeMilliseconds() }).SingleOrDefault();

    /// <summary>Newest first; an empty state and a household of 0 ask for all.</summary>
    public static IReadOnlyList<VoucherView> Of(
        DbSession db, long bank, string state, long household, long before, int limit, Instant now) =>
        Query(
        db,
        $"v.number < @before and (@household = 0 or v.household = @household) and (@state = '' or {State} = @state) order by v.number "
            + $"desc limit @limit",
        new { bank, state, household, before, limit, now = now.ToUnixTimeMilliseconds() });

    static List<VoucherView> Query(DbSession db, string where, object parameters) => db.Query<Row>($"""
        select v.number, v.household, v.points, v.issued_at, v.valid_until, {State} as state, {Handler.Of("v.actor")} as handler,
          g.name as village_group,
          coalesce((select m.name from members m where m.bank = h.bank and m.household = h.number and m.is_head = 1), '') as head,
          r.number as redemption, r.points as taken, w.reason
        from vouchers v
        join households h on h.bank = v.bank and h.number = v.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        left join hold_ends e on e.bank = v.bank and e.hold = v.hold
        left join redemptions r on r.bank = v.bank and r.voucher = v.number
        left join voucher_voids w on w.bank = v.bank and w.voucher = v.number
        where v.bank = @bank and {where}
        """, parameters).Select(row => row.View()).ToList();

    sealed class Row
    {
        public long Number { get; init; }

        public long Household { get; init; }

        public long Points { get; init; }

        public long IssuedAt { get; init; }

        public long ValidUntil { get; init; }

        public string State { get; init; } = "";

        public string Handler { get; init; } = "";

        public string VillageGroup { get; init; } = "";

        public string Head { get; init; } = "";

        public long? Redemption { get; init; }

        public long? Taken { get; init; }

        public string? Reason { get; init; }

        public VoucherView View() => new(
            Number, Household, Points, IssuedAt.ToInstant(), LastDay.Of(ValidUntil.ToInstant()), State, Handler, VillageGroup, Head,
            Redemption, Taken, Reason);
    }

    /// <summary>Vouchers of a household that are neither spent nor void.</summary>
    public static IEnumerable<(long Number, long? Member)> OpenOf(Writer writer, long bank, long household) =>
        writer.Query<(long, long?)>("""
        select v.number, null as member from vouchers v where v.bank = @bank and v.household = @household
          and not exists (select 1 from hold_ends e where e.bank = v.bank and e.hold = v.hold) order by v.number
        """, new { bank, household });
}
