using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace PointsBank.Browser.Tests;

/// <summary>What a program can see of WCAG 2.2 AA.</summary>
static class Axe
{
    static readonly List<string> Levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    /// <summary>A fault in a table stands in each of its rows; a few show which.</summary>
    const int MostPlaces = 5;

    /// <summary>Needs scripts to run on the page.</summary>
    /// <param name="page">As it stands.</param>
    /// <param name="known">Rules that somebody else's page breaks and we cannot mend.</param>
    public static async Task ShouldBeAccessible(this IPage page, params string[] known)
    {
        var result = await page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = Levels },
            Rules = known.ToDictionary(rule => rule, _ => new RuleOptions { Enabled = false }),
        });
        Assert.True(result.Passes.Length > 0, $"axe found nothing to look at on {page.Url}");
        Assert.True(result.Violations.Length == 0, $"{page.Url} shuts people out:{string.Concat(result.Violations.Select(Told))}");
    }

    /// <summary>Nobody has to scroll sideways to read (WCAG 1.4.10).</summary>
    public static async Task ShouldFitItsWidth(this IPage page)
    {
        var widths = await page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        Assert.True(widths[0] <= widths[1], $"{page.Url} is {widths[0]} pixels wide in a window of {widths[1]}");
    }

    static string Told(AxeResultItem rule) =>
        $"\n  {rule.Id} ({rule.Impact}), {rule.Nodes.Length} times: {rule.Help}{string.Concat(rule.Nodes.Take(MostPlaces).Select(Told))}";

    static string Told(AxeResultNode place) =>
        $"\n    {place.Target}: {place.Html}{string.Concat(place.Any.Concat(place.All).Concat(place.None).Select(check => $"\n      {check.Message}"))}";
}
