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
    public static async Task<long> Head(this DemoServer server) => (await server.Ask(Bank + "/journal/head")).GetProperty("entry").GetInt64();

    public static async Task<bool> IsSound(this DemoServer server) => (await server.Ask(Bank + "/journal/verification?full=true")).GetProperty("sound").GetBoolean();

    /// <summary>A village that has decided otherwise than the demo's.</summary>
    public static async Task Set(this DemoServer server, params (string Setting, long Value)[] settings)
    {
        using var client = await Supervisor(server);
        using var request = new HttpRequestMessage(HttpMethod.Put, Bank + "/settings") { Content = JsonContent.Create(new { values = settings.ToDictionary(item => item.Setting, item => item.Value) }) };
        request.Headers.Add("Idempotency-Key", $"set-{settings[0].Setting}");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    static async Task<JsonElement> Ask(this DemoServer server, string address)
    {
        using var client = await Supervisor(server);
        return await client.GetFromJsonAsync<JsonElement>(address);
    }

    static async Task<HttpClient> Supervisor(DemoServer server)
    {
        var client = new HttpClient { BaseAddress = new(await server.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await Tokens.GetValue(server, known => new(() => SignIn(known))).Value);
        return client;
    }

    static async Task<string> SignIn(DemoServer server)
    {
        using var client = new HttpClient { BaseAddress = new(await server.Address) };
        using var signedIn = await client.PostAsJsonAsync("/api/v1/sign-in", new { username = "supervisor", password = "demo-supervisor" });
        return (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}
