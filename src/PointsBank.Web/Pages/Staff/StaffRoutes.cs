using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Staff;

namespace PointsBank.Web.Pages.Staff;

/// <summary>Where a right may hold: a value for the form, and words; a group's name is the same in every language.</summary>
public sealed record Place(string Value, string NameZh, string NameEn, string? ShopZh = null, string? ShopEn = null);

/// <summary>
/// A member of staff, or a new one, and every place where they may have a right. For somebody new the address may propose a role and a
/// place.
/// </summary>
public sealed record StaffFacts(StaffView? Somebody, IReadOnlyList<Place> Places, (string? Role, string? Place) Offered = default)
{
    /// <summary>Rows left free for further rights.</summary>
    const int Free = 2;

    public int Rows => (Somebody?.Grants.Count ?? 0) + Free;
}

/// <summary>Who works here and what they may do where.</summary>
static class StaffRoutes
{
    const int MaxRows = 50;

    public static IReadOnlyList<string> Roles { get; } =
        ["clerk", "attendant", "keeper", "treasurer", "group-leader", "assessor", "team-leader", "supervisor", "administrator"];

    public static void MapStaffPages(this IEndpointRouteBuilder office, Desks desks)
    {
        office.Page("/staff", visit => visit.Show<StaffListPage>(desks.Staff.All()));
        office.Page("/staff/new", visit =>
            visit.Show<NewStaffPage>(new StaffFacts(null, Places(visit), (visit.Query("role"), visit.Query("place")))));
        office.Form("/staff", async (visit, form) =>
        {
            var facts = new StaffFacts(null, Places(visit));
            var (grants, rows) = Grants(form);
            var input = new StaffInput(form.Required("username"), form.Required("name"), form.Required("password"), grants);
            if (grants.Count == 0) form.Refuse(new(VillageRefusals.MissingValue, "grants[0].role"));
            if (form.Finish() is { } refusals) return visit.Again<NewStaffPage>(refusals, facts);
            var added = await visit.Write(form, context => desks.Staff.Add(context, input));
            return added.Refusal is { } refusal
                ? visit.Again<NewStaffPage>(AtRow(refusal, rows), facts)
                : visit.Go($"/office/staff/{added.Value.Number}", "staff_added");
        });
        office.Page("/staff/{staff}", visit => WithStaff(visit, facts => Task.FromResult(visit.Show<StaffPage>(facts))));
        office.Form("/staff/{staff}/grants", (visit, form) => WithStaff(visit, async facts =>
        {
            var (grants, rows) = Grants(form);
            if (form.Finish() is { } refusals) return visit.Again<StaffPage>(refusals, facts);
            var set = await visit.Write(form, context => desks.Staff.SetGrants(context, facts.Somebody!.Number, new(grants)));
            return set.Refusal is { } refusal
                ? visit.Again<StaffPage>(AtRow(refusal, rows), facts)
                : visit.Go(At(facts), "staff_grants_set");
        }));
        office.Form("/staff/{staff}/password", (visit, form) => WithStaff(visit, async facts =>
        {
            var password = form.Required("password");
            if (form.Finish() is { } refusals) return visit.Again<StaffPage>(refusals, facts);
            var set = await visit.Write(form, context => desks.Staff.SetPassword(context, facts.Somebody!.Number, new(password)));
            return set.Refusal is { } refusal ? visit.Again<StaffPage>(refusal, facts) : visit.Go(At(facts), "staff_password_set");
        }));
        office.Form("/staff/{staff}/sign-out", (visit, form) => WithStaff(visit, async facts =>
        {
            var signedOut = await visit.Write(form, context => desks.Staff.RevokeTokens(context, facts.Somebody!.Number));
            return signedOut.Refusal is { } refusal ? visit.Again<StaffPage>(refusal, facts) : visit.Go(At(facts), "staff_signed_out");
        }));
        office.Form("/staff/{staff}/end", (visit, form) => WithStaff(visit, async facts =>
        {
            if (!form.Flag("sure")) form.Refuse(new(VillageRefusals.MissingValue, "sure"));
            if (form.Finish() is { } refusals) return visit.Again<StaffPage>(refusals, facts);
            var ended = await visit.Write(form, context => desks.Staff.End(context, facts.Somebody!.Number));
            return ended.Refusal is { } refusal ? visit.Again<StaffPage>(refusal, facts) : visit.Go("/office/staff", "staff_ended");
        }));
    }

    static string At(StaffFacts facts) => $"/office/staff/{facts.Somebody!.Number}";

    static Task<IResult> WithStaff(Visit visit, Func<StaffFacts, Task<IResult>> then) =>
        visit.Desks.Staff.All().FirstOrDefault(somebody => somebody.Number == visit.Ask.Number("staff")) is { } found
            ? then(new(found, Places(visit)))
            : Task.FromResult(visit.Refuse(new Refusal(VillageRefusals.UnknownStaff, "staff")));

    /// <summary>Every village, and every shop and group in it.</summary>
    static IReadOnlyList<Place> Places(Visit visit) => [.. visit.Desks.Banks.All().SelectMany(bank =>
    {
        var number = visit.Desks.Banks.Find(bank.Code)!.Value;
        return visit.Desks.Shops.All(number)
            .Select(shop => new Place(PlaceOf(bank.Code, shop.Number, null), bank.NameZh, bank.NameEn, shop.NameZh, shop.NameEn))
            .Prepend(new(bank.Code, bank.NameZh, bank.NameEn))
            .Concat(
                visit.Desks.Households.Groups(number).Select(
                    group => new Place(PlaceOf(bank.Code, null, group.Number), bank.NameZh, bank.NameEn, group.Name, group.Name)));
    })];

    /// <summary>A village, or a shop or a group in it, as one value: <c>anjiahe</c>, <c>anjiahe/1</c> or <c>anjiahe/g3</c>.</summary>
    public static string PlaceOf(string? bank, long? shop, long? group) => (shop, group) switch
    {
        ({ } number, _) => string.Create(CultureInfo.InvariantCulture, $"{bank}/{number}"),
        (_, { } number) => string.Create(CultureInfo.InvariantCulture, $"{bank}/g{number}"),
        _ => bank ?? "",
    };

    /// <summary>The rights of the form, and the row of each: rows may be left empty here and there.</summary>
    static (IReadOnlyList<GrantInput> Grants, IReadOnlyList<int> Rows) Grants(FormReader form)
    {
        var rows = Enumerable.Range(0, MaxRows).Where(row => form.Text($"grants[{row}].role").Length > 0).ToList();
        return ([.. rows.Select(row => Grant(form.Text($"grants[{row}].role"), form.Text($"grants[{row}].place")))], rows);
    }

    static GrantInput Grant(string role, string place)
    {
        // An administrator sets up every bank; a place would say otherwise.
        if (role == "administrator" || place.Length == 0) return new(role);
        if (place.Split('/', 2) is not [var bank, var within]) return new(role, place);
        return within.StartsWith('g') ? new(role, bank, Group: NumberOf(within[1..])) : new(role, bank, NumberOf(within));
    }

    /// <summary>0, which nothing has, where it is no number.</summary>
    static long NumberOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>
    /// The desk counts the rights that it was given and knows village and shop apart; the form counts its rows and asks for one place.
    /// </summary>
    static Refusal AtRow(Refusal refusal, IReadOnlyList<int> rows)
    {
        for (var i = 0; i < rows.Count; i++)
            if (refusal.Field?.StartsWith($"grants[{i}].", StringComparison.Ordinal) is true)
                return refusal with
                {
                    Field = $"grants[{rows[i]}].{(refusal.Field.EndsWith(".role", StringComparison.Ordinal) ? "role" : "place")}",
                };
        return refusal;
    }
}
