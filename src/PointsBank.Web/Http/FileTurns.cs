using System.Threading.RateLimiting;
using PointsBank.Ledger;

namespace PointsBank.Web.Http;

/// <summary>
/// Workbooks and PDFs cost a core seconds and the memory of what they unpack to, so of each kind one is read at a time, a few wait, and
/// whoever comes then is asked to come back. Photos and plain text cost next to nothing and take no turn.
/// </summary>
public sealed class FileTurns : IDisposable
{
    /// <summary>So many wait for the one that is read; each holds its file in memory meanwhile.</summary>
    public const int MaxWaiting = 4;

    const int SecondsToWait = 10;

    readonly ConcurrencyLimiter workbooks = OneAtATime(), papers = OneAtATime();

    /// <summary>What is said where too many wait.</summary>
    public static Refusal Busy => new Refusal(WebRefusals.FilesBusy).With(Problems.RetryAfterSeconds, SecondsToWait);

    /// <summary>
    /// Waits for the turn of a file that begins like this, and keeps it until the answer is disposed of; null where too many wait.
    /// </summary>
    public async Task<IDisposable?> Take(ReadOnlyMemory<byte> beginning, CancellationToken stop)
    {
        if (LimiterOf(beginning.Span) is not { } limiter) return None.Instance;
        var lease = await limiter.AcquireAsync(cancellationToken: stop);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        return null;
    }

    /// <summary>The same for the first file in a form that takes a turn, as it was chosen or as a page carries it on.</summary>
    public Task<IDisposable?> Take(IFormCollection form, CancellationToken stop) =>
        Take(
            form.Files.Select(Beginning).Append(Carried(form["sheet"].ToString()))
                .FirstOrDefault(beginning => LimiterOf(beginning) is not null)
                ?? [],
            stop);

    public void Dispose()
    {
        workbooks.Dispose();
        papers.Dispose();
    }

    static byte[] Beginning(IFormFile file)
    {
        using var content = file.OpenReadStream();
        var bytes = new byte[4];
        return bytes[..content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    static byte[] Carried(string sheet)
    {
        var bytes = new byte[6];
        return sheet.Length >= 8 && Convert.TryFromBase64String(sheet[..8], bytes, out var count) ? bytes[..count] : [];
    }

    /// <summary>By the first bytes, which is what the readers go by.</summary>
    ConcurrencyLimiter? LimiterOf(ReadOnlySpan<byte> beginning) =>
        beginning.StartsWith("PK"u8) || beginning.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? workbooks
            : beginning.StartsWith("%PDF"u8) ? papers
            : null;

    static ConcurrencyLimiter OneAtATime() =>
        new(new() { PermitLimit = 1, QueueLimit = MaxWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    sealed class None : IDisposable
    {
        public static readonly None Instance = new();

        public void Dispose()
        {
        }
    }
}
