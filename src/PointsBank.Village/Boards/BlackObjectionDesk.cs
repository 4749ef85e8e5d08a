using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Boards;

/// <summary>Objections to what stands on the black board, at any time, and their answers.</summary>
public sealed class BlackObjectionDesk(Database database, BankDesk banks)
{
    /// <summary>Objects to a posted entry. A household objects to its own alone; another waits until the first is answered.</summary>
    public async Task<Outcome<BlackObjectionView>> Object(WriteContext context, long bank, long entry, BlackObjectionInput input)
    {
        var isOwn = context.Caller.Is(Role.Household, bank);
        if (isOwn) input = input with { Channel = "household", Household = context.Caller.Household, Objector = null };
        if (input.Channel is not ("household" or "desk" or "voice")) return new Refusal(VillageRefusals.NotInList, "channel");
        if (Fields.Text(input.Words, "words", Fields.Memo, out var words) is { } badWords) return badWords;
        if (Fields.Optional(input.Objector, "objector", Fields.Name, out var objector) is { } badName) return badName;
        if (input.Channel == "household" && input.Household is null) return new Refusal(VillageRefusals.MissingValue, "household");
        return await database.Write<BlackObjectionView>(context, bank, "black-objection", writer =>
        {
            if (BlackTable.Find(writer, bank, entry, banks.Today) is not { State: BlackState.Posted } found
                || (isOwn && found.Household != context.Caller.Household))
                return new Refusal(VillageRefusals.UnknownBlackEntry, "entry");
            if (input.Household is { } household)
            {
                if (!HouseholdTable.Exists(writer, bank, household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
                if (BlackObjectionTable.IsOpen(writer, bank, entry, household))
                    return new Refusal(VillageRefusals.AlreadyObjected, "entry");
            }
            return Load(
                writer, bank, BlackObjectionTable.Add(writer, bank, entry, input, words, objector, context.Caller.Actor))!;
        });
    }

    /// <summary>Answers an objection. Who reminded, recorded, decided or posted, and who is kin to either side, does not.</summary>
    public async Task<Outcome<BlackObjectionView>> Rule(WriteContext context, long bank, long number, BlackRulingInput input)
    {
        if (input.Outcome is not ("upheld" or "dismissed")) return new Refusal(VillageRefusals.NotInList, "outcome");
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<BlackObjectionView>(context, bank, "black-ruling", writer =>
        {
            if (Load(writer, bank, number) is not { } objection) return new Refusal(VillageRefusals.UnknownObjection, "objection");
            if (objection.Ruling is not null) return new Refusal(VillageRefusals.AlreadyRuled, "objection");
            if (BlackObjectionTable.IsInvolved(writer, bank, number, context.Caller))
                return new Refusal(VillageRefusals.Involved, "objection");
            BlackObjectionTable.Rule(writer, bank, number, input.Outcome, reason, context.Caller.Actor);
            // It may be over by now; then the answer is on record and changes nothing.
            if (input.Outcome == "upheld" && BlackState.IsOpen(BlackTable.Find(writer, bank, objection.Entry, banks.Today)!.State))
                BlackTable.Advance(writer, bank, objection.Entry, BlackState.Upheld, reason, number, context.Caller);
            return Load(writer, bank, number)!;
        });
    }

    public Outcome<BlackObjectionView> Get(long bank, long number) => database.Read<Outcome<BlackObjectionView>>(db =>
        Load(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownObjection, "objection"));

    /// <summary>
    /// Objections, newest first: those without an answer where <paramref name="open"/> is set, and of one entry where it is named.
    /// </summary>
    public IReadOnlyList<BlackObjectionView> List(long bank, bool open, long entry, long before, int limit) =>
        database.Read(db =>
            BlackObjectionTable.Newest(db, bank, open, entry, before, limit).Select(number => Load(db, bank, number)!).ToList());

    BlackObjectionView? Load(DbSession db, long bank, long number)
    {
        if (BlackObjectionTable.Find(db, bank, number) is not { } row) return null;
        var dueOn = row.RecordedAt.ToInstant()
            .InZone(BankDesk.Zone).Date.PlusDays((int)banks.SettingsOf(bank).On(banks.Today, Setting.RulingDays));
        return new(
            row.Number, row.Entry, row.Channel, row.Household, row.Objector, row.Words, row.Recorder, row.RecordedAt.ToInstant(), dueOn,
            row.Outcome is null && banks.Today > dueOn,
            row.Outcome is null ? null : new(row.Outcome, row.Reason ?? "", row.Ruler ?? "", (row.RuledAt ?? 0).ToInstant()));
    }
}
