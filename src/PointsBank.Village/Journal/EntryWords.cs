namespace PointsBank.Village.Journal;

/// <summary>What stands beside entries that no rulebook and no goods have words for, in both languages of a passbook.</summary>
static class EntryWords
{
    /// <summary>
    /// A year's end in one household's passbook: the line that takes the old points out, or the one that brings back what is carried over.
    /// </summary>
    public static (string Zh, string En) OfYear(long year, long expired, long carried, bool isBack) => isBack
        ? ($"{year}年积分结转{carried}分", $"{carried} points carried over from {year}")
        : ($"{year}年年终：到期{expired}分，结转{carried}分", $"Year end {year}: {expired} expired, {carried} carried over");

    public static (string Zh, string En) OfReturn(long year, long reversed) =>
        ($"第{reversed}笔账记错，{year}年年终到期的退回", $"Entry {reversed} was wrong: what expired of it at the end of {year} goes back");

    /// <summary>So much of what somebody wrote fits on a line of a passbook.</summary>
    const int MaxSigns = 40;

    /// <summary>
    /// What was done and how long, such as <c>河道清洁，3小时</c>; without the time where there is none. English stays empty where there are no
    /// words for it.
    /// </summary>
    public static (string Zh, string En) WithTime(string zh, string en, long minutes) => minutes == 0 ? (zh, en) : (
        $"{zh}，{(minutes >= 60 ? $"{minutes / 60}小时" : "")}{(minutes % 60 > 0 ? $"{minutes % 60}分钟" : "")}",
        en.Length == 0
            ? ""
            : $"{en}, {string.Join(' ', new[] { Counted(minutes / 60, "hour"), Counted(minutes % 60, "minute") }.Where(part => part.Length > 0))}");

    /// <summary>The beginning of a long memo, cut between signs.</summary>
    public static string Short(string memo)
    {
        var line = memo.ReplaceLineEndings(" ");
        var signs = new System.Globalization.StringInfo(line);
        return signs.LengthInTextElements <= MaxSigns ? line : signs.SubstringByTextElements(0, MaxSigns - 1) + "…";
    }

    static string Counted(long number, string what) => number == 0 ? "" : $"{number} {what}{(number == 1 ? "" : "s")}";

    public static (string Zh, string En) OfChange(string kind) => kind switch
    {
        "split" => ("分户", "Household split"),
        "merge" => ("并户", "Households merged"),
        "move" => ("换组或搬到别村", "Household moved"),
        _ => ("搬走", "Household left"),
    };
}
