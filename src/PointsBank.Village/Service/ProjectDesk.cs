using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
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
    public const long MaxWanted = 1_000;

    /// <summary>The minutes that make one unit where nobody says otherwise.</summary>
    const long OneHour = 60;

    public IReadOnlyList<ServiceClassView> Classes(long bank) => database.Read(db => ProjectTable.Classes(db, bank));

    /// <summary>
    /// A new class, or other words and another coefficient for one; what was confirmed before stays as it is. Once the book has entries, a
    /// coefficient that makes more points of the same time is a supervisor's.
    /// </summary>
    public async Task<Outcome<ServiceClassView>> SetClass(WriteContext context, long bank, ServiceClassInput input)
    {
        if (!Label.IsCode(input.Code, 16)) return new Refusal(VillageRefusals.BadCode, "code").With("most", 16);
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Optional(input.NameEn, "nameEn", Fields.Name, out var en) is { } badEn) return badEn;
        if (Fields.Range(input.UnitMinutes, "unitMinutes", 1, 1_440) is { } outside) return outside;
        return await database.Write<ServiceClassView>(context, bank, "service-class", writer =>
        {
            var least = ProjectTable.Classes(writer, bank).FirstOrDefault(known => known.Code == input.Code)?.UnitMinutes ?? OneHour;
            if (input.UnitMinutes < least && writer.Book(bank).Head.Entry.Value > 0 && !context.Caller.Is(Role.Supervisor, bank))
                return new Refusal(VillageRefusals.CoefficientNeedsSupervisor, "unitMinutes").With("least", least);
            ProjectTable.SetClass(writer, bank, input.Code, zh, en, input.UnitMinutes, context.Caller.Actor);
            return new ServiceClassView(input.Code, zh, en, input.UnitMinutes);
        });
    }

    /// <summary>The library, the projects that may be run on a day alone where one is given.</summary>
    public IReadOnlyList<ProjectView> All(long bank, LocalDate? on = null) =>
        database.Read(db => ProjectTable.All(db, bank))
            .Where(row => on is not { } day || row.IsInForce(day))
            .Select(row => View(bank, row))
            .ToList();

    public Outcome<ProjectView> Get(long bank, long number) =>
        database.Read(db => ProjectTable.Find(db, bank, number)) is { } row
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
        if (Fields.Range(input.Wanted, "wanted", 1, MaxWanted) is { } badWanted) return badWanted;
        if (Fields.Range(input.CeilingPoints, "ceilingPoints", 0, 1_000) is { } badCeiling) return badCeiling;
        if (Fields.Day(input.ValidFrom, "validFrom") is { } badFrom) return badFrom;
        if (input.ValidUntil is { } until && (Fields.Day(until, "validUntil") is not null || until < input.ValidFrom))
            return new Refusal(VillageRefusals.OutOfRange, "validUntil").With("least", input.ValidFrom.ToIso());
        var found = rulebooks.Find(bank, LocalDate.Max(input.ValidFrom, banks.Today), input.Rule ?? "");
        if (found.Refusal is { } unknown) return unknown with { Field = "rule" };
        if (!IsForService(found.Value.Rule)) return new Refusal(VillageRefusals.RuleNotForService, "rule");
        return await database.Write<ProjectView>(context, bank, "project", writer =>
        {
            if (number is { } known && ProjectTable.Find(writer, bank, known) is null)
                return new Refusal(VillageRefusals.UnknownProject, "project");
            if (ProjectTable.Classes(writer, bank).All(known => known.Code != input.Class))
                return new Refusal(VillageRefusals.NotInList, "class");
            var added = ProjectTable.Add(
                writer, bank, number, input with { TitleZh = zh, TitleEn = en, Place = place }, context.Caller.Actor);
            return View(bank, ProjectTable.Find(writer, bank, added)!);
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
}
