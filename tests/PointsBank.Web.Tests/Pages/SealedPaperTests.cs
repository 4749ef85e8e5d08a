using PointsBank.Demo;


namespace PointsBank.Web.Tests.Pages;

/// <summary>
/// Papers that leave the house bear the code of a seal, so that whoever holds one can tell whether the book was changed since.
/// </summary>
public sealed class SealedPaperTests(DemoHost demo) : IClassFixture<DemoHost>
{
    [Theory]
    [InlineData("a notice on the wall", "/v/anjiahe/notices/1/sheet")]
    [InlineData("a board", "/v/anjiahe/boards/red/sheet")]
    [InlineData("the gifts", "/v/anjiahe/donations/sheet")]
    [InlineData("a letter of the black board", "/v/anjiahe/board-desk/black/1/letter")]
    [InlineData("a letter of a suspension", "/v/anjiahe/favours/suspensions/1/letter")]
    [InlineData("a letter of a reminder", "/v/anjiahe/favours/reminders/1/letter")]
    [InlineData("a rating certificate", "/v/anjiahe/ratings/1")]
    public async Task It_bears_the_last_seal(string paper, string address)
    {
        var clerk = new PageVisitor(demo.Host);
        var way = DemoVillage.SignIns.First(way => way.Role == "clerk");
        (await clerk.SignIn(way.Name, way.Secret)).Location.Should().Be("/home");
        var desks = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<PointsBank.Village.Desks>(demo.Host.Services);

        (await clerk.Get(address)).Text.Should().Contain(desks.Seals.Last(1)!.Code, "{0} leaves the house", paper);
    }
}

/// <summary>The same of papers of which the demo has none.</summary>
[Collection(nameof(SharedVillage))]
public sealed class SealedLaterTests(WholeVillage village)
{
    [Theory]
    [InlineData("a certificate of hours", "/v/anjiahe/service/certificates/1")]
    public async Task It_bears_the_last_seal(string paper, string address)
    {
        var seal = await Seal();

        (await (await Clerk()).Get(address)).Text.Should().Contain(seal, "{0} leaves the house", paper);
    }

    [Theory]
    [InlineData("a statement", "/v/anjiahe/fund/statements/1/sheet")]
    [InlineData("the record of a publication", "/v/anjiahe/privacy/desk/publications/1")]
    public async Task What_must_say_the_same_whenever_it_is_printed_bears_no_later_seal(string paper, string address)
    {
        var clerk = await Clerk();
        var before = (await clerk.Get(address)).Find("main").TextContent;

        var seal = await Seal();

        var after = await clerk.Get(address);
        after.Find("main").TextContent.Should().Be(before, "{0} is what it was", paper);
        after.Text.Should().NotContain(seal);
    }

    async Task<string> Seal() =>
        ApiVillage.Must(await village.Post(ApiVillage.Bank + "/seals", "{}", "supervisor")).GetProperty("code").GetString()!;

    async Task<PageVisitor> Clerk()
    {
        var clerk = new PageVisitor(village.Host);
        (await clerk.SignIn(village.Usernames["clerk"], ApiVillage.Password)).Location.Should().Be("/home");
        return clerk;
    }
}
