using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Seals;
using PointsBank.Village.Years;

namespace PointsBank.Village.YearEnd;

/// <summary>
/// A year's end, one step after the other: a report of what would be written, the close that freezes every standing, the carry-over and
/// expiry of points, and its undoing, which only reverses.
/// </summary>
public sealed class YearEndDesk(Database database, BankDesk banks, SealDesk seals)
{
    /// <summary>The most households of one write: others wait no longer for it than for a sheet.</summary>
    public const int OneWrite = 500;

    const string Reason = "year_end";

    /// <summary>The years that can be looked at: the running one, those that are closed and the one before.</summary>
    public IReadOnlyList<YearItem> All(long bank) => database.Read(db =>
    {
        var closed = CloseTable.Closed(db, bank);
        return closed.Concat([banks.Today.Year, banks.Today.Year - 1])
            .Distinct()
            .Where(year => closed.Contains(year) || IsOurs(bank, year))
            .OrderDescending()
            .Select(year =>
        {
            var close = CloseTable.Find(db, bank, year);
            return new YearItem(year, StateOf(db, bank, year, close), close?.Households ?? 0);
        }).ToList();
    });

    /// <summary>
    /// What of an entry's points has expired since and would go back to these households before a reversal takes them all.
    /// </summary>
    public IReadOnlyDictionary<long, long> ReturnsOf(long bank, long entry) =>
        database.Read(db => EntryTable.Find(db, bank, new(entry)) is { Reverses: null } credit
        ? ExpiryReturns.Due(db, bank, credit).GroupBy(due => due.Household)
            .ToDictionary(due => due.Key, due => due.Sum(part => part.Points))
        : []);

    /// <summary>What ending the year would write now, or has written, and what is still open.</summary>
    public Outcome<YearView> Get(long bank, int year)
    {
        if (CheckYear(year, banks.Today.Year) is { } outside) return outside;
        return database.ReadHeads(bank, db => View(db, bank, year, BookTable.Head(db, bank)));
    }

    /// <summary>The year's households by rank: before the close as they would be, after it as they were frozen.</summary>
    public Outcome<IReadOnlyList<YearLine>> Lines(long bank, int year, string? after, int limit)
    {
        if (CheckYear(year, banks.Today.Year) is { } outside) return outside;
        if (!TryReadMark(after, out var mark)) return new Refusal(VillageRefusals.NotInList, "after");
        return database.ReadHeads<Outcome<IReadOnlyList<YearLine>>>(bank, db => CloseTable.Find(db, bank, year) is { } close
            ? YearTable.Frozen(db, bank, close, mark, limit).Select(row => row.Line).ToList()
            : YearTable.Reckoned(
                db, bank, year, YearTerms.Of(banks.SettingsOf(bank), year), mark, limit).Select(row => row.Line).ToList());
    }

    /// <summary>The mark of the page after this line.</summary>
    public static string MarkOf(YearLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Order}.{line.Household}");

    /// <summary>All lines as a sheet, one row at a time.</summary>
    public void Write(long bank, int year, string format, Stream output)
    {
        database.ReadHeads(bank, db =>
        {
            var rows = CloseTable.Find(db, bank, year) is { } close
                ? YearTable.Frozen(db, bank, close, default, int.MaxValue)
                : YearTable.Reckoned(db, bank, year, YearTerms.Of(banks.SettingsOf(bank), year), default, int.MaxValue);
            YearSheet.Write(format, output, rows);
            return true;
        });
    }

    /// <summary>
    /// Freezes every household's standing and rank as the book has them now; deeds of the year are refused from then on. The list is
    /// sealed.
    /// </summary>
    public async Task<Outcome<YearView>> Close(WriteContext context, long bank, int year, YearCloseInput input)
    {
        if (CheckYear(year, banks.Today.Year - 1) is { } outside) return outside;
        var terms = YearTerms.Of(banks.SettingsOf(bank), year);
        var outcome = await database.Write<YearView>(context, bank, "year-close", writer =>
        {
            var (db, book) = (writer, writer.Book(bank));
            if (!IsOurs(bank, year))
                return new Refusal(VillageRefusals.YearBeforeBank, "year").With("opened", banks.OpenedOn(bank).ToIso());
            if (CloseTable.Closed(db, bank).FirstOrDefault(closed => closed >= year) is > 0 and var later)
                return CloseTable.Closed(later, "year");
            if (CloseTable.Unfinished(db, bank) is { } unfinished)
                return new Refusal(VillageRefusals.YearUnfinished, "year").With("year", unfinished);
            if (book.Head.CheckCode.ToString() != input.Head) return new Refusal(VillageRefusals.HeadMoved, "head");
            var open = YearTable.Open(db, bank, year);
            if (open.Claims > 0)
                return new Refusal(VillageRefusals.YearItemsOpen, "year").With("claims", open.Claims)
                    .With("numbers", string.Join(", ", open.FirstClaims.Select(claim => claim.Number)));
            book.WriteAllHeads();
            var sequence = YearTable.Close(writer, bank, year, terms, book.Head, context.Caller.Actor);
            YearTable.Freeze(db, bank, year, sequence, terms);
            return View(db, bank, year, book.Head);
        });
        if (outcome is { Refusal: null, Replayed: false } && !context.DryRun) await seals.MakeAt(bank, "year");
        return outcome;
    }

    /// <summary>
    /// Carries over and lets expire what is left of the closed year's points, each household by its own entry, some hundred in a write. A
    /// household has its row once, so that whoever comes after a crash goes on where it stopped.
    /// </summary>
    public async Task<Outcome<YearView>> Expire(WriteContext context, long bank, int year, YearCloseInput input)
    {
        if (database.FindAnswer<YearView>(bank, context.Key, context.Fingerprint) is { } before) return before;
        if (database.Read(db => CloseTable.Find(db, bank, year)) is not { } close)
            return new Refusal(VillageRefusals.YearNotClosed, "year");
        if (close.CarryOver is null) return new Refusal(VillageRefusals.PointsNeverExpire, "year");
        if (banks.Today < close.ExpiresOn.ToDate()) return new Refusal(VillageRefusals.ExpiryNotDue, "year").With("day", close.ExpiresOn);
        var terms = YearTerms.Of(banks.SettingsOf(bank), year) with { CarryOver = close.CarryOver };
        var (after, sums) = (0L, new YearSums(0, 0, 0, 0, 0, 0));
        for (var batch = 1; ; batch++)
        {
            var part = context with { Key = context.Key.Part(batch) };
            var (first, from) = (batch == 1, after);
            var written = await database.Write<Batch>(part, bank, "year-expiry-batch", writer =>
            {
                if (first && CloseTable.Left(writer, bank, close) == 0) return new Refusal(VillageRefusals.NothingDue, "year");
                if (first && writer.Book(bank).Head.CheckCode.ToString() != input.Head)
                    return new Refusal(VillageRefusals.HeadMoved, "head");
                return Expire(writer, part, bank, close, terms, from);
            });
            if (written.Refusal is { } refusal) return refusal;
            var done = written.Value;
            sums = new(
                sums.Households + done.Households, 0, sums.Old + done.Old, sums.Held + done.Held, sums.Carried + done.Carried,
                sums.Expired + done.Expired);
            if (done.Households == 0) break;
            after = done.Last;
        }
        return await database.Write<YearView>(context, bank, "year-expiry", writer =>
        {
            var view = View(writer, bank, year, writer.Book(bank).Head);
            // A trial has left nothing to count.
            return context.DryRun ? view with { Sums = sums with { Standing = view.Sums.Standing } } : view;
        });
    }

    /// <summary>
    /// Reverses every entry of a year's end, some hundred in a write, and opens the year again. What was frozen stays on record; the year
    /// is closed anew by another close.
    /// </summary>
    public async Task<Outcome<YearView>> Undo(WriteContext context, long bank, int year, YearUndoInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        if (database.FindAnswer<YearView>(bank, context.Key, context.Fingerprint) is { } before) return before;
        var (after, left) = (0L, true);
        for (var batch = 1; left; batch++)
        {
            var part = context with { Key = context.Key.Part(batch) };
            var from = after;
            var written = await database.Write<Batch>(
                part, bank, "year-undo-batch", writer => Reverse(writer, part, bank, year, reason, from));
            if (written.Refusal is { } refusal) return refusal;
            (after, left) = (written.Value.Last, written.Value.Households > 0);
        }
        return await database.Write<YearView>(context, bank, "year-undo", writer =>
        {
            if (CloseTable.Find(writer, bank, year) is not { } close) return new Refusal(VillageRefusals.YearNotClosed, "year");
            if (Undoable(writer, bank, close) is { } late) return late;
            // Somebody may have gone on carrying over between the last reversal and now; a trial has left every entry where it was.
            if (!context.DryRun && CloseTable.Unreversed(writer, bank, close) > 0)
                return new Refusal(VillageRefusals.YearUnfinished, "year").With("year", year);
            YearTable.Undo(writer, bank, close, reason, context.Caller.Actor);
            writer.Book(bank).WriteAllHeads();
            return View(writer, bank, year, writer.Book(bank).Head);
        });
    }

    static Outcome<Batch> Expire(Writer writer, WriteContext context, long bank, CloseRow close, YearTerms terms, long after)
    {
        var (db, book, year) = (writer, writer.Book(bank), (int)close.Year);
        // Another caller may have undone the close since.
        if (CloseTable.Find(db, bank, year)?.Sequence != close.Sequence) return new Refusal(VillageRefusals.YearNotClosed, "year");
        book.WriteAllHeads();
        var rows = YearTable.Waiting(db, bank, year, close.Sequence, terms, after, OneWrite);
        var day = writer.Now.InZone(BankDesk.Zone).Date;
        for (var i = 0; i < rows.Count; i++)
        {
            var (household, _, _, carried, expired) = rows[i];
            long? entry = null;
            // A close of a year is in the passbook of everybody who has points left of it, and of nobody else.
            if (carried + expired > 0)
            {
                var legs = new List<Leg>(3) { new(Chart.Points(household), new(-(carried + expired))) };
                if (carried > 0) legs.Add(new(Chart.Points(household), new(carried)));
                if (expired > 0) legs.Add(new(Chart.Expired(year), new(expired)));
                var posted = book.Post(
                    new Draft
                    {
                        Kind = EntryKind.Transfer,
                        EffectiveOn = day,
                        Actor = context.Caller.Actor,
                        Key = context.Key.Part(i),
                        Fingerprint = context.Fingerprint,
                        Reason = Reason,
                        Source = $"{YearTable.Source}{year}",
                        Legs = [.. legs],
                    },
                    writer.Now);
                if (posted.Refusal is { } refusal) return refusal;
                entry = posted.Value.Number.Value;
            }
            ExpiryTable.Add(writer, bank, close, rows[i], entry);
        }
        return new Batch(
            rows.Count, rows.Count == 0 ? after : rows[^1].Household, rows.Sum(row => row.Old), rows.Sum(row => row.Held),
            rows.Sum(row => row.Carried), rows.Sum(row => row.Expired));
    }

    Outcome<Batch> Reverse(Writer writer, WriteContext context, long bank, int year, string reason, long after)
    {
        if (CloseTable.Find(writer, bank, year) is not { } close) return new Refusal(VillageRefusals.YearNotClosed, "year");
        if (Undoable(writer, bank, close) is { } refused) return refused;
        var rows = ExpiryTable.Standing(writer, bank, close, after, OneWrite);
        for (var i = 0; i < rows.Count; i++)
        {
            // What went back to a household before is part of what goes back now.
            foreach (var entry in (List<long>)[
                rows[i].Entry, .. ExpiryTable.StandingReturns(writer, bank, close, rows[i].Household)])
            {
                var note = Note.Of(reason);
                var reversed = writer.Book(bank).Reverse(
                    new ReversalDraft
                    {
                        Entry = new(entry),
                        EffectiveOn = banks.Today,
                        Actor = context.Caller.Actor,
                        Key = entry == rows[i].Entry ? context.Key.Part(i) : context.Key.Part(i).Part(entry),
                        Fingerprint = context.Fingerprint,
                        Reason = "reversal",
                        Note = note.Digest,
                    },
                    writer.Now);
                if (reversed.Refusal is { } refusal) return refusal;
                writer.AddNote(bank, reversed.Value.Number, note);
            }
        }
        return new Batch(rows.Count, rows.Count == 0 ? after : rows[^1].Household, 0, 0, 0, 0);
    }

    /// <summary>Why the year's end stands: a later one is built on it, or points would go back to a household that is no more.</summary>
    static Refusal? Undoable(DbSession db, long bank, CloseRow close)
    {
        if (CloseTable.Closed(db, bank).FirstOrDefault(year => year > close.Year) is > 0 and var later)
            return CloseTable.Closed(later, "year");
        return ExpiryTable.FirstGone(db, bank, close) is { } household
            ? new Refusal(VillageRefusals.HouseholdEnded, "year").With("household", household)
            : null;
    }

    YearView View(DbSession db, long bank, int year, BookHead head)
    {
        var terms = YearTerms.Of(banks.SettingsOf(bank), year);
        var close = CloseTable.Find(db, bank, year);
        var left = close is null ? 0 : CloseTable.Left(db, bank, close);
        // Until the points are carried over, what would become of them; afterwards what did.
        var sums = close is null
            || (left > 0 && left == close.Households) ? YearTable.Sums(
                db, bank, year, close is null ? terms : terms with { CarryOver = close.CarryOver })
            : YearTable.Written(db, bank, close);
        return new(
            year, StateOf(db, bank, year, close), head.CheckCode.ToString(), close is null ? terms.CarryOver : close.CarryOver,
            close?.ExpiresOn.ToDate() ?? terms.ExpiresOn, sums, YearTable.Open(db, bank, year), close?.RecordedAt.ToInstant(),
            close?.Handler, close?.HeadCode, left);
    }

    string StateOf(DbSession db, long bank, int year, CloseRow? close) =>
        close is not null ? CloseTable.Left(db, bank, close) > 0 ? "closed" : "done" : year < banks.Today.Year ? "open" : "running";

    /// <summary>
    /// Whether the year ends in this book: a village that opened after the day on which the year's points expired had its year end on
    /// paper, and what it brought forward is what was left.
    /// </summary>
    bool IsOurs(long bank, int year) =>
        banks.OpenedOn(bank) is var opened && (year >= opened.Year || YearTerms.Of(banks.SettingsOf(bank), year).ExpiresOn >= opened);

    static Refusal? CheckYear(int year, int most) => Fields.Range(year, "year", 1949, most);

    static bool TryReadMark(string? after, out (long Rank, long Household) mark)
    {
        mark = default;
        if (after is null) return true;
        var parts = after.Split('.');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var household)) return false;
        mark = (rank, household);
        return true;
    }

    /// <summary>What one write of many did, and the last household it came to.</summary>
    sealed record Batch(long Households, long Last, long Old, long Held, long Carried, long Expired);
}
