using PointsBank.Village.Rooms;

namespace PointsBank.Village.Imports;

/// <summary>Sheets that come in, and opening balances: what this folder contributes.</summary>
static class ImportsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = OpeningAudit.Passes,
        Personal = ImportsPersonalData.All,
    };
}
