using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;

namespace PointsBank.Web.Tests;

/// <summary>The token of a mobile-shop device at every address there is.</summary>
public sealed partial class DeviceTokenTests : IAsyncLifetime
{
    const string Device = ApiVillage.Bank + "/shops/1/trips/1/devices/1";

    static readonly string[] Own = ["closing", "hand-outs", "package"];

    readonly ApiVillage village = new();

    public async Task InitializeAsync()
    {
        await village.InitializeAsync();
        await TripCalls.Fill(village);
    }

    public Task DisposeAsync() => village.DisposeAsync();

    IEnumerable<RouteEndpoint> Endpoints =>
        village.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void Its_own_addresses_are_three() => Endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is { } access && access.Roles.Contains(Role.Device))
        .Select(endpoint => endpoint.RoutePattern.RawText!.Split('/')[^1]).Order(StringComparer.Ordinal).Should().Equal(Own);

    [Fact]
    public async Task Every_other_address_and_page_answers_403_also_to_a_cookie()
    {
        var cookie = village.Host.Services.GetRequiredService<CookieNames>().SignIn;
        var before = await village.Everything();
        var client = village.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        var (asked, admitted) = (0, new List<string>());
        foreach (var endpoint in Endpoints.Where(
            endpoint => endpoint.Metadata.GetMetadata<Access>() is not { } access || !access.Roles.Contains(Role.Device)))
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var request = new HttpRequestMessage(
                    new(method), Address(endpoint))
                { Content = method == "GET" ? null : new StringContent("{}") };
                if (endpoint.Metadata.GetMetadata<IsPage>() is null)
                    request.Headers.Authorization = new("Bearer", village.Tokens["device"]);
                else request.Headers.Add("Cookie", $"{cookie}={Uri.EscapeDataString(village.Tokens["device"])}");
                asked++;
                using var answer = await client.SendAsync(request);
                if ((int)answer.StatusCode != 403) admitted.Add($"{(int)answer.StatusCode} {method} {request.RequestUri}");
            }

        admitted.Should().BeEmpty();
        asked.Should().BeGreaterThan(500);
        (await village.Everything()).Should().Be(before);
    }

    [Fact]
    public async Task Nobody_changes_a_password_with_a_device_and_it_goes_on_with_its_own_work()
    {
        var password = await village.Put(
            ApiVillage.Api + "/me/password", $$"""{"presentPassword":"{{ApiVillage.Password}}","password":"another secret"}""", "device");
        var (me, banks) = (await village.Get(ApiVillage.Api + "/me", "device"), await village.Get(ApiVillage.Api + "/banks", "device"));

        new[] { password, me, banks }.Should().OnlyContain(answer => answer.Status == 403 && answer.Code == "not_allowed");
        await village.SignIn("attendant", ApiVillage.Password);
        (await village.Get(Device + "/package", "device")).Status.Should().Be(200);
        (await village.Post(Device + "/hand-outs", TripCalls.HandOut(), "device")).Status.Should().Be(201);
    }

    [Fact]
    public async Task It_ends_when_whoever_took_it_works_here_no_longer_and_goes_on_where_it_was_when_another_takes_it_over()
    {
        var told = ApiVillage.Must(await village.Post(Device + "/hand-outs", TripCalls.HandOut(), "device", "slip-1"));
        var attendant = ApiVillage.Must(await village.Get(ApiVillage.Api + "/staff", "administrator")).GetProperty("items").EnumerateArray()
            .Single(somebody => somebody.GetProperty("username").GetString() == "attendant").GetProperty("number").GetInt64();

        ApiVillage.Must(
            await village.Send(HttpMethod.Delete, $"{ApiVillage.Api}/staff/{attendant}", (string?)null, "administrator", village.NewKey()));

        (await village.Get(Device + "/package", "device")).Status.Should().Be(401);
        (await village.Post(Device + "/hand-outs", TripCalls.HandOut(), "device", "slip-1")).Status.Should().Be(401);
        ApiVillage.Must(await village.Post(Device + "/readmission", """{"reason":"我接着用"}""", "supervisor"));
        var again = await village.Post(Device + "/hand-outs", TripCalls.HandOut(), "device", "slip-1");
        (again.Status, again.Text).Should().Be((200, told.GetRawText()));
    }

    static string Address(RouteEndpoint endpoint) =>
        "/" + Hole().Replace(endpoint.RoutePattern.RawText!.Trim('/'), hole => hole.Groups[1].Value switch
    {
        "bank" => "anjiahe",
        "documentName" => "v1",
        _ => "1",
    });

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex Hole();
}
