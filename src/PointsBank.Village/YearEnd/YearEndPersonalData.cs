using PointsBank.Village.Rooms;

namespace PointsBank.Village.YearEnd;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class YearEndPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("standings", "荣誉分（排名用）", """
                select s.year, s.standing, s.rank, s.stars, x.balance, x.carried, x.expired
                from year_standings s left join year_expiries x on x.bank = s.bank and x.year = s.year and x.sequence = s.sequence
                  and x.household = s.household
                where s.bank = @bank and s.household = @household order by s.year, s.sequence
                """),
        ],
        Words =
        [
            new("year", "year_undoings", "reason"),
        ],
    };
}
