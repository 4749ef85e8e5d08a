using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PointsBank.Village.Households;
using PointsBank.Web.Http;
using PointsBank.Web.Tests.Pages;

namespace PointsBank.Web.Tests;

/// <summary>Bursts of guesses at the real program.</summary>
public sealed class GuessingHostTests : IAsyncLifetime
{
    const int Crowd = 150;

    readonly ApiVillage village = new();

    public async Task InitializeAsync()
    {
        await village.InitializeAsync();
        // The program runs before the crowd comes.
        village.Desks.Should().NotBeNull();
    }

    public Task DisposeAsync() => village.DisposeAsync();

    [Theory]
    [InlineData("supervisor")]
    [InlineData("nobody")]
    public async Task Of_150_wrong_passwords_at_once_five_are_checked(string username)
    {
        var answers = await AtOnce(Crowd, _ => SignIn(username, "wrong password"));

        ShouldBeFive(answers);
        if (username == "supervisor") (await SignIn(username, ApiVillage.Password)).Code.Should().Be("sign_in_locked");
    }

    [Fact]
    public async Task Of_150_wrong_PINs_at_once_five_are_checked_and_the_counter_waits_with_the_door()
    {
        var serial = village.Passbooks[1].Serial;

        ShouldBeFive(await AtOnce(Crowd, _ => Open(serial, "0000")));

        var counter = await village.Post(ApiVillage.Bank + "/shops/1/redemptions",
            $$$"""{"items":[{"goods":"G01","quantity":1}],"authorisedBy":{"by":"pin","serial":"{{{serial}}}","pin":"{{{ApiVillage.Pin}}}"}}""",
            "attendant");
        (counter.Status, counter.Code).Should().Be((429, "sign_in_locked"));
    }

    [Fact]
    public async Task After_thirty_wrong_ones_a_place_waits_under_every_name_and_a_browser_that_is_known_does_not()
    {
        var known = new PageVisitor(village.Host);
        await known.SignInPassbook(village.Passbooks[0].Serial, ApiVillage.Pin);
        for (var i = 0; i < 30; i++) (await Open(PassbookDesk.SerialOf(1, 100 + i), ApiVillage.Pin)).Code.Should().Be("sign_in_failed");

        var waits = await Open(village.Passbooks[0].Serial, ApiVillage.Pin);
        (waits.Status, waits.Code, waits.Header("Retry-After")).Should().Be((429, "too_many_wrong_tries", "3600"));
        (await SignIn("clerk", ApiVillage.Password)).Code.Should().Be("too_many_wrong_tries");
        (await new PageVisitor(village.Host).SignInPassbook(village.Passbooks[0].Serial, ApiVillage.Pin)).Problem
            .Should().Be("Too many wrong tries; wait a while");

        (await known.SignInPassbook(village.Passbooks[0].Serial, ApiVillage.Pin)).Location.Should().Be("/home");
        (await known.SignInPassbook(village.Passbooks[1].Serial, ApiVillage.Pin)).Status
            .Should().Be(429, "that household never signed in there");
        (await village.Get(ApiVillage.Bank + "/households", "clerk")).Status.Should().Be(200);
    }

    [Fact]
    public void A_known_browsers_cookie_that_somebody_made_up_is_nobodys()
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = $"{village.Host.Services.GetRequiredService<CookieNames>().Known}=phone%0Astaff%3A3";

        var visitor = village.Host.Services.GetRequiredService<KnownDevice>().Visitor(http);

        (visitor.Device, visitor.Knows("staff:3")).Should().Be(("", false));
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    public void A_place_is_an_address_and_of_IPv6_a_network(string address, string place) =>
        Place.Of(System.Net.IPAddress.Parse(address)).Should().Be(place);

    Task<Answer> SignIn(string username, string password) =>
        village.Send(HttpMethod.Post, "/api/v1/sign-in", JsonSerializer.Serialize(new { username, password }), null, null);

    Task<Answer> Open(string serial, string pin) =>
        village.Send(HttpMethod.Post, "/api/v1/sign-in/passbook", JsonSerializer.Serialize(new { serial, pin }), null, null);

    static Task<Answer[]> AtOnce(int count, Func<int, Task<Answer>> send) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => send(i))));

    static void ShouldBeFive(Answer[] answers)
    {
        answers.Count(answer => answer.Status == 401).Should().Be(5);
        answers.Where(answer => answer.Status != 401)
            .Should().OnlyContain(answer => answer.Status == 429 && answer.Header("Retry-After") != null);
    }
}
