using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

public class ReservationTests
{
    [Fact]
    public async Task Points_and_goods_are_held_until_the_last_day()
    {
        using var village = await Counter.Open();

        var reservation = await village.Reserve(quantity: 3);

        reservation.Should().BeEquivalentTo(new
        {
            Number = 1, Shop = 1, Household = 1, Group = "一组", Head = "张建国", Points = 15, Channel = "phone",
            ReadyUntil = new LocalDate(2026, 3, 9), State = "waiting", Handler = "staff:5",
        });
        reservation.Items.Should().Equal(new ReservationItem("soap", "soap货", "soap", "块", "🧼", 3, 5, 15, 0, false));
        (village.PointsOf(1), village.ShelfOf()).Should().Be(((100, 15), (20, 3)));
        village.IsSound();
    }

    [Fact]
    public async Task What_is_kept_ready_for_one_is_not_handed_to_another()
    {
        using var village = await Counter.Open();
        await village.Reserve(1, 4, "rice");

        (await village.TryRedeem(2, "rice", 2)).ShouldBeRefused(VillageRefusals.NotEnoughStock);
        (await village.TryReserve(2, 2, "rice")).ShouldBeRefused(VillageRefusals.NotEnoughStock, "items[0].quantity");
        (await village.TryRedeem(1, "soap", 5)).ShouldBeRefused(VillageRefusals.RedemptionMonthLimit);
        await village.Set(Setting.RedemptionMonthMost, 0);
        (await village.TryRedeem(1, "soap", 5)).ShouldBeRefused(VillageRefusals.NotEnoughPoints);
        (await village.TryReserve(1, 5)).ShouldBeRefused(VillageRefusals.NotEnoughPoints, "items");
        village.Done(await village.TryReserve(1, 4));
        (await village.TryReserve(3)).ShouldBeRefused(VillageRefusals.NotEnoughPoints, "items");
    }

    [Fact]
    public async Task Picked_up_at_the_prices_agreed_and_in_the_name_of_its_household()
    {
        using var village = await Counter.Open();
        var reservation = await village.Reserve(quantity: 3);
        await village.Sell("soap", 9);

        var slip = village.Done(await village.TryPickUp(reservation.Number));

        (slip.Household, slip.Points, slip.Reservation, slip.AuthorisedBy).Should().Be((1, 15, 1, "booklet"));
        (village.PointsOf(1), village.ShelfOf()).Should().Be(((85, 0), (17, 0)));
        village.Done(village.Desks.Reservations.Get(Counter.Bank, 1))
            .Should().BeEquivalentTo(new { State = "picked_up", Redemption = (long?)slip.Number, TakenBack = false });
        (await village.TryPickUp(1)).ShouldBeRefused(VillageRefusals.ReservationPickedUp, "reservation");
        village.IsSound();
    }

    [Fact]
    public async Task A_part_is_picked_up_and_the_rest_goes_back_to_balance_and_shelf()
    {
        using var village = await Counter.Open();
        var reservation = village.Done(await village.Desks.Reservations.Place(
            Counter.Household(1), Counter.Bank, Counter.Shop, new(1, [new("soap", 4), new("rice", 1)], "page")));

        (await village.TryPickUp(1, [new("soap", 5)])).ShouldBeRefused(VillageRefusals.MoreThanReserved, "items[0].quantity");
        (await village.TryPickUp(1, [new("gold", 1)])).ShouldBeRefused(VillageRefusals.UnknownGoods, "items[0].goods");
        var slip = village.Done(await village.TryPickUp(1, [new("soap", 2)]));

        slip.Points.Should().Be(10);
        (village.PointsOf(1), village.ShelfOf(), village.ShelfOf("rice")).Should().Be(((90, 0), (18, 0), (5, 0)));
        village.Done(village.Desks.Reservations.Get(Counter.Bank, reservation.Number)).Items.Select(item => item.PickedUp)
            .Should().Equal(2, 0);
        village.IsSound();
    }

    [Fact]
    public async Task Who_picks_up_shows_the_passbook_of_that_household()
    {
        using var village = await Counter.Open();
        var (own, other) = (await village.Issue(1, "2468"), await village.Issue(2));
        var reservation = await village.Reserve();
        var voucher = (await village.IssueVouchers(1, 20)).Single();

        (await village.TryPickUp(1, by: new("token", Token: other.Token)))
            .ShouldBeRefused(VillageRefusals.NotAuthorised, "authorisedBy.token");
        (await village.TryPickUp(1, by: new("voucher", Voucher: 1, Code: voucher.Code)))
            .ShouldBeRefused(VillageRefusals.NotInList, "authorisedBy.by");
        village.Done(await village.TryPickUp(reservation.Number, by: new("pin", Serial: own.Serial, Pin: "2468"))).AuthorisedBy
            .Should().Be("pin");
    }

    [Fact]
    public async Task A_repetition_of_picking_up_finds_its_first_answer()
    {
        using var village = await Counter.Open();
        await village.Reserve();
        var ask = Counter.Attendant();
        village.Done(await village.Desks.Reservations.PickUp(ask, Counter.Bank, Counter.Shop, 1, new(Counter.Booklet)));

        (await village.Desks.Reservations.PickUp(ask, Counter.Bank, Counter.Shop, 1, new(Counter.Booklet))).Replayed.Should().BeTrue();
        (village.Points(1)).Should().Be(90);
    }

    [Fact]
    public async Task Cancelled_it_gives_points_and_goods_back_and_is_picked_up_no_more()
    {
        using var village = await Counter.Open();
        await village.Reserve();

        (await village.Desks.Reservations.Cancel(Counter.Household(2), Counter.Bank, Counter.Shop, 1, 2))
            .ShouldBeRefused(VillageRefusals.UnknownReservation, "reservation");
        (await village.Desks.Reservations.Cancel(Counter.Attendant(), Counter.Bank, 2, 1))
            .ShouldBeRefused(VillageRefusals.UnknownReservation);
        village.Done(await village.Desks.Reservations.Cancel(Counter.Household(1), Counter.Bank, Counter.Shop, 1, 1)).State
            .Should().Be("cancelled");

        (village.PointsOf(1), village.ShelfOf()).Should().Be(((100, 0), (20, 0)));
        (await village.TryPickUp(1)).ShouldBeRefused(VillageRefusals.ReservationCancelled);
        (await village.Desks.Reservations.Cancel(Counter.Attendant(), Counter.Bank, Counter.Shop, 1))
            .ShouldBeRefused(VillageRefusals.ReservationCancelled);
        village.IsSound();
    }

    [Fact]
    public async Task Past_its_last_day_it_is_expired_before_and_after_the_sweeper_came()
    {
        using var village = await Counter.Open();
        await village.Set(Setting.ReservationDays, 2);
        await village.Reserve();
        village.At(2026, 3, 4, 23, 59);
        State().Should().Be("waiting");
        village.At(2026, 3, 5, 0);

        State().Should().Be("expired");
        village.Desks.Reservations.Waiting(Counter.Bank, Counter.Shop).Should().BeEmpty();
        (await village.TryPickUp(1)).ShouldBeRefused(VillageRefusals.ReservationExpired);
        (await village.Desks.Reservations.Cancel(Counter.Attendant(), Counter.Bank, Counter.Shop, 1))
            .ShouldBeRefused(VillageRefusals.ReservationExpired);
        await village.Desks.Clock.Tick();

        State().Should().Be("expired");
        (village.PointsOf(1), village.ShelfOf()).Should().Be(((100, 0), (20, 0)));
        village.IsSound();

        string State() => village.Done(village.Desks.Reservations.Get(Counter.Bank, 1)).State;
    }

    [Fact]
    public async Task A_void_of_the_slip_brings_points_and_goods_and_not_the_reservation()
    {
        using var village = await Counter.Open();
        await village.Reserve();
        var slip = village.Done(await village.TryPickUp(1));

        village.Done(await village.Desks.Redemptions.Void(Counter.Attendant(), Counter.Bank, Counter.Shop, slip.Number, new("拿错了")));

        village.Done(village.Desks.Reservations.Get(Counter.Bank, 1))
            .Should().BeEquivalentTo(new { State = "picked_up", TakenBack = true });
        (village.PointsOf(1), village.ShelfOf()).Should().Be(((100, 0), (20, 0)));
        (await village.TryPickUp(1)).ShouldBeRefused(VillageRefusals.ReservationPickedUp);
        village.IsSound();
    }

    [Fact]
    public async Task Limits_apply_to_what_is_had_and_kept_ready_together()
    {
        using var village = await Counter.Open();
        village.Done(await village.Desks.Shops.SetGoods(
            VillageFixture.Ask(), Counter.Bank, Counter.Shop,
            new("soap", "soap货", "soap", "块", "🧼", 5, "村委会", VisitMost: 3, MonthMost: 4)));
        await village.Reserve(quantity: 2);

        (await village.TryReserve(1, 4)).ShouldBeRefused(VillageRefusals.GoodsVisitLimit, "items[0].quantity");
        (await village.TryReserve(1, 3)).ShouldBeRefused(VillageRefusals.GoodsMonthLimit, "items[0].quantity");
        (await village.TryRedeem(1, "soap", 3)).ShouldBeRefused(VillageRefusals.GoodsMonthLimit);
        village.Done(await village.TryPickUp(1));
        (await village.TryRedeem(1, "soap", 3)).ShouldBeRefused(VillageRefusals.GoodsMonthLimit);
        village.Done(await village.TryReserve(1, 2));
        (await village.TryReserve(1, 1)).ShouldBeRefused(VillageRefusals.GoodsMonthLimit);
        await village.Set(Setting.RedemptionMonthMost, 30);
        (await village.TryReserve(1, 1, "rice")).ShouldBeRefused(VillageRefusals.RedemptionMonthLimit, "items");
    }

    [Fact]
    public async Task Goods_for_adults_may_be_ordered_and_are_handed_to_an_adult()
    {
        using var village = await Counter.Open();
        village.Done(
            await village.Desks.Shops.SetGoods(
                VillageFixture.Ask(), Counter.Bank, Counter.Shop, new("soap", "soap货", "soap", "块", "🧼", 5, "村委会", AdultsOnly: true)));
        var reservation = await village.Reserve();
        reservation.Items.Single().AdultsOnly.Should().BeTrue();

        (await village.TryPickUp(1)).ShouldBeRefused(VillageRefusals.AdultsOnly, "adult");
        village.Done(await village.TryPickUp(1, adult: true));
    }

    [Fact]
    public async Task Goods_are_ordered_on_any_day_and_handed_out_on_the_shops_days()
    {
        using var village = await Counter.Open();
        await village.Set(Setting.RedemptionWeekdays, 2);
        await village.Reserve();

        (await village.TryPickUp(1)).ShouldBeRefused(VillageRefusals.NotRedemptionWeekday);
        village.At(2026, 3, 3);
        village.Done(await village.TryPickUp(1));
    }

    [Fact]
    public async Task An_order_that_makes_no_sense_is_refused_and_holds_nothing()
    {
        using var village = await Counter.Open();

        (await Place(Counter.Attendant(), new(1, [], "phone"))).ShouldBeRefused(VillageRefusals.OutOfRange, "items");
        (await Place(Counter.Attendant(), new(1, [new("soap", 0)], "phone")))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "items[0].quantity");
        (await Place(Counter.Attendant(), new(1, [new("soap", 1), new("soap", 1)], "phone")))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "items[1].goods");
        (await Place(Counter.Attendant(), new(1, [new("gold", 1)], "phone")))
            .ShouldBeRefused(VillageRefusals.UnknownGoods, "items[0].goods");
        (await Place(Counter.Attendant(), new(1, [new("soap", 1)], "pigeon"))).ShouldBeRefused(VillageRefusals.NotInList, "channel");
        (await Place(Counter.Attendant(), new(1, [new("soap", 1)], "page"))).ShouldBeRefused(VillageRefusals.NotInList, "channel");
        (await Place(Counter.Household(1), new(1, [new("soap", 1)], "desk"))).ShouldBeRefused(VillageRefusals.NotInList, "channel");
        (await Place(Counter.Attendant(), new(9, [new("soap", 1)], "desk"))).ShouldBeRefused(VillageRefusals.UnknownHousehold, "household");
        (await village.TryReserve(shop: 9)).ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
        (await Place(Counter.Attendant(), new(1, [new("soap", 1), new("rice", 9)], "desk")))
            .ShouldBeRefused(VillageRefusals.RedemptionMonthLimit, "items");

        (village.PointsOf(1), village.ShelfOf()).Should().Be(((100, 0), (20, 0)));

        Task<Outcome<ReservationView>> Place(WriteContext ask, ReservationInput input) =>
            village.Desks.Reservations.Place(ask, Counter.Bank, Counter.Shop, input);
    }

    [Fact]
    public async Task A_contract_shop_keeps_points_alone()
    {
        using var village = await Counter.Open();
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), Counter.Bank, new("小卖部", "Corner shop", "contract")));
        await village.Sell("soap", 4, shop: 2);
        await village.Reserve(1, 2, shop: 2);
        (village.PointsOf(1)).Should().Be((100, 8));
        village.IsSound();

        village.Done(await village.TryPickUp(1, shop: 2)).Points.Should().Be(8);
        (village.PointsOf(1), village.ShelfOf()).Should().Be(((92, 0), (20, 0)));
        village.IsSound();
    }

    [Fact]
    public async Task A_shared_shop_holds_goods_in_the_owners_book_and_points_in_the_villages()
    {
        using var village = await Counter.Open();
        var bank = await Neighbour(village);
        village.Done(await village.Desks.Reservations.Place(VillageFixture.Ask(), bank, 1, new(1, [new("soap", 4)], "desk")));
        (village.ShelfOf()).Should().Be((20, 4));
        IsSound();

        village.Done(await village.Desks.Reservations.PickUp(VillageFixture.Ask(), bank, 1, 1, new(Counter.Booklet, [new("soap", 3)])));
        (village.ShelfOf()).Should().Be((17, 0));
        village.Done(village.Desks.Journal.Balance(bank, 1)).Points.Should().BeEquivalentTo(new { Balance = 35, Held = 0 });
        village.Done(await village.Desks.Reservations.Place(VillageFixture.Ask(), bank, 1, new(1, [new("soap", 4)], "desk")));
        village.Done(await village.Desks.Reservations.Cancel(VillageFixture.Ask(), bank, 1, 2));
        (village.ShelfOf()).Should().Be((17, 0));
        IsSound();

        void IsSound()
        {
            village.IsSound();
            village.Desks.Verification.Verify(bank, full: true).Deviations.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task The_picking_list_goes_by_day_and_the_list_by_state_and_household()
    {
        using var village = await Counter.Open();
        await village.Reserve(1, 1);
        village.At(2026, 3, 3);
        await village.Reserve(2, 1);
        await village.Reserve(2, 2);
        village.Done(await village.TryPickUp(2));

        village.Desks.Reservations.Waiting(Counter.Bank, Counter.Shop).Select(waiting => waiting.Number).Should().Equal(1, 3);
        List(null, null).Should().Equal(3, 2, 1);
        List(2, null).Should().Equal(3, 2);
        List(2, "waiting").Should().Equal(3);
        List(null, "picked_up").Should().Equal(2);
        village.Desks.Reservations.Of(Counter.Bank, 2, null, null, long.MaxValue, 10).Should().BeEmpty();

        IEnumerable<long> List(long? household, string? state) =>
            village.Desks.Reservations.Of(Counter.Bank, Counter.Shop, household, state, long.MaxValue, 10)
                .Select(reservation => reservation.Number);
    }

    /// <summary>Another village with a household of 50 points that redeems at the first one's shop.</summary>
    internal static async Task<long> Neighbour(VillageFixture village)
    {
        var other = village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new("other", "邻村", "Next village")));
        var bank = village.Desks.Banks.Find(other.Code)!.Value;
        village.Done(
            await village.Desks.Households.Open(VillageFixture.Ask(), bank, new("一组", [new("李四", new(1970, 1, 1), IsHead: true)])));
        village.Done(await village.Desks.Deeds.BringForward(WriteContext.OfSystem("opening"), bank, [new(1, 50)]));
        await village.OfferShop(1, Counter.Shop, "other");
        village.Done(
            await village.Desks.Shops.Open(
                VillageFixture.Ask(), bank, new("共用店", "Shared", "shared", OfBank: VillageFixture.Code, Of: Counter.Shop)));
        return bank;
    }
}
