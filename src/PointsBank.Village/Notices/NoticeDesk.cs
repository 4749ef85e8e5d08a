using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Deeds;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Notices;

/// <summary>
/// What hangs on the wall: posted with its points held, open to objections for its window, and entered when that has closed.
/// </summary>
public sealed class NoticeDesk(Database database, BankDesk banks, RulebookDesk rulebooks)
{
    /// <summary>The most items of one notice; a county's village posts a few hundred.</summary>
    public const int MaxItems = 2_000;

    /// <summary>How long a window may become, in days.</summary>
    public const int MaxDays = 90;

    /// <summary>The least days that a window stays open, whatever is decided: 3 is the shortest in any published rule.</summary>
    public const int MinDays = 3;

    /// <summary>What would be posted now: everything that the meeting has granted.</summary>
    public Outcome<NoticeDraft> Draft(long bank, NoticeInput input)
    {
        var days = DaysOf(bank, input);
        if (days.Refusal is { } refusal) return refusal;
        var (opens, closes, hangs) = days.Value;
        return database.Read<Outcome<NoticeDraft>>(db =>
        {
            var items = Granted(db, bank);
            var head = BookTable.Head(db, bank);
            var direct = NoticeTable.Direct(
                db, bank, NoticeTable.DirectAfter(db, bank, banks.Now), head.Entry.Value, names: false, banks.Today);
            return new NoticeDraft(
                opens, closes, hangs, [.. items.Select(item => item.Line)],
                items.Where(item => item.IsCredit).Sum(item => item.Points ?? 0), direct.Count);
        });
    }

    /// <summary>Posts everything that the meeting has granted, and holds its points on the issuance account.</summary>
    public async Task<Outcome<NoticeLine>> Post(WriteContext context, long bank, NoticeInput input)
    {
        var days = DaysOf(bank, input);
        if (days.Refusal is { } refusal) return refusal;
        var settings = banks.SettingsOf(bank);
        return await database.Write<NoticeLine>(context, bank, "notice", writer =>
        {
            var (db, book) = (writer, writer.Book(bank));
            var items = Granted(db, bank);
            var (after, upTo) = (NoticeTable.DirectAfter(db, bank, banks.Now), book.Head.Entry.Value);
            if (items.Count == 0 && NoticeTable.Direct(db, bank, after, upTo, names: false, banks.Today).Count == 0)
                return VillageRefusals.NothingDue;
            var number = NoticeTable.Add(
                writer, bank, days.Value, settings.On(banks.Today, Setting.NoticeNames), book.Head.CheckCode, (after, upTo),
                context.Caller.Actor);
            for (var i = 0; i < items.Count; i++)
            {
                var (claim, points) = (items[i], items[i].Points!.Value);
                NoticeTable.AddItem(writer, bank, number, i + 1, claim.Number, points);
                var held = Hold(writer, context with { Key = context.Key.Part(i) }, bank, claim, points, settings);
                if (held.Refusal is { } full) return full;
                ClaimTable.Advance(writer, bank, claim, new(ClaimState.OnNotice, Notice: number, Hold: held.Value), context.Caller.Actor);
            }
            return NoticeTable.Find(db, bank, number, banks.Today)!;
        });
    }

    /// <summary>Notices, newest first.</summary>
    public IReadOnlyList<NoticeLine> List(long bank, long before, int limit) =>
        database.Read(db => NoticeTable.Newest(db, bank, before, limit, banks.Today));

    /// <summary>A notice as it hangs on the wall, for anybody.</summary>
    public Outcome<NoticeView> Get(long bank, long notice) => database.Read<Outcome<NoticeView>>(db =>
    {
        if (NoticeTable.Find(db, bank, notice, banks.Today) is not { } line)
            return new Refusal(VillageRefusals.UnknownNotice, "notice");
        return View(db, bank, line);
    });

    NoticeView View(DbSession db, long bank, NoticeLine line)
    {
        var (after, upTo, names, postedBy) = NoticeTable.SheetOf(db, bank, line.Number);
        return new(
            line, names, postedBy, NoticeTable.Changes(db, bank, line.Number),
            NoticeTable.Items(db, bank, line.Number, names, banks.Today),
            NoticeTable.Direct(db, bank, after, upTo, names, banks.Today),
            NoticeTable.EndProposal(db, bank, line.Number) is { } proposal
                ? new(
                    proposal.Reason, proposal.Document, proposal.Handler, proposal.At,
                    EarliestEnd(line) is { Refusal: null, Value: var closes } ? closes : null)
                : null);
    }

    /// <summary>The same items for whoever works on them.</summary>
    public Outcome<IReadOnlyList<NoticeClaim>> Claims(long bank, long notice) =>
        database.Read<Outcome<IReadOnlyList<NoticeClaim>>>(db =>
    {
        if (NoticeTable.Find(db, bank, notice, banks.Today) is null) return new Refusal(VillageRefusals.UnknownNotice, "notice");
        var lines = NoticeTable.LinesOf(db, bank, notice);
        var open = ObjectionTable.OpenOf(db, bank, notice);
        return NoticeTable.ClaimsOf(db, bank, notice)
            .Select(
                claim => new NoticeClaim(
                    lines[claim.Number].Line, claim.Line, lines[claim.Number].Points, open.GetValueOrDefault(claim.Number))).ToList();
    });

    /// <summary>Makes a window longer; what has closed stays closed.</summary>
    public async Task<Outcome<NoticeLine>> Extend(WriteContext context, long bank, long notice, ExtensionInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await Change(context, bank, notice, "extended", reason, line =>
        {
            if (line.Window == "closed") return Closed(line);
            var latest = line.OpensOn.PlusDays(MaxDays - 1);
            return input.ClosesOn <= line.ClosesOn || input.ClosesOn > latest
                ? new Refusal(VillageRefusals.OutOfRange, "closesOn").With("least", line.ClosesOn.PlusDays(1).ToIso())
                    .With("most", latest.ToIso())
                : input.ClosesOn;
        });
    }

    /// <summary>
    /// Proposes to end a window before its time, by a decision with its document. It holds once somebody else confirms it.
    /// </summary>
    public async Task<Outcome<NoticeView>> ProposeEnd(WriteContext context, long bank, long notice, EarlyEndInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        if (Fields.Text(input.Document, "document", Fields.Line, out var document) is { } badDocument) return badDocument;
        return await database.Write<NoticeView>(context, bank, "notice-end-proposal", writer =>
        {
            if (NoticeTable.Find(writer, bank, notice, banks.Today) is not { } line)
                return new Refusal(VillageRefusals.UnknownNotice, "notice");
            if (EarliestEnd(line) is { Refusal: { } refusal }) return refusal;
            if (NoticeTable.EndProposal(writer, bank, notice) is not null)
                return new Refusal(VillageRefusals.AlreadyExists, "notice");
            NoticeTable.ProposeEnd(writer, bank, notice, banks.Today, document, reason, context.Caller.Actor);
            return View(writer, bank, line);
        });
    }

    /// <summary>Whether this caller proposed the end, and so leaves it to another person to confirm it.</summary>
    public bool IsEndProposedBy(Caller caller, long bank, long notice) =>
        database.Read(db => NoticeTable.EndProposal(db, bank, notice)) is { } proposal && proposal.Actor == caller.Actor;

    /// <summary>A second person agrees: the window ends with tomorrow, or with the last of its least days.</summary>
    public async Task<Outcome<NoticeView>> ConfirmEnd(WriteContext context, long bank, long notice) =>
        await database.Write<NoticeView>(context, bank, "notice-ended", writer =>
    {
        var db = writer;
        if (NoticeTable.Find(db, bank, notice, banks.Today) is not { } line)
            return new Refusal(VillageRefusals.UnknownNotice, "notice");
        if (NoticeTable.EndProposal(db, bank, notice) is not { } proposal) return VillageRefusals.NothingDue;
        if (SecondPerson.Lacks(
            db, context.Caller, new(proposal.Actor, proposal.At.ToUnixTimeMilliseconds()), "notice") is { } same)
            return same;
        var end = EarliestEnd(line);
        if (end.Refusal is { } refusal) return refusal;
        NoticeTable.Change(
            writer, bank, notice, "ended", end.Value, proposal.Reason, context.Caller.Actor, proposal.Document, proposal.Actor);
        return View(db, bank, NoticeTable.Find(db, bank, notice, banks.Today)!);
    });

    /// <summary>
    /// The end of tomorrow, so that everybody can still see it coming, and never before the window was open for the least days.
    /// </summary>
    Outcome<LocalDate> EarliestEnd(NoticeLine line)
    {
        if (line.Window == "closed") return Closed(line);
        var earliest = LocalDate.Max(banks.Today.PlusDays(1), line.OpensOn.PlusDays(MinDays - 1));
        return earliest >= line.ClosesOn
            ? new Refusal(VillageRefusals.WindowOpen, "notice").With("closes", line.ClosesOn.ToIso())
            : earliest;
    }

    /// <summary>
    /// Enters everything of a closed notice that nobody objects to, each item its own journal entry; what the caps do not let in any more
    /// stays out and is told.
    /// </summary>
    public async Task<Outcome<NoticeEntryView>> Enter(WriteContext context, long bank, long notice)
    {
        var settings = banks.SettingsOf(bank);
        return await database.Write<NoticeEntryView>(context, bank, "notice-entry", writer =>
        {
            var db = writer;
            if (NoticeTable.Find(db, bank, notice, banks.Today) is not { } line)
                return new Refusal(VillageRefusals.UnknownNotice, "notice");
            if (line.Window != "closed") return new Refusal(VillageRefusals.WindowOpen, "notice").With("closes", line.ClosesOn.ToIso());
            var (entered, refused) = (new List<EnteredItem>(), new List<RefusedItem>());
            var items = NoticeTable.ClaimsOf(db, bank, notice);
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i] is not { State: ClaimState.OnNotice } claim) continue;
                var rule = rulebooks.Of(bank, claim.Rulebook, claim.Rule);
                var written = ClaimEntry.Write(writer, context with { Key = context.Key.Part(i) }, bank, claim, rule, settings);
                if (written.Refusal is { } refusal) refused.Add(new(i + 1, claim.Number, claim.Household, refusal.Kind.Code));
                else entered.Add(
                    new(i + 1, claim.Number, claim.Household, written.Value.Entry, written.Value.CheckCode, claim.Points!.Value));
            }
            // Nothing is written where nothing happened, so the clock may ask again every minute; who only asks is told what stays out.
            return entered.Count > 0 || (context.DryRun && refused.Count > 0)
                ? new NoticeEntryView(notice, entered, refused)
                : VillageRefusals.NothingDue;
        });
    }

    /// <summary>Enters by the clock what is due in villages that want it so.</summary>
    internal async Task<int> EnterWhatIsDue(long bank)
    {
        if (banks.SettingsOf(bank).On(banks.Today, Setting.NoticeAutoEntry) == 0) return 0;
        var entered = 0;
        foreach (var notice in database.Read(db => NoticeTable.WithDueItems(db, bank)))
        {
            var outcome = await Enter(WriteContext.OfSystem($"notice {notice}"), bank, notice);
            if (outcome.Refusal is null) entered += outcome.Value.Entered.Count;
        }
        return entered;
    }

    /// <summary>Keeps the points of a posted credit from being issued to anybody else; nothing for a deduction.</summary>
    internal static Outcome<long?> Hold(Writer writer, WriteContext context, long bank, Claim claim, long points, Settings settings)
    {
        if (!claim.IsCredit) return (long?)null;
        var book = writer.Book(bank);
        var issuance = DeedSlip.KeepCeiling(writer, bank, settings, claim.Day.Year);
        var held = book.Place(
            new(issuance.Key, new(points), null, context.Caller.Actor, context.Key, context.Fingerprint, "on_notice"), writer.Now);
        if (held.Refusal is { } refusal)
            return refusal.Kind == LedgerRefusals.WouldPassFloor
                ? refusal with { Kind = VillageRefusals.IssueCeilingReached, Field = "points" }
                : refusal;
        return (long?)held.Value.Number.Value;
    }

    internal static Refusal Closed(NoticeLine line) =>
        new Refusal(VillageRefusals.WindowClosed, "notice").With("opens", line.OpensOn.ToIso()).With("closes", line.ClosesOn.ToIso());

    async Task<Outcome<NoticeLine>> Change(
        WriteContext context, long bank, long notice, string kind, string reason, Func<NoticeLine, Outcome<LocalDate>> decide) =>
        await database.Write<NoticeLine>(context, bank, $"notice-{kind}", writer =>
        {
            if (NoticeTable.Find(writer, bank, notice, banks.Today) is not { } line)
                return new Refusal(VillageRefusals.UnknownNotice, "notice");
            var decided = decide(line);
            if (decided.Refusal is { } refusal) return refusal;
            NoticeTable.Change(writer, bank, notice, kind, decided.Value, reason, context.Caller.Actor);
            return NoticeTable.Find(writer, bank, notice, banks.Today)!;
        });

    static List<Claim> Granted(DbSession db, long bank) =>
        [.. ClaimTable.InOrder(
            db, bank, ClaimState.Assessed, LocalDate.MaxIsoValue).Where(claim => claim.Direct == 0).Take(MaxItems)];

    /// <summary>The first day for posting after the last meeting; today where that is past.</summary>
    LocalDate UsualOpening(Settings settings)
    {
        var (today, met, posted) = (
            banks.Today, (int)settings.On(banks.Today, Setting.AssessmentDay), (int)settings.On(banks.Today, Setting.NoticeDay));
        var meeting = new LocalDate(today.Year, today.Month, met);
        if (meeting > today) meeting = meeting.PlusMonths(-1);
        var posting = new LocalDate(meeting.Year, meeting.Month, posted);
        return LocalDate.Max(today, posting < meeting ? posting.PlusMonths(1) : posting);
    }

    Outcome<(LocalDate Opens, LocalDate Closes, LocalDate Hangs)> DaysOf(long bank, NoticeInput input)
    {
        var settings = banks.SettingsOf(bank);
        var opens = input.OpensOn ?? UsualOpening(settings);
        if (opens < banks.Today || opens > banks.Today.PlusDays(31))
            return new Refusal(VillageRefusals.OutOfRange, "opensOn").With("least", banks.Today.ToIso())
                .With("most", banks.Today.PlusDays(31).ToIso());
        var days = input.Days ?? (int)settings.On(banks.Today, Setting.NoticeDays);
        if (Fields.Range(days, "days", MinDays, MaxDays) is { } badDays) return badDays;
        var hang = input.HangDays ?? Math.Max(days, (int)settings.On(banks.Today, Setting.NoticeHangDays));
        if (Fields.Range(hang, "hangDays", days, MaxDays) is { } badHang) return badHang;
        return (opens, opens.PlusDays(days - 1), opens.PlusDays(hang - 1));
    }
}
