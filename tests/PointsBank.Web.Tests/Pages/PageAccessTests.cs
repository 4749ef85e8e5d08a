using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PointsBank.Web.Http;

namespace PointsBank.Web.Tests.Pages;

/// <summary>
/// Who may open which page and send which form, for each address and each kind of caller, as one table that a person can read.
/// </summary>
[Collection(nameof(SharedVillage))]
[Trait("Pace", "slow")]
public sealed partial class PageAccessTests(WholeVillage village)
{
    [Fact]
    public async Task Each_page_and_form_admits_whom_the_table_admits_and_no_one_else()
    {
        await Callers.Hire(village);
        var cookie = await CookieName();
        var client = village.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        var before = await village.Everything();
        var table = new StringBuilder(
            "Who may open which page, and send which form. yes: let in (a form without its page is sent back, whoever sends it); 401: "
                + "sign in first; 403: not yours; 404: let in, nothing there. Made by PageAccessTests; see Golden.\n\n");
        table.Append(Callers.Row("", Callers.All)).Append('\n');
        foreach (var (method, pattern, isPublic) in Addresses())
        {
            var told = new List<string>();
            // What is open to strangers is open to all, and a place does not ask for it as often as this.
            foreach (var caller in Callers.All)
                told.Add(isPublic && told.Count > 0 ? told[0] : await Ask(client, cookie, method, Filled(pattern), caller));
            table.Append(Callers.Row($"{method} {pattern}", told)).Append('\n');
        }

        Golden.Holds("pages.txt", table.ToString());
        (await village.Everything()).Should().Be(before, "looking and refusals leave no trace");
    }

    [Fact]
    public async Task A_list_asked_to_go_on_after_a_number_that_no_list_gives_is_a_page_all_the_same()
    {
        await Callers.Hire(village);
        var cookie = await CookieName();
        var client = village.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        foreach (var (_, pattern, isPublic) in Addresses().Where(address => address.Method == "GET"))
            foreach (var mark in (long[])[long.MinValue, -1, long.MaxValue])
                foreach (var caller in isPublic ? [Callers.All[0]] : Callers.All)
                    if (await Ask(client, cookie, "GET", $"{Filled(pattern)}?after={mark}", caller) == "yes") break;
    }

    /// <summary>Every page and every form, but for those by which somebody comes and goes.</summary>
    IEnumerable<(string Method, string Pattern, bool IsPublic)> Addresses() =>
        village.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<IsPage>() is not null)
        .SelectMany(
            endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(
                method => (
                    method, $"/{endpoint.RoutePattern.RawText!.Trim('/')}", endpoint.Metadata.GetMetadata<Access>() is { IsPublic: true })))
        .OrderBy(address => address.Item2, StringComparer.Ordinal).ThenBy(address => address.method, StringComparer.Ordinal);

    string Filled(string pattern) => Hole().Replace(pattern, hole => hole.Groups[1].Value switch
    {
        "bank" => "anjiahe",
        "code" => village.CheckCode,
        // Who may take an entry back is told at its page: this one a clerk entered alone.
        "entry" when pattern.Contains("/journal/", StringComparison.Ordinal) => village.Credit.ToString(CultureInfo.InvariantCulture),
        "goods" => "G01",
        "kind" => "red",
        "period" => "2026",
        "serial" => village.Passbooks[0].Serial,
        "year" => "2025",
        _ => "1",
    });

    async Task<string> Ask(HttpClient client, string cookie, string method, string path, string caller)
    {
        var request = new HttpRequestMessage(new(method), path);
        if (caller != "nobody") request.Headers.Add("Cookie", $"{cookie}={village.Tokens[caller]}");
        request.Headers.Accept.ParseAdd("text/html");
        if (method == "POST") request.Content = new FormUrlEncodedContent([]);
        using var response = await client.SendAsync(request);
        var status = (int)response.StatusCode;
        status.Should().BeLessThan(500, $"{method} {path} by {caller}");
        return status is 401 or 403 or 404 ? $"{status}" : "yes";
    }

    /// <summary>What the cookie of a sign-in is called here.</summary>
    async Task<string> CookieName()
    {
        var visitor = new PageVisitor(village.Host);
        var signedIn = await visitor.SignIn(village.Usernames["supervisor"], ApiVillage.Password);
        return signedIn.Response.Headers.GetValues("Set-Cookie").Select(set => set.Split('=')[0])
            .First(name => !name.Contains("form", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Hole();
}
