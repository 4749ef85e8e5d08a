using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Village.Shops;

/// <summary>
/// What a redemption is paid with beside the balance, and what was agreed before: a reservation, a voucher, or an allowance of a trip. It
/// settles the hold on the household's points, the rest of which goes back. Without promised prices, those and the limits of the day hold;
/// without a location the goods lie on the shop's own shelf; the time is given where goods were handed out before that was entered.
/// </summary>
sealed record Tender(
    HoldNumber? Settles = null, IReadOnlyDictionary<string, long>? Prices = null, long? Location = null, Instant? ServedAt = null,
    long? Reservation = null,
    long? Voucher = null, long? Trip = null, long? Device = null)
{
    /// <summary>The balance, at the day's prices.</summary>
    public static Tender Balance { get; } = new();
}
