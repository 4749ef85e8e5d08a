using Dapper;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;

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

/// <summary>Direct credits and deductions by rule. Caps are checked inside the write, so two clerks at once cannot pass one together.</summary>
public sealed class DeedDesk(Database database, BankDesk banks, RulebookDesk rulebooks)
{
    /// <summary>The most of one deed in one entry; more is surely a slip of the finger.</summary>
    public const long MostQuantity = 1_000;

    public Task<Outcome<DeedView>> Credit(WriteContext context, long bank, DeedInput input) => Enter(context, bank, input, "credit");

    public Task<Outcome<DeedView>> Deduct(WriteContext context, long bank, DeedInput input) => Enter(context, bank, input, "deduct");

    /// <summary>Brings a household's balance forward from paper; it was issued before and does not count as issued now.</summary>
    public Task<Outcome<int>> BringForward(WriteContext context, long bank, IReadOnlyList<OpeningInput> inputs) => database.Write<int>(context, bank, "opening", writer =>
    {
        var book = writer.Book(bank);
        for (var i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i];
            if (Fields.Range(input.Points, $"rows[{i}].points", 1, 1_000_000) is { } outside) return outside;
            if (!HouseholdDesk.Exists(writer, bank, input.Household)) return new Refusal(VillageRefusals.UnknownHousehold, $"rows[{i}].household");
            var points = new Amount(input.Points);
            var posted = book.Post(new Draft
            {
                Kind = EntryKind.Opening,
                EffectiveOn = banks.Today,
                Actor = context.Caller.Actor,
                Key = context.Key.Part(i),
                Fingerprint = context.Fingerprint,
                Reason = "brought_forward",
                Legs = [new(Chart.Opening(Unit.Points), -points), new(Chart.Points(input.Household), points)],
            }, writer.Now);
            if (posted.Refusal is { } refusal) return refusal;
        }
        return inputs.Count;
    });

    /// <summary>Undoes an entry by its mirror, at most once. Points already spent make it refused, unless a deficit is allowed, which later credits fill.</summary>
    public async Task<Outcome<ReversalView>> Reverse(WriteContext context, long bank, long entry, ReversalInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<ReversalView>(context, bank, "reversal", writer => Reverse(writer, context, bank, new(entry), reason, input.AllowDeficit));
    }

    internal Outcome<ReversalView> Reverse(Writer writer, WriteContext context, long bank, EntryNumber entry, string reason, bool allowDeficit)
    {
        var book = writer.Book(bank);
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
        if (reversed.Refusal is not null) return reversed.Then(_ => (ReversalView)null!);
        var mirror = reversed.Value;
        writer.AddNote(bank, mirror.Number, note);
        // The mirror row stands on the deed's own day, so that caps and boards of that period count it.
        writer.Connection.Execute("""
            insert into deeds (bank, household, effective_on, entry, rule, rulebook, member, quantity, points, kind, ordinary, posted, reverses)
            select bank, household, effective_on, @mirror, rule, rulebook, member, -quantity, -points, kind, ordinary, posted, entry
            from deeds where bank = @bank and household = @household and entry = @entry
            """,
            new { bank, household = HouseholdOf(mirror), entry = entry.Value, mirror = mirror.Number.Value });
        return new ReversalView(mirror.Number.Value, mirror.CheckCode.ToString(), entry.Value, mirror.RecordedAt);
    }

    async Task<Outcome<DeedView>> Enter(WriteContext context, long bank, DeedInput input, string kind)
    {
        if (Fields.Range(input.Quantity, "quantity", 1, MostQuantity) is { } outside) return outside;
        if (Fields.Optional(input.Memo, "memo", Fields.Memo, out var memo) is { } badMemo) return badMemo;
        if (input.EffectiveOn > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "effectiveOn").With("today", banks.Today.ToIso());
        var settings = banks.SettingsOf(bank);
        var earliest = banks.Today.PlusDays(-(int)settings.On(banks.Today, Setting.BackdateDays));
        if (input.EffectiveOn < earliest) return new Refusal(VillageRefusals.OutOfRange, "effectiveOn").With("least", earliest.ToIso());
        if (string.IsNullOrWhiteSpace(input.Rule)) return new Refusal(VillageRefusals.MissingValue, "rule");
        var found = rulebooks.Find(bank, input.EffectiveOn, input.Rule);
        if (found.Refusal is { } unknown) return unknown;
        var (version, rule) = found.Value;
        if (rule.Kind != kind) return new Refusal(VillageRefusals.WrongRuleKind, "rule").With("kind", rule.Kind);
        if (!rule.Direct && settings.On(banks.Today, Setting.ClerkCreditsAnyRule) == 0) return new Refusal(VillageRefusals.RuleNeedsNotice, "rule");
        return await database.Write<DeedView>(context, bank, kind, writer => Enter(writer, context, bank, input, memo, version, rule, settings));
    }

    static Outcome<DeedView> Enter(Writer writer, WriteContext context, long bank, DeedInput input, string memo, int version, Rule rule, Settings settings)
    {
        if (!HouseholdDesk.Exists(writer, bank, input.Household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
        if (input.Member is { } member && !HouseholdDesk.HasMember(writer, bank, input.Household, member))
            return new Refusal(VillageRefusals.UnknownMember, "member");
        var value = rule.Points * input.Quantity;
        if (CapPassed(writer, bank, input, rule, value, settings) is { } capped) return capped;

        var book = writer.Book(bank);
        var note = context.NoteOf(memo);
        var legs = rule.IsCredit ? CreditLegs(book, input, rule, value, settings, writer) : DeductionLegs(book, input, value, settings);
        var draft = new Draft
        {
            Kind = rule.IsCredit ? EntryKind.Credit : EntryKind.Deduction,
            EffectiveOn = input.EffectiveOn,
            Actor = context.Caller.Actor,
            Key = context.Key,
            Fingerprint = context.Fingerprint,
            Reason = rule.Direct ? "direct_rule" : "direct_by_setting",
            Note = note?.Digest ?? default,
            Source = input.Member is { } who ? $"member:{who}" : "",
            Rule = rule.Code,
            Rulebook = version,
            Legs = [.. legs],
        };
        var posted = book.Post(draft, writer.Now);
        if (posted.Refusal is { } refusal)
            return refusal.Kind == LedgerRefusals.WouldPassFloor && rule.IsCredit ? refusal with { Kind = VillageRefusals.IssueCeilingReached, Field = "rule" } : refusal;
        var entry = posted.Value;
        if (note is not null) writer.AddNote(bank, entry.Number, note);
        writer.Prepared("""
            insert into deeds (bank, household, effective_on, entry, rule, rulebook, member, quantity, points, kind, ordinary, posted)
            values (@bank, @household, @day, @entry, @rule, @version, @member, @quantity, @points, @kind, @ordinary, @posted)
            """, "@bank", "@household", "@day", "@entry", "@rule", "@version", "@member", "@quantity", "@points", "@kind", "@ordinary", "@posted").Execute(
            bank, input.Household, input.EffectiveOn.ToIso(), entry.Number.Value, rule.Code, version, input.Member, input.Quantity, value, rule.Kind,
            rule.Ordinary ? 1 : 0, rule.Posted ? 1 : 0);
        return View(book, entry, input, rule);
    }

    /// <summary>What the household already has under this rule, and in all ordinary ones, in the deed's month and year; reversals count against it.</summary>
    static Refusal? CapPassed(Writer writer, long bank, DeedInput input, Rule rule, long value, Settings settings)
    {
        var day = input.EffectiveOn;
        var month = new LocalDate(day.Year, day.Month, 1);
        using var sums = writer.Prepared("""
            select
              cast(coalesce(sum(case when rule = @rule and effective_on >= @month and effective_on < @nextMonth then points end), 0) as bigint),
              cast(coalesce(sum(case when rule = @rule then points end), 0) as bigint),
              cast(coalesce(sum(case when kind = 'credit' and ordinary = 1 and effective_on >= @month and effective_on < @nextMonth then points end), 0) as bigint),
              cast(coalesce(sum(case when kind = 'credit' and ordinary = 1 then points end), 0) as bigint)
            from deeds where bank = @bank and household = @household and effective_on >= @year and effective_on < @nextYear
            """, "@bank", "@household", "@rule", "@month", "@nextMonth", "@year", "@nextYear").Query(
            bank, input.Household, rule.Code, month.ToIso(), month.PlusMonths(1).ToIso(), new LocalDate(day.Year, 1, 1).ToIso(), new LocalDate(day.Year + 1, 1, 1).ToIso());
        sums.Read();
        var (byRuleInMonth, byRuleInYear, ordinaryInMonth, ordinaryInYear) = (sums.Number(0), sums.Number(1), sums.Number(2), sums.Number(3));
        if (rule.MonthCap is { } monthCap && byRuleInMonth + value > monthCap) return Passed(VillageRefusals.RuleCapReached, monthCap, byRuleInMonth, value);
        if (rule.YearCap is { } yearCap && byRuleInYear + value > yearCap) return Passed(VillageRefusals.RuleCapReached, yearCap, byRuleInYear, value);
        if (!rule.IsCredit || !rule.Ordinary) return null;
        var monthCeiling = settings.On(day, Setting.MonthCeiling);
        if (ordinaryInMonth + value > monthCeiling) return Passed(VillageRefusals.MonthCeilingReached, monthCeiling, ordinaryInMonth, value);
        var yearCeiling = settings.On(day, Setting.YearCeiling);
        return ordinaryInYear + value > yearCeiling ? Passed(VillageRefusals.YearCeilingReached, yearCeiling, ordinaryInYear, value) : null;
    }

    static Refusal Passed(RefusalKind kind, long cap, long already, long asked) =>
        new Refusal(kind, "quantity").With("cap", cap).With("already", already).With("asked", asked);

    static List<Leg> CreditLegs(SqliteBook book, DeedInput input, Rule rule, long value, Settings settings, Writer writer)
    {
        var year = input.EffectiveOn.Year;
        var points = new Amount(value);
        KeepCeiling(book, year, settings, writer);
        var legs = new List<Leg>(6)
        {
            new(Chart.Issuance(Unit.Points, year), -points),
            new(Chart.Points(input.Household), points),
            new(Chart.Issuance(Unit.Merit, year), -points),
            new(Chart.Merit(input.Household, year), points),
        };
        if (rule.Basis == "per_hour" && input.Member is { } member)
        {
            var minutes = new Amount(60 * input.Quantity);
            legs.Add(new(Chart.Issuance(Unit.Minutes, year), -minutes));
            legs.Add(new(Chart.Minutes(member), minutes));
        }
        return legs;
    }

    /// <summary>The issue ceiling is the floor of the year's issuance account; a changed setting reaches it with the next credit.</summary>
    static void KeepCeiling(SqliteBook book, int year, Settings settings, Writer writer)
    {
        var ceiling = settings.On(new LocalDate(year, 12, 31), Setting.IssueCeiling);
        Amount? floor = ceiling == 0 ? null : new Amount(-ceiling);
        var account = book.Open(Chart.Issuance(Unit.Points, year), floor);
        if (account.Floor != floor) book.SetTerms(account.Key, floor, account.State, "system", "issue_ceiling", writer.Now);
    }

    /// <summary>The full value off merit; spendable points down to the floor only.</summary>
    static List<Leg> DeductionLegs(SqliteBook book, DeedInput input, long value, Settings settings)
    {
        var year = input.EffectiveOn.Year;
        var merit = new Amount(value);
        var legs = new List<Leg>(4) { new(Chart.Merit(input.Household, year), -merit), new(Chart.Deducted(Unit.Merit, year), merit) };
        var available = book.Find(Chart.Points(input.Household))?.Available.Value ?? 0;
        var points = new Amount(Math.Min(value, Math.Max(available, 0)));
        if (points == Amount.Zero || settings.On(input.EffectiveOn, Setting.DeductionTakesPoints) == 0) return legs;
        legs.Add(new(Chart.Points(input.Household), -points));
        legs.Add(new(Chart.Deducted(Unit.Points, year), points));
        return legs;
    }

    static DeedView View(SqliteBook book, JournalEntry entry, DeedInput input, Rule rule)
    {
        var year = input.EffectiveOn.Year;
        return new(
            entry.Number.Value, entry.CheckCode.ToString(), input.Household, rule.Code, rule.ItemZh, rule.ItemEn, input.Quantity, To(Chart.Points(input.Household)),
            To(Chart.Merit(input.Household, year)), input.Member is { } member ? To(Chart.Minutes(member)) : 0,
            book.Find(Chart.Points(input.Household))?.Balance.Value ?? 0, input.EffectiveOn, entry.RecordedAt, entry.Reason);

        long To(AccountKey key) => entry.Postings.Where(posting => posting.Key == key).Sum(posting => posting.Amount.Value);
    }

    static long HouseholdOf(JournalEntry entry) =>
        entry.Postings.FirstOrDefault(posting => posting.Key.Kind is AccountKind.HouseholdMerit or AccountKind.HouseholdPoints).Key.Owner;
}
