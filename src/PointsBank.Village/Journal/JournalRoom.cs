using PointsBank.Village.Rooms;

namespace PointsBank.Village.Journal;

/// <summary>The journal as people read it: what this folder contributes.</summary>
static class JournalRoom
{
    public static Room Room { get; } = new() { Personal = JournalPersonalData.All };
}
