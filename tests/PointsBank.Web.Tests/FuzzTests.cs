using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using PointsBank.Demo;
using PointsBank.Web.Tests.Pages;
using Xunit.Abstractions;

namespace PointsBank.Web.Tests;

/// <summary>
/// Requests that nobody means well, over the OpenAPI document and the forms of all pages: whatever is sent, no answer is 500. The same seed
/// sends the same.
/// <c>POINTSBANK_FUZZ</c> says how many (3,000 in the gate), <c>POINTSBANK_FUZZ_SEED</c> where to begin.
/// </summary>
[Trait("Pace", "slow")]
public sealed partial class FuzzTests(DemoHost demo, ITestOutputHelper output) : IClassFixture<DemoHost>
{
    static readonly int Requests = Number("POINTSBANK_FUZZ", 3_000);
    static readonly int Seed = Number("POINTSBANK_FUZZ_SEED", 20260302);

    static readonly string[] Types =
        ["application/json", "application/json; charset=utf-8", "application/json; charset=utf-7", "application/json; charset=gb18030", "text/csv", "text/plain", "application/x-www-form-urlencoded", "application/octet-stream"];

    /// <summary>After these nobody could go on.</summary>
    static readonly string[] Ends = ["sign-out", "password", "/staff", "revocation", "deactivation"];

    [Fact]
    public async Task No_request_to_the_interface_is_answered_with_500()
    {
        var village = new WholeVillage { Host = new WanderingHost() };
        await village.InitializeAsync();
        try
        {
            var hostile = new Hostile(Seed);
            var calls = Call.Reads(village)
                .Concat(Call.Writes(village))
                .Where(call => !Ends.Any(word => call.Path.Contains(word, StringComparison.Ordinal)))
                .ToLookup(call => call.Name);
            using var document = JsonDocument.Parse((await village.Get("/openapi/v1.json")).Text);
            var operations = Operations(document.RootElement).Where(operation => calls.Contains(operation.Name)).ToList();
            operations.Should().HaveCountGreaterThan(100);
            var who = (string?[])["clerk", "supervisor", "attendant", "administrator", null];
            using var client = village.Host.CreateClient(new() { AllowAutoRedirect = false });
            var broken = new List<string>();
            for (var i = 0; i < Requests * 2 / 3; i++)
            {
                var operation = hostile.Any(operations);
                var call = hostile.Any(calls[operation.Name].ToList());
                // The test's own client takes no path with a NUL, so none would reach the program.
                var path = Path(hostile, call, operation).Replace("%00", "%01", StringComparison.Ordinal);
                var body = call.Method == "GET" ? null : call.File is { } file && hostile.OneIn(2) ? file : hostile.Json(call.Body);
                using var request = Request(call, path, body, hostile);
                var caller = hostile.OneIn(4) ? hostile.Any(who) : call.Who.Length == 0 ? null : call.Who;
                if (caller is not null) request.Headers.Authorization = new("Bearer", village.Tokens.GetValueOrDefault(caller, caller));
                if (call.Method != "GET" && !hostile.OneIn(20))
                    request.Headers.TryAddWithoutValidation("Idempotency-Key", village.NewKey());
                using var response = await client.SendAsync(request);
                if ((int)response.StatusCode == 500) broken.Add($"{call.Method} {path} {Encoding.UTF8.GetString(body ?? [])}");
            }
            Tell(broken);
        }
        finally
        {
            await village.DisposeAsync();
        }
    }

    [Fact]
    public async Task No_form_is_answered_with_500()
    {
        var hostile = new Hostile(Seed + 1);
        var broken = new List<string>();
        var sent = 0;
        var roles = DemoVillage.SignIns.ToList();
        foreach (var way in roles)
        {
            var visitor = new PageVisitor(demo.Host);
            await SignIn(visitor, way);
            var pages = await Pages(visitor, Requests < 10_000 ? 12 : 60);
            for (var i = 0; i < Requests / 3 / roles.Count && pages.Count > 0; i++, sent++)
            {
                var page = hostile.Any(pages);
                var forms = page.Document.Forms.Where(form => !Ends.Any(word => form.Action.Contains(word, StringComparison.Ordinal)))
                    .ToList();
                var (address, content) = forms.Count == 0 || hostile.OneIn(3)
                    ? (Query(hostile, page.Response.RequestMessage!.RequestUri!.PathAndQuery), null)
                    : Filled(hostile, hostile.Any(forms));
                using var response = await visitor.Send(content is null ? HttpMethod.Get : HttpMethod.Post, address, content);
                if ((int)response.StatusCode == 500)
                    broken.Add(
                        $"{way.Role} {address} {(content is null ? "" : Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync()))}");
                if ((int)response.StatusCode == 401) await SignIn(visitor, way);
            }
        }
        output.WriteLine($"{sent} pages and forms");
        Tell(broken);
    }

    static async Task SignIn(PageVisitor visitor, DemoSignIn way) =>
        _ = way.Role == "household" ? await visitor.SignInPassbook(way.Name, way.Secret) : await visitor.SignIn(way.Name, way.Secret);

    /// <summary>Some pages of a role, two of each kind of address.</summary>
    static async Task<List<PageSeen>> Pages(PageVisitor visitor, int most)
    {
        var (waiting, kinds, pages) = (new Queue<string>(["/home", "/"]), new Dictionary<string, int>(), new List<PageSeen>());
        while (waiting.TryDequeue(out var address) && pages.Count < most)
        {
            var page = await visitor.Follow(await visitor.Get(address));
            if (page.Status != 200 || page.Response.Content.Headers.ContentType?.MediaType != "text/html") continue;
            pages.Add(page);
            foreach (var link in page.Document.QuerySelectorAll("a[href^='/']").Select(link => link.GetAttribute("href")!.Split('#')[0]))
            {
                var kind = Numbers().Replace(link, "N");
                if (link.StartsWith("/api", StringComparison.Ordinal) || (kinds[kind] = kinds.GetValueOrDefault(kind) + 1) > 2) continue;
                waiting.Enqueue(link);
            }
        }
        return pages;
    }

    static (string Address, HttpContent? Content) Filled(Hostile hostile, IHtmlFormElement form)
    {
        var fields = PageVisitor.FieldsOf(form).Select(field => (field.Name, Value: Uri.EscapeDataString(field.Value))).ToList();
        for (var changes = 1 + hostile.Next(4); changes > 0 && fields.Count > 0; changes--)
        {
            var at = hostile.Next(fields.Count);
            // A form without its token is refused before anybody looks at it.
            if (fields[at].Name is "__RequestVerificationToken") continue;
            fields[at] = hostile.OneIn(20) ? (hostile.Value(), hostile.Value()) : (fields[at].Name, hostile.Value());
        }
        var action = hostile.Any([form, .. form.QuerySelectorAll("button[formaction]")]) is { } pressed
            ? pressed.GetAttribute("formaction") ?? form.GetAttribute("action")!
            : "";
        var content = new ByteArrayContent(
            Encoding.ASCII.GetBytes(string.Join('&', fields.Select(field => $"{field.Name}={field.Value}"))));
        content.Headers.TryAddWithoutValidation(
            "Content-Type",
            hostile.OneIn(15)
                ? $"application/x-www-form-urlencoded; charset={hostile.Any(["utf-7", "gb18030", "utf-16", "none", "iso-8859-1", ""])}"
                : "application/x-www-form-urlencoded");
        return (action.Split('#')[0], content);
    }

    static string Query(Hostile hostile, string address)
    {
        var parts = address.Split('?', 2);
        var names = parts.Length > 1 ? parts[1].Split('&').Select(pair => pair.Split('=')[0]).ToList() : [];
        string[] known = [
            "after", "before", "from", "until", "day", "on", "period", "q", "household", "rule", "number", "group", "return", "done",
            "year", "month", "kind", "state", "version", "format", "code"];
        return $"{parts[0]}?{string.Join('&', names.Concat([hostile.Any(known), hostile.Any(known)]).Distinct().Select(name => $"{name}={hostile.Value()}"))}";
    }

    static HttpRequestMessage Request(Call call, string path, byte[]? body, Hostile hostile)
    {
        var request = new HttpRequestMessage(new(call.Method), new Uri(path, UriKind.Relative));
        if (body is null) return request;
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(hostile.OneIn(10) ? hostile.Any(Types) : call.Type);
        return request;
    }

    /// <summary>The call's address with a hole of it filled otherwise now and then, and with parameters that the document names.</summary>
    static string Path(Hostile hostile, Call call, (string Name, IReadOnlyList<string> Parameters) operation)
    {
        var path = call.Path.Split('?')[0];
        if (hostile.OneIn(6))
        {
            var holes = call.Pattern.Split('/')
                .Select((part, at) => (part, at))
                .Where(hole => hole.part.StartsWith('{') && hole.part != "{bank}")
                .ToList();
            var parts = path.Split('/');
            if (holes.Count > 0
                && hostile.Any(holes).at is var at
                && at < parts.Length
                && hostile.Value() is { Length: > 0 and < 500 } value)
                parts[at] = value;
            path = string.Join('/', parts);
        }
        var names = operation.Parameters.Where(_ => hostile.OneIn(2)).ToList();
        if (hostile.OneIn(25)) names.Add(hostile.Value());
        return names.Count == 0
            ? call.Path
            : $"{path}?{string.Join('&', names.Select(name => $"{name}={(name == "dryRun" ? "true" : hostile.Value())}"))}";
    }

    static IEnumerable<(string Name, IReadOnlyList<string> Parameters)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Name is "get" or "post" or "put" or "delete"
        let parameters = operation.Value.TryGetProperty("parameters", out var found)
            ? found.EnumerateArray()
                .Where(parameter => parameter.TryGetProperty("in", out var place) && place.GetString() == "query")
                .Select(parameter => parameter.GetProperty("name").GetString()!)
                .ToList()
            : []
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", (IReadOnlyList<string>)parameters);

    void Tell(List<string> broken)
    {
        foreach (var request in broken.Take(50)) output.WriteLine(request.Length > 600 ? request[..600] : request);
        broken.Select(request => request.Length > 300 ? request[..300] : request)
            .Take(20)
            .Should()
            .BeEmpty($"of seed {Seed} {broken.Count} were answered with 500");
    }

    static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
