using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using static PointsBank.Testing.ClaimLife;
using static PointsBank.Testing.ShopLife;

namespace PointsBank.Village.Tests.Shops;

public class CountTests
{
    const long Bank = VillageFixture.Bank;

    [Theory]
    [InlineData(7, -3, -300)]
    [InlineData(12, 2, 200)]
    [InlineData(0, -10, -1000)]
    public async Task What_two_people_found_is_entered_in_pieces_and_at_average_cost(long found, long change, long cost)
    {
        using var village = await VillageFixture.Open();
        await village.Buy("soap", 10, 1000);

        var result = await village.Count("soap", found);

        result.Lines.Should()
            .Equal(
                new CountedGoods(
                    "soap", "soap货", "soap", "块", true, true, true, found, found, change, cost, change < 0 ? "missing" : "found"));
        (result.Count.State, result.Cost, result.EnteredOn).Should().Be(("entered", cost, village.Today));
        (village.Stock("soap"), village.AtCost(), village.Total(AccountKind.CostOfLost, 1, Unit.Fen))
            .Should().Be((found, 1000 + cost, -cost));
        village.Database.Read(connection => Storage.EntryTable.Find(connection, Bank, new(result.Entry!.Value)))!.CheckCode.ToString()
            .Should()
            .Be(result.CheckCode);
        village.IsSound();
    }

    [Fact]
    public async Task A_count_that_finds_what_should_be_there_is_kept_without_an_entry()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 10);

        var result = await village.Count("soap", 10);

        (result.Entry, result.CheckCode, result.Count.State, result.Lines.Single().Difference).Should().Be((null, null, "entered", 0));
        village.Desks.Stock.Movements(Bank, 1, null, 1).Single().Count.Should().Be(result.Count.Number);
        village.IsSound();
    }

    [Fact]
    public async Task More_pieces_than_an_empty_pool_ever_had_are_worth_what_the_good_is_reckoned_at()
    {
        using var village = await VillageFixture.Open();
        village.Done(
            await village.Desks.Shops.SetGoods(VillageFixture.Ask(), Bank, 1, new("soap", "香皂", "Soap", "块", "", 5, "村委会", Cost: 250)));

        (await village.Count("soap", 3)).Cost.Should().Be(750);
        village.AtCost().Should().Be(750);
        village.IsSound();
    }

    [Fact]
    public async Task A_storeroom_is_counted_at_the_average_of_all_places_of_its_shop()
    {
        using var village = await VillageFixture.Open();
        var store = await village.OpenShop("store", of: 1);
        await village.Buy("soap", 10, 1000);
        await village.Buy("soap", 10, 2000);
        village.Done(await village.TryMove("moved", "soap", 8, to: store));

        (await village.Count("soap", 7, store)).Cost.Should().Be(-150);
        (village.Stock("soap", store), village.Stock("soap"), village.AtCost()).Should().Be((7, 12, 2850));
        village.IsSound();
    }

    [Fact]
    public async Task Nobody_sees_figures_before_both_found_the_same()
    {
        using var village = await VillageFixture.Open();
        await village.Sell("rice", 20);
        await village.Receive("soap", 10);
        var count = await village.OpenCount();
        await village.Find(Keeper, count, "soap", 9);
        await village.Find(Attendant, count, "soap", 8);
        await village.Find(Attendant, count, "rice", 0);

        var early = village.ResultOf(count);

        early.Lines.Select(line => (line.Goods, line.ByFirst, line.BySecond, line.Agreed, line.First, line.Second, line.Difference))
            .Should()
            .Equal(
            ("soap", true, true, false, null, null, null), ("rice", false, true, false, null, null, null));
        early.IsAgreed.Should().BeFalse();
        (village.Desks.Counts.Own(Bank, count, Keeper.Actor), village.Desks.Counts.Own(Bank, count, Attendant.Actor)["soap"])
            .Should().BeEquivalentTo(
            (new Dictionary<string, long> { ["soap"] = 9 }, 8L));

        (await village.TryClose(count)).ShouldBeRefused(VillageRefusals.CountsDiffer);
        await village.Find(Attendant, count, "soap", 9);
        (await village.TryClose(count, reasons: ("soap", "missing"))).Refusal!.Facts
            .Should().Contain(fact => fact.Key == "goods" && fact.Value == "rice");
        await village.Find(Keeper, count, "rice", 0);
        village.Done(await village.TryClose(count, reasons: ("soap", "missing")));

        (village.ResultOf(count)).Lines.Select(line => (line.Goods, line.First, line.Second, line.Difference))
            .Should().Equal(("soap", 9, 9, -1), ("rice", 0, 0, 0));
        village.IsSound();
    }

    [Fact]
    public async Task What_is_sold_between_the_two_counts_does_not_matter()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 10);
        await village.BringForward(1, 50);
        var count = await village.OpenCount();
        await village.Find(Keeper, count, "soap", 9);
        await village.Redeem(1, quantity: 3);
        await village.Find(Attendant, count, "soap", 6);
        await village.Redeem(1, quantity: 2);

        village.Done(await village.TryClose(count, Attendant, reasons: ("soap", "missing")));

        village.Stock("soap").Should().Be(4);
        (village.ResultOf(count)).Lines.Select(line => (line.First, line.Second, line.Difference)).Should().Equal((9, 6, -1));
        village.IsSound();
    }

    [Fact]
    public async Task Two_people_count_and_neither_for_the_other()
    {
        using var village = await VillageFixture.Open();
        var count = await village.OpenCount();

        (await village.Find(Keeper, count, "soap", 0)).First.Should().Be(new CounterView(Keeper.Actor, "staff:8", 1));
        (await village.TryFind(Keeper, count, "soap", 0, counter: 2)).ShouldBeRefused(VillageRefusals.CountedByTwo, "counter");
        (await village.TryFind(Attendant, count, "soap", 0, counter: 1)).ShouldBeRefused(VillageRefusals.CountedByTwo, "counter");
        (await village.Find(Attendant, count, "soap", 0)).Second!.Actor.Should().Be(Attendant.Actor);
        (await village.TryFind(VillageFixture.Clerk, count, "soap", 0)).ShouldBeRefused(VillageRefusals.CountedByTwo, "counter");
        (await village.TryClose(count, VillageFixture.Clerk)).ShouldBeRefused(VillageRefusals.NotAllowed);
        village.Done(await village.TryClose(count, Supervisor)).EndedBy.Should().Be("staff:2");
    }

    [Fact]
    public async Task A_difference_needs_a_reason_that_fits_it()
    {
        using var village = await VillageFixture.Open();
        await village.Sell("rice", 20);
        await village.Receive("soap", 10);
        var count = await village.OpenCount();
        foreach (var counter in (Caller[])[Keeper, Attendant])
            village.Done(await village.Desks.Counts.Enter(As(counter), Bank, 1, count, new([new("soap", 9), new("rice", 1)])));

        (await village.TryClose(count)).ShouldBeRefused(VillageRefusals.DifferenceNeedsReason, "reasons");
        (await village.TryClose(count, reasons: ("soap", "missing"))).Refusal!.Facts.Should().Contain(fact => fact.Value == "rice");
        (await village.TryClose(count, reasons: [("soap", "found"), ("rice", "found")]))
            .ShouldBeRefused(VillageRefusals.NotInList, "reasons[0].reason");
        (await village.TryClose(count, reasons: [("soap", "spoiled"), ("rice", "spoiled")]))
            .ShouldBeRefused(VillageRefusals.NotInList, "reasons[1].reason");
        (await village.TryClose(count, reasons: [("soap", "stolen")])).ShouldBeRefused(VillageRefusals.NotInList, "reasons[0].reason");
        (await village.TryClose(count, reasons: [("soap", "missing"), ("soap", "missing")]))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "reasons[1].goods");
        (await village.TryClose(count, reasons: [("soap", "missing"), ("rice", "found"), ("gold", "found")]))
            .ShouldBeRefused(VillageRefusals.UnknownGoods, "reasons[2].goods");
        village.Stock("soap").Should().Be(10);
        village.Done(await village.TryClose(count, reasons: [("soap", "spoiled"), ("rice", "unrecorded")]));
        (village.Stock("soap"), village.Stock("rice")).Should().Be((9, 1));
    }

    [Fact]
    public async Task A_good_that_fits_needs_no_reason()
    {
        using var village = await VillageFixture.Open();
        var count = await village.OpenCount();
        await village.Find(Keeper, count, "soap", 0);
        await village.Find(Attendant, count, "soap", 0);

        (await village.TryClose(count, reasons: ("soap", "missing"))).ShouldBeRefused(VillageRefusals.NotInList, "reasons[0].goods");
    }

    [Fact]
    public async Task One_count_at_a_place_is_open_at_a_time_and_an_ended_one_takes_nothing_more()
    {
        using var village = await VillageFixture.Open();
        var other = await village.OpenShop("village");
        var count = await village.OpenCount();

        (await village.Desks.Counts.Open(As(Keeper), Bank, 1)).ShouldBeRefused(VillageRefusals.CountIsOpen, "shop");
        village.Desks.Counts.OpenAt(Bank, 1).Should().Be(count);
        (await village.OpenCount(other)).Should().Be(2);
        (await village.TryClose(count)).ShouldBeRefused(VillageRefusals.NothingCounted, "count");
        village.Done(await village.Desks.Counts.Drop(As(Keeper), Bank, 1, count)).State.Should().Be("dropped");
        (await village.TryFind(Keeper, count, "soap", 1)).ShouldBeRefused(VillageRefusals.CountEnded, "count");
        (await village.TryClose(count)).ShouldBeRefused(VillageRefusals.CountEnded, "count");
        (await village.Desks.Counts.Drop(As(Keeper), Bank, 1, count)).ShouldBeRefused(VillageRefusals.CountEnded, "count");
        (await village.OpenCount()).Should().Be(3);
        village.Desks.Counts.Of(Bank, 1, null, 9).Select(view => (view.Number, view.State)).Should().Equal((3, "open"), (1, "dropped"));
        village.IsSound();
    }

    [Fact]
    public async Task A_count_with_figures_is_dropped_by_a_supervisor_alone()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 10);
        var count = await village.OpenCount();
        await village.Find(Attendant, count, "soap", 9);

        (await village.Desks.Counts.Drop(As(Keeper), Bank, 1, count)).ShouldBeRefused(VillageRefusals.CountHasFigures, "count");
        village.Done(await village.Desks.Counts.Drop(As(Supervisor), Bank, 1, count));

        village.Stock("soap").Should().Be(10);
        (village.ResultOf(count)).Lines.Single().First.Should().Be(9, "what was written stays on record");
        village.IsSound();
    }

    [Fact]
    public async Task A_count_of_another_place_or_of_others_goods_is_refused()
    {
        using var village = await VillageFixture.Open();
        var contract = await village.OpenShop("contract");
        var count = await village.OpenCount();

        (await village.Desks.Counts.Open(As(Keeper), Bank, contract)).ShouldBeRefused(VillageRefusals.NotOurStock, "shop");
        (await village.Desks.Counts.Open(As(Keeper), Bank, 9)).ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
        (await village.TryFind(Keeper, count, "soap", 1, shop: contract)).ShouldBeRefused(VillageRefusals.UnknownCount, "count");
        (await village.TryClose(count, shop: contract)).ShouldBeRefused(VillageRefusals.UnknownCount, "count");
        (village.Desks.Counts.Result(Bank, contract, count)).ShouldBeRefused(VillageRefusals.UnknownCount, "count");
        village.Desks.Counts.Get(Bank, contract, count).ShouldBeRefused(VillageRefusals.UnknownCount, "count");
        (await village.TryFind(Keeper, count, "gold", 1)).ShouldBeRefused(VillageRefusals.UnknownGoods, "items[0].goods");
        (await village.TryFind(Keeper, count, "soap", -1)).ShouldBeRefused(VillageRefusals.OutOfRange, "items[0].quantity");
        (await village.TryFind(Keeper, count, "soap", 1, counter: 3)).ShouldBeRefused(VillageRefusals.OutOfRange, "counter");
        (await village.Desks.Counts.Enter(As(Keeper), Bank, 1, count, new([new("soap", 1), new("soap", 2)])))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "items[1].goods");
        (await village.Desks.Counts.Enter(As(Keeper), Bank, 1, count, new([]))).ShouldBeRefused(VillageRefusals.OutOfRange, "items");
    }

    [Fact]
    public async Task Closing_twice_with_one_key_enters_once()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 10);
        var count = await village.OpenCount();
        await village.Find(Keeper, count, "soap", 9);
        await village.Find(Attendant, count, "soap", 9);
        var context = As(Keeper);
        CountCloseInput input = new([new("soap", "missing")]);

        var both = await Task.WhenAll(
            village.Desks.Counts.Close(context, Bank, 1, count, input), village.Desks.Counts.Close(context, Bank, 1, count, input));

        both.Should().OnlyContain(outcome => outcome.Refusal == null);
        both.Count(outcome => outcome.Replayed).Should().Be(1);
        village.Stock("soap").Should().Be(9);
    }

    [Theory]
    [InlineData("update stock_count_lines set difference = -2 where counter = 1", "count_differs", "count 1")]
    [InlineData("update stock_count_lines set difference = -2", "count_differs", "count 1")]
    [InlineData("delete from stock_count_lines where counter = 2", "count_differs", "count 1")]
    [InlineData("delete from stock_count_ends", "count_differs", "count 1")]
    [InlineData("update stock_count_ends set movement = 1", "count_differs", "count 1")]
    [InlineData("update stock_movements set count = null", "count_differs", "count 1")]
    [InlineData("update stock_count_lines set actor = 'staff:8'", "count_by_one", "count 1")]
    [InlineData("update goods set number = 7", "unknown_goods", "account 4")]
    [InlineData("update goods set code = 'rice'", "unknown_goods", "account 2")]
    [InlineData("delete from shops", "unknown_shop", "account 2")]
    [InlineData("update stock_lines set cost = 0 where movement = 2", "stock_cost_differs", "entry 2")]
    public async Task One_changed_value_is_named_with_its_place(string sql, string code, string place)
    {
        using var village = await VillageFixture.Open();
        await village.Buy("soap", 10, 1000);
        await village.Count("soap", 9);
        (await village.Tamper("select 1")).Should().BeEmpty();

        (await village.Tamper(sql)).Where(deviation => deviation.Code == code).Select(deviation => deviation.Place).Should().Contain(place);
    }
}
