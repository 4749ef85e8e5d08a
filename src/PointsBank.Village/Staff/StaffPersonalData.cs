using PointsBank.Village.Rooms;

namespace PointsBank.Village.Staff;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class StaffPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Retention =
        [
            new("tokens", 3, 1,
                "select t.hash as k from tokens t where (t.bank = @bank or t.bank is null) and t.expires_at < @before",
                "delete from tokens where hash = @k"),
        ],
    };
}
