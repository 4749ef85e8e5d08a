using PointsBank.Storage;

namespace PointsBank.Village.Keys;

/// <summary>What is kept under the server's key: the PINs of passbooks and the codes of vouchers, of all banks.</summary>
static class KeyTable
{
    /// <summary>The names of the keys without which PINs and open vouchers open nothing.</summary>
    public static List<string> Needed(DbSession db) => db.Query<string>("""
        select substr(pin_hash, 4, 8) as name from passbooks where ended_at is null and substr(pin_hash, 1, 3) = 'k1.'
        union
        select v.key_name from vouchers v where v.key_name <> ''
          and not exists (select 1 from hold_ends e where e.bank = v.bank and e.hold = v.hold)
        """);

    /// <summary>Clears every PIN, and answers how many there were.</summary>
    public static int ClearPins(Writer writer) =>
        writer.Execute("update passbooks set pin_hash = null where pin_hash is not null and ended_at is null");
}
