namespace PointsBank.Village.Journal;

/// <summary>What stands beside entries that no rulebook and no goods have words for, in both languages of a passbook.</summary>
static class EntryWords
{
    /// <summary>A year's end in one household's passbook: the line that takes the old points out, or the one that brings back what is carried over.</summary>
    public static (string Zh, string En) OfYear(long year, long expired, long carried, bool isBack) => isBack
        ? ($"{year}年积分结转{carried}分", $"{carried} points carried over from {year}")
        : ($"{year}年年终：到期{expired}分，结转{carried}分", $"Year end {year}: {expired} expired, {carried} carried over");

    public static (string Zh, string En) OfReturn(long year, long reversed) =>
        ($"第{reversed}笔账记错，{year}年年终到期的退回", $"Entry {reversed} was wrong: what expired of it at the end of {year} goes back");

    public static (string Zh, string En) OfChange(string kind) => kind switch
    {
        "split" => ("分户", "Household split"),
        "merge" => ("并户", "Households merged"),
        "move" => ("迁户", "Household moved"),
        _ => ("离村销户", "Household left"),
    };
}
