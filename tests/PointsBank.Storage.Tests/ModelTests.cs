// The book in a file does, step by step, what the book in memory does: also when work is tried, thrown away or the program restarts
// between.
using PointsBank.Ledger;
using PointsBank.Ledger.Tests;
using PointsBank.Testing;

namespace PointsBank.Storage.Tests;

[Trait("Pace", "slow")]
public sealed class ModelTests
{
    [Fact]
    public Task A_book_in_a_file_does_what_a_book_in_memory_does() => Steps.Hold(25, 120, async steps =>
    {
        using var memory = new MemoryScenarioBook();
        using var file = await SqliteScenarioBook.Open();

        foreach (var step in steps)
        {
            await Disturb(file, step);
            (await step.Play(file)).Should().Be(await step.Play(memory), step.ToString());
            foreach (var account in memory.Book.Accounts) file.Read(account.Key).Should().Be(account);
        }

        file.Head.Should().Be(memory.Head);
        file.Database.Read(connection => HoldTable.All(connection, 1).ToList()).Should().Equal(memory.Book.Holds);
        file.Database.Read(connection => EntryTable.After(connection, 1, default).Select(entry => entry with { Postings = [] }).ToList())
            .Should().Equal(memory.Book.Entries.Select(entry => entry with { Postings = [] }));
        file.Database.Read(connection => PostingTable.After(connection, 1, 0).ToList())
            .Should().Equal(memory.Book.Entries.SelectMany(entry => entry.Postings));
        file.Verify().Should().BeEmpty();
    });

    /// <summary>What must leave no trace, before the step that counts.</summary>
    static async Task Disturb(SqliteScenarioBook file, ScenarioStep step)
    {
        switch (step.Key % 8)
        {
            case 0:
                _ = await file.Database.Write(Work, dryRun: true);
                break;
            case 1:
                var thrown = () => file.Database.Write<long>(writer => Work(writer).Value / (step.Key * 0));
                await thrown.Should().ThrowAsync<DivideByZeroException>();
                break;
            case 2:
                _ = await file.Database.Write(
                    writer => Work(writer).Refusal is { } refusal ? (Outcome<long>)refusal : LedgerRefusals.BadAmount);
                break;
            case 3:
                await file.Database.WriteHeads(1);
                break;
            case 4 when step.Key % 3 == 0:
                file.Reopen();
                break;
        }

        Outcome<long> Work(Writer writer)
        {
            var book = writer.Book(1);
            _ = book.Post(Bank.CreditDraft($"disturbance {step.Key}", step.Household, 500), writer.Now);
            _ = book.Place(
                new(Bank.Household(step.Household), new(1), null, "staff:1", Bank.Key("disturbance"), default, "order"), writer.Now);
            if (step.Other > 5) book.WriteAllHeads();
            return book.Head.Entry.Value;
        }
    }
}
