using System.Globalization;
using System.Text;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Claims at the doors of households, group leaders and clerks, without script: typed, checked, written once, followed.</summary>
public sealed partial class ClaimPagesTests(ClerkVisits village) : IClassFixture<ClerkVisits>
{
    const long Bank = ClerkVisits.Bank;
    const string Own = "/v/anjiahe/h/1/claims";
    const string Leader = "/v/anjiahe/leader";
    const string Clerk = "/v/anjiahe/clerk/claims";

    /// <summary>A picture of one point.</summary>
    static readonly byte[] Photo = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    static readonly Caller Everything = new("staff:1", "", [new(Role.Clerk, Bank)]);

    public static TheoryData<string, string, int> Doors => new()
    {
        { "household", Own, 200 }, { "household", Own + "/new", 200 }, { "household", Own + "/nominate", 200 },
        { "household", "/v/anjiahe/h/2/claims", 403 },
        { "household", Leader, 403 }, { "household", Clerk, 403 },
        { "group-leader", Leader, 200 }, { "group-leader", Leader + "/claims", 200 }, { "group-leader", Leader + "/claims?state=all", 200 },
        { "group-leader", Leader + "/claims/new", 200 }, { "group-leader", Leader + "/claims/new?household=1", 200 },
        { "group-leader", Leader + "/claims/yard", 200 },
        { "group-leader", Leader + "/claims/yard?r1=D04&r2=D01", 200 }, { "group-leader", Leader + "/claims/yard/sheet?r1=D04", 200 },
        { "group-leader", Leader + "?group=2", 403 }, { "group-leader", Leader + "/claims?group=2", 403 },
        { "group-leader", Leader + "/claims/yard?group=2&r1=D04", 404 },
        { "group-leader", Own, 403 }, { "group-leader", Clerk, 403 },
        { "clerk", Clerk, 200 }, { "clerk", Clerk + "?state=all&group=1&channel=self", 200 }, { "clerk", Clerk + "/new?q=zjg", 200 },
        { "clerk", Clerk + "/new?household=1", 200 },
        { "clerk", Clerk + "/ticks?rule=D04", 200 }, { "clerk", Clerk + "/sheet", 200 }, { "clerk", Clerk + "/yard?r1=D04", 200 },
        { "clerk", "/v/anjiahe/clerk/reminders", 200 },
        { "clerk", Clerk + "?state=nowhere", 400 }, { "clerk", Clerk + "/99999", 404 }, { "clerk", Clerk + "/1/evidence/9", 404 },
        { "clerk", Leader, 403 },
        { "supervisor", Clerk, 200 }, { "supervisor", Clerk + "/1", 200 }, { "supervisor", Clerk + "/new", 403 },
        { "supervisor", Clerk + "/yard", 403 },
        { "attendant", Clerk, 403 }, { "attendant", Leader, 403 },
        { "administrator", "/office/staff/2/ties", 200 }, { "administrator", "/office/staff/2/ties?bank=nowhere", 404 },
        { "administrator", "/office/staff/99/ties", 404 },
        { "clerk", "/office/staff/2/ties", 403 },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Each_page_opens_for_whom_it_is_for(string role, string address, int status) =>
        (await (await village.SignIn(role)).Get(address)).Status.Should().Be(status);

    [Theory]
    [InlineData(Own)]
    [InlineData(Leader + "/claims")]
    [InlineData(Clerk)]
    [InlineData(Clerk + "/1")]
    [InlineData("/office/staff/2/ties")]
    public async Task A_stranger_signs_in_first(string address) =>
        (await new PageVisitor(village.Host).Get(address)).Status.Should().Be(401);

    [Fact]
    public async Task A_household_claims_sends_a_photo_along_and_sees_how_far_it_has_come()
    {
        var visitor = await village.SignIn("household");
        var page = await visitor.Get(Own + "/new");
        page.TextsOf("select[name=rule] option").Should()
            .Contain(option => option.StartsWith("D04")).And.NotContain(option => option.Contains('−'), "nobody asks for a deduction");
        page.Document.QuerySelectorAll("select[name=rule] optgroup").Length.Should().BeGreaterThan(3, "rules stand under their classes");
        (await visitor.Submit(page, Own + "/check")).ErrorOf("rule").Should().NotBeEmpty();
        (await visitor.Submit(page, Own + "/check", ("rule", "D04"), ("effectiveOn", "2027-01-01")))
            .ErrorOf("effectiveOn")
            .Should()
            .NotBeEmpty();

        var before = Count(household: 1);
        var check = await visitor.Submit(page, Own + "/check", ("rule", "D04"), ("effectiveOn", "2026-03-01"), ("memo", "扫了村道"));
        check.Title.Should().Be("Look at it before it is handed in");
        check.TextOf(".why-amount").Should().Be("+3 points");
        Count(household: 1).Should().Be(before, "checking leaves no trace");
        var again = await visitor.Submit(check, Own + "/write", [], Own + "/again");
        again.Find("textarea[name=memo]").TextContent.Should().Be("扫了村道", "what was typed stays");

        var refused = await visitor.Upload(check, Own + "/write", "file", "photo.jpg", Encoding.UTF8.GetBytes("no photo at all"));
        refused.ErrorOf("file").Should().NotBeEmpty();
        Count(household: 1).Should().Be(before, "a file that is none must not pass as proof");
        var written = await visitor.Upload(check, Own + "/write", "file", "photo.png", Photo);
        (await visitor.Upload(check, Own + "/write", "file", "photo.png", Photo)).Location
            .Should().Be(written.Location, "a double tap writes once");
        Count(household: 1).Should().Be(before + 1);

        var claim = await visitor.Follow(written);
        claim.Done.Should().Contain("handed in");
        claim.TextOf(".state").Should().Be("Handed in; the group will look at it");
        claim.TextsOf(".steps strong").Should().HaveCount(1);
        var photo = await visitor.Get(claim.Find(".proofs a[download]").GetAttribute("href")!);
        photo.Response.Content.Headers.ContentType!.MediaType.Should().Be("image/png");
        photo.Response.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        (await visitor.Get(Own)).Find($"a[href='{written.Location!.Split('?')[0]}']").TextContent.Should().Contain("cleaning");
    }

    [Fact]
    public async Task The_same_for_the_same_day_is_claimed_only_where_somebody_says_so()
    {
        var visitor = await village.SignIn("household");
        var form = await visitor.Get(Own + "/new");
        var first = await visitor.Submit(form, Own + "/check", ("rule", "D07"), ("effectiveOn", "2026-02-20"));
        first.Document.QuerySelector("[name=confirmed]").Should().BeNull();
        (await visitor.Submit(first, Own + "/write")).Status.Should().Be(303);
        var before = Count(household: 1);

        var second = await visitor.Submit(await visitor.Get(Own + "/new"), Own + "/check", ("rule", "D07"), ("effectiveOn", "2026-02-20"));
        second.Text.Should().Contain("Was it really done once more?");
        var refused = await visitor.Submit(second, Own + "/write");
        (refused.Status, refused.Location).Should().Be((409, null));
        refused.Document.QuerySelector(".has-error [name=confirmed]").Should().NotBeNull();
        Count(household: 1).Should().Be(before);
        (await visitor.Submit(refused, Own + "/write", ("confirmed", "true"))).Status.Should().Be(303);
        Count(household: 1).Should().Be(before + 1);
    }

    [Fact]
    public async Task Who_objected_stands_nowhere_on_the_claim()
    {
        var objected = village.Desks.Claims.List(Everything, Bank, new(ClaimState.Objected), 0, 1).Value[0].Number;
        var objector = village.Desks.Objections.List(Bank, open: true, null, 0, 50).First(objection => objection.Claim.Number == objected);

        var page = await (await village.SignIn()).Get($"{Clerk}/{objected}");

        page.Text.Should().Contain(objector.Words, "what was said may be read");
        village.Desks.Claims.Get(Everything, Bank, objected).Value.Steps.Single(step => step.State == ClaimState.Objected).Handler
            .Should().BeEmpty();
        if (objector.Household is { } household) page.Text.Should().NotContain(village.Desks.Households.Get(Bank, household).Value.Head);
        page.TextsOf(".steps li").Single(step => step.StartsWith("Somebody objects", StringComparison.Ordinal)).Should().NotContain(" · ");
    }

    [Fact]
    public async Task A_household_names_another_one_by_number_and_group_and_learns_no_name()
    {
        var visitor = await village.SignIn("household");
        var other = village.Desks.Households.Get(Bank, 2).Value;
        var page = await visitor.Get(Own + "/nominate");
        var strange = page.TextsOf("select[name=group] option")
            .First(group => group.Length > 0 && group != other.Group && !group.Contains(' '));
        (string, string?)[] deed = [("household", "2"), ("rule", "A03"), ("effectiveOn", "2026-03-01")];

        (await visitor.Submit(page, Own + "/check", [.. deed, ("group", strange)]))
            .ErrorOf("household")
            .Should()
            .NotBeEmpty("the number may be a slip");
        (await visitor.Submit(page, Own + "/check", deed)).ErrorOf("group").Should().NotBeEmpty();
        var check = await visitor.Submit(page, Own + "/check", [.. deed, ("group", other.Group)]);
        check.Text.Should().Contain(other.Group).And.NotContain(other.Head);
        var claim = await visitor.Follow(await visitor.Submit(check, Own + "/write"));

        claim.Text.Should().Contain("Other villagers").And.NotContain(other.Head);
        foreach (var member in other.Members) claim.Text.Should().NotContain(member.Name);
        var written = village.Desks.Claims.Get(Everything, Bank, Number(claim)).Value;
        (written.Household, written.Channel, written.Claimant).Should().Be((2, Channel.Villagers, 1L));
    }

    [Fact]
    public async Task What_was_claimed_in_error_is_taken_back_with_a_reason()
    {
        var visitor = await village.SignIn("household");
        var check = await visitor.Submit(await visitor.Get(Own + "/new"), Own + "/check", ("rule", "A03"), ("effectiveOn", "2026-02-10"));
        var claim = await visitor.Follow(await visitor.Submit(check, Own + "/write"));
        var at = $"{Own}/{Number(claim)}/withdrawal";

        (await visitor.Submit(claim, at + "/check")).ErrorOf("reason").Should().NotBeEmpty();
        var asked = await visitor.Submit(claim, at + "/check", ("reason", "日期写错了"));
        State(claim).Should().Be(ClaimState.Submitted);
        (await visitor.Submit(asked, at, [], at + "/again")).Find("[name=reason]").GetAttribute("value").Should().Be("日期写错了");
        var done = await visitor.Submit(asked, at);
        (await visitor.Submit(asked, at)).Location.Should().Be(done.Location, "a double tap takes back once");

        State(claim).Should().Be(ClaimState.Withdrawn);
        (await visitor.Follow(done)).Document.Forms.Should().NotContain(form => form.GetAttribute("action") == at + "/check");
    }

    [Fact]
    public async Task A_leader_ticks_what_the_group_has_checked_and_collects_it_at_once()
    {
        await Claim("group-leader", Leader + "/claims", 30, "A03", "2026-02-11");
        await Claim("group-leader", Leader + "/claims", 31, "A03", "2026-02-11");
        var leader = await village.SignIn("group-leader");
        var home = await leader.Get(Leader);
        home.Text.Should().Contain("2026-03-25").And.Contain("In 23 days");
        var page = await leader.Get(Leader + "/claims");
        home.TextOf("[data-number=submitted]").Should().Be($"{page.Document.QuerySelectorAll("[name=claims]").Length}");
        (await leader.Submit(page, Leader + "/claims/collect/check")).Text.Should().Contain("Nothing is ticked");

        var chosen = page.Document.QuerySelectorAll("[name=claims]").Take(2).Select(box => box.GetAttribute("value")!).ToList();
        var check = await leader.Submit(
            page, Leader + "/claims/collect/check", [("claims", chosen[0]), ("claims", chosen[1]), ("note", "都去看过")]);
        check.Text.Should().Contain("2 claims go to the meeting").And.Contain("都去看过");
        var back = await leader.Submit(check, Leader + "/claims/collect", [], Leader + "/claims/collect/again");
        back.Document.QuerySelectorAll("[name=claims][checked]").Should().HaveCount(2, "what was ticked stays");
        var done = await leader.Submit(check, Leader + "/claims/collect");
        (await leader.Submit(check, Leader + "/claims/collect")).Location.Should().Be(done.Location, "a double tap collects once");

        foreach (var number in chosen)
            village.Desks.Claims.Get(Everything, Bank, TypedNumber(number)).Value.State.Should().Be(ClaimState.Collected);
        (await leader.Follow(done)).Document.QuerySelectorAll("[name=claims]")
            .Select(box => box.GetAttribute("value"))
            .Should()
            .NotContain(chosen);
    }

    [Fact]
    public async Task A_leader_does_not_see_another_group()
    {
        var leader = await village.SignIn("group-leader");
        var elsewhere = village.Desks.Finder.ByName(Bank, village.Desks.Households.Groups(Bank)[1].Name)[0];
        await Claim("clerk", Clerk, elsewhere.Number, "A03", "2026-02-12");
        var number = village.Desks.Claims.List(Everything, Bank, new(Household: elsewhere.Number), 0, 1).Value[0].Number;

        (await leader.Get($"{Leader}/claims/new?household={elsewhere.Number}")).Text.Should().NotContain(elsewhere.Head);
        (await leader.Get($"{Leader}/claims/{number}")).Status.Should().Be(404);
        var own = await leader.Get(Leader + "/claims/new?household=1");
        var forged = await leader.Submit(
            own, Leader + "/claims/check", ("household", $"{elsewhere.Number}"), ("rule", "A03"), ("effectiveOn", "2026-02-13"));
        (forged.Status, forged.Text.Contains(elsewhere.Head, StringComparison.Ordinal)).Should().Be((403, false));
        var grid = await leader.Get(Leader + "/claims/yard?r1=A03&on=2026-02-13");
        var batch = await leader.Submit(grid, Leader + "/claims/yard/check", ("tick", $"{elsewhere.Number}.A03"));
        batch.Text.Should().Contain("1 cannot be claimed").And.NotContain(elsewhere.Head);
    }

    [Fact]
    public async Task A_yard_check_is_one_grid_and_each_tick_a_claim()
    {
        var leader = await village.SignIn("group-leader");
        var page = await leader.Get(Leader + "/claims/yard?r1=D01&r2=D09&on=2026-03-02");
        page.TextsOf(".yard thead th").Should().Equal("Household", "D01", "D09");
        var boxes = page.Document.QuerySelectorAll("[name=tick]").Select(box => box.GetAttribute("value")!).ToList();
        boxes.Should().HaveCount(2 * village.Desks.Households.Groups(Bank)[0].Households);
        (await leader.Submit(page, Leader + "/claims/yard/check")).Text.Should().Contain("Nothing is ticked");
        var before = Count();

        var check = await leader.Submit(page, Leader + "/claims/yard/check", [("tick", "5.D01"), ("tick", "5.D09"), ("tick", "6.D01")]);
        check.Text.Should().Contain("3 can be handed in");
        (await leader.Submit(
            check, Leader + "/claims/yard/write", [],
            Leader + "/claims/yard/again")).Document.QuerySelectorAll("[name=tick][checked]")
            .Should().HaveCount(3);
        var done = await leader.Submit(check, Leader + "/claims/yard/write");
        (await leader.Submit(check, Leader + "/claims/yard/write")).Location.Should().Be(done.Location, "a double tap writes once");
        Count().Should().Be(before + 3);
        village.Desks.Claims.Get(
            Everything, Bank,
            village.Desks.Claims.List(Everything, Bank, new(Household: 6), 0, 1).Value[0].Number).Value.Via.Should().Be("yard");

        // Once more with one that is new: what is there twice is left out unless it is ticked.
        page = await leader.Get(Leader + "/claims/yard?r1=D01&r2=D09&on=2026-03-02");
        check = await leader.Submit(page, Leader + "/claims/yard/check", [("tick", "5.D01"), ("tick", "7.D01")]);
        check.Text.Should().Contain("1 can be handed in");
        check.Document.QuerySelectorAll("[name=oncemore]").Should().HaveCount(1);
        await leader.Submit(check, Leader + "/claims/yard/write");
        Count().Should().Be(before + 4);

        var sheet = await leader.Get(Leader + "/claims/yard/sheet?r1=D01&r2=D09&on=2026-03-02");
        sheet.Document.QuerySelectorAll("h1").Should().HaveCount(1);
        sheet.RowsOf(".sheet tbody tr").Should().HaveCount(boxes.Count / 2).And.Contain(row => row.StartsWith("5 | "));
    }

    [Fact]
    public async Task A_clerk_writes_claims_down_for_whoever_stands_at_the_desk()
    {
        var clerk = await village.SignIn();
        var name = village.Desks.Households.Get(Bank, 40).Value;
        (await clerk.Get(Clerk + "/new?q=40")).Location.Should().Be(Clerk + "/new?household=40", "who is found alone need not be chosen");
        var page = await clerk.Get(Clerk + "/new?household=40");
        (string, string?)[] deed =
            [("rule", "A03"), ("effectiveOn", "2026-02-14"), ("channel", Channel.Villagers), ("member", $"{name.Members[0].Number}")];
        (await clerk.Submit(page, Clerk + "/check", deed)).ErrorOf("claimedBy").Should().NotBeEmpty();
        (await clerk.Submit(page, Clerk + "/check", [.. deed, ("claimant", "nobody at all")])).ErrorOf("claimant").Should().NotBeEmpty();
        (await clerk.Submit(page, Clerk + "/check", [.. deed, ("claimant", "41"), ("from", "9:00"), ("until", "8")]))
            .ErrorOf("from")
            .Should()
            .NotBeEmpty();

        var check = await clerk.Submit(page, Clerk + "/check", [.. deed, ("claimant", "41"), ("from", "08:30"), ("until", "10:00")]);
        var claim = await clerk.Follow(await clerk.Submit(check, Clerk + "/write"));
        var written = village.Desks.Claims.Get(Everything, Bank, Number(claim)).Value;
        (written.Household, written.Claimant, written.From, written.Until, written.Member)
            .Should().Be((40, 41L, "08:30", "10:00", name.Members[0].Number));
        claim.Text.Should().Contain(name.Head).And.Contain("08:30–10:00");

        var proof = await clerk.Submit(claim, $"{Clerk}/{written.Number}/evidence");
        proof.ErrorOf("file").Should().NotBeEmpty();
        (await clerk.Upload(claim, $"{Clerk}/{written.Number}/evidence", "file", "a.png", Photo)).Status.Should().Be(303);
        village.Desks.Claims.Get(Everything, Bank, written.Number).Value.Evidence.Should().HaveCount(1);
        foreach (var who in (string[])["clerk", "assessor"])
        {
            var door = who == "clerk" ? Clerk : "/v/anjiahe/assess/claims";
            var file = await (await village.SignIn(who)).Get($"{door}/{written.Number}/evidence/1");
            (file.Status, file.Response.Headers.CacheControl?.ToString())
                .Should().Be((200, "no-store"), "nothing stays on a telephone after sign-out");
        }
    }

    [Fact]
    public async Task A_list_of_an_activity_becomes_claims()
    {
        var clerk = await village.SignIn();
        var page = await clerk.Get(Clerk + "/ticks?rule=D04&on=2026-02-15&group=1&quantity=1");
        (await clerk.Submit(page, Clerk + "/ticks/check")).Text.Should().Contain("Nothing is ticked");
        var member = village.Desks.Households.Get(Bank, 8).Value.Members[^1];
        var before = Count();

        var check = await clerk.Submit(page, Clerk + "/ticks/check", [("tick", "8"), ("tick", "9"), ("m8", $"{member.Number}")]);
        check.Text.Should().Contain(member.Name);
        (await clerk.Submit(check, Clerk + "/ticks/write")).Status.Should().Be(303);

        Count().Should().Be(before + 2);
        var line = village.Desks.Claims.List(Everything, Bank, new(Household: 8), 0, 1).Value[0];
        (line.Member, line.Channel).Should().Be((member.Name, Channel.Organisation));
    }

    [Fact]
    public async Task A_sheet_of_claims_is_told_its_mistakes_by_line_and_written_when_it_has_none()
    {
        var clerk = await village.SignIn();
        var page = await clerk.Get(Clerk + "/sheet");
        (await clerk.Submit(page, Clerk + "/sheet/check")).ErrorOf("file").Should().NotBeEmpty();
        var head = village.Desks.Households.Get(Bank, 70).Value.Head;
        var bad = await Send(
            "户号,条目编号,日期,数量,成员,渠道,申报人,备注\n70,D04,2026-02-16,,没有这个人,,,\n9999,D04,2026-02-16,,,,,\n70,Z99,昨天,0,,邻居,,\n70,Z99,2026-02-16,,,,,");
        bad.Title.Should().Be("The sheet has mistakes");
        bad.RowsOf("tbody tr").Should()
            .HaveCount(6).And.ContainSingle(row => row.StartsWith("3 | 户号")).And.Contain(
                row => row.StartsWith("2 | ") && row.Contains("没有这个人"));

        var before = Count();
        var check = await Send(
            $"household,rule,effective_on,quantity,member,channel,claimed_by,memo\n70,D04,2026-02-16,1,{head},,,清洁日\n71,A03,2026-02-16,,,organisation,老支书,");
        check.Text.Should().Contain("2 can be handed in").And.Contain(head);
        var done = await clerk.Submit(check, Clerk + "/sheet/write");
        (await clerk.Submit(check, Clerk + "/sheet/write")).Location.Should().Be(done.Location, "a double tap writes once");
        Count().Should().Be(before + 2);
        var written = village.Desks.Claims.Get(
            Everything, Bank, village.Desks.Claims.List(Everything, Bank, new(Household: 71), 0, 1).Value[0].Number).Value;
        (written.Via, written.ClaimedBy, written.Channel).Should().Be(("sheet", "老支书", Channel.Organisation));

        foreach (var format in (string[])["csv", "xlsx"])
        {
            var template = await clerk.Get($"{Clerk}/sheet/template?format={format}&headers=zh");
            var draft = ClaimSheet.Read(
                new MemoryStream(template.Bytes), "template." + format, village.Desks.Households, village.Desks.Rulebooks, Bank);
            (draft.Claims.Count, draft.Problems.Count).Should().Be((0, 0), "what we give out we take back");
        }

        async Task<PageSeen> Send(string csv) =>
            await clerk.Upload(page, Clerk + "/sheet/check", "file", "claims.csv", Encoding.UTF8.GetBytes(csv));
    }

    static long TypedNumber(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    static long Number(PageSeen page) => TypedNumber(page.Title["Claim no. ".Length..]);
}
