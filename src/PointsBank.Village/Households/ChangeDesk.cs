using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Proposals;
using PointsBank.Village.Years;

namespace PointsBank.Village.Households;

/// <summary>
/// Households that split, merge, move or leave. Points and this year's standing go by entries; served minutes stay with the person. A
/// household that ends keeps its number, its passbooks and its entries on record, and nothing more can be done with it.
/// All but a move to another group is proposed, and carried out once another person has confirmed it.
/// </summary>
public sealed class ChangeDesk : IProposer
{
    readonly Database database;
    readonly BankDesk banks;
    readonly HouseholdDesk households;
    readonly PassbookDesk passbooks;
    readonly OpenItems open;

    internal ChangeDesk(Database database, BankDesk banks, HouseholdDesk households, PassbookDesk passbooks, OpenItems open) =>
        (this.database, this.banks, this.households, this.passbooks, this.open) = (database, banks, households, passbooks, open);

    /// <summary>Each key of a write names one entry of each book; the second book's needs one of its own.</summary>
    const int OtherPart = 9_998;

    public IReadOnlyList<ChangeView> List(long bank, long? household, long? before, int limit) =>
        database.Read(db => ChangeTable.Newest(db, bank, household, before, limit));

    public Outcome<ChangeView> Get(long bank, long number) => database.Read<Outcome<ChangeView>>(db =>
        ChangeTable.Find(db, bank, number) is { } view ? view : new Refusal(VillageRefusals.UnknownChange, "change"));

    /// <summary>Some members go into a new household, with the points and the standing that were decided.</summary>
    public async Task<Outcome<ChangeAnswer>> Split(WriteContext context, long bank, SplitInput input)
    {
        if (Check(input.Grounds, out var grounds) is { } bad) return bad;
        if (Fields.Named(input.Group, "group", out var group) is { } badGroup) return badGroup;
        if (Fields.Range(input.Points, "points", 0, Amount.MaxPerPosting) is { } badPoints) return badPoints;
        if (Fields.Range(input.Standing, "standing", -Amount.MaxPerPosting, Amount.MaxPerPosting) is { } badStanding) return badStanding;
        if (input.Members.Count == 0) return new Refusal(VillageRefusals.MissingValue, "members");
        if (!input.Members.Contains(input.Head)) return new Refusal(VillageRefusals.HeadNotAmong, "head");
        if (input.Members.Distinct().Count() < input.Members.Count) return new Refusal(VillageRefusals.AlreadyExists, "members");
        input = input with { Group = group, Grounds = grounds };
        return await Write(context, bank, "household-split", input, writer => Plan(writer, bank, input));
    }

    /// <summary>A household goes into another with everything it has, and ends.</summary>
    public async Task<Outcome<ChangeAnswer>> Merge(WriteContext context, long bank, MergeInput input)
    {
        if (Check(input.Grounds, out var grounds) is { } bad) return bad;
        if (input.Household == input.Into) return new Refusal(VillageRefusals.NotInList, "into");
        input = input with { Grounds = grounds };
        return await Write(context, bank, "household-merge", input, writer => Plan(writer, bank, input));
    }

    /// <summary>
    /// A household moves to another group and gets another passbook; or to another bank of this database, where it is opened anew and
    /// everything goes through the clearing accounts of both books in the same write.
    /// </summary>
    public async Task<Outcome<ChangeAnswer>> Move(WriteContext context, long bank, MoveInput input)
    {
        if (Check(input.Grounds, out var grounds) is { } bad) return bad;
        if (Fields.Named(input.Group, "group", out var group) is { } badGroup) return badGroup;
        if (!string.IsNullOrWhiteSpace(input.Bank))
        {
            if (banks.Find(input.Bank) is not { } other) return new Refusal(VillageRefusals.UnknownBank, "bank");
            // Into another village's book writes only who may write there.
            if (other != bank && !context.Caller.Is(Role.Clerk, other)) return new Refusal(VillageRefusals.NotAllowed, "bank");
        }
        input = input with { Group = group, Grounds = grounds };
        return await Write(context, bank, "household-moved", input, writer => Plan(writer, bank, input));
    }

    /// <summary>A household leaves: its standing of this year lapses, its points expire or go to another household.</summary>
    public async Task<Outcome<ChangeAnswer>> Leave(WriteContext context, long bank, LeaveInput input)
    {
        if (Check(input.Grounds, out var grounds) is { } bad) return bad;
        if (input.PointsTo == input.Household) return new Refusal(VillageRefusals.NotInList, "pointsTo");
        input = input with { Grounds = grounds };
        return await Write(context, bank, "household-leave", input, writer => Plan(writer, bank, input));
    }

    IReadOnlyList<string> IProposer.Kinds { get; } = [ProposalKind.Split, ProposalKind.Merge, ProposalKind.Move, ProposalKind.Leave];

    Outcome<CarriedOut> IProposer.CarryOut(Writer writer, WriteContext context, long bank, long number, Proposal proposal)
    {
        var grounds = new ChangeGrounds(proposal.Reason, proposal.DecidedBy, proposal.Document);
        var planned = proposal.Kind switch
        {
            ProposalKind.Split => Plan(writer, bank, proposal.As<SplitInput>() with { Grounds = grounds }),
            ProposalKind.Merge => Plan(writer, bank, proposal.As<MergeInput>() with { Grounds = grounds }),
            ProposalKind.Move => Plan(writer, bank, proposal.As<MoveInput>() with { Grounds = grounds }),
            _ => Plan(writer, bank, proposal.As<LeaveInput>() with { Grounds = grounds }),
        };
        if (planned.Refusal is { } refusal)
            return refusal.Field is "points" or "standing" ? new Refusal(VillageRefusals.ProposalMoved, "proposal") : refusal;
        var (plan, year) = (planned.Value, banks.Today.Year);
        if ((plan.Points, plan.Merit, year) != (proposal.Points, proposal.Merit, proposal.Year))
            return new Refusal(VillageRefusals.ProposalMoved, "proposal").With("before", proposal.Points).With("now", plan.Points)
                .With("standingBefore", proposal.Merit).With("standingNow", plan.Merit);
        // The passbook is issued at the desk, where somebody takes it: whoever confirms hands out none.
        var sides = Sides(writer, plan);
        return CarryOut(writer, context, plan, token: null, number).Then(view => new CarriedOut(view.Number, sides));
    }

    void IProposer.Forget(IEnumerable<long> changed)
    {
        foreach (var bank in changed)
        {
            households.Forget(bank);
            passbooks.Forget(bank);
        }
    }

    async Task<Outcome<ChangeAnswer>> Write<T>(
        WriteContext context, long bank, string action, T input, Func<Writer, Outcome<ChangePlan>> plan)
    {
        var token = Card.NewToken();
        var outcome = await database.Write<ChangeAnswer>(context, bank, action, writer =>
        {
            var planned = plan(writer);
            if (planned.Refusal is { } refusal) return refusal;
            var sides = Sides(writer, planned.Value);
            return planned.Value.IsDoneAtOnce
                ? CarryOut(writer, context, planned.Value, token, proposal: null).Then(change => new ChangeAnswer(sides, change, null))
                : Propose(writer, context, planned.Value, input).Then(proposal => new ChangeAnswer(sides, null, proposal));
        });
        ((IProposer)this).Forget([bank]);
        // As at issue: the token is added here, so that it is never kept with the answer.
        return outcome.Refusal is null && !outcome.Replayed && !context.DryRun && outcome.Value.Change?.Serial is not null
            ? outcome.Then(answer => answer with { Change = answer.Change! with { Token = token } })
            : outcome;
    }

    /// <summary>It waits for another person, unless it is the own household's or a relative's.</summary>
    static Outcome<ProposalView> Propose<T>(Writer writer, WriteContext context, ChangePlan plan, T input)
    {
        if (IsTied(writer, plan, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "household");
        var proposal = plan.Proposed(WithoutWords(input));
        return ProposalTable.View(writer, plan.Bank, ProposalTable.Add(writer, plan.Bank, proposal, context.Caller.Actor))!;
    }

    /// <summary>The words stand in columns of their own, where an erasure finds them.</summary>
    static object WithoutWords<T>(T input) => input switch
    {
        SplitInput split => split with { Grounds = new("", "") },
        MergeInput merge => merge with { Grounds = new("", "") },
        MoveInput move => move with { Grounds = new("", "") },
        LeaveInput leave => leave with { Grounds = new("", "") },
        _ => throw new ArgumentException($"no change: {typeof(T)}", nameof(input)),
    };

    Outcome<ChangePlan> Plan(Writer writer, long bank, SplitInput input)
    {
        if (Begin(writer, bank, input.Household, input.Members) is { } barred) return barred;
        // Nobody takes along more standing than there is: a board would show what no deed earned.
        var merit = MeritOf(writer, bank, input.Household, banks.Today.Year);
        if (Fields.Range(input.Standing, "standing", Math.Min(0, merit), Math.Max(0, merit)) is { } unearned) return unearned;
        if (input.Points > (writer.Book(bank).Find(Chart.Points(input.Household))?.Available.Value ?? 0))
            return new Refusal(VillageRefusals.NotEnoughPoints, "points");
        var before = HouseholdTable.View(writer, bank, input.Household)!;
        if (input.Members.Any(member => before.Members.All(found => found.Number != member)))
            return new Refusal(VillageRefusals.UnknownMember, "members");
        if (input.Members.Any(member => MemberTable.HasLeft(writer, bank, member)))
            return new Refusal(VillageRefusals.MemberLeft, "members");
        // Whoever heads a household stays in it: it must not be left without one.
        if (before.Members.Any(member => member.IsHead && input.Members.Contains(member.Number)))
            return new Refusal(VillageRefusals.NotInList, "members");
        return new ChangePlan(bank, ProposalKind.Split, input.Household, bank, null, input.Points, input.Standing, input.Grounds)
        {
            Members = input.Members, Head = input.Head, Group = input.Group,
        };
    }

    Outcome<ChangePlan> Plan(Writer writer, long bank, MergeInput input)
    {
        if (Begin(writer, bank, input.Household, null) is { } barred) return barred;
        if (HouseholdDesk.Barred(writer, bank, input.Into, "into") is { } badInto) return badInto;
        var members = ChangeTable.Here(writer, bank, input.Household);
        if (members.Count + ChangeTable.Here(writer, bank, input.Into).Count > HouseholdDesk.MaxMembers)
            return new Refusal(VillageRefusals.OutOfRange, "into").With("most", HouseholdDesk.MaxMembers);
        var (points, merit) = All(writer, bank, input.Household);
        return new ChangePlan(bank, ProposalKind.Merge, input.Household, bank, input.Into, points, merit, input.Grounds)
        {
            Members = members,
        };
    }

    Outcome<ChangePlan> Plan(Writer writer, long bank, MoveInput input)
    {
        var other = string.IsNullOrWhiteSpace(input.Bank) ? bank : banks.Find(input.Bank) ?? bank;
        if (other == bank)
            return HouseholdDesk.Barred(writer, bank, input.Household, "household") is { } gone ? gone
                : new ChangePlan(bank, ProposalKind.Move, input.Household, null, null, 0, 0, input.Grounds) { Group = input.Group };
        if (Begin(writer, bank, input.Household, null) is { } barred) return barred;
        if (CloseTable.Unfinished(writer, other) is { } unfinished)
            return new Refusal(VillageRefusals.YearUnfinished, "bank").With("year", unfinished);
        var (points, merit) = All(writer, bank, input.Household);
        return new ChangePlan(bank, ProposalKind.Move, input.Household, other, null, points, merit, input.Grounds)
        {
            Members = ChangeTable.Here(writer, bank, input.Household), Group = input.Group,
        };
    }

    Outcome<ChangePlan> Plan(Writer writer, long bank, LeaveInput input)
    {
        if (Begin(writer, bank, input.Household, null) is { } barred) return barred;
        if (input.PointsTo is { } to && HouseholdDesk.Barred(writer, bank, to, "pointsTo") is { } badTo) return badTo;
        var (points, merit) = All(writer, bank, input.Household);
        return new ChangePlan(
            bank, ProposalKind.Leave, input.Household, input.PointsTo is null ? null : bank, input.PointsTo, points, merit, input.Grounds);
    }

    /// <summary>
    /// Why a change cannot begin: the household is not there, has something open, or a closed year's points wait for their expiry.
    /// </summary>
    Refusal? Begin(Writer writer, long bank, long household, IReadOnlyList<long>? members)
    {
        if (HouseholdDesk.Barred(writer, bank, household, "household") is { } barred) return barred;
        if (CloseTable.Unfinished(writer, bank) is { } year)
            return new Refusal(VillageRefusals.YearUnfinished, "household").With("year", year);
        return open.Bar(writer, bank, household, members);
    }

    /// <summary>Writes the change; <paramref name="token"/> is the secret of the passbook that it issues, null for none.</summary>
    Outcome<ChangeView> CarryOut(Writer writer, WriteContext context, ChangePlan plan, string? token, long? proposal)
    {
        if (!plan.IsDoneAtOnce && IsTied(writer, plan, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "household");
        var moved = MovePeople(writer, plan);
        if (moved.Refusal is { } notMoved) return notMoved;
        var (db, year, change) = (writer, banks.Today.Year, moved.Value);
        var number = ChangeTable.NextNumber(db, plan.Bank);
        var posted = Post(writer, context, plan.Bank, $"household_{plan.Kind}", $"{ChangeTable.Source}{number}", change.OutLegs(year));
        if (posted.Refusal is { } refusal) return Explain(refusal);
        long? otherEntry = null;
        if (plan.IsAway)
        {
            var taken = Post(
                writer, context with { Key = context.Key.Part(OtherPart) }, plan.OtherBank!.Value, "household_move",
                $"{ChangeTable.MovedSource}{plan.Bank}:{number}", change.InLegs(year));
            if (taken.Refusal is { } out_) return Explain(out_);
            otherEntry = taken.Value;
        }
        ChangeTable.Add(writer, number, change, new(banks.Today, posted.Value, otherEntry, proposal), context.Caller.Actor);
        var ends = plan.Kind switch
        {
            ProposalKind.Merge => "merged",
            ProposalKind.Leave => "left",
            _ => plan.IsAway ? "moved" : null,
        };
        if (ends is not null)
        {
            PassbookDesk.End(writer, plan.Bank, plan.Household, ends);
            ChangeTable.End(writer, plan.Bank, plan.Household, ends, context.Caller.Actor);
        }
        var serial = token is not null && plan.Kind is ProposalKind.Split or ProposalKind.Move
            ? PassbookDesk.Replace(
                writer, context, plan.OtherBank ?? plan.Bank, change.Other ?? plan.Household, "replaced", null, token!).Serial
            : null;
        return ChangeTable.Find(db, plan.Bank, number)! with { Serial = serial };
    }

    /// <summary>Who lives where, before any point moves.</summary>
    static Outcome<Change> MovePeople(Writer writer, ChangePlan plan)
    {
        var (db, bank) = (writer, plan.Bank);
        switch (plan.Kind)
        {
            case ProposalKind.Split:
                var to = AddHousehold(writer, bank, plan.Group);
                ChangeTable.MoveMembers(db, bank, plan.Members, to);
                ChangeTable.SetHead(db, bank, plan.Head);
                return new Change(plan, to, Along());
            case ProposalKind.Merge:
                ChangeTable.MoveMembers(db, bank, plan.Members, plan.Other!.Value);
                return new Change(plan, plan.Other, Along());
            case ProposalKind.Move when plan.IsAway:
                return Open(writer, plan);
            case ProposalKind.Move:
                HouseholdTable.MoveTo(db, bank, plan.Household, plan.Group);
                return new Change(plan, null, []);
            default:
                return new Change(plan, plan.Other, []);
        }

        IReadOnlyList<(long, long?, long)> Along() => [.. plan.Members.Select(member => (member, (long?)null, 0L))];
    }

    /// <summary>The household is opened in the other bank, with whoever goes and the minutes that each has served.</summary>
    static Outcome<Change> Open(Writer writer, ChangePlan plan)
    {
        var going = HouseholdTable.View(writer, plan.Bank, plan.Household)!.Members
            .Where(member => plan.Members.Contains(member.Number)).ToList();
        var added = HouseholdDesk.Add(
            writer, plan.OtherBank!.Value,
            new(
                plan.Group,
                [.. going.Select(member => new MemberInput(member.Name, member.BirthDate, member.IsHead, member.RelatedToCommittee))]));
        // As they stand in both lists: the head first, then by number.
        return added.Then(household => new Change(plan, household.Number, [.. going.Zip(
            household.Members,
            (from, to) => (from.Number, (long?)to.Number, writer.Book(plan.Bank).Find(Chart.Minutes(from.Number))?.Balance.Value ?? 0))]));
    }

    /// <summary>Nobody moves points or standing from or to the own household or a relative's.</summary>
    static bool IsTied(Writer writer, ChangePlan plan, Caller caller) => KinTable.Bind(writer, plan.Bank, plan.Household, caller)
        || (plan is { OtherBank: { } bank, Other: { } other } && KinTable.Bind(writer, bank, other, caller));

    /// <summary>Points and standing of both households before and after; number 0 is the household that the change opens.</summary>
    IReadOnlyList<ChangeSide> Sides(Writer writer, ChangePlan plan)
    {
        var year = banks.Today.Year;
        return plan.After(Of(plan.Bank, plan.Household), plan.OtherBank is not { } bank ? null
            : plan.Other is { } other ? Of(bank, other)
            : new(banks.Get(bank).Code, 0, NameOf(plan.Kind == ProposalKind.Split ? plan.Head : null), 0, 0, 0, 0));

        ChangeSide Of(long bank, long household) => new(
            banks.Get(bank).Code, household, HouseholdTable.View(writer, bank, household)!.Head,
            PointsOf(writer, bank, household), 0, MeritOf(writer, bank, household, year), 0);

        string NameOf(long? head)
        {
            var household = HouseholdTable.View(writer, plan.Bank, plan.Household)!;
            return head is { } number ? household.Members.First(member => member.Number == number).Name : household.Head;
        }
    }

    /// <summary>The entry's number; null where nothing moved.</summary>
    Outcome<long?> Post(Writer writer, WriteContext context, long bank, string reason, string source, List<Leg> legs)
    {
        if (legs.Count == 0) return (long?)null;
        var posted = writer.Book(bank).Post(
            new Draft
            {
                Kind = EntryKind.Transfer,
                EffectiveOn = banks.Today,
                Actor = context.Caller.Actor,
                Key = context.Key,
                Fingerprint = context.Fingerprint,
                Reason = reason,
                Source = source,
                Legs = [.. legs],
            },
            writer.Now);
        return posted.Refusal is { } refusal ? refusal : (long?)posted.Value.Number.Value;
    }

    static Refusal Explain(Refusal refusal) =>
        refusal.Kind == LedgerRefusals.WouldPassFloor ? refusal with { Kind = VillageRefusals.NotEnoughPoints, Field = "points" } : refusal;

    static long AddHousehold(Writer writer, long bank, string group) =>
        HouseholdTable.AddNext(writer, bank, group);

    (long Points, long Merit) All(Writer writer, long bank, long household) =>
        (PointsOf(writer, bank, household), MeritOf(writer, bank, household, banks.Today.Year));

    static long PointsOf(Writer writer, long bank, long household) => writer.Book(bank).Find(Chart.Points(household))?.Balance.Value ?? 0;

    static long MeritOf(Writer writer, long bank, long household, int year) =>
        writer.Book(bank).Find(Chart.Merit(household, year))?.Balance.Value ?? 0;

    static Refusal? Check(ChangeGrounds grounds, out ChangeGrounds clean)
    {
        clean = grounds;
        if (Fields.Text(grounds.Reason, "reason", Fields.Memo, out var reason) is { } badReason) return badReason;
        if (Fields.Text(grounds.DecidedBy, "decidedBy", Fields.Line, out var decidedBy) is { } badMeeting) return badMeeting;
        if (Fields.Optional(grounds.Document, "document", Fields.Line, out var document) is { } badDocument) return badDocument;
        clean = new(reason, decidedBy, document);
        return null;
    }
}
