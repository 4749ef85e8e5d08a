using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Shops;
using PointsBank.Village.Trips;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Shops;

namespace PointsBank.Web.Pages.Trips;

public sealed record TripsFacts(ShopView Shop, IReadOnlyList<TripView> Trips, string? Next);

/// <summary>A trip to plan: the villages to which the shop can go, with their groups.</summary>
public sealed record TripFormFacts(ShopView Shop, IReadOnlyList<(TripVillageView Village, IReadOnlyList<GroupView> Groups)> Villages);

public sealed record TripFacts(ShopView Shop, TripResultView Result);

/// <summary>What a preparation would come to.</summary>
public sealed record PrepareFacts(TripFacts Trip, PreparationView Would);

/// <summary>A device of a trip, and why something was not done with it.</summary>
public sealed record DeviceFacts(TripFacts Trip, TripDeviceView Device);

/// <summary>Goods to put on a device, or back on the shop's shelf.</summary>
public sealed record LoadFacts(DeviceFacts Device, bool IsBack, IReadOnlyList<(GoodsView Good, long Most)> Goods);

public sealed record LoadCheckFacts(LoadFacts Form, StockView Sheet);

/// <summary>Trips of the mobile shop as the shop plans, prepares and settles them.</summary>
static class TripRoutes
{
    const int OnePage = 20;

    /// <summary>So many devices the form has room for.</summary>
    public const int MaxDevices = 4;

    static readonly Role[] Runners = [Role.Attendant, Role.Keeper];

    public static void MapTrip(this IEndpointRouteBuilder pages)
    {
        pages.MapTripApp();
        var trips = pages.MapGroup("/v/{bank}/shops/{shop}/trips");
        var readers = trips.MapGroup("").Requires(Role.Attendant, Role.Keeper, Role.Clerk, Role.Supervisor);
        readers.Page("", List);
        readers.Page("/{trip}", visit => With(visit, facts => visit.Show<TripPage>(facts)));
        readers.Page("/{trip}/devices/{device}", visit => WithDevice(visit, facts => visit.Show<DevicePage>(facts)));
        var runners = trips.MapGroup("").Requires([.. Runners]);
        runners.Page("/new", visit => visit.Show<TripFormPage>(FormFacts(visit)));
        runners.Form("/new", Plan);
        runners.Page("/{trip}/preparation", Preparation);
        runners.Form("/{trip}/preparation", Prepare);
        runners.MapLoading("/{trip}/devices/{device}/load", isBack: false);
        runners.MapLoading("/{trip}/devices/{device}/unload", isBack: true);
        runners.Form("/{trip}/devices/{device}/taking", (visit, form) => Do(visit, form, "trip_taken",
            context => visit.Desks.Devices.Take(
                context, visit.Bank, visit.Shop, Trip(visit), Device(visit), new(form.Text("tokenHash", 100)))));
        var keepers = trips.MapGroup("/{trip}/devices/{device}").Requires([.. Runners, Role.Supervisor]);
        keepers.Form("/revocation", (visit, form) => Do(visit, form, "trip_revoked",
            context => visit.Desks.Devices.Revoke(context, visit.Bank, visit.Shop, Trip(visit), Device(visit), new(form.Text("reason")))));
        keepers.Form("/readmission", (visit, form) => Do(visit, form, "trip_readmitted",
            context => visit.Desks.Devices.Readmit(context, visit.Bank, visit.Shop, Trip(visit), Device(visit), new(form.Text("reason")))));
        runners.Form("/{trip}/removals", Remove);
        keepers.Form("/closing", (visit, form) => Do(visit, form, "trip_closed",
            context => visit.Desks.Devices.Close(context, visit.Bank, visit.Shop, Trip(visit), Device(visit))));
    }

    static void MapLoading(this IEndpointRouteBuilder runners, string pattern, bool isBack)
    {
        runners.Page(pattern, visit => Load(visit, isBack));
        runners.Form($"{pattern}/change", (visit, _) => Load(visit, isBack));
        runners.Form($"{pattern}/check", (visit, form) => CheckLoad(visit, form, isBack));
        runners.Form(pattern, (visit, form) => Move(visit, form, isBack));
    }

    public static string At(Visit visit, string page = "") => CounterRoutes.At(visit, page.Length == 0 ? "trips" : $"trips/{page}");

    public static string At(Visit visit, long trip, string page = "") =>
        At(visit, page.Length == 0 ? Plain(trip) : $"{Plain(trip)}/{page}");

    public static string At(Visit visit, long trip, long device, string page = "") =>
        At(visit, trip, page.Length == 0 ? $"devices/{Plain(device)}" : $"devices/{Plain(device)}/{page}");

    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether whoever asks plans trips and loads goods; others only look.</summary>
    public static bool MayRun(Visit visit) => Runners.Any(role => visit.Caller.Is(role, visit.Bank, visit.Shop));

    static long Trip(Visit visit) => visit.Ask.Number("trip");

    static long Device(Visit visit) => visit.Ask.Number("device");

    static IResult List(Visit visit)
    {
        var before = visit.After ?? long.MaxValue;
        var trips = visit.Desks.Trips.Of(visit.Bank, visit.Shop, before, OnePage + 1);
        return visit.Show<TripsPage>(
            new TripsFacts(
                CounterRoutes.ShopOf(visit), [.. trips.Take(OnePage)], trips.Count > OnePage ? Plain(trips[OnePage - 1].Number) : null));
    }

    static TripFormFacts FormFacts(Visit visit) => new(CounterRoutes.ShopOf(visit),
        [.. visit.Desks.Trips.Villages(visit.Bank, visit.Shop).Select(
            village => (village, visit.Desks.Households.Groups(visit.Desks.Banks.Find(village.Code)!.Value)))]);

    static async Task<IResult> Plan(Visit visit, FormReader form)
    {
        var facts = FormFacts(visit);
        var villages = facts.Villages is [var only] ? [only.Village.Code] : form.All("villages");
        if (villages.Count == 0) form.Refuse(new(VillageRefusals.MissingValue, "villages"));
        var devices = Enumerable.Range(0, MaxDevices)
            .Select(number => form.Text($"devices[{Plain(number)}]", 40))
            .Where(name => name.Length > 0)
            .ToList();
        if (devices.Count == 0) form.Refuse(new(VillageRefusals.MissingValue, "devices[0]"));
        var split = form.Text("split") is "even" ? "even" : "groups";
        var groups = facts.Villages.Where(village => villages.Contains(village.Village.Code))
            .SelectMany(
                village => village.Groups.Select(
                    group => (Name: GroupField(village.Village.Code, group), Village: village.Village.Code, Group: group.Name)))
            .Where(group => form.Text(group.Name) is "any" or not "")
            .Select(
                group => new TripGroupInput(
                    group.Village, group.Group,
                    split == "even" || form.Text(group.Name) == "any" ? null : form.Number(group.Name, 1, MaxDevices))).ToList();
        var input = new TripInput(
            form.RequiredDate("onDay"), villages, devices, form.Date("untilDay"), form.Number("limitPoints", 0, 100_000) ?? 0, split,
            groups);
        if (form.Finish() is { } refusals) return visit.Again<TripFormPage>(refusals, facts);
        var planned = await visit.Write(form, context => visit.Desks.Trips.Plan(context, visit.Bank, visit.Shop, input));
        return planned.Refusal is { } refusal
            ? visit.Again<TripFormPage>(refusal, facts)
            : visit.Go(At(visit, planned.Value.Number), "trip_planned");
    }

    /// <summary>The field with the device of a group.</summary>
    public static string GroupField(string village, GroupView group) => $"group.{village}.{Plain(group.Number)}";

    static Outcome<TripFacts> Facts(Visit visit) =>
        (visit.Desks.Trips.Result(visit.Bank, visit.Shop, Trip(visit)))
            .Then(result => new TripFacts(CounterRoutes.ShopOf(visit), result));

    static IResult With(Visit visit, Func<TripFacts, IResult> show)
    {
        var facts = Facts(visit);
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : show(facts.Value);
    }

    static Outcome<DeviceFacts> DeviceFacts(Visit visit)
    {
        var facts = Facts(visit);
        if (facts.Refusal is { } refusal) return refusal;
        return facts.Value.Result.Trip.Devices.FirstOrDefault(device => device.Number == Device(visit)) is { } device
            ? new DeviceFacts(facts.Value, device)
            : new Refusal(VillageRefusals.UnknownDevice, "device");
    }

    static IResult WithDevice(Visit visit, Func<DeviceFacts, IResult> show)
    {
        var facts = DeviceFacts(visit);
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : show(facts.Value);
    }

    static async Task<IResult> Preparation(Visit visit)
    {
        var facts = Facts(visit);
        if (facts.Refusal is { } unknown) return visit.Refuse(unknown);
        var would = await visit.Try(context => visit.Desks.Trips.Prepare(context, visit.Bank, visit.Shop, Trip(visit)));
        return would.Refusal is { } refusal
            ? visit.Again<TripPage>(refusal, facts.Value)
            : visit.Show<PreparePage>(new PrepareFacts(facts.Value, would.Value));
    }

    static async Task<IResult> Prepare(Visit visit, FormReader form)
    {
        var done = await visit.Write(form, context => visit.Desks.Trips.Prepare(context, visit.Bank, visit.Shop, Trip(visit)));
        return done.Refusal is { } refusal
            ? With(visit, facts => visit.Again<TripPage>(refusal, facts))
            : visit.Go(At(visit, Trip(visit)), "trip_prepared");
    }

    /// <summary>Takes a household off the devices that are still here.</summary>
    static async Task<IResult> Remove(Visit visit, FormReader form)
    {
        var facts = Facts(visit);
        if (facts.Refusal is { } unknown) return visit.Refuse(unknown);
        var villages = facts.Value.Result.Trip.Villages;
        var input = new TripRemovalInput(
            villages is [var only] ? only.Code : form.Required("village"), form.RequiredNumber("household", 1));
        if (form.Finish() is { } refusals) return visit.Again<TripPage>(refusals, facts.Value);
        var removed = await visit.Write(form, context => visit.Desks.Trips.Remove(context, visit.Bank, visit.Shop, Trip(visit), input));
        return removed.Refusal is { } refusal
            ? visit.Again<TripPage>(refusal, facts.Value)
            : visit.Go(At(visit, Trip(visit)), "trip_removed");
    }

    static async Task<IResult> Do(Visit visit, FormReader form, string done, Func<WriteContext, Task<Outcome<TripDeviceView>>> act)
    {
        var outcome = await visit.Write(form, act);
        return outcome.Refusal is { } refusal
            ? WithDevice(visit, facts => visit.Again<DevicePage>(refusal, facts))
            : visit.Go(At(visit, Trip(visit), Device(visit)), done);
    }

    static Outcome<LoadFacts> LoadFacts(Visit visit, bool isBack)
    {
        var device = DeviceFacts(visit);
        if (device.Refusal is { } unknown) return unknown;
        var goods = visit.Desks.Shops.Goods(visit.Bank, isBack ? device.Value.Device.Place : visit.Shop);
        return goods.Then(
            all => new LoadFacts(device.Value, isBack, [.. all.Select(good => (good, good.Available)).Where(line => line.Available > 0)]));
    }

    static IResult Load(Visit visit, bool isBack)
    {
        var facts = LoadFacts(visit, isBack);
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<LoadPage>(facts.Value);
    }

    static StockInput Sheet(Visit visit, FormReader form, LoadFacts facts)
    {
        var items = facts.Goods.Select(line => new StockLineInput(line.Good.Code, form.Number($"q.{line.Good.Code}", 0, 100_000) ?? 0))
            .Where(item => item.Quantity > 0)
            .ToList();
        if (items.Count == 0 && form.Finish() is null) form.Refuse(new(VillageRefusals.MissingValue, "items"));
        return new("moved", items, facts.IsBack ? visit.Shop : facts.Device.Device.Place);
    }

    static long From(Visit visit, LoadFacts facts) => facts.IsBack ? facts.Device.Device.Place : visit.Shop;

    static async Task<IResult> CheckLoad(Visit visit, FormReader form, bool isBack)
    {
        var found = LoadFacts(visit, isBack);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var input = Sheet(visit, form, found.Value);
        if (form.Finish() is { } refusals) return visit.Again<LoadPage>(refusals, found.Value);
        var tried = await visit.Try(context => visit.Desks.Stock.Move(context, visit.Bank, From(visit, found.Value), input));
        return tried.Refusal is { } refusal
            ? visit.Again<LoadPage>(refusal, found.Value)
            : visit.Show<LoadCheckPage>(new LoadCheckFacts(found.Value, tried.Value));
    }

    static async Task<IResult> Move(Visit visit, FormReader form, bool isBack)
    {
        var found = LoadFacts(visit, isBack);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var input = Sheet(visit, form, found.Value);
        if (form.Finish() is { } refusals) return visit.Again<LoadPage>(refusals, found.Value);
        var outcome = await visit.Write(form, context => visit.Desks.Stock.Move(context, visit.Bank, From(visit, found.Value), input));
        return outcome.Refusal is { } refusal
            ? visit.Again<LoadPage>(refusal, found.Value)
            : visit.Go(At(visit, Trip(visit)), found.Value.IsBack ? "trip_unloaded" : "trip_loaded");
    }
}
