using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PointsBank.Ledger;

namespace PointsBank.Web.Http;

/// <summary>Problem details after RFC 9457, with a stable code, words for a person, and what to do.</summary>
public sealed record Problem(
    string Type, string Title, int Status, string Code, string? Detail, string? Advice,
    IReadOnlyDictionary<string, IReadOnlyList<FieldProblem>>? Errors, IReadOnlyDictionary<string, string>? Facts, string TraceId);

/// <summary>What is wrong with one field.</summary>
public sealed record FieldProblem(string Code, string Title);

/// <summary>The one place where a refusal becomes an answer.</summary>
public static class Problems
{
    /// <summary>The refusal as problem details, in the caller's language.</summary>
    public static Problem From(Refusal refusal, HttpContext http) => From([refusal], http);

    /// <summary>Several refusals at once, one for each field; the first gives the code.</summary>
    public static Problem From(IReadOnlyList<Refusal> refusals, HttpContext http)
    {
        var (first, words) = (refusals[0], Words.For(http));
        return new(
            Address(first.Kind), words.Title(first.Kind.Code), WebRefusals.StatusOf(first.Kind), first.Kind.Code, words.Detail(first),
            words.Advice(first.Kind.Code), Fields(refusals, words), first.Facts.IsEmpty ? null : Facts(first), TraceOf(http));
    }

    /// <summary>Where the code is explained.</summary>
    public static string Address(RefusalKind kind) => "/api/v1/problems/" + kind.Code;

    /// <summary>What the log and the caller both call this request.</summary>
    public static string TraceOf(HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;

    public static Task Write(HttpContext http, RefusalKind kind) => Write(http, [new Refusal(kind)]);

    public static Task Write(HttpContext http, Refusal refusal) => Write(http, [refusal]);

    public static Task Write(HttpContext http, IReadOnlyList<Refusal> refusals)
    {
        var (response, first) = (http.Response, refusals[0]);
        var wait = WebRefusals.StatusOf(first.Kind) is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
            ? SecondsToWait(first)
            : default(long?);
        if (IsPage.Wants(http)) return http.RequestServices.GetRequiredService<IProblemPage>().Write(http, refusals, wait);
        var problem = From(refusals, http);
        http.RequestServices.GetService<Meters>()?.Refused(first.Kind.Code);
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json";
        response.Headers.ContentLanguage = Words.For(http).Language;
        if (first.Kind.Class is RefusalClass.Unauthenticated) response.Headers.WWWAuthenticate = "Bearer";
        if (wait is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return JsonSerializer.SerializeAsync(response.BodyWriter, problem, Json.Of<Problem>(), http.RequestAborted);
    }

    /// <summary>The fact that says how long to wait.</summary>
    public const string RetryAfterSeconds = "retryAfterSeconds";

    static long SecondsToWait(Refusal refusal)
    {
        foreach (var (name, value) in refusal.Facts)
            if (name == RetryAfterSeconds && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return seconds;
        return refusal.Kind.Class is RefusalClass.Unavailable ? 1 : 60;
    }

    static Dictionary<string, string> Facts(Refusal refusal)
    {
        var facts = new Dictionary<string, string>();
        foreach (var (name, value) in refusal.Facts) facts[name] = value;
        return facts;
    }

    static Dictionary<string, IReadOnlyList<FieldProblem>>? Fields(IReadOnlyList<Refusal> refusals, Words words)
    {
        var fields = refusals.Where(refusal => refusal.Field is not null).GroupBy(refusal => refusal.Field!).ToDictionary(
            field => field.Key,
            IReadOnlyList<FieldProblem> (field) => [
                .. field.Select(refusal => new FieldProblem(refusal.Kind.Code, words.Title(refusal.Kind.Code)))]);
        return fields.Count == 0 ? null : fields;
    }
}
