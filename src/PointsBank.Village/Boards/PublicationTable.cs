using System.Globalization;
using System.Text;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Boards;

/// <summary>A publication as it stands in the table; the names are those of the columns.</summary>
sealed record PublicationRow(
    long Number, string Board, long Definition, string Measure, string Rules, long? Top, long? Threshold, string Scope, string Period,
    long HeadEntry, string HeadCode, long BlackStep, long Rulebook, long StarStep, long VetoFrom, long VetoMost, long PublishedAt,
    string PublishedOn, string ShownUntil, string Reason, long? Corrects, long Places, byte[] Digest)
{
    public const string Columns = """
        number, board, definition, measure, rules, top, threshold, scope, period, head_entry, head_code, black_step, rulebook, star_step,
        veto_from, veto_most, published_at, published_on,
          shown_until, reason, corrects, places, digest
        """;

    /// <summary>What it was computed from, to compute it again.</summary>
    public Basis Basis => new(
        new(Board, Definition, "", "", "", "", Measure, Rules, "", Top, Threshold, Scope, 1, "", InUse: true),
        Boards.Period.TryParse(Period, out var period) ? period : throw new FormatException(Period), HeadEntry, BlackStep, StarStep,
        VetoFrom, VetoMost, PublishedOn.ToDate(), PublishedAt, Number);

    /// <summary>All that makes it, but the words of its reason.</summary>
    public Digest DigestOf(long bank, IReadOnlyList<PlaceRow> places)
    {
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"{bank}|{Number}|{Board}|{Definition}|{Measure}|{Rules}|{Top}|{Threshold}|{Scope}|{Period}|{HeadEntry}|{HeadCode}|{BlackStep}|{Rulebook}|{StarStep}|{VetoFrom}|{VetoMost}|{PublishedAt}|{PublishedOn}|{ShownUntil}|{Corrects}|{Places}\n");
        foreach (var place in places)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{place.Line}|{place.Rank}|{place.Household}|{place.GroupNo}|{place.Entry}|{place.Black}|{place.Score}|{place.Stars}|{place.Deeds}\n");
        return Ledger.Digest.Of(text.ToString());
    }
}

/// <summary>A place as it was frozen: numbers alone.</summary>
sealed record PlaceRow(long Line, long Rank, long? Household, long? GroupNo, long? Entry, long? Black, long Score, long Stars, long Deeds)
{
    /// <summary>What the place is of, to find it again in another publication.</summary>
    public (long?, long?, long?, long?) Subject => (Household, GroupNo, Entry, Black);

    public static PlaceRow Of(Basis basis, CountedPlace place, int index) => new(
        index + 1, place.Rank, place.Household > 0 ? place.Household : null, basis.Board.IsOfGroups ? place.Subject : null,
        basis.Board.IsOfDeeds ? place.Subject : null, basis.Board.Measure == Measure.Decided ? place.Subject : null, place.Score,
        basis.Board is { IsOfGroups: false, Measure: Measure.Standing or Measure.Stars } ? Boards.Stars.Of(
            place.Score, basis.Step, basis.VetoFrom > 0 && place.Deducted >= basis.VetoFrom ? basis.VetoMost : Boards.Stars.Most)
            : 0, place.Deeds);
}

static class PublicationTable
{
    public static PublicationRow? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<PublicationRow>(
        $"select {PublicationRow.Columns} from board_publications where bank = @bank and number = @number", new { bank, number });

    /// <summary>The number of the next publication: its digest is made with it, before it is added.</summary>
    public static long Next(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from board_publications where bank = @bank", new { bank });

    /// <summary>The publication of this board and period from the same basis that corrects no other; null where there is none.</summary>
    public static long? Same(DbSession db, long bank, string board, string period, Basis basis) => db.QuerySingleOrDefault<long?>("""
        select number from board_publications where bank = @bank and board = @board and period = @period and head_entry = @Head
          and black_step = @BlackStep and corrects is null
        """, new { bank, board, period, basis.Head, basis.BlackStep });

    /// <summary>
    /// Publications, newest first; of one board where it is named, and only what hangs on that day and was not corrected where a day is
    /// given.
    /// </summary>
    public static List<PublicationRow> List(
        DbSession db, long bank, string? board, LocalDate? hanging, long before, int limit) =>
        db.Query<PublicationRow>($"""
        select {PublicationRow.Columns} from board_publications p
        where p.bank = @bank and (@board = '' or p.board = @board) and (@before = 0 or p.number < @before)
          and (@day = '' or (p.shown_until >= @day
            and not exists (select 1 from board_publications c where c.bank = p.bank and c.corrects = p.number)))
        order by p.number desc limit @limit
        """, new { bank, board = board ?? "", before, limit, day = hanging?.ToIso() ?? "" });

    public static PublicationLine LineOf(DbSession db, long bank, PublicationRow row)
    {
        var definition = DefinitionTable.Of(db, bank, row.Board, row.Definition);
        var correctedBy = db.QuerySingleOrDefault<long?>(
            "select number from board_publications where bank = @bank and corrects = @Number", new { bank, row.Number });
        return new(
            row.Number, row.Board, definition.TitleZh, definition.TitleEn, row.Period, row.HeadEntry, row.HeadCode, (int)row.Rulebook,
            row.PublishedOn.ToDate(), row.ShownUntil.ToDate(), row.Reason, row.Corrects, correctedBy, row.Places,
            new Digest(row.Digest).ToString());
    }

    public static List<PlaceRow> Places(DbSession db, long bank, long number) => db.Query<PlaceRow>(
        """
        select line, rank, household, group_no, entry, black, score, stars, deeds from board_places
          where bank = @bank and publication = @number order by line
        """,
        new { bank, number });

    public static void Add(DbSession db, long bank, PublicationRow row, IReadOnlyList<PlaceRow> places, string actor)
    {
        db.Execute($"""
            insert into board_publications (bank, {PublicationRow.Columns}, actor)
            values (@bank, @Number, @Board, @Definition, @Measure, @Rules, @Top, @Threshold, @Scope, @Period, @HeadEntry, @HeadCode,
              @BlackStep, @Rulebook, @StarStep, @VetoFrom, @VetoMost,
              @PublishedAt, @PublishedOn, @ShownUntil, @Reason, @Corrects, @Places, @Digest, @actor)
            """,
            new
            {
                bank, row.Number, row.Board, row.Definition, row.Measure, row.Rules, row.Top, row.Threshold, row.Scope, row.Period,
                row.HeadEntry, row.HeadCode, row.BlackStep, row.Rulebook, row.StarStep, row.VetoFrom, row.VetoMost, row.PublishedAt,
                row.PublishedOn, row.ShownUntil, row.Reason, row.Corrects, row.Places, row.Digest, actor,
            });
        db.Execute("""
            insert into board_places (bank, publication, line, rank, household, group_no, entry, black, score, stars, deeds)
            values (@bank, @Number, @Line, @Rank, @Household, @GroupNo, @Entry, @Black, @Score, @Stars, @Deeds)
            """,
            places.Select(
                place => new
                {
                    bank, row.Number, place.Line, place.Rank, place.Household, place.GroupNo, place.Entry, place.Black, place.Score,
                    place.Stars, place.Deeds,
                }));
        if (row.Basis.Board.IsOfGroups)
            db.Execute(
                """
                insert into board_groups (bank, publication, household, group_no) select bank, @Number, number, group_no from households
                  where bank = @bank
                """,
                new { bank, row.Number });
    }

    /// <summary>
    /// The lines as they may be seen today, by their place: names by the last word of their bearers, minors left out, and of the black
    /// board only what still stands there.
    /// </summary>
    public static Dictionary<long, BoardLine> Shown(
        DbSession db, long bank, PublicationRow row, LocalDate today, bool masksOfBlame)
    {
        var basis = row.Basis;
        var parameters = new { bank, row.Number, day = today.ToIso() };
        var rows = db.Query<BoardRow>(basis.Board switch
        {
            { IsOfGroups: true } =>
                """
                select p.line as tie, p.rank, p.score, g.name as group_name
                  from board_places p join village_groups g on g.bank = p.bank and g.number = p.group_no
                  where p.bank = @bank and p.publication = @Number
                """,
            { IsOfDeeds: true } => $"""
                select p.line as tie, p.rank, p.score, e.effective_on as day, r.item_zh, r.item_en,
                  coalesce(w.birth_date, '') as member_birth, {BoardTable.Named}
                from board_places p
                join entries e on e.bank = p.bank and e.number = p.entry
                join deeds d on d.bank = p.bank and d.household = p.household and d.effective_on = e.effective_on and d.entry = p.entry
                join rules r on r.bank = d.bank and r.version = d.rulebook and r.code = d.rule
                join households h on h.bank = p.bank and h.number = p.household
                {BoardTable.People}
                left join members w on w.bank = d.bank and w.number = d.member
                where p.bank = @bank and p.publication = @Number
                """,
            { Measure: Measure.Decided } => $"""
                select p.line as tie, p.rank, p.score, {BlackTable.Shown}
                from board_places p join black_entries b on b.bank = p.bank and b.number = p.black {BlackTable.Joined}
                where p.bank = @bank and p.publication = @Number and {BlackTable.IsLive}
                """,
            _ => $"""
                select p.line as tie, p.rank, p.score, p.deeds, p.stars as most, {BoardTable.Named}
                from board_places p join households h on h.bank = p.bank and h.number = p.household {BoardTable.People}
                where p.bank = @bank and p.publication = @Number
                """,
        }, parameters);
        var isLevel = rows.Count > 1 && basis.Board.IsOfDeeds && rows.All(found => found.Score == rows[0].Score);
        return rows.Select(found =>
            {
                found.IsLevel = isLevel ? 1 : 0;
                return (found.Tie, Line: found.Line(basis.Board, basis.Step, today, masksOfBlame));
            }).Where(found => found.Line is not null)
            .ToDictionary(found => found.Tie, found => found.Line!);
    }
}
