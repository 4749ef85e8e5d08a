using PointsBank.Ledger;
using PointsBank.Web.Http;
using PointsBank.Web.Tests.Pages;

namespace PointsBank.Web.Tests;

/// <summary>Secrets stay out of what is kept, and a sign-in's cookie out of the hands of scripts and other sites.</summary>
public sealed class SecretTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    [Fact]
    public async Task A_PIN_or_a_password_is_no_part_of_the_fingerprint_under_which_a_write_is_kept()
    {
        var pin = $"{ApiVillage.Bank}/households/1/passbooks/{village.Passbooks[0].Serial}/pin";
        await Same((value, key) => village.Put(pin, $$"""{"pin":"{{value}}"}""", "clerk", key), 1, "824613", "719358");
        await Same(
            (value, key) => village.Put(ApiVillage.Api + "/staff/7/password", $$"""{"password":"{{value}}"}""", "administrator", key), 0,
            "a first word of many", "another word of many");
    }

    [Fact]
    public async Task The_cookie_of_a_sign_in_is_for_our_own_pages_alone()
    {
        var signedIn = await new PageVisitor(village.Host).SignIn(village.Usernames["clerk"], ApiVillage.Password);

        var cookie = signedIn.Response.Headers.GetValues("Set-Cookie").Single(set => set.Split('=')[0] == Cookies.SignIn);
        cookie.Should().ContainEquivalentOf("; httponly").And.ContainEquivalentOf("; samesite=lax").And.ContainEquivalentOf("; path=/");
        cookie.Should().NotContainEquivalentOf("; expires").And.NotContainEquivalentOf("; max-age", "it goes when the browser is closed");
    }

    CookieNames Cookies =>
        Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<CookieNames>(village.Host.Services);

    /// <summary>The same write with two secrets is kept under one fingerprint.</summary>
    async Task Same(Func<string, string, Task<Answer>> write, long bank, params string[] secrets)
    {
        var prints = new List<string>();
        foreach (var secret in secrets)
        {
            var text = village.NewKey();
            ApiVillage.Must(await write(secret, text));
            IdempotencyKey.TryParse(text, out var key).Should().BeTrue();
            prints.Add(
                village.Desks.Database.Read(
                    connection => connection.QuerySingle<string>(
                        "select hex(fingerprint) from requests where bank = @bank and key = @key", new { bank, key = key.ToArray() })));
        }
        prints.Distinct().Should().ContainSingle();
    }
}
