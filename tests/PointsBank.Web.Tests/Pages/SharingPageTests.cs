namespace PointsBank.Web.Tests.Pages;

/// <summary>One village offers its shop on a page, the other accepts it on one of its own, and either ends it.</summary>
public sealed class SharingPageTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    const string Here = "/v/anjiahe/shops/1/sharings", There = "/v/xiaohe/shops";

    [Fact]
    public async Task A_shop_is_offered_here_accepted_there_and_ended_again()
    {
        var (owner, served) = (await Visitor("clerk"), await Visitor("clerk-elsewhere"));
        (await served.Get(Here)).Status.Should().Be(403);
        (await served.Get(There + "/offers")).Text.Should().Contain("No other village offers a shop now");

        var offered = await owner.Follow(await owner.Submit(await owner.Get(Here), Here, ("bank", "xiaohe")));
        offered.Text.Should().Contain("Offered, waits for the other village");

        var offers = await served.Get(There + "/offers");
        offers.Text.Should().Contain("Points shop");
        var accepted = await served.Follow(await served.Submit(offers, There + "/offers"));
        accepted.Status.Should().Be(200);
        (await owner.Get(Here)).Text.Should().Contain("Both agree: shared");

        var ended = await served.Follow(await served.Submit(await served.Get(There + "/3/sharings"), There + "/3/sharings/end"));
        ended.Text.Should().Contain("Ended");
        (await owner.Get(Here)).Text.Should().Contain("Ended");
    }

    async Task<PageVisitor> Visitor(string who)
    {
        var visitor = new PageVisitor(village.Host);
        (await visitor.SignIn(village.Usernames[who], ApiVillage.Password)).Location.Should().Be("/home");
        return visitor;
    }
}
