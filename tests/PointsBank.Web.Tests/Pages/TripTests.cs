using System.Text.Json;
using PointsBank.Ledger;

namespace PointsBank.Web.Tests.Pages;

/// <summary>The pages on which a shop plans, prepares and settles trips, without script; and the frame of the mobile shop itself.</summary>
public sealed class TripTests(CounterVillage village) : IClassFixture<CounterVillage>
{
    const string Trips = "/v/anjiahe/shops/1/trips";

    Task<PageVisitor> Visitor(string who = "attendant") => village.Visitor(who);

    static Task<PageSeen> Send(PageVisitor visitor, PageSeen form, params (string Name, string? Value)[] typed) =>
        visitor.Submit(form, Trips + "/new", [.. Usual.Where(field => !typed.Any(given => given.Name == field.Name)), .. typed]);

    static readonly (string Name, string? Value)[] Usual =
        [("onDay", "2026-03-02"), ("devices[0]", "手机甲"), ("devices[1]", "手机乙"), ("limitPoints", "20"), ("group.anjiahe.1", "any")];

    async Task<(PageVisitor Visitor, string Trip)> Planned()
    {
        var visitor = await Visitor();
        var sent = await Send(visitor, await visitor.Get(Trips + "/new"));
        sent.Status.Should().Be(303);
        return (visitor, sent.Location!.Split('?')[0]);
    }

    [Fact]
    public async Task A_trip_from_its_plan_to_a_device_in_use()
    {
        var (visitor, trip) = await Planned();

        var page = await visitor.Get(trip);
        page.Text.Should().Contain("Nothing is set aside yet");
        var load = await visitor.Submit(await visitor.Get(trip + "/devices/1/load"), trip + "/devices/1/load/check", ("q.G01", "7"));
        load.RowsOf("tbody tr").Should().ContainSingle().Which.Should().EndWith("| 7");
        var loaded = await visitor.Submit(load, trip + "/devices/1/load");
        loaded.Location.Should().Be(trip + "?done=trip_loaded");
        var check = await visitor.Get(trip + "/preparation");
        var households = check.TextOf("[data-number=households]");
        var prepared = await visitor.Submit(check, trip + "/preparation");
        (await visitor.Follow(prepared)).Done.Should().Be("✓ Allowances are set aside. Devices can be taken now.");
        (await visitor.Submit(check, trip + "/preparation")).Location
            .Should().Be(prepared.Location, "the same form sent twice prepares once");
        households.Should().NotBe("0");
        var device = await visitor.Get(trip + "/devices/1");
        var taken = await visitor.Submit(device, trip + "/devices/1/taking", ("tokenHash", Digest.Of($"token for {trip}").ToString()));
        taken.Location.Should().Be(trip + "/devices/1?done=trip_taken");
        village.Tokens["phone"] = $"token for {trip}";

        var package = ApiVillage.Must(
            await village.Get($"/api/v1{trip.Replace("/v/", "/banks/", StringComparison.Ordinal)}/devices/1/package", "phone"));

        package.GetProperty("goods")[0].GetProperty("pieces").GetInt64().Should().Be(7);
        (await visitor.Get(trip))
            .RowsOf("main table.stack tr")
            .Should()
            .Contain(row => row.EndsWith("| 1 | 0 | 7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_device_is_reported_and_let_in_again_and_its_goods_come_back_when_it_is_closed()
    {
        var (visitor, trip) = await Planned();
        await visitor.Submit(
            await visitor.Submit(await visitor.Get(trip + "/devices/2/load"), trip + "/devices/2/load/check", ("q.G01", "3")),
            trip + "/devices/2/load");
        await visitor.Submit(await visitor.Get(trip + "/preparation"), trip + "/preparation");
        var device = trip + "/devices/2";
        await visitor.Submit(await visitor.Get(device), device + "/taking", ("tokenHash", Digest.Of($"other token for {trip}").ToString()));

        (await visitor.Submit(await visitor.Get(device), device + "/revocation", ("reason", ""))).ErrorOf("reason").Should().NotBeEmpty();
        (await visitor.Submit(await visitor.Get(device), device + "/revocation", ("reason", "丢在路上"))).Location
            .Should().Be(device + "?done=trip_revoked");
        (await visitor.Submit(await visitor.Get(device), device + "/readmission", ("reason", "找到了"))).Location
            .Should().Be(device + "?done=trip_readmitted");
        (await visitor.Submit(await visitor.Get(device), device + "/closing")).Location.Should().Be(device + "?done=trip_closed");
        var back = await visitor.Submit(await visitor.Get(device + "/unload"), device + "/unload/check");
        (await visitor.Submit(back, device + "/unload")).Location.Should().Be(trip + "?done=trip_unloaded");

        (await visitor.Get(device)).Text.Should().Contain("finished").And.NotContain("Bring goods back");
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_told_at_its_field_and_what_was_typed_stays()
    {
        var visitor = await Visitor();

        var noDay = await Send(visitor, await visitor.Get(Trips + "/new"), ("onDay", ""));
        var late = await Send(visitor, await visitor.Get(Trips + "/new"), ("onDay", "2026-03-01"));
        var twice = await Send(visitor, await visitor.Get(Trips + "/new"), ("devices[1]", "手机甲"));

        (noDay.Status, noDay.ErrorOf("onDay")).Should().Be((400, "This is missing"));
        (late.Status, late.ErrorOf("onDay")).Should().Be((422, "The trip's days are over"));
        twice.ErrorOf("devices[1]").Should().NotBeEmpty();
        twice.Find("[name='devices[0]']").GetAttribute("value").Should().Be("手机甲");
    }

    [Fact]
    public async Task A_form_sent_twice_plans_one_trip()
    {
        var visitor = await Visitor();
        var form = await visitor.Get(Trips + "/new");

        var (first, again) = (await Send(visitor, form), await Send(visitor, form));

        again.Location.Should().Be(first.Location);
    }

    [Fact]
    public async Task Without_script_no_device_is_taken()
    {
        var (visitor, trip) = await Planned();
        await visitor.Submit(await visitor.Get(trip + "/preparation"), trip + "/preparation");

        var sent = await visitor.Submit(await visitor.Get(trip + "/devices/1"), trip + "/devices/1/taking");

        sent.Status.Should().Be(400);
    }

    [Fact]
    public async Task Only_who_runs_the_shop_plans_and_only_who_belongs_to_it_looks()
    {
        var (_, trip) = await Planned();

        (await (await Visitor("clerk")).Get(trip)).Status.Should().Be(200);
        (await (await Visitor("clerk")).Get(Trips + "/new")).Status.Should().Be(403);
        (await (await Visitor("household")).Get(Trips)).Status.Should().Be(403);
        (await (await Visitor("attendant-next-door")).Get(trip)).Status.Should().Be(403);
        (await new PageVisitor(village.Host).Get(Trips)).Status.Should().Be(401);
        (await (await Visitor()).Get(Trips + "/99")).Status.Should().Be(404);
    }

    [Fact]
    public async Task The_frame_of_the_mobile_shop_and_all_that_it_keeps_can_be_fetched_by_a_stranger_and_holds_nothing()
    {
        var stranger = new PageVisitor(village.Host);
        var frame = await stranger.Get("/trip");
        var worker = System.Text.Encoding.UTF8.GetString((await stranger.Get("/trip/worker.js")).Bytes);
        var shell = JsonDocument.Parse(
            worker[(worker.IndexOf('{', StringComparison.Ordinal))..(worker.IndexOf(";\n", StringComparison.Ordinal))]).RootElement;
        var words = JsonDocument.Parse((await stranger.Get("/trip/words")).Bytes).RootElement;

        frame.Status.Should().Be(200);
        frame.Document.QuerySelectorAll("input").Should().BeEmpty("it is kept on the device, so no token of a form may stand in it");
        foreach (var file in shell.GetProperty("files").EnumerateArray()) (await stranger.Get(file.GetString()!)).Status.Should().Be(200);
        words.GetProperty("en").EnumerateObject().Should().OnlyContain(word => word.Value.GetString() != word.Name, "each has words");
        words.GetProperty("zh-CN")
            .EnumerateObject()
            .Select(word => word.Name)
            .Should()
            .Equal(words.GetProperty("en").EnumerateObject().Select(word => word.Name));
    }

    [Fact]
    public async Task The_script_says_no_word_that_is_not_sent_to_it()
    {
        var stranger = new PageVisitor(village.Host);
        var words = JsonDocument.Parse((await stranger.Get("/trip/words")).Bytes).RootElement.GetProperty("en")
            .EnumerateObject()
            .Select(word => word.Name)
            .ToList();
        var script = System.Text.Encoding.UTF8.GetString((await stranger.Get("/assets/trip.js")).Bytes);

        System.Text.RegularExpressions.Regex.Matches(script, "\"(app_[a-z_]+[a-z])\"")
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .Except(words)
            .Should()
            .BeEmpty();
    }
}
