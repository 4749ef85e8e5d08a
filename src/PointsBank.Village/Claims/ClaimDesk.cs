using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Evidence;
using PointsBank.Village.Households;
using PointsBank.Village.Years;

namespace PointsBank.Village.Claims;

public sealed record ClaimsInput(IReadOnlyList<ClaimInput> Items);

/// <summary>What a list of claims became, in its order.</summary>
public sealed record ClaimsView(IReadOnlyList<ClaimLine> Items);

/// <summary>What would become of one claim of a list, and what should be looked at once more.</summary>
public sealed record ClaimCheck(ClaimLine? Claim, Refusal? Refusal, IReadOnlyList<string> Warnings);

public sealed record ClaimsCheck(IReadOnlyList<ClaimCheck> Items)
{
    /// <summary>Whether the list as it stands would be written.</summary>
    public bool IsSound => Items.All(item => item.Refusal is null);
}

/// <summary>Which claims the group has checked, and what it thinks of them.</summary>
public sealed record CollectionInput(IReadOnlyList<long> Claims, string? Note = null);

public sealed record WithdrawalInput(string Reason);

/// <summary>Claims from the first word until the meeting: submitted, proved, collected, withdrawn.</summary>
public sealed class ClaimDesk(Database database, DeedDesk deeds)
{
    /// <summary>The most claims of one list: a group's yard check of four rules.</summary>
    public const int MaxAtOnce = 400;

    /// <summary>The most files of one claim.</summary>
    public const int MaxFiles = 6;

    public async Task<Outcome<ClaimView>> Submit(WriteContext context, long bank, ClaimInput input)
    {
        var read = ClaimSlip.Read(deeds, bank, Of(context.Caller, bank, input));
        if (read.Refusal is { } refusal) return refusal;
        return await database.Write<ClaimView>(context, bank, "claim", writer =>
        {
            var added = Add(writer, context, bank, read.Value, "single");
            return added.Refusal is { } refused ? refused : View(writer, context.Caller, bank, added.Value);
        });
    }

    /// <summary>A list of claims, all or none, in one write; <paramref name="via"/> is <c>ticks</c>, <c>sheet</c> or <c>yard</c>.</summary>
    public async Task<Outcome<ClaimsView>> Submit(WriteContext context, long bank, IReadOnlyList<ClaimInput> inputs, string via)
    {
        if (Fields.Range(inputs.Count, "items", 1, MaxAtOnce) is { } outside) return outside;
        var read = inputs.Select(input => ClaimSlip.Read(deeds, bank, Of(context.Caller, bank, input))).ToList();
        for (var i = 0; i < read.Count; i++)
            if (read[i].Refusal is { } refusal)
                return At("items", i, refusal);
        return await database.Write<ClaimsView>(context, bank, "claims", writer =>
        {
            var lines = new List<ClaimLine>(read.Count);
            for (var i = 0; i < read.Count; i++)
            {
                var added = Add(writer, context, bank, read[i].Value, via);
                if (added.Refusal is { } refusal) return At("items", i, refusal);
                lines.Add(added.Value.Line);
            }
            return new ClaimsView(lines);
        });
    }

    /// <summary>What writing these claims would do, one by one, by the same code and without a trace.</summary>
    public async Task<Outcome<ClaimsCheck>> Check(Caller caller, long bank, IReadOnlyList<ClaimInput> inputs)
    {
        if (Fields.Range(inputs.Count, "items", 1, MaxAtOnce) is { } outside) return outside;
        var read = inputs.Select(input => ClaimSlip.Read(deeds, bank, Of(caller, bank, input with { Confirmed = true }))).ToList();
        var trial = new WriteContext(caller, WriteContext.NewKey(), Digest.Of("claims"), DryRun: true);
        return await database.Write<ClaimsCheck>(writer => new ClaimsCheck([.. read.Select(slip =>
        {
            if (slip.Refusal is { } refusal) return new ClaimCheck(null, refusal, []);
            var added = Add(writer, trial, bank, slip.Value, "single");
            return added.Refusal is { } refused
                ? new ClaimCheck(null, refused, [])
                : new ClaimCheck(added.Value.Line, null, ClaimWarning.Of(writer, bank, added.Value));
        })]), dryRun: true);
    }

    /// <summary>Adds a file while the claim is on its way; the same file twice is one.</summary>
    public async Task<Outcome<ClaimView>> AddEvidence(WriteContext context, long bank, long number, EvidenceFile file) =>
        await database.Write<ClaimView>(context, bank, "evidence", writer =>
        {
            if (ClaimTable.Find(writer, bank, number) is not { } claim || !claim.IsOpenTo(context.Caller, bank))
                return new Refusal(VillageRefusals.UnknownClaim, "claim");
            // What was decided was decided on what was there.
            if (claim.State is not (ClaimState.Submitted or ClaimState.Collected)) return WrongState(claim);
            var known = ClaimTable.EvidenceOf(writer, bank, number);
            if (known.Any(kept => kept.Digest == file.Digest.ToString())) return View(writer, context.Caller, bank, claim);
            if (known.Count >= MaxFiles) return new Refusal(VillageRefusals.OutOfRange, "file").With("most", MaxFiles);
            if (EvidenceTable.Add(writer, bank, file, context.Caller.Actor) is { } erased) return erased;
            ClaimTable.AddFile(writer, bank, number, known.Count + 1, file.Digest, context.Caller.Actor);
            return View(writer, context.Caller, bank, claim);
        });

    /// <summary>A file of a claim, by its number there.</summary>
    public Outcome<EvidenceContent> Evidence(Caller caller, long bank, long number, long file) =>
        database.Read<Outcome<EvidenceContent>>(db =>
    {
        if (ClaimTable.Find(db, bank, number) is not { } claim || !claim.IsOpenTo(caller, bank))
            return new Refusal(VillageRefusals.UnknownClaim, "claim");
        return ClaimTable.FileOf(db, bank, number, file) is { } digest && EvidenceTable.Find(db, bank, digest) is { } content
            ? content
            : new Refusal(VillageRefusals.UnknownEvidence, "file");
    });

    public Outcome<ClaimView> Get(Caller caller, long bank, long number) => database.Read<Outcome<ClaimView>>(db =>
        ClaimTable.Find(db, bank, number) is { } claim && claim.IsOpenTo(caller, bank)
            ? View(db, caller, bank, claim)
            : new Refusal(VillageRefusals.UnknownClaim, "claim"));

    /// <summary>What should be looked at once more.</summary>
    public IReadOnlyList<string> Warnings(long bank, long number) => database.Read(db =>
        ClaimTable.Find(db, bank, number) is { } claim ? ClaimWarning.Of(db, bank, claim) : []);

    /// <summary>
    /// Claims, newest first; <paramref name="before"/> is the last number of the page before, 0 for the first page. A group leader names
    /// one of their groups, a household sees its own and those in which it named another.
    /// </summary>
    public Outcome<IReadOnlyList<ClaimLine>> List(Caller caller, long bank, ClaimFilter filter, long before, int limit)
    {
        if (filter.State is { } state && !ClaimState.All.Contains(state)) return new Refusal(VillageRefusals.NotInList, "state");
        if (filter.Channel is { } channel && !Channel.All.Contains(channel)) return new Refusal(VillageRefusals.NotInList, "channel");
        if (caller.Is(Role.Household, bank)) filter = filter with { Household = caller.Household, By = caller.Actor };
        else if (!SeesAll(caller, bank) && !caller.IsForGroup(Role.GroupLeader, bank, filter.Group ?? -1))
            return new Refusal(VillageRefusals.NotAllowed, "group");
        return database.Read<Outcome<IReadOnlyList<ClaimLine>>>(db => ClaimTable.Newest(db, bank, filter, before, limit)
            .Select(claim => MayName(caller, bank, claim) ? claim.Line : claim.Line with { Head = "", Member = null }).ToList());
    }

    /// <summary>How many claims stand where; of one group where it is named.</summary>
    public IReadOnlyDictionary<string, long> Counts(long bank, long? group = null) =>
        database.Read(db => ClaimTable.Counts(db, bank, group ?? 0));

    /// <summary>
    /// The group has checked them: all of a list or none. The leader of the group does it, or a clerk for somebody who has no screen.
    /// </summary>
    public async Task<Outcome<ClaimsView>> Collect(WriteContext context, long bank, CollectionInput input)
    {
        if (Fields.Range(input.Claims.Count, "claims", 1, MaxAtOnce) is { } outside) return outside;
        if (Fields.Optional(input.Note, "note", Fields.Memo, out var note) is { } bad) return bad;
        return await database.Write<ClaimsView>(context, bank, "collection", writer =>
        {
            var lines = new List<ClaimLine>(input.Claims.Count);
            for (var i = 0; i < input.Claims.Count; i++)
            {
                if (ClaimTable.Find(writer, bank, input.Claims[i]) is not { } claim || !claim.IsOpenTo(context.Caller, bank))
                    return At("claims", i, new(VillageRefusals.UnknownClaim));
                if (!context.Caller.Is(Role.Clerk, bank) && !context.Caller.IsForGroup(Role.GroupLeader, bank, claim.GroupNo))
                    return At("claims", i, new(VillageRefusals.NotAllowed));
                if (claim.State != ClaimState.Submitted) return At("claims", i, WrongState(claim));
                ClaimTable.Advance(writer, bank, claim, new(ClaimState.Collected, note), context.Caller.Actor);
                lines.Add(claim.Line with { State = ClaimState.Collected });
            }
            return new ClaimsView(lines);
        });
    }

    /// <summary>Takes a claim back before it is entered: a clerk with a reason, or whoever submitted it.</summary>
    public async Task<Outcome<ClaimView>> Withdraw(WriteContext context, long bank, long number, WithdrawalInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<ClaimView>(context, bank, "withdrawal", writer =>
        {
            if (ClaimTable.Find(writer, bank, number) is not { } claim || !claim.IsOpenTo(context.Caller, bank))
                return new Refusal(VillageRefusals.UnknownClaim, "claim");
            if (!context.Caller.Is(Role.Clerk, bank) && claim.RecordedBy != context.Caller.Actor)
                return new Refusal(VillageRefusals.NotAllowed, "claim");
            if (claim.State is not (ClaimState.Submitted or ClaimState.Collected or ClaimState.Assessed or ClaimState.OnNotice))
                return WrongState(claim);
            Release(writer, context, bank, claim);
            ClaimTable.Advance(writer, bank, claim, new(ClaimState.Withdrawn, reason), context.Caller.Actor);
            return View(writer, context.Caller, bank, ClaimTable.Find(writer, bank, number)!);
        });
    }

    /// <summary>Gives back the points that a posted claim keeps from being issued.</summary>
    internal static void Release(Writer writer, WriteContext context, long bank, Claim claim)
    {
        if (claim.Hold is not { } hold || claim.State is not (ClaimState.OnNotice or ClaimState.Objected)) return;
        var ended = writer.Book(bank).End(new(new(hold), HoldOutcome.Voided, context.Caller.Actor, context.Key), writer.Now);
        if (ended.Refusal is { } refusal)
            throw new InvalidOperationException($"hold {hold} of claim {claim.Number} cannot be voided: {refusal}");
    }

    internal static Refusal WrongState(Claim claim) =>
        new Refusal(VillageRefusals.WrongState, "claim").With("claim", claim.Number).With("state", claim.State);

    /// <summary>A household that names another one by its number learns no name from that.</summary>
    static bool MayName(Caller caller, long bank, Claim claim) => !caller.Is(Role.Household, bank) || caller.Household == claim.Household;

    static ClaimView View(DbSession db, Caller caller, long bank, Claim claim)
    {
        var view = View(db, bank, claim);
        return MayName(caller, bank, claim) ? view : view with { Head = "", Member = null, MemberName = null };
    }

    static ClaimView View(DbSession db, long bank, Claim claim) => new(
        claim.Number, claim.Household, claim.GroupName, claim.Head, claim.Member, claim.MemberName, claim.Rule, (int)claim.Rulebook,
        claim.ItemZh, claim.ItemEn, claim.Kind, claim.Day, ClaimSlip.TimeOf(claim.FromMinute), ClaimSlip.TimeOf(claim.UntilMinute),
        claim.Quantity, claim.Worth, claim.Channel, claim.Via, claim.ClaimedBy, claim.Claimant, claim.Recorder,
        claim.RecordedAt.ToInstant(), claim.State, claim.Points, claim.Notice, claim.Entry, claim.OnePerson == 1, claim.Document,
        claim.Witnesses, claim.Memo, ClaimTable.EvidenceOf(db, bank, claim.Number),
        ClaimTable.StepsOf(db, bank, claim.Number));

    static bool SeesAll(Caller caller, long bank) =>
        caller.Is(Role.Clerk, bank) || caller.Is(Role.Supervisor, bank) || caller.Is(Role.Assessor, bank);

    /// <summary>A household claims for itself, or names another; what it says of itself it cannot choose.</summary>
    static ClaimInput Of(Caller caller, long bank, ClaimInput input) => caller.Is(Role.Household, bank)
        ? input with
        {
            Channel = input.Household == caller.Household ? Channel.Self : Channel.Villagers,
            Claimant = caller.Household,
            ClaimedBy = null,
        }
        : input;

    internal static Outcome<Claim> Add(Writer writer, WriteContext context, long bank, ClaimSlip slip, string via)
    {
        var (db, input, caller) = (writer, slip.Input, context.Caller);
        if (HouseholdDesk.Barred(writer, bank, input.Household, "household") is { } barred) return barred;
        if (CloseTable.IsClosed(writer, bank, input.EffectiveOn.Year)) return CloseTable.Closed(input.EffectiveOn.Year, "effectiveOn");
        if (GroupTable.Of(writer, bank, input.Household) is not { } group)
            return new Refusal(VillageRefusals.UnknownHousehold, "household");
        var isHousehold = caller.Is(Role.Household, bank);
        if (!isHousehold && !caller.Is(Role.Clerk, bank) && !caller.IsForGroup(Role.GroupLeader, bank, group))
            return new Refusal(VillageRefusals.NotAllowed, "household");
        if (isHousehold && !slip.Rule.IsCredit) return new Refusal(VillageRefusals.WrongRuleKind, "rule").With("kind", slip.Rule.Kind);
        if (!slip.Rule.IsCredit && input.Channel == Channel.Self) return new Refusal(VillageRefusals.NotInList, "channel");
        if (input.Member is { } member
            && HouseholdDesk.MemberBarred(writer, bank, input.Household, member, input.EffectiveOn.ToIso()) is { } stranger)
            return stranger;
        if (input.Claimant is { } claimant && HouseholdDesk.Barred(writer, bank, claimant, "claimant") is { } unheard) return unheard;
        if (!input.Confirmed && ClaimTable.IsTold(db, bank, input.Household, slip.Rule.Code, input.EffectiveOn, 0))
            return new Refusal(VillageRefusals.NeedsConfirmation, "confirmed");
        var named = slip with { ClaimedBy = slip.ClaimedBy.Length > 0 ? slip.ClaimedBy : ClaimedBy(db, bank, input, caller) };
        return ClaimTable.Find(writer, bank, ClaimTable.Add(writer, bank, named, via, caller.Actor))!;
    }

    /// <summary>Whoever claims is named: the head of the household that does, or whoever speaks for the organisation.</summary>
    static string ClaimedBy(DbSession db, long bank, ClaimInput input, Caller caller) =>
        input.Channel == Channel.Organisation ? caller.Name : MemberTable.HeadsName(db, bank, input.Claimant ?? input.Household);

    internal static Refusal At(string list, int index, Refusal refusal) =>
        refusal with { Field = refusal.Field is null ? $"{list}[{index}]" : $"{list}[{index}].{refusal.Field}" };
}
