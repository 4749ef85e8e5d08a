using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>What a write takes, for the OpenAPI document.</summary>
sealed record Takes(Type Input);

/// <summary>
/// What a write takes that is no JSON, for the OpenAPI document: the kinds of file, with an example of each that is text.
/// </summary>
sealed record TakesFile(IReadOnlyDictionary<string, string?> Kinds);

/// <summary>Marks an endpoint that needs an Idempotency-Key and offers dryRun.</summary>
sealed record IsWrite;

/// <summary>Which query parameters a read has, for the OpenAPI document.</summary>
sealed record Queries(IReadOnlyList<QueryParameter> Parameters);

/// <summary>
/// How endpoints are written: an address and one call to a desk. Each becomes a plain request delegate, so a request runs no reflection,
/// no filters and no exceptions on its way, and a refusal on any step is written by <see cref="Problems"/>.
/// </summary>
public static class Endpoints
{
    static readonly System.Reflection.MethodInfo Described = ((Action)Nothing).Method;

    /// <summary>A read without query parameters.</summary>
    public static IEndpointConventionBuilder Get<TView>(
        this IEndpointRouteBuilder routes, string pattern, Func<Ask, Outcome<TView>> read) =>
        routes.Get(pattern, static _ => 0, (ask, _) => Task.FromResult(read(ask)));

    /// <summary>A read that cannot be refused.</summary>
    public static IEndpointConventionBuilder Get<TView>(this IEndpointRouteBuilder routes, string pattern, Func<Ask, TView> read) =>
        routes.Get(pattern, static _ => 0, (ask, _) => Task.FromResult<Outcome<TView>>(read(ask)));

    /// <summary>A read that has to wait for something.</summary>
    public static IEndpointConventionBuilder Get<TView>(
        this IEndpointRouteBuilder routes, string pattern, Func<Ask, Task<Outcome<TView>>> read) =>
        routes.Get(pattern, static _ => 0, (ask, _) => read(ask));

    /// <summary>A read with query parameters: the first function names and reads them, the second answers.</summary>
    public static IEndpointConventionBuilder Get<TQuery, TView>(
        this IEndpointRouteBuilder routes, string pattern, Func<QueryReader, TQuery> query, Func<Ask, TQuery, Outcome<TView>> read) =>
        routes.Get(pattern, query, (ask, given) => Task.FromResult(read(ask, given)));

    /// <summary>A read with query parameters that cannot be refused.</summary>
    public static IEndpointConventionBuilder Get<TQuery, TView>(
        this IEndpointRouteBuilder routes, string pattern, Func<QueryReader, TQuery> query, Func<Ask, TQuery, TView> read) =>
        routes.Get(pattern, query, (ask, given) => Task.FromResult<Outcome<TView>>(read(ask, given)));

    /// <summary>A read with query parameters that has to wait for something.</summary>
    public static IEndpointConventionBuilder Get<TQuery, TView>(
        this IEndpointRouteBuilder routes, string pattern, Func<QueryReader, TQuery> query, Func<Ask, TQuery, Task<Outcome<TView>>> read)
    {
        var describing = new QueryReader(QueryCollection.Empty);
        query(describing);
        var type = Json.Of<TView>();
        return routes.Map<TView>(HttpMethods.Get, pattern, async http =>
        {
            var reader = new QueryReader(http.Request.Query);
            var given = query(reader);
            if (reader.Finish() is { } refusals) await Problems.Write(http, refusals);
            else await Answer(http, await read(Ask.Of(http), given), type, StatusCodes.Status200OK);
        }, [new Queries(describing.Known)]);
    }

    /// <summary>A write that makes something: 201, or 200 for a replay or a dry run.</summary>
    public static IEndpointConventionBuilder Post<TInput, TView>(
        this IEndpointRouteBuilder routes, string pattern, Func<Ask, TInput, Task<Outcome<TView>>> write) where TInput : class =>
        routes.Write(HttpMethods.Post, pattern, StatusCodes.Status201Created, write);

    /// <summary>A write that puts something in place of what was there.</summary>
    public static IEndpointConventionBuilder Put<TInput, TView>(
        this IEndpointRouteBuilder routes, string pattern, Func<Ask, TInput, Task<Outcome<TView>>> write) where TInput : class =>
        routes.Write(HttpMethods.Put, pattern, StatusCodes.Status200OK, write);

    /// <summary>A write that takes something away; it has no body.</summary>
    public static IEndpointConventionBuilder Delete<TView>(
        this IEndpointRouteBuilder routes, string pattern, Func<Ask, Task<Outcome<TView>>> write)
    {
        var gives = Json.Of<TView>();
        return routes.Map<TView>(HttpMethods.Delete, pattern, async http =>
        {
            var ask = Ask.Of(http);
            if (ask.ReadWrite(out var key, out var dryRun) is { } refusals)
            {
                await Problems.Write(http, refusals);
                return;
            }
            ask.Begin<object>(key, null, dryRun);
            await Answer(http, Settle(ask, await write(ask)), gives, StatusCodes.Status200OK);
        }, [new IsWrite()]);
    }

    /// <summary>
    /// A POST that needs no key, because its answer must not be kept for a replay, such as a token. Nothing else may use it.
    /// </summary>
    public static IEndpointConventionBuilder Exchange<TInput, TView>(
        this IEndpointRouteBuilder routes, string pattern, Func<Ask, TInput, Task<Outcome<TView>>> exchange) where TInput : class
    {
        var (takes, gives) = (Json.Of<TInput>(), Json.Of<TView>());
        return routes.Map<TView>(HttpMethods.Post, pattern, async http =>
        {
            var refusals = new QueryReader(http.Request.Query).Finish();
            TInput? input = null;
            if (refusals is null) (input, refusals) = await Bodies.Read(http, takes);
            if (refusals is null) await Answer(http, await exchange(Ask.Of(http), input!), gives, StatusCodes.Status200OK);
            else await Problems.Write(http, refusals);
        }, [new Takes(typeof(TInput))]);
    }

    static IEndpointConventionBuilder Write<TInput, TView>(
        this IEndpointRouteBuilder routes, string method, string pattern, int fresh,
        Func<Ask, TInput, Task<Outcome<TView>>> write) where TInput : class
    {
        var (takes, gives) = (Json.Of<TInput>(), Json.Of<TView>());
        return routes.Map<TView>(method, pattern, async http =>
        {
            var ask = Ask.Of(http);
            var refusals = ask.ReadWrite(out var key, out var dryRun);
            TInput? input = null;
            if (refusals is null) (input, refusals) = await Bodies.Read(http, takes);
            if (refusals is not null)
            {
                await Problems.Write(http, refusals);
                return;
            }
            ask.Begin(key, input, dryRun);
            await Answer(http, Settle(ask, await write(ask, input!)), gives, fresh);
        }, [new Takes(typeof(TInput)), new IsWrite()], fresh);
    }

    /// <summary>
    /// A repetition gets the first answer even where it would be refused today: the PIN was changed since, the day is over, the rulebook is
    /// another. Only refusals pay for looking.
    /// </summary>
    static Outcome<TView> Settle<TView>(Ask ask, Outcome<TView> outcome)
    {
        if (outcome.Kept is not null || outcome.Refusal is not { } refusal || refusal.Kind.Class is RefusalClass.Unavailable)
            return outcome;
        var database = ask.Http.RequestServices.GetRequiredService<Database>();
        return database.FindAnswer<TView>(ask.Bank, ask.Context.Key, ask.Context.Fingerprint) ?? outcome;
    }

    static IEndpointConventionBuilder Map<TView>(
        this IEndpointRouteBuilder routes, string method, string pattern, RequestDelegate answer, object[] facts,
        int status = StatusCodes.Status200OK) =>
        routes.MapMethods(pattern, [method], answer)
            .WithMetadata(Described, new ProducesResponseTypeMetadata(status, typeof(TView), ["application/json"]))
            .WithMetadata(facts);

    /// <summary>Puts an endpoint that writes its own answer into the OpenAPI document.</summary>
    public static TBuilder Describe<TBuilder>(
        this TBuilder endpoint, Type gives, params string[] contentTypes) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(Described, new ProducesResponseTypeMetadata(StatusCodes.Status200OK, gives, contentTypes));

    /// <summary>The answer of a write whose body is no JSON.</summary>
    internal static Task Answer<TView>(HttpContext http, Outcome<TView> outcome, bool dryRun, int fresh = StatusCodes.Status201Created)
    {
        if (outcome is { Refusal: null, Replayed: false } && dryRun) http.Response.Headers["Dry-Run"] = "true";
        return Answer(http, outcome, Json.Of<TView>(), dryRun ? StatusCodes.Status200OK : fresh);
    }

    static Task Answer<TView>(HttpContext http, Outcome<TView> outcome, JsonTypeInfo<TView> type, int fresh)
    {
        var response = http.Response;
        if (outcome.Kept is { } kept)
        {
            response.Headers["Idempotency-Replayed"] = "true";
            response.ContentType = "application/json";
            return response.WriteAsync(Json.WithoutNulls(kept), http.RequestAborted);
        }
        if (outcome.Refusal is { } refusal) return Problems.Write(http, refusal);
        if (outcome.Replayed) response.Headers["Idempotency-Replayed"] = "true";
        else if (http.Features.Get<Ask>() is { IsDryRun: true }) response.Headers["Dry-Run"] = "true";
        else response.StatusCode = fresh;
        response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(response.BodyWriter, outcome.Value, type, http.RequestAborted);
    }

    /// <summary>
    /// Stands in the metadata so that the OpenAPI document sees the endpoint; its parameters are described by our own transformer.
    /// </summary>
    static void Nothing()
    {
    }
}
