using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Village;
using PointsBank.Village.Callers;

namespace PointsBank.Web.Http;

/// <summary>One request that was let in: who asks, and for which bank, shop and household.</summary>
public sealed class Ask(HttpContext http, Caller? caller, long bank, long shop, long household)
{
    [ThreadStatic]
    static ArrayBufferWriter<byte>? scratch;

    WriteContext? context;

    /// <summary>Who asks, where the endpoint is open to all; null for a stranger.</summary>
    public Caller? CallerIfKnown => caller;

    /// <summary>Who asks.</summary>
    public Caller Caller => caller ?? throw new InvalidOperationException("the endpoint is public, so there may be no caller");

    /// <summary>The number of the bank in the address; 0 where there is none.</summary>
    public long Bank => bank;

    /// <summary>The number of the shop in the address; 0 where there is none.</summary>
    public long Shop => shop;

    /// <summary>The number of the household in the address; 0 where there is none.</summary>
    public long Household => household;

    /// <summary>Key, fingerprint and caller of a write.</summary>
    public WriteContext Context => context ?? throw new InvalidOperationException("only writes have a context");

    internal bool IsDryRun => context is { DryRun: true };

    /// <summary>Where the caller's request came from.</summary>
    public string Address => Place.Of(http);

    /// <summary>The request itself, for what this type does not offer.</summary>
    public HttpContext Http => http;

    internal static Ask Of(HttpContext http) => http.Features.Get<Ask>() ?? throw new InvalidOperationException("nobody was let in");

    /// <summary>A part of the address as text.</summary>
    public string Text(string name) =>
        http.Request.RouteValues[name] as string ?? throw new InvalidOperationException($"the address has no {{{name}}}");

    /// <summary>A part of the address as a number; 0, which nothing has, where it is none.</summary>
    public long Number(string name) =>
        long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= TypedNumber.Max
            ? number
            : 0;

    /// <summary>Reads key and dry run from the request; the refusals, if any.</summary>
    internal IReadOnlyList<Refusal>? ReadWrite(out IdempotencyKey key, out bool dryRun)
    {
        (key, dryRun) = (default, false);
        var request = http.Request;
        if (request.QueryString.HasValue)
        {
            var query = new QueryReader(request.Query);
            dryRun = query.Flag("dryRun");
            if (query.Finish() is { } refusals) return refusals;
        }
        return ReadKey(request, out key);
    }

    /// <summary>Reads the key from the request; the refusal, if any.</summary>
    internal static IReadOnlyList<Refusal>? ReadKey(HttpRequest request, out IdempotencyKey key)
    {
        key = default;
        var given = request.Headers["Idempotency-Key"];
        if (given.Count == 1 && given[0]?.Length > IdempotencyKey.MaxCharacters)
            return [new Refusal(VillageRefusals.TooLong, "Idempotency-Key").With("most", IdempotencyKey.MaxCharacters)];
        return given.Count == 1 && IdempotencyKey.TryParse(given[0], out key) ? null : [new(LedgerRefusals.KeyMissing, "Idempotency-Key")];
    }

    /// <summary>
    /// Keeps what a write is to be known by: the same request by the same caller has the same fingerprint, however its JSON was spelt.
    /// </summary>
    internal void Begin<TInput>(IdempotencyKey key, TInput? input, bool dryRun)
    {
        var buffer = scratch ??= new(1024);
        buffer.ResetWrittenCount();
        // Whoever answers for a device may change, and what it sends again is still the same.
        foreach (var part in (ReadOnlySpan<string?>)[
            Caller.IsDevice ? Caller.TokenHash.ToString() : Caller.Actor, http.Request.Method, http.Request.Path.Value])
        {
            Encoding.UTF8.GetBytes(part, buffer);
            buffer.Write("\n"u8);
        }
        if (input is not null)
        {
            using var writer = new Utf8JsonWriter(buffer);
            JsonSerializer.Serialize(writer, input, Json.WithoutSecrets);
        }
        var fingerprint = Digest.Of(buffer.WrittenSpan);
        context = new(Caller, key, fingerprint, dryRun);
        if (buffer.Capacity > 64 * 1024) scratch = null;
    }
}
