using System.Threading.RateLimiting;
using PointsBank.Ledger;
using PointsBank.Web.Api;

namespace PointsBank.Web.Security;

/// <summary>Counts requests by what and where, and says when there are too many in a minute. What is idle is forgotten.</summary>
public sealed class Limits : IDisposable
{
    readonly PartitionedRateLimiter<Counted> limiter = PartitionedRateLimiter.Create<Counted, Counted>(counted => RateLimitPartition.GetFixedWindowLimiter(
        counted, key => new FixedWindowRateLimiterOptions { PermitLimit = key.PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    readonly record struct Counted(string What, string Place, int PerMinute);

    public Refusal? Take(string what, string place, int perMinute)
    {
        using var lease = limiter.AttemptAcquire(new(what, place, perMinute));
        if (lease.IsAcquired) return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        return new Refusal(WebRefusals.TooManyRequests).With(Problems.RetryAfterSeconds, (long)Math.Max(1, Math.Ceiling(wait.TotalSeconds)));
    }

    public void Dispose() => limiter.Dispose();
}
