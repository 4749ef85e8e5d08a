using PointsBank.Testing;

namespace PointsBank.Village.Tests;

/// <summary>What is kept in memory of a village between requests.</summary>
public class RememberedTests
{
    [Fact]
    public async Task A_change_in_one_village_is_no_reason_to_load_the_others_again()
    {
        using var village = await VillageFixture.Open(households: 0);
        var loads = new List<long>();
        var remembered = new Remembered<long>(village.Database, (_, bank) =>
        {
            loads.Add(bank);
            return loads.Count;
        });
        (remembered.Of(1), remembered.Of(2)).Should().Be((1, 2));

        remembered.Forget(1);

        (remembered.Of(1), remembered.Of(2), remembered.Of(1)).Should().Be((3, 2, 3));
        loads.Should().Equal(1, 2, 1);
    }
}
