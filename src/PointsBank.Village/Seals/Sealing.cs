using System.Security.Cryptography;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Seals;

/// <summary>
/// Computes the next seal of a bank from one consistent state of the file: what came since the last one, and of rows that may change those
/// that did. What was sealed before and never changes is not read again.
/// </summary>
static class Sealing
{
    const int SaltSize = 16;

    /// <summary>The seal, and the rows that it tells one by one.</summary>
    public sealed record Next(Seal Seal, Digest Digest, IReadOnlyList<(string Part, RowSeal Row)> Rows);

    /// <summary>Computes it; requests count up to <paramref name="requestsUpto"/>.</summary>
    public static Next Of(
        DbSession db, long bank, string cause, string actor, Instant now, long requestsUpto, Digest catalogue,
        Digest outside)
    {
        var last = SealTable.Last(db, bank);
        var known = SealTable.Sealed(db, bank);
        var schema = SealTable.SchemaOf(db);
        var (parts, rows) = (new List<PartSeal>(), new List<(string, RowSeal)>());
        using var bytes = new RowBytes();
        foreach (var part in SealedPart.Of(bank))
        {
            var before = known.GetValueOrDefault(part.Name);
            var (next, told) = part.IsByRow
                ? RowByRow(db, part, bank, before, schema, last is null ? null : Instant.Min(last.Value.Seal.MadeAt, now), bytes)
                : (Stretch(db, part, bank, before, schema, requestsUpto, bytes), []);
            if (next is null) continue;
            parts.Add(next);
            rows.AddRange(told.Select(row => (part.Name, row)));
        }
        var head = bank == 0 ? null : BookTable.Head(db, bank);
        var seal = new Seal(
            bank, (last?.Seal.Number ?? 0) + 1, now, cause, head?.Entry.Value ?? 0, head?.Hash ?? default, schema, catalogue, outside,
            last?.Digest ?? default, actor, parts);
        return new(seal, seal.DigestUnder(SealTable.CodeOf(db, bank)), rows);
    }

    static PartSeal? Stretch(
        DbSession db, SealedPart part, long bank, PartSeal? before, long schema, long requestsUpto, RowBytes bytes)
    {
        var after = before?.Upto ?? 0;
        var upto = part.Name == "requests" ? requestsUpto : SealedRowTable.Last(db, part, bank);
        if (upto <= after) return null;
        var count = 0L;
        using var rows = new RowReader(db, part, bank, after, upto);
        for (; rows.Read(); count++) rows.AddTo(bytes, schema);
        return count == 0 ? null : new(part.Name, (before?.Rows ?? 0) + count, upto, bytes.Finish());
    }

    static (PartSeal?, IReadOnlyList<RowSeal>) RowByRow(
        DbSession db, SealedPart part, long bank, PartSeal? before, long schema, Instant? lastMade, RowBytes bytes)
    {
        // Of what never changes no row goes either: as many as before are the same.
        if (!part.MayChange && SealedRowTable.Count(db, part, bank) == (before?.Rows ?? 0)) return (null, []);
        var known = before is null ? [] : Current(db, bank, part);
        var (told, count) = (new List<RowSeal>(), before?.Rows ?? 0);
        using (var rows = new RowReader(db, part, bank))
            while (rows.Read())
            {
                var key = rows.Key;
                var isKnown = known.Remove(key, out var row);
                // What was sealed stays as it was sealed: a change of it is for verify to tell.
                if (isKnown && !part.MayChange) continue;
                if (!isKnown && IsLate(rows.Came, lastMade)) continue;
                if (isKnown && part.IsSalted && row!.Salt is null && row.Digest is not null && rows.IsErased) continue;
                if (isKnown && row!.Digest == rows.DigestUnder(row.Salt, bytes, schema)) continue;
                var salt = part.IsSalted ? RandomNumberGenerator.GetBytes(SaltSize) : null;
                told.Add(new(key, rows.DigestUnder(salt, bytes, schema), salt));
                if (row?.Digest is null) count++;
            }
        if (part.MayChange)
            foreach (var row in known.Values.Where(row => row.Digest is not null))
            {
                told.Add(new(row.Key, null, null));
                count--;
            }
        return told.Count == 0 ? (null, []) : (new(part.Name, count, 0, Seal.DigestOf(told)), told);
    }

    /// <summary>Rows as they were last sealed, by their keys.</summary>
    public static Dictionary<string, RowSeal> Current(DbSession db, long bank, SealedPart part)
    {
        var current = new Dictionary<string, RowSeal>();
        foreach (var (_, row) in SealTable.Rows(db, bank, part.Name)) current[row.Key] = row;
        return current;
    }

    /// <summary>
    /// Whether a row that no seal holds says that it came long before the last one: nobody wrote it then, or the seal would hold it. Clocks
    /// may be a day behind.
    /// </summary>
    public static bool IsLate(long? came, Instant? lastMade) =>
        came is { } at && lastMade is { } made && Instant.FromUnixTimeMilliseconds(at) < made - Duration.FromDays(1);
}
