namespace PointsBank.Web.Http;

/// <summary>What every answer tells the browser not to do.</summary>
static class SecurityHeaders
{
    const string ForAnswers = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // Pages carry their own styles and scripts and nothing in the text of the page; the camera reads cards.
    const string ForPages = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    // Swagger UI sets styles from its script and draws its logo from data addresses; it needs nothing from elsewhere.
    const string ForTryPage =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void Put(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        if (IsTryPage(http.Request.Path))
        {
            headers.ContentSecurityPolicy = ForTryPage;
            return;
        }
        headers.ContentSecurityPolicy = IsAnswer(http.Request.Path) ? ForAnswers : ForPages;
        headers.CacheControl = "no-store";
    }

    static bool IsAnswer(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/metrics")
        || path.StartsWithSegments("/healthz") || path.StartsWithSegments("/readyz");

    public static bool IsTryPage(PathString path) => path.StartsWithSegments("/api", out var rest) && !rest.StartsWithSegments("/v1");
}
