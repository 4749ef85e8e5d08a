namespace PointsBank.Browser.Tests;

/// <summary>What is printed can be read, by people and by scanners.</summary>
public sealed class PaperTests() : PageTests(DemoServer.Shared)
{
    /// <summary>A code that says "PB 积分", row by row.</summary>
    static readonly string[] Code =
    [
        "#######..#.##.#######", "#.....#.##.#..#.....#", "#.###.#.##..#.#.###.#", "#.###.#..#.#..#.###.#", "#.###.#.#...#.#.###.#",
        "#.....#.#..##.#.....#", "#######.#.#.#.#######", "........#####........", "##.#..#..##...###.##.", "..####.###...###.#.#.",
        "##.#..#..#..###.#...#", "#.#.....#..#.#.....##", "..##.###..#.#.###...#", "........#..#.#.#.#.#.", "#######.###...##.###.",
        "#.....#....###..#.#..", "#.###.#..###.####..#.", "#.###.#.#.##...###.##", "#.###.#...#.#....#..#", "#.....#.#....##..##..",
        "#######.#####..###.#.",
    ];

    static string Drawn =>
        $"<svg viewBox='-4 -4 29 29' width=116 role=img aria-label=码><path "
            + $"d='{string.Concat(Code.SelectMany((row, y) => row.Select((dot, x) => dot == '#' ? $"M{x} {y}h1v1h-1z" : "")))}'/></svg>";

    [Fact]
    public async Task The_page_that_shows_the_API_can_be_printed()
    {
        var page = await NewPage(width: 1280);
        await page.GotoAsync("/api");
        await page.Locator(".opblock").First.WaitForAsync();

        (await PdfText.Read(await page.Print())).Should().Contain("PointsBank").And.Contain("/api/v1/sign-in");
    }

    [Fact]
    public async Task Chinese_words_and_codes_are_read_from_each_sheet_of_paper()
    {
        var page = await NewPage(script: false);
        await page.Show($"<style>@page {{ size: 80mm 100mm }}</style><h1>积分存折</h1><p style='break-after: page'>𠮷家 15 分</p>{Drawn}<p>第二页");

        var paper = await page.Print();

        (await PdfText.Pages(paper)).Should().HaveCount(2).And.SatisfyRespectively(
            first => first.Should().Contain("积分存折").And.Contain("𠮷家 15 分").And.NotContain("第二页"), second => second.Should().Contain("第二页"));
        (await QrCodes.Read(paper)).Should().Equal("PB 积分");
    }

    [Fact]
    public async Task A_code_is_read_from_a_screen()
    {
        var page = await NewPage();
        await page.Show(Drawn);

        (await QrCodes.Read(await page.ScreenshotAsync())).Should().Equal("PB 积分");
    }

    [Fact]
    public async Task A_page_without_a_code_has_none()
    {
        var page = await NewPage();
        await page.Show("<p>无码");

        (await QrCodes.Read(await page.ScreenshotAsync())).Should().BeEmpty();
    }
}
