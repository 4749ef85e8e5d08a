using PointsBank.Village.Rooms;

namespace PointsBank.Village.Banks;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class BanksPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Words =
        [
            new("meetings", "setting_proposals", "document"),
        ],
    };
}
