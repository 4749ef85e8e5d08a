using PointsBank.Village.Staff;

namespace PointsBank.Web.Http;

/// <summary>The token of whoever signed in on a page. Scripts cannot read it, and other sites' forms do not send it.</summary>
static class SignInCookie
{
    public static string? Read(HttpRequest request) =>
        request.Cookies[Name(request.HttpContext)] is { Length: > 0 and < 256 } token ? token : null;

    /// <summary>It goes when the browser is closed; the token itself ends with its time.</summary>
    public static void Put(HttpContext http, SignedInView signedIn) =>
        http.Response.Cookies.Append(Name(http), signedIn.Token, Options(http));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name(http), Options(http));

    static string Name(HttpContext http) => http.RequestServices.GetRequiredService<CookieNames>().SignIn;

    // Lax: the start page may be reached by a link, but no other site's form carries it.
    static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/" };
}
