using NodaTime;
using PointsBank.Storage;

namespace PointsBank.Village.Banks;

/// <summary>Settings of a bank by the day from which they hold.</summary>
static class SettingTable
{
    /// <summary>Sets values from a day on; what was set for it before stays on record.</summary>
    public static void Set(Writer writer, long bank, LocalDate day, IReadOnlyDictionary<string, long> values, string actor)
    {
        foreach (var (name, value) in values)
            writer.Execute("""
                insert into settings (bank, name, valid_from, version, value, recorded_at, actor)
                select @bank, @name, @day, coalesce(max(version), 0) + 1, @value, @at, @actor
                from settings where bank = @bank and name = @name and valid_from = @day
                """,
                new { bank, name, day = day.ToIso(), value = value.Text(), at = writer.NowMilliseconds, actor });
    }

    public static Settings Of(DbSession db, long bank) => new(db.Query<(string, string, long)>(
        "select name, valid_from, cast(value as bigint) from settings where bank = @bank order by name, valid_from, version",
        new { bank }));
}
