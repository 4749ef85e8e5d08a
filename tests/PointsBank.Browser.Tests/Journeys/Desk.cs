namespace PointsBank.Browser.Tests.Journeys;

/// <summary>What people do at a desk again and again.</summary>
static class Desk
{
    /// <summary>The demo's village.</summary>
    public const string V = "/v/anjiahe";

    /// <summary>A deed, as the clerk types it, reads it once more and writes it.</summary>
    public static async Task Enter(this IPage clerk, string household, string rule, string? day = null)
    {
        await clerk.GotoAsync(V + "/clerk/deeds/new");
        await clerk.Locator("[name=household]").FillAsync(household);
        await clerk.Locator("[name=rule]").SelectOptionAsync(rule);
        if (day is not null) await clerk.Locator("[name=effectiveOn]").FillAsync(day);
        await clerk.Locator("main form[method=post]").Submit();
        await clerk.Confirm();
    }

    /// <summary>Says yes to what was read once more.</summary>
    public static Task Confirm(this IPage page) => page.Locator("form.check-form button.main").Through();

    /// <summary>Says yes with a double click, as many do, and waits for the page that says it is done.</summary>
    public static async Task ConfirmTwice(this IPage page, string done)
    {
        await page.GoesOn(() => page.Locator("form.check-form button.main").DblClickAsync());
        await page.Arrives(done);
    }

    /// <summary>What the page at this address says.</summary>
    public static async Task<string> ReadAt(this IPage page, string address)
    {
        await page.GotoAsync(address);
        return await page.Said();
    }

    public static Task<string> Said(this IPage page) => page.Locator("main").InnerTextAsync();

    /// <summary>The sheet at this address as it comes out of the printer.</summary>
    public static async Task<string> Printed(this IPage page, string address)
    {
        await page.GotoAsync(address);
        return await PdfText.Read(await page.Print());
    }
}
