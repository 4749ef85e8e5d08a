using System.Data.Common;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Seals;

/// <summary>
/// Computes every seal anew: a table that does not say any more what was sealed is named, with the range of its rows between two seals.
/// What no seal holds yet is said, and is no deviation.
/// </summary>
static class SealAudit
{
    const int KeysTold = 5;

    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [MadeOf, Seals];

    /// <summary>Whether all that was sealed in a bank still says the same.</summary>
    public static bool IsSound(DbSession db, long bank)
    {
        var audit = new Audit(BookTable.All(db).First(book => book.Bank == bank).Code);
        foreach (var pass in Passes) pass(db, bank, audit);
        return audit.Deviations.Count == 0;
    }

    /// <summary>The tables, indexes and triggers are those that the migrations make.</summary>
    static void MadeOf(DbSession db, long bank, Audit audit) => Catalogue.Check(db, VillageSchema.Migrations, audit);

    /// <summary>What belongs to no bank is checked with each bank.</summary>
    static void Seals(DbSession db, long bank, Audit audit)
    {
        Check(db, 0, audit);
        Check(db, bank, audit);
    }

    static void Check(DbSession db, long bank, Audit audit)
    {
        var seals = SealTable.All(db, bank);
        Chain(db, bank, seals, audit);
        var all = SealedPart.Of(bank).ToDictionary(part => part.Name);
        var slices = seals.SelectMany(seal => seal.Seal.Parts.Select(part => new Slice(seal.Seal, part)))
            .ToLookup(slice => slice.Part.Part);
        foreach (var unknown in slices.Where(part => !all.ContainsKey(part.Key)))
            audit.Report("seal_of_unknown_part", PlaceOf(unknown.First().Seal), "a part of a table", unknown.Key);
        using var bytes = new RowBytes();
        foreach (var part in all.Values)
        {
            try
            {
                if (part.IsByRow)
                    RowByRow(db, part, bank, seals.ConvertAll(seal => seal.Seal), [.. slices[part.Name]], bytes, audit);
                else Stretches(db, part, bank, seals.Count, [.. slices[part.Name]], bytes, audit);
            }
            catch (Exception fault) when (fault is InvalidDataException or ArgumentException or OverflowException or DbException)
            {
                audit.Report("unreadable", part.Name, "rows as the program writes them", fault.Message);
                bytes.Finish();
            }
        }
    }

    /// <summary>Each seal's digest is of what stands in it, and of the seal before it; it knows the journal as it was.</summary>
    static void Chain(DbSession db, long bank, List<(Seal Seal, Digest Digest)> seals, Audit audit)
    {
        var (code, previous, number) = (SealTable.CodeOf(db, bank), default(Digest), 0L);
        var outside = bank == 0 ? [] : SealTable.All(db, 0).Select(seal => seal.Digest).ToHashSet();
        foreach (var (seal, digest) in seals)
        {
            if (seal.Number != ++number) audit.Report("seal_gap", PlaceOf(seal), $"{number}", $"{seal.Number}");
            number = seal.Number;
            if (seal.Previous != previous) audit.Report("seal_chain_differs", PlaceOf(seal), previous.ToString(), seal.Previous.ToString());
            var computed = seal.DigestUnder(code);
            if (computed != digest) audit.Report("seal_differs", PlaceOf(seal), digest.ToString(), computed.ToString());
            if (!seal.Outside.IsZero && !outside.Contains(seal.Outside))
                audit.Report("seal_of_bank_0_missing", PlaceOf(seal), seal.Outside.ToString(), "none");
            if (seal.Entry > 0 && EntryTable.Find(db, bank, new(seal.Entry))?.Hash is var hash && hash != seal.Head)
                audit.Report(
                    "sealed_head_differs", $"entries up to {seal.Entry}, {PlaceOf(seal)}", seal.Head.ToString(),
                    hash?.ToString() ?? "none");
            previous = digest;
        }
        // Without a later migration the database is made of what it was made of.
        if (seals is [.., var (last, _)]
            && last.Schema == SealTable.SchemaOf(db)
            && Catalogue.DigestOf(Catalogue.Of(db)) is var made
            && made != last.Catalogue)
            audit.Report("sealed_catalogue_differs", PlaceOf(last), last.Catalogue.ToString(), made.ToString());
    }

    /// <summary>A log is cut where the seals cut it.</summary>
    static void Stretches(
        DbSession db, SealedPart part, long bank, int seals, IReadOnlyList<Slice> slices, RowBytes bytes, Audit audit)
    {
        using var rows = new RowReader(db, part, bank);
        var (current, count, open) = (0, 0L, 0L);
        while (rows.Read())
        {
            while (current < slices.Count && rows.Place > slices[current].Part.Upto) End();
            if (current == slices.Count)
            {
                open++;
                continue;
            }
            rows.AddTo(bytes, slices[current].Seal.Schema);
            count++;
        }
        while (current < slices.Count) End();
        if (open > 0) audit.Tell(new(part.Name, open, "", seals));

        void End()
        {
            var (seal, slice) = (slices[current].Seal, slices[current].Part);
            var (first, before) = current == 0 ? (0, 0) : (slices[current - 1].Part.Upto, slices[current - 1].Part.Rows);
            if (bytes.Finish() != slice.Digest || count != slice.Rows - before)
                audit.Report(
                    "sealed_rows_differ", $"{part.Name}, {part.Order[0]} {first + 1}..{slice.Upto}, {Between(seal)}",
                    $"{slice.Rows - before} rows as sealed", $"{count} rows, not all as sealed");
            (current, count) = (current + 1, 0);
        }
    }

    static void RowByRow(
        DbSession db, SealedPart part, long bank, List<Seal> seals, IReadOnlyList<Slice> slices, RowBytes bytes, Audit audit)
    {
        var versions = SealTable.Rows(db, bank, part.Name);
        var bySeal = versions.ToLookup(version => version.Seal, version => version.Row);
        foreach (var slice in slices)
            if (Seal.DigestOf(bySeal[slice.Seal.Number]) != slice.Part.Digest)
                audit.Report(
                    "seal_rows_differ", $"seal_rows of {part.Name}, {Between(slice.Seal)}", "rows as sealed",
                    $"{bySeal[slice.Seal.Number].Count()} rows, not all as sealed");
        foreach (var stray in bySeal.Select(version => version.Key).Except(slices.Select(slice => slice.Seal.Number)))
            audit.Report("seal_rows_differ", $"seal_rows of {part.Name}, seal {stray}", "none", $"{bySeal[stray].Count()} rows");

        var known = new Dictionary<string, (long Seal, RowSeal Row)>();
        foreach (var version in versions) known[version.Row.Key] = version;
        var byNumber = seals.ToDictionary(seal => seal.Number);
        var (open, keys) = (0L, new List<string>());
        using (var rows = new RowReader(db, part, bank))
            while (rows.Read())
            {
                var key = rows.Key;
                if (!known.Remove(key, out var version))
                {
                    if (Sealing.IsLate(rows.Came, seals.LastOrDefault()?.MadeAt))
                        audit.Report(
                            "row_never_sealed", $"{part.Name} {key}, before seal {seals[^1].Number}", "under a seal of its day",
                            "under none");
                    else Tell(key);
                    continue;
                }
                var (number, row) = version;
                var seal = byNumber.GetValueOrDefault(number);
                if (seal is null) continue;
                // Erased with its salt: nothing of it can be computed any more, and nothing of it is to be seen.
                if (part.IsSalted && row is { Salt: null, Digest: not null })
                {
                    if (!rows.IsErased) audit.Report("sealed_row_differs", $"{part.Name} {key}, {Between(seal)}", "erased words", "others");
                }
                else if (row.Digest == rows.DigestUnder(row.Salt, bytes, seal.Schema)) continue;
                else if (part.MayChange) Tell(key);
                else audit.Report("sealed_row_differs", $"{part.Name} {key}, {Between(seal)}", "the row as sealed", "another");
            }
        foreach (var (key, (number, row)) in known)
            if (row.Digest is null || !byNumber.TryGetValue(number, out var seal)) continue;
            else if (part.MayChange) Tell(key);
            else audit.Report("sealed_row_differs", $"{part.Name} {key}, {Between(seal)}", "the row as sealed", "none");
        if (open > 0) audit.Tell(new(part.Name, open, string.Join(", ", keys) + (open > keys.Count ? ", …" : ""), seals.Count));

        void Tell(string key)
        {
            open++;
            if (keys.Count < KeysTold) keys.Add(key);
        }
    }

    static string PlaceOf(Seal seal) => seal.Bank == 0 ? $"seal {seal.Number} of bank 0" : $"seal {seal.Number}";

    static string Between(Seal seal) => $"{(seal.Number == 1 ? "up to" : $"after seal {seal.Number - 1} up to")} {PlaceOf(seal)}";

    sealed record Slice(Seal Seal, PartSeal Part);
}
