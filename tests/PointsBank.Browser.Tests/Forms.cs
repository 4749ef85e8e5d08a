using System.Text.RegularExpressions;
using PointsBank.Demo;

namespace PointsBank.Browser.Tests;

/// <summary>Forms filled in as people do.</summary>
static class Forms
{
    /// <summary>
    /// Through the front door, by one of the demo's published ways in: administrator, supervisor, clerk, attendant or household.
    /// </summary>
    public static async Task SignInAs(this IPage page, string who)
    {
        var way = DemoVillage.SignIns.Single(way => way.Role == who);
        var (name, secret) = who == "household" ? ("serial", "pin") : ("username", "password");
        await page.SignIn(name, way.Name, secret, way.Secret);
    }

    /// <summary>
    /// Through the front door, by the form with these two fields: a passbook's serial and PIN, or a username and a password.
    /// </summary>
    public static async Task SignIn(this IPage page, string name, string who, string secret, string word)
    {
        await page.GotoAsync("/sign-in");
        var form = page.Locator("form", new() { Has = page.Locator($"[name={name}]") });
        await form.Locator($"[name={name}]").FillAsync(who);
        await form.Locator($"[name={secret}]").FillAsync(word);
        await form.Submit();
        if (new Uri(page.Url).AbsolutePath == "/sign-in")
            throw new InvalidOperationException($"{who} was not let in: {await page.Locator("main").InnerTextAsync()}");
    }

    /// <summary>Presses the button that sends it, and waits for the page that comes.</summary>
    public static Task Submit(this ILocator form) =>
        form.Page.GoesOn(() => form.Locator("button:not([type=button]), input[type=submit]").ClickAsync());

    /// <summary>
    /// Does what leads to another page, and waits until that is read and its scripts run; pictures may still come. We listen before we act:
    /// asking afterwards for what the page has reached misses it now and then, and waits for good.
    /// </summary>
    public static async Task GoesOn(this IPage page, Func<Task> act)
    {
        var (isThere, read) = (false, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        page.FrameNavigated += Comes;
        page.DOMContentLoaded += Reads;
        await act();
        await read.Task.WaitAsync(Browsers.Patience);
        page.FrameNavigated -= Comes;
        page.DOMContentLoaded -= Reads;

        void Comes(object? sender, IFrame frame) => isThere |= frame.ParentFrame is null;

        void Reads(object? sender, IPage of)
        {
            if (isThere) read.TrySetResult();
        }
    }

    /// <summary>
    /// Waits until the page of this address is there and read. The page is asked itself: a load that a second click cut off is never told.
    /// </summary>
    public static async Task Arrives(this IPage page, string address)
    {
        var pattern = Regex.Escape(address)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        await Assertions.Expect(page)
            .ToHaveURLAsync(new Regex(pattern + "$"), new() { Timeout = (float)Browsers.Patience.TotalMilliseconds });
        await page.WaitForFunctionAsync("document.readyState !== 'loading'");
    }

    /// <summary>Presses a button or a link that leads to another page.</summary>
    public static Task Through(this ILocator button) => button.Page.GoesOn(() => button.ClickAsync());

    /// <summary>A number that the page shows large.</summary>
    public static async Task<long> Number(this IPage page, string name) =>
        long.Parse(await page.Locator($"[data-number={name}]").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
}
