using System.Collections.Immutable;
using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Staff;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

public sealed record GrantView(string Role, string? Bank, long? Shop);

public sealed record MeView(string Actor, string Name, long? Household, IReadOnlyList<GrantView> Grants, bool MustChangePassword);

public sealed record SignedOutView(Instant At);

public sealed record SignOutInput;

/// <summary>Who comes in, who is in, and the way out.</summary>
static class SignInApi
{
    public static void MapSignIn(this IEndpointRouteBuilder api, Desks desks)
    {
        var door = api.MapGroup("").WithTags("Sign in");
        door.Exchange<SignInInput, SignedInView>("/sign-in", (ask, input) => desks.SignIn.SignIn(input, new(ask.Address)))
            .Public().WithSummary("Sign in as staff; the answer holds the token to send with each request")
            .WithExample(new SignInInput("clerk", "demo-clerk"));
        door.Exchange<PassbookSignInInput, SignedInView>(
            "/sign-in/passbook", (ask, input) => desks.SignIn.SignInPassbook(input, new(ask.Address)))
            .Public().WithSummary("Sign in as a household by passbook serial and PIN")
            .WithExample(new PassbookSignInInput("0001-000001-7", "246810"));
        door.Exchange<SignOutInput, SignedOutView>("/sign-out", async (ask, _) =>
            {
                await desks.SignIn.SignOut(ask.Caller);
                return new SignedOutView(ask.Http.RequestServices.GetRequiredService<IClock>().GetCurrentInstant());
            })
            .RequiresSignIn().AllowsOldPassword().WithSummary("Sign out: the token works no longer").WithExample(new SignOutInput());
        door.Get("/me", ask => Me(desks, ask.Caller)).RequiresSignIn().AllowsOldPassword().WithSummary("Who I am and what I may do");
        door.Put<OwnPasswordInput, StaffView>("/me/password", (ask, input) => desks.Staff.ChangePassword(ask.Context, input))
            .RequiresSignIn().AllowsOldPassword().WithSummary("Change my password; signs me out everywhere but here")
            .WithExample(new OwnPasswordInput("first-password", "a longer secret"));
    }

    static MeView Me(Desks desks, Caller caller)
    {
        var codes = desks.Banks.All().ToDictionary(bank => desks.Banks.Find(bank.Code)!.Value, bank => bank.Code);
        ImmutableArray<GrantView> grants =
        [
            .. caller.Grants.Select(grant => new GrantView(
#pragma warning disable CA1308 // Roles are lower-case words of the API.
                grant.Role.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
                codes.GetValueOrDefault(grant.Bank), grant.Shop == 0 ? null : grant.Shop)),
        ];
        return new(caller.Actor, caller.Name, caller.Household == 0 ? null : caller.Household, grants, caller.MustChangePassword);
    }
}
