using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using PointsBank.Village.Households;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Favours.Suspensions;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Favours;

/// <summary>Who is at stake, which suspensions stand, and what was objected.</summary>
public sealed record FavourHomeFacts(
    IReadOnlyList<AtStakeView> AtStake, IReadOnlyList<SuspensionView> Suspensions, IReadOnlyList<FavourObjectionView> Objections);

/// <summary>A suspension with what was said against it.</summary>
public sealed record SuspensionFacts(SuspensionView Suspension, IReadOnlyList<FavourObjectionView> Objections);

/// <summary>A suspension to record: the household as it stands, and the meetings that may have decided.</summary>
public sealed record SuspensionFormFacts(HouseholdFavoursView Household, IReadOnlyList<(string Number, string Words)> Meetings);

/// <summary>A household's favours for whoever may look into them, with the bar of their own door and the way back.</summary>
public sealed record HouseholdFavoursFacts(
    HouseholdFavoursView Favours, HouseholdView Household, IReadOnlyList<(string Address, string Word)> Links, string Back);

public sealed record FavourRemindersFacts(IReadOnlyList<FavourReminderView> Reminders, string? Next);

/// <summary>A reminder, and the standing below which a meeting may suspend.</summary>
public sealed record FavourReminderLetterFacts(FavourReminderView Reminder, long PauseLevel);

/// <summary>The register, and what was granted last.</summary>
public sealed record FavourRegisterFacts(IReadOnlyList<FavourView> Favours, IReadOnlyList<FavourGrantView> Grants);

/// <summary>The door of favours: the clerk keeps the register and records decisions, a supervisor confirms, ends and rules.</summary>
static class FavourRoutes
{
    const int OnAPage = 50, LastMeetings = 20;

    public static void MapFavour(this IEndpointRouteBuilder pages, Desks desks)
    {
        var door = pages.MapGroup("/v/{bank}/favours");
        var readers = door.MapGroup("").Requires(Role.Clerk, Role.Supervisor, Role.Assessor);
        readers.Page("", Home);
        readers.Page("/suspensions/{suspension}", visit => Suspension(visit, facts => visit.Show<SuspensionPage>(facts)));
        readers.Page(
            "/suspensions/{suspension}/letter", visit => Suspension(visit, facts => visit.Show<SuspensionLetter>(facts.Suspension)));
        readers.Page("/reminders", Reminders);
        readers.Page("/reminders/{reminder}/letter", visit =>
        {
            var found = desks.Suspensions.Reminder(visit.Bank, visit.Ask.Number("reminder"));
            return found.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : visit.Show<FavourReminderLetter>(
                    new FavourReminderLetterFacts(found.Value, desks.Suspensions.PauseLevel(visit.Bank, found.Value.RemindedOn)));
        });
        readers.Page("/households/{household}", visit =>
        {
            var found = Of(visit);
            return found.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : visit.Show<HouseholdFavoursPage>(
                    new HouseholdFavoursFacts(
                        found.Value, desks.Households.Get(visit.Bank, visit.Household).Value, Links(visit), At(visit)));
        });
        readers.Page("/register", visit => visit.Show<FavourRegisterPage>(Register(visit)));

        var clerk = door.MapGroup("").Requires(Role.Clerk);
        clerk.Form("/reminders", async (visit, form) =>
        {
            var household = form.RequiredNumber("household", 1);
            if (form.Finish() is { } refusals) return visit.Refuse(refusals);
            var done = await visit.Write(form, context => desks.Suspensions.Remind(context, visit.Bank, new(household)));
            return done.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Go(At(visit), "favour_reminded");
        });
        clerk.Form("/register", async (visit, form) =>
        {
            var input = new FavourInput(
                form.Required("nameZh", 200), form.Required("nameEn", 400), form.Required("kind", 20),
                form.Number("leastStanding", -1_000_000, 1_000_000), form.Number("mostDeducted", 0, 1_000_000),
                form.Text("note", 2_000));
            if (form.Finish() is { } refusals) return visit.Again<FavourRegisterPage>(refusals, Register(visit));
            var done = await visit.Write(form, context => desks.Favours.Add(context, visit.Bank, input));
            return done.Refusal is { } refusal
                ? visit.Again<FavourRegisterPage>(refusal, Register(visit))
                : visit.Go(At(visit, "register"), "favour_added");
        });
        clerk.Form("/register/{favour}/end", async (visit, form) =>
        {
            var done = await visit.Write(form, context => desks.Favours.End(context, visit.Bank, visit.Ask.Number("favour")));
            return done.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Go(At(visit, "register"), "favour_stopped");
        });
        clerk.Form("/grants", async (visit, form) =>
        {
            var input = new FavourGrantInput(
                form.RequiredNumber("favour", 1), form.RequiredNumber("household", 1), form.Required("what", 400));
            if (form.Finish() is { } refusals) return visit.Again<FavourRegisterPage>(refusals, Register(visit));
            var done = await visit.Write(form, context => desks.Favours.Grant(context, visit.Bank, input));
            return done.Refusal is { } refusal
                ? visit.Again<FavourRegisterPage>(refusal, Register(visit))
                : visit.Go(At(visit, "register"), "favour_granted");
        });

        var recorders = door.MapGroup("/households/{household}/suspension").Requires(Role.Clerk, Role.Assessor);
        recorders.Page("", visit => Form(visit, facts => Task.FromResult(visit.Show<SuspensionFormPage>(facts))));
        recorders.Form("/again", (visit, _) => Form(visit, facts => Task.FromResult(visit.Show<SuspensionFormPage>(facts))));
        recorders.Form("/check", (visit, form) => Record(visit, form, isTrial: true));
        recorders.Form("", (visit, form) => Record(visit, form, isTrial: false));

        door.MapSuspensionSteps(desks.Suspensions);

        IResult Home(Visit visit) => visit.Show<FavourHomePage>(new FavourHomeFacts(
            desks.Suspensions.AtStake(visit.Bank), desks.Suspensions.List(visit.Bank, null, open: true, 0, OnAPage),
            desks.Suspensions.Objections(visit.Bank, null, open: true, 0, OnAPage)));

        FavourRegisterFacts Register(Visit visit) =>
            new(desks.Favours.List(visit.Bank), desks.Favours.Grants(visit.Bank, null, 0, OnAPage));

        Task<IResult> Record(Visit visit, FormReader form, bool isTrial)
        {
            var input = new SuspensionInput(
                visit.Ask.Household, form.RequiredNumber("session", 1), form.Required("document", 400), form.Required("reason", 2_000),
                form.RequiredDate("reviewOn"),
                Prolongs: form.Number("prolongs", 1));
            return Form(visit, async facts =>
            {
                if (form.Finish() is { } refusals) return visit.Again<SuspensionFormPage>(refusals, facts);
                var done = isTrial
                    ? await visit.Try(context => desks.Suspensions.Record(context, visit.Bank, input))
                    : await visit.Write(form, context => desks.Suspensions.Record(context, visit.Bank, input));
                if (done.Refusal is { } refusal) return visit.Again<SuspensionFormPage>(refusal, facts);
                return isTrial
                    ? visit.Show<SuspensionCheckPage>(done.Value)
                    : visit.Go(At(visit, $"suspensions/{done.Value.Number}"), "favour_recorded");
            });
        }
    }

    /// <summary>The pages of this door; whoever only assesses sees no others.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) =>
    [
        .. ClerkLinks.IsClerk(visit) || visit.Caller.Is(Role.Supervisor, visit.Bank) ? ClerkLinks.Of(visit).Take(1) : [],
        (At(visit), "favour_home"), (At(visit, "reminders"), "favour_reminders"), (At(visit, "register"), "favour_register"),
        ($"{visit.Home}/honour-desk", "honour_desk"),
        .. visit.Caller.Is(Role.Clerk, visit.Bank) || visit.Caller.Is(Role.Supervisor, visit.Bank)
            ? [($"{visit.Home}/ratings", "rating_list")]
            : Array.Empty<(string, string)>(),
    ];

    public static string At(Visit visit, string page = "") => page.Length == 0 ? $"{visit.Home}/favours" : $"{visit.Home}/favours/{page}";

    /// <summary>Goes on with the suspension of the address, or says that there is none.</summary>
    public static IResult Suspension(Visit visit, Func<SuspensionFacts, IResult> show)
    {
        var found = visit.Desks.Suspensions.Get(visit.Bank, visit.Ask.Number("suspension"));
        return found.Refusal is { } refusal
            ? visit.Refuse(refusal)
            : show(new(found.Value, visit.Desks.Suspensions.Objections(visit.Bank, found.Value.Number, open: false, 0, OnAPage)));
    }

    static IResult Reminders(Visit visit)
    {
        var asked = Asked.Of(visit);
        var before = asked.After() ?? 0;
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        var found = visit.Desks.Suspensions.Reminders(visit.Bank, null, before, OnAPage + 1);
        return visit.Show<FavourRemindersPage>(
            new FavourRemindersFacts([.. found.Take(OnAPage)], found.Count > OnAPage ? found[OnAPage - 1].Number.Plain() : null));
    }

    static Outcome<HouseholdFavoursView> Of(Visit visit) => visit.Desks.Favours.Of(visit.Caller, visit.Bank, visit.Household);

    static Task<IResult> Form(Visit visit, Func<SuspensionFormFacts, Task<IResult>> show)
    {
        var household = Of(visit);
        if (household.Refusal is { } refusal) return Task.FromResult(visit.Refuse(refusal));
        var meetings = visit.Desks.Assessments.List(visit.Bank, 0, LastMeetings)
            .Select(meeting => (meeting.Number.Plain(), visit.Say("favour_meeting", ("number", meeting.Number),
                ("day", NodaTime.Text.LocalDatePattern.Iso.Format(meeting.HeldOn)), ("people", meeting.Present.Count))));
        return show(new(household.Value, [.. meetings]));
    }
}
