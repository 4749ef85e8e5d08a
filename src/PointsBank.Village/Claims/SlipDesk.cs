using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;

namespace PointsBank.Village.Claims;

/// <summary>The slips of an evening, sent at once.</summary>
public sealed record SlipsInput(IReadOnlyList<DeedInput> Items);

/// <summary>What a slip became: an entry where its rule is entered directly, a claim that goes to the meeting where it is not.</summary>
public sealed record SlipView(DeedView? Deed, ClaimLine? Claim);

/// <summary>What a list of slips became, in its order.</summary>
public sealed record SlipsView(IReadOnlyList<SlipView> Items);

/// <summary>What would become of one slip, or why it is refused; and what the clerk should look at once more.</summary>
public sealed record SlipCheck(SlipView? Slip, Refusal? Refusal, IReadOnlyList<string> Warnings);

/// <summary>What would become of a list of slips, in its order.</summary>
public sealed record SlipsCheck(IReadOnlyList<SlipCheck> Items)
{
    /// <summary>Whether the list as it stands would be written.</summary>
    public bool IsSound => Items.All(item => item.Refusal is null);
}

/// <summary>
/// Quick entry. A slip under a rule that is entered directly becomes an entry; any other becomes a claim of the village's organisation. One
/// write takes the whole list, in its order.
/// </summary>
public sealed class SlipDesk(Database database, DeedDesk deeds)
{
    /// <summary>The most slips in one write: three full evenings' worth.</summary>
    public const int MaxSlips = 200;

    /// <summary>All slips or none, each its own entry or claim; <paramref name="via"/> is <c>single</c> or <c>ticks</c>.</summary>
    public async Task<Outcome<SlipsView>> Enter(WriteContext context, long bank, IReadOnlyList<DeedInput> slips, string via = "single")
    {
        if (Fields.Range(slips.Count, "slips", 1, MaxSlips) is { } outside) return outside;
        var read = slips.Select(input => Read(bank, input)).ToList();
        for (var i = 0; i < read.Count; i++)
            if (read[i].Refusal is { } refusal)
                return ClaimDesk.At("slips", i, refusal);
        return await database.Write<SlipsView>(context, bank, "slips", writer =>
        {
            var views = new List<SlipView>(read.Count);
            for (var i = 0; i < read.Count; i++)
            {
                var written = read[i].Value.Write(writer, context with { Key = context.Key.Part(i) }, bank, via);
                if (written.Refusal is { } refusal) return ClaimDesk.At("slips", i, refusal);
                views.Add(written.Value);
            }
            return new SlipsView(views);
        });
    }

    /// <summary>
    /// What writing these slips would do, slip by slip, by the same code and without a trace. A slip that is refused is passed over: those
    /// after it are judged as if it were not on the list.
    /// </summary>
    public async Task<Outcome<SlipsCheck>> Check(Caller caller, long bank, IReadOnlyList<DeedInput> slips)
    {
        if (Fields.Range(slips.Count, "slips", 1, MaxSlips) is { } outside) return outside;
        var read = slips.Select(input => Read(bank, input)).ToList();
        // A key of its own: under the form's own key the trial would meet the write that it is a trial of.
        var trial = new WriteContext(caller, WriteContext.NewKey(), Digest.Of("slips"), DryRun: true);
        return await database.Write<SlipsCheck>(writer => new SlipsCheck([.. read.Select((slip, i) =>
            slip.Refusal is { } refusal
                ? new SlipCheck(null, refusal, [])
                : slip.Value.Try(writer, trial with { Key = trial.Key.Part(i) }, bank, deeds.Today))]), dryRun: true);
    }

    /// <summary>What a slip is, before the write: a deed to enter, or a claim where the rule wants a notice.</summary>
    Outcome<Slip> Read(long bank, DeedInput input)
    {
        var deed = deeds.Read(bank, input);
        if (deed.Refusal?.Kind != VillageRefusals.RuleNeedsNotice) return deed.Then(read => new Slip(read, null));
        // The page has said so line by line, the same deed twice too; that is the clerk's confirmation.
        return ClaimSlip.Read(deeds, bank, new(
            input.Household, input.Rule, input.EffectiveOn, input.Quantity, input.Member, Channel.Organisation, Memo: input.Memo,
            Confirmed: true)).Then(read => new Slip(null, read));
    }

    /// <summary>One of the two.</summary>
    sealed record Slip(DeedSlip? Deed, ClaimSlip? Claim)
    {
        public Outcome<SlipView> Write(Writer writer, WriteContext context, long bank, string via) => Deed is { } deed
            ? deed.Enter(writer, context, bank).Then(entered => new SlipView(entered, null))
            : ClaimDesk.Add(writer, context, bank, Claim!, via).Then(added => new SlipView(null, added.Line));

        public SlipCheck Try(Writer writer, WriteContext context, long bank, NodaTime.LocalDate today)
        {
            // Before the entry, or it would find itself. All that a refused slip leaves behind is the year's ceiling, which each credit
            // keeps anew.
            var warnings = Deed?.Warnings(writer, bank, today).Select(warning => warning.Code).ToList();
            var written = Write(writer, context, bank, "single");
            if (written.Refusal is { } refused) return new(null, refused, warnings ?? []);
            warnings ??= [
                .. ClaimWarning.Of(writer, bank, ClaimTable.Find(writer, bank, written.Value.Claim!.Number)!)];
            return new(written.Value, null, warnings);
        }
    }
}
