using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Coverage;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Years;

namespace PointsBank.Village.Deeds;

/// <summary>
/// A deed that was looked at before the write: its note is clean, its day may be, its rule is that day's. What only the book knows is
/// decided here, inside the write, and one after the other where there is a list.
/// </summary>
sealed record DeedSlip(DeedInput Input, string Memo, int Version, Rule Rule, Settings Settings)
{
    /// <summary>The clerk's own word, which is not taken for the own household nor for a relative's.</summary>
    public Outcome<DeedView> Enter(Writer writer, WriteContext context, long bank) =>
        KinTable.Bind(writer, bank, Input.Household, context.Caller)
        ? new Refusal(VillageRefusals.OwnOrRelated, "household")
        : Enter(writer, context, bank, Grounds.Direct(Rule.Direct));

    public Outcome<DeedView> Enter(Writer writer, WriteContext context, long bank, Grounds grounds)
    {
        if (HouseholdDesk.Barred(writer, bank, Input.Household, "household") is { } barred) return barred;
        if (CloseTable.IsClosed(writer, bank, Input.EffectiveOn.Year)) return CloseTable.Closed(Input.EffectiveOn.Year, "effectiveOn");
        if (Input.Member is { } member
            && HouseholdDesk.MemberBarred(writer, bank, Input.Household, member, Input.EffectiveOn.ToIso()) is { } stranger)
            return stranger;
        var value = grounds.Points ?? Rule.Points * Input.Quantity;
        if (value > 0
            && Caps.Passed(
                Rule, Settings, Input.EffectiveOn, DeedTable.Entered(writer, bank, Input.Household, Rule.Code, Input.EffectiveOn),
                value) is { } capped)
            return capped;

        var book = writer.Book(bank);
        var note = context.NoteOf(Memo);
        var legs = Rule.IsCredit ? CreditLegs(book, bank, value, grounds, writer) : DeductionLegs(book, value);
        var draft = new Draft
        {
            Kind = Rule.IsCredit ? EntryKind.Credit : EntryKind.Deduction,
            EffectiveOn = Input.EffectiveOn,
            Actor = context.Caller.Actor,
            Key = context.Key,
            Fingerprint = context.Fingerprint,
            Reason = grounds.Reason,
            Note = note?.Digest ?? default,
            Source = grounds.Source.Length > 0 ? grounds.Source : Input.Member is { } who ? $"member:{who}" : "",
            Settles = grounds.Settles,
            Rule = Rule.Code,
            Rulebook = Version,
            Legs = [.. legs],
        };
        var posted = book.Post(draft, writer.Now);
        if (posted.Refusal is { } refusal)
            return refusal.Kind == LedgerRefusals.WouldPassFloor && Rule.IsCredit
                ? refusal with { Kind = VillageRefusals.IssueCeilingReached, Field = "rule" }
                : refusal;
        var entry = posted.Value;
        if (note is not null) writer.AddNote(bank, entry.Number, note);
        // Minutes alone are served time and no deed yet: the points follow when they make a whole unit.
        if (value > 0)
            DeedTable.Add(writer, bank, entry.Number, Input, Rule, Version, value, grounds.Source);
        return View(book, entry);
    }

    /// <summary>What does not forbid the deed and should still be seen, as the book stands before it.</summary>
    public IReadOnlyList<SlipWarning> Warnings(Writer writer, long bank, LocalDate today)
    {
        var warnings = new List<SlipWarning>(0);
        if (DeedTable.Stands(writer, bank, Input.Household, Input.EffectiveOn, Rule.Code)) warnings.Add(SlipWarning.SameDeed);
        if (MemberTable.IsRelated(writer, bank, Input.Household, Input.Member)) warnings.Add(SlipWarning.Related);
        if (Input.EffectiveOn < today.PlusDays(-SlipWarning.DaysBack)) warnings.Add(SlipWarning.Backdated);
        return warnings;
    }

    List<Leg> CreditLegs(Book book, long bank, long value, Grounds grounds, Writer writer)
    {
        var year = Input.EffectiveOn.Year;
        KeepCeiling(writer, bank, Settings, year);
        var legs = new List<Leg>(6);
        Issue(Unit.Points, value, Chart.Points(Input.Household));
        Issue(Unit.Merit, value, Chart.Merit(Input.Household, year));
        if (Input.Member is { } member)
            Issue(Unit.Minutes, grounds.Minutes ?? (Rule.Basis == "per_hour" ? 60 * Input.Quantity : 0), Chart.Minutes(member));
        return legs;

        void Issue(Unit unit, long amount, AccountKey account)
        {
            if (amount == 0) return;
            legs.Add(new(Chart.Issuance(unit, year), new(-amount)));
            legs.Add(new(account, new(amount)));
        }
    }

    /// <summary>
    /// The issue ceiling is the floor of the year's issuance account: what the assembly set, or what the fund can honour, whichever is
    /// stricter. What changed since reaches it with the next credit or notice.
    /// </summary>
    public static Account KeepCeiling(Writer writer, long bank, Settings settings, int year)
    {
        var (book, ceiling, today) = (writer.Book(bank), CeilingOf(settings, year), writer.Now.InZone(BankDesk.Zone).Date);
        long? floor = ceiling == 0 ? null : -ceiling;
        var account = book.Open(Chart.Issuance(Unit.Points, year), floor is { } set ? new Amount(set) : null);
        if (settings.On(today, Setting.CeilingFromFund) == 1)
        {
            var honoured = CoverageTable.Of(writer, bank, settings.On(today, Setting.PointRate))
                .FloorOf(account.Balance.Value, account.Held.Value);
            floor = floor is { } assembly ? Math.Max(assembly, honoured) : honoured;
        }
        Amount? kept = floor is { } least ? new Amount(least) : null;
        return account.Floor == kept
            ? account
            : book.SetTerms(account.Key, kept, account.State, "system", "issue_ceiling", writer.Now).Value;
    }

    /// <summary>The most points issued in a year; 0 for no ceiling.</summary>
    public static long CeilingOf(Settings settings, int year) => settings.On(new(year, 12, 31), Setting.IssueCeiling);

    /// <summary>The full value off merit; spendable points down to the floor only.</summary>
    List<Leg> DeductionLegs(Book book, long value)
    {
        var year = Input.EffectiveOn.Year;
        var merit = new Amount(value);
        var legs = new List<Leg>(4) { new(Chart.Merit(Input.Household, year), -merit), new(Chart.Deducted(Unit.Merit, year), merit) };
        var available = book.Find(Chart.Points(Input.Household))?.Available.Value ?? 0;
        var points = new Amount(Math.Min(value, Math.Max(available, 0)));
        if (points == Amount.Zero || Settings.On(Input.EffectiveOn, Setting.DeductionTakesPoints) == 0) return legs;
        legs.Add(new(Chart.Points(Input.Household), -points));
        legs.Add(new(Chart.Deducted(Unit.Points, year), points));
        return legs;
    }

    DeedView View(Book book, JournalEntry entry)
    {
        var year = Input.EffectiveOn.Year;
        return new(
            entry.Number.Value, entry.CheckCode.ToString(), Input.Household, Rule.Code, Rule.ItemZh, Rule.ItemEn, Input.Quantity,
            To(Chart.Points(Input.Household)), To(Chart.Merit(Input.Household, year)),
            Input.Member is { } member ? To(Chart.Minutes(member)) : 0, book.Find(Chart.Points(Input.Household))?.Balance.Value ?? 0,
            Input.EffectiveOn, entry.RecordedAt, entry.Reason);

        long To(AccountKey key) => entry.Postings.Where(posting => posting.Key == key).Sum(posting => posting.Amount.Value);
    }
}
