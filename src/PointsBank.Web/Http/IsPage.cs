using PointsBank.Ledger;

namespace PointsBank.Web.Http;

/// <summary>Marks an endpoint that answers with a page: its caller comes with a cookie, and a problem is a page too.</summary>
sealed record IsPage
{
    /// <summary>Whether whoever asks sees a page: the endpoint is one, or there is none and a browser asks outside the API.</summary>
    public static bool Wants(HttpContext http) => http.GetEndpoint() is RouteEndpoint endpoint
        ? endpoint.Metadata.GetMetadata<IsPage>() is not null
        : !http.Request.Path.StartsWithSegments("/api")
            && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}

/// <summary>How a refusal becomes a page.</summary>
interface IProblemPage
{
    Task Write(HttpContext http, IReadOnlyList<Refusal> refusals, long? retryAfter);
}
