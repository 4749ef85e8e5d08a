using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Notices;

/// <summary>Objections to what hangs on the wall, and their rulings.</summary>
static class ObjectionTable
{
    public static Row? Find(DbSession db, long bank, long number) => db.QuerySingleOrDefault<Row>($"""
        select o.number, o.notice, n.line, o.claim, o.channel, o.household, o.objector, o.words, {Handler.Of("o.actor")} as recorder,
          o.recorded_at,
          r.outcome, r.points, r.reason, {Handler.Of("r.actor")} as ruler, r.recorded_at as ruled_at
        from objections o
        join notice_items n on n.bank = o.bank and n.claim = o.claim
        left join rulings r on r.bank = o.bank and r.objection = o.number
        where o.bank = @bank and o.number = @number
        """, new { bank, number });

    /// <summary>Numbers, newest first: without an answer where <paramref name="open"/> is set, of one notice where it is named.</summary>
    public static List<long> Newest(DbSession db, long bank, bool open, long notice, long before, int limit) => db.Query<long>("""
        select o.number from objections o
        where o.bank = @bank and (@before = 0 or o.number < @before) and (@notice = 0 or o.notice = @notice)
          and (@open = 0 or not exists (select 1 from rulings r where r.bank = o.bank and r.objection = o.number))
        order by o.number desc limit @limit
        """, new { bank, before, limit, open = open ? 1 : 0, notice });

    /// <summary>The numbers of all objections to a claim, the first one first.</summary>
    public static List<long> OfClaim(DbSession db, long bank, long claim) => db.Query<long>(
        "select number from objections where bank = @bank and claim = @claim order by number", new { bank, claim });

    /// <summary>The numbers of those that a household made, newest first.</summary>
    public static List<long> OfHousehold(DbSession db, long bank, long household, long before, int limit) => db.Query<long>("""
        select number from objections where bank = @bank and household = @household and (@before = 0 or number < @before)
        order by number desc limit @limit
        """, new { bank, household, before, limit });

    /// <summary>How many objections to the claims of a notice have no answer yet, by claim.</summary>
    public static Dictionary<long, long> OpenOf(DbSession db, long bank, long notice) => db.Query<(long Claim, long Count)>("""
        select o.claim, count(*) from objections o where o.bank = @bank and o.notice = @notice
          and not exists (select 1 from rulings r where r.bank = o.bank and r.objection = o.number) group by o.claim
        """, new { bank, notice }).ToDictionary(row => row.Claim, row => row.Count);

    /// <summary>Whether an objection to a claim has no answer yet.</summary>
    public static bool IsOpen(DbSession db, long bank, long claim) => db.ExecuteScalar<long>("""
        select count(*) from objections o where o.bank = @bank and o.claim = @claim
          and not exists (select 1 from rulings r where r.bank = o.bank and r.objection = o.number)
        """, new { bank, claim }) > 0;

    /// <summary>Whether the household has objected to the claim, answered or not.</summary>
    public static bool HasObjected(DbSession db, long bank, long claim, long household) => db.ExecuteScalar<long>(
        "select count(*) from objections where bank = @bank and claim = @claim and household = @household",
        new { bank, claim, household }) > 0;

    /// <summary>Whether the caller wrote, collected or decided the claim, or is tied to either side.</summary>
    public static bool IsInvolved(DbSession db, long bank, ObjectionView objection, Caller caller) =>
        db.ExecuteScalar<long>("""
        select count(*) from claims c where c.bank = @bank and c.number = @claim and (c.recorded_by = @actor
          or exists (select 1 from claim_steps s where s.bank = c.bank and s.claim = c.number and s.state in ('collected', 'assessed')
            and s.actor = @actor)
          or exists (select 1 from claim_steps s join assessment_people p on p.bank = s.bank and p.session = s.session and p.staff = @staff
            where s.bank = c.bank and s.claim = c.number and s.state = 'assessed'
              and not exists (select 1 from assessment_recusals k
                where k.bank = p.bank and k.session = p.session and k.claim = s.claim and k.staff = p.staff))
          or exists (select 1 from staff_ties t where t.bank = c.bank and t.staff = @staff
            and (t.household = c.household or t.household = @objector)))
        """,
        new
        {
            bank, claim = objection.Claim.Number, actor = caller.Actor, staff = caller.StaffNumber ?? 0,
            objector = objection.Household ?? 0,
        }) > 0;

    /// <summary>Writes down an objection, and answers its number.</summary>
    public static long Add(
        Writer writer, long bank, long notice, long claim, ObjectionInput input, string words, string objector, string actor) =>
        writer.ExecuteScalar<long>("""
            insert into objections (bank, number, notice, claim, channel, household, objector, words, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @notice, @claim, @Channel, @Household, @objector, @words, @at, @actor
              from objections where bank = @bank
            returning number
            """,
            new { bank, notice, claim, input.Channel, input.Household, objector, words, at = writer.NowMilliseconds, actor });

    public static void Rule(Writer writer, long bank, long number, string outcome, long? points, string reason, string actor) =>
        writer.Execute("""
            insert into rulings (bank, objection, outcome, points, reason, recorded_at, actor)
              values (@bank, @number, @outcome, @points, @reason, @at, @actor)
            """, new { bank, number, outcome, points, reason, at = writer.NowMilliseconds, actor });

    public sealed class Row
    {
        public long Number { get; init; }

        public long Notice { get; init; }

        public long Line { get; init; }

        public long Claim { get; init; }

        public string Channel { get; init; } = "";

        public long? Household { get; init; }

        public string Objector { get; init; } = "";

        public string Words { get; init; } = "";

        public string Recorder { get; init; } = "";

        public long RecordedAt { get; init; }

        public string? Outcome { get; init; }

        public long? Points { get; init; }

        public string Reason { get; init; } = "";

        public string Ruler { get; init; } = "";

        public long RuledAt { get; init; }
    }
}
