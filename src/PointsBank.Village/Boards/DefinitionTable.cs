using PointsBank.Papers.Typing;
using PointsBank.Storage;

namespace PointsBank.Village.Boards;

/// <summary>Boards as a village defined them, version by version.</summary>
static class DefinitionTable
{
    const string Columns =
        "board, version, title_zh, title_en, about_zh, about_en, measure, rules, period, top, threshold, scope, days, publisher, in_use";

    /// <summary>The last version of each board that the village defined.</summary>
    public static List<BoardDefinition> Of(DbSession db, long bank) => db.Query<Row>($"""
        select {Columns} from board_definitions d
        where d.bank = @bank and d.version = (select max(l.version) from board_definitions l where l.bank = d.bank and l.board = d.board)
          order by d.board
        """, new { bank }).ConvertAll(row => row.Definition);

    /// <summary>A version of a board, as it was when something was published under it.</summary>
    public static BoardDefinition Of(DbSession db, long bank, string board, long version) => version == 0
        ? BoardDefinition.Defaults.First(found => found.Board == board)
        : db.QuerySingle<Row>(
            $"select {Columns} from board_definitions where bank = @bank and board = @board and version = @version",
            new { bank, board, version }).Definition;

    /// <summary>The next version of a board; answers which.</summary>
    public static long Add(Writer writer, long bank, string board, BoardInput input, string actor) => writer.ExecuteScalar<long>($"""
        insert into board_definitions (bank, {Columns}, recorded_at, actor)
        select @bank, @board, coalesce(max(version), 0) + 1, @titleZh, @titleEn, @aboutZh, @aboutEn, @Measure, @rules, @Period, @Top,
          @Threshold, @Scope, @Days, @Publisher, @inUse, @at, @actor
        from board_definitions where bank = @bank and board = @board
        returning version
        """,
        new
        {
            bank, board, titleZh = Clean(input.TitleZh), titleEn = Clean(input.TitleEn), aboutZh = Clean(input.AboutZh),
            aboutEn = Clean(input.AboutEn), input.Measure, rules = input.Rules ?? "", input.Period, input.Top, input.Threshold,
            input.Scope, input.Days, input.Publisher, inUse = input.InUse ? 1 : 0, at = writer.NowMilliseconds, actor,
        });

    /// <summary>As <see cref="Fields"/> has looked at it.</summary>
    static string Clean(string? text) => CleanText.Line(text ?? "");

    sealed record Row(
        string Board, long Version, string TitleZh, string TitleEn, string AboutZh, string AboutEn, string Measure, string Rules,
        string Period, long? Top, long? Threshold,
        string Scope, long Days, string Publisher, long InUse)
    {
        public BoardDefinition Definition =>
            new(
                Board, Version, TitleZh, TitleEn, AboutZh, AboutEn, Measure, Rules, Period, Top, Threshold, Scope, Days, Publisher,
                InUse == 1);
    }
}
