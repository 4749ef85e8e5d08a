namespace PointsBank.Tidy.Tests;

public sealed class FloorTests
{
    [Fact]
    public void Dump()
    {
        File.WriteAllLines("/root/me/uses.txt", VillageUses.All.Select(u => $"{u.From}\t{u.To}\t{u.What}\t{u.Place}"));
        File.WriteAllLines("/root/me/owners.txt", VillageUses.Owners.Select(u => $"{u.Key}\t{string.Join(',', u.Value)}"));
    }
}
