using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Deeds;

/// <summary>A deed to enter under a rule. The quantity counts what the rule's basis says: events, hours, months or years.</summary>
public sealed record DeedInput(
    long Household, string Rule, LocalDate EffectiveOn, long Quantity = 1, long? Member = null, string? Memo = null);

/// <summary>What was entered. Points are what the household got (or lost) to spend; merit is what its standing rose (or fell) by.</summary>
public sealed record DeedView(
    long Entry, string CheckCode, long Household, string Rule, string ItemZh, string ItemEn, long Quantity, long Points, long Merit,
    long Minutes, long Balance,
    LocalDate EffectiveOn, Instant RecordedAt, string Reason);

public sealed record OpeningInput(long Household, long Points, string? Memo = null);

/// <summary>
/// Direct credits and deductions by rule. Caps are checked inside the write, so two clerks at once cannot pass one together.
/// </summary>
public sealed class DeedDesk(Database database, BankDesk banks, RulebookDesk rulebooks)
{
    /// <summary>The most of one deed in one entry; more is surely a slip of the finger.</summary>
    public const long MaxQuantity = 1_000;

    internal LocalDate Today => banks.Today;

    public Task<Outcome<DeedView>> Credit(WriteContext context, long bank, DeedInput input) => Enter(context, bank, input, "credit");

    public Task<Outcome<DeedView>> Deduct(WriteContext context, long bank, DeedInput input) => Enter(context, bank, input, "deduct");

    /// <summary>Brings a household's balance forward from paper; it was issued before and does not count as issued now.</summary>
    public Task<Outcome<int>> BringForward(WriteContext context, long bank, IReadOnlyList<OpeningInput> inputs) =>
        database.Write<int>(context, bank, "opening", writer =>
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i];
            if (Fields.Range(input.Points, $"rows[{i}].points", 1, 1_000_000) is { } outside) return outside;
            if (HouseholdDesk.Barred(writer, bank, input.Household, $"rows[{i}].household") is { } barred) return barred;
            if (BringForward(writer, context with { Key = context.Key.Part(i) }, bank, input.Household, input.Points) is { } refusal)
                return refusal;
        }
        return inputs.Count;
    });

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

    async Task<Outcome<DeedView>> Enter(WriteContext context, long bank, DeedInput input, string kind)
    {
        var read = Read(bank, input, kind);
        if (read.Refusal is { } refusal) return refusal;
        return await database.Write(context, bank, kind, writer => read.Value.Enter(writer, context, bank));
    }

    /// <summary>What can be said of a deed before the write: the form, the day, the rule. Of either kind where none is asked for.</summary>
    internal Outcome<DeedSlip> Read(long bank, DeedInput input, string? kind = null)
    {
        if (Fields.Range(input.Quantity, "quantity", 1, MaxQuantity) is { } outside) return outside;
        if (Fields.Optional(input.Memo, "memo", Fields.Memo, out var memo) is { } badMemo) return badMemo;
        var found = RuleOf(bank, input.EffectiveOn, input.Rule);
        if (found.Refusal is { } unknown) return unknown;
        var (version, rule) = found.Value;
        if (kind is not null && rule.Kind != kind) return new Refusal(VillageRefusals.WrongRuleKind, "rule").With("kind", rule.Kind);
        var settings = banks.SettingsOf(bank);
        if (!rule.Direct && settings.On(banks.Today, rule.IsCredit ? Setting.ClerkCreditsAnyRule : Setting.ClerkDeductsDirectly) == 0)
            return new Refusal(VillageRefusals.RuleNeedsNotice, "rule");
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
}
