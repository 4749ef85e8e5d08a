using Dapper;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village.Demo;
using PointsBank.Village.Journal;

namespace PointsBank.Village.Tests.Demo;

public class DemoVillageTests
{
    [Fact]
    public async Task The_demo_has_the_published_figures_in_its_ledger_and_is_the_same_each_time()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("first.db.demo"), "left over by a demo that was interrupted");
        await DemoVillage.Create(folder.File("first.db"), new FakeClock());
        await DemoVillage.Create(folder.File("second.db"), new FakeClock());

        using (var connection = Database.OpenToRead(folder.File("first.db")))
        {
            var accounts = AccountTable.All(connection, 1).ToList();
            accounts.Where(account => account.Key.Kind == AccountKind.Issuance && account.Key.Unit == Unit.Points).Sum(account => account.Balance.Value).Should().Be(-14_420);
            accounts.Where(account => account.Key.Kind == AccountKind.Redeemed).Sum(account => account.Balance.Value).Should().Be(8_640);
            connection.ExecuteScalar<long>("select count(*) from households").Should().Be(226);
        }
        var (first, second) = (Verifier.VerifyFile(folder.File("first.db"), VillageAudit.Passes).Single(), Verifier.VerifyFile(folder.File("second.db"), VillageAudit.Passes).Single());
        first.Deviations.Should().BeEmpty();
        second.UpTo.Should().Be(first.UpTo);
        Directory.GetFiles(folder.Path, "*.demo*").Should().BeEmpty();
    }

    [Fact]
    public async Task The_demo_never_touches_a_file_that_exists()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("mine.db"), "mine");

        var create = () => DemoVillage.Create(folder.File("mine.db"), new FakeClock());

        await create.Should().ThrowAsync<CannotOpenException>();
        File.ReadAllText(folder.File("mine.db")).Should().Be("mine");
    }
}
