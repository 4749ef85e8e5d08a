using System.Globalization;
using PointsBank.Village;
using PointsBank.Village.Journal;
using PointsBank.Web.Pages.Passbooks;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Passbooks on paper: issued, replaced, opened by a PIN or a card, printed line after line.</summary>
public sealed class ClerkPassbooksTests(DeskVillage village) : IClassFixture<DeskVillage>
{
    const string Households = "/v/anjiahe/clerk/households";
    const string Cards = "/v/anjiahe/clerk/cards";

    [Fact]
    public async Task A_passbook_is_replaced_after_a_look_at_what_stops_working_and_once()
    {
        var (clerk, household) = (await village.As("clerk"), await Household());
        var (at, old) = ($"{Households}/{household}", Serial(household));
        var asked = await clerk.Get(at + "/passbooks/new");
        (await clerk.Submit(asked, at + "/passbooks/check", ("reason", "stolen"))).ErrorOf("reason").Should().NotBeEmpty();
        (await clerk.Submit(asked, at + "/passbooks/check", ("reason", "first"))).ErrorOf("reason").Should().NotBeEmpty("it has one");

        var check = await clerk.Submit(asked, at + "/passbooks/check", ("reason", "lost"));
        check.TextOf(".banner.warn").Should().Contain(old).And.Contain("stops working");
        Serial(household).Should().Be(old, "nothing is written before it is confirmed");

        var issued = await clerk.Submit(check, at + "/passbooks");
        var again = await clerk.Submit(check, at + "/passbooks");
        (issued.Location, again.Location).Should().Be((at + "?done=passbook_replaced", at + "?done=passbook_replaced"));
        Serial(household).Should().NotBe(old);
        village.Desks.Passbooks.Of(1, household).Should().HaveCount(2);
        var after = await clerk.Follow(issued);
        after.Done.Should().Contain("the old one has ended");
        after.Text.Should().Contain("Lost");
    }

    [Fact]
    public async Task At_a_first_passbook_nothing_is_said_of_an_old_one_even_when_the_form_is_sent_twice()
    {
        var (clerk, household) = (await village.As("clerk"), await Bare());
        var at = $"{Households}/{household}";
        var check = await clerk.Submit(await clerk.Get(at + "/passbooks/new"), at + "/passbooks/check", ("reason", "first"));
        check.Document.QuerySelectorAll(".banner.warn").Should().BeEmpty();

        var issued = await clerk.Submit(check, at + "/passbooks");
        var again = await clerk.Submit(check, at + "/passbooks");

        (issued.Location, again.Location).Should().Be((at + "?done=passbook_issued", at + "?done=passbook_issued"));
        (await clerk.Follow(issued)).Done.Should().Be("✓ Issued. Next: cover and PIN.");
        village.Desks.Passbooks.Of(1, household).Should().ContainSingle();
    }

    [Fact]
    public async Task The_household_types_its_PIN_twice_and_signs_in_with_it()
    {
        var (clerk, household) = (await village.As("clerk"), await Household());
        var at = $"{Households}/{household}/passbooks/{Serial(household)}/pin";
        var form = await clerk.Get(at);

        (await clerk.Submit(form, at, ("pin", "420917"), ("again", "420971"))).ErrorOf("again").Should().StartWith("Typed differently");
        var bad = await clerk.Submit(form, at, ("pin", "12"), ("again", "12"));
        bad.ErrorOf("pin").Should().NotBeEmpty();
        bad.Document.QuerySelectorAll("[type=password]").Should().OnlyContain(field => !field.HasAttribute("value"));
        (await clerk.Submit(form, at, ("pin", "123456"), ("again", "123456"))).ErrorOf("pin").Should().StartWith("Too easy to guess");
        (await clerk.Submit(form, at, ("pin", "420917"), ("again", "420917"))).Location
            .Should().Be($"{Households}/{household}?done=passbook_pin_set");
        (await new PageVisitor(village.Host).SignInPassbook(Serial(household), "420917")).Location.Should().Be("/home");
    }

    [Fact]
    public async Task A_passbook_ends_without_another_in_its_place()
    {
        var (clerk, household) = (await village.As("clerk"), await Household());
        var at = $"{Households}/{household}/passbooks/{Serial(household)}/void";
        var form = await clerk.Get(at);
        var ended = await clerk.Submit(form, at, ("reason", "returned"));

        (await clerk.Follow(ended)).Text.Should().Contain("no passbook in use").And.Contain("Handed back");
        (await clerk.Submit(form, at, ("reason", "returned"))).Location.Should().Be(ended.Location, "the same form once more");
        (await clerk.Get($"{Households}/{household}/booklet")).Location
            .Should().Be($"{Households}/{household}/passbooks/new?done=passbook_needed");
    }

    [Fact]
    public async Task The_same_form_twice_shows_the_same_cards_and_the_old_card_opens_nothing()
    {
        var (clerk, household) = (await village.As("clerk"), await Household());
        var first = await Card(household);
        village.Desks.Passbooks.OpenByToken(first).Refusal.Should().BeNull();

        var form = await clerk.Get($"{Cards}?household={household}");
        form.Document.QuerySelectorAll("[type=checkbox]").Should().ContainSingle();
        var check = await clerk.Submit(form, Cards + "/check");
        check.TextOf(".banner.warn").Should().Contain("stop working");
        village.Desks.Passbooks.OpenByToken(first).Refusal.Should().BeNull("nothing is made before it is confirmed");

        var sheet = await clerk.Submit(check, Cards);
        var again = await clerk.Submit(check, Cards);
        (sheet.Status, sheet.Location).Should().Be((200, null), "the sheet is the answer; a secret is never in an address");
        var code = sheet.Find(".qr-card .qr path").GetAttribute("d");
        again.Find(".qr-card .qr path").GetAttribute("d").Should().Be(code);
        sheet.Text.Should().Contain(Serial(household)).And.Contain("not cash");
        village.Desks.Passbooks.OpenByToken(first).Refusal!.Kind.Should().Be(VillageRefusals.NotAuthorised);

        var other = await clerk.Submit(await clerk.Submit(await clerk.Get($"{Cards}?household={household}"), Cards + "/check"), Cards);
        other.Find(".qr-card .qr path").GetAttribute("d").Should().NotBe(code, "another form has another seed");
    }

    [Fact]
    public async Task Eight_cards_stand_on_a_sheet_and_whoever_is_not_ticked_gets_none()
    {
        var clerk = await village.As("clerk");
        var group = "卡片组" + village.NewKey();
        for (var i = 0; i < 10; i++) await Household(group);

        var form = await clerk.Get($"{Cards}?group={group}");
        var boxes = form.Document.QuerySelectorAll("[type=checkbox]").Select(box => box.GetAttribute("value")).ToList();
        boxes.Should().HaveCount(10);
        var check = await clerk.Submit(
            form, Cards + "/check", [("households", null), .. boxes.Take(9).Select(box => ("households", (string?)box))]);
        check.TextsOf("dd").Should().Equal("9", "2");
        var sheet = await clerk.Submit(check, Cards);
        sheet.Document.QuerySelectorAll(".cards").Select(page => page.QuerySelectorAll(".qr-card").Length).Should().Equal(8, 1);

        var none = await clerk.Submit(form, Cards + "/check", ("households", null));
        (none.Status, none.Problem).Should().Be((400, "This is missing"));
        var changed = await clerk.Submit(check, Cards, [], Cards + "/choose");
        changed.Document.QuerySelectorAll("[type=checkbox][checked]").Should().HaveCount(9, "what was ticked stays");
    }

    [Fact]
    public async Task Printing_goes_on_at_the_next_free_row()
    {
        var (clerk, household) = (await village.As("clerk"), await Household());
        var at = $"{Households}/{household}/booklet";
        (await clerk.Get(at)).Text.Should().Contain("All 0 lines are printed");
        for (var i = 0; i < 3; i++) await Credit(household);

        var page = await clerk.Get(at);
        page.Document.QuerySelectorAll("[data-row]").Select(row => row.GetAttribute("data-row")).Should().Equal("1", "2", "3");
        page.Document.QuerySelectorAll(".booklet-head:not(.unseen)").Should().ContainSingle("a page that begins gets its heads");
        page.Text.Should().Contain("Cleaning day");
        await clerk.Submit(page, at);
        var good = await clerk.Submit(page, at);
        good.Location.Should().Be($"{Households}/{household}?done=passbook_printed");
        (await clerk.Get(at)).Text.Should().Contain("All 3 lines are printed");

        await Credit(household);
        var next = await new ReopenedVillage(village).Get(at);
        next.TextsOf("[data-row] span:first-child").Should().Equal("4");
        next.Find("[data-row]").GetAttribute("data-row").Should().Be("4");
        next.Document.QuerySelectorAll(".booklet-row:empty").Should().HaveCount(23, "the rows above are left blank");
        next.Document.QuerySelectorAll(".booklet-head:not(.unseen)").Should().BeEmpty("its heads stand on the paper");
    }

    [Fact]
    public async Task The_position_is_set_by_hand_within_what_there_is()
    {
        var (clerk, household) = (await village.As("clerk"), await Household());
        await Credit(household);
        var at = $"{Households}/{household}/booklet/position";
        var form = await clerk.Get(at);

        (await clerk.Submit(form, at, ("uptoLine", "2"), ("nextRow", "1"))).ErrorOf("uptoLine").Should().NotBeEmpty();
        (await clerk.Submit(form, at, ("uptoLine", "0"), ("nextRow", "25"))).ErrorOf("nextRow").Should().NotBeEmpty();
        (await clerk.Submit(form, at, ("uptoLine", ""), ("nextRow", "x"))).ErrorOf("uptoLine").Should().Be("This is missing");
        await clerk.Submit(form, at, ("uptoLine", "0"), ("nextRow", "24"));
        (await clerk.Get($"{Households}/{household}/booklet")).Find("[data-row]").GetAttribute("data-row").Should().Be("24");
    }

    [Theory]
    [InlineData(0, 5, 10, "0:5")]
    [InlineData(8, 5, 10, "8:2 0:3")]
    [InlineData(9, 1, 10, "9:1")]
    [InlineData(0, 20, 10, "0:10 0:10")]
    public void Lines_go_on_below_what_is_printed_and_over_the_page(int blank, int count, int rows, string pages)
    {
        var lines = Enumerable.Range(1, count)
            .Select(
                no => new PassbookLine(
                    no, new(2026, 1, 1), new(2026, 1, 1), "事", "Deed", "事", "Deed", 1, 0, no, "credit", "", "", no, null))
            .ToList();
        var leaves = BookletRoutes.LeavesOf(lines, blank, rows).ToList();

        string.Join(' ', leaves.Select(leaf => $"{leaf.Blank}:{leaf.Lines.Count}")).Should().Be(pages);
        leaves[^1].NextRow.Should().Be((blank + count) % rows + 1);
        leaves.SelectMany(leaf => leaf.Lines).Should().Equal(lines);
    }

    [Fact]
    public async Task The_cover_says_whose_booklet_it_is_and_what_it_is_not()
    {
        var (clerk, household) = (await village.As("clerk"), await Household());
        var cover = await clerk.Get($"{Households}/{household}/cover");

        cover.TextOf(".booklet-cover").Should().Contain("Anjiahe").And.Contain(Serial(household)).And.Contain("Village stamp");
        cover.TextOf(".booklet-back").Should().Contain("not cash").And.Contain("At least 5 points");
    }

    /// <summary>A browser of its own, as if the clerk had come back the next day.</summary>
    sealed class ReopenedVillage(DeskVillage village)
    {
        public async Task<PageSeen> Get(string address)
        {
            var visitor = new PageVisitor(village.Host);
            await visitor.SignIn(village.Usernames["spare"], ApiVillage.Password);
            return await visitor.Get(address);
        }
    }

    /// <summary>A household that never had a passbook.</summary>
    async Task<long> Bare(string group = "上庄组") =>
        (await village.Desks.Households.Open(
            WriteContext.OfSystem("test"), 1, new(group, [new("王小川", new(1980, 1, 1), IsHead: true)]))).Value.Number;

    string Serial(long household) => village.Desks.Passbooks.Of(1, household).First(passbook => passbook.EndedAt is null).Serial;

    async Task<long> Household(string group = "上庄组")
    {
        var household = await Bare(group);
        await village.Desks.Passbooks.Issue(WriteContext.OfSystem("test"), 1, household, new("first"));
        return household;
    }

    async Task<string> Card(long household) => (await village.Desks.Passbooks.IssueCards(
        WriteContext.OfSystem("test"), 1, [household],
        "a sheet of slips, drawn on 8 March 2026" + household.ToString(CultureInfo.InvariantCulture))).Value.Cards[0].Token!;

    async Task Credit(long household) =>
        (await village.Desks.Deeds.Credit(WriteContext.OfSystem("test"), 1, new(household, "C01", new(2026, 3, 1)))).Refusal
            .Should().BeNull();
}
