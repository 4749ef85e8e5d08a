using PointsBank.Ledger;

namespace PointsBank.Village.Accounts;

/// <summary>The village's chart of accounts: which account is whose.</summary>
static class Chart
{
    public static AccountKey Points(long household) => new(AccountKind.HouseholdPoints, household, Unit.Points);

    public static AccountKey Merit(long household, int year) => new(AccountKind.HouseholdMerit, household, Unit.Merit, year);

    public static AccountKey Minutes(long member) => new(AccountKind.MemberMinutes, member, Unit.Minutes);

    public static AccountKey Issuance(Unit unit, int year) => new(AccountKind.Issuance, 0, unit, year);

    public static AccountKey Deducted(Unit unit, int year) => new(AccountKind.Deducted, 0, unit, year);

    public static AccountKey Opening(Unit unit) => new(AccountKind.Opening, 0, unit);

    public static AccountKey Redeemed(long shop) => new(AccountKind.Redeemed, shop, Unit.Points);

    /// <summary>Points of this year that were not carried over.</summary>
    public static AccountKey Expired(int year) => new(AccountKind.Expired, 0, Unit.Points, year);

    /// <summary>Standing of this year of households that left.</summary>
    public static AccountKey Lapsed(int year) => new(AccountKind.Expired, 0, Unit.Merit, year);

    /// <summary>What is on its way to or from the book of another bank.</summary>
    public static AccountKey Clearing(Unit unit) => new(AccountKind.Clearing, 0, unit);

    public static AccountKey Shelf(long shop, string goods) => new(AccountKind.GoodsShelf, shop, Unit.Goods(goods));

    public static AccountKey GoodsSource(long shop, string goods) => new(AccountKind.GoodsSource, shop, Unit.Goods(goods));

    public static AccountKey GoodsIssued(long shop, string goods) => new(AccountKind.GoodsIssued, shop, Unit.Goods(goods));

    public static AccountKey GoodsLost(long shop, string goods) => new(AccountKind.GoodsLost, shop, Unit.Goods(goods));

    /// <summary>What a shop's pieces of a good cost; <paramref name="goods"/> is the good's number in its bank.</summary>
    public static AccountKey GoodsAtCost(long goods) => new(AccountKind.GoodsAtCost, goods, Unit.Fen);

    public static AccountKey CostOfIssued(long shop) => new(AccountKind.CostOfIssued, shop, Unit.Fen);

    public static AccountKey CostOfLost(long shop) => new(AccountKind.CostOfLost, shop, Unit.Fen);

    public static AccountKey FundCash { get; } = new(AccountKind.FundCash, 0, Unit.Fen);

    /// <summary>Where money (or goods, at what they are worth) came from: one of the sources of the fund.</summary>
    public static AccountKey FundSource(long source) => new(AccountKind.FundSource, source, Unit.Fen);

    /// <summary>The source that stands for goods given and not money.</summary>
    public const long InKind = 6;

    public static AccountKey FundSpent { get; } = new(AccountKind.FundSpent, 0, Unit.Fen);

    public static AccountKey PayableToSupplier { get; } = new(AccountKind.PayableToSupplier, 0, Unit.Fen);

    public static AccountKey PayableToShop(long shop) => new(AccountKind.PayableToShop, shop, Unit.Fen);

    public static AccountKey PaidForPoints(long shop) => new(AccountKind.PaidForPoints, shop, Unit.Fen);
}
