using PointsBank.Storage;

namespace PointsBank.Village.Seals;

/// <summary>Words that were erased leave no trace in a seal: the salts of their digests go with them.</summary>
static class SealedWords
{
    /// <summary>Lets go of the salts of all rows whose words are not there any more as they were sealed; answers of how many.</summary>
    public static int Forget(DbSession db, long bank)
    {
        var gone = new List<(string Part, string Key)>();
        using var bytes = new RowBytes();
        var schema = SealTable.All(db, bank).ToDictionary(seal => seal.Seal.Number, seal => seal.Seal.Schema);
        foreach (var part in SealedPart.Of(bank).Where(part => part.IsSalted))
        {
            var known = new Dictionary<string, (long Seal, RowSeal Row)>();
            foreach (var version in SealTable.Rows(db, bank, part.Name)) known[version.Row.Key] = version;
            if (known.Count == 0) continue;
            using var rows = new RowReader(db, part, bank);
            while (rows.Read())
                if (rows.IsErased
                    && known.TryGetValue(rows.Key, out var version)
                    && version.Row is { Salt: { } salt } row
                    && row.Digest != rows.DigestUnder(salt, bytes, schema[version.Seal]))
                    gone.Add((part.Name, row.Key));
        }
        foreach (var (part, key) in gone) SealTable.ForgetSalt(db, bank, part, key);
        return gone.Count;
    }
}
