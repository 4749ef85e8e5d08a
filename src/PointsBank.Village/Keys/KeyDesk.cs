using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Keys;

/// <summary>A voucher that became void because the key to its code is gone.</summary>
public sealed record LostVoucher(string Bank, long Voucher, long Household, long Points);

/// <summary>
/// What became of a change of the key: how many passbooks have no PIN now, and which vouchers are void, their points free.
/// </summary>
public sealed record KeyRenewalView(long Pins, IReadOnlyList<LostVoucher> Vouchers);

/// <summary>The server's key and the database that was written with it.</summary>
public sealed class KeyDesk(Database database, KeyRing ring)
{
    /// <summary>Stands beside each voucher that is void because of this.</summary>
    const string Reason = "密钥已更换，此券作废 the key was replaced";

    /// <summary>The names of the keys without which PINs and vouchers of a database open nothing; empty where it needs none.</summary>
    public static IReadOnlyList<string> Needed(DbSession db) => KeyTable.Needed(db);

    /// <summary>Opens the key, makes it for a new database, and answers it.</summary>
    /// <exception cref="CannotOpenException">The database was written with another key.</exception>
    public ServerKey Open()
    {
        var needed = database.Read(Needed);
        if (needed.Count > 0 && ServerKey.Load(ring.File)?.Name is var found && needed.Any(name => name != found))
            throw new CannotOpenException(
                $"数据库的密码和兑换券要用密钥 {string.Join(", ", needed)}，{ring.File} 里{(found is null ? "没有密钥" : $"是密钥 {found}")}。"
                    + $"请输入恢复单上的密钥：pointsbank key enter；恢复单丢了就换新密钥：pointsbank key renew。"
                + $" PINs and vouchers of this database need the key {string.Join(", ", needed)}, and {ring.File} holds {found ?? "none"}."
                + " Enter the key from the recovery sheet: pointsbank key enter. Without the sheet take a new one: pointsbank key renew.");
        return ring.Key;
    }

    /// <summary>
    /// Takes a new key because the old one is lost, or somebody else has it: every PIN is cleared, to be set anew at the desk, and every
    /// open voucher is void, its points free again by an end of its hold as at any void. All in one write, at any clock: the program starts
    /// with a key alone, and where it does not start nobody can confirm the clock.
    /// </summary>
    public async Task<Outcome<KeyRenewalView>> Renew(WriteContext context)
    {
        var renewed = await database.Write<KeyRenewalView>(context, 0, "key-renewal", writer =>
        {
            var vouchers = new List<LostVoucher>();
            foreach (var (bank, code) in BookTable.All(writer))
                foreach (var voucher in VoucherTable.Of(writer, bank, "open", 0, long.MaxValue, int.MaxValue, writer.Now))
                {
                    if (VoucherTable.Void(
                        writer, context with { Key = context.Key.Part(vouchers.Count + 1) }, bank, voucher.Number, Reason) is { } refusal)
                        return refusal;
                    vouchers.Add(new(code.Value, voucher.Number, voucher.Household, voucher.Points));
                }
            var pins = KeyTable.ClearPins(writer);
            return new KeyRenewalView(pins, vouchers);
        }, atAnyClock: true);
        // Only now: as long as the old key is in its file nothing is lost, and with nothing under it any key will do.
        if (renewed is { Refusal: null, Replayed: false }) ring.Replace(ServerKey.New());
        return renewed;
    }
}
