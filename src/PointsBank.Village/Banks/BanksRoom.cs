using PointsBank.Village.Rooms;

namespace PointsBank.Village.Banks;

/// <summary>Banks and their settings: what this folder contributes.</summary>
static class BanksRoom
{
    public static Room Room { get; } = new() { Personal = BanksPersonalData.All };
}
