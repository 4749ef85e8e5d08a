using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Proposals;

/// <summary>What moves points or standing at one person's word: it waits here for another person.</summary>
public sealed class ProposalDesk
{
    readonly Database database;
    readonly Dictionary<string, IProposer> proposers;

    internal ProposalDesk(Database database, params ReadOnlySpan<IProposer> proposers)
    {
        this.database = database;
        this.proposers = [];
        foreach (var proposer in proposers)
            foreach (var kind in proposer.Kinds)
                this.proposers.Add(kind, proposer);
    }

    /// <summary>The last first; only those that wait where <paramref name="open"/> is set.</summary>
    public IReadOnlyList<ProposalView> List(long bank, bool open, long before, int limit) =>
        database.Read(db => ProposalTable.List(db, bank, null, open, before, limit));

    public Outcome<ProposalView> Get(long bank, long number) => database.Read<Outcome<ProposalView>>(db =>
        ProposalTable.View(db, bank, number) is { } view ? view : new Refusal(VillageRefusals.UnknownProposal, "proposal"));

    /// <summary>Whether this caller proposed it, and so leaves it to another person to confirm it.</summary>
    public bool IsProposedBy(Caller caller, long bank, long number) =>
        database.Read(db => ProposalTable.MadeBy(db, bank, number)?.Actor == caller.Actor);

    /// <summary>How many proposals of other people wait for this caller, counted no further than <paramref name="most"/>.</summary>
    public long WaitingFor(Caller caller, long bank, int most) =>
        database.Read(db => ProposalTable.Waiting(db, bank, caller.Actor, most));

    /// <summary>Another person confirms it, and it is carried out in the same write, as the book stands now.</summary>
    public async Task<Outcome<ConfirmedView>> Confirm(WriteContext context, long bank, long number)
    {
        var touched = new HashSet<long> { bank };
        var outcome = await database.Write<ConfirmedView>(context, bank, "proposal-confirmation", writer =>
        {
            var found = Open(writer, bank, number);
            if (found.Refusal is { } refusal) return refusal;
            var (proposal, maker) = found.Value;
            if (SecondPerson.Lacks(writer, context.Caller, maker, "proposal") is { } same) return same;
            if (IsKin(writer, context.Caller, bank, proposal)) return new Refusal(VillageRefusals.OwnOrRelated, "proposal");
            // Decided first: what is open about the household stands in the way of a change.
            ProposalTable.Decide(writer, bank, number, "confirmed", context.Caller.Actor);
            if (proposal.OtherBank is { } other) touched.Add(other);
            return proposers[proposal.Kind].CarryOut(writer, context, bank, number, proposal)
                .Then(done => new ConfirmedView(ProposalTable.View(writer, bank, number)!, done.Result, done.Sides));
        });
        foreach (var proposer in proposers.Values.Distinct()) proposer.Forget(touched);
        return outcome;
    }

    /// <summary>It is not carried out: the supervisor refuses it, or whoever proposed it takes it back.</summary>
    public Task<Outcome<ProposalView>> Refuse(WriteContext context, long bank, long number) =>
        database.Write<ProposalView>(context, bank, "proposal-refusal", writer =>
        {
            var found = Open(writer, bank, number);
            if (found.Refusal is { } refusal) return refusal;
            if (found.Value.Maker.Actor != context.Caller.Actor && !context.Caller.Is(Role.Supervisor, bank))
                return VillageRefusals.NotAllowed;
            // Nobody keeps points in the own household or a relative's; what one proposed oneself one takes back.
            if (found.Value.Maker.Actor != context.Caller.Actor && IsKin(writer, context.Caller, bank, found.Value.Proposal))
                return new Refusal(VillageRefusals.OwnOrRelated, "proposal");
            ProposalTable.Decide(writer, bank, number, "refused", context.Caller.Actor);
            return ProposalTable.View(writer, bank, number)!;
        });

    static Outcome<(Proposal Proposal, Maker Maker)> Open(Writer writer, long bank, long number)
    {
        if (ProposalTable.View(writer, bank, number) is not { } view)
            return new Refusal(VillageRefusals.UnknownProposal, "proposal");
        if (view.State != "open") return new Refusal(VillageRefusals.ProposalDecided, "proposal").With("state", view.State);
        return (ProposalTable.Find(writer, bank, number)!, ProposalTable.MadeBy(writer, bank, number)!);
    }

    static bool IsKin(Writer writer, Caller caller, long bank, Proposal proposal) => KinTable.Bind(writer, bank, proposal.Household, caller)
        || (proposal is { OtherBank: { } other, OtherHousehold: { } household } && KinTable.Bind(writer, other, household, caller));
}
