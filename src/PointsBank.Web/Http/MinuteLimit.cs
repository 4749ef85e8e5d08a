using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PointsBank.Ledger;
using PointsBank.Village.Callers;

namespace PointsBank.Web.Http;

/// <summary>
/// At most so many requests a minute. Strangers are counted by their place; who is signed in is not shut out by a crawler behind the same
/// address, and may look around public addresses for longer.
/// </summary>
/// <param name="What">What is counted together.</param>
/// <param name="PerMinute">How many.</param>
sealed record MinuteLimit(string What, int PerMinute) : IRateLimiterPolicy<MinuteLimit.Counted>
{
    /// <summary>So many times as often as a stranger somebody who is signed in opens public pages.</summary>
    const int MoreForKnown = 5;

    public readonly record struct Counted(string What, string Whom, int PerMinute);

    public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected { get; } = (rejected, _) =>
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        var seconds = (long)Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        var refusal = new Refusal(WebRefusals.TooManyRequests).With(Problems.RetryAfterSeconds, seconds);
        return new(Problems.Write(rejected.HttpContext, refusal));
    };

    public RateLimitPartition<Counted> GetPartition(HttpContext httpContext)
    {
        var caller = httpContext.Caller();
        var isPublic = httpContext.GetEndpoint()?.Metadata.GetMetadata<Access>() is { IsPublic: true };
        var counted = new Counted(What, CountedAs(caller, httpContext), PerMinute * (caller is not null && isPublic ? MoreForKnown : 1));
        return RateLimitPartition.GetFixedWindowLimiter(counted, static counted => new()
        {
            PermitLimit = counted.PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
        });
    }

    /// <summary>Whom a limit counts: a place, staff, or a household with its bank, because every village has a household 1.</summary>
    static string CountedAs(Caller? caller, HttpContext http) => caller switch
    {
        null => Place.Of(http),
        { Household: 0 } => caller.Actor,
        _ => string.Create(CultureInfo.InvariantCulture, $"{caller.OwnBank}/{caller.Actor}"),
    };
}
