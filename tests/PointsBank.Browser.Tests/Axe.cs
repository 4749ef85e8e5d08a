using Deque.AxeCore.Commons;

namespace PointsBank.Browser.Tests;

/// <summary>What a program can see of WCAG 2.2 AA.</summary>
static class Axe
{
    static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>
    /// How many rules held, and each broken one in words. A fault in a table stands in each of its rows, so that a few places are enough.
    /// </summary>
    const string Run = """
        async known => {
            const result = await axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
                rules: Object.fromEntries(known.map(rule => [rule, { enabled: false }])),
            });
            const checks = node => [...node.any, ...node.all, ...node.none].map(check => `\n      ${check.message}`).join('');
            const place = node => `\n    ${node.target.join(' ')}: ${node.html}${checks(node)}`;
            return [`${result.passes.length}`, ...result.violations.map(rule =>
                `\n  ${rule.id} (${rule.impact}), ${rule.nodes.length} times: ${rule.help}${rule.nodes.slice(0, 5).map(place).join('')}`)];
        }
        """;

    /// <summary>Needs scripts to run on the page.</summary>
    /// <param name="page">As it stands.</param>
    /// <param name="known">Rules that somebody else's page breaks and we cannot mend.</param>
    public static async Task ShouldBeAccessible(this IPage page, params string[] known)
    {
        // Its script is half a second's work, so a page that is looked at twice gets it once.
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await page.EvaluateAsync(Script);
        var told = await page.EvaluateAsync<string[]>(Run, known);
        Assert.True(told[0] != "0", $"axe found nothing to look at on {page.Url}");
        Assert.True(told.Length == 1, $"{page.Url} shuts people out:{string.Concat(told[1..])}");
    }

    /// <summary>Nobody has to scroll sideways to read (WCAG 1.4.10).</summary>
    public static async Task ShouldFitItsWidth(this IPage page)
    {
        var widths = await page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        Assert.True(widths[0] <= widths[1], $"{page.Url} is {widths[0]} pixels wide in a window of {widths[1]}");
    }

    /// <summary>
    /// On a phone a table of the screen is read without moving it sideways, and no words of a row are printed over others. A sheet of paper
    /// keeps the width of its paper.
    /// </summary>
    public static async Task ShouldReadInItsTables(this IPage page)
    {
        var told = await page.EvaluateAsync<string[]>(Tables);
        Assert.True(told.Length == 0, $"{page.Url} has tables that cannot be read:{string.Concat(told.Select(fault => $"\n  {fault}"))}");
    }

    const string Tables = """
        () => {
            const told = [];
            for (const box of document.querySelectorAll('.table-box')) {
                if (!box.closest('.sheet') && box.scrollWidth > box.clientWidth + 1)
                    told.push(`${box.getAttribute('aria-label')}: ${box.scrollWidth} pixels in ${box.clientWidth}`);
            }
            const wordsOf = (cell, at) => {
                const words = [];
                const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) {
                    const text = texts.currentNode;
                    if (!text.textContent.trim() || text.parentElement.closest('.hidden')) continue;
                    const range = document.createRange();
                    range.selectNodeContents(text);
                    for (const box of range.getClientRects()) words.push({ at, box, text: text.textContent.trim() });
                }
                return words;
            };
            const isOver = (a, b) => a.at !== b.at
                && Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 2
                && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 4;
            for (const row of document.querySelectorAll('table tr')) {
                const words = [...row.children].flatMap(wordsOf);
                const over = words.flatMap((a, at) => words.slice(at + 1).filter(b => isOver(a, b)).map(b => `${a.text} / ${b.text}`));
                if (over.length) told.push(`printed over each other: ${over[0]}`);
            }
            return told;
        }
        """;
}
