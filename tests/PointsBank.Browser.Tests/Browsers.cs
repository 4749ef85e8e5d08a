namespace PointsBank.Browser.Tests;

/// <summary>How somebody looks at a page.</summary>
/// <param name="Width">Of the window, in CSS pixels. Below <see cref="Widest"/> it is a phone, with touch and a viewport that the page must
/// ask for.</param>
/// <param name="Script">Whether scripts run.</param>
/// <param name="Language">What the browser asks for.</param>
/// <param name="Dark">Whether the system is dark.</param>
public sealed record Look(int Width = 360, bool Script = true, string Language = "zh-CN", bool Dark = false)
{
    const int Widest = 600;

    public bool IsPhone => Width < Widest;
}

/// <summary>One Chromium for the whole run; each page has a context of its own. It ends with the process that tests.</summary>
static class Browsers
{
    /// <summary>With whatever a test waits for. It costs nothing where all is well, and a busy machine is no fault of the page.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>The one without windows draws and prints the same for a quarter less of the processor.</summary>
    static readonly string[] Programs = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    static readonly Lazy<Task<IBrowser>> Chromium = new(Launch);

    /// <param name="server">What the addresses of the page start from.</param>
    /// <param name="look">Who looks, and through what.</param>
    /// <param name="complaints">Hears what goes wrong on the page, and on those that it opens.</param>
    /// <param name="signedIn">What the browser kept of a sign-in, if there was one.</param>
    public static async Task<IPage> NewPage(string server, Look look, Complaints complaints, string? signedIn = null)
    {
        var browser = await Chromium.Value;
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = server,
            ViewportSize = new() { Width = look.Width, Height = look.IsPhone ? 800 : 900 },
            IsMobile = look.IsPhone,
            HasTouch = look.IsPhone,
            JavaScriptEnabled = look.Script,
            Locale = look.Language,
            TimezoneId = "Asia/Shanghai",
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            StorageState = signedIn,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        complaints.Watch(context);
        return await context.NewPageAsync();
    }

    static async Task<IBrowser> Launch()
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("POINTSBANK_CHROMIUM")
                ?? Programs.FirstOrDefault(File.Exists) ?? Programs[0],
            // Containers run tests as root, without a graphics card and without the wide world.
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        });
    }
}
