using System.Text.Json;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Trips;

/// <summary>
/// What devices handed out and the book refused. The answer to a key stays what it was: the goods are gone, and a second answer would hide
/// that.
/// </summary>
static class TripRefusalTable
{
    static readonly Dictionary<string, RefusalKind> Kinds = VillageRefusals.All.Concat(LedgerRefusals.All).ToDictionary(kind => kind.Code);

    public static Refusal? Find(DbSession db, TripDevice device, WriteContext context)
    {
        var row = db.QuerySingleOrDefault<(byte[]? Fingerprint, string Code, string Field, string Facts)>("""
            select fingerprint, code, field, facts from trip_refusals
              where bank = @bank and trip = @trip and device = @device and key = @key
            """, new { bank = device.Bank, trip = device.Trip, device = device.Number, key = context.Key.ToArray() });
        if (row.Fingerprint is null) return null;
        return new Digest(row.Fingerprint) == context.Fingerprint
            ? Read(row.Code, row.Field, row.Facts)
            : new Refusal(LedgerRefusals.KeyReused);
    }

    public static void Add(
        Writer writer, TripDevice device, WriteContext context, long village, long household, long points, string goods, Refusal refusal,
        Instant saidAt) =>
        writer.Execute("""
            insert into trip_refusals (bank, trip, device, key, fingerprint, village, household, points, goods, code, field, facts, said_at,
              recorded_at)
            values (@bank, @trip, @device, @key, @fingerprint, @village, @household, @points, @goods, @code, @field, @facts, @saidAt, @at)
            on conflict (bank, trip, device, key) do nothing
            """,
            new
            {
                bank = device.Bank, trip = device.Trip, device = device.Number, key = context.Key.ToArray(),
                fingerprint = context.Fingerprint.ToArray(), village, household, points, goods, code = refusal.Kind.Code,
                field = refusal.Field ?? "",
                facts = JsonSerializer.Serialize(refusal.Facts.ToDictionary(fact => fact.Key, fact => fact.Value)),
                saidAt = saidAt.ToUnixTimeMilliseconds(), at = writer.NowMilliseconds,
            });

    public static List<TripRefusalView> Of(DbSession db, long bank, long trip) =>
        [.. db.Query<(
            long Device, string Village, long Household, long Points, string Goods, string Code, string Field, string Facts, long Said,
            long At)>("""
            select r.device, b.code, r.household, r.points, r.goods, r.code, r.field, r.facts, r.said_at, r.recorded_at
            from trip_refusals r join books b on b.bank = r.village where r.bank = @bank and r.trip = @trip order by r.device, r.said_at
            """, new { bank, trip })
        .Select(row => new TripRefusalView(
            row.Device, row.Village, row.Household, row.Points, row.Goods, Read(row.Code, row.Field, row.Facts), row.Said.ToInstant(),
            row.At.ToInstant()))];

    static Refusal Read(string code, string field, string facts) => JsonSerializer.Deserialize<Dictionary<string, string>>(facts)!
        .Aggregate(new Refusal(Kinds[code], field.Length == 0 ? null : field), (refusal, fact) => refusal.With(fact.Key, fact.Value));
}
