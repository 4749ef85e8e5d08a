using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village.Journal;

namespace PointsBank.Web.Pages.Journal;

/// <summary>The lines of an entry in words: an account such as <c>HouseholdPoints:12:points</c> is a household's points.</summary>
public sealed record PostingWords(AccountKind Kind, long Owner, string Unit, int Year, long Amount, long BalanceAfter)
{
    const string Goods = "goods/";

    public static PostingWords Of(PostingView posting)
    {
        var parts = posting.Account.Split(':');
        return new(
            Enum.Parse<AccountKind>(parts[0]), long.Parse(parts[1], CultureInfo.InvariantCulture), posting.Unit,
            parts.Length > 3 ? int.Parse(parts[3], CultureInfo.InvariantCulture) : 0,
            posting.Amount, posting.BalanceAfter);
    }

    public bool IsGoods => Unit.StartsWith(Goods, StringComparison.Ordinal);

    /// <summary>The code of the good; empty for points and the like.</summary>
    public string GoodsCode => IsGoods ? Unit[Goods.Length..] : "";

    /// <summary>The account's name.</summary>
    public string Account(Visit visit) =>
        visit.Say("clerk_account_" + Kind.ToString().ToLowerInvariant(), ("owner", Owner), ("year", Year));

    /// <summary>What is counted.</summary>
    public string UnitWord(Visit visit) => visit.Say("clerk_unit_" + (IsGoods ? "goods" : Unit));

    /// <summary>The balance in points of the one household that an entry moved; null where it moved none or several.</summary>
    public static long? BalanceOf(EntryView entry) =>
        entry.Postings.Select(Of).Where(posting => posting.Kind == AccountKind.HouseholdPoints).ToList() is [var one]
            ? one.BalanceAfter
            : null;
}
