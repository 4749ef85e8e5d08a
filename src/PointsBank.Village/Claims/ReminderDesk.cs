using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;

namespace PointsBank.Village.Claims;

/// <summary>A reminder to record; the kind is <c>private</c> (said in person) or <c>written</c>.</summary>
public sealed record ReminderInput(long Household, string Rule, string Kind, LocalDate RemindedOn, string? Memo = null);

public sealed record ReminderView(
    long Number, long Household, string Head, string Rule, string ItemZh, string ItemEn, string Kind, LocalDate RemindedOn, string Memo,
    string Handler, Instant RecordedAt);

/// <summary>Reminders: before anything is taken from a household it was told, in private and then in writing.</summary>
public sealed class ReminderDesk(Database database, DeedDesk deeds)
{
    public async Task<Outcome<ReminderView>> Record(WriteContext context, long bank, ReminderInput input)
    {
        if (input.Kind is not ("private" or "written")) return new Refusal(VillageRefusals.NotInList, "kind");
        if (Fields.Optional(input.Memo, "memo", Fields.Memo, out var memo) is { } bad) return bad;
        var found = deeds.RuleOf(bank, input.RemindedOn, input.Rule);
        if (found.Refusal is { } unknown) return unknown.Field == "effectiveOn" ? unknown with { Field = "remindedOn" } : unknown;
        if (found.Value.Rule.IsCredit) return new Refusal(VillageRefusals.WrongRuleKind, "rule").With("kind", found.Value.Rule.Kind);
        return await database.Write<ReminderView>(context, bank, "reminder", writer =>
        {
            if (HouseholdDesk.Barred(writer, bank, input.Household, "household") is { } barred) return barred;
            var number = ReminderTable.Add(writer, bank, input, memo, context.Caller.Actor);
            return ReminderTable.List(writer, bank, number, 0, 0, 1)[0];
        });
    }

    /// <summary>Reminders, newest first; of one household where it is named.</summary>
    public IReadOnlyList<ReminderView> List(long bank, long? household, long before, int limit) =>
        database.Read(db => ReminderTable.List(db, bank, 0, household ?? 0, before, limit));

    /// <summary>
    /// Deductions that no meeting can grant as it stands, because the household was not reminded as the village wants it. The eldest first.
    /// </summary>
    public IReadOnlyList<ClaimLine> Due(long bank, Settings settings, LocalDate today, int limit)
    {
        var needed = settings.On(today, Setting.DeductionReminders);
        if (needed == 0) return [];
        return database.Read(db => ClaimTable.Unreminded(db, bank, needed, limit).Select(claim => claim.Line).ToList());
    }

    /// <summary>A reminder in writing, for the letter that takes it to the household.</summary>
    public Outcome<ReminderView> Written(long bank, long number) => database.Read<Outcome<ReminderView>>(db =>
        number > 0 && ReminderTable.List(db, bank, number, 0, 0, 1) is [{ Kind: "written" } found]
            ? found
            : new Refusal(VillageRefusals.UnknownReminder, "reminder"));

    /// <summary>Whether the household was reminded of this rule as the village's setting wants, before the day of the deed.</summary>
    internal static Refusal? Missing(DbSession db, long bank, Claim claim, long needed)
    {
        if (needed == 0) return null;
        var days = ReminderTable.UpTo(db, bank, claim);
        var written = days.Where(row => row.Kind == "written").Select(row => row.Day).Max();
        var isReminded = needed == 1
            ? days.Count > 0
            : written is not null && days.Any(row => row.Kind == "private" && string.CompareOrdinal(row.Day, written) <= 0);
        return isReminded ? null : new Refusal(VillageRefusals.ReminderMissing, "claim").With("needed", needed).With("found", days.Count);
    }
}
