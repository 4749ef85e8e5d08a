using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Boards;

/// <summary>Which boards a village has, and what each of them is.</summary>
public sealed class DefinitionDesk(Database database, BankDesk banks, RulebookDesk rulebooks)
{
    readonly Remembered<List<BoardDefinition>> defined = new(database, DefinitionTable.Of);

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

    /// <summary>Defines a board, or the next version of it. What was published before stays as it was.</summary>
    public async Task<Outcome<BoardDefinition>> Define(WriteContext context, long bank, string board, BoardInput input)
    {
        if (BoardDefinition.Check(board, input) is { } refusal) return refusal;
        foreach (var (text, field) in BoardDefinition.Words(input))
            if (database.Read(db => PublicName.In(db, bank, text, field)) is { } named) return named;
        var outcome = await database.Write<BoardDefinition>(context, bank, "board", writer =>
            DefinitionTable.Of(writer, bank, board, DefinitionTable.Add(writer, bank, board, input, context.Caller.Actor)));
        defined.Forget(bank);
        return outcome;
    }
}
