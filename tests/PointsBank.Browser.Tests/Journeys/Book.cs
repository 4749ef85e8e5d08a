using System.Net.Http.Json;
using System.Text.Json;

namespace PointsBank.Browser.Tests.Journeys;

/// <summary>What stands in the book, asked past the pages.</summary>
static class Book
{
    const string Bank = "/api/v1/banks/anjiahe";

    /// <summary>One sign-in serves a whole journey, as more in a minute would be refused.</summary>
    static readonly System.Runtime.CompilerServices.ConditionalWeakTable<DemoServer, Lazy<Task<string>>> Tokens = [];

    /// <summary>The number of the last entry.</summary>
    public static async Task<long> Head(this DemoServer server) =>
        (await server.Ask(Bank + "/journal/head")).GetProperty("entry").GetInt64();

    public static async Task<bool> IsSound(this DemoServer server) =>
        (await server.Ask(Bank + "/journal/verification?full=true")).GetProperty("sound").GetBoolean();

    /// <summary>
    /// A village that has decided otherwise than the demo's: the supervisor writes it down and the administrator confirms it.
    /// </summary>
    public static async Task Decide(this DemoServer server, params (string Setting, long Value)[] settings)
    {
        using var client = await Supervisor(server);
        var decided = await Send(
            client, HttpMethod.Put, "/settings",
            new { values = settings.ToDictionary(item => item.Setting, item => item.Value), document = "村民代表会议决议 9" });
        client.DefaultRequestHeaders.Authorization = new("Bearer", await SignIn(server, "admin", "demo-admin"));
        await Send(client, HttpMethod.Post, $"/settings/proposals/{decided.GetProperty("proposal")}/confirmation", new { });
    }

    static async Task<JsonElement> Send(HttpClient client, HttpMethod method, string address, object body)
    {
        using var request = new HttpRequestMessage(method, Bank + address) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", $"{method} {address}");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    static async Task<JsonElement> Ask(this DemoServer server, string address)
    {
        using var client = await Supervisor(server);
        return await client.GetFromJsonAsync<JsonElement>(address);
    }

    static async Task<HttpClient> Supervisor(DemoServer server)
    {
        var client = new HttpClient { BaseAddress = new(await server.Address) };
        client.DefaultRequestHeaders.Authorization = new(
            "Bearer", await Tokens.GetValue(server, known => new(() => SignIn(known, "supervisor", "demo-supervisor"))).Value);
        return client;
    }

    static async Task<string> SignIn(DemoServer server, string username, string password)
    {
        using var client = new HttpClient { BaseAddress = new(await server.Address) };
        using var signedIn = await client.PostAsJsonAsync("/api/v1/sign-in", new { username, password });
        return (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}
