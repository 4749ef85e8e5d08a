using System.Text.Json;
using PointsBank.Village;
using static PointsBank.Web.Tests.Pages.ClerkVisits;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Quick entry of many slips, without script: typed, checked, mended, written once.</summary>
public sealed class ClerkSlipsTests(ClerkVisits village) : IClassFixture<ClerkVisits>
{
    const string Slips = Door + "/slips";

    [Fact]
    public async Task A_member_stays_a_name_on_the_way_to_the_check_and_back()
    {
        var clerk = await village.SignIn();
        var name = village.Desks.Households.Get(ClerkVisits.Bank, 1).Value.Members[0].Name;
        var check = await clerk.Submit(await clerk.Get(Slips), Slips + "/check", ("h1", "1"), ("r1", "D05"),
            ("d1", "2026-02-27"), ("m1", $"{name[..1]} {name[1..]}"), ("t1", "义务植树"));
        check.Text.Should().Contain(name);

        var again = await clerk.Submit(check, Slips + "/write", [], Slips + "/again");

        again.Find("[name=m1]").GetAttribute("value").Should().Be(name);
    }

    [Fact]
    public async Task A_day_without_its_year_that_is_not_of_this_year_is_asked_back_once_for_the_sheet()
    {
        var clerk = await village.SignIn();

        var check = await clerk.Submit(
            await clerk.Get(Slips), Slips + "/check",
            Lines(("50", "D04", "", "3-5", ""), ("51", "", "", "", ""), ("52", "", "", "12月30日", ""), ("53", "", "", "2-27", "")));
        check.TextsOf("tr.bad th").Should().Equal("1", "2", "3");
        check.Find("tr.bad").TextContent.Should().Contain("the nearest such day is 2025-03-05, which is not of this year");
        check.TextsOf("button[name=year]").Should().Equal("All days without a year are of 2025");

        check = await clerk.Submit(check, Slips + "/write", [("year", "2025")], Slips + "/check");
        Rows(check).Should().HaveCount(4).And.NotContain(row => row.Contains("the nearest such day"));
        Rows(check)
            .Select(row => System.Text.RegularExpressions.Regex.Match(row, "20[0-9-]{8}").Value)
            .Should()
            .Equal("2025-03-05", "2025-03-05", "2025-12-30", "2026-02-27");
    }

    [Fact]
    public async Task Twelve_slips_are_typed_mended_and_written_in_one_go()
    {
        var clerk = await village.SignIn();
        var before = village.LastEntry;
        var page = await clerk.Get(Slips);
        page.Document.QuerySelectorAll("input[name^=h]").Should().HaveCount(10);
        page = await clerk.Submit(page, Slips + "/check", Lines(("qdl", "D04", "", "3-1", "")), Slips + "/more");
        page.Document.QuerySelectorAll("input[name^=h]").Should().HaveCount(20, "ten more were wished for");
        page.Find("input[name=r1]").GetAttribute("value").Should().Be("D04", "what was typed stays");

        var check = await clerk.Submit(page, Slips + "/check", Lines(
            ("qdl", "D04", "", "3-1", "清洁日"), ("安建军", "", "", "", ""), ("41", "", "", "", ""), ("", "", "", "", ""), ("42", "", "", "", ""),
            ("43", "", "", "", ""), ("44", "", "", "", ""), ("45", "", "", "", ""), ("46", "", "", "", ""), ("47", "D01", "2", "", ""),
            ("48", "D10", "1", "", ""), ("49", "cjcz", "", "2-28", ""),
            ("41", "D04", "", "3-1", "")));

        check.Title.Should().Be("Check the batch");
        check.TextsOf("tr.bad th").Should().Equal("2", "10");
        var lines = Rows(check);
        lines.Should().HaveCount(12, "an empty line does not count");
        lines[0].Should().Be("1 | 1 祁得林 上庄组 | Join the village or group cleaning day 2026-03-01 · 清洁日 | +3 | Entered at once");
        lines[1].Should().Contain("Several households fit \"安建军\"");
        lines[8].Should().Contain("The limit of this rule is reached The limit is 3; 0 so far and 6 now.");
        lines[9].Should().Contain("Dumping waste").And.Contain("−2");
        lines[10].Should().Contain("Join the village or group cleaning day 2026-02-28", "by the first letters of its words");
        lines[11].Should().Contain("This household already has this rule on this day.");
        check.Document.QuerySelectorAll($"form[action='{Slips}/write'] button.main").Select(button => button.GetAttribute("formaction"))
            .Should().Equal([Slips + "/again"], "as long as a line is refused nothing can be written");

        page = await clerk.Submit(check, Slips + "/write", [], Slips + "/again");
        page.TextsOf("select[name=ph2] option").Should().Contain(choice => choice.StartsWith("16 安建军"));
        page.Find("input[name=h2]").GetAttribute("value").Should().Be("安建军", "what was typed stays");
        check = await clerk.Submit(page, Slips + "/check", ("ph2", "16"), ("q10", "1"));
        check.Document.QuerySelectorAll("tr.bad").Should().BeEmpty();
        village.LastEntry.Should().Be(before, "checking leaves no trace");

        var written = await clerk.Submit(check, Slips + "/write");
        (written.Status, written.Location).Should()
            .Be((303, $"{Slips}/written?from={before + 1}&to={before + 12}&done=clerk_slips&n-entered=12&n-claims=0"));
        (await clerk.Submit(check, Slips + "/write")).Location.Should().Be(written.Location, "a double tap writes once");
        village.LastEntry.Should().Be(before + 12);

        var result = await clerk.Follow(written);
        result.Done.Should().Be("✓ All written: 12 entered, 0 handed in as claims.");
        result.TextsOf("tbody th a").Should()
            .Equal(
                Enumerable.Range(1, 12).Select(at => village.Entry(before + at).CheckCode),
                "each slip is an entry of its own, in the order of the lines");
        result.TextOf("tbody tr:nth-child(2)").Should().Contain("16 安建军").And.EndWith($"{village.BalanceOf(16)}");
        village.Entry(before + 1).Note.Should().Be("清洁日");
        village.Entry(before + 11).EffectiveOn.Should().Be(new(2026, 2, 28));
        result.Find("a.button.main").GetAttribute("href").Should().Be(Slips);
    }

    [Fact]
    public async Task Slips_under_rules_that_are_not_direct_become_claims_and_the_page_says_so_line_by_line_before_it_writes()
    {
        await village.SetDirect(0);
        try
        {
            var clerk = await village.SignIn();
            var (before, saved) = (village.LastEntry, village.BalanceOf(72));
            var check = await clerk.Submit(
                await clerk.Get(Slips), Slips + "/check",
                Lines(("71", "D04", "", "3-1", ""), ("72", "C09", "", "3-1", "救起落水的孩子"), ("73", "D04", "", "", "")));

            check.Document.QuerySelectorAll("tr.bad").Should().BeEmpty();
            Rows(check).Select(line => line.Split(" | ")[^1]).Should().Equal("Entered at once", "Claim", "Entered at once");
            check.Text.Should().Contain("1 of the lines become claims");
            check.TextOf("button.main").Should().Be("Write 2 entries, send 1 claims");

            var written = await clerk.Follow(await clerk.Submit(check, Slips + "/write"));
            village.LastEntry.Should().Be(before + 2);
            (village.BalanceOf(72)).Should().Be(saved, "nobody is credited thirty points by a clerk alone");
            written.TextsOf("tbody tr").Should().HaveCount(3).And.Contain(row => row.Contains("72") && row.Contains("+30"));
        }
        finally
        {
            await village.SetDirect(1);
        }
    }

    [Fact]
    public async Task Refused_lines_can_be_left_out()
    {
        var clerk = await village.SignIn();
        var before = village.LastEntry;
        var check = await clerk.Submit(
            await clerk.Get(Slips), Slips + "/check", Lines(("61", "D07", "", "", ""), ("9999", "", "", "", ""), ("62", "", "", "", "")));
        check.Text.Should().Contain("1 of 3 lines cannot be written");

        check = await clerk.Submit(check, Slips + "/write", [("without", "true")], Slips + "/check");
        check.TextsOf("tbody th").Should().Equal("1", "3");
        await clerk.Submit(check, Slips + "/write");

        village.LastEntry.Should().Be(before + 2);
    }

    [Fact]
    public async Task What_can_not_be_meant_is_told_line_by_line()
    {
        var clerk = await village.SignIn();

        var check = await clerk.Submit(await clerk.Get(Slips), Slips + "/check", Lines(
            ("", "D04", "", "", "x"), ("63", "", "many", "", ""), ("63", "", "", "2-31", ""), ("63", "", "", "2026-03-09", ""),
            ("63", "志愿", "", "3-1", "")));

        var lines = Rows(check);
        lines[0].Should().Contain("No household is given.");
        lines[1].Should().Contain("Not a whole number");
        lines[2].Should().Contain("Not a date");
        lines[3].Should().Contain("The date lies ahead");
        lines[4].Should().Contain("Several rules fit \"志愿\"");
    }

    [Fact]
    public async Task An_empty_batch_is_told()
    {
        var clerk = await village.SignIn();

        var page = await clerk.Submit(await clerk.Get(Slips), Slips + "/check");

        (page.Status, page.Problem).Should().Be((400, "This is missing"));
    }

    [Fact]
    public async Task A_form_that_was_written_writes_another_batch_only_when_told_so()
    {
        var clerk = await village.SignIn();
        var form = await clerk.Get(Slips);
        await clerk.Submit(await clerk.Submit(form, Slips + "/check", Lines(("64", "D07", "", "", ""))), Slips + "/write");
        var before = village.LastEntry;

        // Back to the old form by the browser's button, and another batch typed into it.
        var other = await clerk.Submit(await clerk.Submit(form, Slips + "/check", Lines(("65", "D07", "", "", ""))), Slips + "/write");
        (other.Status, village.LastEntry).Should().Be((422, before));
        other.Text.Should().Contain("This form was written before with other contents.");

        (await clerk.Submit(other, Slips + "/write")).Status.Should().Be(303);
        village.Entry(before + 1).Households.Should().Equal(65);
    }

    [Fact]
    public async Task A_batch_refused_while_it_lay_open_is_shown_once_more()
    {
        var clerk = await village.SignIn();
        var check = await clerk.Submit(await clerk.Get(Slips), Slips + "/check", Lines(("66", "D01", "", "", "")));
        var second = await clerk.Submit(
            await clerk.Get(Slips), Slips + "/check", Lines(("67", "D07", "", "", ""), ("66", "D01", "", "", "")));
        await clerk.Submit(check, Slips + "/write");
        var before = village.LastEntry;

        var page = await clerk.Submit(second, Slips + "/write");

        page.Problem.Should().Be("The limit of this rule is reached");
        page.TextsOf("tr.bad th").Should().Equal("2");
        village.LastEntry.Should().Be(before, "all or none");
    }

    [Fact]
    public async Task Two_hundred_lines_fit_on_a_page_and_into_one_write()
    {
        var clerk = await village.SignIn();
        var lines = Enumerable.Range(1, 200).Select(number => ($"{number}", "D05", "1", "2026-02-27", "义务植树")).ToArray();

        var form = await clerk.Get(Slips);
        var check = await clerk.Submit(form, Slips + "/check", [("rows", "200"), .. Lines(lines)]);
        var again = await clerk.Submit(check, Slips + "/write", [], Slips + "/again");
        var written = await clerk.Follow(await clerk.Submit(check, Slips + "/write"));

        check.Document.QuerySelectorAll("tbody tr").Should().HaveCount(200);
        again.Document.QuerySelectorAll("input[name^=h]").Should().HaveCount(200);
        again.Document.QuerySelector("[data-more]").Should().BeNull("more than two hundred are two evenings");
        written.Document.QuerySelectorAll("tbody tr").Should().HaveCount(200);
        foreach (var page in (PageSeen[])[check, again, written]) page.OnTheWire.Should().BeLessThan(100 * 1024);
    }

    [Theory]
    [InlineData("/hits/households?q=ajj", "16")]
    [InlineData("/hits/households?q=226", "226")]
    [InlineData("/hits/rules?q=D04", "D04")]
    [InlineData("/hits/rules?q=qjr", "D04")]
    public async Task What_fits_is_told_while_it_is_typed(string question, string hit)
    {
        var hits = await (await (await village.SignIn()).Get(Door + question)).Response.Content.ReadAsStringAsync();

        JsonDocument.Parse(hits).RootElement.EnumerateArray().Select(found => found.GetProperty("value").GetString()).Should().Contain(hit);
    }

    [Fact]
    public async Task Of_equal_names_members_and_age_tell_and_nothing_is_chosen()
    {
        var clerk = await village.SignIn();
        foreach (var child in (string[])["安小一", "安小二"])
            await village.Desks.Households.Open(
                WriteContext.OfSystem("alike " + child), 1,
                new("一组", [new("安重名", new(1960, 5, 1), IsHead: true), new(child, new(2001, 5, 1))]));
        await village.Desks.Households.Open(
            WriteContext.OfSystem("alone"), 1, new("一组", [new("安独名", new(1960, 5, 1), IsHead: true), new("安小三", new(2001, 5, 1))]));

        var told = await (await clerk.Get(Door + "/hits/households?q=" + Uri.EscapeDataString("安重名"))).Response.Content.ReadAsStringAsync();
        var alone = await (
            await clerk.Get(Door + "/hits/households?q=" + Uri.EscapeDataString("安独名"))).Response.Content.ReadAsStringAsync();

        var hits = JsonDocument.Parse(told).RootElement.EnumerateArray().ToList();
        hits.Select(hit => hit.GetProperty("alike").GetBoolean()).Should().Equal(true, true);
        hits.Select(hit => hit.GetProperty("hint").GetString()!.Split(" · ")[2..])
            .Should().BeEquivalentTo((string[][])[["aged 65", "安小一"], ["aged 65", "安小二"]]);
        JsonDocument.Parse(alone).RootElement[0].GetProperty("alike").GetBoolean().Should().BeFalse();
        JsonDocument.Parse(alone).RootElement[0].GetProperty("hint").GetString().Should().EndWith("一组");

        var check = await clerk.Submit(await clerk.Get(Slips), Slips + "/check", Lines(("安重名", "D04", "", "", "")));
        check.Text.Should().Contain("choose one or give the number").And.Contain("1 of 1 lines cannot be written");
        (await clerk.Submit(check, Slips + "/write", [], Slips + "/again")).Text
            .Should().Contain("aged 65 · 安小一").And.Contain("aged 65 · 安小二", "nobody was chosen");
    }

    [Fact]
    public async Task What_a_line_means_is_told_while_others_are_typed()
    {
        var clerk = await village.SignIn();
        var before = village.LastEntry;

        var answer = await clerk.Submit(
            await clerk.Get(Slips), Slips + "/check", Lines(("qyl", "D04", "", "", ""), ("nobody", "", "", "", "")), Slips + "/try");

        var told = JsonDocument.Parse(await answer.Response.Content.ReadAsStringAsync()).RootElement.GetProperty("lines");
        told[0].GetProperty("who").GetString().Should().Be("祁玉龙");
        told[0].GetProperty("points").GetInt64().Should().Be(3);
        told[0].GetProperty("warnings")[0].GetString().Should().StartWith("Somebody of this household is related to the committee");
        told[1].GetProperty("problems")[0].GetString().Should().Be("No household fits \"nobody\".");
        village.LastEntry.Should().Be(before);
    }

    [Theory]
    [InlineData("from=1&to=0")]
    [InlineData("from=1&to=999")]
    [InlineData("from=999998&to=999999")]
    [InlineData("from=x")]
    [InlineData("claim=999999&toClaim=999999")]
    public async Task A_result_that_does_not_exist_is_told(string query) =>
        (await (await village.SignIn()).Get($"{Slips}/written?{query}")).Status.Should().Be(404);

    [Fact]
    public async Task The_next_step_leads_nowhere_but_to_the_door()
    {
        var page = await (await village.SignIn()).Get(Slips + "/written?from=100&to=101&next=https://example.com/");

        page.Find("a.button.main").GetAttribute("href").Should().Be(Slips);
    }

    /// <summary>The lines of a table, with a bar between the cells.</summary>
    static List<string> Rows(PageSeen page) => [.. page.Document.QuerySelectorAll("tbody tr").Select(row =>
        string.Join(
            " | ",
            row.Children.Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))))];
}
