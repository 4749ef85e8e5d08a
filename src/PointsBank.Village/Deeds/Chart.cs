using PointsBank.Ledger;

namespace PointsBank.Village.Deeds;

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

    public static AccountKey Shelf(long shop, string goods) => new(AccountKind.GoodsShelf, shop, Unit.Goods(goods));

    public static AccountKey GoodsSource(long shop, string goods) => new(AccountKind.GoodsSource, shop, Unit.Goods(goods));

    public static AccountKey GoodsIssued(long shop, string goods) => new(AccountKind.GoodsIssued, shop, Unit.Goods(goods));

    public static AccountKey GoodsLost(long shop, string goods) => new(AccountKind.GoodsLost, shop, Unit.Goods(goods));
}
