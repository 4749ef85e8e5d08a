using System.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;
using PointsBank.Ledger;

namespace PointsBank.Web.Http;

/// <summary>
/// Around every request: puts the security headers on, words bare statuses and faults as problems, measures, and writes one line to the
/// log. The line has the route, not the address, and never a body, a token or a name.
/// </summary>
sealed partial class Envelope(RequestDelegate next, ILogger<Envelope> log, Meters meters)
{
    /// <summary>What proxies call a request whose sender went away.</summary>
    const int SenderLeft = 499;

    public async Task Invoke(HttpContext http)
    {
        var start = Stopwatch.GetTimestamp();
        SecurityHeaders.Put(http);
        // A probe of HTTP 1.0 names no host.
        if (!http.Request.Host.HasValue) http.Request.Host = new("localhost");
        if (!HasHost(http.Request))
        {
            // No page can be made without an address of its own, not even one that says so.
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            Tell(http, Stopwatch.GetElapsedTime(start));
            return;
        }
        try
        {
            // Whoever asks for the head alone is answered as to a reading; the server itself leaves the body out.
            if (HttpMethods.IsHead(http.Request.Method)) http.Request.Method = HttpMethods.Get;
            await next(http);
            var response = http.Response;
            // A range that a file does not have is answered by the file's length, which is all that there is to say.
            if (response.StatusCode >= 400 && response.StatusCode != StatusCodes.Status416RangeNotSatisfiable
                && !response.HasStarted && response.ContentType is null)
                await Problems.Write(http, Reason(http));
        }
        catch (BadHttpRequestException fault)
        {
            await Replace(http, WebRefusals.Of(fault.StatusCode));
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            if (!http.Response.HasStarted) http.Response.StatusCode = SenderLeft;
        }
        catch (Exception fault)
        {
            Failed(log, fault, http.Request.Method, RouteOf(http), Problems.TraceOf(http));
            await Replace(http, WebRefusals.InternalError);
        }
        Tell(http, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Whether the sender names a host that can stand in an address.</summary>
    static bool HasHost(HttpRequest request) => Uri.TryCreate($"http://{request.Host.Value}/", UriKind.Absolute, out _);

    static Refusal Reason(HttpContext http)
    {
        var refusal = new Refusal(WebRefusals.Of(http.Response.StatusCode));
        return http.Response.Headers.Allow is { Count: > 0 } allowed ? refusal.With("allowed", allowed.ToString()) : refusal;
    }

    static async Task Replace(HttpContext http, RefusalKind kind)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
            return;
        }
        http.Response.Clear();
        SecurityHeaders.Put(http);
        await Problems.Write(http, kind);
    }

    void Tell(HttpContext http, TimeSpan took)
    {
        var (method, route, status) = (KnownMethod(http.Request.Method), RouteOf(http), http.Response.StatusCode);
        meters.Answered(method, route, status, took.TotalSeconds);
        if (log.IsEnabled(LogLevel.Information))
        {
            var actor = http.Features.Get<Ask>()?.CallerIfKnown?.Actor ?? "-";
            Answered(log, method, route, status, Math.Round(took.TotalMilliseconds, 2), actor, Problems.TraceOf(http));
        }
    }

    /// <summary>Assets have an address each, and each would be a new line in the measures with every release.</summary>
    static string RouteOf(HttpContext http) => http.GetEndpoint() is not RouteEndpoint endpoint ? "-"
        : endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null ? endpoint.RoutePattern.RawText ?? "-" : "/assets/{name}";

    /// <summary>A sender may call a method anything, and each name would be a new line in the measures.</summary>
    static string KnownMethod(string method) =>
        HttpMethods.IsGet(method) ? "GET"
            : HttpMethods.IsPost(method) ? "POST"
            : HttpMethods.IsPut(method) ? "PUT"
            : HttpMethods.IsDelete(method) ? "DELETE"
            : "-";

    [LoggerMessage(1, LogLevel.Information, "{Method} {Route} {Status} {Milliseconds} ms {Actor} {TraceId}")]
    static partial void Answered(ILogger log, string method, string route, int status, double milliseconds, string actor, string traceId);

    [LoggerMessage(2, LogLevel.Error, "{Method} {Route} failed {TraceId}")]
    static partial void Failed(ILogger log, Exception fault, string method, string route, string traceId);
}
