using PointsBank.Village.Rooms;

namespace PointsBank.Village.Service;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class ServicePersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("attendances", "志愿服务", """
                select a.number, a.member, c.title, c.place, t.kind, t.came_at, t.left_at, t.reason, t.recorded_at
                from attendances a join activities c on c.bank = a.bank and c.number = a.activity
                  join attendance_times t on t.bank = a.bank and t.attendance = a.number
                where a.bank = @bank and a.household = @household order by a.number, t.sequence
                """),
            new("certificates", "服务时长证明", """
                select number, member, from_day, until_day, minutes, activities, total, stars, issued_on from service_certificates
                  where bank = @bank and household = @household order by number
                """),
        ],
        Words =
        [
            new("service", "attendance_times", "reason",
                """
                exists (select 1 from attendances a where a.bank = attendance_times.bank and a.number = attendance_times.attendance
                  and a.household = @household and (@member = 0 or a.member = @member))
                """,
                ErasedWords.Gone),
            new("service", "activity_steps", "reason"),
            // The steps first: an activity stands where its last step says.
            new("service", "activity_steps", "place"),
            new("service", "activities", "place"),
            new("service", "activities", "title"),
            new("service", "projects", "title_zh"),
            new("service", "projects", "title_en"),
            new("service", "projects", "place"),
            new("service", "teams", "name", Mark: ErasedWords.NumberedMark),
        ],
    };
}
