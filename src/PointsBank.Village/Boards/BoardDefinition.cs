using System.Collections.Immutable;
using PointsBank.Ledger;

namespace PointsBank.Village.Boards;

/// <summary>What a board counts.</summary>
public static class Measure
{
    /// <summary>Standing of a year; in a quarter or month what its deeds brought and took.</summary>
    public const string Standing = "standing";

    /// <summary>Points credited, deductions aside.</summary>
    public const string Credited = "credited";

    /// <summary>Deeds one by one, the most points first.</summary>
    public const string Deeds = "deeds";

    /// <summary>Deductions one by one: matter, points, day and group, and never a name.</summary>
    public const string Deducted = "deducted";

    /// <summary>Standing of a year from so many stars on.</summary>
    public const string Stars = "stars";

    /// <summary>What was decided for the black board.</summary>
    public const string Decided = "decided";

    public static IReadOnlyList<string> All { get; } = [Standing, Credited, Deeds, Deducted, Stars, Decided];
}

/// <summary>A board to define; the next version of it. Rules is what the rules' codes that count begin with, or nothing for all.</summary>
public sealed record BoardInput(
    string TitleZh, string Measure, string? TitleEn = null, string? AboutZh = null, string? AboutEn = null, string? Rules = null,
    string Period = "year", long? Top = null, long? Threshold = null, string Scope = "households", long Days = 30,
    string Publisher = "clerk", bool InUse = true);

/// <summary>A board of a village. Version 0 is what a village has that defined nothing.</summary>
/// <param name="Board">Its code, as it stands in addresses.</param>
/// <param name="Version">Which version.</param>
/// <param name="TitleZh">What it is called; empty where the pages have words for it.</param>
/// <param name="TitleEn">The same in English.</param>
/// <param name="AboutZh">What it is about.</param>
/// <param name="AboutEn">The same in English.</param>
/// <param name="Measure">What it counts, one of a closed list.</param>
/// <param name="Rules">What the codes of the rules that count begin with; empty for all.</param>
/// <param name="Period">The length it is published for: <c>year</c>, <c>quarter</c> or <c>month</c>.</param>
/// <param name="Top">How many ranks a publication has; null for all that reach the threshold.</param>
/// <param name="Threshold">The least it takes: points, or stars.</param>
/// <param name="Scope"><c>households</c>, or <c>groups</c> with the sums of their households.</param>
/// <param name="Days">How many days a publication hangs.</param>
/// <param name="Publisher">Who publishes: <c>clerk</c> (or the supervisor), or <c>supervisor</c> alone.</param>
/// <param name="InUse">Whether there is such a board.</param>
public sealed record BoardDefinition(
    string Board, long Version, string TitleZh, string TitleEn, string AboutZh, string AboutEn, string Measure, string Rules, string Period,
    long? Top, long? Threshold, string Scope,
    long Days, string Publisher, bool InUse)
{
    /// <summary>The most places of one publication; ties at the last rank come on top.</summary>
    public const int MaxPlaces = 5_000;

    public const string Black = "black";

    /// <summary>
    /// The boards of a village that defined none. The last two are in use where the rulebook in force is of red ten and yellow ten.
    /// </summary>
    public static ImmutableArray<BoardDefinition> Defaults { get; } =
    [
        Default("red", Boards.Measure.Standing, "year", top: 30), Default("good-deeds", Boards.Measure.Deeds, "month", top: 30),
        Default("stars", Boards.Measure.Stars, "year", threshold: 1),
        Default(Black, Boards.Measure.Decided, "month") with { Publisher = "supervisor" },
        Default("red-ten", Boards.Measure.Credited, "month", top: 10) with { Rules = "R" },
        Default("yellow-ten", Boards.Measure.Deducted, "month", top: 10) with { Rules = "Y" },
    ];

    /// <summary>Whether the board needs the rulebook of red ten and yellow ten, as long as the village says nothing else.</summary>
    internal bool NeedsTwoLists => Version == 0 && Rules.Length > 0;

    public bool IsOfGroups => Scope == "groups";

    /// <summary>Whether a line is a deed and not a household.</summary>
    internal bool IsOfDeeds => Measure is Boards.Measure.Deeds or Boards.Measure.Deducted;

    /// <summary>Whether it may be published of this stretch of time.</summary>
    internal bool Takes(Boards.Period period) =>
        Period switch { "year" => period.WholeYear is not null, "quarter" => period.Quarter is not null, _ => period.Month is not null };

    /// <summary>
    /// The least score of a place, with what a star takes: more than 0, so that a household that earned nothing has none.
    /// </summary>
    internal long LeastScore(long step) => (Threshold, Measure) switch
    {
        (null, _) => 1,
        ({ } stars, Boards.Measure.Stars) => stars * step,
        ({ } points, _) => points,
    };

    /// <summary>What of a definition is read in public.</summary>
    internal static IEnumerable<(string Text, string Field)> Words(BoardInput input) =>
        [(input.TitleZh, "titleZh"), (input.TitleEn ?? "", "titleEn"), (input.AboutZh ?? "", "aboutZh"), (input.AboutEn ?? "", "aboutEn")];

    /// <summary>The first thing that is wrong with a definition; null where it is sound.</summary>
    internal static Refusal? Check(string board, BoardInput input)
    {
        if (board.Length is < 2 or > 20
            || board.Any(letter => letter is not (>= 'a' and <= 'z') and not (>= '0' and <= '9') and not '-')
            || board[0] is not (>= 'a' and <= 'z'))
            return new(VillageRefusals.NotInList, "board");
        if (Fields.Text(input.TitleZh, "titleZh", Fields.Name, out _) is { } badTitle) return badTitle;
        foreach (var (text, field, most)
            in new[] { (input.TitleEn, "titleEn", Fields.Name),
            (input.AboutZh, "aboutZh", Fields.Memo),
            (input.AboutEn, "aboutEn", Fields.Memo) })
            if (Fields.Optional(text, field, most, out _) is { } bad) return bad;
        foreach (var (text, field) in Words(input))
            if (ProtectedMatters.In(text, field) is { } matter) return matter;
        if (!Boards.Measure.All.Contains(input.Measure) || board == Black != (input.Measure == Boards.Measure.Decided))
            return new(VillageRefusals.NotInList, "measure");
        if (!string.IsNullOrEmpty(input.Rules) && !Label.IsCode(input.Rules, 8))
            return new Refusal(VillageRefusals.BadCode, "rules").With("most", 8);
        if (input.Period is not ("year" or "quarter" or "month") || (input.Measure == Boards.Measure.Stars && input.Period != "year"))
            return new(VillageRefusals.NotInList, "period");
        if (input.Top is { } top && Fields.Range(top, "top", 1, MaxPlaces) is { } badTop) return badTop;
        if (input.Threshold is { } least
            && Fields.Range(least, "threshold", 1, input.Measure == Boards.Measure.Stars ? Stars.Most : 1_000_000) is { } badThreshold)
            return badThreshold;
        if (input.Scope is not ("households" or "groups")
            || (input.Scope == "groups" && input.Measure is not (Boards.Measure.Standing or Boards.Measure.Credited)))
            return new(VillageRefusals.NotInList, "scope");
        if (Fields.Range(input.Days, "days", 1, 400) is { } badDays) return badDays;
        return input.Publisher is "clerk" or "supervisor" ? null : new(VillageRefusals.NotInList, "publisher");
    }

    static BoardDefinition Default(string board, string measure, string period, long? top = null, long? threshold = null) =>
        new(board, 0, "", "", "", "", measure, "", period, top, threshold, "households", 30, "clerk", InUse: true);
}
