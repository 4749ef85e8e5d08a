using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Favours;

public class FavourTests
{
    const long Bank = VillageFixture.Bank;

    [Theory]
    [InlineData("低保优先", "Priority", "低保")]
    [InlineData("五保慰问", "Visit", "五保")]
    [InlineData("特困帮扶", "Help", "特困")]
    [InlineData("养老金", "Money", "养老")]
    [InlineData("医保补贴", "Subsidy", "医保")]
    [InlineData("宅基地审批", "Plot", "宅基地")]
    [InlineData("土地流转", "Fields", "土地")]
    [InlineData("征地补偿", "Compensation", "征地")]
    [InlineData("种粮补贴", "Grain", "种粮")]
    [InlineData("子女入学", "Children", "入学")]
    [InlineData("户口办理", "Papers", "户口")]
    [InlineData("退役慰问", "Soldiers", "退役")]
    [InlineData("高龄津贴", "Elders", "高龄")]
    [InlineData("农业保险", "Harvest", "保险")]
    [InlineData("退休金", "Money", "退休")]
    [InlineData("危房改造", "Houses", "危房")]
    [InlineData("计生奖扶", "Families", "计生")]
    [InlineData("丧葬费", "Funerals", "丧葬")]
    [InlineData("低 保", "Help", "低保")]
    [InlineData("低·保", "Help", "低保")]
    [InlineData("礼品", "Dibao", "Dibao")]
    [InlineData("礼品", "Welfare money", "Welfare")]
    [InlineData("礼品", "Old-age pension", "pension")]
    [InlineData("礼品", "Health INSURANCE", "INSURANCE")]
    [InlineData("礼品", "Minimum living allowance", "Minimum living")]
    [InlineData("礼品", "A plot of land", "land")]
    [InlineData("礼品", "School place", "School")]
    public async Task What_a_law_gives_cannot_be_entered_as_a_favour(string zh, string en, string word)
    {
        using var village = await VillageFixture.Open();

        var refused = await village.Desks.Favours.Add(VillageFixture.Ask(), Bank, new(zh, en, "gift"));

        refused.ShouldBeRefused(VillageRefusals.StatutoryBenefit);
        refused.Refusal!.Facts.Single().Value.Should().Be(word);
    }

    [Theory]
    [InlineData("年货礼包", "New year's parcel")]
    [InlineData("秀丽风光一日游", "A day in the landscape")]
    [InlineData("优先租用村礼堂", "First choice of the village hall")]
    public async Task The_villages_own_gifts_pass(string zh, string en)
    {
        using var village = await VillageFixture.Open();

        village.Done(await village.Desks.Favours.Add(VillageFixture.Ask(), Bank, new(zh, en, "gift"))).Number.Should().Be(1);
    }

    [Fact]
    public async Task The_redemption_of_points_is_a_favour_that_every_village_has_and_none_enters_changes_or_ends()
    {
        using var village = await VillageFixture.Open();

        village.Desks.Favours.List(Bank).Single().Kind.Should().Be(FavourView.Redemption);
        (await village.Desks.Favours.Add(VillageFixture.Ask(), Bank, new("兑换", "Redeem", FavourView.Redemption)))
            .ShouldBeRefused(VillageRefusals.NotInList, "kind");
        (await village.Desks.Favours.End(VillageFixture.Ask(), Bank, 0)).ShouldBeRefused(VillageRefusals.UnknownFavour, "favour");
    }

    [Fact]
    public async Task A_household_is_told_of_each_favour_whether_and_why_not()
    {
        using var village = await FavourLife.Open();
        await Add(new("文明户挂牌", "A plate", "honour", LeastStanding: 0));
        await Add(new("年货礼包", "Parcel", "gift", LeastStanding: -40, MostDeducted: 10));
        await Add(new("优先租用礼堂", "Hall", "priority", LeastStanding: -32, MostDeducted: 32));

        var view = village.Look();

        (view.Standing, view.Base, view.RemindLevel, view.PauseLevel, view.Deducted).Should().Be((68, 100, 80, 70, 32));
        view.Items.Select(item => (item.Favour.Kind, item.Eligible, string.Join(' ', item.Reasons))).Should().Equal(
            ("redemption", true, ""),
            ("honour", false, "FavourReason { Code = standing_below, Asked = 100, Has = 68 }"),
            ("gift", false, "FavourReason { Code = deducted_above, Asked = 10, Has = 32 }"),
            ("priority", true, ""));
        await village.Suspend();
        view = village.Look();
        view.Items.Should().OnlyContain(item => !item.Eligible && item.Reasons[0].Code == "suspended");
        (view.Suspension!.Reason, view.Suspension.ReviewOn).Should().Be(("多次不参加村里清扫", village.Today.PlusDays(30)));

        async Task Add(FavourInput input) => village.Done(await village.Desks.Favours.Add(VillageFixture.Ask(), Bank, input));
    }

    [Fact]
    public async Task It_is_nobodys_business_but_the_households_and_those_who_work_on_it()
    {
        using var village = await FavourLife.Open();
        await village.OpenHousehold("李秀英", "二组");

        foreach (var caller in (Caller[])[HouseholdOf(1), VillageFixture.Clerk, Supervisor, Assessor, Leader])
            village.Look(1, caller).Household.Should().Be(1);
        village.Desks.Favours.Of(HouseholdOf(2), Bank, 1).ShouldBeRefused(VillageRefusals.NotAllowed);
        village.Desks.Favours.Of(Leader, Bank, 4).ShouldBeRefused(VillageRefusals.NotAllowed);
        village.Desks.Favours.Of(new("staff:4", "", [new(Role.Attendant, Bank)]), Bank, 1).ShouldBeRefused(VillageRefusals.NotAllowed);
    }

    [Fact]
    public async Task A_gift_is_granted_to_whoever_may_have_it_under_the_version_of_the_day()
    {
        using var village = await FavourLife.Open();
        var favour = village.Done(
            await village.Desks.Favours.Add(VillageFixture.Ask(), Bank, new("年货礼包", "Parcel", "gift", LeastStanding: 0)));
        (await Grant(1)).ShouldBeRefused(VillageRefusals.FavourNotEligible, "household");
        village.Done(await Grant(2)).NameEn.Should().Be("Parcel");
        village.Done(
            await village.Desks.Favours.Change(VillageFixture.Ask(), Bank, favour.Number, new("新年礼包", "Box", "gift"))).Version
                .Should().Be(2);
        village.Done(await Grant(1)).NameEn.Should().Be("Box");

        village.Desks.Favours.Grants(Bank, 2, 0, 10).Single().NameEn.Should().Be("Parcel");
        village.Done(await village.Desks.Favours.End(VillageFixture.Ask(), Bank, favour.Number)).Ended.Should().BeTrue();
        (await Grant(2)).ShouldBeRefused(VillageRefusals.FavourEnded, "favour");
        village.Desks.Favours.List(Bank).Should().ContainSingle();
        village.IsSound();

        Task<Ledger.Outcome<FavourGrantView>> Grant(long household) =>
            village.Desks.Favours.Grant(VillageFixture.Ask(), Bank, new(favour.Number, household, "一份"));
    }

    [Fact]
    public async Task Honour_is_never_told_below_nothing()
    {
        using var village = await FavourLife.Open();
        for (var i = 0; i < 2; i++) await village.Deduct(2, "A11");
        for (var i = 0; i < 3; i++) await village.Deduct(2, "D11");
        for (var i = 0; i < 3; i++) await village.Deduct(2, "A10");
        await village.Deduct(2, "A12");
        village.Merit(2, 2026).Should().BeLessThan(-100);

        village.Done(await village.TryRemind(2)).Should()
            .Match<FavourReminderView>(reminder => reminder.Standing == 0 && reminder.Level == 80);
        village.Look(2).Standing.Should().Be(0);
        (village.Desks.Suspensions.AtStake(FavourLife.Bank)).First(line => line.Household == 2).Standing.Should().Be(0);
    }

    [Fact]
    public async Task Where_deductions_alone_count_sixty_points_do_not_buy_off_forty()
    {
        using var village = await FavourLife.Open();
        await village.Deduct(2, "A11");
        await village.Deduct(2, "A11");
        await village.Credit(2, "C09", quantity: 2);
        village.Look(2).Standing.Should().Be(120);
        (await village.TryRemind(2)).ShouldBeRefused(VillageRefusals.StandingNotBelow, "household");

        await village.Set(Banks.Setting.PauseBy, 1);

        village.Look(2).Standing.Should().Be(60);
        (village.Desks.Suspensions.AtStake(FavourLife.Bank))
            .Select(line => (line.Household, line.Standing))
            .Should()
            .Equal((2, 60), (1, 68));
        var suspension = await village.Suspend(2);
        await village.Credit(2, "C09", quantity: 2);
        (await village.TryRedeem(2)).ShouldBeRefused(VillageRefusals.FavoursSuspended);
        village.State(suspension).Should().Be("live");
        village.IsSound();
    }
}
