using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Web.Tests.Pages;

namespace PointsBank.Web.Tests;

/// <summary>Where visitors are behind the operator's proxy, and which address stands on papers.</summary>
public sealed class PublicAddressTests
{
    const string Proxy = "10.0.0.7";

    static VillageHost Behind(string trusted = "10.0.0.0/8", string address = "https://points.example") =>
        new() { Settings = new() { ["public-address"] = address, ["trusted-proxies"] = trusted } };

    static async Task<HttpContext> Ask(VillageHost host, string path, string from, string forwardedFor = "", string forwardedProto = "") =>
        await host.Server.SendAsync(http =>
    {
        (http.Request.Method, http.Request.Path, http.Request.Host) = ("GET", path, new("localhost"));
        http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        if (forwardedFor.Length > 0) http.Request.Headers["X-Forwarded-For"] = forwardedFor;
        if (forwardedProto.Length > 0) http.Request.Headers["X-Forwarded-Proto"] = forwardedProto;
    });

    public static TheoryData<string, int> Hosts => new()
    {
        { "a:99999", 400 }, { new string('a', 300), 400 }, { "a b", 400 },
        { "", 200 }, { "points.example:8443", 200 }, { "[::1]:5080", 200 },
    };

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task A_page_asked_of_a_host_that_is_none_is_no_fault_of_ours(string named, int status)
    {
        await using var host = new VillageHost();

        var answer = await host.Server.SendAsync(http =>
        {
            (http.Request.Method, http.Request.Path, http.Request.Host) = ("GET", "/sign-in", new(named));
            http.Connection.RemoteIpAddress = IPAddress.Loopback;
            http.Request.Headers.Accept = "text/html";
        });

        answer.Response.StatusCode.Should().Be(status);
        answer.Response.Headers.ContentSecurityPolicy.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_each_visitor_is_a_place_of_their_own()
    {
        await using var host = Behind();

        for (var visitor = 1; visitor <= 75; visitor++)
            (await Ask(host, "/api/v1/check/nowhere/1-ABCDEF", Proxy, $"203.0.113.{visitor}", "https")).Response.StatusCode
                .Should().Be(404);

        for (var again = 2; again <= 60; again++) await Ask(host, "/api/v1/check/nowhere/1-ABCDEF", Proxy, "203.0.113.1", "https");
        (await Ask(host, "/api/v1/check/nowhere/1-ABCDEF", Proxy, "203.0.113.1", "https")).Response.StatusCode.Should().Be(429);
        (await Ask(host, "/api/v1/check/nowhere/1-ABCDEF", Proxy, "203.0.113.2", "https")).Response.StatusCode.Should().Be(404);
    }

    [Fact]
    public async Task Who_is_no_trusted_proxy_cannot_say_that_they_are_somebody_else()
    {
        await using var host = Behind(trusted: Proxy);
        for (var visitor = 1; visitor <= 60; visitor++)
            await Ask(host, "/api/v1/check/nowhere/1-ABCDEF", "10.0.0.8", $"203.0.113.{visitor}");

        (await Ask(host, "/api/v1/check/nowhere/1-ABCDEF", "10.0.0.8", "203.0.113.61")).Response.StatusCode.Should().Be(429);
        (await Ask(host, "/api/v1/check/nowhere/1-ABCDEF", Proxy, $"10.0.0.8, 203.0.113.62")).Response.StatusCode
            .Should().Be(404, "only what the proxy saw itself counts");
    }

    [Fact]
    public async Task Under_a_public_address_with_HTTPS_cookies_are_for_HTTPS_alone_and_browsers_stay_with_it()
    {
        await using var host = Behind();

        foreach (var scheme in (string[])["", "https", "http"])
        {
            var page = await Ask(host, "/sign-in", Proxy, "203.0.113.1", scheme);

            page.Response.Headers.StrictTransportSecurity.ToString().Should().StartWith("max-age=", scheme);
            page.Response.Headers.SetCookie.ToString().Should().Contain("pointsbank-form").And.Contain("secure", scheme);
        }
    }

    [Fact]
    public async Task A_proxy_that_is_trusted_is_believed_that_the_visitor_came_over_HTTPS_and_nobody_else_is()
    {
        await using var host = new VillageHost { Settings = new() { ["trusted-proxies"] = Proxy } };

        (await Ask(host, "/sign-in", Proxy, "203.0.113.1", "https")).Response.Headers.StrictTransportSecurity.ToString()
            .Should().StartWith("max-age=");
        (await Ask(host, "/sign-in", Proxy, "203.0.113.1", "http")).Response.Headers.StrictTransportSecurity.Should().BeEmpty();
        (await Ask(host, "/sign-in", "10.0.0.8", "203.0.113.1", "https")).Response.Headers.StrictTransportSecurity.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:5080", null)]
    [InlineData(null, "http://localhost:5080;http://[::1]:5080", null)]
    [InlineData(null, "http://0.0.0.0:5080", null)]
    [InlineData(null, "http://[::]:5080", null)]
    [InlineData(null, "http://*:5080;http://+:5081", null)]
    [InlineData(null, "http://127.0.0.2:5080", null)]
    [InlineData(null, "http://127.0.0.1:5080;http://192.168.1.9:5080", "http://192.168.1.9:5080")]
    [InlineData("https://points.example.cn", "http://127.0.0.1:5080", "https://points.example.cn")]
    [InlineData("https://points.example.cn:8443/", "http://192.168.1.9:5080", "https://points.example.cn:8443")]
    [InlineData("https://积分.中国", "http://127.0.0.1:5080", "https://xn--kbrv68g.xn--fiqs8s")]
    [InlineData("http://localhost:5080", "http://192.168.1.9:5080", null)]
    public void An_address_goes_on_paper_only_where_it_leads_others_here(string? address, string urls, string? outside)
    {
        var given = new ConfigurationBuilder().AddInMemoryCollection([new("public-address", address), new("urls", urls)]).Build();

        Settings.From(given).Outside.Should().Be(outside);
    }

    [Theory]
    [InlineData("public-address", "points.example.cn")]
    [InlineData("public-address", "ftp://points.example.cn")]
    [InlineData("public-address", "https://points.example.cn/bank")]
    [InlineData("public-address", "https://points.example.cn/?a")]
    [InlineData("public-address", "https://admin@points.example.cn")]
    [InlineData("trusted-proxies", "proxy.local")]
    [InlineData("trusted-proxies", "10.0.0.1/33")]
    public void A_setting_that_means_nothing_ends_the_start_with_an_example(string name, string value) =>
        FluentActions.Invoking(() => Settings.From(new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build()))
            .Should().Throw<CannotOpenException>().WithMessage($"--{name}=*{value}*");
}

/// <summary>Papers that hold an address, in a village without a public one and in one that has it.</summary>
public sealed class PaperAddressTests
{
    static async Task<PageSeen> Slip(ApiVillage village, string asked = "http://localhost")
    {
        var attendant = new PageVisitor(village.Host, address: asked);
        (await attendant.SignIn(village.Usernames["attendant"], ApiVillage.Password)).Status.Should().Be(303);
        return await attendant.Get($"/v/anjiahe/shops/1/slips/{village.Redemption}/print");
    }

    [Fact]
    public async Task Without_a_public_address_a_paper_has_its_code_in_letters_and_no_QR_code_that_leads_to_the_readers_own_phone()
    {
        await using var host = new VillageHost { Settings = [] };
        var village = new ApiVillage { Host = host };
        await village.InitializeAsync();

        var slip = await Slip(village);

        slip.Document.QuerySelectorAll("svg.qr").Should().BeEmpty();
        slip.Text.Should().Contain(village.Desks.Redemptions.Get(1, village.Redemption).Value.CheckCode);
        slip.TextOf(".slip-proof .small").Should().NotContain("Scan").And.Contain("Type it");
    }

    [Fact]
    public async Task Without_a_QR_code_the_words_on_a_notice_take_the_whole_width()
    {
        await using var host = new VillageHost { Settings = [] };
        await DatabaseTemplate.Demo.CopyTo(host.Folder.File("pointsbank.db"));
        var visitor = new PageVisitor(host);

        var sheet = await visitor.Get("/v/anjiahe/notices/1/sheet");

        sheet.Status.Should().Be(200);
        sheet.Find(".notice-proof").ClassList.Should().Contain("no-qr");
        sheet.Document.QuerySelectorAll("svg.qr").Should().BeEmpty();
        var styles = await visitor.Get(sheet.Find("link[rel=stylesheet]").GetAttribute("href")!);
        System.Text.Encoding.UTF8.GetString(styles.Bytes).Should().MatchRegex(@"\.slip-proof\.no-qr\s*\{\s*display:\s*block");
    }

    [Fact]
    public async Task The_QR_code_names_the_public_address_whatever_the_request_calls_us()
    {
        await using var host = new VillageHost();
        var village = new ApiVillage { Host = host };
        await village.InitializeAsync();

        var (ours, theirs) = (await Slip(village), await Slip(village, "http://evil.example"));

        theirs.Find("svg.qr path").GetAttribute("d").Should().Be(ours.Find("svg.qr path").GetAttribute("d"));
    }
}
