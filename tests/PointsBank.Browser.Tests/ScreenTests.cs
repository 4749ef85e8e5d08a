namespace PointsBank.Browser.Tests;

/// <summary>
/// Every page of the product opens, fits, and can be used by everybody: on a phone in Chinese, and at a desk in English in the dark. Where a folder is
/// given for them, pictures are taken on the way, in more looks.
/// </summary>
public abstract class ScreenTests() : PageTests(DemoServer.Shared)
{
    static readonly string? Pictures = Environment.GetEnvironmentVariable("POINTSBANK_SCREENS");

    protected static TheoryData<string, int, string, bool> Looks(int width, string language, bool dark)
    {
        var looks = new TheoryData<string, int, string, bool>();
        foreach (var screen in Screens.All)
        {
            looks.Add(screen.Name, width, language, dark && Pictures is null);
            if (Pictures is null) continue;
            if (width > 600) looks.Add(screen.Name, width, "zh-CN", false);
            else if (screen.InTheDark) looks.Add(screen.Name, width, language, true);
        }
        return looks;
    }

    protected async Task Check(string name, int width, string language, bool dark)
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

/// <summary>On a phone, in Chinese.</summary>
public sealed class PhoneScreenTests : ScreenTests
{
    public static TheoryData<string, int, string, bool> Phone => Looks(360, "zh-CN", dark: false);

    [Theory]
    [MemberData(nameof(Phone))]
    public Task A_page_opens_fits_its_width_and_shuts_nobody_out(string name, int width, string language, bool dark) => Check(name, width, language, dark);
}

/// <summary>At a desk, in English, and in the dark.</summary>
public sealed class DeskScreenTests : ScreenTests
{
    public static TheoryData<string, int, string, bool> Desk => Looks(1280, "en", dark: true);

    [Theory]
    [MemberData(nameof(Desk))]
    public Task A_page_opens_fits_its_width_and_shuts_nobody_out(string name, int width, string language, bool dark) => Check(name, width, language, dark);
}
