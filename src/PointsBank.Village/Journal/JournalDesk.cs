using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;

namespace PointsBank.Village.Journal;

/// <summary>One line of a passbook, as it is printed.</summary>
/// <param name="No">The line's number in this passbook's account, without a gap.</param>
/// <param name="Date">The day of the deed.</param>
/// <param name="RecordedOn">The day on which it was entered; lines stand in that order.</param>
/// <param name="Matter">What was done: the activity or the memo, else the rule's item; or the goods.</param>
/// <param name="MatterEn">The same in English; empty where it was written in Chinese alone.</param>
/// <param name="Item">The rule's item; empty where no rule applies.</param>
/// <param name="ItemEn">The same in English.</param>
/// <param name="In">Points in.</param>
/// <param name="Out">Points out.</param>
/// <param name="Balance">The balance after it.</param>
/// <param name="Kind">The entry's kind.</param>
/// <param name="Handler">Who entered it.</param>
/// <param name="CheckCode">The code by which anyone can check the line.</param>
/// <param name="Entry">The entry's number.</param>
/// <param name="Reverses">The entry it undoes.</param>
public sealed record PassbookLine(
    long No, LocalDate Date, LocalDate RecordedOn, string Matter, string MatterEn, string Item, string ItemEn, long In, long Out,
    long Balance, string Kind, string Handler, string CheckCode, long Entry, long? Reverses);

public sealed record PassbookPage(IReadOnlyList<PassbookLine> Items, string? Next);

public sealed record BalanceView(PointsBalance Points, MeritBalance Merit, long Minutes);

public sealed record PointsBalance(long Balance, long Held, long Available);

/// <summary>
/// Points that are kept for a trip of the mobile shop, its day, and the day on which what is left comes back at the latest.
/// </summary>
public sealed record KeptForTrip(long Points, long Trip, LocalDate OnDay, LocalDate Until);

public sealed record MeritBalance(int Year, long Standing, long? Rank, int Stars);

public sealed record PostingView(string Account, string Unit, long Amount, long BalanceAfter);

public sealed record EntryView(
    long Number, string Kind, Instant RecordedAt, LocalDate EffectiveOn, string Actor, string Handler, string Reason, string? Note,
    string Source, string Rule, int Rulebook, long? Reverses, long? ReversedBy, bool Deficit, string CheckCode, string Hash,
    IReadOnlyList<PostingView> Postings);

public sealed record HeadView(long Entry, string Hash, string CheckCode, Instant RecordedAt, long Postings);

/// <summary>What the book says: passbooks, balances, entries, its head, and whether all of it is sound.</summary>
public sealed class JournalDesk(Database database, BankDesk banks, BoardDesk boards)
{

    public Outcome<BalanceView> Balance(long bank, long household)
    {
        if (!database.Read(db => HouseholdTable.Exists(db, bank, household)))
            return new Refusal(VillageRefusals.UnknownHousehold, "household");
        var account = database.ReadAccount(bank, Chart.Points(household));
        var standing = boards.StandingOf(bank, household, banks.Today.Year);
        var members = database.Read(db => MemberTable.Numbers(db, bank, household));
        var minutes = members.Sum(member => database.ReadAccount(bank, Chart.Minutes(member))?.Balance.Value ?? 0);
        return new BalanceView(
            new(account?.Balance.Value ?? 0, account?.Held.Value ?? 0, account?.Available.Value ?? 0),
            new(standing.Year, standing.Standing, standing.Rank, standing.Stars), minutes);
    }

    /// <summary>What of a household's points is kept for a trip of the mobile shop; null for nothing.</summary>
    public KeptForTrip? Kept(long bank, long household) =>
        database.Read(db => Trips.TripTable.KeptFor(db, bank, household, banks.Now)) is { } kept
        ? new(kept.Points, kept.Trip, kept.OnDay, kept.Until.InZone(BankDesk.Zone).Date)
        : null;

    /// <summary>
    /// A household's passbook, newest line first, walking back from <paramref name="after"/> (the mark of the page before) or from the last
    /// line.
    /// </summary>
    public Outcome<PassbookPage> Passbook(long bank, long household, LocalDate? from, LocalDate? until, long? after, int limit)
    {
        var account = database.ReadAccount(bank, Chart.Points(household));
        return database.Read<Outcome<PassbookPage>>(db =>
        {
            if (!HouseholdTable.Exists(db, bank, household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
            if (account is null) return new PassbookPage([], null);
            var start = account.LastPosting;
            if (after is { } mark)
            {
                if (PostingTable.Walk(db, bank, mark, 1) is not [var (marked, _)] || marked.Account != account.Number)
                    return new Refusal(VillageRefusals.NotInList, "after");
                start = marked.Previous;
            }
            using var words = new PassbookWords(db, bank);
            var lines = new List<PassbookLine>(limit);
            var last = 0L;
            while (start > 0 && lines.Count < limit)
            {
                var walked = PostingTable.Walk(db, bank, start, from is null && until is null ? limit - lines.Count : 200);
                foreach (var (posting, entryNumber) in walked)
                {
                    (start, last) = (posting.Previous, posting.Number);
                    var line = words.Line(posting, entryNumber);
                    if (line.Date < from || line.Date > until) continue;
                    lines.Add(line);
                    if (lines.Count == limit) break;
                }
            }
            return new PassbookPage(lines, start > 0 ? last.Text() : null);
        });
    }

    /// <summary>
    /// The lines of a household's passbook that follow line <paramref name="line"/>, in order, to print them: the first <paramref
    /// name="most"/>.
    /// </summary>
    public Outcome<IReadOnlyList<PassbookLine>> LinesAfter(long bank, long household, long line, int most)
    {
        var account = database.ReadAccount(bank, Chart.Points(household));
        return database.Read<Outcome<IReadOnlyList<PassbookLine>>>(db =>
        {
            if (!HouseholdTable.Exists(db, bank, household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
            var missing = (int)Math.Clamp((account?.Postings ?? 0) - Math.Max(line, 0), 0, int.MaxValue);
            using var words = new PassbookWords(db, bank);
            // There is no way to a line but back from the last; the words are looked up for those alone that are told.
            return PostingTable.Walk(db, bank, account?.LastPosting ?? 0, missing)
                .Reverse()
                .Take(most)
                .Select(walked => words.Line(walked.Posting, walked.Entry))
                .ToList();
        });
    }

    public Outcome<EntryView> Entry(long bank, long number) => database.Read<Outcome<EntryView>>(db =>
        EntryTable.Find(db, bank, new(number)) is { } entry ? View(db, bank, entry) : LedgerRefusals.UnknownEntry);

    /// <summary>Entries, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<EntryView> Entries(long bank, long? before, int limit) => Entries(bank, EntryFilter.All, before, limit);

    public IReadOnlyList<EntryView> Entries(long bank, EntryFilter filter, long? before, int limit) => database.Read(db =>
        Load(db, bank, JournalTable.Numbers(db, bank, filter, before, limit)).Select(entry => View(db, bank, entry)).ToList());

    /// <summary>The same as <see cref="Entries(long, EntryFilter, long?, int)"/>, in the words of people.</summary>
    public IReadOnlyList<EntryLine> Lines(long bank, EntryFilter filter, long? before, int limit) => database.Read(db =>
    {
        using var lines = new EntryLines(db, bank);
        return JournalTable.Numbers(db, bank, filter, before, limit).Select(lines.Line).ToList();
    });

    /// <summary>One line of a household's passbook with all that says why it stands there.</summary>
    public Outcome<LineExplained> Explain(long bank, long household, long line)
    {
        var account = database.ReadAccount(bank, Chart.Points(household));
        if (account is null || line < 1 || line > account.Postings) return LedgerRefusals.UnknownEntry;
        return database.Read(db =>
        {
            using var words = new PassbookWords(db, bank);
            var (posting, entry) = PostingTable.Walk(db, bank, account.LastPosting, (int)(account.Postings - line + 1))[^1];
            return LineExplained.Of(db, bank, household, words.Line(posting, entry));
        });
    }

    /// <summary>What was recorded today; by one person alone where <paramref name="actor"/> names one, as in the journal.</summary>
    public TodayView Today(long bank, string? actor = null) =>
        database.Read(db => Journal.Today.Of(db, bank, banks.Today, actor));

    /// <summary>How much of a year's points is issued, as the last commit left it.</summary>
    public IssuedView IssuedOf(long bank, int year)
    {
        var issued = -(database.ReadAccount(bank, Chart.Issuance(Unit.Points, year))?.Balance.Value ?? 0);
        var ceiling = DeedSlip.CeilingOf(banks.SettingsOf(bank), year);
        return new(year, issued, ceiling, ceiling == 0 ? null : issued * 100 / ceiling);
    }

    public HeadView Head(long bank)
    {
        var head = database.Read(db => BookTable.Head(db, bank));
        return new(head.Entry.Value, head.Hash.ToString(), head.CheckCode.ToString(), head.RecordedAt, head.Postings);
    }

    /// <summary>Writes the journal in one of the formats of <see cref="Export"/>.</summary>
    public void Write(long bank, string format, Stream output) => database.Read(db =>
    {
        Export.Write(db, bank, format, output);
        return true;
    });

    internal static string KindOf(EntryKind kind) => kind switch
    {
        EntryKind.Opening => "opening",
        EntryKind.Credit => "credit",
        EntryKind.Deduction => "deduction",
        EntryKind.Redemption => "redemption",
        EntryKind.Stock => "stock",
        EntryKind.Reversal => "reversal",
        _ => "transfer",
    };

    /// <summary>Entries by their numbers, newest first; those that follow one another in one go.</summary>
    static IEnumerable<JournalEntry> Load(DbSession db, long bank, List<long> numbers)
    {
        for (var (start, run) = (0, 1); start < numbers.Count; (start, run) = (start + run, 1))
        {
            while (start + run < numbers.Count && numbers[start + run] == numbers[start] - run) run++;
            foreach (var entry in EntryTable.After(db, bank, new(numbers[start] - run), run).Reverse()) yield return entry;
        }
    }

    static EntryView View(DbSession db, long bank, JournalEntry entry)
    {
        var (note, reversal) = (JournalTable.NoteOf(db, bank, entry.Number), JournalTable.ReversalOf(db, bank, entry.Number));
        return new(
            entry.Number.Value, KindOf(entry.Kind), entry.RecordedAt, entry.EffectiveOn, entry.Actor, HandlerOf(db, entry.Actor),
            entry.Reason, note, entry.Source, entry.Rule, entry.Rulebook, entry.Reverses?.Value, reversal, entry.Deficit,
            entry.CheckCode.ToString(), entry.Hash.ToString(),
            [.. entry.Postings.Select(
                posting => new PostingView(
                    posting.Key.ToString(), posting.Key.Unit.Code, posting.Amount.Value, posting.BalanceAfter.Value))]);
    }

    static string HandlerOf(DbSession db, string actor) => actor.StartsWith("staff:", StringComparison.Ordinal)
        ? JournalTable.NameOf(
            db, long.Parse(actor.AsSpan("staff:".Length), System.Globalization.CultureInfo.InvariantCulture)) ?? actor
        : actor;
}
