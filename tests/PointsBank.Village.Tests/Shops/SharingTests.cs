using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Village.Trips;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Shops;

/// <summary>A shop of 安家河村 and the households of 小河村: nothing goes over the border that not both villages agreed to.</summary>
public sealed class SharingTests : IAsyncLifetime
{
    const long Owner = VillageFixture.Bank, Served = 2, Shop = VillageFixture.Shop;
    static readonly Caller NextDoor = new("staff:21", "clerk of xiaohe", [new(Role.Clerk, Served)]);
    static readonly AuthorisationInput Booklet = new("booklet");
    static readonly ShopInput Shared = new("合作超市", "Shared", "shared", OfBank: VillageFixture.Code, Of: Shop);

    VillageFixture village = null!;

    Desks Desks => village.Desks;

    public async Task InitializeAsync()
    {
        village = await VillageFixture.Open();
        village.Done(await Desks.Banks.Open(VillageFixture.Ask(), new("xiaohe", "小河村", "Xiaohe")));
        village.Done(await Desks.Households.Open(As(NextDoor), Served, new("一组", [new("李四", new(1970, 1, 1), IsHead: true)])));
        village.Done(await Desks.Deeds.BringForward(WriteContext.OfSystem("opening"), Served, [new(1, 50)]));
        await village.Receive("soap", 20);
    }

    public Task DisposeAsync()
    {
        village.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_shop_that_its_village_did_not_offer_serves_nobody_else()
    {
        (await Accept()).ShouldBeRefused(VillageRefusals.NotOffered, "of");
        Desks.Shops.All(Served).Should().BeEmpty();

        village.Done(await Offer());
        (await Redeem()).ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
        (await Desks.Shops.Open(VillageFixture.Ask(), Served, Shared)).ShouldBeRefused(VillageRefusals.OfferedByOneself, "of");

        var opened = village.Done(await Accept());
        village.Done(await Redeem()).Points.Should().Be(5);
        var told = village.Done(Desks.Sharings.Of(Owner, Shop)).Single();
        told.Steps.Select(step => (step.State, step.SaidBy, step.Handler))
            .Should().Equal(("offered", VillageFixture.Code, "staff:3"), ("accepted", "xiaohe", "staff:21"));
        village.Done(Desks.Sharings.Of(Served, opened.Number)).Should().BeEquivalentTo([told]);
        village.IsSound();
    }

    [Fact]
    public async Task An_offer_is_made_once_of_an_own_shop_and_to_another_village()
    {
        var store = await village.OpenShop("store", of: Shop);
        village.Done(await Offer());

        (await Offer()).ShouldBeRefused(VillageRefusals.AlreadyExists, "bank");
        (await Desks.Sharings.Offer(VillageFixture.Ask(), Owner, store, new("xiaohe")))
            .ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
        (await Desks.Sharings.Offer(VillageFixture.Ask(), Owner, 9, new("xiaohe"))).ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
        (await Desks.Sharings.Offer(VillageFixture.Ask(), Owner, Shop, new("nowhere")))
            .ShouldBeRefused(VillageRefusals.UnknownBank, "bank");
        (await Desks.Sharings.Offer(VillageFixture.Ask(), Owner, Shop, new(VillageFixture.Code)))
            .ShouldBeRefused(VillageRefusals.UnknownBank, "bank");
        Desks.Sharings.Offers(Served).Select(offer => (offer.Owner, offer.Shop)).Should().Equal((VillageFixture.Code, Shop));
        Desks.Sharings.Offers(Owner).Should().BeEmpty();

        village.Done(await Desks.Sharings.End(VillageFixture.Ask(), Owner, Shop, new("xiaohe")));
        Desks.Sharings.Offers(Served).Should().BeEmpty();
        (await Accept()).ShouldBeRefused(VillageRefusals.NotOffered, "of");
        (await Desks.Sharings.End(VillageFixture.Ask(), Owner, Shop, new("xiaohe"))).ShouldBeRefused(VillageRefusals.NotShared, "shop");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_side_ends_it_and_from_then_on_nothing_is_handed_out_or_kept_ready(bool byOwner)
    {
        village.Done(await Offer());
        var shop = village.Done(await Accept()).Number;
        var slip = village.Done(await Redeem());
        var kept = village.Done(await Reserve());

        (await Desks.Sharings.End(As(NextDoor), Served, shop, new("xiaohe-east"))).ShouldBeRefused(VillageRefusals.UnknownBank, "bank");
        (await Desks.Sharings.End(As(NextDoor), Served, shop, new(VillageFixture.Code)))
            .ShouldBeRefused(VillageRefusals.UnknownBank, "bank");
        (await Desks.Sharings.End(VillageFixture.Ask(), Owner, Shop, new())).ShouldBeRefused(VillageRefusals.MissingValue, "bank");
        var ended = village.Done(
            byOwner
                ? await Desks.Sharings.End(VillageFixture.Ask(), Owner, Shop, new("xiaohe"))
                : await Desks.Sharings.End(As(NextDoor), Served, shop, new()));

        ended.Steps[^1].SaidBy.Should().Be(byOwner ? VillageFixture.Code : "xiaohe");
        Desks.Shops.All(Served).Single().IsServing.Should().BeFalse();
        (await Redeem()).ShouldBeRefused(VillageRefusals.NotShared, "shop");
        (await Reserve()).ShouldBeRefused(VillageRefusals.NotShared, "shop");
        (await Desks.Reservations.PickUp(As(NextDoor), Served, shop, kept.Number, new(Booklet)))
            .ShouldBeRefused(VillageRefusals.NotShared, "shop");
        village.Done(await Desks.Reservations.Cancel(As(NextDoor), Served, shop, kept.Number));
        village.Done(await Desks.Redemptions.Void(As(NextDoor), Served, shop, slip.Number, new("退货")));
        village.Stock("soap").Should().Be(20);
        village.IsSound();

        (await Accept()).ShouldBeRefused(VillageRefusals.NotOffered, "of");
        village.Done(await Offer());
        (await Redeem()).ShouldBeRefused(VillageRefusals.NotShared, "shop");
        village.Done(await Accept()).Number.Should().Be(shop, "it is the same shop again");
        (await Accept()).ShouldBeRefused(VillageRefusals.NotOffered, "of");
        village.Done(await Redeem());
    }

    [Fact]
    public async Task A_trip_goes_only_to_villages_with_which_the_shop_is_shared_and_what_a_device_took_along_is_told_all_the_same()
    {
        (await Plan()).ShouldBeRefused(VillageRefusals.UnknownBank, "villages[0]");
        village.Done(await Offer());
        (await Plan()).ShouldBeRefused(VillageRefusals.UnknownBank, "villages[0]");
        village.Done(await Accept());
        var (told, never) = (village.Done(await Plan()), village.Done(await Plan()));
        village.Done(await village.TryMove("moved", "soap", 5, to: told.Devices[0].Place));
        village.Done(await Desks.Trips.Prepare(VillageFixture.Ask(), Owner, Shop, told.Number));
        village.Done(
            await Desks.Devices.Take(
                VillageFixture.Ask(), Owner, Shop, told.Number, 1, new(Digest.Of("a token of this device").ToString())));
        village.Done(await Desks.Sharings.End(As(NextDoor), Served, 1, new()));

        (await Desks.Trips.Prepare(VillageFixture.Ask(), Owner, Shop, never.Number))
            .ShouldBeRefused(VillageRefusals.NotShared, "villages[0]");
        (await Plan()).ShouldBeRefused(VillageRefusals.UnknownBank, "villages[0]");
        var device = Desks.Devices.FindCaller("a token of this device")!;
        village.Done(
            await Desks.HandOuts.Tell(
                As(device), "one", Owner, told.Number, 1,
                new("xiaohe", 1, [new("soap", 2)], new("booklet"), village.Clock.GetCurrentInstant())))
            .Redemption.Should().NotBeNull();
        village.IsSound();
    }

    [Fact]
    public async Task A_trip_is_prepared_once_however_many_prepare_it_at_once()
    {
        var trip = village.Done(
            await Desks.Trips.Plan(
                VillageFixture.Ask(), Owner, Shop,
                new(village.Today, [VillageFixture.Code], ["平板"], Groups: [new(VillageFixture.Code, "一组")]))).Number;
        await village.BringForward(1, 30);

        var all = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Desks.Trips.Prepare(VillageFixture.Ask(), Owner, Shop, trip))));

        all.Count(outcome => outcome.Refusal is null).Should().Be(1);
        foreach (var late in all.Where(outcome => outcome.Refusal is not null)) late.ShouldBeRefused(VillageRefusals.TripPrepared, "trip");
        village.Database.ReadAccount(Owner, new(AccountKind.HouseholdPoints, 1, Unit.Points))!.Held.Value.Should().Be(30);
        village.IsSound();
    }

    [Theory]
    [InlineData(
        "insert into shop_sharings values (1, 1, 2, 1, 'accepted', 2, 0, 'x')", "a shop is offered, accepted and ended in that order")]
    [InlineData("insert into shop_sharings values (1, 1, 2, 1, 'ended', 2, 0, 'x')", "a shop is offered, accepted and ended in that order")]
    [InlineData(
        "insert into shop_sharings values (1, 1, 2, 2, 'offered', 1, 0, 'x')", "a shop is offered, accepted and ended in that order")]
    [InlineData(
        "insert into shop_sharings values (1, 1, 2, 1, 'offered', 1, 0, 'x'), (1, 1, 2, 2, 'offered', 1, 0, 'x')",
        "a shop is offered, accepted and ended in that order")]
    [InlineData(
        "insert into shop_sharings values (1, 1, 2, 1, 'offered', 1, 0, 'x'), (1, 1, 2, 2, 'accepted', 2, 0, 'x')",
        "who offered a shop does not accept it")]
    [InlineData("insert into shop_sharings values (1, 1, 2, 1, 'offered', 2, 0, 'x')", "CHECK")]
    [InlineData("insert into shop_sharings values (1, 1, 2, 1, 'offered', 1, 0, 'x'), (1, 1, 2, 2, 'accepted', 1, 0, 'y')", "CHECK")]
    [InlineData("insert into shop_sharings values (1, 1, 1, 1, 'offered', 1, 0, 'x')", "CHECK")]
    [InlineData("insert into shop_sharings values (2, 1, 1, 1, 'offered', 2, 0, 'x')", "a village offers its own shop")]
    [InlineData("insert into shops values (2, 1, 'x', 'x', 0, 'shared', 1, 1, 'station')", "the shop is not shared with this village")]
    [InlineData(
        """
        insert into trips values (1, 1, 1, '2026-03-02', '2026-03-02', 0, 'even', 0, 0, 'x'); insert into trip_villages values (1, 1, 2, 1)
        """,
        "the shop is not shared with this village")]
    public Task The_database_refuses_what_not_both_villages_said(string sql, string words) => village.Refuses(sql, words);

    [Fact]
    public async Task The_database_refuses_what_comes_after_the_end_of_a_sharing()
    {
        village.Done(await Offer());
        var shop = village.Done(await Accept()).Number;
        var slip = village.Done(await Redeem());
        var kept = village.Done(await Reserve());
        var trip = village.Done(await Plan()).Number;
        village.Done(await Desks.Sharings.End(As(NextDoor), Served, shop, new()));

        await village.Refuses(
            $"""
            insert into redemptions select bank, 9, shop, household, {kept.Number + 99}, redeemed_on, points, authorised_by, serial, actor,
              location, null, cost, null, null, null, null, null, null from redemptions where bank = 2 and number = {slip.Number}
            """,
            "the shop is not shared with this village");
        await village.Refuses(
            """
            insert into reservations select bank, 9, shop, household, points, 99, channel, placed_at, ready_until, actor from reservations
              where bank = 2
            """,
            "the shop is not shared with this village");
        await village.Refuses(
            $"insert into trip_allowances values (1, {trip}, 1, 2, 1, 1, 5, 9, null, null, 0)", "the shop is not shared with this village");
    }

    Task<Outcome<SharingView>> Offer() => Desks.Sharings.Offer(VillageFixture.Ask(), Owner, Shop, new("xiaohe"));

    Task<Outcome<ShopView>> Accept() => Desks.Shops.Open(As(NextDoor), Served, Shared);

    Task<Outcome<RedemptionView>> Redeem() => Desks.Redemptions.Redeem(As(NextDoor), Served, 1, new([new("soap", 1)], Booklet, 1));

    Task<Outcome<ReservationView>> Reserve() => Desks.Reservations.Place(As(NextDoor), Served, 1, new(1, [new("soap", 1)], "desk"));

    Task<Outcome<TripView>> Plan() =>
        Desks.Trips.Plan(VillageFixture.Ask(), Owner, Shop, new(village.Today, ["xiaohe"], ["平板"], Groups: [new("xiaohe", "一组")]));
}
