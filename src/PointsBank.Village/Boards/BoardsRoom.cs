using PointsBank.Village.Rooms;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Boards;

/// <summary>Boards and publications: what this folder contributes.</summary>
static class BoardsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = [.. BoardAudit.Passes, RulebookAudit.JudgedBy("black_entries")],
        OpenItems = [new("black", OpenFor.All, BlackTable.OpenOf), new("objections", OpenFor.All, BlackTable.ObjectionsOpenOf)],
        Personal = BoardsPersonalData.All,
    };
}
