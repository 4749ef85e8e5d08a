using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>Who of the staff set which household's PIN, and when.</summary>
static class PinTable
{
    public static void Add(Writer writer, long bank, long household, string actor) => writer.Execute("""
        insert into pin_settings (bank, number, household, recorded_at, actor)
        select @bank, coalesce(max(number), 0) + 1, @household, @at, @actor from pin_settings where bank = @bank
        """, new { bank, household, at = writer.NowMilliseconds, actor });
}
