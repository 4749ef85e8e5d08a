using PointsBank.Papers.Typing;
using PointsBank.Village.Households;
using PointsBank.Village.Shops;

namespace PointsBank.Web.Pages.Shops.Counter;

/// <summary>A good on the counter's page, and how many of it are taken.</summary>
public sealed record BasketLine(GoodsView Good, long Quantity)
{
    public long Points => Good.Price * Quantity;

    /// <summary>More was taken than is there: somebody else sold the last ones meanwhile.</summary>
    public bool IsShort => Quantity > Room;

    /// <summary>So many can be had: what is kept ready for others stays; a merchant's own are not counted.</summary>
    public long Room => Good.IsStocked ? Good.Available : Basket.MaxOfOne;
}

/// <summary>
/// A household at the counter and what it takes. The server keeps none of it: it travels in the form or the address, so nothing is lost and
/// nothing is left over for the next customer. The card is the text of a passbook's card or a voucher as it was scanned; empty where the
/// household was looked up.
/// </summary>
public sealed record Basket(
    ShopView Shop, HouseholdView Household, long Available, string Card, IReadOnlyList<BasketLine> Lines, VoucherView? Voucher = null)
{
    /// <summary>More of one good is carried out by nobody.</summary>
    public const long MaxOfOne = 1_000;

    public long Total => Lines.Sum(line => line.Points);

    public long Left => Available - Total;

    public bool IsForAdults => Taken.Any(line => line.Good.AdultsOnly);

    public IEnumerable<BasketLine> Taken => Lines.Where(line => line.Quantity > 0);

    /// <summary>One more is on the shelf.</summary>
    public static bool HasMore(BasketLine line) => line.Quantity < Math.Min(line.Room, MaxOfOne);

    public bool CanAdd(BasketLine line) => HasMore(line) && line.Good.Price <= Left;

    /// <summary>One more of a good, where it can be had, or one less.</summary>
    public Basket Change(string code, int by) => this with
    {
        Lines = [
            .. Lines.Select(
                line => line.Good.Code != code || (by > 0 ? !CanAdd(line) : line.Quantity == 0)
                    ? line
                    : line with { Quantity = line.Quantity + by })],
    };

    /// <summary>What is taken, as a query.</summary>
    public string Query => string.Join('&', Taken.Select(line => $"q.{line.Good.Code}={line.Quantity}"));

    public IReadOnlyList<RedemptionLineInput> Items => [.. Taken.Select(line => new RedemptionLineInput(line.Good.Code, line.Quantity))];

    /// <summary>The goods on offer, with what the form or the address says of each.</summary>
    public static IReadOnlyList<BasketLine> Read(IEnumerable<GoodsView> goods, Func<string, string?> field) =>
        [.. goods.Select(
            good => new BasketLine(good, Quantity(field($"q.{good.Code}")))).Where(line => line.Good.Price > 0 || line.Quantity > 0)];

    static long Quantity(string? text) =>
        TypedNumber.Whole(text ?? "") is { } number and >= 0 ? Math.Min(number, MaxOfOne) : 0;
}
