using Microsoft.Data.Sqlite;
using PointsBank.Papers.Cleaning;
using PointsBank.Testing;
using PointsBank.Village.Evidence;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests.Journal;

/// <summary>What is refused leaves no trace, so one village serves all that only try.</summary>
public class AppendOnlyTests(AppendOnlyTests.LivedVillage lived) : IClassFixture<AppendOnlyTests.LivedVillage>
{
    public static TheoryData<string> LogTables =>
        ["settings", "consents", "rulebooks", "rules", "rulebook_decisions", "deeds", "prices", "stock_movements", "stock_lines", "redemptions", "redemption_items",
        "cards", "passbook_prints", "evidence_files"];

    [Theory]
    [MemberData(nameof(LogTables))]
    public async Task The_database_refuses_to_change_what_was_recorded(string table)
    {
        await Refuses(lived.Village, $"update {table} set bank = bank", $"{table} is append-only");
    }

    [Theory]
    [MemberData(nameof(LogTables))]
    public async Task The_database_refuses_to_remove_what_was_recorded(string table)
    {
        await Refuses(lived.Village, $"delete from {table}", $"{table} is append-only");
    }

    [Theory]
    [InlineData("household = 2")]
    [InlineData("serial = 'x'")]
    [InlineData("issued_at = 0")]
    [InlineData("issued_by = 'x'")]
    public async Task A_passbook_keeps_its_identity(string change)
    {
        await Refuses(lived.Village, $"update passbooks set {change}", "a passbook keeps its identity");
    }

    [Fact]
    public async Task A_passbook_is_never_removed_and_an_ended_one_never_opened_again()
    {
        using var village = await Lived();
        var book = village.Desks.Passbooks.Of(VillageFixture.Bank, 1).Single();
        village.Done(await village.Desks.Passbooks.Void(VillageFixture.Ask(), VillageFixture.Bank, book.Serial, new("丢失")));

        await Refuses(village, "delete from passbooks", "passbooks are never deleted");
        await Refuses(village, "update passbooks set ended_at = null, end_reason = null", "an ended passbook stays ended");
    }

    static async Task Refuses(VillageFixture village, string sql, string message)
    {
        var write = () => village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
    }

    static async Task<VillageFixture> Lived()
    {
        var village = await VillageFixture.Open(households: 2);
        await village.Set(Banks.Setting.MonthCeiling, 100);
        village.Done(await village.Desks.Households.SetConsent(VillageFixture.Ask(), VillageFixture.Bank, 1, 1, Purpose.Boards, true));
        var book = await village.Issue(1);
        village.Done(await village.Desks.Passbooks.RecordPrint(VillageFixture.Ask(), VillageFixture.Bank, book.Serial, 0, 3));
        await village.Receive("soap", 2);
        await village.Credit(1, "A03");
        await village.Redeem(1);
        village.Done(await village.Database.Write<bool>(writer =>
        {
            EvidenceTable.Add(writer, VillageFixture.Bank, EvidenceFile.Read(EvidenceCase.Jpeg()).Value, "staff:3");
            return true;
        }));
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
