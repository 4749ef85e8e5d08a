using NodaTime;
using NodaTime.Text;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Claims.Sheets;
using PointsBank.Web.Pages.Claims.Yard;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Imports;
using PointsBank.Web.Pages.Rulebooks;

namespace PointsBank.Web.Pages.Claims;

/// <summary>A deed that many did on the same day, and who says so.</summary>
public sealed record SharedDeed(string Rule, LocalDate On, long Quantity, string Memo, long Group, string Channel, string ClaimedBy)
{
    /// <summary>The address of its list.</summary>
    public string At(ClaimArea area, long? group = null, int after = 0) => area.At("ticks") + QueryString.Create(
    [
        new("rule", Rule), new("on", LocalDatePattern.Iso.Format(On)), new("quantity", Quantity.Plain()), new("memo", Memo),
        new("group", (group ?? Group).Plain()), new("channel", Channel), new("claimedBy", ClaimedBy),
        .. after > 0 ? [new KeyValuePair<string, string?>("after", ((long)after).Plain())] : Array.Empty<KeyValuePair<string, string?>>(),
    ]);
}

/// <summary>The households to tick of one group; the rule is null until one is chosen.</summary>
public sealed record ClaimTicksFacts(
    ClaimArea Area, IReadOnlyList<Rule> Rules, IReadOnlyList<GroupView> Groups, SharedDeed Deed, Rule? Rule,
    IReadOnlyList<HouseholdView> Households, string? Next)
{
    public string Group => Groups.FirstOrDefault(group => group.Number == Deed.Group)?.Name ?? "";
}

/// <summary>Claims at the clerk's desk: the inbox, claims for somebody who has no screen, lists to tick, sheets.</summary>
static class ClaimDeskRoutes
{
    /// <summary>How many households stand on a page.</summary>
    const int PageSize = 100;

    public static void MapClaimDesk(this IEndpointRouteBuilder pages, Desks desks)
    {
        var reading = pages.MapGroup("/v/{bank}/clerk/claims").Requires(Role.Clerk, Role.Supervisor);
        reading.MapClaimLists(ClaimArea.OfClerk);
        reading.MapClaimReading(desks, ClaimArea.OfClerk);

        var claims = pages.MapGroup("/v/{bank}/clerk/claims").Requires(Role.Clerk);
        claims.MapCollection(desks, ClaimArea.OfClerk);
        claims.Page("/new", visit => HouseholdPick.Show(visit, ClaimArea.OfClerk(visit)));
        claims.MapYard(ClaimArea.OfClerk);
        claims.MapClaimWriting(desks, ClaimArea.OfClerk);

        claims.Page("/ticks", visit => Ticks(visit, Asked.Of(visit)));
        claims.Form("/ticks/again", Ticks);
        claims.Form("/ticks/check", async (visit, form) =>
        {
            var facts = Facts(visit, form);
            var inputs = form.All("tick").Distinct().Select(TypedText.Number).OfType<long>().Select(household => new ClaimInput(
                household, facts.Deed.Rule, facts.Deed.On, facts.Deed.Quantity, form.Number("m" + household.Plain()), facts.Deed.Channel,
                facts.Deed.ClaimedBy.Length == 0 ? null : facts.Deed.ClaimedBy, Memo: facts.Deed.Memo)).ToList();
            if (inputs.Count == 0) form.Refuse(new(VillageRefusals.MissingValue, "tick"));
            return form.Finish() is { } refusals
                ? visit.Again<ClaimTicksPage>(refusals, facts)
                : await BatchRoutes.Check(visit, facts.Area, "ticks", inputs);
        });
        claims.MapBatches(ClaimArea.OfClerk, "ticks");

        claims.Page("/sheet", visit => visit.Show<ClaimSheetPage>());
        claims.Page(
            "/sheet/template", visit => ImportRoutes.File($"template-claims-{visit.Village!.Code}", ImportRoutes.FormatOf(visit), output =>
            ClaimSheet.WriteTemplate(output, ImportRoutes.FormatOf(visit), inChinese: visit.Query("headers") != "en")));
        claims.Form("/sheet/check", async (visit, form) =>
        {
            var file = ImportRoutes.FileOf(form, "file");
            if (form.Finish() is { } refusals) return visit.Again<ClaimSheetPage>(refusals);
            var draft = ClaimSheet.Read(new MemoryStream(file!.Bytes), file.Name, desks.Households, desks.Rulebooks, visit.Bank);
            if (draft.Problems.Count > 0)
                return visit.Again<ClaimSheetProblemsPage>(
                    new Refusal(VillageRefusals.BadSheet).With("problems", draft.Problems.Count),
                    new SheetProblemsFacts(file.Name, draft.Problems));
            return draft.Claims.Count == 0
                ? visit.Again<ClaimSheetPage>(new Refusal(VillageRefusals.MissingValue, "file"))
                : await BatchRoutes.Check(visit, ClaimArea.OfClerk(visit), "sheet", draft.Claims);
        }).WithMetadata(new TakesSheet());
        claims.MapBatches(ClaimArea.OfClerk, "sheet");
    }

    static IResult Ticks(Visit visit, FormReader asked)
    {
        var facts = Facts(visit, asked);
        return asked.Finish() is { } refusals ? visit.Again<ClaimTicksPage>(refusals, facts) : visit.Show<ClaimTicksPage>(facts);
    }

    static ClaimTicksFacts Facts(Visit visit, FormReader asked)
    {
        var area = ClaimArea.OfClerk(visit);
        var groups = area.Groups(visit);
        var on = asked.Date("on") is { } day && day != default ? day : visit.Today;
        var quantity = asked.Number("quantity", 1, DeedDesk.MaxQuantity) is { } many and > 0 ? many : 1;
        var channel = asked.Text("channel", 20) is { Length: > 0 } way && Channel.All.Contains(way) ? way : Channel.Organisation;
        var number = asked.Number("group") ?? ClaimArea.First(groups)?.Number ?? 0;
        var deed = new SharedDeed(
            asked.Text("rule", 20), on, quantity, asked.Text("memo", 400), number, channel, asked.Text("claimedBy", 40));
        var after = (int)(asked.Number("after", 0, int.MaxValue) ?? 0);
        var rules = ClaimForm.Rules(visit, on, creditsOnly: true);
        var rule = rules.FirstOrDefault(rule => rule.Code == deed.Rule);
        if (rule is null || groups.FirstOrDefault(group => group.Number == number) is not { } chosen)
            return new(area, rules, groups, deed, null, [], null);
        var lines = visit.Desks.Finder.ByName(visit.Bank, chosen.Name);
        var households = lines.Skip(after)
            .Take(PageSize)
            .Select(line => visit.Desks.Households.Get(visit.Bank, line.Number).Value)
            .ToList();
        var following = groups.SkipWhile(group => group.Number != number).Skip(1).FirstOrDefault();
        var next = after + PageSize < lines.Count ? deed.At(area, after: after + PageSize)
            : following is null ? null
            : deed.At(area, group: following.Number);
        return new(area, rules, groups, deed, rule, households, next);
    }
}
