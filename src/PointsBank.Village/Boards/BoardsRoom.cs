using PointsBank.Village.Rooms;

namespace PointsBank.Village.Boards;

/// <summary>Boards and publications: what this folder contributes.</summary>
static class BoardsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = BoardAudit.Passes,
        OpenItems = [new("black", OpenFor.All, BlackTable.OpenOf), new("objections", OpenFor.All, BlackTable.ObjectionsOpenOf)],
        Personal = BoardsPersonalData.All,
    };
}
