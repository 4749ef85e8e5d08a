using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Seals;

namespace PointsBank.Village.Boards;

/// <summary>Boards as they were published: frozen, numbered, and computed again by anybody who doubts them.</summary>
public sealed class PublicationDesk(Database database, BankDesk banks, RulebookDesk rulebooks, DefinitionDesk definitions, SealDesk seals)
{
    /// <summary>Publishes a board of a period as the journal has it now; what the paper says is sealed with it.</summary>
    public async Task<Outcome<PublicationLine>> Publish(WriteContext context, long bank, string board, PublicationInput input)
    {
        var outcome = await Write(context, bank, board, input, PublicationTable.LineOf);
        if (outcome is { Refusal: null, Replayed: false } && !context.DryRun) await seals.MakeAt(bank, "publication");
        return outcome;
    }

    /// <summary>Whether they see what hangs no more: who keeps the boards.</summary>
    public static bool IsStaff(Caller? caller, long bank) =>
        caller is not null && (caller.Is(Role.Clerk, bank) || caller.Is(Role.Supervisor, bank));

    /// <summary>What publishing so would show, by the same code and without a trace.</summary>
    public Task<Outcome<PublicationView>> Check(Caller caller, long bank, string board, PublicationInput input) =>
        Write(new(caller, WriteContext.NewKey(), Digest.Of("publication"), DryRun: true), bank, board, input, View);

    /// <summary>A publication; past its last day for staff alone.</summary>
    public Outcome<PublicationView> Get(long bank, string board, long number, bool isStaff) =>
        Of(bank, board, number, isStaff, (db, row) => View(db, bank, row));

    /// <summary>
    /// Publications, newest first; of one board where it is named. Without staff's eyes: what hangs and was not corrected.
    /// </summary>
    public IReadOnlyList<PublicationLine> List(long bank, string? board, bool isStaff, long before, int limit) =>
        database.Read(db =>
        PublicationTable.List(
            db, bank, board, isStaff ? null : banks.Today, before,
            limit).Select(row => PublicationTable.LineOf(db, bank, row)).ToList());

    /// <summary>Computes a publication again from the journal up to its head.</summary>
    public Outcome<RecomputationView> Recompute(long bank, string board, long number, bool isStaff) =>
        Of(bank, board, number, isStaff, (db, row) =>
    {
        var lines = Differing(db, bank, row);
        return new RecomputationView(number, lines.Count == 0, row.HeadEntry, row.HeadCode, row.Places, lines);
    });

    /// <summary>What a correction changed.</summary>
    public Outcome<DifferenceView> Difference(long bank, string board, long number, bool isStaff) =>
        database.Read<Outcome<DifferenceView>>(db =>
    {
        if (Find(db, bank, board, number, isStaff) is not { Corrects: { } corrects } row)
            return new Refusal(VillageRefusals.UnknownPublication, "publication");
        var earlier = PublicationTable.Find(db, bank, corrects)!;
        var (now, shownNow) = (
            PublicationTable.Places(db, bank, number),
            PublicationTable.Shown(db, bank, row, banks.Today, MasksOfBlame(bank)));
        var (old, shownOld) = (
            PublicationTable.Places(db, bank, corrects),
            PublicationTable.Shown(db, bank, earlier, banks.Today, MasksOfBlame(bank)));
        var before = old.ToDictionary(place => place.Subject);
        var after = now.Select(place => place.Subject).ToHashSet();
        return new DifferenceView(
            number, corrects,
            [.. now.Where(place => !before.ContainsKey(place.Subject)).SelectMany(place => Line(shownNow, place, null))],
            [.. old.Where(place => !after.Contains(place.Subject)).SelectMany(place => Line(shownOld, place, place))],
            [.. now.Where(
                place => before.TryGetValue(place.Subject, out var was) && (was.Rank, was.Score) != (place.Rank, place.Score)).SelectMany(
                    place => Line(shownNow, place, before[place.Subject]))]);

        IEnumerable<DifferenceLine> Line(Dictionary<long, BoardLine> shown, PlaceRow place, PlaceRow? was) =>
            shown.TryGetValue(place.Line, out var line)
            ? [new(line, was?.Rank, was?.Score)]
            : [];
    });

    /// <summary>
    /// The lines of a publication that the journal up to its head does not bear out; those it lacks are told by the next number.
    /// </summary>
    internal static List<long> Differing(DbSession db, long bank, PublicationRow row)
    {
        var basis = row.Basis;
        var frozen = PublicationTable.Places(db, bank, row.Number);
        var counted = PlaceTable.From(db, bank, basis).Select((place, i) => PlaceRow.Of(basis, place, i)).ToList();
        return [
            .. Enumerable.Range(0, Math.Max(frozen.Count, counted.Count)).Where(
                i => i >= frozen.Count || i >= counted.Count || frozen[i] != counted[i]).Select(i => i + 1L)];
    }

    async Task<Outcome<T>> Write<T>(
        WriteContext context, long bank, string code, PublicationInput input, Func<DbSession, long, PublicationRow, T> answer)
    {
        if (definitions.Find(bank, code) is not { } board) return new Refusal(VillageRefusals.UnknownBoard, "kind");
        if (!MayPublish(context.Caller, bank, board)) return new Refusal(VillageRefusals.NotAllowed, "kind");
        if (!Period.TryParse(input.Period, out var period) || !board.Takes(period)) return new Refusal(VillageRefusals.NotInList, "period");
        if (period.From > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "period").With("today", banks.Today.ToIso());
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        if ((
            ProtectedMatters.In(reason, "reason")
                ?? database.Read(db => PublicName.In(db, bank, reason, "reason"))) is { } matter)
            return matter;
        var settings = banks.SettingsOf(bank);
        // Counted beside the writer's way: up to a head nothing changes any more, and what else decides is looked at again when it is
        // written.
        var seen = database.ReadHeads(bank, db =>
        {
            var head = BookTable.Head(db, bank);
            var basis = new Basis(
                board, period, head.Entry.Value, BlackTable.LastStep(db, bank), settings.On(banks.Today, Setting.StarStep),
                settings.On(banks.Today, Setting.StarVetoDeducted), settings.On(banks.Today, Setting.StarVetoMost), banks.Today,
                long.MaxValue);
            return (
                Basis: basis, Code: head.Entry.Value == 0 ? "" : head.CheckCode.ToString(),
                Households: PlaceTable.Households(db, bank),
                Places: PlaceTable.IsOfHeads(basis)
                    ? PlaceTable.OfHeads(db, bank, basis)
                    : PlaceTable.From(db, bank, basis));
        });
        var rulebook = rulebooks.On(bank, banks.Today) is { Refusal: null, Value.Version: var version } ? version : 0;
        return await database.Write<T>(context, bank, "publication", writer =>
        {
            var db = writer;
            if (input.Corrects is { } corrects)
            {
                if (PublicationTable.Find(db, bank, corrects) is not { } earlier
                    || earlier.Board != code
                    || earlier.Period != input.Period)
                    return new Refusal(VillageRefusals.UnknownPublication, "corrects");
                if (PublicationTable.LineOf(db, bank, earlier).CorrectedBy is { } later)
                    return new Refusal(VillageRefusals.AlreadyPublished, "corrects").With("number", later);
            }
            var basis = seen.Basis with
            {
                BlackStep = BlackTable.LastStep(db, bank),
                At = PlaceTable.InstantAfterEnds(db, bank, writer.NowMilliseconds),
            };
            if (input.Corrects is null && PublicationTable.Same(db, bank, code, input.Period, basis) is { } same)
                return new Refusal(VillageRefusals.AlreadyPublished, "period").With("number", same);
            var isStale = basis.BlackStep != seen.Basis.BlackStep || PlaceTable.Households(db, bank) != seen.Households || board.IsOfGroups;
            var places = (isStale ? PlaceTable.From(db, bank, basis) : seen.Places)
                .Select((place, i) => PlaceRow.Of(basis, place, i))
                .ToList();
            var row = new PublicationRow(
                PublicationTable.Next(db, bank), code, board.Version, board.Measure, board.Rules, board.Top, board.Threshold, board.Scope,
                input.Period, basis.Head, seen.Code, basis.BlackStep, rulebook, basis.Step, basis.VetoFrom, basis.VetoMost, basis.At,
                basis.Day.ToIso(), basis.Day.PlusDays((int)board.Days - 1).ToIso(), reason, input.Corrects, places.Count, []);
            row = row with { Digest = row.DigestOf(bank, places).ToArray() };
            PublicationTable.Add(db, bank, row, places, context.Caller.Actor);
            return answer(db, bank, row);
        });
    }

    static bool MayPublish(Caller caller, long bank, BoardDefinition board) =>
        caller.Is(Role.Supervisor, bank) || (board.Publisher == "clerk" && caller.Is(Role.Clerk, bank));

    Outcome<T> Of<T>(long bank, string board, long number, bool isStaff, Func<DbSession, PublicationRow, T> answer) =>
        database.Read<Outcome<T>>(db =>
        Find(db, bank, board, number, isStaff) is { } row
            ? answer(db, row)
            : new Refusal(VillageRefusals.UnknownPublication, "publication"));

    PublicationRow? Find(DbSession db, long bank, string board, long number, bool isStaff) =>
        PublicationTable.Find(db, bank, number) is { } row
            && row.Board == board
            && (isStaff || row.ShownUntil.ToDate() >= banks.Today)
            ? row
            : null;

    PublicationView View(DbSession db, long bank, PublicationRow row) => new(
        PublicationTable.LineOf(db, bank, row), row.Measure, row.Scope,
        [.. PublicationTable.Shown(db, bank, row, banks.Today, MasksOfBlame(bank)).OrderByDescending(
            shown => shown.Value.Rank is null ? shown.Value.Day : null)
            .ThenBy(shown => shown.Value.Rank is null ? -shown.Key : shown.Key).Select(shown => shown.Value)]);

    bool MasksOfBlame(long bank) => banks.SettingsOf(bank).On(banks.Today, Setting.BlackNames) == 1;
}
