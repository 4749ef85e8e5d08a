using PointsBank.Village.Rooms;

namespace PointsBank.Village.Favours;

/// <summary>Favours and suspensions: what this folder contributes.</summary>
static class FavoursRoom
{
    public static Room Room { get; } = new()
    {
        Audits = FavourAudit.Passes,
        OpenItems =
            [new("suspensions", OpenFor.All, SuspensionTable.OpenOf), new("objections", OpenFor.All, SuspensionTable.ObjectionsOpenOf)],
        Personal = FavoursPersonalData.All,
    };
}
