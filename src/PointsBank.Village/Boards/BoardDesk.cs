using Dapper;
using System.Globalization;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;

namespace PointsBank.Village.Boards;

/// <summary>
/// Boards computed from the journal as it is now, for any period. Names are asked for each time: see <see cref="PublicName"/>.
/// </summary>
public sealed class BoardDesk(Database database, BankDesk banks, HouseholdDesk households, DefinitionDesk definitions)
{
    /// <summary>
    /// A board. <paramref name="after"/> is the mark that the page before gave. Deductions never carry a name, whoever agreed to what;
    /// minors and what may not be shown in public at all are left out. The black board is what was decided and posted and stood there in
    /// the period; what is over is not told.
    /// </summary>
    public Outcome<BoardView> Compute(long bank, string kind, string period, string? after, int limit)
    {
        if (definitions.Find(bank, kind) is not { } board) return new Refusal(VillageRefusals.NotInList, "kind");
        if (!Period.TryParse(period, out var span)) return new Refusal(VillageRefusals.NotInList, "period");
        if (!Mark.TryParse(after, out var mark)) return new Refusal(VillageRefusals.NotInList, "after");
        var settings = banks.SettingsOf(bank);
        return database.ReadHeads(bank, db =>
        {
            var step = settings.On(banks.Today, Setting.StarStep);
            var least = board.LeastScore(step);
            var head = BookTable.Head(db, bank);
            var rows = board switch
            {
                { Measure: Measure.Decided } => BlackTable.Live(db, bank, banks.Today, span, mark.Told, limit),
                { IsOfDeeds: true } => BoardTable.Deeds(db, board, Marked(bank, board, span, mark, least, limit)),
                { IsOfGroups: true } =>
                    Groups(
                        db, bank,
                        new(board with { Top = null }, span, head.Entry.Value, 0, step, 1, Stars.Most, banks.Today, long.MaxValue), mark,
                        limit),
                { Measure: Measure.Credited } => BoardTable.Summed(db, board, Marked(bank, board, span, mark, least, limit)),
                _ when span.WholeYear is { } year => Standing(db, bank, year, mark, least, limit, settings, banks.Today),
                _ => BoardTable.Summed(db, board, Marked(bank, board, span, mark, least, limit)),
            };
            var lines = rows.Select(row => row.Line(board, step, banks.Today, settings.On(banks.Today, Setting.BlackNames) == 1))
                .OfType<BoardLine>()
                .ToList();
            var next = rows.Count == limit ? mark.Behind(rows).ToString() : null;
            return new BoardView(kind, period, head.CheckCode.ToString(), banks.Today, lines, next);
        });
    }

    /// <summary>
    /// This year's board, or last year's as long as nobody stands on this one's and somebody stands on that one's: a village in its first
    /// year has none to go back to. A year without a deed is not computed to find that out.
    /// </summary>
    public Outcome<BoardView> Latest(long bank, BoardDefinition board, string? after, int limit)
    {
        var year = banks.Today.Year;
        var isDecided = board.Measure == Measure.Decided;
        var latest = isDecided || !IsEmpty(bank, year) ? Of(year) : default(Outcome<BoardView>?);
        if (latest is { } known && (isDecided || !IsBlank(known))) return known;
        if (!IsEmpty(bank, year - 1) && Of(year - 1) is var before && !IsBlank(before)) return before;
        return latest ?? Of(year);

        Outcome<BoardView> Of(int of) => Compute(bank, board.Board, YearOf(of), after, limit);

        static bool IsBlank(Outcome<BoardView> view) => view is { Refusal: null, Value.Items: [] };
    }

    /// <summary>Whether nobody has a deed in the year, so that nobody stands on a board of it.</summary>
    internal bool IsEmpty(long bank, int year) => database.Read(db => BoardTable.IsEmpty(db, bank, year));

    static string YearOf(int year) => year.ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>
    /// A household's standing and rank of a year: what it earned, and no rank where that is nothing. The rank counts the households above
    /// it, by a count of standings, not by sorting.
    /// </summary>
    public StandingView StandingOf(long bank, long household, int year)
    {
        var settings = banks.SettingsOf(bank);
        var standing = database.ReadAccount(bank, new(AccountKind.HouseholdMerit, household, Unit.Merit, year))?.Balance.Value ?? 0;
        if (standing <= 0) return new(year, standing, null, households.Count(bank), 0);
        var above = database.ReadHeads(bank, db => BoardTable.Above(db, bank, year, standing));
        var most = database.Read(db => StarVeto.MostOf(db, bank, household, year, settings, banks.Today));
        return new(year, standing, above + 1, households.Count(bank), Stars.Of(standing, settings.On(banks.Today, Setting.StarStep), most));
    }

    /// <summary>By the index on standing: the work is the page, however many households there are.</summary>
    static List<BoardRow> Standing(
        DbSession db, long bank, int year, Mark mark, long least, int limit, Settings settings, LocalDate today)
    {
        // Descending by standing and ascending by number: ranges of the index, the mark's own standing first. The last standing of the page
        // is read apart, because thousands may share it.
        var (rows, below) = (new List<BoardRow>(), mark.Score);
        if (!mark.IsFirst) rows.AddRange(Range(BoardTable.Level, mark.Score, mark.Told, limit));
        if (rows.Count < limit)
        {
            var last = LastOfPage(db, bank, year, below, least, limit - rows.Count);
            rows.AddRange(Range(BoardTable.Between, last, 0, limit - rows.Count));
            if (last >= least && rows.Count < limit) rows.AddRange(Range(BoardTable.Level, last, 0, limit - rows.Count));
        }
        // The rows follow one another in the index, so those above need counting for the page's first standing and for its second at most.
        var (start, counted) = (0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0 && rows[i].Score == rows[i - 1].Score) rows[i].Rank = rows[i - 1].Rank;
            else if (++counted <= 2) (start, rows[i].Rank) = (i, BoardTable.Above(db, bank, year, rows[i].Score) + 1);
            else rows[i].Rank = rows[start].Rank + rows.Skip(start).Take(i - start).Count(row => row.Ended == 0);
        }
        return rows;

        List<BoardRow> Range(string condition, long score, long told, int most) =>
            BoardTable.Standing(db, bank, year, condition, new(score, below, told, most), settings, today);
    }

    /// <summary>
    /// The standing with which so many households below another standing are full; one less than the least where they are not, or where not
    /// all are counted.
    /// </summary>
    static long LastOfPage(DbSession db, long bank, int year, long below, long least, long wanted)
    {
        foreach (var (standing, sharing) in BoardTable.Sharing(db, bank, year, below, least))
            if ((wanted -= sharing) <= 0) return standing;
        return least - 1;
    }

    static List<BoardRow> Groups(DbSession db, long bank, Basis basis, Mark mark, int limit)
    {
        var names = GroupTable.NamesOf(db, bank);
        var places = PlaceTable.From(db, bank, basis);
        var level = places.Where(place => place.Score == mark.Score).Skip((int)Math.Min(mark.Told, int.MaxValue));
        return [.. level.Concat(places.Where(place => place.Score < mark.Score)).Take(limit)
            .Select(
                place => new BoardRow { Tie = place.Subject, Score = place.Score, Rank = place.Rank, GroupName = names[place.Subject] })];
    }

    static DynamicParameters Marked(long bank, BoardDefinition board, Period span, Mark mark, long least, int limit) => new(new
    {
        bank, from = span.From.ToIso(), until = span.Until.ToIso(), score = mark.Score, told = mark.Told, least, limit, rules = board.Rules,
    });

    /// <summary>
    /// Where a page ends: at which score, and how many of that score were told on it and before. It names a place and nobody who stands
    /// there: whoever reads a masked name learns no number of its household from it.
    /// </summary>
    readonly record struct Mark(long Score, long Told)
    {
        static Mark First { get; } = new(long.MaxValue, 0);

        public bool IsFirst => Score == long.MaxValue;

        public Mark Behind(List<BoardRow> rows)
        {
            var score = rows[^1].Score;
            return new(score, rows.Count(row => row.Score == score) + (score == Score ? Told : 0));
        }

        public static bool TryParse(string? after, out Mark mark)
        {
            mark = First;
            if (after is null) return true;
            var parts = after.Split('.');
            if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var score)
                || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var told)) return false;
            mark = new(score, told);
            return true;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Score}.{Told}");
    }
}
