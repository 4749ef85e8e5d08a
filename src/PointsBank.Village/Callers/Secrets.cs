using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PointsBank.Ledger;

namespace PointsBank.Village.Callers;

/// <summary>
/// Makes and checks the digests of passwords and PINs. Each costs a core a good part of a second, so few are made at once and the rest wait
/// in line: no crowd at the door slows a page, and none at all reaches the counter.
/// </summary>
/// <param name="rounds">How often a digest is hashed: as often as OWASP asks for PBKDF2 with HMAC-SHA-512, 0.15 seconds of a core. Tests
/// take few.</param>
public sealed class Secrets(int rounds = 210_000) : IDisposable
{
    readonly PasswordHasher<string> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = rounds }));
    string? nobodys;

    /// <summary>The line of strangers.</summary>
    public Line Door { get; } = new();

    /// <summary>The line of whoever is signed in, or was on the same device before.</summary>
    public Line Known { get; } = new();

    /// <summary>The line of the counters' PINs.</summary>
    public Line Counter { get; } = new();

    /// <summary>The digest to keep of a new secret.</summary>
    public Task<Outcome<string>> Make(string secret) => Known.Pass(() => Task.FromResult<Outcome<string>>(hasher.HashPassword("", secret)));

    /// <summary>
    /// Whether the digest is of this secret. Where there is none a made-up one is checked, so that names cannot be told apart by time.
    /// </summary>
    public bool Fits(string? digest, string secret)
    {
        var known = digest ?? (nobodys ??= hasher.HashPassword("", "nobody's secret"));
        return hasher.VerifyHashedPassword("", known, secret) != PasswordVerificationResult.Failed && digest is not null;
    }

    public void Dispose()
    {
        foreach (var line in (Line[])[Door, Known, Counter]) line.Dispose();
    }
}

/// <summary>A line in front of what is costly: so many at once, a few more wait, and whoever comes then is told to come back.</summary>
public sealed class Line : IDisposable
{
    /// <summary>At most so many wait.</summary>
    public const int MaxWaiting = 32;

    /// <summary>Half of the machine, so that the other half shows pages; no more than are wrong before a name is locked.</summary>
    static readonly int AtOnce = Math.Clamp(Environment.ProcessorCount / 2, 1, Tries.Max - 1);

    readonly ConcurrencyLimiter places =
        new(new() { PermitLimit = AtOnce, QueueLimit = MaxWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    public async Task<Outcome<T>> Pass<T>(Func<Task<Outcome<T>>> work)
    {
        using var place = await places.AcquireAsync();
        return place.IsAcquired ? await work() : new Refusal(VillageRefusals.SignInBusy).With("retryAfterSeconds", 5);
    }

    public void Dispose() => places.Dispose();
}
