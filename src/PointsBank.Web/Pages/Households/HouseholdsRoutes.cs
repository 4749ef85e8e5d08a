using System.Globalization;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Journal;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Households;

/// <summary>A page of the list of households, and how many were found in all.</summary>
public sealed record HouseholdsFacts(
    IReadOnlyList<GroupView> Groups, IReadOnlyList<HouseholdLine> Lines, IReadOnlySet<long> WithoutPassbook, int Found, string? Next);

/// <summary>All that the desk knows of a household; of its lines the last ones.</summary>
public sealed record HouseholdFacts(
    HouseholdView Household, BalanceView Balance, IReadOnlyList<PassbookLine> Lines, IReadOnlyList<PassbookView> Passbooks);

/// <summary>The form for a new household, with so many rows for members.</summary>
public sealed record NewHouseholdFacts(IReadOnlyList<GroupView> Groups, int Rows);

public sealed record GroupFacts(HouseholdView Household, IReadOnlyList<GroupView> Groups);

/// <summary>A member to correct; a new one where there is none yet.</summary>
public sealed record MemberFacts(HouseholdView Household, MemberView? Member);

/// <summary>Households: found, listed, opened; their groups, members and consents.</summary>
static class HouseholdsRoutes
{
    const int PageSize = 50, LastLines = 8, FirstRows = 6;

    public static void MapHouseholdPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var reading = pages.MapGroup("/v/{bank}/clerk/households").Requires(Role.Clerk, Role.Supervisor);
        reading.Page("", List);
        reading.Page("/{household}", visit => WithHousehold(visit, async household =>
        {
            var balance = desks.Journal.Balance(visit.Bank, visit.Household);
            var lines = desks.Journal.Passbook(visit.Bank, visit.Household, null, null, null, LastLines);
            return visit.Show<HouseholdPage>(
                new HouseholdFacts(household, balance.Value, lines.Value.Items, desks.Passbooks.Of(visit.Bank, visit.Household)));
        }));

        var writing = pages.MapGroup("/v/{bank}/clerk/households").Requires(Role.Clerk);
        writing.Page("/new", visit => visit.Show<NewHouseholdPage>(new NewHouseholdFacts(desks.Households.Groups(visit.Bank), FirstRows)));
        writing.Form(
            "/new",
            (visit, form) => visit.Show<NewHouseholdPage>(
                new NewHouseholdFacts(desks.Households.Groups(visit.Bank), RowsOf(form) + FirstRows)));
        writing.Form("", Open);
        writing.Page(
            "/{household}/group",
            visit => WithHousehold(
                visit, household => visit.Show<GroupPage>(new GroupFacts(household, desks.Households.Groups(visit.Bank)))));
        writing.Form("/{household}/group", Move);
        writing.Page(
            "/{household}/members/new",
            visit => WithHousehold(visit, household => visit.Show<MemberPage>(new MemberFacts(household, null))));
        writing.Form("/{household}/members", AddMember);
        writing.Page("/{household}/members/{member}", visit => WithMember(visit, facts => Task.FromResult(visit.Show<MemberPage>(facts))));
        writing.Form("/{household}/members/{member}", ChangeMember);
        writing.Form("/{household}/members/{member}/consents/{purpose}", SetConsent);
    }

    /// <summary>The address of a household's page, or of one behind it.</summary>
    public static string At(Visit visit, long household, string page = "") =>
        ClerkLinks.At(visit, $"households/{household}{(page.Length == 0 ? "" : "/")}{page}");

    /// <summary>From this age on somebody heads a household without a question.</summary>
    const int AdultAge = 18;

    /// <summary>How old somebody is on a day.</summary>
    public static int Age(MemberView member, LocalDate on) => Period.Between(member.BirthDate, on, PeriodUnits.Years).Years;

    /// <summary>Whether somebody is under 18, who gives no consent of their own and heads a household only with a question.</summary>
    public static bool IsMinor(MemberView member, LocalDate on) => Age(member, on) < AdultAge;

    /// <summary>Goes on with the household of the address, or says that there is none.</summary>
    public static async Task<IResult> WithHousehold(Visit visit, Func<HouseholdView, Task<IResult>> then)
    {
        var household = visit.Desks.Households.Get(visit.Bank, visit.Household);
        return household.Refusal is { } refusal ? visit.Refuse(refusal) : await then(household.Value);
    }

    public static Task<IResult> WithHousehold(Visit visit, Func<HouseholdView, IResult> then) =>
        WithHousehold(visit, household => Task.FromResult(then(household)));

    static IResult List(Visit visit)
    {
        var (query, group, passbook) = (visit.Query("q"), visit.Query("group"), visit.Query("passbook"));
        var without = visit.Desks.Households.WithoutPassbook(visit.Bank, int.MaxValue).Select(line => line.Number).ToHashSet();
        var byName = visit.Query("order") == "name";
        IEnumerable<HouseholdLine> lines = query is null
            ? visit.Desks.Finder.ByName(visit.Bank, group)
            : visit.Desks.Finder.Find(visit.Bank, query, int.MaxValue);
        // What was looked for comes with the best first; a list without a question is in the order that was asked for.
        if (query is null && !byName) lines = lines.OrderBy(line => line.Number);
        if (group is not null) lines = lines.Where(line => line.Group == group);
        if (passbook is not null) lines = lines.Where(line => without.Contains(line.Number) == (passbook == "without"));
        var found = lines.ToList();
        var from = int.TryParse(visit.Query("after"), NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? Math.Min(after, found.Count)
            : 0;
        return visit.Show<HouseholdsPage>(new HouseholdsFacts(
            visit.Desks.Households.Groups(visit.Bank), [.. found.Skip(from).Take(PageSize)], without, found.Count,
            from + PageSize < found.Count ? (from + PageSize).ToString(CultureInfo.InvariantCulture) : null));
    }

    static async Task<IResult> Open(Visit visit, FormReader form)
    {
        var rows = RowsOf(form);
        var facts = new NewHouseholdFacts(visit.Desks.Households.Groups(visit.Bank), rows);
        // Rows may be left empty, here and there; the first is the head's.
        var filled = Enumerable.Range(0, rows)
            .Where(row => row == 0 || form.Text($"members[{row}].name").Length + form.Text($"members[{row}].birthDate").Length > 0)
            .ToList();
        var input = new HouseholdInput(
            form.Required("group"), [.. filled.Select(row => Member(form, $"members[{row}].", row == 0))],
            form.Number("number", 1, HouseholdDesk.MaxNumber));
        if (form.Finish() is { } refusals) return visit.Again<NewHouseholdPage>(refusals, facts);
        var opened = await visit.Write(form, context => visit.Desks.Households.Open(context, visit.Bank, input));
        return opened.Refusal is { } refusal
            ? visit.Again<NewHouseholdPage>(AtRow(refusal, filled), facts)
            : visit.Go(At(visit, opened.Value.Number), "register_opened");
    }

    static Task<IResult> Move(Visit visit, FormReader form) => WithHousehold(visit, async household =>
    {
        var facts = new GroupFacts(household, visit.Desks.Households.Groups(visit.Bank));
        var change = new HouseholdChange(form.Required("group"));
        if (form.Finish() is { } refusals) return visit.Again<GroupPage>(refusals, facts);
        var moved = await visit.Write(form, context => visit.Desks.Households.Move(context, visit.Bank, visit.Household, change));
        return moved.Refusal is { } refusal
            ? visit.Again<GroupPage>(refusal, facts)
            : visit.Go(At(visit, visit.Household), "register_changed");
    });

    static Task<IResult> AddMember(Visit visit, FormReader form) => WithHousehold(visit, async household =>
    {
        var facts = new MemberFacts(household, null);
        var input = Member(form, "", form.Flag("isHead"));
        if (form.Finish() is { } refusals) return visit.Again<MemberPage>(refusals, facts);
        var added = await visit.Write(form, context => visit.Desks.Households.AddMember(context, visit.Bank, visit.Household, input));
        return added.Refusal is { } refusal
            ? visit.Again<MemberPage>(refusal, facts)
            : visit.Go(At(visit, visit.Household), "register_changed");
    });

    static Task<IResult> ChangeMember(Visit visit, FormReader form) => WithMember(visit, async facts =>
    {
        var input = Member(form, "", form.Flag("isHead"));
        if (form.Finish() is { } refusals) return visit.Again<MemberPage>(refusals, facts);
        var changed = await visit.Write(
            form, context => visit.Desks.Households.ChangeMember(context, visit.Bank, visit.Household, facts.Member!.Number, input));
        return changed.Refusal is { } refusal
            ? visit.Again<MemberPage>(refusal, facts)
            : visit.Go(At(visit, visit.Household), "register_changed");
    });

    static Task<IResult> SetConsent(Visit visit, FormReader form) => WithMember(visit, async facts =>
    {
        var given = form.Flag("given");
        var recorded = await visit.Write(form, context =>
            visit.Desks.Households.SetConsent(
                context, visit.Bank, visit.Household, facts.Member!.Number, visit.Ask.Text("purpose"), given));
        return recorded.Refusal is { } refusal
            ? visit.Again<MemberPage>(refusal, facts)
            : visit.Go(
                At(visit, visit.Household, $"members/{facts.Member!.Number}"),
                given ? "register_consent_given" : "register_consent_withdrawn");
    });

    static Task<IResult> WithMember(Visit visit, Func<MemberFacts, Task<IResult>> then) => WithHousehold(visit, household =>
        household.Members.FirstOrDefault(member => member.Number == visit.Ask.Number("member")) is { } member
            ? then(new(household, member))
            : Task.FromResult(visit.Refuse(new Refusal(VillageRefusals.UnknownMember, "member"))));

    static MemberInput Member(FormReader form, string prefix, bool isHead) =>
        new(form.Required(prefix + "name"), form.RequiredDate(prefix + "birthDate"), isHead, form.Flag(prefix + "related"));

    static int RowsOf(FormReader form) =>
        (int)Math.Clamp(form.Number("rows", 1, HouseholdDesk.MaxMembers) ?? FirstRows, FirstRows, HouseholdDesk.MaxMembers);

    /// <summary>The desk counts the members that it was given; the form counts its rows.</summary>
    static Refusal AtRow(Refusal refusal, List<int> filled)
    {
        for (var i = 0; i < filled.Count; i++)
            if (refusal.Field?.StartsWith($"members[{i}].", StringComparison.Ordinal) is true)
                return refusal with { Field = refusal.Field.Replace($"members[{i}].", $"members[{filled[i]}].", StringComparison.Ordinal) };
        return refusal;
    }
}
