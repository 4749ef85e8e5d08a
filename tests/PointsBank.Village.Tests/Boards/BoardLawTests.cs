using Microsoft.Data.Sqlite;
using PointsBank.Testing;

namespace PointsBank.Village.Tests.Boards;

/// <summary>
/// What the database itself refuses about boards. What is refused leaves no trace, so one village serves all that only try.
/// </summary>
public class BoardLawTests(BoardLawTests.LivedVillage lived) : IClassFixture<BoardLawTests.LivedVillage>
{
    public static TheoryData<string> LogTables =>
    [
        "board_definitions", "board_publications", "board_places", "board_groups", "black_entries", "black_entry_steps", "black_objections",
        "black_rulings",
    ];

    [Theory]
    [MemberData(nameof(LogTables))]
    public Task The_database_refuses_to_change_what_was_recorded(string table) =>
        Refuses($"update {table} set bank = bank", $"{table} is append-only");

    [Theory]
    [MemberData(nameof(LogTables))]
    public Task The_database_refuses_to_remove_what_was_recorded(string table) =>
        Refuses($"delete from {table}", $"{table} is append-only");

    [Fact]
    public async Task The_words_of_a_reason_can_be_erased()
    {
        using var village = await Lived();

        await village.Database.Write<int>(writer => writer.Execute("""
            update board_publications set reason = '—'; update black_entries set reason = '—'; update black_objections set words = '', objector = '';
            update black_rulings set reason = ''; update black_entry_steps set note = '—' where note <> ''
            """) + PointsBank.Village.Seals.SealedWords.Forget(writer, VillageFixture.Bank));

        village.IsSound();
    }

    const string Definition = """
        insert into board_definitions (bank, board, version, title_zh, title_en, about_zh, about_en, measure, rules, period, top, threshold,
          scope, days, publisher, in_use, recorded_at, actor) values (1,
        """;

    const string Publication = """
        insert into board_publications (bank, number, board, definition, measure, rules, top, threshold, scope, period, head_entry, head_code, black_step, rulebook, star_step, veto_from, veto_most,
          published_at, published_on, shown_until, reason, corrects, places, digest, actor)
        select bank, 9, board, definition, measure, rules, top, threshold, scope, period,
        """;

    const string Entry = """
        insert into black_entries (bank, number, household, rule, rulebook, private_reminder, written_reminder, session, document, reason, decided_on, shown_from, shown_until, recorded_at, actor)
        select bank, 9,
        """;

    // Publication 1 is of the year's red board with households 1 and 2, 2 of the groups; entry 1 is posted and objected to, 2 of household
    // 2 recorded, 3 withdrawn.
    [Theory]
    [InlineData(Definition + "'x', 1, '榜', '', '', '', 'standing', '', 'year', 1, null, 'households', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 0, '榜', '', '', '', 'standing', '', 'year', 1, null, 'households', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '', '', '', '', 'standing', '', 'year', 1, null, 'households', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '榜', '', '', '', 'wealth', '', 'year', 1, null, 'households', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '榜', '', '', '', 'decided', '', 'year', 1, null, 'households', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'black', 1, '榜', '', '', '', 'standing', '', 'year', 1, null, 'households', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '榜', '', '', '', 'standing', '', 'week', 1, null, 'households', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '榜', '', '', '', 'standing', '', 'year', 0, null, 'households', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '榜', '', '', '', 'standing', '', 'year', 1, 0, 'households', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '榜', '', '', '', 'standing', '', 'year', 1, null, 'villages', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '榜', '', '', '', 'deeds', '', 'year', 1, null, 'groups', 1, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '榜', '', '', '', 'standing', '', 'year', 1, null, 'households', 0, 'clerk', 1, 0, 'x')", "CHECK")]
    [InlineData(
        Definition + "'xx', 1, '榜', '', '', '', 'standing', '', 'year', 1, null, 'households', 1, 'household', 1, 0, 'x')", "CHECK")]
    [InlineData(Definition + "'xx', 1, '榜', '', '', '', 'standing', '', 'year', 1, null, 'households', 1, 'clerk', 2, 0, 'x')", "CHECK")]
    [InlineData(
        Publication
            + "head_entry, head_code, black_step, rulebook, 1, 20, 3, 0, published_on, shown_until, 'x', null, 0, digest, 'x' from "
                + "board_publications where number = 1",
        "UNIQUE")]
    [InlineData(
        Publication
            + "99, head_code, black_step, rulebook, 1, 20, 3, 0, published_on, shown_until, 'x', 2, 0, digest, 'x' from "
                + "board_publications where number = 1",
        "a publication corrects one of the same board and period")]
    [InlineData(
        Publication
            + "99, head_code, black_step, rulebook, 1, 20, 3, 0, published_on, shown_until, 'x', 1, 0, digest, 'x' from "
                + "board_publications where number = 1",
        "UNIQUE")]
    [InlineData(
        Publication
            + "99, head_code, black_step, rulebook, 0, 20, 3, 0, published_on, shown_until, 'x', null, 0, digest, 'x' from "
                + "board_publications where number = 1",
        "CHECK")]
    [InlineData(
        Publication
            + "99, head_code, black_step, rulebook, 1, 20, 3, 0, published_on, '2020-01-01', 'x', null, 0, digest, 'x' from "
                + "board_publications where number = 1",
        "CHECK")]
    [InlineData(
        Publication
            + "99, head_code, black_step, rulebook, 1, 20, 3, 0, published_on, shown_until, '', null, 0, digest, 'x' from "
                + "board_publications where number = 1",
        "CHECK")]
    [InlineData(
        Publication
            + "99, head_code, black_step, rulebook, 1, 20, 3, 0, published_on, shown_until, 'x', null, -1, digest, 'x' from "
                + "board_publications where number = 1",
        "CHECK")]
    [InlineData(
        Publication
            + "99, head_code, black_step, rulebook, 1, 20, 3, 0, published_on, shown_until, 'x', null, 0, x'00', 'x' from "
                + "board_publications where number = 1",
        "CHECK")]
    [InlineData(
        Publication
            + "-1, head_code, black_step, rulebook, 1, 20, 3, 0, published_on, shown_until, 'x', null, 0, digest, 'x' from "
                + "board_publications where number = 1",
        "CHECK")]
    [InlineData(
        Publication
            + "99, head_code, -1, rulebook, 1, 20, 3, 0, published_on, shown_until, 'x', null, 0, digest, 'x' from board_publications "
                + "where number = 1",
        "CHECK")]
    [InlineData(
        Publication
            + "99, head_code, black_step, -1, 1, 20, 3, 0, published_on, shown_until, 'x', null, 0, digest, 'x' from board_publications "
                + "where number = 1",
        "CHECK")]
    [InlineData(
        "insert into board_places (bank, publication, line, rank, household, score, stars, deeds) values (1, 1, 3, 3, 3, 1, 0, 0)",
        "a publication has the places it was published with")]
    [InlineData(
        "insert into board_places (bank, publication, line, rank, household, score, stars, deeds) values (1, 1, 2, 2, 3, 1, 0, 0)",
        "UNIQUE")]
    [InlineData(
        "insert into board_places (bank, publication, line, rank, household, score, stars, deeds) values (1, 1, 1, 2, 3, 1, 0, 0)",
        "CHECK")]
    [InlineData(
        "insert into board_places (bank, publication, line, rank, household, score, stars, deeds) values (1, 1, 1, 1, 3, 1, 6, 0)",
        "CHECK")]
    [InlineData(
        "insert into board_places (bank, publication, line, rank, household, score, stars, deeds) values (1, 1, 1, 1, 3, 1, 0, -1)",
        "CHECK")]
    [InlineData(
        """
        insert into board_places (bank, publication, line, rank, household, group_no, score, stars, deeds)
          values (1, 1, 1, 1, 1, 1, 1, 0, 0)
        """,
        "CHECK")]
    [InlineData("insert into board_places (bank, publication, line, rank, score, stars, deeds) values (1, 1, 1, 1, 1, 0, 0)", "CHECK")]
    [InlineData(
        "insert into board_places (bank, publication, line, rank, group_no, entry, score, stars, deeds) values (1, 1, 1, 1, 1, 1, 1, 0, 0)",
        "CHECK")]
    [InlineData(
        Entry
            + "household, 'B11', rulebook, 7, 8, session, document, reason, decided_on, shown_from, shown_until, 0, actor from "
                + "black_entries where number = 1",
        "what may not be posted never stands on a board")]
    [InlineData(
        Entry
            + "3, rule, rulebook, private_reminder, written_reminder, session, document, reason, decided_on, shown_from, shown_until, "
                + "0, actor from black_entries where number = 1",
        "reminded in private and then in writing")]
    [InlineData(
        Entry
            + "household, rule, rulebook, written_reminder, private_reminder, session, document, reason, decided_on, shown_from, "
                + "shown_until, 0, actor from black_entries where number = 1",
        "reminded in private and then in writing")]
    [InlineData(
        Entry
            + "household, rule, rulebook, private_reminder, 9, session, document, reason, decided_on, shown_from, shown_until, 0, actor "
                + "from black_entries where number = 1",
        "reminded in private and then in writing")]
    [InlineData(
        Entry
            + "household, rule, rulebook, private_reminder, written_reminder, 99, document, reason, decided_on, shown_from, "
                + "shown_until, 0, actor from black_entries where number = 1",
        "a meeting decides, on its day")]
    [InlineData(
        Entry
            + "household, rule, rulebook, private_reminder, written_reminder, session, document, reason, '2026-03-01', shown_from, "
                + "shown_until, 0, actor from black_entries where number = 1",
        "a meeting decides, on its day")]
    [InlineData(
        Entry
            + "household, rule, rulebook, private_reminder, written_reminder, session, document, reason, decided_on, shown_from, "
                + "shown_until, 0, 'staff:4' from black_entries where number = 2",
        "nobody records the own household or a relative")]
    [InlineData(
        Entry
            + "household, rule, rulebook, private_reminder, written_reminder, session, '', reason, decided_on, shown_from, shown_until, "
                + "0, actor from black_entries where number = 1",
        "CHECK")]
    [InlineData(
        Entry
            + "household, rule, rulebook, private_reminder, written_reminder, session, document, '', decided_on, shown_from, "
                + "shown_until, 0, actor from black_entries where number = 1",
        "CHECK")]
    [InlineData(
        Entry
            + "household, rule, rulebook, private_reminder, written_reminder, session, document, reason, decided_on, shown_from, "
                + "'2026-03-01', 0, actor from black_entries where number = 1",
        "CHECK")]
    [InlineData(
        Entry
            + "household, rule, rulebook, private_reminder, written_reminder, session, document, reason, decided_on, '2026-03-01', "
                + "shown_until, 0, actor from black_entries where number = 1",
        "CHECK")]
    [InlineData("insert into black_entry_steps values (1, 9, 1, 'posted', null, '', 0, 'staff:9')", "an entry is posted once")]
    [InlineData("insert into black_entry_steps values (1, 9, 3, 'posted', null, '', 0, 'staff:9')", "an ended entry stays ended")]
    [InlineData("insert into black_entry_steps values (1, 9, 3, 'amended', null, 'x', 0, 'staff:9')", "an ended entry stays ended")]
    [InlineData(
        "insert into black_entry_steps values (1, 9, 2, 'posted', null, '', 0, 'staff:3')",
        "who recorded an entry, or is kin, does not post it")]
    [InlineData(
        "insert into black_entry_steps values (1, 9, 2, 'posted', null, '', 0, 'staff:4')",
        "who recorded an entry, or is kin, does not post it")]
    [InlineData("insert into black_entry_steps values (1, 9, 2, 'amended', null, '', 0, 'staff:9')", "CHECK")]
    [InlineData("insert into black_entry_steps values (1, 9, 2, 'gone', null, 'x', 0, 'staff:9')", "CHECK")]
    [InlineData("insert into black_entry_steps values (1, 9, 2, 'amended', 1, 'x', 0, 'staff:9')", "CHECK")]
    [InlineData(
        "insert into black_entry_steps values (1, 9, 2, 'upheld', null, 'x', 0, 'staff:9')", "an entry is upheld against by a ruling")]
    [InlineData("insert into black_entry_steps values (1, 9, 1, 'upheld', 1, 'x', 0, 'staff:9')", "an entry is upheld against by a ruling")]
    [InlineData("insert into black_objections values (1, 9, 1, 'rumour', null, '', 'x', 0, 'x')", "CHECK")]
    [InlineData("insert into black_objections values (1, 9, 99, 'desk', null, '', 'x', 0, 'x')", "FOREIGN KEY")]
    [InlineData("insert into black_rulings values (1, 2, 'corrected', 'x', 0, 'staff:9')", "CHECK")]
    [InlineData("insert into black_rulings values (1, 1, 'upheld', 'x', 0, 'staff:9')", "UNIQUE")]
    [InlineData("insert into black_rulings values (1, 2, 'upheld', 'x', 0, 'staff:3')", "who had a part in an entry does not rule on it")]
    [InlineData("insert into black_rulings values (1, 2, 'upheld', 'x', 0, 'staff:2')", "who had a part in an entry does not rule on it")]
    [InlineData("insert into black_rulings values (1, 2, 'upheld', 'x', 0, 'staff:7')", "who had a part in an entry does not rule on it")]
    [InlineData("insert into black_rulings values (1, 2, 'upheld', 'x', 0, 'staff:5')", "who had a part in an entry does not rule on it")]
    public Task The_database_keeps_to_the_law_of_boards(string sql, string message) => Refuses(sql, message);

    async Task Refuses(string sql, string message)
    {
        var write = () => lived.Village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
    }

    static async Task<VillageFixture> Lived()
    {
        var village = await ClaimLife.OpenWithPeople();
        village.Done(
            await village.Desks.BoardDefinitions.Define(
                ClaimLife.As(ClaimLife.Supervisor), BoardLife.Bank, "groups", new("小组榜", "standing", Scope: "groups")));
        await village.Credit(1, "C09");
        await village.Credit(2, "A03");
        var red = await village.Publish("red", "2026");
        await village.Publish("groups", "2026");
        await village.Publish("red", "2026", corrects: red.Number);
        await village.Publish("red", "2025");
        var posted = await village.OnBlack();
        village.Done(await village.TryRecord(await village.Decided(2)));
        var dropped = village.Done(await village.TryRecord(await village.Decided(3))).Number;
        village.Done(await village.TryEnd(dropped, "withdrawn"));
        village.Done(await village.TryAnswer(village.Done(await village.TryObjectTo(posted)).Number, "dismissed"));
        village.Done(await village.TryObjectTo(posted));
        await village.Remind(1, "private", new(2026, 2, 1), BoardLife.Protected);
        await village.Remind(1, "written", new(2026, 2, 2), BoardLife.Protected);
        await village.Remind(1, "written", new(2026, 3, 2));
        await village.Tie(VillageFixture.Clerk with { Actor = "staff:4" }, 2);
        await village.Tie(ClaimLife.Leader, 1);
        village.IsSound();
        return village;
    }

    public sealed class LivedVillage : IAsyncLifetime
    {
        public VillageFixture Village { get; private set; } = null!;

        public async Task InitializeAsync() => Village = await Lived();

        public Task DisposeAsync()
        {
            Village.Dispose();
            return Task.CompletedTask;
        }
    }
}
