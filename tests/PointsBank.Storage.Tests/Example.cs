// The ledger without a village, a web or a server: docs/architecture.md shows the lines between the markers.
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;

namespace PointsBank.Storage.Tests;

public sealed class Example
{
    [Fact]
    public async Task The_ledger_can_be_embedded()
    {
        using var folder = new TempFolder();
        var file = folder.File("bank.db");

        // snippet: embedded
        using var database = Database.Open(new() { File = file, Clock = SystemClock.Instance });
        var bank = (await database.Write<long>(writer => writer.AddBook(BankCode.Parse("anjiahe"))!.Value)).Value;
        var issuance = new AccountKey(AccountKind.Issuance, 0, Unit.Points, 2026);
        var household = new AccountKey(AccountKind.HouseholdPoints, 12, Unit.Points);
        var credit = new Draft
        {
            Kind = EntryKind.Credit,
            EffectiveOn = new(2026, 3, 1),
            Actor = "staff:1",
            Reason = "clean-courtyard",
            Key = new("0123456789abcdef"u8),
            Fingerprint = Digest.Of("5 points for household 12"),
            Legs = [new(issuance, new(-5)), new(household, new(5))],
        };
        var posted = await database.Write(writer => writer.Book(bank).Post(credit, writer.Now));
        var balance = database.ReadAccount(bank, household)!.Balance;
        // snippet end

        posted.Value.Number.Value.Should().Be(1);
        balance.Should().Be(new Amount(5));
    }
}
