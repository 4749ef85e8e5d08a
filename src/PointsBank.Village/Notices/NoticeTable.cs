using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Households;

namespace PointsBank.Village.Notices;

/// <summary>The rows of notices and what hangs on them.</summary>
static class NoticeTable
{
    /// <summary>The items of a notice, in its order.</summary>
    public static IReadOnlyList<Claim> ClaimsOf(DbSession db, long bank, long notice) => db.Query<Claim>($"""
        {ClaimTable.Select}
        join notice_items n on n.bank = c.bank and n.claim = c.number
        where c.bank = @bank and n.notice = @notice order by n.line
        """, new { bank, notice });

    /// <summary>How far back the first notice of a bank lists what was entered directly, in days.</summary>
    const int FirstDays = 31;

    /// <summary>The most lines of what was entered directly; a county's first month would fill a wall.</summary>
    const int MaxDirect = 1_000;

    static readonly string Named = PublicName.Columns("p", Purpose.Notices);

    public static NoticeLine? Find(DbSession db, long bank, long number, LocalDate today) =>
        number > 0 ? Lines(db, bank, number, 0, 1, today).FirstOrDefault() : null;

    public static List<NoticeLine> Newest(DbSession db, long bank, long before, int limit, LocalDate today) =>
        Lines(db, bank, 0, before, limit, today);

    /// <summary>Notices with items that nobody objects to and that are not entered yet.</summary>
    public static List<long> WithDueItems(DbSession db, long bank) => db.Query<long>("""
        select distinct n.notice from notice_items n join claims c on c.bank = n.bank and c.number = n.claim and c.state = 'on_notice'
          where n.bank = @bank order by n.notice
        """, new { bank });

    public static List<NoticeChangeView> Changes(DbSession db, long bank, long notice) =>
        db.Query<(string Kind, string Closes, string Reason, string Handler, long At, string Document, string ProposedBy)>($"""
            select kind, closes_on, reason, {Handler.Of("actor")}, recorded_at, document, {Handler.Of("proposed_by")} from notice_changes
              where bank = @bank and notice = @notice order by sequence
            """,
            new { bank, notice })
                .Select(
                    row => new NoticeChangeView(
                        row.Kind, row.Closes.ToDate(), row.Reason, row.Handler, row.At.ToInstant(), row.Document, row.ProposedBy))
                .ToList();

    /// <summary>The items by their claims: the line on the wall, and the points that hang there.</summary>
    public static Dictionary<long, (long Line, long Points)> LinesOf(DbSession db, long bank, long notice) =>
        db.Query<(long Claim, long Line, long Points)>(
            "select claim, line, points from notice_items where bank = @bank and notice = @notice", new { bank, notice })
            .ToDictionary(row => row.Claim, row => (row.Line, row.Points));

    /// <summary>The claim on a line of a notice; null where there is no such line.</summary>
    public static long? ClaimOn(DbSession db, long bank, long notice, long line) => db.QuerySingleOrDefault<long?>(
        "select claim from notice_items where bank = @bank and notice = @notice and line = @line", new { bank, notice, line });

    /// <summary>Posts a notice without its items yet, and answers its number.</summary>
    public static long Add(
        Writer writer, long bank, (LocalDate Opens, LocalDate Closes, LocalDate Hangs) days, long names, CheckCode head,
        (long After, long UpTo) direct, string actor) =>
        writer.ExecuteScalar<long>("""
            insert into notices (bank, number, opens_on, closes_on, hangs_until, names, head_code, direct_after, direct_upto, posted_at,
              posted_by)
            select @bank, coalesce(max(number), 0) + 1, @opens, @closes, @hangs, @names, @head, @after, @upTo, @at, @actor from notices
              where bank = @bank
            returning number
            """,
            new
            {
                bank, opens = days.Opens.ToIso(), closes = days.Closes.ToIso(), hangs = days.Hangs.ToIso(), names,
                head = head.ToString(), after = direct.After, upTo = direct.UpTo, at = writer.NowMilliseconds, actor,
            });

    public static void AddItem(Writer writer, long bank, long number, long line, long claim, long points) => writer.Prepared(
        "insert into notice_items (bank, notice, line, claim, points) values (@bank, @number, @line, @claim, @points)",
        "@bank", "@number", "@line", "@claim", "@points").Execute(bank, number, line, claim, points);

    public static void ProposeEnd(
        Writer writer, long bank, long notice, LocalDate on, string document, string reason, string actor) =>
        writer.Execute("""
            insert into notice_end_proposals (bank, notice, sequence, proposed_on, document, reason, recorded_at, actor)
            select @bank, @notice, coalesce(max(sequence), 0) + 1, @on, @document, @reason, @at, @actor from notice_end_proposals
              where bank = @bank and notice = @notice
            """, new { bank, notice, on = on.ToIso(), document, reason, at = writer.NowMilliseconds, actor });

    /// <summary>Makes the window longer, or ends it; an early end names its document and who proposed it.</summary>
    public static void Change(
        Writer writer, long bank, long notice, string kind, LocalDate closes, string reason, string actor, string document = "",
        string proposedBy = "") =>
        writer.Execute("""
            insert into notice_changes (bank, notice, sequence, kind, closes_on, reason, recorded_at, actor, document, proposed_by)
            select @bank, @notice, coalesce(max(sequence), 0) + 1, @kind, @closes, @reason, @at, @actor, @document, @proposedBy
              from notice_changes where bank = @bank and notice = @notice
            """, new { bank, notice, kind, closes = closes.ToIso(), reason, at = writer.NowMilliseconds, actor, document, proposedBy });

    /// <summary>The early end that nobody has confirmed yet: each end that was confirmed has used one proposal.</summary>
    public static (
        string Actor, string Reason, string Document, string Handler,
        Instant At)? EndProposal(DbSession db, long bank, long notice) =>
        db.Query<(string Actor, string Reason, string Document, string Handler, long At)>($"""
            select p.actor, p.reason, p.document, {Handler.Of("p.actor")}, p.recorded_at from notice_end_proposals p
            where p.bank = @bank and p.notice = @notice
              and p.sequence > (select count(*) from notice_changes w where w.bank = p.bank and w.notice = p.notice and w.kind = 'ended')
            """,
            new { bank, notice })
                .Select(
                    row => ((string, string, string, string, Instant)?)(
                        row.Actor, row.Reason, row.Document, row.Handler, row.At.ToInstant()))
                .FirstOrDefault();

    public static List<NoticeItem> Items(DbSession db, long bank, long notice, bool names, LocalDate today) =>
        db.Query<Row>($"""
        select n.line, g.name as group_name, c.rule, r.item_zh, r.item_en, c.kind, c.effective_on, c.quantity, n.points as posted_points,
          s.points, c.state, r.posted, {Named}
        from notice_items n
        join claims c on c.bank = n.bank and c.number = n.claim
        join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
        join rules r on r.bank = c.bank and r.version = c.rulebook and r.code = c.rule
        join households h on h.bank = c.bank and h.number = c.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        join members p on p.bank = c.bank and p.household = c.household and p.is_head = 1
        where n.bank = @bank and n.notice = @notice order by n.line
        """, new { bank, notice }).Select(row => row.Item(names, today)).ToList();

    /// <summary>What was entered without a notice in these entries and still stands.</summary>
    public static List<DirectItem> Direct(DbSession db, long bank, long after, long upTo, bool names, LocalDate today) =>
        db.Query<Row>($"""
        select g.name as group_name, d.rule, r.item_zh, r.item_en, d.kind, d.effective_on, d.points, r.posted, {Named}
        from deeds d
        join rules r on r.bank = d.bank and r.version = d.rulebook and r.code = d.rule
        join households h on h.bank = d.bank and h.number = d.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        join members p on p.bank = d.bank and p.household = d.household and p.is_head = 1
        join entries e on e.bank = d.bank and e.number = d.entry
        where d.bank = @bank and e.number > @after and e.number <= @upTo and d.reverses is null and e.reason <> 'after_notice'
          and e.reason <> 'by_one_person'
          and not exists (select 1 from entries v where v.bank = e.bank and v.reverses = e.number)
        order by h.group_no, d.effective_on, d.entry limit {MaxDirect}
        """, new { bank, after, upTo }).Select(row => row.DirectItem(names, today)).ToList();

    /// <summary>From which entry on the next notice lists what was entered directly.</summary>
    public static long DirectAfter(DbSession db, long bank, Instant now) =>
        db.QuerySingleOrDefault<long?>(
            "select direct_upto from notices where bank = @bank order by number desc limit 1", new { bank })
        ?? db.ExecuteScalar<long>(
            "select coalesce(max(number), 0) from entries where bank = @bank and recorded_at < @since",
            new { bank, since = now.Minus(Duration.FromDays(FirstDays)).ToUnixTimeMilliseconds() });

    public static (long After, long UpTo, bool Names, string PostedBy) SheetOf(DbSession db, long bank, long notice)
    {
        var row = db.QuerySingle<(long After, long UpTo, long Names, string PostedBy)>($"""
            select direct_after, direct_upto, names, {Handler.Of("posted_by")} from notices where bank = @bank and number = @notice
            """, new { bank, notice });
        return (row.After, row.UpTo, row.Names == 1, row.PostedBy);
    }

    static List<NoticeLine> Lines(DbSession db, long bank, long number, long before, int limit, LocalDate today) =>
        db.Query<LineRow>("""
        select n.number, n.opens_on, n.closes_on, n.hangs_until, n.head_code, n.posted_at,
          (select w.closes_on from notice_changes w where w.bank = n.bank and w.notice = n.number order by w.sequence desc
            limit 1) as changed_to,
          count(i.claim) as items,
          cast(coalesce(sum(case when c.state = 'on_notice' then 1 else 0 end), 0) as bigint) as due,
          cast(coalesce(sum(case when c.state = 'objected' then 1 else 0 end), 0) as bigint) as objected,
          cast(coalesce(sum(case when c.state in ('entered', 'reversed') then 1 else 0 end), 0) as bigint) as entered
        from notices n
        left join notice_items i on i.bank = n.bank and i.notice = n.number
        left join claims c on c.bank = i.bank and c.number = i.claim
        where n.bank = @bank and (@number = 0 or n.number = @number) and (@before = 0 or n.number < @before)
        group by n.bank, n.number, n.opens_on, n.closes_on, n.hangs_until, n.head_code, n.posted_at
        order by n.number desc limit @limit
        """, new { bank, number, before, limit }).Select(row => row.Line(today)).ToList();

    sealed class LineRow
    {
        public long Number { get; init; }

        public string OpensOn { get; init; } = "";

        public string ClosesOn { get; init; } = "";

        public string HangsUntil { get; init; } = "";

        public string HeadCode { get; init; } = "";

        public long PostedAt { get; init; }

        public string? ChangedTo { get; init; }

        public long Items { get; init; }

        public long Due { get; init; }

        public long Objected { get; init; }

        public long Entered { get; init; }

        public NoticeLine Line(LocalDate today)
        {
            var (opens, closes, hangs) = (OpensOn.ToDate(), (ChangedTo ?? ClosesOn).ToDate(), HangsUntil.ToDate());
            return new(
                Number, opens, closes, LocalDate.Max(hangs, closes), new Window(opens, closes).On(today), HeadCode, Items, Due, Objected,
                Entered, PostedAt.ToInstant());
        }
    }

    sealed class Row
    {
        public long Line { get; init; }

        public string GroupName { get; init; } = "";

        public string Rule { get; init; } = "";

        public string ItemZh { get; init; } = "";

        public string ItemEn { get; init; } = "";

        public string Kind { get; init; } = "";

        public string EffectiveOn { get; init; } = "";

        public long Quantity { get; init; }

        public long PostedPoints { get; init; }

        public long? Points { get; init; }

        public string State { get; init; } = "";

        public long Posted { get; init; }

        public string Name { get; init; } = "";

        public string Birth { get; init; } = "";

        public long Consent { get; init; }

        public NoticeItem Item(bool names, LocalDate today) => new(
            Line, GroupName, Shown(names, today), IsShown ? Rule : "", IsShown ? ItemZh : "", IsShown ? ItemEn : "", Kind,
            EffectiveOn.ToDate(), Quantity, PostedPoints, Points,
            State, IsShown);

        public DirectItem DirectItem(bool names, LocalDate today) => new(
            GroupName, Shown(names, today), IsShown ? Rule : "", IsShown ? ItemZh : "", IsShown ? ItemEn : "", Kind,
            EffectiveOn.ToDate(), Points ?? 0, IsShown);

        bool IsShown => Posted == 1;

        /// <summary>
        /// No name beside a deduction or what the rulebook keeps from the public; in full only where the village shows names and somebody
        /// of age agreed.
        /// </summary>
        string Shown(bool names, LocalDate today)
        {
            if (!IsShown || Kind == "deduct") return "";
            return PublicName.Of(Name, Birth, names ? Consent : 0, today) ?? "";
        }
    }
}
