using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Claims;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Claims;

/// <summary>
/// The form for a claim: in which area, of which household (null where another one is nominated, or where it is none of theirs), and
/// the rules to choose from.
/// </summary>
public sealed record NewClaimFacts(ClaimArea Area, HouseholdView? Household, IReadOnlyList<Rule> Rules, IReadOnlyList<GroupView> Groups)
{
    /// <summary>Whether a household names another one, which it knows by number and group alone.</summary>
    public bool IsNomination => Household is null && Area.IsHousehold;
}

/// <summary>A claim to look at before it is written.</summary>
public sealed record ClaimCheckFacts(ClaimArea Area, ClaimInput Input, ClaimLine Claim, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether the same was claimed for that day, so that it must be said that this is meant.</summary>
    public bool IsTwice => Warnings.Contains(ClaimWarning.SameDeed);
}

/// <summary>Reads what was typed into the form for a claim.</summary>
static class ClaimForm
{
    /// <summary>The field that says that another household is named.</summary>
    public const string Nomination = "nomination";

    public static ClaimInput Read(Visit visit, ClaimArea area, FormReader form)
    {
        var isNomination = area.IsHousehold && form.Flag(Nomination);
        var household = area.IsHousehold && !isNomination ? visit.Household : form.RequiredNumber("household", 1);
        if (isNomination && household > 0 && !IsNamed(visit, household, form.Required("group", 100)))
            form.Refuse(new(VillageRefusals.UnknownHousehold, "household"));
        var input = new ClaimInput(
            household, form.Required("rule", 20), form.RequiredDate("effectiveOn"), form.Number("quantity", 1, DeedDesk.MaxQuantity) ?? 1,
            form.Number("member"), From: Given(form, "from"), Until: Given(form, "until"), Memo: Given(form, "memo"),
            Confirmed: form.Flag("confirmed"));
        return area.IsHousehold ? input : input with
        {
            Channel = form.Required("channel", 20),
            ClaimedBy = Given(form, "claimedBy"),
            Claimant = Claimant(visit, form),
            Document = Given(form, "document"),
            Witnesses = Given(form, "witnesses"),
        };
    }

    /// <summary>The form as it is shown again.</summary>
    public static NewClaimFacts Facts(Visit visit, ClaimArea area, FormReader form)
    {
        var day = TypedText.Day(form.Text("effectiveOn"), visit.Today) ?? visit.Today;
        var household = area.IsHousehold ? visit.Household : TypedText.Number(form.Text("household")) ?? 0;
        return Facts(visit, area, area.IsHousehold && form.Flag(Nomination) ? null : household, day);
    }

    /// <summary>The form of a household; of a nomination where it is null.</summary>
    public static NewClaimFacts Facts(Visit visit, ClaimArea area, long? household, LocalDate day)
    {
        var groups = area.Groups(visit);
        var found = household is { } number && visit.Desks.Households.Get(visit.Bank, number) is { Refusal: null } known
            ? known.Value
            : null;
        // Whoever sends in another group's number by hand is not told who lives there.
        return new(
            area, groups.Any(group => group.Name == found?.Group) ? found : null, Rules(visit, day, creditsOnly: area.IsHousehold), groups);
    }

    /// <summary>The rules of a day; none where no rulebook is in force.</summary>
    public static IReadOnlyList<Rule> Rules(Visit visit, LocalDate day, bool creditsOnly) =>
        visit.Desks.Rulebooks.On(visit.Bank, day) is { Refusal: null } book
            ? [.. book.Value.Rules.Where(rule => rule.IsCredit || !creditsOnly)]
            : [];

    /// <summary>What would become of one claim, and what to look at.</summary>
    public static async Task<ClaimCheck> Check(Visit visit, ClaimInput input)
    {
        var checkedOne = await visit.Desks.Claims.Check(visit.Caller, visit.Bank, [input]);
        return checkedOne.Refusal is { } refusal ? new(null, refusal, []) : checkedOne.Value.Items[0];
    }

    /// <summary>Warnings that a household may read: who is whose kin is the committee's to know.</summary>
    public static IReadOnlyList<string> Told(ClaimArea area, IReadOnlyList<string> warnings) =>
        area.IsHousehold
            ? [.. warnings.Where(warning => warning is ClaimWarning.SameDeed or ClaimWarning.Backdated or ClaimWarning.Overlap)]
            : warnings;

    static string? Given(FormReader form, string name) => form.Text(name, 1_000) is { Length: > 0 } text ? text : null;

    /// <summary>A slip in the number must not name somebody else, so the group has to be right as well.</summary>
    static bool IsNamed(Visit visit, long household, string group) =>
        visit.Desks.Households.Get(visit.Bank, household) is { Refusal: null } found && found.Value.Group == group;

    static long? Claimant(Visit visit, FormReader form)
    {
        if (form.Text("claimant", 60) is not { Length: > 0 } typed) return null;
        var found = new SlipReader(visit).Households(typed);
        if (found is [var one]) return one.Number;
        form.Refuse(found.Count == 0
            ? new(VillageRefusals.UnknownHousehold, "claimant")
            : new Refusal(VillageRefusals.NotInList, "claimant").With(
                "allowed", string.Join(", ", found.Select(line => $"{line.Number} {line.Head}"))));
        return null;
    }
}
