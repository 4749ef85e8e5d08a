using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using PointsBank.Testing;
using PointsBank.Web.Http;

namespace PointsBank.Tidy.Tests;

/// <summary>
/// The program as it starts, over a folder of its own. Two of our programs have a Program, so another type of the room names it.
/// </summary>
public sealed class StartedProgram : WebApplicationFactory<Web.Settings>
{
    readonly TempFolder folder = new();

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseSetting("data", folder.Path);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>No endpoint is open by oversight.</summary>
public sealed class EndpointTests(StartedProgram program) : IClassFixture<StartedProgram>
{
    /// <summary>What strangers may use.</summary>
    static readonly Dictionary<string, string> Public = new()
    {
        ["GET /healthz"] = "whatever restarts the program asks whether it lives",
        ["GET /readyz"] = "whatever sends requests asks whether it is ready",
        ["GET /openapi/{documentName}.json"] = "the description of the API is no secret",
        ["GET /"] = "the first page: doors and villages",
        ["GET,HEAD /assets/"] = "styles, scripts and the icon of every page",
        ["GET /sign-in"] = "the way in",
        ["POST /sign-in"] = "the way in",
        ["POST /sign-in/passbook"] = "the way in for a household",
        ["POST /language"] = "whoever reads a page chooses its language",
        ["GET /v/{bank}"] = "the village in public: what hangs there, and the way to it",
        ["GET /v/{bank}/boards/{kind}"] = "boards hang in public; names are masked without consent",
        ["GET /v/{bank}/boards/{kind}/sheet"] = "the same on paper for the wall",
        ["GET /v/{bank}/boards/{kind}/publications/{publication}"] = "what hangs is there to be read; names as their bearers allow now",
        ["GET /v/{bank}/boards/{kind}/publications/{publication}/recomputation"] = "anybody may compute it again from the book",
        ["GET /v/{bank}/boards/{kind}/publications/{publication}/sheet"] = "the same on paper for the wall",
        ["GET /v/{bank}/notices"] = "what hangs on the wall is there to be read, and objected to",
        ["GET /v/{bank}/notices/{notice}"] = "what hangs on the wall, names masked as the village set it",
        ["GET /v/{bank}/notices/{notice}/sheet"] = "the same on paper for the wall",
        ["GET /v/{bank}/privacy"] = "whoever is written down here may know what is kept, for how long, and what they can do",
        ["GET /v/{bank}/rulebook"] = "whoever is judged by the rules may read them",
        ["GET /v/{bank}/rulebook/sheet"] = "the same on paper",
        ["GET /trip/"] = "the mobile shop's frame holds nothing; what a device knows comes for its own token",
        ["GET /trip/words"] = "the words of that frame, in both languages",
        ["GET /trip/worker.js"] = "keeps that frame where there is no network",
        ["GET /v/{bank}/shops/{shop}/counts/{count}/"] = "what two people counted hangs on the wall; it names no household",
        ["GET /v/{bank}/shops/{shop}/counts/{count}/sheet"] = "the same on paper for the wall",
        ["GET /check"] = "whoever holds a slip may check its code, and learns day, kind and amount alone",
        ["GET /check/{bank}/{code}"] = "a slip's square leads here, and tells the same",
        ["GET /api/v1/problems/"] = "what can go wrong, in words",
        ["GET /api/v1/problems/{code}"] = "each problem's type leads here",
        ["POST /api/v1/sign-in"] = "the way in",
        ["POST /api/v1/sign-in/passbook"] = "the way in for a household",
        ["GET /api/v1/banks/{bank}/boards/{kind}"] = "boards hang in public; names are masked without consent",
        ["GET /api/v1/banks/{bank}/boards/"] = "which boards there are and what they count is no secret",
        ["GET /api/v1/banks/{bank}/boards/{kind}/publications/"] = "what hangs is there to be read",
        ["GET /api/v1/banks/{bank}/boards/{kind}/publications/{publication}"] =
            "what hangs is there to be read; names as their bearers allow now",
        ["GET /api/v1/banks/{bank}/boards/{kind}/publications/{publication}/recomputation"] = "anybody may compute it again from the book",
        ["GET /api/v1/banks/{bank}/boards/{kind}/publications/{publication}/difference"] = "a correction says what it corrects",
        ["GET /v/{bank}/honours"] = "the roll of honour hangs in public; names are masked without consent, minors left out",
        ["GET /v/{bank}/honours/sheet"] = "the same on paper for the wall",
        ["GET /api/v1/banks/{bank}/honours/"] = "the roll of honour hangs in public; names are masked without consent, minors left out",
        ["GET /v/{bank}/donations"] = "who gave is thanked in public, by name where they agreed",
        ["GET /v/{bank}/donations/sheet"] = "the same on paper for the wall",
        ["GET /api/v1/banks/{bank}/donations"] = "who gave is thanked in public, by name where they agreed",
        ["GET /api/v1/banks/{bank}/notices/"] = "what hangs on the wall is there to be read",
        ["GET /api/v1/banks/{bank}/notices/{notice}"] = "what hangs on the wall, names masked as the village set it",
        ["GET /api/v1/check/{bank}/{code}"] = "whoever holds a slip may check its code, and learns day, kind and amount alone",
    };

    IEnumerable<RouteEndpoint> Endpoints => program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void Every_endpoint_says_who_may_use_it() => House.Rule(
        "Say .Public(), .RequiresSignIn(), .Requires(roles) or .RequiresOwnHousehold(roles) on the endpoint or its group:",
        Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is null).Select(Name));

    [Fact]
    public void What_is_open_to_strangers_is_listed_with_a_reason()
    {
        var open = Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is { IsPublic: true })
            .Select(Name)
            .Distinct()
            .ToList();

        House.Rule("Ask for a sign-in, or list the endpoint in this test with a reason:", open.Except(Public.Keys));
        House.NoneIsStale(Public.Keys, open);
    }

    [Fact]
    public void What_belongs_to_a_bank_is_for_roles_in_it_or_for_all() => House.Rule(
        "Being signed in somewhere gives no right in this bank; name roles:",
        Endpoints.Where(endpoint => endpoint.RoutePattern.Parameters.Any(parameter => parameter.Name == "bank"))
            .Where(
                endpoint => endpoint.Metadata.GetMetadata<Access>() is { IsPublic: false, OwnHousehold: false, Roles.IsEmpty: true }).Select(Name));

    static string Name(RouteEndpoint endpoint) =>
        $"{string.Join(",", endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"])} {Route(endpoint)}";

    static string? Route(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null ? endpoint.RoutePattern.RawText : "/assets/";
}
