using PointsBank.Village.Households;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Households at the clerk's desk: opened, found, corrected; consents given and taken back.</summary>
public sealed class ClerkHouseholdsTests(DeskVillage village) : IClassFixture<DeskVillage>
{
    const string Households = "/v/anjiahe/clerk/households";

    [Theory]
    [InlineData("", true)]
    [InlineData("/1", true)]
    [InlineData("/new", false)]
    [InlineData("/1/group", false)]
    [InlineData("/1/members/new", false)]
    [InlineData("/1/members/1", false)]
    [InlineData("/1/passbooks/new", false)]
    [InlineData("/1/booklet", false)]
    [InlineData("/1/booklet/position", false)]
    [InlineData("/1/cover", false)]
    public async Task Clerks_work_here_supervisors_look_and_nobody_else_comes_in(string page, bool supervisorsToo)
    {
        (await (await village.As("clerk")).Get(Households + page)).Status.Should().Be(200);
        (await (await village.As("supervisor")).Get(Households + page)).Status.Should().Be(supervisorsToo ? 200 : 403);
        foreach (var who in (string[])["attendant", "clerk-elsewhere", "administrator"])
            (await (await village.As(who)).Get(Households + page)).Status.Should().Be(403, who);
        (await (await village.As("stranger")).Get(Households + page)).Status.Should().Be(401);
    }

    [Theory]
    [InlineData("/99")]
    [InlineData("/none")]
    [InlineData("/1/members/99")]
    [InlineData("/99/booklet")]
    [InlineData("/1/passbooks/0001-000099-9/pin")]
    public async Task What_is_not_there_is_said_to_be_missing(string page) =>
        (await (await village.As("clerk")).Get(Households + page)).Status.Should().Be(404);

    [Fact]
    public async Task A_household_is_opened_with_its_members_in_one_form_and_once()
    {
        var clerk = await village.As("clerk");
        var form = await clerk.Get(Households + "/new");
        (string, string?)[] typed =
        [
            ("group", "下河组"), ("members[0].name", "马文博"), ("members[0].birthDate", "1970-04-05"), ("members[2].name", "马小兰"),
            ("members[2].birthDate", "1999-12-31"),
            ("members[2].related", "true"),
        ];
        var opened = await clerk.Submit(form, Households, typed);
        var again = await clerk.Submit(form, Households, typed);

        opened.Status.Should().Be(303);
        again.Location.Should().Be(opened.Location, "a form is written once, however often it is sent");
        var page = await clerk.Follow(opened);
        page.Done.Should().Contain("open");
        page.Text.Should().Contain("马文博").And.Contain("马小兰").And.Contain("Committee's relative").And.Contain("no passbook");
        (await clerk.Get(Households + "?q=马文博")).TextsOf("tbody tr").Should().ContainSingle();
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_told_beside_its_own_field_and_nothing_is_lost()
    {
        var clerk = await village.As("clerk");
        var form = await clerk.Get(Households + "/new");

        var empty = await clerk.Submit(form, Households);
        empty.Status.Should().Be(400);
        foreach (var field in (string[])["group", "members[0].name", "members[0].birthDate"])
            empty.ErrorOf(field).Should().Be("This is missing", field);

        var ahead = await clerk.Submit(
            form, Households, ("group", "上庄组"), ("members[0].name", "马文博"), ("members[0].birthDate", "1970-04-05"),
            ("members[2].name", "马小兰"), ("members[2].birthDate", "2030-01-01"));
        ahead.ErrorOf("members[2].birthDate").Should().NotBeEmpty("the second row was left empty");
        ahead.Find("[name='members[2].name']").GetAttribute("value").Should().Be("马小兰");

        var more = await clerk.Submit(ahead, Households, [], Households + "/new");
        more.Document.QuerySelectorAll("fieldset").Should().HaveCount(12);
        more.Find("[name='members[2].name']").GetAttribute("value").Should().Be("马小兰");
    }

    [Fact]
    public async Task A_member_is_added_corrected_and_made_the_head()
    {
        var clerk = await village.As("clerk");
        (await clerk.Submit(await clerk.Get(Households + "/3/members/new"), Households + "/3/members", ("name", "")))
            .ErrorOf("name")
            .Should()
            .Be("This is missing");
        var added = await clerk.Submit(
            await clerk.Get(Households + "/3/members/new"), Households + "/3/members", ("name", "张小雨"), ("birthDate", "1990-06-01"));
        added.Location.Should().Be(Households + "/3?done=register_changed");

        var member = village.Desks.Households.Get(1, 3).Value.Members.Single(found => found.Name == "张小雨").Number;
        var at = $"{Households}/3/members/{member}";
        await clerk.Submit(await clerk.Get(at), at, ("name", "张晓雨"), ("isHead", "true"));
        village.Desks.Households.Get(1, 3).Value.Head.Should().Be("张晓雨");
        (await clerk.Get(at)).Document.QuerySelectorAll("[type=checkbox][name=isHead]").Should().BeEmpty("a household keeps a head");
    }

    [Fact]
    public async Task A_child_at_the_head_is_asked_back_and_a_head_is_chosen_of_those_who_go()
    {
        var clerk = await village.As("clerk");
        const string Changes = "/v/anjiahe/changes";
        var opened = await clerk.Follow(await clerk.Submit(
            await clerk.Get(Households + "/new"), Households, ("group", "下河组"),
            ("members[0].name", "何大山"), ("members[0].birthDate", "1970-04-05"),
            ("members[1].name", "何小山"), ("members[1].birthDate", "2016-04-05"),
            ("members[2].name", "何二山"), ("members[2].birthDate", "1990-01-01")));
        opened.Document.QuerySelectorAll("[data-minor]").Should().BeEmpty();
        var number = village.Desks.Finder.Find(1, "何大山", 1)[0].Number;
        var members = village.Desks.Households.Get(1, number).Value.Members;
        var (child, brother) = (members[1].Number, members[2].Number);

        var form = await clerk.Get($"{Changes}/new?household={number}&kind=split");
        (string, string?)[] typed = [("members", $"{child}"), ("group", "下河组"), ("reason", "分家"), ("decidedBy", "村委会")];
        var stays = await clerk.Submit(form, Changes + "/check", [.. typed, ("head", $"{brother}")]);
        stays.ErrorOf("head").Should().Be("The new head is not among those who go");
        var check = await clerk.Submit(form, Changes + "/check", [.. typed, ("head", $"{child}")]);
        check.Find("[data-minor]").TextContent.Should().Contain("The head is under 18");
        await clerk.Submit(check, Changes);
        var supervisor = await village.As("supervisor");
        var waiting = await supervisor.Get("/v/anjiahe/proposals");
        waiting.Find("[data-minor]").TextContent.Should().Contain("The head is under 18");
        var confirming = await supervisor.Submit(waiting, "/v/anjiahe/proposals/1/check");
        confirming.Text.Should().Contain("何小山 aged").And.Contain("The head is under 18");
        var alone = await clerk.Follow(await clerk.Submit(
            await clerk.Get(Households + "/new"), Households, ("group", "下河组"), ("members[0].name", "何小水"),
            ("members[0].birthDate", "2016-04-05")));
        alone.Find("[data-minor]").TextContent.Should().Contain("under 18");
        alone.Find("[data-minor] a").GetAttribute("href").Should().EndWith("/members/new", "nobody of the household is grown up");
    }

    [Fact]
    public async Task A_household_moves_to_a_group_that_there_was_not_before()
    {
        var clerk = await village.As("clerk");
        var moved = await clerk.Submit(await clerk.Get(Households + "/2/group"), Households + "/2/group", ("group", "新庄组"));

        (await clerk.Follow(moved)).Text.Should().Contain("新庄组");
        (await clerk.Get(Households + "?group=新庄组")).TextsOf("tbody tr").Should().ContainSingle();
    }

    [Fact]
    public async Task Consent_given_shows_the_name_in_public_and_taken_back_hides_it_at_once()
    {
        var clerk = await village.As("clerk");
        var head = village.Desks.Households.Get(1, 1).Value.Members[0].Number;
        var at = $"{Households}/1/members/{head}";
        (await Board()).Should().Contain("张*国").And.NotContain("张建国");

        var asked = await clerk.Get(at);
        asked.Text.Should().Contain("Now: not agreed").And.Contain("张*国");
        var given = await clerk.Submit(asked, at + "/consents/boards");
        (await clerk.Follow(given)).Text.Should().Contain("Now: agreed");
        (await Board()).Should().Contain("张建国");

        var form = await clerk.Get(at);
        await clerk.Submit(form, at + "/consents/boards");
        (await Board()).Should().Contain("张*国").And.NotContain("张建国");
        var before = await village.Everything();
        await clerk.Submit(form, at + "/consents/boards");
        (await village.Everything()).Should().Be(before, "the same form once more records nothing");

        async Task<string> Board() => (await village.Get("/api/v1/banks/anjiahe/boards/red?period=2026")).Text;
    }

    [Fact]
    public async Task The_list_is_filtered_and_ordered_as_its_address_says()
    {
        var clerk = await village.As("clerk");
        var opened = await village.Desks.Households.Open(
            PointsBank.Village.WriteContext.OfSystem("test"), 1, new("一组", [new("阿一", new(1980, 1, 1), IsHead: true)], 500));

        (await clerk.Get(Households + "?passbook=without"))
            .TextsOf("tbody tr")
            .Should()
            .Contain(row => row.Contains("阿一")).And.NotContain(row => row.Contains("上庄组"));
        (await clerk.Get(Households + "?q=500")).TextsOf("tbody tr").Should().ContainSingle().Which.Should().Contain("阿一");
        (await clerk.Get(Households)).TextsOf("tbody tr td:first-child").Select(long.Parse).Should().BeInAscendingOrder();
        opened.Value.Should().BeOfType<HouseholdView>();
    }
}
