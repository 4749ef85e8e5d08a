using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Staff;
using PointsBank.Web.Pages.Staff;

namespace PointsBank.Web.Pages.Banks;

/// <summary>One step of the way from an empty installation to a village that works.</summary>
/// <param name="Name">The words' name.</param>
/// <param name="IsDone">Whether it is behind us.</param>
/// <param name="Address">Where whoever looks does it; null where somebody else does it.</param>
public sealed record SetUpStep(string Name, bool IsDone, string? Address);

/// <summary>A role that a village cannot do without in its first month, and who has it.</summary>
/// <param name="Role">Its name.</param>
/// <param name="People">How many people who work here have it.</param>
/// <param name="Needed">How many it takes.</param>
/// <param name="Without">The groups that nobody has it for.</param>
/// <param name="Address">Where whoever looks adds somebody; null where somebody else does it.</param>
public sealed record SetUpRole(string Role, int People, long Needed, IReadOnlyList<string> Without, string? Address)
{
    public bool IsMissing => People < Needed || Without.Count > 0;
}

/// <summary>A bank and how far it is set up: the steps, and the people.</summary>
public sealed record SetUp(BankView Bank, IReadOnlyList<SetUpStep> Steps, IReadOnlyList<SetUpRole> Roles, int Households)
{
    /// <summary>Days after its opening in which a bank counts as new.</summary>
    const int FirstDays = 62;

    public bool IsReady => Steps.All(step => step.IsDone);

    /// <summary>Whether the bank was opened so lately that its clerk is shown the way too.</summary>
    public static bool IsNew(Visit visit, BankView bank) => bank.OpenedAt.InZone(BankDesk.Zone).Date > visit.Today.PlusDays(-FirstDays);

    /// <summary>The same steps where there is no bank yet.</summary>
    public static IReadOnlyList<SetUpStep> OfNothing { get; } =
    [
        new("bank", false, "/office/banks/new"),
        .. ((string[])["ceiling", "clerk", "sign_in", "rulebook", "households", "members", "passbooks", "shop", "roles"])
            .Select(name => new SetUpStep(name, false, null)),
    ];

    /// <summary>How far a bank is; <paramref name="all"/> is everybody who ever worked anywhere.</summary>
    public static SetUp Of(Visit visit, BankView bank, IReadOnlyList<StaffView> all)
    {
        var (desks, number) = (visit.Desks, visit.Desks.Banks.Find(bank.Code)!.Value);
        var (isAdministrator, isClerk) = (visit.Caller.Is(Role.Administrator, number), visit.Caller.Is(Role.Clerk, number));
        var staff = all.Where(somebody => somebody.EndedAt is null).ToList();
        var clerks = staff.Where(somebody => somebody.Grants.Any(grant => grant.Role == "clerk" && grant.Bank == bank.Code)).ToList();
        var groups = desks.Households.Groups(number);
        var households = groups.Sum(group => group.Households);
        var without = households == 0 ? 0 : desks.Households.PassbookCounts(number).WithoutPassbook;
        var shops = desks.Shops.All(number);
        // A right may hold in one shop alone; the first is as good a proposal as any.
        var shop = shops.Count > 0 ? StaffRoutes.PlaceOf(bank.Code, shops[0].Number, null) : bank.Code;
        var settings = desks.Banks.SettingsOf(number);
        IReadOnlyList<SetUpRole> roles =
        [
            For("clerk", 1, bank.Code), For("supervisor", 1, bank.Code), Leaders(),
            For("assessor", settings.On(visit.Today, Setting.AssessmentQuorum), bank.Code),
            For("attendant", 1, shop), For("keeper", 1, shop), For("treasurer", 1, bank.Code),
        ];
        return new(bank,
        [
            new("bank", true, null),
            new("ceiling", settings.HasCeiling(visit.Today), OfOffice($"/office/banks/{bank.Code}/settings")),
            new("clerk", clerks.Count > 0, OfOffice("/office/staff/new?role=clerk&place=" + bank.Code)),
            new("sign_in", clerks.Any(clerk => !clerk.MustChangePassword), null),
            new("rulebook", desks.Rulebooks.All(number).Count > 0, OfClerk("rulebook")),
            new("households", households > 0, OfClerk("sheets#import")),
            new("members", desks.Households.HaveMembers(number) || (households > 0 && !IsNew(visit, bank)), OfClerk("sheets#import")),
            // A household that gets none with the others, or comes later, waits on the clerk's page.
            new("passbooks", households > without || (households > 0 && !IsNew(visit, bank)), OfClerk("first-passbooks")),
            new("shop", shops.Count > 0, isAdministrator || isClerk ? $"/v/{bank.Code}/shops/new" : null),
            new("roles", !roles.Any(role => role.IsMissing), null),
        ], roles, households);

        string? OfOffice(string address) => isAdministrator ? address : null;

        string? OfClerk(string page) => isClerk ? $"/v/{bank.Code}/clerk/{page}" : null;

        string? Adding(string role, string place) => OfOffice($"/office/staff/new?role={role}&place={place}");

        int People(string role) => staff.Count(somebody => somebody.Grants.Any(grant => grant.Role == role && grant.Bank == bank.Code));

        SetUpRole For(string role, long needed, string place) => new(role, People(role), needed, [], Adding(role, place));

        SetUpRole Leaders()
        {
            const string leader = "group-leader";
            var led = staff.SelectMany(somebody => somebody.Grants).Where(grant => grant.Role == leader && grant.Bank == bank.Code)
                .Select(grant => grant.Group).ToHashSet();
            var alone = led.Contains(null) ? [] : groups.Where(group => group.Households > 0 && !led.Contains(group.Number)).ToList();
            return new(leader, People(leader), 1, [.. alone.Select(group => group.Name)],
                Adding(leader, alone is [var first, ..] ? StaffRoutes.PlaceOf(bank.Code, null, first.Number) : bank.Code));
        }
    }
}
