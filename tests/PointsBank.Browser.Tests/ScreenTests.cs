namespace PointsBank.Browser.Tests;

/// <summary>
/// Every page of the product opens, fits, and can be used by everybody: on a phone in the light, and widened to a desk in the dark. One
/// page is looked at in Chinese, the next in English. Where a folder is given for them, pictures are taken instead, each page in Chinese,
/// at both widths.
/// </summary>
public abstract class ScreenTests(Windows windows) : PageTests(DemoServer.Shared), IClassFixture<Windows>
{
    const int Phone = 360, Desk = 1280;

    static readonly string? Pictures = Environment.GetEnvironmentVariable("POINTSBANK_SCREENS");

    protected static TheoryData<string> Every(int remainder)
    {
        var names = new TheoryData<string>();
        for (var i = remainder; i < Screens.All.Count; i += 2) names.Add(Screens.All[i].Name);
        return names;
    }

    protected async Task Check(string name, string language)
    {
        var screen = Screens.All.Single(screen => screen.Name == name);
        if (Pictures is not null) await TakePictures(screen);
        var (page, complaints) = await windows.Of(screen.Who, new(Phone, Language: language));
        await page.SetViewportSizeAsync(Phone, 800);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Open(page, screen);
        await Look(page, screen);
        if (screen.Faults is null) await page.ShouldReadInItsTables();
        await page.SetViewportSizeAsync(Desk, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Look(page, screen);
        complaints.ShouldBeNone();
    }

    static async Task Open(IPage page, Screen screen)
    {
        var answer = await page.GotoAsync(screen.Address);
        if (screen.Until is { } sign) await page.Locator(sign).First.WaitForAsync();
        answer!.Status.Should().Be(200);
    }

    static async Task Look(IPage page, Screen screen)
    {
        if (screen.Faults is null) await page.ShouldFitItsWidth();
        await page.ShouldBeAccessible([.. screen.Faults ?? []]);
    }

    async Task TakePictures(Screen screen)
    {
        foreach (var (width, dark) in ((int, bool)[])[(Phone, false), (Phone, true), (Desk, false)])
        {
            if (dark && !screen.InTheDark) continue;
            var page = await NewPage(width, dark: dark, who: screen.Who);
            await Open(page, screen);
            await page.ScreenshotAsync(
                new() { Path = Path.Combine(Pictures!, $"{screen.Name}-{width}-zh{(dark ? "-dark" : "")}.png"), FullPage = true });
        }
    }
}

public sealed class ChineseScreenTests(Windows windows) : ScreenTests(windows)
{
    public static TheoryData<string> Pages => Every(0);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task A_page_opens_fits_its_width_and_shuts_nobody_out(string name) => Check(name, "zh-CN");
}

public sealed class EnglishScreenTests(Windows windows) : ScreenTests(windows)
{
    public static TheoryData<string> Pages => Every(1);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task A_page_opens_fits_its_width_and_shuts_nobody_out(string name) => Check(name, "en");
}
