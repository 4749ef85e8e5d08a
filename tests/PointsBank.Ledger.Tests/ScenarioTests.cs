// The tables of Testing on the pure core, and the proof that they show every refusal.
using PointsBank.Testing;

namespace PointsBank.Ledger.Tests;

public sealed class ScenarioTests
{
    public static TheoryData<string> Tables => new(ScenarioTables.All.Keys);

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_table_holds_in_memory(string name)
    {
        using var book = new MemoryScenarioBook();

        await Scenario.Run(ScenarioTables.All[name], book);
    }

    [Fact]
    public void Every_refusal_of_the_ledger_is_shown_by_some_table()
    {
        var shown = ScenarioTables.All.Values.SelectMany(Scenario.Outcomes).Distinct();

        shown.Should().BeEquivalentTo(LedgerRefusals.All.Select(kind => kind.Code).Append("ok").Append("replayed"));
    }

    [Fact]
    public void The_list_of_refusals_is_closed_and_each_code_stands_in_it_once()
    {
        var fields = typeof(LedgerRefusals).GetFields().Select(field => (RefusalKind)field.GetValue(null)!);

        LedgerRefusals.All.Should().Equal(fields, "the fields stand in order of precedence too");
        LedgerRefusals.All.Select(kind => kind.Code).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_table_that_is_wrong_goes_red()
    {
        using var book = new MemoryScenarioBook();

        var wrongOutcome = () => Scenario.Run("award E1 H1 5 would_pass_floor", book);
        var wrongBalance = () => Scenario.Run("balance H1 posted 6 held 0 available 6", book);

        await wrongOutcome.Should().ThrowAsync<Exception>();
        await wrongBalance.Should().ThrowAsync<Exception>();
    }
}
