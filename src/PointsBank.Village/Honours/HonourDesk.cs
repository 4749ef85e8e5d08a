using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Favours;
using PointsBank.Village.Households;
using PointsBank.Village.Meetings;
using PointsBank.Village.Proposals;
using PointsBank.Village.Years;

namespace PointsBank.Village.Honours;

/// <summary>Titles, who is proposed for them, what meetings decided, and what was awarded.</summary>
public sealed class HonourDesk(Database database, BankDesk banks, DeedDesk deeds) : IProposer
{
    /// <summary>Adds a title, or a new version of the one with this code.</summary>
    public async Task<Outcome<TitleView>> SetTitle(WriteContext context, long bank, TitleInput input)
    {
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Text(input.NameEn, "nameEn", Fields.Line, out var en) is { } badEn) return badEn;
        if (Fields.Text(input.Body, "body", Fields.Line, out var body) is { } badBody) return badBody;
        foreach (var (text, field) in new[] { (zh, "nameZh"), (en, "nameEn"), (body, "body") })
            if (ForPublic(bank, text, field) is { } unfit) return unfit;
        if (!Label.IsCode(input.Code, 16)) return new Refusal(VillageRefusals.BadCode, "code").With("most", 16);
        if (!TitleView.Levels.Contains(input.Level)) return new Refusal(VillageRefusals.NotInList, "level");
        var rule = string.IsNullOrWhiteSpace(input.Rule) ? null : input.Rule.Trim();
        if (rule is not null && CreditRule(bank, banks.Today, rule).Refusal is { } unknown) return unknown;
        return await database.Write<TitleView>(context, bank, "honour-title", writer =>
        {
            HonourTable.AddTitle(writer, bank, new(input.Code, zh, en, input.Level, body, rule), context.Caller.Actor);
            return TitleOf(writer, bank, input.Code)!;
        });
    }

    public IReadOnlyList<TitleView> Titles(long bank) => database.Read(db => HonourTable.Titles(db, bank, null));

    /// <summary>
    /// Proposes candidates. From the list: every rank of the closed year that counts, but for households whose favours are suspended, who
    /// are on the black board or are no more, and for those proposed before.
    /// </summary>
    public async Task<Outcome<CandidatesView>> Propose(WriteContext context, long bank, CandidatesInput input)
    {
        if (Fields.Optional(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        if (input.Household is not null && reason.Length == 0) return new Refusal(VillageRefusals.MissingValue, "reason");
        if (input.Household is null && input.Member is not null) return new Refusal(VillageRefusals.MissingValue, "household");
        if (Fields.Range(input.Year, "year", 1949, 2199) is { } badYear) return badYear;
        var ranks = banks.SettingsOf(bank).On(banks.Today, Setting.HonourRanks);
        return await database.Write<CandidatesView>(context, bank, "honour-candidates", writer =>
        {
            if (TitleOf(writer, bank, input.Title) is not { } title) return new Refusal(VillageRefusals.UnknownTitle, "title");
            if (input.Household is { } named)
            {
                // By hand somebody is proposed for a year that is not over; the list is of a year that is closed.
                if (input.Year > banks.Today.Year) return new Refusal(VillageRefusals.OutOfRange, "year").With("most", banks.Today.Year);
                if (NotOf(writer, bank, named, input.Member) is { } stranger) return stranger;
                if (SuspensionTable.Live(writer, bank, named, banks.Today) is not null)
                    return new Refusal(VillageRefusals.FavoursSuspended, "household");
                if (HonourTable.IsProposed(writer, bank, input.Year, title.Code, named, input.Member))
                    return new Refusal(VillageRefusals.AlreadyExists, "household");
                return new CandidatesView([Add(writer, context, bank, input.Year, title, named, input.Member, null, reason)]);
            }
            if (HonourTable.CloseOf(writer, bank, input.Year) is not { } close)
                return new Refusal(VillageRefusals.YearNotClosed, "year").With("year", input.Year);
            var added = HonourTable.Listed(writer, bank, input.Year, close, ranks)
                .Where(
                    row => !IsBarred(writer, bank, row.Household, banks.Today)
                        && !HonourTable.IsProposed(writer, bank, input.Year, title.Code, row.Household, null))
                .Select(row => Add(writer, context, bank, input.Year, title, row.Household, null, row.Rank, reason)).ToList();
            return added.Count == 0 ? new Refusal(VillageRefusals.NothingDue, "year") : new CandidatesView(added);
        });
    }

    /// <summary>What a meeting decided of a candidate, once.</summary>
    public async Task<Outcome<CandidateView>> Decide(WriteContext context, long bank, long candidate, CandidateDecisionInput input)
    {
        if (input.Outcome is not ("accepted" or "declined")) return new Refusal(VillageRefusals.NotInList, "outcome");
        if (Fields.Optional(input.Document, "document", Fields.Line, out var document) is { } badDocument) return badDocument;
        if (Fields.Optional(input.Reason, "reason", Fields.Memo, out var reason) is { } badReason) return badReason;
        if (input.Outcome == "declined" && reason.Length == 0) return new Refusal(VillageRefusals.MissingValue, "reason");
        var settings = banks.SettingsOf(bank);
        return await database.Write<CandidateView>(context, bank, "honour-decision", writer =>
        {
            if (HonourTable.Candidate(writer, bank, candidate) is not { } found)
                return new Refusal(VillageRefusals.UnknownCandidate, "candidate");
            if (found.Decision is not null) return new Refusal(VillageRefusals.CandidateDecided, "candidate");
            if (MeetingTable.Lacks(writer, bank, found.Household, input.Session, settings, banks.Today) is { } lacks) return lacks;
            if (KinTable.Bind(writer, bank, found.Household, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "candidate");
            HonourTable.Decide(
                writer, bank, candidate, input with { Document = document, Reason = reason }, context.Caller.Actor);
            return HonourTable.Candidate(writer, bank, candidate)!;
        });
    }

    /// <summary>Candidates, newest year and best rank first; of one year and title where those are named.</summary>
    public IReadOnlyList<CandidateView> Candidates(long bank, int? year, string? title, long before, int limit) =>
        database.Read(db => HonourTable.Candidates(db, bank, null, year ?? 0, title ?? "", before, limit));

    public Outcome<CandidateView> Candidate(long bank, long candidate) => database.Read<Outcome<CandidateView>>(db =>
        HonourTable.Candidate(db, bank, candidate) is { } view ? view : new Refusal(VillageRefusals.UnknownCandidate, "candidate"));

    /// <summary>
    /// Awards a title, or proposes the award where its rule gives points. An award of the village goes to a candidate that a meeting
    /// accepted; one from above may be recorded without.
    /// </summary>
    public async Task<Outcome<AwardAnswer>> Award(WriteContext context, long bank, AwardInput input)
    {
        if (Fields.Text(input.Document, "document", Fields.Line, out var document) is { } badDocument) return badDocument;
        if (Fields.Optional(input.Body, "body", Fields.Line, out var body) is { } badBody) return badBody;
        if (ForPublic(bank, body, "body") is { } unfit) return unfit;
        if (Fields.Day(input.AwardedOn, "awardedOn") is { } badDay) return badDay;
        if (input.AwardedOn > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "awardedOn").With("today", banks.Today.ToIso());
        if (input.Candidate is null && input.Household is null) return new Refusal(VillageRefusals.MissingValue, "household");
        input = input with { Document = document, Body = body };
        return await database.Write<AwardAnswer>(context, bank, "award", writer =>
        {
            var planned = Plan(writer, context.Caller, bank, input);
            if (planned.Refusal is { } refusal) return refusal;
            return planned.Value.Rule is null
                ? Enter(writer, context, bank, planned.Value, null).Then(award => new AwardAnswer(award, null))
                : Propose(writer, context, bank, planned.Value, input).Then(proposal => new AwardAnswer(null, proposal));
        });
    }

    IReadOnlyList<string> IProposer.Kinds { get; } = [ProposalKind.Award];

    Outcome<CarriedOut> IProposer.CarryOut(Writer writer, WriteContext context, long bank, long number, Proposal proposal)
    {
        var input = proposal.As<AwardInput>() with { Document = proposal.Document, Body = proposal.DecidedBy };
        var planned = Plan(writer, context.Caller, bank, input);
        if (planned.Refusal is { } refusal) return refusal;
        var (title, points) = (planned.Value.Title.NameZh, planned.Value.Rule?.Rule.Points ?? 0);
        if ((title, points) != (proposal.Subject, proposal.Points))
            return new Refusal(VillageRefusals.ProposalMoved, "proposal").With("before", proposal.Points).With("now", points);
        return Enter(writer, context, bank, planned.Value, number).Then(award => new CarriedOut(award.Number, []));
    }

    void IProposer.Forget(IEnumerable<long> banks)
    {
    }

    /// <summary>Whom the title goes to, and what its rule gives: all that is looked at before an award is proposed, and again before it is
    /// entered.</summary>
    Outcome<AwardPlan> Plan(Writer writer, Caller caller, long bank, AwardInput input)
    {
        if (TitleOf(writer, bank, input.Title) is not { } title) return new Refusal(VillageRefusals.UnknownTitle, "title");
        var (household, member) = (input.Household ?? 0, input.Member);
        if (input.Candidate is { } candidate)
        {
            if (HonourTable.Candidate(writer, bank, candidate) is not { } accepted || accepted.Title != title.Code)
                return new Refusal(VillageRefusals.UnknownCandidate, "candidate");
            if (accepted.Decision is not { Outcome: "accepted" }) return new Refusal(VillageRefusals.CandidateNotAccepted, "candidate");
            if (accepted.Award is not null) return new Refusal(VillageRefusals.AlreadyExists, "candidate");
            (household, member) = (accepted.Household, accepted.Member);
            if (HouseholdDesk.Barred(writer, bank, household, "candidate") is { } gone) return gone;
        }
        else if (title.Level == "village") return new Refusal(VillageRefusals.MissingValue, "candidate");
        else if (NotOf(writer, bank, household, member) is { } stranger) return stranger;
        else if (HonourTable.IsAwarded(writer, bank, title.Code, household, member, input.Document))
            return new Refusal(VillageRefusals.AlreadyExists, "document");
        if (KinTable.Bind(writer, bank, household, caller))
            return new Refusal(VillageRefusals.OwnOrRelated, input.Candidate is null ? "household" : "candidate");
        if (SuspensionTable.Closed(writer, banks.SettingsOf(bank), bank, household, banks.Today, "household") is { } suspended
            && title.Level == "village")
            return suspended;
        if (title.Rule is not { } code) return new AwardPlan(title, household, member, input, null);
        var rule = CreditRule(bank, input.AwardedOn, code);
        if (rule.Refusal is { } unknown) return unknown;
        if (CloseTable.IsClosed(writer, bank, input.AwardedOn.Year)) return CloseTable.Closed(input.AwardedOn.Year, "awardedOn");
        return new AwardPlan(title, household, member, input, rule.Value);
    }

    static Outcome<ProposalView> Propose(Writer writer, WriteContext context, long bank, AwardPlan plan, AwardInput input)
    {
        var points = plan.Rule!.Value.Rule.Points;
        var proposal = new Proposal
        {
            Kind = ProposalKind.Award, Household = plan.Household, Points = points, Merit = points, Subject = plan.Title.NameZh,
            DecidedBy = input.Body is { Length: > 0 } body ? body : plan.Title.Body, Document = input.Document,
            Members = plan.Member is { } member ? [member] : [],
            Asked = Proposal.Keep(input with { Document = "", Body = null }),
        };
        return ProposalTable.IsWaiting(writer, bank, proposal)
            ? new Refusal(VillageRefusals.AlreadyProposed, input.Candidate is null ? "household" : "candidate")
            : ProposalTable.View(writer, bank, ProposalTable.Add(writer, bank, proposal, context.Caller.Actor))!;
    }

    /// <summary>Enters the award, and credits in the same write what its rule gives.</summary>
    Outcome<AwardView> Enter(Writer writer, WriteContext context, long bank, AwardPlan plan, long? proposal)
    {
        var number = HonourTable.NextAward(writer, bank);
        long? entry = null;
        if (plan.Rule is var (version, rule))
        {
            var slip = new DeedSlip(
                new(plan.Household, rule.Code, plan.Input.AwardedOn, 1, plan.Member), "", version, rule, banks.SettingsOf(bank));
            var credited = slip.Enter(writer, context, bank, new Grounds("award", $"award:{number.Text()}"));
            if (credited.Refusal is { } refusal) return refusal;
            entry = credited.Value.Entry;
        }
        HonourTable.AddAward(writer, bank, number, plan, (entry, proposal), context.Caller.Actor);
        return HonourTable.Awards(writer, bank, number, 0, 0, 1)[0];
    }

    /// <summary>Takes an award back. Its points stay until their entry is reversed, which is a decision of its own.</summary>
    public async Task<Outcome<AwardView>> TakeBack(WriteContext context, long bank, long award, AwardRemovalInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<AwardView>(context, bank, "award-removal", writer =>
        {
            if (HonourTable.Awards(writer, bank, award, 0, 0, 1) is not [var found])
                return new Refusal(VillageRefusals.UnknownAward, "award");
            if (found.Removal is not null) return new Refusal(VillageRefusals.AwardTakenBack, "award");
            if (KinTable.Bind(writer, bank, found.Household, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "award");
            HonourTable.Remove(writer, bank, award, reason, context.Caller.Actor);
            return HonourTable.Awards(writer, bank, award, 0, 0, 1)[0];
        });
    }

    public Outcome<AwardView> Get(long bank, long award) => database.Read<Outcome<AwardView>>(db =>
        HonourTable.Awards(db, bank, award, 0, 0, 1) is [var found] ? found : new Refusal(VillageRefusals.UnknownAward, "award"));

    /// <summary>Awards, newest first; of one household where it is named.</summary>
    public IReadOnlyList<AwardView> Awards(long bank, long? household, long before, int limit) =>
        database.Read(db => HonourTable.Awards(db, bank, null, household ?? 0, before, limit));

    /// <summary>The public roll of honour, newest first, without what was taken back.</summary>
    public IReadOnlyList<HonourLine> Roll(long bank, long before, int limit) =>
        database.Read(db => HonourTable.Roll(db, bank, before, limit, banks.Today));

    /// <summary>What stands on the public roll touches nothing protected and names nobody.</summary>
    Refusal? ForPublic(long bank, string text, string field) =>
        ProtectedMatters.In(text, field) ?? database.Read(db => PublicName.In(db, bank, text, field));

    Outcome<(int Version, Rulebooks.Rule Rule)> CreditRule(long bank, LocalDate day, string code)
    {
        var found = deeds.RuleOf(bank, day, code);
        if (found.Refusal is { } unknown) return unknown.Field == "effectiveOn" ? unknown with { Field = "awardedOn" } : unknown;
        return found.Value.Rule.IsCredit ? found : new Refusal(VillageRefusals.WrongRuleKind, "rule").With("kind", found.Value.Rule.Kind);
    }

    Refusal? NotOf(Writer writer, long bank, long household, long? member) =>
        HouseholdDesk.Barred(writer, bank, household, "household")
            ?? (member is { } who ? HouseholdDesk.MemberBarred(writer, bank, household, who, banks.Today.ToIso()) : null);

    /// <summary>
    /// Who is not proposed from the list, whatever their rank: whose favours are suspended, or who stands on the black board.
    /// </summary>
    static bool IsBarred(DbSession db, long bank, long household, LocalDate day) =>
        SuspensionTable.Live(db, bank, household, day) is not null
            || BlackTable.List(db, bank, null, household, BlackState.Posted, 0, 1, day).Count > 0;

    static CandidateView Add(
        Writer writer, WriteContext context, long bank, int year, TitleView title, long household, long? member, long? rank,
        string reason) =>
        HonourTable.Candidate(
            writer, bank, HonourTable.AddCandidate(writer, bank, year, title, (household, member, rank), reason, context.Caller.Actor))!;

    static TitleView? TitleOf(DbSession db, long bank, string code) =>
        HonourTable.Titles(db, bank, code) is [var title] ? title : null;
}
