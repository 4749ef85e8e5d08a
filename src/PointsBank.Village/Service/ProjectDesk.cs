using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Service;

/// <summary>
/// A kind of service. The coefficient is the minutes that make one unit of an hourly rule: 60 for an hour, 120 where two hours count as
/// one, 40 for one and a half times.
/// </summary>
public sealed record ServiceClassInput(string Code, string NameZh, string? NameEn = null, long UnitMinutes = 60);

public sealed record ServiceClassView(string Code, string NameZh, string NameEn, long UnitMinutes);

/// <summary>
/// A project of the library, or a new version of one. The ceiling is the most points one person gets from one activity; 0 for none.
/// </summary>
public sealed record ProjectInput(
    string TitleZh, string Class, string Rule, string Place, long Wanted, LocalDate ValidFrom, LocalDate? ValidUntil = null,
    string? TitleEn = null, long CeilingPoints = 0);

/// <summary>A project as it is now. The item's words are those of the rulebook in force today; empty where that has no such rule.</summary>
public sealed record ProjectView(
    long Number, int Version, string TitleZh, string TitleEn, string Class, string ClassZh, string ClassEn, long UnitMinutes, string Rule,
    string ItemZh, string ItemEn, string Basis, long Points, string Place, long Wanted, long CeilingPoints, LocalDate ValidFrom,
    LocalDate? ValidUntil);

/// <summary>The library of projects and the classes of service. What is not in the library is not run.</summary>
public sealed class ProjectDesk(Database database, BankDesk banks, RulebookDesk rulebooks)
{
    /// <summary>The most people that one activity wants.</summary>
    public const long MostWanted = 1_000;

    public IReadOnlyList<ServiceClassView> Classes(long bank) => database.Read(connection => Classes(connection, bank));

    /// <summary>A new class, or other words and another coefficient for one; what was confirmed before stays as it is.</summary>
    public async Task<Outcome<ServiceClassView>> SetClass(WriteContext context, long bank, ServiceClassInput input)
    {
        if (!Label.IsCode(input.Code, 16)) return new Refusal(VillageRefusals.BadCode, "code").With("most", 16);
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Optional(input.NameEn, "nameEn", Fields.Name, out var en) is { } badEn) return badEn;
        if (Fields.Range(input.UnitMinutes, "unitMinutes", 1, 1_440) is { } outside) return outside;
        return await database.Write<ServiceClassView>(context, bank, "service-class", writer =>
        {
            writer.Execute("""
                insert into service_classes (bank, code, version, name_zh, name_en, unit_minutes, recorded_at, actor)
                select @bank, @code, coalesce(max(version), 0) + 1, @zh, @en, @unit, @at, @actor from service_classes
                  where bank = @bank and code = @code
                """,
                new
                {
                    bank, code = input.Code, zh, en, unit = input.UnitMinutes, at = writer.NowMilliseconds, actor = context.Caller.Actor,
                });
            return new ServiceClassView(input.Code, zh, en, input.UnitMinutes);
        });
    }

    /// <summary>The library, the projects that may be run on a day alone where one is given.</summary>
    public IReadOnlyList<ProjectView> All(long bank, LocalDate? on = null) =>
        database.Read(connection => ProjectRow.All(connection, bank))
            .Where(row => on is not { } day || row.IsInForce(day))
            .Select(row => View(bank, row))
            .ToList();

    public Outcome<ProjectView> Get(long bank, long number) =>
        database.Read(connection => ProjectRow.Find(connection, bank, number)) is { } row
        ? View(bank, row)
        : new Refusal(VillageRefusals.UnknownProject, "project");

    public Task<Outcome<ProjectView>> Publish(WriteContext context, long bank, ProjectInput input) => Publish(context, bank, null, input);

    /// <summary>
    /// A new version of a project; activities planned before keep theirs. With an earlier last day the project is given up.
    /// </summary>
    public Task<Outcome<ProjectView>> Change(WriteContext context, long bank, long number, ProjectInput input) =>
        Publish(context, bank, number, input);

    async Task<Outcome<ProjectView>> Publish(WriteContext context, long bank, long? number, ProjectInput input)
    {
        if (Fields.Text(input.TitleZh, "titleZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Optional(input.TitleEn, "titleEn", Fields.Line, out var en) is { } badEn) return badEn;
        if (Fields.Text(input.Place, "place", Fields.Name, out var place) is { } badPlace) return badPlace;
        if (Fields.Range(input.Wanted, "wanted", 1, MostWanted) is { } badWanted) return badWanted;
        if (Fields.Range(input.CeilingPoints, "ceilingPoints", 0, 1_000) is { } badCeiling) return badCeiling;
        if (Fields.Day(input.ValidFrom, "validFrom") is { } badFrom) return badFrom;
        if (input.ValidUntil is { } until && (Fields.Day(until, "validUntil") is not null || until < input.ValidFrom))
            return new Refusal(VillageRefusals.OutOfRange, "validUntil").With("least", input.ValidFrom.ToIso());
        var found = rulebooks.Find(bank, LocalDate.Max(input.ValidFrom, banks.Today), input.Rule ?? "");
        if (found.Refusal is { } unknown) return unknown with { Field = "rule" };
        if (!IsForService(found.Value.Rule)) return new Refusal(VillageRefusals.RuleNotForService, "rule");
        return await database.Write<ProjectView>(context, bank, "project", writer =>
        {
            if (number is { } known && ProjectRow.Find(writer, bank, known) is null)
                return new Refusal(VillageRefusals.UnknownProject, "project");
            if (Classes(writer, bank).All(known => known.Code != input.Class))
                return new Refusal(VillageRefusals.NotInList, "class");
            var added = writer.ExecuteScalar<long>("""
                insert into projects (bank, number, version, title_zh, title_en, class, rule, place, wanted, ceiling_points, valid_from,
                  valid_until, recorded_at, actor)
                select @bank, coalesce(@number, coalesce(max(number), 0) + 1),
                  coalesce(max(case when number = @number then version end), 0) + 1, @zh, @en, @class, @rule,
                  @place, @wanted, @ceiling, @from, @until, @at, @actor from projects where bank = @bank
                returning number
                """,
                new
                {
                    bank, number, zh, en, @class = input.Class, rule = input.Rule, place, wanted = input.Wanted,
                    ceiling = input.CeilingPoints, from = input.ValidFrom.ToIso(), until = input.ValidUntil?.ToIso(),
                    at = writer.NowMilliseconds, actor = context.Caller.Actor,
                });
            return View(bank, ProjectRow.Find(writer, bank, added)!);
        });
    }

    /// <summary>
    /// Minutes make units of an hourly rule, and an attendance is one event; by the month or the year nothing can be counted here.
    /// </summary>
    internal static bool IsForService(Rule rule) => rule.IsCredit && rule.Basis is "per_hour" or "per_event";

    ProjectView View(long bank, ProjectRow row)
    {
        var found = rulebooks.Find(bank, banks.Today, row.Rule);
        var rule = found.Refusal is null ? found.Value.Rule : null;
        return new(
            row.Number, (int)row.Version, row.Title_Zh, row.Title_En, row.Class, row.Class_Zh, row.Class_En, row.Unit_Minutes, row.Rule,
            rule?.ItemZh ?? "", rule?.ItemEn ?? "", rule?.Basis ?? "", rule?.Points ?? 0, row.Place, row.Wanted, row.Ceiling_Points,
            row.Valid_From.ToDate(), row.Valid_Until?.ToDate());
    }

    static List<ServiceClassView> Classes(DbSession connection, long bank) =>
        connection.Query<(string Code, string Zh, string En, long Unit)>("""
        select c.code, c.name_zh, c.name_en, c.unit_minutes from service_classes c
        where c.bank = @bank and c.version = (select max(l.version) from service_classes l where l.bank = c.bank and l.code = c.code)
          order by c.code
        """, new { bank }).Select(row => new ServiceClassView(row.Code, row.Zh, row.En, row.Unit)).ToList();
}

/// <summary>A version of a project with its class as that is now.</summary>
sealed record ProjectRow(
    long Number, long Version, string Title_Zh, string Title_En, string Class, string Rule, string Place, long Wanted, long Ceiling_Points,
    string Valid_From,
    string? Valid_Until, string Class_Zh, string Class_En, long Unit_Minutes)
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

    public bool IsInForce(LocalDate day) => Valid_From.ToDate() <= day && (Valid_Until is not { } until || day <= until.ToDate());

    public static IReadOnlyList<ProjectRow> All(DbSession connection, long bank) =>
        connection.Query<ProjectRow>($"{Select} where p.bank = @bank and {IsLast} order by p.number", new { bank });

    public static ProjectRow? Find(DbSession connection, long bank, long number) =>
        connection.QuerySingleOrDefault<ProjectRow>(
            $"{Select} where p.bank = @bank and p.number = @number and {IsLast}", new { bank, number });

    /// <summary>The version by which an activity was planned.</summary>
    public static ProjectRow Of(DbSession connection, long bank, long number, long version) =>
        connection.QuerySingle<ProjectRow>(
            $"{Select} where p.bank = @bank and p.number = @number and p.version = @version", new { bank, number, version });
}
