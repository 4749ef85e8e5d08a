namespace PointsBank.Browser.Tests;

/// <summary>Every page of the product opens, fits, and can be used by everybody. Where a folder is given for them, pictures are taken on the way.</summary>
public sealed class ScreenTests() : PageTests(DemoServer.Shared)
{
    static readonly string? Pictures = Environment.GetEnvironmentVariable("POINTSBANK_SCREENS");

    /// <summary>Two looks meet both widths, both languages, and light and dark; pictures are taken in more of them.</summary>
    public static TheoryData<string, int, string, bool> Looks()
    {
        var looks = new TheoryData<string, int, string, bool>();
        foreach (var screen in Screens.All)
        {
            looks.Add(screen.Name, 360, "zh-CN", false);
            if (Pictures is null)
            {
                looks.Add(screen.Name, 1280, "en", true);
                continue;
            }
            looks.Add(screen.Name, 1280, "zh-CN", false);
            looks.Add(screen.Name, 1280, "en", false);
            if (screen.InTheDark) looks.Add(screen.Name, 360, "zh-CN", true);
        }
        return looks;
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_opens_fits_its_width_and_shuts_nobody_out(string name, int width, string language, bool dark)
    {
        var screen = Screens.All.Single(screen => screen.Name == name);
        var page = await NewPage(width, language: language, dark: dark, who: screen.Who);

        var answer = await page.GotoAsync(screen.Address);
        if (screen.Until is { } sign) await page.Locator(sign).First.WaitForAsync();
        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{width}-{language[..2]}{(dark ? "-dark" : "")}.png"), FullPage = true });

        answer!.Status.Should().Be(200);
        if (screen.Faults is null) await page.ShouldFitItsWidth();
        await page.ShouldBeAccessible([.. screen.Faults ?? []]);
    }
}
