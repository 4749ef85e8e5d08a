// The tables of Testing on SQLite, through the queue, with heads written back as lazily as can be.
using PointsBank.Testing;

namespace PointsBank.Storage.Tests;

public sealed class ScenarioTests
{
    public static TheoryData<string> Tables => new(ScenarioTables.All.Keys);

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_table_holds_on_sqlite(string name)
    {
        using var book = await SqliteScenarioBook.Open();

        await Scenario.Run(ScenarioTables.All[name], book);
    }
}
