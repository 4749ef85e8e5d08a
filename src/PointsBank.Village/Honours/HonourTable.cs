using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Honours;

/// <summary>An award that was looked at before the write: whom the title goes to, and the rule that gives points.</summary>
sealed record AwardPlan(TitleView Title, long Household, long? Member, AwardInput Input, (int Version, Rulebooks.Rule Rule)? Rule);

/// <summary>Titles, candidates and awards as they stand in their tables.</summary>
static class HonourTable
{
    public static List<TitleView> Titles(DbSession db, long bank, string? code) =>
        db.Query<(string Code, long Version, string Zh, string En, string Level, string Body, string? Rule)>("""
            select t.code, t.version, t.name_zh, t.name_en, t.level, t.body, t.rule from honour_titles t
            where t.bank = @bank and (@code is null or t.code = @code)
              and not exists (select 1 from honour_titles l where l.bank = t.bank and l.code = t.code and l.version > t.version)
            order by t.code
            """,
            new { bank, code }).Select(row => new TitleView(row.Code, row.Version, row.Zh, row.En, row.Level, row.Body, row.Rule)).ToList();

    /// <summary>Adds a title, or its next version.</summary>
    public static void AddTitle(Writer writer, long bank, TitleInput title, string actor) => writer.Execute("""
        insert into honour_titles (bank, code, version, name_zh, name_en, level, body, rule, recorded_at, actor)
        select @bank, @Code, coalesce(max(version), 0) + 1, @NameZh, @NameEn, @Level, @Body, @Rule, @at, @actor from honour_titles
          where bank = @bank and code = @Code
        """,
        new
        {
            bank, title.Code, title.NameZh, title.NameEn, title.Level, title.Body, title.Rule, at = writer.NowMilliseconds, actor,
        });

    /// <summary>Proposes somebody for a title, and answers the candidate's number.</summary>
    public static long AddCandidate(
        Writer writer, long bank, int year, TitleView title, (long Household, long? Member, long? Rank) who, string reason,
        string actor) =>
        writer.ExecuteScalar<long>("""
            insert into honour_candidates (bank, number, year, title, version, household, member, rank, reason, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @year, @title, @version, @household, @member, @rank, @reason, @at, @actor
              from honour_candidates where bank = @bank
            returning number
            """,
            new
            {
                bank, year, title = title.Code, version = title.Version, household = who.Household, member = who.Member, rank = who.Rank,
                reason, at = writer.NowMilliseconds, actor,
            });

    /// <summary>Writes down what a meeting decided of a candidate.</summary>
    public static void Decide(Writer writer, long bank, long candidate, CandidateDecisionInput decided, string actor) =>
        writer.Execute("""
            insert into honour_decisions (bank, candidate, outcome, session, document, reason, recorded_at, actor)
            values (@bank, @candidate, @Outcome, @Session, @Document, @Reason, @at, @actor)
            """,
            new
            {
                bank, candidate, decided.Outcome, decided.Session, decided.Document, decided.Reason, at = writer.NowMilliseconds, actor,
            });

    /// <summary>Takes an award back.</summary>
    public static void Remove(Writer writer, long bank, long award, string reason, string actor) => writer.Execute(
        "insert into award_removals (bank, award, reason, recorded_at, actor) values (@bank, @award, @reason, @at, @actor)",
        new { bank, award, reason, at = writer.NowMilliseconds, actor });

    /// <summary>The close of a year that holds; null where it is not closed.</summary>
    public static long? CloseOf(DbSession db, long bank, int year) => db.QuerySingleOrDefault<long?>("""
        select max(c.sequence) from year_closes c where c.bank = @bank and c.year = @year
          and not exists (select 1 from year_undoings u where u.bank = c.bank and u.year = c.year and u.sequence = c.sequence)
        """, new { bank, year });

    /// <summary>The closed year's list down to a rank, without households that earned nothing or are no more.</summary>
    public static List<(long Household, long Rank)> Listed(DbSession db, long bank, int year, long close, long ranks) =>
        db.Query<(long, long)>("""
        select s.household, s.rank from year_standings s
        where s.bank = @bank and s.year = @year and s.sequence = @close and s.rank <= @ranks and s.standing > 0
          and not exists (select 1 from household_ends e where e.bank = s.bank and e.household = s.household)
        order by s.rank, s.household
        """, new { bank, year, close, ranks });

    public static bool IsProposed(DbSession db, long bank, int year, string title, long household, long? member) =>
        db.ExecuteScalar<long>("""
        select count(*) from honour_candidates where bank = @bank and year = @year and title = @title and household = @household
          and coalesce(member, 0) = @member
        """, new { bank, year, title, household, member = member ?? 0 }) > 0;

    /// <summary>Whether this paper honoured them so before, and was not taken back.</summary>
    public static bool IsAwarded(DbSession db, long bank, string title, long household, long? member, string document) =>
        db.ExecuteScalar<long>("""
        select count(*) from awards a where a.bank = @bank and a.title = @title and a.household = @household
          and coalesce(a.member, 0) = @member and a.document = @document
          and not exists (select 1 from award_removals x where x.bank = a.bank and x.award = a.number)
        """, new { bank, title, household, member = member ?? 0, document }) > 0;

    public static CandidateView? Candidate(DbSession db, long bank, long number) =>
        Candidates(db, bank, number, 0, "", 0, 1) is [var found] ? found : null;

    public static List<CandidateView> Candidates(
        DbSession db, long bank, long? number, int year, string title, long before, int limit) =>
        db.Query<CandidateRow>($"""
        select c.number, c.year, c.title, t.name_zh, t.name_en, c.household, c.member, coalesce(m.name, '') as name, g.name as group_name,
          c.rank, c.reason,
          d.outcome, d.session, d.document, d.reason as said, {Handler.Of("d.actor")} as handler,
          d.recorded_at as decided_at, w.number as award
        from honour_candidates c
        join honour_titles t on t.bank = c.bank and t.code = c.title and t.version = c.version
        {People("c")}
        left join honour_decisions d on d.bank = c.bank and d.candidate = c.number
        left join awards w on w.bank = c.bank and w.candidate = c.number
        where c.bank = @bank and (@number is null or c.number = @number) and (@year = 0 or c.year = @year)
          and (@title = '' or c.title = @title) and (@before = 0 or c.number < @before)
        order by c.number desc limit @limit
        """, new { bank, number, year, title, before, limit }).Select(row => row.View).ToList();

    public static long NextAward(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from awards where bank = @bank", new { bank });

    public static void AddAward(
        Writer writer, long bank, long number, AwardPlan plan, (long? Entry, long? Proposal) by, string actor) =>
        writer.Execute("""
        insert into awards (bank, number, title, version, household, member, body, document, awarded_on, candidate, entry, proposal,
          recorded_at, actor)
        values (@bank, @number, @title, @version, @household, @member, @body, @document, @day, @candidate, @entry, @proposal, @at, @actor)
        """,
        new
        {
            bank, number, title = plan.Title.Code, version = plan.Title.Version, household = plan.Household, member = plan.Member,
            body = plan.Input.Body is { Length: > 0 } body ? body : plan.Title.Body, document = plan.Input.Document,
            day = plan.Input.AwardedOn.ToIso(), candidate = plan.Input.Candidate, entry = by.Entry, proposal = by.Proposal,
            at = writer.NowMilliseconds, actor,
        });

    public static List<AwardView> Awards(DbSession db, long bank, long? number, long household, long before, int limit) =>
        db.Query<AwardRow>($"""
        select a.number, a.title, t.name_zh, t.name_en, t.level, a.body, a.household, a.member, coalesce(m.name, '') as name,
          g.name as group_name, a.document, a.awarded_on,
          a.candidate, a.entry, (select e.number from entries e where e.bank = a.bank and e.reverses = a.entry) as reversed_by,
            {Handler.Of("a.actor")} as handler,
          x.reason, {Handler.Of("x.actor")} as remover, x.recorded_at as removed_at, a.proposal
        from awards a
        join honour_titles t on t.bank = a.bank and t.code = a.title and t.version = a.version
        {People("a")}
        left join award_removals x on x.bank = a.bank and x.award = a.number
        where a.bank = @bank and (@number is null or a.number = @number) and (@household = 0 or a.household = @household)
          and (@before = 0 or a.number < @before)
        order by a.number desc limit @limit
        """, new { bank, number, household, before, limit }).Select(row => row.View).ToList();

    /// <summary>What stands in public; a minor is left out, so a page may be shorter than was asked for.</summary>
    public static List<HonourLine> Roll(DbSession db, long bank, long before, int limit, LocalDate today) =>
        db.Query<(
            long Number, string Zh, string En, string Level, string Body, string Day, string Group, string Name, string Birth,
            long Consent)>($"""
            select a.number, t.name_zh, t.name_en, t.level, a.body, a.awarded_on, g.name, {PublicName.Columns("m", Purpose.Honours)}
            from awards a
            join honour_titles t on t.bank = a.bank and t.code = a.title and t.version = a.version
            {People("a")}
            where a.bank = @bank and (@before = 0 or a.number < @before)
              and not exists (select 1 from award_removals x where x.bank = a.bank and x.award = a.number)
              and m.birth_date <= @adult
            order by a.number desc limit @limit
            """, new { bank, before, limit, adult = today.PlusYears(-18).ToIso() })
            .Select(row => (Row: row, Name: PublicName.Of(row.Name, row.Birth, row.Consent, today))).Where(item => item.Name is not null)
            .Select(
                item => new HonourLine(
                    item.Row.Number, item.Row.Zh, item.Row.En, item.Row.Level, item.Row.Body, item.Row.Group, item.Name!,
                    item.Row.Day.ToDate())).ToList();

    /// <summary>Whose it is: the member named, or the head of the household; and their group.</summary>
    static string People(string row) => $"""
        join households h on h.bank = {row}.bank and h.number = {row}.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        left join members m on m.bank = {row}.bank and m.household = {row}.household
          and (m.number = {row}.member or ({row}.member is null and m.is_head = 1))
        """;

    sealed class CandidateRow
    {
        public long Number { get; init; }

        public long Year { get; init; }

        public string Title { get; init; } = "";

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public long Household { get; init; }

        public long? Member { get; init; }

        public string Name { get; init; } = "";

        public string GroupName { get; init; } = "";

        public long? Rank { get; init; }

        public string Reason { get; init; } = "";

        public string? Outcome { get; init; }

        public long Session { get; init; }

        public string Document { get; init; } = "";

        public string Said { get; init; } = "";

        public string Handler { get; init; } = "";

        public long DecidedAt { get; init; }

        public long? Award { get; init; }

        public CandidateView View => new(
            Number, (int)Year, Title, NameZh, NameEn, Household, Member, Name, GroupName, Rank, Reason,
            Outcome is null ? null : new(Outcome, Session, Document, Said, Handler, DecidedAt.ToInstant().InZone(BankDesk.Zone).Date),
            Award);
    }

    sealed class AwardRow
    {
        public long Number { get; init; }

        public string Title { get; init; } = "";

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public string Level { get; init; } = "";

        public string Body { get; init; } = "";

        public long Household { get; init; }

        public long? Member { get; init; }

        public string Name { get; init; } = "";

        public string GroupName { get; init; } = "";

        public string Document { get; init; } = "";

        public string AwardedOn { get; init; } = "";

        public long? Candidate { get; init; }

        public long? Entry { get; init; }

        public long? ReversedBy { get; init; }

        public string Handler { get; init; } = "";

        public string? Reason { get; init; }

        public string Remover { get; init; } = "";

        public long RemovedAt { get; init; }

        public long? Proposal { get; init; }

        public AwardView View => new(
            Number, Title, NameZh, NameEn, Level, Body, Household, Member, Name, GroupName, Document, AwardedOn.ToDate(), Candidate,
            Entry, ReversedBy, Handler, Reason is null ? null : new(Reason, Remover, RemovedAt.ToInstant().InZone(BankDesk.Zone).Date),
            Proposal);
    }
}
