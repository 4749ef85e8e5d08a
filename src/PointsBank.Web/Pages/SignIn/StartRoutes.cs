using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Staff;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.SignIn;

/// <summary>What the sign-in page knows: where whoever signs in wanted to go.</summary>
/// <param name="Return">The page to go to.</param>
/// <param name="Kept">The form that waits for the sign-in.</param>
public sealed record SignInFacts(string? Return, KeptForm? Kept = null);

/// <summary>The way in and out, the language, and one's own password.</summary>
static class StartRoutes
{
    public static void MapStart(this IEndpointRouteBuilder pages, Desks desks)
    {
        pages.Page("/", visit => visit.Show<StartPage>()).Public();
        pages.Page("/sign-in", visit => visit.Show<SignInPage>(new SignInFacts(visit.Query("return")))).Public();
        pages.Form("/sign-in", SignIn).Public();
        pages.Form("/sign-in/passbook", SignInPassbook).Public();
        pages.Form("/sign-out", async (visit, _) =>
        {
            await desks.SignIn.SignOut(visit.Caller);
            SignInCookie.Remove(visit.Http);
            return visit.Go("/", "signed_out");
        }).RequiresSignIn().AllowsOldPassword();
        pages.Form("/language", (visit, form) =>
        {
            var language = form.Text("to") == RequestLanguage.English ? RequestLanguage.English : RequestLanguage.Chinese;
            visit.Http.Response.Cookies.Append(RequestLanguage.Cookie, language, new()
            {
                MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true,
            });
            return visit.Go(LocalAddress.Of(form.Text("return")) ?? "/");
        }).Public();
        pages.Page("/home", Home).RequiresSignIn();
        pages.Page("/password", visit => visit.Show<PasswordPage>()).RequiresSignIn().AllowsOldPassword();
        pages.Form("/password", SetPassword).RequiresSignIn().AllowsOldPassword();
    }

    /// <summary>The doors that are open to whoever signed in; with one alone, straight through it.</summary>
    static IResult Home(Visit visit) =>
        visit.Show<HomePage>() is var page && DoorsOf(visit) is [var only] ? visit.Go(only.Address, visit.Query("done")) : page;

    /// <summary>Where somebody may go, a door for each role and village.</summary>
    public static IReadOnlyList<(string Address, string Word, string Village)> DoorsOf(Visit visit)
    {
        if (visit.CallerIfKnown is not { } caller) return [];
        var banks = visit.Desks.Banks.All();
        return [.. caller.Grants.SelectMany(grant => grant.Role == Role.Administrator
                ? [("/office", "door_administrator", "")]
                : banks.Where(bank => grant.Bank == 0 || visit.Desks.Banks.Find(bank.Code) == grant.Bank)
                    .Select(bank => (Address(visit, grant, bank.Code), Word(grant.Role), visit.IsEnglish ? bank.NameEn : bank.NameZh)))
            .Distinct()];
    }

    static string Word(Role role) => role switch
    {
        Role.Supervisor => "door_supervisor",
        Role.Clerk => "door_clerk",
        Role.Attendant => "door_counter",
        Role.GroupLeader => "door_leader",
        Role.Assessor => "door_assess",
        Role.TeamLeader => "door_service",
        Role.Keeper => "door_keeper",
        Role.Treasurer => "door_fund",
        _ => "door_household",
    };

    static string Address(Visit visit, Grant grant, string bank) => grant.Role switch
    {
        Role.Supervisor => $"/v/{bank}/supervisor",
        Role.Clerk => $"/v/{bank}/clerk",
        Role.GroupLeader => $"/v/{bank}/leader",
        Role.Assessor => $"/v/{bank}/assess",
        Role.TeamLeader => $"/v/{bank}/service",
        Role.Keeper => grant.Shop == 0 ? $"/v/{bank}/shops" : $"/v/{bank}/shops/{grant.Shop}/stock",
        Role.Treasurer => $"/v/{bank}/fund",
        Role.Attendant => grant.Shop == 0 ? $"/v/{bank}/shops" : $"/v/{bank}/shops/{grant.Shop}",
        _ => $"/v/{bank}/h/{visit.CallerIfKnown!.Household}",
    };

    static async Task<IResult> SignIn(Visit visit, FormReader form)
    {
        var input = new SignInInput(form.Required("username", 64), form.Required("password", 128));
        var facts = new SignInFacts(form.Text("return", 2_000), KeptForm.CarriedIn(visit.Http));
        if (form.Finish() is { } refusals) return visit.Again<SignInPage>(refusals, facts);
        return await Enter(visit, visitor => visit.Desks.SignIn.SignIn(input, visitor), facts, "username");
    }

    static async Task<IResult> SignInPassbook(Visit visit, FormReader form)
    {
        var input = new PassbookSignInInput(form.Required("serial", 64), form.Required("pin", 16));
        var facts = new SignInFacts(form.Text("return", 2_000), KeptForm.CarriedIn(visit.Http));
        if (form.Finish() is { } refusals) return visit.Again<SignInPage>(refusals, facts);
        return await Enter(visit, visitor => visit.Desks.SignIn.SignInPassbook(input, visitor), facts, "serial");
    }

    static async Task<IResult> Enter(Visit visit, Func<Visitor, Task<Outcome<SignedInView>>> signIn, SignInFacts facts, string field)
    {
        var device = visit.Http.RequestServices.GetRequiredService<KnownDevice>();
        var visitor = device.Visitor(visit.Http);
        var outcome = await signIn(visitor);
        if (outcome.Refusal is { } refusal) return visit.Again<SignInPage>(refusal with { Field = field }, facts);
        // The cookie of whoever was signed in here is gone, so nobody could end that sign-in any more.
        if (visit.Http.Caller() is { } before) await visit.Desks.SignIn.SignOut(before);
        SignInCookie.Put(visit.Http, outcome.Value);
        device.Keep(visit.Http, visitor, outcome.Value);
        if (visit.Desks.SignIn.FindCaller(outcome.Value.Token) is { } caller) FormOwner.HandTo(visit.Http, caller);
        if (facts.Kept is { } kept && !outcome.Value.MustChangePassword) return visit.Show<ResumePage>(kept);
        // Back to the page of signing in would look as if it had failed.
        var wanted = facts.Return?.StartsWith("/sign-in", StringComparison.Ordinal) is true ? null : LocalAddress.Of(facts.Return);
        return visit.Go(outcome.Value.MustChangePassword ? "/password" : wanted ?? "/home");
    }

    static async Task<IResult> SetPassword(Visit visit, FormReader form)
    {
        if (visit.Caller.StaffNumber is null) return visit.Refuse(new Refusal(VillageRefusals.NotAllowed));
        var (present, password) = (form.Required("presentPassword", 128), form.Required("password", 128));
        if (form.Required("again", 128) != password) form.Refuse(new(WebRefusals.NotTheSame, "again"));
        if (form.Finish() is { } refusals) return visit.Again<PasswordPage>(refusals);
        var outcome = await visit.Write(form, context => visit.Desks.Staff.ChangePassword(context, new(present, password)));
        return outcome.Refusal is { } refusal ? visit.Again<PasswordPage>(refusal) : visit.Go("/home", "password_changed");
    }
}
