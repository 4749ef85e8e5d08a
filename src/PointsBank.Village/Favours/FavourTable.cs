using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Favours;

/// <summary>The register of favours, version by version, and what was granted.</summary>
static class FavourTable
{
    /// <summary>The number of the next favour.</summary>
    public static long Next(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from favours where bank = @bank", new { bank });

    /// <summary>A version of a favour.</summary>
    public static void Add(Writer writer, long bank, long number, long version, FavourInput input, bool ended, string actor) =>
        writer.Execute("""
            insert into favours (bank, number, version, name_zh, name_en, kind, least_standing, most_deducted, note, ended, recorded_at,
              actor)
            values (@bank, @number, @version, @zh, @en, @kind, @least, @most, @note, @ended, @at, @actor)
            """,
            new
            {
                bank, number, version, zh = input.NameZh, en = input.NameEn, kind = input.Kind, least = input.LeastStanding,
                most = input.MostDeducted, note = input.Note ?? "", ended = ended ? 1 : 0, at = writer.NowMilliseconds, actor,
            });

    /// <summary>Writes down that a favour was given, and answers the number.</summary>
    public static long Grant(Writer writer, long bank, FavourView favour, long household, LocalDate day, string what, string actor) =>
        writer.ExecuteScalar<long>("""
            insert into favour_grants (bank, number, favour, version, household, granted_on, what, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @favour, @version, @household, @day, @what, @at, @actor
              from favour_grants where bank = @bank
            returning number
            """,
            new
            {
                bank, favour = favour.Number, version = favour.Version, household, day = day.ToIso(), what, at = writer.NowMilliseconds,
                actor,
            });

    /// <summary>The last versions: of one favour where it is named, with those that have ended or without them.</summary>
    public static List<FavourView> List(DbSession db, long bank, long? number, bool all) =>
        db.Query<(
            long Number, long Version, string Zh, string En, string Kind, long? Least, long? Most, string Note, long Ended)>("""
            select f.number, f.version, f.name_zh, f.name_en, f.kind, f.least_standing, f.most_deducted, f.note, f.ended from favours f
            where f.bank = @bank and (@number is null or f.number = @number) and (@all = 1 or f.ended = 0)
              and not exists (select 1 from favours l where l.bank = f.bank and l.number = f.number and l.version > f.version)
            order by f.number
            """, new { bank, number, all = all ? 1 : 0 })
            .Select(row => new FavourView(row.Number, row.Version, row.Zh, row.En, row.Kind, row.Least, row.Most, row.Note, row.Ended == 1))
            .ToList();

    /// <summary>What was granted, newest first; to one household where it is named.</summary>
    public static List<FavourGrantView> Grants(DbSession db, long bank, long? number, long household, long before, int limit) =>
        db.Query<(
            long Number, long Favour, string Zh, string En, string Kind, long Household, string Head, string Day, string What,
            string Handler)>($"""
            select g.number, g.favour, f.name_zh, f.name_en, f.kind, g.household,
              coalesce((select p.name from members p where p.bank = g.bank and p.household = g.household and p.is_head = 1), ''),
                g.granted_on, g.what, {Handler.Of("g.actor")}
            from favour_grants g
            join favours f on f.bank = g.bank and f.number = g.favour and f.version = g.version
            where g.bank = @bank and (@number is null or g.number = @number) and (@household = 0 or g.household = @household)
              and (@before = 0 or g.number < @before)
            order by g.number desc limit @limit
            """, new { bank, number, household, before, limit })
            .Select(
                row => new FavourGrantView(
                    row.Number, row.Favour, row.Zh, row.En, row.Kind, row.Household, row.Head, row.Day.ToDate(), row.What,
                    row.Handler)).ToList();
}
