using PointsBank.Storage;

namespace PointsBank.Village.Service;

/// <summary>The library of projects by version, and the classes of service.</summary>
static class ProjectTable
{
    const string Select = """
        select p.number, p.version, p.title_zh, p.title_en, p.class, p.rule, p.place, p.wanted, p.ceiling_points, p.valid_from,
          p.valid_until,
          c.name_zh as class_zh, c.name_en as class_en, c.unit_minutes
        from projects p
        join service_classes c on c.bank = p.bank and c.code = p.class
          and c.version = (select max(l.version) from service_classes l where l.bank = p.bank and l.code = p.class)
        """;

    const string IsLast = "p.version = (select max(l.version) from projects l where l.bank = p.bank and l.number = p.number)";

    public static IReadOnlyList<ProjectRow> All(DbSession db, long bank) =>
        db.Query<ProjectRow>($"{Select} where p.bank = @bank and {IsLast} order by p.number", new { bank });

    public static ProjectRow? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<ProjectRow>(
            $"{Select} where p.bank = @bank and p.number = @number and {IsLast}", new { bank, number });

    /// <summary>The version by which an activity was planned.</summary>
    public static ProjectRow Of(DbSession db, long bank, long number, long version) =>
        db.QuerySingle<ProjectRow>(
            $"{Select} where p.bank = @bank and p.number = @number and p.version = @version", new { bank, number, version });

    public static List<ServiceClassView> Classes(DbSession db, long bank) =>
        db.Query<(string Code, string Zh, string En, long Unit)>("""
        select c.code, c.name_zh, c.name_en, c.unit_minutes from service_classes c
        where c.bank = @bank and c.version = (select max(l.version) from service_classes l where l.bank = c.bank and l.code = c.code)
          order by c.code
        """, new { bank }).Select(row => new ServiceClassView(row.Code, row.Zh, row.En, row.Unit)).ToList();

    public static void SetClass(Writer writer, long bank, string code, string zh, string en, long unit, string actor) => writer.Execute("""
        insert into service_classes (bank, code, version, name_zh, name_en, unit_minutes, recorded_at, actor)
        select @bank, @code, coalesce(max(version), 0) + 1, @zh, @en, @unit, @at, @actor from service_classes
          where bank = @bank and code = @code
        """, new { bank, code, zh, en, unit, at = writer.NowMilliseconds, actor });

    /// <summary>Whether it was this person who made the unit of a class, as it is now, shorter than it was.</summary>
    public static bool IsShortenedBy(DbSession db, long bank, string code, long unit, string actor) => db.ExecuteScalar<long>("""
        select count(*) from service_classes c join service_classes b on b.bank = c.bank and b.code = c.code and b.version = c.version - 1
        where c.bank = @bank and c.code = @code and c.unit_minutes = @unit and b.unit_minutes > c.unit_minutes and c.actor = @actor
        """, new { bank, code, unit, actor }) > 0;

    /// <summary>Adds a project, or a version of the one with this number; the answer is the number.</summary>
    public static long Add(Writer writer, long bank, long? number, ProjectInput input, string actor) => writer.ExecuteScalar<long>("""
        insert into projects (bank, number, version, title_zh, title_en, class, rule, place, wanted, ceiling_points, valid_from,
          valid_until, recorded_at, actor)
        select @bank, coalesce(@number, coalesce(max(number), 0) + 1),
          coalesce(max(case when number = @number then version end), 0) + 1, @zh, @en, @class, @rule,
          @place, @wanted, @ceiling, @from, @until, @at, @actor from projects where bank = @bank
        returning number
        """,
        new
        {
            bank, number, zh = input.TitleZh, en = input.TitleEn, @class = input.Class, rule = input.Rule, place = input.Place,
            wanted = input.Wanted, ceiling = input.CeilingPoints, from = input.ValidFrom.ToIso(), until = input.ValidUntil?.ToIso(),
            at = writer.NowMilliseconds, actor,
        });
}
