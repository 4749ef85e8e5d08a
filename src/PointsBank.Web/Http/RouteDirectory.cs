using System.Collections.Concurrent;
using System.Globalization;
using PointsBank.Village;
using PointsBank.Village.Callers;

namespace PointsBank.Web.Http;

/// <summary>Finds callers by their tokens, and the banks and shops that addresses name; the desks answer.</summary>
/// <param name="findCaller">Who came with this token; null if it is unknown, revoked or past its time.</param>
/// <param name="findBank">The number of the bank with this code.</param>
/// <param name="findShop">The number of the shop that the address of this bank names.</param>
public sealed class RouteDirectory(Func<string, Caller?> findCaller, Func<string, long?> findBank, Func<long, string, long?> findShop)
{
    // A bank and a shop keep their number for ever, so what was found once is not looked up again. What was not found may come, so it is.
    readonly ConcurrentDictionary<string, long> banks = new();
    readonly ConcurrentDictionary<(long Bank, string Shop), long> shops = new();

    /// <summary>What these desks know. A shop is named by its number.</summary>
    public static RouteDirectory Of(Desks desks) =>
        new(token => desks.SignIn.FindCaller(token) ?? desks.Devices.FindCaller(token), desks.Banks.Find, (bank, shop) =>
    {
        var isNumber = long.TryParse(shop, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && desks.Shops.All(bank).Any(known => known.Number == number) ? number : null;
    });

    public Caller? FindCaller(string token) => findCaller(token);

    public long? FindBank(string code)
    {
        if (banks.TryGetValue(code, out var known)) return known;
        if (findBank(code) is not { } found) return null;
        banks[code] = found;
        return found;
    }

    public long? FindShop(long bank, string shop)
    {
        if (shops.TryGetValue((bank, shop), out var known)) return known;
        if (findShop(bank, shop) is not { } found) return null;
        shops[(bank, shop)] = found;
        return found;
    }
}
