using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Journal;

/// <summary>Which entries to list; what is left out does not matter. Days are those of the deed, both included.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>; anything else finds nothing.</param>
/// <param name="Household">Moved this household's points or merit.</param>
/// <param name="Actor">Who entered it, as the journal's label such as <c>staff:3</c>.</param>
/// <param name="From">From this day on.</param>
/// <param name="To">Up to this day.</param>
/// <param name="Rule">Under this rule; the reversal of such an entry too.</param>
/// <param name="Reversed">Whether it was reversed later.</param>
/// <param name="First">From this number on: what was entered since some moment, whatever days it carries.</param>
/// <param name="Last">Up to this number.</param>
public sealed record EntryFilter(
    string? Kind = null, long? Household = null, string? Actor = null, LocalDate? From = null, LocalDate? To = null, string? Rule = null,
    bool? Reversed = null,
    long? First = null, long? Last = null)
{
    public static EntryFilter All { get; } = new();

    /// <summary>The kinds of entries, by the names they have outside.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetValues<EntryKind>().Select(JournalDesk.KindOf)];

    /// <summary>
    /// The numbers of the entries that pass, newest first, before the last one of the page before. One walk down the book, which ends with
    /// the page.
    /// </summary>
    internal IReadOnlyList<long> Numbers(DbSession db, long bank, long? before, int limit)
    {
        List<string> conditions = ["e.bank = @bank", "e.number < @before"];
        if (First is not null) conditions.Add("e.number >= @first");
        if (Last is not null) conditions.Add("e.number <= @last");
        if (Kind is not null) conditions.Add("e.kind = @kind");
        if (Actor is not null) conditions.Add("e.actor = @actor");
        if (Rule is not null) conditions.Add("e.rule = @rule");
        if (From is not null) conditions.Add("e.effective_on >= @from");
        if (To is not null) conditions.Add("e.effective_on <= @to");
        if (Reversed is { } reversed)
            conditions.Add($"{(reversed ? "" : "not ")}exists (select 1 from entries v where v.bank = e.bank and v.reverses = e.number)");
        if (Household is not null)
            conditions.Add($"""
                exists (select 1 from postings p where p.bank = e.bank and p.number >= e.first_posting
                  and p.number < e.first_posting + e.postings
                  and p.account in (select a.number from accounts a where a.bank = @bank
                    and a.kind in ({(int)AccountKind.HouseholdPoints}, {(int)AccountKind.HouseholdMerit}) and a.owner = @household))
                """);
        return db.Query<long>(
            $"select e.number from entries e where {string.Join(" and ", conditions)} order by e.number desc limit @limit",
            new
            {
                bank, before = before ?? long.MaxValue, limit,
                kind = (long)Enum.GetValues<EntryKind>().FirstOrDefault(kind => JournalDesk.KindOf(kind) == Kind), actor = Actor,
                rule = Rule, from = From?.ToIso(), to = To?.ToIso(), household = Household, first = First, last = Last,
            });
    }
}
