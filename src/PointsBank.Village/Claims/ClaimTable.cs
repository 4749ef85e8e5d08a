using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;

namespace PointsBank.Village.Claims;

/// <summary>
/// Which claims to list; what is null does not matter. Beside a household's own stand those that <paramref name="By"/> wrote down for
/// others.
/// </summary>
public sealed record ClaimFilter(
    string? State = null, long? Group = null, string? Channel = null, long? Household = null, string? By = null)
{
    public static ClaimFilter All { get; } = new();
}

/// <summary>What happens to a claim now; what is null stays as it was.</summary>
sealed record Step(
    string State, string Note = "", long? Points = null, long? Session = null, long? Notice = null, long? Objection = null,
    long? Hold = null, long? Entry = null,
    bool OnePerson = false);

/// <summary>The rows of claims and their steps.</summary>
static class ClaimTable
{
    public static readonly string Select = $"""
        select c.number, c.household, h.group_no, g.name as group_name,
          coalesce((select p.name from members p where p.bank = c.bank and p.household = c.household and p.is_head = 1), '') as head,
          c.member, m.name as member_name, c.rule, c.rulebook, c.kind, c.effective_on, c.from_minute, c.until_minute, c.quantity, c.channel, c.via,
          c.claimed_by, c.claimant,
          c.recorded_by, {Handler.Of("c.recorded_by")} as recorder, c.recorded_at, c.document, c.witnesses, c.memo, c.state, c.steps,
          r.item_zh, r.item_en, r.points as each, r.direct, r.posted, s.points, s.notice, s.hold, s.entry,
          coalesce(s.one_person, 0) as one_person
        from claims c
        join households h on h.bank = c.bank and h.number = c.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        join rules r on r.bank = c.bank and r.version = c.rulebook and r.code = c.rule
        left join members m on m.bank = c.bank and m.number = c.member
        left join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
        """;

    static readonly string One = $"{Select} where c.bank = @bank and c.number = @number";

    /// <summary>A claim by its number; prepared, because a meeting or a notice asks for hundreds.</summary>
    public static Claim? Find(DbSession db, long bank, long number)
    {
        using var row = db.Prepared(One, "@bank", "@number").Query(bank, number);
        if (!row.Read()) return null;
        return new()
        {
            Number = row.Number(0), Household = row.Number(1), GroupNo = row.Number(2), GroupName = row.Text(3), Head = row.Text(4),
            Member = NumberAt(row, 5), MemberName = row.IsNull(6) ? null : row.Text(6), Rule = row.Text(7), Rulebook = row.Number(8),
            Kind = row.Text(9), EffectiveOn = row.Text(10), FromMinute = NumberAt(row, 11), UntilMinute = NumberAt(row, 12),
            Quantity = row.Number(13), Channel = row.Text(14), Via = row.Text(15), ClaimedBy = row.Text(16), Claimant = NumberAt(row, 17),
            RecordedBy = row.Text(18), Recorder = row.Text(19), RecordedAt = row.Number(20), Document = row.Text(21),
            Witnesses = row.Text(22), Memo = row.Text(23), State = row.Text(24), Steps = row.Number(25), ItemZh = row.Text(26),
            ItemEn = row.Text(27), Each = row.Number(28), Direct = row.Number(29), Posted = row.Number(30), Points = NumberAt(row, 31),
            Notice = NumberAt(row, 32), Hold = NumberAt(row, 33), Entry = NumberAt(row, 34), OnePerson = row.Number(35),
        };

        static long? NumberAt(Statement.Rows row, int column) => row.IsNull(column) ? null : row.Number(column);
    }

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<Claim> Newest(DbSession db, long bank, ClaimFilter filter, long before, int limit) =>
        db.Query<Claim>($"""
        {Select}
        where c.bank = @bank and (@before = 0 or c.number < @before) and (@state = '' or c.state = @state)
          and (@channel = '' or c.channel = @channel)
          and (@group = 0 or h.group_no = @group) and (@household = 0 or c.household = @household or c.recorded_by = @by)
        order by c.number desc limit @limit
        """,
        new
        {
            bank, before, limit, state = filter.State ?? "", channel = filter.Channel ?? "", group = filter.Group ?? 0,
            household = filter.Household ?? 0,
            by = filter.By ?? "",
        });

    /// <summary>Those in a state, as they are read out at the meeting and printed on the sheet: by group, household and day.</summary>
    public static IReadOnlyList<Claim> InOrder(DbSession db, long bank, string state, LocalDate upTo, long group = 0) =>
        db.Query<Claim>($"""
        {Select}
        where c.bank = @bank and c.state = @state and c.effective_on <= @upTo and (@group = 0 or h.group_no = @group)
        order by h.group_no, c.household, c.effective_on, c.number
        """, new { bank, state, upTo = upTo.ToIso(), group });

    /// <summary>
    /// Deductions that wait for the group or the meeting without the reminders that are needed by the day of the deed: one of any kind, or
    /// one in private and then one in writing. The eldest claim first.
    /// </summary>
    public static IReadOnlyList<Claim> Unreminded(DbSession db, long bank, long needed, int limit) =>
        db.Query<Claim>($"""
        {Select}
        where c.bank = @bank and c.state in ('submitted', 'collected') and c.kind = 'deduct' and not exists (
          select 1 from reminders w
          where w.bank = c.bank and w.household = c.household and w.rule = c.rule and w.reminded_on <= c.effective_on
            and (@needed = 1 or (w.kind = 'written' and exists (
              select 1 from reminders p where p.bank = w.bank and p.household = w.household and p.rule = w.rule and p.kind = 'private'
                and p.reminded_on <= w.reminded_on))))
        order by c.number limit @limit
        """, new { bank, needed, limit });

    public static long Add(Writer writer, long bank, ClaimSlip slip, string via, string actor)
    {
        var number = writer.Prepared("""
            insert into claims (bank, number, household, member, rule, rulebook, kind, effective_on, from_minute, until_minute, quantity,
              channel, via, claimed_by, claimant,
              recorded_by, recorded_at, document, witnesses, memo, state, steps)
            select @bank, coalesce(max(number), 0) + 1, @household, @member, @rule, @version, @kind, @day, @from, @until, @quantity,
              @channel, @via, @claimedBy, @claimant,
              @actor, @at, @document, @witnesses, @memo, '', 0 from claims where bank = @bank
            returning number
            """,
            "@bank", "@household", "@member", "@rule", "@version", "@kind", "@day", "@from", "@until", "@quantity", "@channel", "@via",
            "@claimedBy", "@claimant", "@actor", "@at",
            "@document", "@witnesses", "@memo").Single(
            bank, slip.Input.Household, slip.Input.Member, slip.Rule.Code, slip.Version, slip.Rule.Kind, slip.Input.EffectiveOn.ToIso(),
            (long?)slip.From, (long?)slip.Until, slip.Input.Quantity, slip.Input.Channel, via, slip.ClaimedBy, slip.Input.Claimant, actor,
            writer.NowMilliseconds, slip.Document, slip.Witnesses, slip.Memo)!.Value;
        Advance(writer, bank, new Claim { Number = number }, new Step(ClaimState.Submitted), actor);
        return number;
    }

    /// <summary>Writes what happened and moves the claim there. The database refuses a move that is not in its law.</summary>
    public static void Advance(Writer writer, long bank, Claim claim, Step step, string actor)
    {
        writer.Prepared("""
            insert into claim_steps (bank, claim, sequence, state, points, session, notice, objection, hold, entry, one_person, recorded_at,
              actor, note)
            values (@bank, @claim, @sequence, @state, @points, @session, @notice, @objection, @hold, @entry, @onePerson, @at, @actor, @note)
            """,
            "@bank", "@claim", "@sequence", "@state", "@points", "@session", "@notice", "@objection", "@hold", "@entry", "@onePerson",
            "@at", "@actor", "@note").Execute(
            bank, claim.Number, claim.Steps + 1, step.State, step.Points ?? claim.Points, step.Session, step.Notice ?? claim.Notice,
            step.Objection, step.Hold ?? claim.Hold, step.Entry, step.OnePerson || claim.OnePerson == 1 ? 1 : 0, writer.NowMilliseconds,
            actor, step.Note);
        writer.Prepared(
            "update claims set state = @state, steps = @steps where bank = @bank and number = @number", "@state", "@steps", "@bank",
            "@number").Execute(
            step.State, claim.Steps + 1, bank, claim.Number);
    }

    public static IReadOnlyList<ClaimStepView> StepsOf(DbSession db, long bank, long claim) => db.Query<StepRow>($"""
        select s.sequence, s.state, s.points, s.session, s.notice, s.objection, s.entry, s.one_person, s.recorded_at,
          {Handler.Of("s.actor")} as handler, s.note
        from claim_steps s where s.bank = @bank and s.claim = @claim order by s.sequence
        """, new { bank, claim }).Select(row => row.View).ToList();

    public static IReadOnlyList<EvidenceView> EvidenceOf(DbSession db, long bank, long claim) =>
        db.Query<(long Sequence, byte[] Digest, string Kind, long Size, long At)>("""
            select e.sequence, e.digest, f.kind, f.size, e.added_at
              from claim_evidence e join evidence_files f on f.bank = e.bank and f.digest = e.digest
            where e.bank = @bank and e.claim = @claim order by e.sequence
            """,
            new { bank, claim })
                .Select(row => new EvidenceView(row.Sequence, new Digest(row.Digest).ToString(), row.Kind, row.Size, row.At.ToInstant()))
                .ToList();

    /// <summary>
    /// What the household would get from claims that the meeting has granted and that are not in the journal yet; deductions count for
    /// their own rule alone.
    /// </summary>
    public static Counted Granted(Writer writer, long bank, long household, string rule, LocalDate day, long except)
    {
        var (month, year) = (new LocalDate(day.Year, day.Month, 1), new LocalDate(day.Year, 1, 1));
        using var sums = writer.Prepared("""
            select
              cast(coalesce(sum(case when c.rule = @rule and c.effective_on >= @month and c.effective_on < @nextMonth then s.points end),
                0) as bigint),
              cast(coalesce(sum(case when c.rule = @rule then s.points end), 0) as bigint),
              cast(coalesce(sum(case when c.kind = 'credit' and r.ordinary = 1 and c.effective_on >= @month
                and c.effective_on < @nextMonth then s.points end), 0) as bigint),
              cast(coalesce(sum(case when c.kind = 'credit' and r.ordinary = 1 then s.points end), 0) as bigint)
            from claims c
            join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
            join rules r on r.bank = c.bank and r.version = c.rulebook and r.code = c.rule
            where c.bank = @bank and c.household = @household and c.effective_on >= @year and c.effective_on < @nextYear
              and c.number <> @except
              and c.state in ('assessed', 'on_notice', 'objected')
            """, "@bank", "@household", "@rule", "@except", "@month", "@nextMonth", "@year", "@nextYear").Query(
            bank, household, rule, except, month.ToIso(), month.PlusMonths(1).ToIso(), year.ToIso(), year.PlusYears(1).ToIso());
        sums.Read();
        return new(sums.Number(0), sums.Number(1), sums.Number(2), sums.Number(3));
    }

    /// <summary>What a meeting decided, claim by claim.</summary>
    public static List<(long Claim, string State, long? Points, string Note, long OnePerson)> DecidedAt(
        DbSession db, long bank, long session) =>
        db.Query<(long Claim, string State, long? Points, string Note, long OnePerson)>("""
            select claim, state, points, note, one_person from claim_steps
              where bank = @bank and session = @session and state in ('assessed', 'rejected')
            """, new { bank, session });

    /// <summary>How many claims a meeting granted and rejected, and how many points it granted.</summary>
    public static (long Granted, long Rejected, long Points) SumsOf(DbSession db, long bank, long session) =>
        db.QuerySingle<(long, long, long)>("""
            select cast(coalesce(sum(case when state = 'assessed' then 1 else 0 end), 0) as bigint),
              cast(coalesce(sum(case when state = 'rejected' then 1 else 0 end), 0) as bigint),
              cast(coalesce(sum(case when state = 'assessed' then points else 0 end), 0) as bigint)
            from claim_steps where bank = @bank and session = @session
            """, new { bank, session });

    /// <summary>Points of a year that the meeting has granted and that no hold keeps yet.</summary>
    public static long GrantedUnposted(Writer writer, long bank, int year) => writer.Prepared("""
        select cast(coalesce(sum(s.points), 0) as bigint) from claims c
        join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
        where c.bank = @bank and c.state = 'assessed' and c.kind = 'credit' and c.effective_on >= @first and c.effective_on <= @last
        """, "@bank", "@first", "@last").Single(bank, new LocalDate(year, 1, 1).ToIso(), new LocalDate(year, 12, 31).ToIso()) ?? 0;

    /// <summary>Whether another claim of the household under this rule on this day is alive, or its deed is in the journal.</summary>
    public static bool IsTold(DbSession db, long bank, long household, string rule, LocalDate day, long except) =>
        db.ExecuteScalar<long>("""
        select case when exists (select 1 from claims c
          where c.bank = @bank and c.household = @household and c.effective_on = @day and c.rule = @rule and c.number <> @except
            and c.state not in ('rejected', 'dropped', 'withdrawn', 'reversed', 'entered'))
          or exists (select 1 from deeds d where d.bank = @bank and d.household = @household and d.effective_on = @day and d.rule = @rule
            and d.reverses is null
            and d.source <> @source
              and not exists (select 1 from deeds m where m.bank = d.bank and m.household = d.household and m.effective_on = d.effective_on
              and m.reverses = d.entry))
        then 1 else 0 end
        """, new { bank, household, rule, day = day.ToIso(), except, source = Claim.SourceOf(except) }) == 1;

    /// <summary>Whether the member is told to have done something else at the same time.</summary>
    public static bool Overlaps(
        DbSession db, long bank, long? member, LocalDate day, long? from, long? until, long except) =>
        member is not null && from is not null && db.ExecuteScalar<long>("""
            select count(*) from claims c where c.bank = @bank and c.member = @member and c.effective_on = @day and c.number <> @except
              and c.from_minute < @until and c.until_minute > @from and c.state not in ('rejected', 'dropped', 'withdrawn', 'reversed')
            """, new { bank, member, day = day.ToIso(), from, until, except }) > 0;

    /// <summary>Whether one of the claim's files proves another claim too.</summary>
    public static bool SharesFile(DbSession db, long bank, long claim) => db.ExecuteScalar<long>("""
        select count(*) from claim_evidence e join claim_evidence o on o.bank = e.bank and o.digest = e.digest and o.claim <> e.claim
          where e.bank = @bank and e.claim = @claim
        """, new { bank, claim }) > 0;

    /// <summary>Adds a file to a claim as its proof of this number.</summary>
    public static void AddFile(Writer writer, long bank, long claim, long sequence, Digest digest, string actor) => writer.Execute("""
        insert into claim_evidence (bank, claim, sequence, digest, added_at, actor)
          values (@bank, @claim, @sequence, @digest, @at, @actor)
        """, new { bank, claim, sequence, digest = digest.ToArray(), at = writer.NowMilliseconds, actor });

    /// <summary>The digest of a claim's file by its number there; null where there is none.</summary>
    public static Digest? FileOf(DbSession db, long bank, long claim, long sequence) =>
        db.QuerySingleOrDefault<byte[]>(
            "select digest from claim_evidence where bank = @bank and claim = @claim and sequence = @sequence",
            new { bank, claim, sequence }) is { } digest ? new Digest(digest) : null;

    /// <summary>How many claims stand where; of one group where it is named.</summary>
    public static Dictionary<string, long> Counts(DbSession db, long bank, long group) => db.Query<(string State, long Count)>("""
        select c.state, count(*) from claims c join households h on h.bank = c.bank and h.number = c.household
        where c.bank = @bank and (@group = 0 or h.group_no = @group) group by c.state
        """, new { bank, group }).ToDictionary(row => row.State, row => row.Count);

    public static long FilesOf(DbSession db, long bank, long claim) =>
        db.ExecuteScalar<long>("select count(*) from claim_evidence where bank = @bank and claim = @claim", new { bank, claim });

    /// <summary>Who wrote the claim down and who collected it, as labels.</summary>
    public static IReadOnlyCollection<string> MakersOf(DbSession db, long bank, long claim)
    {
        using var rows = db.Prepared(Makers, "@bank", "@claim").Query(bank, claim);
        var makers = new HashSet<string>(2);
        while (rows.Read()) makers.Add(rows.Text(0));
        return makers;
    }

    const string Makers = """
        select recorded_by from claims where bank = @bank and number = @claim
        union
        select actor from claim_steps where bank = @bank and claim = @claim and state = 'collected'
        """;

    sealed class StepRow
    {
        public long Sequence { get; init; }

        public string State { get; init; } = "";

        public long? Points { get; init; }

        public long? Session { get; init; }

        public long? Notice { get; init; }

        public long? Objection { get; init; }

        public long? Entry { get; init; }

        public long OnePerson { get; init; }

        public long RecordedAt { get; init; }

        public string Handler { get; init; } = "";

        public string Note { get; init; } = "";

        // Who objected is told to the supervisor alone, with the objection.
        public ClaimStepView View =>
            new(
                Sequence, State, Points, Session, Notice, Objection, Entry, OnePerson == 1, RecordedAt.ToInstant(),
                State == ClaimState.Objected ? "" : Handler, Note);
    }

    /// <summary>Claims of a household that are on their way, with the member.</summary>
    public static IEnumerable<(long Number, long? Member)> OpenOf(Writer writer, long bank, long household) =>
        writer.Query<(long, long?)>("""
        select number, member from claims where bank = @bank and household = @household
          and state in ('submitted', 'collected', 'assessed', 'on_notice', 'objected') order by number
        """, new { bank, household });
}
