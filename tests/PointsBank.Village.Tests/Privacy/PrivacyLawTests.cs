using Microsoft.Data.Sqlite;
using PointsBank.Testing;

namespace PointsBank.Village.Tests.Privacy;

/// <summary>What is refused leaves no trace, so one village serves all that only try.</summary>
public class PrivacyLawTests(PrivacyLawTests.LivedVillage lived) : IClassFixture<PrivacyLawTests.LivedVillage>
{
    public static TheoryData<string> LogTables =>
        ["member_leavings", "erasures", "erasure_ends", "erasure_counts", "retention_rules", "retention_runs", "retention_counts", "evidence_erasures", "publication_assessments"];

    [Theory]
    [MemberData(nameof(LogTables))]
    public async Task What_was_recorded_is_neither_changed_nor_removed(string table)
    {
        lived.Village.Database.Read(connection => connection.ExecuteScalar<long>($"select count(*) from {table}")).Should().BePositive();
        await Refuses($"update {table} set bank = bank", $"{table} is append-only");
        await Refuses($"delete from {table}", $"{table} is append-only");
    }

    [Theory]
    [InlineData("consents", "given")]
    [InlineData("consents", "how")]
    [InlineData("notice_changes", "closes_on")]
    [InlineData("voucher_voids", "actor")]
    [InlineData("stock_movements", "shop")]
    [InlineData("stock_lines", "change")]
    [InlineData("fund_movements", "fen")]
    [InlineData("settlement_steps", "step")]
    public async Task Only_words_can_be_erased(string table, string column)
    {
        if (lived.Village.Database.Read(connection => connection.ExecuteScalar<long>($"select count(*) from {table}")) > 0)
            await Refuses($"update {table} set {column} = {column}", $"{table} is append-only");
        lived.Village.Database.Read(
            connection => connection.ExecuteScalar<string>(
                "select sql from sqlite_master where name = @name", new { name = $"{table}_no_update" }))
            .Should().Contain($" {column}");
    }

    [Theory]
    [InlineData(
        "insert into erasures (bank, number, household, member, asked_at, asked_by) values (1, 9, 1, 0, 0, 'staff:3')",
        "who is still here is not erased")]
    [InlineData(
        "insert into erasures (bank, number, household, member, asked_at, asked_by) values (1, 9, 1, 1, 0, 'staff:3')",
        "who is still here is not erased")]
    [InlineData(
        "insert into erasures (bank, number, household, member, asked_at, asked_by) values (1, 9, 4, 0, 0, 'staff:3')",
        "this erasure was asked for before")]
    [InlineData(
        "insert into erasures (bank, number, household, member, asked_at, asked_by) values (1, 9, 4, 4, 0, 'staff:3')",
        "this erasure was asked for before")]
    [InlineData(
        "insert into erasure_ends (bank, erasure, outcome, ended_at, actor) values (1, 2, 'done', 0, 'staff:3')",
        "two people erase a name")]
    [InlineData("insert into erasure_ends (bank, erasure, outcome, ended_at, actor) values (1, 2, 'lost', 0, 'staff:2')", "CHECK")]
    [InlineData(
        "insert into evidence_files select bank, zeroblob(32), kind, size, added_at, actor, x'' from evidence_files",
        "a file is kept whole")]
    [InlineData("update evidence_files set content = x'' where length(content) > 0", "a file is emptied once, with a record of why")]
    [InlineData("update evidence_files set content = x'' where length(content) = 0", "a file is emptied once, with a record of why")]
    [InlineData(
        "update evidence_files set content = zeroblob(size) where length(content) = 0", "a file is emptied once, with a record of why")]
    [InlineData("insert into evidence_erasures values (1, zeroblob(32), 1, 1, 0)", "CHECK")]
    [InlineData("insert into evidence_erasures values (1, zeroblob(32), null, null, 0)", "CHECK")]
    [InlineData("insert into member_leavings values (1, 1, 1, '2026-03-01', 'vanished', 0, 'staff:3')", "CHECK")]
    [InlineData("insert into retention_rules values (1, 'notes', 9, 0, 0, 'staff:2')", "CHECK")]
    [InlineData(
        """
        insert into consents (bank, member, purpose, sequence, given, recorded_at, actor, how)
          values (1, 1, 'boards', 9, 1, 0, 'staff:3', 'telepathy')
        """,
        "CHECK")]
    [InlineData(
        """
        insert into publication_assessments values (1, 9, 'red', 'p', 'd', 'n', 'r', 'm', 'b', '2026-03-01', '2026-03-01', '', 0, 'staff:2')
        """,
        "CHECK")]
    public Task The_database_refuses_what_the_law_forbids(string sql, string message) => Refuses(sql, message);

    async Task Refuses(string sql, string message)
    {
        var write = () => lived.Village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
    }

    public sealed class LivedVillage : IAsyncLifetime
    {
        public VillageFixture Village { get; private set; } = null!;

        /// <summary>Household 4 is erased, a member of household 5 is asked for, and a run of retention was made.</summary>
        public async Task InitializeAsync()
        {
            Village = await PrivacyCase.Lived();
            await Village.Ends(4);
            var asked = Village.Done(await Village.Privacy().Erasures.Ask(VillageFixture.Ask(), 1, new(4)));
            Village.Done(await Village.Privacy().Erasures.CarryOut(ClaimLife.As(ClaimLife.Supervisor), 1, asked.Number));
            Village.Done(
                await Village.Desks.Households.Open(
                    VillageFixture.Ask(), 1, new("一组", [new("李四", new(1970, 1, 1), IsHead: true), new("李五", new(1990, 1, 1))])));
            Village.Done(await Village.Privacy().Leavings.Record(VillageFixture.Ask(), 1, 5, 7, new(Village.Today, "left")));
            Village.Done(await Village.Privacy().Erasures.Ask(VillageFixture.Ask(), 1, new(5, 7)));
            Village.Done(
                await Village.Privacy().Retention.Set(
                    ClaimLife.As(ClaimLife.Supervisor), 1, new(new Dictionary<string, long> { ["answers"] = 1 })));
            Village.At(2026, 6, 2);
            Village.Done(await Village.Privacy().Retention.Run(ClaimLife.As(ClaimLife.Supervisor), 1));
            Village.Done(await Village.Privacy().Disclosures.Record(ClaimLife.As(ClaimLife.Supervisor), 1, DisclosureTests.Decision()));
        }

        public Task DisposeAsync()
        {
            Village.Dispose();
            return Task.CompletedTask;
        }
    }
}
