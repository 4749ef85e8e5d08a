using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using PointsBank.Web.Http;

namespace PointsBank.Web.Tests;

/// <summary>Who may do what, for each endpoint and each kind of caller, as one table that a person can read.</summary>
[Collection(nameof(SharedVillage))]
public sealed class AccessTests(WholeVillage village)
{
    const string Bank = ApiVillage.Bank;

    IEnumerable<Call> All => Call.Reads(village).Concat(Call.Writes(village)).Concat(Call.Exchanges(village));

    [Fact]
    public void The_calls_of_these_tests_are_all_endpoints_there_are() =>
        All.Select(call => call.Name).Should().BeEquivalentTo(
            village.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => !IsForPeople(endpoint))
                .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"]).Select(
                    method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}")));

    /// <summary>Pages, and what they are made of, have tests of their own.</summary>
    static bool IsForPeople(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IsPage>() is not null || endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    [Fact]
    public async Task Each_endpoint_admits_whom_the_table_admits_and_no_one_else()
    {
        await Callers.Hire(village);
        await village.ForgetTries();
        var before = await village.Everything();
        var table = new StringBuilder(
            "Who may do what. yes: done; 401: sign in first; 403: not yours. Made by AccessTests; see Golden.\n\n");
        table.Append(Callers.Row("", Callers.All)).Append('\n');
        foreach (var call in Call.Reads(village).Concat(Call.Writes(village)))
        {
            var told = new List<string>();
            foreach (var caller in Callers.All)
            {
                var answer = await call.Send(village, caller == "nobody" ? "" : caller, dryRun: call.HasKey);
                told.Add(answer.Status is 200 or 302 ? "yes" : $"{answer.Status}{(answer.Status is 401 or 403 ? "" : " " + answer.Code)}");
            }
            table.Append(Callers.Row(call.Name, told)).Append('\n');
        }

        Golden.Holds("access.txt", table.ToString());
        (await village.Everything()).Should().Be(before, "dry runs and refusals leave no trace");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/households")]
    [InlineData("GET", "/households/1")]
    [InlineData("GET", "/households/999")]
    [InlineData("GET", "/households/1/passbook")]
    [InlineData("GET", "/entries")]
    [InlineData("GET", "/entries/1")]
    [InlineData("GET", "/entries/999999")]
    [InlineData("GET", "/shops/1/goods")]
    [InlineData("GET", "/shops/1/redemptions/1")]
    [InlineData("GET", "/shops/77/redemptions/1")]
    [InlineData("GET", "/journal/export")]
    [InlineData("POST", "/entries/1/reversal")]
    [InlineData("POST", "/credits")]
    [InlineData("POST", "/households/1/passbooks")]
    [InlineData("POST", "/first-passbooks")]
    public async Task A_clerk_learns_nothing_of_another_village_by_guessing(string method, string path)
    {
        var theirs = await village.Send(new(method), Bank + path, method == "GET" ? null : "{}", "clerk-elsewhere", village.NewKey());
        var none = await village.Send(
            new(method), "/api/v1/banks/nowhere" + path, method == "GET" ? null : "{}", "clerk-elsewhere", village.NewKey());

        (theirs.Status, theirs.Code).Should().Be((403, "not_allowed"));
        (none.Status, none.Code).Should().Be((403, "not_allowed"), "a bank that is not there looks the same");
    }

    [Fact]
    public async Task A_redemption_is_found_and_voided_in_its_own_shop_alone()
    {
        var next = await village.Post(
            $"{Bank}/shops/2/redemptions/{village.Redemption}/void", """{"reason":"拿错了"}""", "attendant-next-door");
        var read = await village.Get($"{Bank}/shops/2/redemptions/{village.Redemption}", "attendant-next-door");

        (next.Status, next.Code).Should().Be((404, "unknown_redemption"));
        (read.Status, read.Code).Should().Be((404, "unknown_redemption"));
    }

    [Fact]
    public async Task A_passbook_is_touched_at_its_own_household_and_its_own_bank_alone()
    {
        var serial = village.Passbooks[0].Serial;
        var wrongHousehold = await village.Post($"{Bank}/households/2/passbooks/{serial}/void", """{"reason":"lost"}""", "clerk");
        var wrongPin = await village.Put($"{Bank}/households/2/passbooks/{serial}/pin", """{"pin":"975310"}""", "clerk");
        var wrongBank = await village.Post(
            $"/api/v1/banks/xiaohe/households/1/passbooks/{serial}/void", """{"reason":"lost"}""", "clerk-elsewhere");
        var wrongToken = await village.Post(
            "/api/v1/banks/xiaohe/credits", """{"household":1,"rule":"C01","effectiveOn":"2026-03-02"}""", "household");

        (wrongHousehold.Status, wrongHousehold.Code).Should().Be((404, "unknown_passbook"));
        (wrongPin.Status, wrongPin.Code).Should().Be((404, "unknown_passbook"));
        (wrongBank.Status, wrongBank.Code).Should().Be((404, "unknown_passbook"));
        wrongToken.Status.Should().Be(403);
    }

    [Fact]
    public async Task Rights_name_banks_and_shops_that_exist()
    {
        foreach (var shop in (string[])["0", "-1", "77"])
        {
            var answer = await village.Post(
                "/api/v1/staff",
                $$"""{"username":"liu","name":"刘","password":"first password","grants":[{"role":"attendant","bank":"anjiahe","shop":{{shop}}}]}""",
                "administrator");
            (answer.Status, answer.Code, answer.Errors).Should().Be((404, "unknown_shop", "grants[0].shop:unknown_shop"));
        }
    }
}
