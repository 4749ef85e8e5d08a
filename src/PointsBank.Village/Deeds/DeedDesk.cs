using Dapper;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Funds;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Shops;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village.Deeds;

/// <summary>A deed to enter under a rule. The quantity counts what the rule's basis says: events, hours, months or years.</summary>
public sealed record DeedInput(long Household, string Rule, LocalDate EffectiveOn, long Quantity = 1, long? Member = null, string? Memo = null);

/// <summary>What was entered. Points are what the household got (or lost) to spend; merit is what its standing rose (or fell) by.</summary>
public sealed record DeedView(
    long Entry, string CheckCode, long Household, string Rule, string ItemZh, string ItemEn, long Quantity, long Points, long Merit, long Minutes, long Balance,
    LocalDate EffectiveOn, Instant RecordedAt, string Reason);

public sealed record OpeningInput(long Household, long Points, string? Memo = null);

public sealed record ReversalInput(string Reason, bool AllowDeficit = false);

public sealed record ReversalView(long Entry, string CheckCode, long Reverses, Instant RecordedAt);

/// <summary>An entry and its mirror, in the write that made it.</summary>
sealed record Undoing(Writer Writer, WriteContext Context, long Bank, JournalEntry Entry, JournalEntry Mirror);

/// <summary>Direct credits and deductions by rule. Caps are checked inside the write, so two clerks at once cannot pass one together.</summary>
public sealed class DeedDesk(Database database, BankDesk banks, RulebookDesk rulebooks)
{
    /// <summary>Raised inside the write when an entry was reversed, for whoever keeps what it stems from.</summary>
    internal event Action<Undoing>? Undone;

    /// <summary>How the source of an entry begins that handed out goods for another bank's redemption: it goes back with that alone.</summary>
    internal const string Handed = "handed:";

    /// <summary>The most of one deed in one entry; more is surely a slip of the finger.</summary>
    public const long MostQuantity = 1_000;

    internal LocalDate Today => banks.Today;

    public Task<Outcome<DeedView>> Credit(WriteContext context, long bank, DeedInput input) => Enter(context, bank, input, "credit");

    public Task<Outcome<DeedView>> Deduct(WriteContext context, long bank, DeedInput input) => Enter(context, bank, input, "deduct");

    /// <summary>Brings a household's balance forward from paper; it was issued before and does not count as issued now.</summary>
    public Task<Outcome<int>> BringForward(WriteContext context, long bank, IReadOnlyList<OpeningInput> inputs) => database.Write<int>(context, bank, "opening", writer =>
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i];
            if (Fields.Range(input.Points, $"rows[{i}].points", 1, 1_000_000) is { } outside) return outside;
            if (HouseholdDesk.Barred(writer, bank, input.Household, $"rows[{i}].household") is { } barred) return barred;
            if (BringForward(writer, context with { Key = context.Key.Part(i) }, bank, input.Household, input.Points) is { } refusal) return refusal;
        }
        return inputs.Count;
    });

    /// <summary>What of an entry's points has expired since and would go back to these households before a reversal takes them all.</summary>
    public IReadOnlyDictionary<long, long> ReturnsOf(long bank, long entry) => database.Read(connection => EntryTable.Find(connection, bank, new(entry)) is { Reverses: null } credit
        ? ExpiryReturns.Due(connection, bank, credit).GroupBy(due => due.Household).ToDictionary(due => due.Key, due => due.Sum(part => part.Points)) : []);

    /// <summary>The same for one household, inside a write; by a decision on a proposal where the source names it.</summary>
    internal Refusal? BringForward(Writer writer, WriteContext context, long bank, long household, long balance, string source = "")
    {
        var points = new Amount(balance);
        return writer.Book(bank).Post(new Draft
        {
            Kind = EntryKind.Opening,
            EffectiveOn = banks.Today,
            Actor = context.Caller.Actor,
            Key = context.Key,
            Fingerprint = context.Fingerprint,
            Reason = "brought_forward",
            Source = source,
            Legs = [new(Chart.Opening(Unit.Points), -points), new(Chart.Points(household), points)],
        }, writer.Now).Refusal;
    }

    /// <summary>
    /// Undoes an entry by its mirror, at most once. Points already spent make it refused, unless a deficit is allowed, which later credits fill. A clerk
    /// takes back what a clerk may enter alone; what others had a part in, a supervisor.
    /// </summary>
    public async Task<Outcome<ReversalView>> Reverse(WriteContext context, long bank, long entry, ReversalInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<ReversalView>(context, bank, "reversal", writer =>
            writer.Book(bank).FindEntry(new EntryNumber(entry)) is { } asked && Denied(asked, context.Caller, bank) is { } denied
                ? denied
                : Reverse(writer, context, bank, new(entry), reason, input.AllowDeficit));
    }

    /// <summary>Whether this caller may take the entry back by a reversal.</summary>
    public static bool MayReverse(JournalEntry entry, Caller caller, long bank) => Denied(entry, caller, bank) is null;

    static Refusal? Denied(JournalEntry entry, Caller caller, long bank)
    {
        if (caller == Caller.System) return null;
        if (!caller.Is(Role.Supervisor, bank))
            return entry.Kind is EntryKind.Credit or EntryKind.Deduction && entry.Reason.StartsWith(Grounds.DirectPrefix, StringComparison.Ordinal)
                ? null
                : new Refusal(VillageRefusals.ReversalNeedsSupervisor, "entry");
        return entry.Kind == EntryKind.Opening && entry.Actor == caller.Actor ? new Refusal(VillageRefusals.ConfirmedByAnother, "entry") : null;
    }

    internal Outcome<ReversalView> Reverse(Writer writer, WriteContext context, long bank, EntryNumber entry, string reason, bool allowDeficit, bool handed = false)
    {
        var book = writer.Book(bank);
        if (!handed && book.FindEntry(entry) is { } asked)
        {
            if (asked.Source.StartsWith(Handed, StringComparison.Ordinal)) return new Refusal(VillageRefusals.HandedElsewhere, "entry");
            if (YearTable.Barred(asked) is { } kept) return kept;
            if (ChangeTable.Barred(writer, bank, asked) is { } stands) return stands;
            if (FundTable.Barred(writer.Connection, bank, asked) is { } barred) return barred;
            if (CorrectionDesk.Barred(writer.Connection, bank, asked) is { } corrected) return corrected;
            if (asked.Kind is EntryKind.Credit or EntryKind.Deduction or EntryKind.Redemption && HouseholdOf(asked) is > 0 and var household
                && Ties.Bind(writer, bank, household, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "entry");
        }
        if (book.FindEntry(entry) is { Reverses: null } credit && book.FindReversalOf(entry) is null && ExpiryReturns.Write(writer, context, bank, credit) is { } unreturned) return unreturned;
        var note = Note.Of(reason);
        // A deficit is points to be earned back; goods that left the shelf do not come back by themselves.
        if (allowDeficit && book.FindEntry(entry)?.Postings.Any(posting => posting.Key.Kind == AccountKind.GoodsShelf) is true) allowDeficit = false;
        var reversed = book.Reverse(
            new ReversalDraft
            {
                Entry = entry,
                EffectiveOn = banks.Today,
                Actor = context.Caller.Actor,
                Key = context.Key,
                Fingerprint = context.Fingerprint,
                Reason = "reversal",
                Note = note.Digest,
                Deficit = allowDeficit,
            },
            writer.Now);
        if (reversed.Refusal is { } floored && floored.Kind == LedgerRefusals.WouldPassFloor && floored.Facts.Any(fact => fact.Key == "account" && fact.Value.StartsWith(nameof(AccountKind.GoodsAtCost), StringComparison.Ordinal)))
            return new Refusal(VillageRefusals.CostGone, "entry").With("sheet", CorrectionDesk.SheetOf(writer.Connection, bank, entry) ?? 0);
        if (reversed.Refusal is not null) return reversed.Then(_ => (ReversalView)null!);
        var mirror = reversed.Value;
        Undone?.Invoke(new(writer, context, bank, book.FindEntry(entry)!, mirror));
        writer.AddNote(bank, mirror.Number, note);
        // The mirror row stands on the deed's own day, so that caps and boards of that period count it.
        writer.Connection.Execute("""
            insert into deeds (bank, household, effective_on, entry, rule, rulebook, member, quantity, points, kind, ordinary, posted, source, reverses)
            select bank, household, effective_on, @mirror, rule, rulebook, member, -quantity, -points, kind, ordinary, posted, source, entry
            from deeds where bank = @bank and household = @household and entry = @entry
            """,
            new { bank, household = HouseholdOf(mirror), entry = entry.Value, mirror = mirror.Number.Value });
        return new ReversalView(mirror.Number.Value, mirror.CheckCode.ToString(), entry.Value, mirror.RecordedAt);
    }

    async Task<Outcome<DeedView>> Enter(WriteContext context, long bank, DeedInput input, string kind)
    {
        var read = Read(bank, input, kind);
        if (read.Refusal is { } refusal) return refusal;
        return await database.Write(context, bank, kind, writer => read.Value.Enter(writer, context, bank));
    }

    /// <summary>What can be said of a deed before the write: the form, the day, the rule. Of either kind where none is asked for.</summary>
    internal Outcome<DeedSlip> Read(long bank, DeedInput input, string? kind = null)
    {
        if (Fields.Range(input.Quantity, "quantity", 1, MostQuantity) is { } outside) return outside;
        if (Fields.Optional(input.Memo, "memo", Fields.Memo, out var memo) is { } badMemo) return badMemo;
        var found = RuleOf(bank, input.EffectiveOn, input.Rule);
        if (found.Refusal is { } unknown) return unknown;
        var (version, rule) = found.Value;
        if (kind is not null && rule.Kind != kind) return new Refusal(VillageRefusals.WrongRuleKind, "rule").With("kind", rule.Kind);
        var settings = banks.SettingsOf(bank);
        if (!rule.Direct && settings.On(banks.Today, rule.IsCredit ? Setting.ClerkCreditsAnyRule : Setting.ClerkDeductsDirectly) == 0) return new Refusal(VillageRefusals.RuleNeedsNotice, "rule");
        return new DeedSlip(input, memo, version, rule, settings);
    }

    /// <summary>The rule a deed of that day is judged by; the day may be neither ahead nor too long ago.</summary>
    internal Outcome<(int Version, Rule Rule)> RuleOf(long bank, LocalDate day, string rule)
    {
        if (day > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "effectiveOn").With("today", banks.Today.ToIso());
        var earliest = banks.Today.PlusDays(-(int)banks.SettingsOf(bank).On(banks.Today, Setting.BackdateDays));
        if (day < earliest) return new Refusal(VillageRefusals.OutOfRange, "effectiveOn").With("least", earliest.ToIso());
        return string.IsNullOrWhiteSpace(rule) ? new Refusal(VillageRefusals.MissingValue, "rule") : rulebooks.Find(bank, day, rule);
    }

    static long HouseholdOf(JournalEntry entry) =>
        entry.Postings.FirstOrDefault(posting => posting.Key.Kind is AccountKind.HouseholdMerit or AccountKind.HouseholdPoints).Key.Owner;
}
