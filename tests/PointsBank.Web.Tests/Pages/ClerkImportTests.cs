using System.Globalization;
using System.Text;
using PointsBank.Papers.Sheets;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Households, members and opening balances from a sheet: tried first, then written as a whole, once.</summary>
public sealed class ClerkImportTests(DeskVillage village) : IClassFixture<DeskVillage>
{
    const string Sheets = "/v/anjiahe/clerk/sheets";
    const string Imports = "/v/anjiahe/clerk/imports";
    const string Openings = "/v/anjiahe/supervisor/openings";

    [Fact]
    public async Task Only_a_clerk_of_the_village_imports_and_exports()
    {
        foreach (var page in (string[])[
            Sheets, Imports + "/households/template", "/v/anjiahe/clerk/exports/households", "/v/anjiahe/clerk/exports/members"])
        {
            (await (await village.As("clerk")).Get(page)).Status.Should().Be(200, page);
            foreach (var who in (string[])["supervisor", "attendant", "clerk-elsewhere", "administrator"])
                (await (await village.As(who)).Get(page)).Status.Should().Be(403, who);
            (await (await village.As("stranger")).Get(page)).Status.Should().Be(401);
        }
    }

    [Fact]
    public async Task A_trial_writes_nothing_and_the_write_writes_once()
    {
        var clerk = await village.As("clerk");
        var before = await village.Everything();
        var check = await Try(clerk, "households", "households.csv", "户号,村民小组,户主,出生日期\n701,导入组,赵一,1970-01-02\n702,导入组,钱二,1971-01-02\n");

        check.Text.Should().Contain("2 households would be opened");
        (await village.Everything()).Should().Be(before);

        var written = await clerk.Submit(check, Imports);
        (await clerk.Submit(check, Imports)).Location.Should().Be(written.Location);
        (await clerk.Follow(written)).Done.Should().Be("✓ The households are imported: 2 added, 0 changed, 0 unchanged.");
        village.Desks.Households.Groups(1).Single(group => group.Name == "导入组").Households.Should().Be(2);

        var members = await Try(clerk, "members", "members.csv", "household,name,birth_date\n701,赵小一,2001-02-03\n");
        await clerk.Submit(members, Imports);
        village.Desks.Households.Get(1, 701).Value.Members.Should().HaveCount(2);

        (await Try(clerk, "members", "members again.csv", "户号,姓名,出生日期\n701,赵小一,2001-02-03\n")).Text
            .Should().Contain("there is nothing to write");
    }

    [Fact]
    public async Task A_check_shows_birth_dates_ties_columns_that_nobody_reads_and_the_range_of_a_number()
    {
        var clerk = await village.As("clerk");
        var check = await Try(
            clerk, "households", "households.csv",
            "户号,村民小组,户主,出生日期,是否干部亲属,联系电话,备注\n731,查看组,卫一,1970-01-02,是,,\n732,查看组,蒋二,1971-01-02,否,,好\n");

        check.RowsOf("tbody tr").Should().Equal(
            "2 | 731 | 卫一 | New |  | 查看组 卫一 1970-01-02", "2 | 731 | 卫一 | Relative of the committee |  | yes",
            "3 | 732 | 蒋二 | New |  | 查看组 蒋二 1971-01-02");
        check.TextsOf(".banner").Should().ContainSingle(text => text.Contains("were not read")).Which.Should().EndWith("联系电话, 备注");

        var wrong = await Try(clerk, "opening", "期初.csv", "household,points\n731,99999999\n");
        wrong.RowsOf("tbody tr").First().Should().MatchRegex(@"\(0 to \d+\) \| 99999999$");
    }

    [Fact]
    public async Task What_an_import_did_is_told_in_numbers_and_the_address_alone_tells_nothing_else()
    {
        var clerk = await village.As("clerk");
        await clerk.Submit(
            await Try(clerk, "households", "households.csv", "户号,村民小组,户主,出生日期\n721,数字组,冯一,1970-01-02\n722,数字组,陈二,1971-01-02\n"), Imports);

        var check = await Try(
            clerk, "households", "again.csv", "户号,村民小组,户主,出生日期\n721,数字组,冯一,1970-01-02\n722,数字组,陈二,1971-01-03\n723,数字组,褚三,1972-01-02\n");
        var written = await clerk.Submit(check, Imports);

        written.Location.Should().Be(Sheets + "?done=import_households&n-added=1&n-changed=1&n-same=1");
        (await clerk.Follow(written)).Done.Should().Be("✓ The households are imported: 1 added, 1 changed, 1 unchanged.");
        (await clerk.Get(Sheets + "?done=import_households")).Done.Should().BeEmpty("its numbers are missing");
        (await clerk.Get(Sheets + "?done=import_households&n-added=all&n-changed=1&n-same=1")).Done.Should().BeEmpty("that is no number");
    }

    [Fact]
    public async Task Opening_balances_are_read_and_confirmed_by_the_supervisor()
    {
        var (clerk, supervisor) = (await village.As("clerk"), await village.As("supervisor"));
        await clerk.Submit(
            await Try(clerk, "households", "households.csv", "户号,村民小组,户主,出生日期\n711,期初组,吴一,1970-01-02\n712,期初组,郑二,1971-01-02\n"), Imports);

        var check = await Try(clerk, "opening", "期初.csv", "household,points\n711,30\n712,40\n");
        check.TextsOf(".banner").Should().ContainSingle(text => text.Contains("nobody brings balances forward alone"));
        check.Document.QuerySelectorAll(".banner.warn").Should().BeEmpty();
        var proposed = await clerk.Follow(await clerk.Submit(check, Imports));
        proposed.Done.Should().Contain("wait for the supervisor: 2 added, 0 changed, 0 unchanged");
        var waits = await clerk.Get(proposed.Find($"main a[href='{Openings}']").GetAttribute("href")!);
        waits.RowsOf("tbody tr").Should().ContainSingle().Which.Should().Contain("期初.csv").And.EndWith("Waiting");
        var lines = await clerk.Get(waits.Find("tbody a").GetAttribute("href")!);
        lines.RowsOf("tbody tr").Should().HaveCount(2);
        lines.Document.QuerySelectorAll("form[action$='/confirmation'], form[action$='/refusal']")
            .Should().BeEmpty("the supervisor decides");
        (village.Desks.Journal.Balance(1, 711)).Value.Points.Balance.Should().Be(0);

        var home = await supervisor.Get("/v/anjiahe/supervisor");
        home.TextsOf(".waiting li").Should().Contain("Opening balances to be confirmed: 1");
        var list = await supervisor.Get(Openings);
        list.RowsOf("tbody tr")
            .Should()
            .ContainSingle().Which.Should()
            .Contain("期初.csv").And.Contain("| 2 | 0 | 70 |").And.EndWith("Waiting");
        var page = await supervisor.Get(list.Find("tbody a").GetAttribute("href")!);
        page.RowsOf("tbody tr").Should().Equal("711 | 期初组 | 吴一 | 0 | 30", "712 | 期初组 | 郑二 | 0 | 40");
        var at = page.Document.QuerySelectorAll("form[action$='/confirmation']").Single().GetAttribute("action")!;
        var done = await supervisor.Follow(await supervisor.Submit(page, at));
        done.Done.Should().Contain("in the book");
        done.Document.QuerySelectorAll("form[action$='/confirmation'], form[action$='/refusal']").Should().BeEmpty();
        (village.Desks.Journal.Balance(1, 711)).Value.Points.Balance.Should().Be(30);

        var again = await Try(clerk, "opening", "opening again.csv", "户号,积分\n711,30\n");
        again.Text.Should().Contain("there is nothing to write");
        again.Document.QuerySelectorAll($"form[action='{Imports}']").Should().BeEmpty();
        var corrected = await Try(clerk, "opening", "opening.csv", "household,points\n711,25\n712,40\n");
        corrected.RowsOf("tbody tr").Should().Equal("2 | 711 | 吴一 | Opening balance | 30 | 25");
        await clerk.Submit(corrected, Imports);
        var second = await supervisor.Get((await supervisor.Get(Openings)).Find("tbody a").GetAttribute("href")!);
        second.RowsOf("tbody tr").Should().Equal("711 | 期初组 | 吴一 | 30 | 25");
        var refusal = second.Document.QuerySelectorAll("form[action$='/refusal']").Single().GetAttribute("action")!;
        (await supervisor.Follow(await supervisor.Submit(second, refusal))).Done.Should().Contain("no opening balance has changed");
        (await supervisor.Submit(second, refusal.Replace("refusal", "confirmation", StringComparison.Ordinal))).Text
            .Should().Contain("were decided before");
        (village.Desks.Journal.Balance(1, 711)).Value.Points.Balance.Should().Be(30);
        (await supervisor.Get(Openings + "?show=open")).Text.Should().Contain("There are none here");
        (await supervisor.Get(Openings)).TextsOf("tbody td:last-child")
            .Should().ContainInConsecutiveOrder("Refused", "Confirmed");
        (await (await village.As("supervisor", "zh-CN")).Get(at[..at.LastIndexOf('/')])).Text.Should().Contain("已确认");
        var read = await clerk.Get(at[..at.LastIndexOf('/')]);
        read.RowsOf("tbody tr").Should().HaveCount(2, "the clerk reads what became of it");
        (await clerk.Submit(read, "/language", [("key", "once"), ("to", "en")], at)).Status.Should().Be(403, "and decides nothing");
        foreach (var who in (string[])["attendant", "clerk-elsewhere", "administrator"])
            (await (await village.As(who)).Get(Openings)).Status.Should().Be(403, who);
    }

    [Fact]
    public async Task Who_proposed_opening_balances_is_told_that_another_person_decides()
    {
        await village.Hire("both", """{"role":"clerk","bank":"anjiahe"},{"role":"supervisor","bank":"anjiahe"}""");
        var both = await village.As("both");
        await both.Submit(await Try(both, "households", "households.csv", "户号,村民小组,户主,出生日期\n721,两职组,吴一,1970-01-02\n"), Imports);
        await both.Submit(await Try(both, "opening", "own.csv", "household,points\n721,30\n"), Imports);
        var number = village.Desks.Openings.Proposals(1, true, 0, 1)[0].Number;

        var page = await both.Get($"{Openings}/{number}");

        page.Text.Should().Contain("another person decides on it");
        page.Document.QuerySelectorAll("form[action$='/confirmation']").Should().BeEmpty();
        var refused = await both.Submit(page, $"{Openings}/{number}/refusal");
        (await both.Follow(refused)).Done.Should().Contain("Taken back; nothing has changed", "it may be taken back");
    }

    [Theory]
    [InlineData("en", "Not a date")]
    [InlineData("zh-CN", "日期不对")]
    public async Task Every_bad_cell_is_named_and_nothing_is_written(string language, string problem)
    {
        var clerk = await village.As("clerk", language);
        var before = await village.Everything();
        var page = await Try(
            clerk, "households", "households.csv", "户号,村民小组,户主,出生日期\n801,甲组,孙三,1970-13-02\n1,甲组,李四,1971-01-02\n803,,周五,1972-01-02\n");

        page.Status.Should().Be(400);
        page.TextsOf("tbody tr")
            .Where(row => char.IsAsciiDigit(row[0]))
            .Should()
            .HaveCount(3).And.Contain($"2 出生日期 {problem} 1970-13-02").And.Contain(row => row.StartsWith("3 户主")).And.Contain(
                row => row.StartsWith("4 村民小组"));
        page.Document.QuerySelectorAll($"form[action='{Imports}/check']").Should().ContainSingle("it is mended and tried again");
        (await village.Everything()).Should().Be(before);
    }

    [Fact]
    public async Task What_is_wrong_in_the_same_way_on_many_lines_is_told_once_and_what_to_do_first()
    {
        var clerk = await village.As("clerk");
        var roster = "户号,村民小组,姓名,与户主关系,出生日期\n" + string.Concat(Enumerable.Range(0, 30).Select(i =>
            $"{7_100 + (i / 3)},名册组,赵{(char)('一' + i)},{(i % 3 == 0 ? "户主" : "子")},1970-01-02\n"));

        var early = await Try(clerk, "members", "roster.csv", roster);
        early.RowsOf("tbody tr").Where(row => row.Contains("No such household", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Contain("and 29 more: 3, 4, 5");
        early.TextsOf(".banner").Should().Contain(text => text.Contains("as households first", StringComparison.Ordinal));

        var heads = await Try(clerk, "households", "roster.csv", roster);
        heads.TextsOf(".banner").Should().Contain(text => text.Contains("20 rows are of people who are no head", StringComparison.Ordinal));
        (await Try(clerk, "opening", "roster.csv", roster)).TextsOf(".banner")
            .Should().Contain(text => text.Contains("looks like a list of another kind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Balances_are_told_with_their_total_before_they_are_written()
    {
        var clerk = await village.As("clerk");

        var check = await Try(clerk, "opening", "paper.csv", "户号,积分\n1,0\n2,0\n");

        check.TextOf("[data-number=total]").Should().Be("2 households, 0 points");
        check.Text.Should().Contain("Of them 2 have 0 points");
    }

    [Fact]
    public async Task Nothing_and_a_strange_kind_are_told()
    {
        var clerk = await village.As("clerk");
        var page = await clerk.Get(Sheets);

        (await clerk.Submit(page, Imports + "/check")).ErrorOf("file").Should().Be("This is missing");
        (await clerk.Submit(page, Imports + "/check", ("kind", "rulebook"))).ErrorOf("kind").Should().NotBeEmpty();
        (await clerk.Upload(page, Imports + "/check", "file", "picture.png", [1, 2, 3]))
            .TextsOf("tbody tr")
            .Should()
            .Contain(row => row.StartsWith("1 "));
    }

    [Fact]
    public async Task A_large_file_is_chosen_once_more_and_only_the_one_that_was_tried_is_written()
    {
        var clerk = await village.As("clerk");
        var large = Sheet(2_500, 10_001);
        var check = await Try(clerk, "households", "large.csv", large);
        check.Document.QuerySelectorAll("[name=sheet]").Should().BeEmpty();
        var before = await village.Everything();

        var other = await clerk.Upload(check, Imports, "file", "other.csv", Encoding.UTF8.GetBytes(Sheet(2_400, 20_001)));
        other.Text.Should().Contain("2400 households would be opened");
        (await village.Everything()).Should().Be(before, "another file is tried first");

        (await clerk.Upload(check, Imports, "file", "large.csv", Encoding.UTF8.GetBytes(large))).Location
            .Should().Be(Sheets + "?done=import_households&n-added=2500&n-changed=0&n-same=0");
        village.Desks.Households.Groups(1).Single(group => group.Name == "大组").Households.Should().Be(2_500);
    }

    [Fact]
    public async Task Templates_carry_the_headers_that_the_import_knows()
    {
        var clerk = await village.As("clerk");
        foreach (var kind in (string[])["households", "members", "opening"])
            foreach (var query in (string[])[
                "headers=zh&format=csv", "headers=zh&format=xlsx", "headers=en&format=csv", "headers=en&format=xlsx"])
            {
                var file = await clerk.Get($"{Imports}/{kind}/template?{query}");
                var name = file.Response.Content.Headers.ContentDisposition!.FileName!.Trim('"');
                var view = await village.Desks.Imports.Import(
                    PointsBank.Village.WriteContext.OfSystem("test") with { DryRun = true }, 1, kind, new MemoryStream(file.Bytes), name,
                    new());
                (view.Refusal, view.Refusal is null ? view.Value.Problems : [])
                    .Should().BeEquivalentTo((default(object), Array.Empty<SheetProblem>()), $"{kind} {query}");
            }
        (await clerk.Get(Imports + "/rulebook/template")).Status.Should().Be(400);
    }

    static Task<PageSeen> Try(PageVisitor clerk, string kind, string name, string text) =>
        TryBytes(clerk, kind, name, Encoding.UTF8.GetBytes(text));

    static async Task<PageSeen> TryBytes(PageVisitor clerk, string kind, string name, byte[] bytes) =>
        await clerk.Upload(await clerk.Get(Sheets), Imports + "/check", "file", name, bytes, ("kind", kind));

    static string Sheet(int rows, int from) => "户号,村民小组,户主,出生日期\n" + string.Concat(
        Enumerable.Range(from, rows).Select(number => string.Create(CultureInfo.InvariantCulture, $"{number},大组,王小川,1970-01-02\n")));
}
