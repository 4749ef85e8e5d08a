using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using PointsBank.Testing;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Tests.YearEnd;

public partial class YearEndTests
{
    [Theory]
    [InlineData("update year_standings set standing = standing + 1 where household = 1", "year_standing_differs")]
    [InlineData("update year_standings set rank = 2 where household = 1", "year_rank_differs")]
    [InlineData("delete from year_standings where household = 3", "year_rank_differs")]
    [InlineData("update year_expiries set expired = expired - 1, carried = carried + 1 where household = 1", "year_expiry_differs")]
    [InlineData("delete from year_expiries where household = 1", "year_expiry_differs")]
    [InlineData("insert into year_undoings values (1, 2026, 1, 'x', 0, 'staff:7')", "year_expiry_differs")]
    public async Task The_audit_finds_what_was_tampered_with(string sql, string code)
    {
        using var village = await Ended();

        (await village.Tamper(sql)).Select(found => found.Code).Should().Contain(code);
    }

    [Theory]
    [InlineData("update year_closes set households = 9")]
    [InlineData("delete from year_closes")]
    [InlineData("update year_standings set rank = 9")]
    [InlineData("delete from year_standings")]
    [InlineData("update year_expiries set carried = 9")]
    [InlineData("delete from year_expiries")]
    [InlineData(
        """
        insert into year_closes select bank, year, 2, head_entry, head_code, star_step, veto_from, veto_most, households, carry_over,
          expires_on, 0, actor from year_closes
        """)]
    [InlineData(
        "insert into year_expiries select bank, year, sequence, household, balance, held, carried, expired, entry, 0 from year_expiries")]
    [InlineData("insert into year_undoings values (1, 2026, 1, '', 0, 'staff:7')")]
    [InlineData("insert into year_undoings values (1, 2026, 1, 'x', 0, 'staff:7'); update year_undoings set actor = 'y'")]
    [InlineData("insert into year_undoings values (1, 2026, 1, 'x', 0, 'staff:7'); delete from year_undoings")]
    public async Task What_a_year_end_wrote_stays(string sql)
    {
        using var village = await Ended();
        village.Close();

        FluentActions.Invoking(() => Run(village.File, sql)).Should().Throw<SqliteException>();
    }

    [Theory]
    [InlineData(true, "insert into year_expiries values (1, 2026, 1, 1, 120, 0, 50, 70, 1, 0)", "the entry of a year end says which year")]
    [InlineData(
        true,
        """
        insert into year_undoings values (1, 2026, 1, 'x', 0, 'staff:7'); insert into year_expiries
          values (1, 2026, 1, 2, 0, 0, 0, 0, null, 0)
        """,
        "points are carried over after a close that stands")]
    [InlineData(
        true, "insert into year_expiries values (1, 2025, 1, 2, 0, 0, 0, 0, null, 0)", "points are carried over after a close that stands")]
    [InlineData(
        false, "insert into year_expiries values (1, 2026, 1, 2, 0, 0, 0, 0, null, 0)",
        "points are carried over after a close that stands")]
    public async Task The_database_carries_points_over_after_a_close_alone_and_by_its_own_entries(bool expires, string sql, string message)
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 120);
        if (!expires) await village.Set(Setting.PointsExpire, 0);
        village.At(2027, 1, 10);
        village.Done(await TryClose(village));
        village.Close();

        FluentActions.Invoking(() => Run(village.File, sql)).Should().Throw<SqliteException>().WithMessage($"*{message}*");
    }
}
