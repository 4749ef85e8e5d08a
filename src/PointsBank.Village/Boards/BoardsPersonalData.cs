using PointsBank.Village.Rooms;

namespace PointsBank.Village.Boards;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class BoardsPersonalData
{
    /// <summary>Of an entry of the black board that a query calls b.</summary>
    const string Told = $"(@over = 1 or ({BlackTable.IsOpen}))";

    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("board_places", "张榜", """
                select b.number, b.board, b.period, b.published_on, b.shown_until, p.rank, p.score, p.stars
                from board_publications b join board_places p on p.bank = b.bank and p.publication = b.number
                  where b.bank = @bank and p.household = @household order by b.number, p.line
                """),
            new("black_entries", "黑榜", $"""
                select b.number, b.rule, b.document, b.reason, b.decided_on, b.shown_from, b.shown_until, s.state, s.note, s.recorded_at
                from black_entries b left join black_entry_steps s on s.bank = b.bank and s.entry = b.number
                where b.bank = @bank and b.household = @household and {Told} order by b.number, s.number
                """),
            new("black_objections", "对黑榜的异议", $"""
                select o.number, o.entry as black_entry, o.channel, o.words, o.recorded_at, r.outcome, r.reason
                from black_objections o join black_entries b on b.bank = o.bank and b.number = o.entry
                  left join black_rulings r on r.bank = o.bank and r.objection = o.number
                where o.bank = @bank and o.household = @household and {Told} order by o.number
                """),
        ],
        Words =
        [
            new("boards", "black_entries", "reason", ErasedWords.OfHousehold, Emptied: ErasedWords.Gone),
            new("boards", "black_entry_steps", "note", """
                exists (select 1 from black_entries b
                where b.bank = black_entry_steps.bank and b.number = black_entry_steps.entry and b.household = @household and @member = 0)
                """, ErasedWords.Gone),
            new("boards", "black_objections", "words", ErasedWords.OfHousehold),
            new("boards", "black_objections", "objector", ErasedWords.OfHousehold),
            new("boards", "black_rulings", "reason", """
                exists (select 1 from black_objections o
                where o.bank = black_rulings.bank and o.number = black_rulings.objection and o.household = @household and @member = 0)
                """),
            new("boards", "black_entries", "document"),
            new("boards", "board_publications", "reason", Emptied: ErasedWords.Gone),
            new("boards", "board_definitions", "title_zh"),
            new("boards", "board_definitions", "title_en"),
            new("boards", "board_definitions", "about_zh"),
            new("boards", "board_definitions", "about_en"),
        ],
        Retention =
        [
            new("black_entries", 24, 6, """
                select b.number as k from black_entries b
                where b.bank = @bank and b.recorded_at < @before and b.reason <> '—'
                  and not exists (select 1 from black_objections o where o.bank = b.bank and o.entry = b.number
                    and not exists (select 1 from black_rulings r where r.bank = o.bank and r.objection = o.number))
                """,
                "update black_entries set reason = '—' where bank = @bank and number = @k",
                "update black_entry_steps set note = '—' where bank = @bank and entry = @k and note <> ''",
                """
                update black_rulings set reason = '—' where bank = @bank
                  and objection in (select o.number from black_objections o where o.bank = @bank and o.entry = @k)
                """,
                "update black_objections set words = '', objector = '' where bank = @bank and entry = @k"),
        ],
    };
}
