using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Staff;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class StaffApi
{
    public static void MapStaff(this IEndpointRouteBuilder api, Desks desks)
    {
        var staff = api.MapGroup("/staff").WithTags("Staff").Requires(Role.Administrator);
        staff.Get("", _ => new Page<StaffView>(desks.Staff.All(), null)).WithSummary("Everybody who works or worked here");
        staff.Post<StaffInput, StaffView>("", (ask, input) => desks.Staff.Add(ask.Context, input))
            .WithSummary("Add somebody; they change the password at their first sign-in")
            .WithExample(new StaffInput("wang", "王秀兰", "first-password", [new GrantInput("clerk", "anjiahe")]));
        staff.Put<GrantsInput, StaffView>("/{staff}/grants", (ask, input) => desks.Staff.SetGrants(ask.Context, ask.Number("staff"), input))
            .WithSummary("What somebody may do where, from the next request on")
            .WithExample(new GrantsInput([new GrantInput("attendant", "anjiahe", 1), new GrantInput("group-leader", "anjiahe", Group: 2)]));
        staff.Put<PasswordInput, StaffView>(
            "/{staff}/password", (ask, input) => desks.Staff.SetPassword(ask.Context, ask.Number("staff"), input))
            .WithSummary("Set a first password anew; signs them out").WithExample(new PasswordInput("another-first-one"));
        staff.Delete("/{staff}/tokens", ask => desks.Staff.RevokeTokens(ask.Context, ask.Number("staff")))
            .WithSummary("Sign somebody out everywhere");
        staff.Delete("/{staff}", ask => desks.Staff.End(ask.Context, ask.Number("staff")))
            .WithSummary("End somebody's work here; what they did stays under their name");

        var ties = api.MapGroup("/banks/{bank}/staff/{staff}/ties").WithTags("Staff").Requires(Role.Administrator);
        ties.Get("", ask => desks.Staff.Ties(ask.Bank, ask.Number("staff")))
            .WithSummary("The households about which somebody does not judge");
        ties.Put<TiesInput, TiesView>("", (ask, input) => desks.Staff.SetTies(ask.Context, ask.Bank, ask.Number("staff"), input))
            .WithSummary("Record in which household somebody lives and in which they have relatives")
            .WithExample(new TiesInput([new TieInput(12, "own"), new TieInput(40, "relative")]));
    }
}
