using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class RulebooksApi
{
    public static void MapRulebooks(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Rulebook");
        bank.Get("/rulebook", query => query.Date("on"), (ask, on) => desks.Rulebooks.On(ask.Bank, on ?? desks.Banks.Today))
            .Requires(Role.Administrator, Role.Supervisor, Role.Clerk, Role.Attendant, Role.Household)
            .WithSummary("The rulebook in force on a day");
        bank.Get("/rulebooks", ask => new Page<RulebookView>(desks.Rulebooks.All(ask.Bank), null))
            .Requires(Role.Administrator, Role.Supervisor, Role.Clerk).WithSummary("Every version of the rulebook");
        bank.Post<RulebookInput, RulebookView>("/rulebooks", (ask, input) => desks.Rulebooks.Adopt(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Administrator)
            .WithSummary("Adopt a rulebook from a day on; once the book has entries it waits for a second person")
            .WithExample(RulebookSheet.Default("red-yellow", new LocalDate(2027, 1, 1)));
        bank.Post<NothingInput, RulebookView>(
            "/rulebooks/{version}/confirmation",
            (ask, _) => desks.Rulebooks.Decide(ask.Context, ask.Bank, ask.Number("version"), confirms: true))
            .Requires(Role.Supervisor)
            .WithSummary("A second person puts a proposed rulebook into force, no later than on its first day")
            .WithExample(new NothingInput());
        bank.Post<NothingInput, RulebookView>(
            "/rulebooks/{version}/refusal",
            (ask, _) => desks.Rulebooks.Decide(ask.Context, ask.Bank, ask.Number("version"), confirms: false))
            .Requires(Role.Supervisor).WithSummary("Refuse a proposed rulebook; it never comes into force").WithExample(new NothingInput());
        bank.Get("/default-rulebook", query => query.OneOf("mode", "sixty", "red-yellow"), (_, mode) =>
                RulebookSheet.Default(mode ?? "sixty", desks.Banks.Today))
            .Requires(Role.Clerk, Role.Administrator).WithSummary("The rulebook that comes with the program, to adopt or to change first");
    }
}
