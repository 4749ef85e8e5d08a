using System.Net.Http.Json;
using System.Text.Json;

namespace PointsBank.Browser.Tests;

/// <summary>A test that writes has a village of its own.</summary>
public sealed class DemoServerTests(DemoServer own) : IClassFixture<DemoServer>
{
    const string Household = "/api/v1/banks/anjiahe/households/1/passbook?limit=1";

    [Fact]
    public async Task What_is_written_in_one_village_at_its_standing_moment_is_not_seen_in_another()
    {
        using var ours = await Clerk(own);
        using var shared = await Clerk(DemoServer.Shared);
        var before = await shared.GetStringAsync(Household);
        (await ours.GetStringAsync(Household)).Should().Be(before);

        ours.DefaultRequestHeaders.Add("Idempotency-Key", "slip-1");
        using var credit = await ours.PostAsJsonAsync(
            "/api/v1/banks/anjiahe/credits", new { household = 1, rule = "D04", effectiveOn = "2026-03-01" });

        (await credit.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("recordedAt").GetString().Should().Be("2026-03-02T01:00:00Z");
        (await ours.GetStringAsync(Household)).Should().NotBe(before);
        (await shared.GetStringAsync(Household)).Should().Be(before);
    }

    static async Task<HttpClient> Clerk(DemoServer server)
    {
        var client = new HttpClient { BaseAddress = new(await server.Address) };
        using var answer = await client.PostAsJsonAsync("/api/v1/sign-in", new { username = "clerk", password = "demo-clerk" });
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }
}
