using System.Security.Claims;
using PointsBank.Village.Staff;

namespace PointsBank.Web.Security;

/// <summary>The token of whoever signed in on a page. Scripts cannot read it, and other sites' forms do not send it.</summary>
static class SignInCookie
{
    const string Name = "pointsbank";

    public static string? Read(HttpRequest request) => request.Cookies[Name] is { Length: > 0 and < 256 } token ? token : null;

    /// <summary>It goes when the browser is closed; the token itself ends with its time.</summary>
    public static void Put(HttpContext http, SignedInView signedIn) => http.Response.Cookies.Append(Name, signedIn.Token, Options(http));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    /// <summary>A form belongs to whoever asked for it: signed in again as the same person, what was typed can still be sent.</summary>
    public static ClaimsPrincipal User(Caller caller) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, caller.Household == 0 ? caller.Actor : $"{caller.Actor}/{caller.Name}")], Name));

    // Lax: the start page may be reached by a link, but no other site's form carries it.
    static CookieOptions Options(HttpContext http) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/" };
}
