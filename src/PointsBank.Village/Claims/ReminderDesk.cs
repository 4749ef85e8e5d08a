using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
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
            var number = writer.ExecuteScalar<long>("""
                insert into reminders (bank, number, household, rule, kind, reminded_on, memo, recorded_at, actor)
                select @bank, coalesce(max(number), 0) + 1, @household, @rule, @kind, @day, @memo, @at, @actor from reminders
                  where bank = @bank
                returning number
                """,
                new
                {
                    bank, household = input.Household, rule = input.Rule, kind = input.Kind, day = input.RemindedOn.ToIso(), memo,
                    at = writer.NowMilliseconds,
                    actor = context.Caller.Actor,
                });
            return Load(writer, bank, number, 0, 0, 1)[0];
        });
    }

    /// <summary>Reminders, newest first; of one household where it is named.</summary>
    public IReadOnlyList<ReminderView> List(long bank, long? household, long before, int limit) =>
        database.Read(db => Load(db, bank, 0, household ?? 0, before, limit));

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
        number > 0 && Load(db, bank, number, 0, 0, 1) is [{ Kind: "written" } found]
            ? found
            : new Refusal(VillageRefusals.UnknownReminder, "reminder"));

    /// <summary>Whether the household was reminded of this rule as the village's setting wants, before the day of the deed.</summary>
    internal static Refusal? Missing(DbSession db, long bank, Claim claim, long needed)
    {
        if (needed == 0) return null;
        var days = db.Query<(string Kind, string Day)>(
            "select kind, reminded_on from reminders where bank = @bank and household = @household and rule = @rule and reminded_on <= @day",
            new { bank, household = claim.Household, rule = claim.Rule, day = claim.EffectiveOn });
        var written = days.Where(row => row.Kind == "written").Select(row => row.Day).Max();
        var isReminded = needed == 1
            ? days.Count > 0
            : written is not null && days.Any(row => row.Kind == "private" && string.CompareOrdinal(row.Day, written) <= 0);
        return isReminded ? null : new Refusal(VillageRefusals.ReminderMissing, "claim").With("needed", needed).With("found", days.Count);
    }

    static List<ReminderView> Load(DbSession db, long bank, long number, long household, long before, int limit) =>
        db.Query<(
            long Number, long Household, string Head, string Rule, string ItemZh, string ItemEn, string Kind, string Day, string Memo,
            string Handler, long At)>($"""
            select m.number, m.household,
              coalesce((select p.name from members p where p.bank = m.bank and p.household = m.household and p.is_head = 1), ''), m.rule,
              coalesce((select r.item_zh from rules r where r.bank = m.bank and r.code = m.rule order by r.version desc limit 1), ''),
              coalesce((select r.item_en from rules r where r.bank = m.bank and r.code = m.rule order by r.version desc limit 1), ''),
              m.kind, m.reminded_on, m.memo, {Handler.Of("m.actor")}, m.recorded_at
            from reminders m
            where m.bank = @bank and (@number = 0 or m.number = @number) and (@household = 0 or m.household = @household)
              and (@before = 0 or m.number < @before)
            order by m.number desc limit @limit
            """, new { bank, number, household, before, limit })
            .Select(row => new ReminderView(
                row.Number, row.Household, row.Head, row.Rule, row.ItemZh, row.ItemEn, row.Kind, row.Day.ToDate(), row.Memo, row.Handler,
                row.At.ToInstant())).ToList();
}
