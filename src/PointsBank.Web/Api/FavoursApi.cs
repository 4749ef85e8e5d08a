using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>Favours of the village's own: the register, who may have them, and their suspension by decision alone.</summary>
static class FavoursApi
{
    public static void MapFavours(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Favours");
        var favours = bank.MapGroup("/favours");
        favours.Get("", query => query.Flag("all"), (ask, all) => new Page<FavourView>(desks.Favours.List(ask.Bank, all), null))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("The register of favours, the redemption of points first");
        favours.Post<FavourInput, FavourView>("", (ask, input) => desks.Favours.Add(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk).WithSummary("Enter a favour of the village's own; what a law gives is refused")
            .WithExample(new FavourInput("年货礼包", "New year's parcel", "gift", LeastStanding: -20, MostDeducted: 10));
        favours.Post<FavourInput, FavourView>(
            "/{favour}/versions", (ask, input) => desks.Favours.Change(ask.Context, ask.Bank, ask.Number("favour"), input))
            .Requires(Role.Clerk)
            .WithSummary("A new version of a favour")
            .WithExample(new FavourInput("年货礼包", "New year's parcel", "gift", LeastStanding: 0));
        favours.Post<NothingInput, FavourView>("/{favour}/end", (ask, _) => desks.Favours.End(ask.Context, ask.Bank, ask.Number("favour")))
            .Requires(Role.Clerk).WithSummary("End a favour").WithExample(new NothingInput());
        bank.Get("/favour-grants", Of, (ask, asked) => Page<FavourGrantView>.Of(
                desks.Favours.Grants(ask.Bank, asked.Household, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                grant => grant.Number))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("What was granted, newest first");
        bank.Post<FavourGrantInput, FavourGrantView>("/favour-grants", (ask, input) => desks.Favours.Grant(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Grant a favour to a household that may have it")
            .WithExample(new FavourGrantInput(1, 12, "礼包一份"));

        var household = bank.MapGroup("/households/{household}");
        household.Get("/favours", ask => desks.Favours.Of(ask.Caller, ask.Bank, ask.Household))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor, Role.Assessor, Role.GroupLeader)
            .WithSummary("For each favour whether the household may have it, and why not; a group leader sees the own group's alone");
        household.Get("/stars", ask => desks.Ratings.StarsOf(ask.Bank, ask.Household))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor)
            .WithSummary("Stars of this year and of closed years, and the members' by hours");
        household.Post<FavourObjectionInput, FavourObjectionView>(
            "/favour-objections", (ask, input) => desks.Suspensions.Object(ask.Context, ask.Bank, ask.Household, input))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor)
            .WithSummary("Object to a suspension of this household, at any time while it stands")
            .WithExample(new FavourObjectionInput(1, "那几天我在外地", "voice"));

        bank.MapSuspensions(desks.Suspensions);
    }

    static void MapSuspensions(this RouteGroupBuilder bank, SuspensionDesk suspensions)
    {
        bank.Get(
            "/favours-at-stake", async ask => (Outcome<Page<AtStakeView>>)new Page<AtStakeView>(suspensions.AtStake(ask.Bank), null))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("Households below the level of the reminder, lowest first");
        bank.Get("/favour-reminders", Of, (ask, asked) => Page<FavourReminderView>.Of(
                suspensions.Reminders(ask.Bank, asked.Household, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                reminder => reminder.Number))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("Reminders, newest first");
        bank.Post<FavourReminderInput, FavourReminderView>(
            "/favour-reminders", (ask, input) => suspensions.Remind(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Record that a household was told that its favours are at stake")
            .WithExample(new FavourReminderInput(12));

        var one = bank.MapGroup("/favour-suspensions");
        one.Get(
            "", query => (Open: query.Flag("open"), Household: query.Number("household", 1), Paging: query.Paging()),
            (ask, asked) => Page<SuspensionView>.Of(
                suspensions.List(ask.Bank, asked.Household, asked.Open, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                suspension => suspension.Number))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("Suspensions, newest first");
        one.Post<SuspensionInput, SuspensionView>("", (ask, input) => suspensions.Record(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Assessor)
            .WithSummary("Record a meeting's decision to suspend a household's favours; it holds once a supervisor confirmed it")
            .WithExample(new SuspensionInput(12, 3, "会议纪要2026-3", "多次不参加村里清扫", new LocalDate(2026, 5, 1)));
        one.Get("/{suspension}", ask => suspensions.Get(ask.Bank, ask.Number("suspension")))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("One suspension");
        one.Post<NothingInput, SuspensionView>(
            "/{suspension}/confirmation", (ask, _) => suspensions.Confirm(ask.Context, ask.Bank, ask.Number("suspension")))
            .Requires(Role.Supervisor).WithSummary("Confirm it, as another person than who recorded it").WithExample(new NothingInput());
        one.Post<SuspensionReasonInput, SuspensionView>(
            "/{suspension}/refusal", (ask, input) => suspensions.Refuse(ask.Context, ask.Bank, ask.Number("suspension"), input))
            .Requires(Role.Supervisor).WithSummary("Do not confirm it, with a reason").WithExample(new SuspensionReasonInput("材料不足"));
        one.Post<SuspensionReasonInput, SuspensionView>(
            "/{suspension}/amendment", (ask, input) => suspensions.Amend(ask.Context, ask.Bank, ask.Number("suspension"), input))
            .Requires(Role.Supervisor)
            .WithSummary("What was wrong was made good, so it ends early")
            .WithExample(new SuspensionReasonInput("补上了三次清扫"));
        bank.Get(
            "/favour-objections", query => (Open: query.Flag("open"), Paging: query.Paging()), (ask, asked) => Page<FavourObjectionView>.Of(
                suspensions.Objections(ask.Bank, null, asked.Open, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                objection => objection.Number))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Objections to suspensions, newest first");
        bank.Post<FavourRulingInput, FavourObjectionView>("/favour-objections/{objection}/ruling", (ask, input) =>
                suspensions.Rule(ask.Context, ask.Bank, ask.Number("objection"), input))
            .Requires(Role.Supervisor)
            .WithSummary("Answer an objection, as somebody who had no part in the suspension")
            .WithExample(new FavourRulingInput("upheld", "情况属实，撤销暂停"));
    }

    static (long? Household, Paging Paging) Of(QueryReader query) => (query.Number("household", 1), query.Paging());
}
