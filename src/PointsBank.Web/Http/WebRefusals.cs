using System.Collections.Frozen;
using System.Collections.Immutable;
using PointsBank.Ledger;

namespace PointsBank.Web.Http;

/// <summary>Every reason for which the web itself says no, before a desk was asked.</summary>
public static class WebRefusals
{
    public static readonly RefusalKind BadRequest = new("bad_request", RefusalClass.BadRequest);
    public static readonly RefusalKind MalformedJson = new("malformed_json", RefusalClass.BadRequest);
    public static readonly RefusalKind UnknownField = new("unknown_field", RefusalClass.BadRequest);
    public static readonly RefusalKind DuplicateField = new("duplicate_field", RefusalClass.BadRequest);
    public static readonly RefusalKind WrongType = new("wrong_type", RefusalClass.BadRequest);
    public static readonly RefusalKind NotADate = new("not_a_date", RefusalClass.BadRequest);

    /// <summary>What should be a time of the day is none.</summary>
    public static readonly RefusalKind NotATime = new("not_a_time", RefusalClass.BadRequest);
    public static readonly RefusalKind NotMoney = new("not_money", RefusalClass.BadRequest);
    public static readonly RefusalKind UnknownParameter = new("unknown_parameter", RefusalClass.BadRequest);
    public static readonly RefusalKind DuplicateParameter = new("duplicate_parameter", RefusalClass.BadRequest);
    public static readonly RefusalKind WrongContentType = new("wrong_content_type", RefusalClass.BadRequest);
    public static readonly RefusalKind BodyTooLarge = new("body_too_large", RefusalClass.BadRequest);
    public static readonly RefusalKind TooSlow = new("too_slow", RefusalClass.BadRequest);
    public static readonly RefusalKind StaleForm = new("stale_form", RefusalClass.BadRequest);
    public static readonly RefusalKind NotTheSame = new("not_the_same", RefusalClass.BadRequest);
    public static readonly RefusalKind SignInNeeded = new("sign_in_needed", RefusalClass.Unauthenticated);
    public static readonly RefusalKind SignInExpired = new("sign_in_expired", RefusalClass.Unauthenticated);
    public static readonly RefusalKind UnknownAddress = new("unknown_address", RefusalClass.NotFound);
    public static readonly RefusalKind WrongMethod = new("wrong_method", RefusalClass.BadRequest);
    public static readonly RefusalKind TooManyRequests = new("too_many_requests", RefusalClass.TooMany);

    /// <summary>Too many workbooks or PDFs wait to be read.</summary>
    public static readonly RefusalKind FilesBusy = new("files_busy", RefusalClass.TooMany);
    public static readonly RefusalKind NotReady = new("not_ready", RefusalClass.Unavailable);
    public static readonly RefusalKind InternalError = new("internal_error", RefusalClass.Unavailable);

    public static ImmutableArray<RefusalKind> All { get; } =
    [
        BadRequest, MalformedJson, UnknownField, DuplicateField, WrongType, NotADate, NotATime, NotMoney, UnknownParameter,
        DuplicateParameter, WrongContentType, BodyTooLarge, TooSlow, StaleForm, NotTheSame, SignInNeeded, SignInExpired, UnknownAddress,
        WrongMethod, TooManyRequests, FilesBusy, NotReady, InternalError,
    ];

    /// <summary>HTTP has its own numbers for these; every other code takes that of its class.</summary>
    static readonly FrozenDictionary<string, int> OwnStatus = new Dictionary<string, int>
    {
        ["wrong_content_type"] = StatusCodes.Status415UnsupportedMediaType,
        ["body_too_large"] = StatusCodes.Status413PayloadTooLarge,
        ["too_slow"] = StatusCodes.Status408RequestTimeout,
        ["wrong_method"] = StatusCodes.Status405MethodNotAllowed,
        ["internal_error"] = StatusCodes.Status500InternalServerError,
    }.ToFrozenDictionary();

    public static int StatusOf(RefusalKind kind) => OwnStatus.TryGetValue(kind.Code, out var own) ? own : kind.Class switch
    {
        RefusalClass.BadRequest => StatusCodes.Status400BadRequest,
        RefusalClass.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalClass.Forbidden => StatusCodes.Status403Forbidden,
        RefusalClass.NotFound => StatusCodes.Status404NotFound,
        RefusalClass.Conflict => StatusCodes.Status409Conflict,
        RefusalClass.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        RefusalClass.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalClass.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new InvalidOperationException($"{kind.Class} has no status"),
    };

    /// <summary>The reason behind a bare status that the framework gave.</summary>
    public static RefusalKind Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => SignInNeeded,
        StatusCodes.Status403Forbidden => Village.VillageRefusals.NotAllowed,
        StatusCodes.Status404NotFound => UnknownAddress,
        StatusCodes.Status405MethodNotAllowed => WrongMethod,
        StatusCodes.Status408RequestTimeout => TooSlow,
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => WrongContentType,
        StatusCodes.Status429TooManyRequests => TooManyRequests,
        StatusCodes.Status503ServiceUnavailable => NotReady,
        >= 500 => InternalError,
        _ => BadRequest,
    };
}
