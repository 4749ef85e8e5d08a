using System.Diagnostics;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PointsBank.Demo;
using PointsBank.Testing;

namespace PointsBank.Web.Tests.Pages;

/// <summary>The demo village, as a person walks through all of it.</summary>
public sealed class DemoHost : IAsyncLifetime
{
    public VillageHost Host { get; } = new WanderingHost();

    public Task InitializeAsync() => DatabaseTemplate.Demo.CopyTo(Host.Folder.File("pointsbank.db"));

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

/// <summary>
/// Each request comes from another place: nobody looks at all pages within a minute, and the limits of a place are tested elsewhere.
/// </summary>
sealed class WanderingHost : VillageHost
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureTestServices(services => services.AddSingleton<IStartupFilter>(new Wandering()));
    }

    sealed class Wandering : IStartupFilter
    {
        int place;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, on) =>
            {
                http.Connection.RemoteIpAddress = new(Interlocked.Increment(ref place));
                return on(http);
            });
            next(app);
        };
    }
}

/// <summary>What holds for every page there is: each role follows every link from its door, in both languages.</summary>
[Trait("Pace", "slow")]
public sealed partial class EveryPageTests(DemoHost demo) : IClassFixture<DemoHost>
{
    const int MaxBytes = 100 * 1024;
    /// <summary>
    /// Far above what a page takes on a quiet machine (200 ms is the promise, some tens the rule): here other tests run on the same two
    /// cores.
    /// </summary>
    const int SlowestMilliseconds = 2_000;

    /// <summary>Names that are the same in every language, a key as it is printed on a keyboard, and first letters of a name.</summary>
    static readonly HashSet<string> Names = ["Excel", "CSV", "UTF", "hledger", "A4", "PointsBank", "Shift", "zjg", "JPEG", "PNG", "MB"];

    public static TheoryData<string, string> Walks
    {
        get
        {
            var walks = new TheoryData<string, string>();
            foreach (var language in (string[])["zh-CN", "en"])
                foreach (var role in (string[])["stranger", .. DemoVillage.SignIns.Select(way => way.Role)])
                    walks.Add(role, language);
            return walks;
        }
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task Every_page_keeps_the_rules_of_the_house(string role, string language)
    {
        var visitor = new PageVisitor(demo.Host, language);
        if (DemoVillage.SignIns.FirstOrDefault(way => way.Role == role) is { } way)
            (role == "household"
                ? await visitor.SignInPassbook(way.Name, way.Secret)
                : await visitor.SignIn(way.Name, way.Secret)).Location.Should().Be("/home");

        var broken = new List<string>();
        var seen = await Walk(visitor, role == "stranger" ? "/" : "/home", (address, page, took) =>
            broken.AddRange(
                Faults(page, language).Append(
                    took > SlowestMilliseconds ? $"took {took} ms" : null).Where(fault => fault is not null).Select(
                        fault => $"{address}: {fault}")));

        broken.Should().BeEmpty();
        seen.Should().BeGreaterThan(role == "administrator" ? 3 : 4, "a door has pages behind it");
    }

    /// <summary>
    /// Follows links, two of each kind of address, and shows each page as it is asked for once more, when the program is warm.
    /// </summary>
    static async Task<int> Walk(PageVisitor visitor, string start, Action<string, PageSeen, long> look)
    {
        var (waiting, kinds, seen) = (new Queue<string>([start]), new Dictionary<string, int>(), new HashSet<string> { start });
        var pages = 0;
        while (waiting.TryDequeue(out var address))
        {
            var page = await visitor.Get(address);
            if (page.Location is { } location)
            {
                if (seen.Add(location)) waiting.Enqueue(location);
                continue;
            }
            if (page.Response.Content.Headers.ContentType?.MediaType != "text/html") continue;
            var took = long.MaxValue;
            // The machine may be busy with something else for a moment; a page that is slow is slow each time.
            for (var i = 0; i < 3 && took > SlowestMilliseconds; i++)
            {
                var watch = Stopwatch.StartNew();
                page = await visitor.Get(address);
                took = Math.Min(took, watch.ElapsedMilliseconds);
            }
            look(address, page, took);
            pages++;
            foreach (var link in page.Document.QuerySelectorAll("a[href^='/']").Select(link => link.GetAttribute("href")!.Split('#')[0]))
            {
                if (link.StartsWith("/api", StringComparison.Ordinal) || !seen.Add(link)) continue;
                var kind = Number().Replace(link, "N");
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                if (kinds[kind] <= 2 && kinds.Count <= 200) waiting.Enqueue(link);
            }
        }
        return pages;
    }

    static IEnumerable<string?> Faults(PageSeen page, string language)
    {
        var document = page.Document;
        yield return page.Status == 200 ? null : $"status {page.Status} {page.Problem}";
        yield return page.OnTheWire <= MaxBytes ? null : $"{page.OnTheWire} bytes";
        yield return document.DocumentElement.GetAttribute("lang") == language ? null : "says another language than it speaks";
        yield return document.QuerySelectorAll("h1").Length == 1
            ? null
            : $"{document.QuerySelectorAll("h1").Length} headings of the first rank";
        yield return document.QuerySelectorAll("[style], style, script:not([src]), [onclick]").Length == 0
            ? null
            : "styles or scripts in the text of the page";
        foreach (var twice in document.QuerySelectorAll("[id]").GroupBy(element => element.Id).Where(group => group.Count() > 1))
            yield return $"id {twice.Key} twice";
        foreach (var field in document.QuerySelectorAll(
            "input:not([type=hidden]), select, textarea").Where(field => !IsLabelled(document, field)))
            yield return $"no label: {field.OuterHtml}";
        foreach (var form in document.Forms.Where(
            form => form.Method == "post" && form.QuerySelector("[name=__RequestVerificationToken]") is null))
            yield return $"anybody can send {form.Action}";
        foreach (var link in document.QuerySelectorAll("[href*='&amp;'], [action*='&amp;'], [src*='&amp;']"))
            yield return $"escaped twice: {link.OuterHtml}";
        foreach (var word in Foreign(document, language == "en")) yield return $"another language: {word}";
        foreach (var word in Unspoken(document)) yield return $"a key without words: {word}";
    }

    static bool IsLabelled(IDocument document, IElement field) =>
        field.HasAttribute("aria-label") || field.HasAttribute("aria-labelledby") || field.Closest("label") is not null
        || (field.Id is { } id && document.QuerySelector($"label[for='{id}']") is not null);

    /// <summary>
    /// Words of the other language, wherever a person or a screen reader meets them; what is marked as such, and codes, are left out.
    /// </summary>
    static IEnumerable<string> Foreign(IDocument document, bool isEnglish)
    {
        var texts = document.All.Where(element => element is not { LocalName: "script" or "style" } && !IsMarked(element, isEnglish))
            .SelectMany(element => element.ChildNodes.OfType<IText>().Select(text => text.Text)
                .Concat(((string[])["title", "aria-label", "placeholder", "alt"]).Select(name => element.GetAttribute(name) ?? "")));
        foreach (var text in texts)
            foreach (Match word in (isEnglish ? Han() : Latin()).Matches(CheckCode().Replace(text, "")))
                if (!Names.Contains(word.Value))
                    yield return $"{word.Value} in {text.Trim()}";
    }

    static bool IsMarked(IElement element, bool isEnglish) =>
        element.Closest(".code") is not null
            || (
                element.Closest("[lang]")?.GetAttribute("lang") is { } marked
                    && marked.StartsWith("zh", StringComparison.Ordinal) == isEnglish);

    static IEnumerable<string> Unspoken(IDocument document) => Key().Matches(document.Body!.TextContent).Select(match => match.Value);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"\d+-[0-9A-Z]{6}")]
    private static partial Regex CheckCode();

    [GeneratedRegex(@"[\u2e80-\u9fff\uf900-\ufaff]+")]
    private static partial Regex Han();

    [GeneratedRegex(@"[A-Za-z]{2,}\d?")]
    private static partial Regex Latin();

    [GeneratedRegex(@"\b[a-z]+(_[a-z]+)+\b")]
    private static partial Regex Key();
}
