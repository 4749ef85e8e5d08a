using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Boards;

/// <summary>Which boards a village has, and what each of them is.</summary>
public sealed class DefinitionDesk(Database database, BankDesk banks, RulebookDesk rulebooks)
{
    const string Columns =
        "board, version, title_zh, title_en, about_zh, about_en, measure, rules, period, top, threshold, scope, days, publisher, in_use";

    readonly Remembered<List<BoardDefinition>> defined = new(database, Load);

    /// <summary>Every board, its last version, also those out of use.</summary>
    public IReadOnlyList<BoardDefinition> All(long bank)
    {
        var own = defined.Of(bank);
        var isTwoLists = rulebooks.On(bank, banks.Today) is { Refusal: null, Value.Mode: "red-yellow" };
        return
        [
            .. BoardDefinition.Defaults.Select(
                board => own.FirstOrDefault(mine => mine.Board == board.Board)
                    ?? (board.NeedsTwoLists ? board with { InUse = isTwoLists } : board)),
            .. own.Where(mine => BoardDefinition.Defaults.All(board => board.Board != mine.Board)),
        ];
    }

    /// <summary>The board in use under this code; null where there is none.</summary>
    public BoardDefinition? Find(long bank, string board) => All(bank).FirstOrDefault(found => found.Board == board && found.InUse);

    /// <summary>A version of a board, as it was when something was published under it.</summary>
    internal static BoardDefinition Of(DbSession db, long bank, string board, long version) => version == 0
        ? BoardDefinition.Defaults.First(found => found.Board == board)
        : db.QuerySingle<Row>(
            $"select {Columns} from board_definitions where bank = @bank and board = @board and version = @version",
            new { bank, board, version }).Definition;

    /// <summary>Defines a board, or the next version of it. What was published before stays as it was.</summary>
    public async Task<Outcome<BoardDefinition>> Define(WriteContext context, long bank, string board, BoardInput input)
    {
        if (BoardDefinition.Check(board, input) is { } refusal) return refusal;
        foreach (var (text, field) in BoardDefinition.Words(input))
            if (database.Read(db => PublicName.In(db, bank, text, field)) is { } named) return named;
        var outcome = await database.Write<BoardDefinition>(context, bank, "board", writer =>
        {
            var version = writer.ExecuteScalar<long>(
                "select coalesce(max(version), 0) + 1 from board_definitions where bank = @bank and board = @board", new { bank, board });
            writer.Execute($"""
                insert into board_definitions (bank, {Columns}, recorded_at, actor)
                values (@bank, @board, @version, @titleZh, @titleEn, @aboutZh, @aboutEn, @Measure, @rules, @Period, @Top, @Threshold,
                  @Scope, @Days, @Publisher, @inUse, @at, @actor)
                """,
                new
                {
                    bank, board, version, titleZh = Clean(input.TitleZh), titleEn = Clean(input.TitleEn), aboutZh = Clean(input.AboutZh),
                    aboutEn = Clean(input.AboutEn), input.Measure, rules = input.Rules ?? "", input.Period, input.Top, input.Threshold,
                    input.Scope, input.Days, input.Publisher, inUse = input.InUse ? 1 : 0,
                    at = writer.NowMilliseconds, actor = context.Caller.Actor,
                });
            return Of(writer, bank, board, version);
        });
        defined.Forget(bank);
        return outcome;
    }

    /// <summary>As <see cref="Fields"/> has looked at it.</summary>
    static string Clean(string? text) => CleanText.Line(text ?? "");

    static List<BoardDefinition> Load(DbSession db, long bank) => db.Query<Row>($"""
        select {Columns} from board_definitions d
        where d.bank = @bank and d.version = (select max(l.version) from board_definitions l where l.bank = d.bank and l.board = d.board)
          order by d.board
        """, new { bank }).Select(row => row.Definition).ToList();

    sealed record Row(
        string Board, long Version, string TitleZh, string TitleEn, string About_Zh, string About_En, string Measure, string Rules,
        string Period, long? Top, long? Threshold,
        string Scope, long Days, string Publisher, long In_Use)
    {
        public BoardDefinition Definition =>
            new(
                Board, Version, TitleZh, TitleEn, About_Zh, About_En, Measure, Rules, Period, Top, Threshold, Scope, Days, Publisher,
                In_Use == 1);
    }
}
