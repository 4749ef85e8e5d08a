using PointsBank.Ledger;
using PointsBank.Village.Accounts;
using PointsBank.Village.Proposals;

namespace PointsBank.Village.Households;

/// <summary>A change that was looked at before the write. The other household is null where it is opened by the change.</summary>
sealed record ChangePlan(
    long Bank, string Kind, long Household, long? OtherBank, long? Other, long Points, long Merit, ChangeGrounds Grounds)
{
    /// <summary>Who goes into the other household; all who are there where the whole household goes.</summary>
    public IReadOnlyList<long> Members { get; init; } = [];

    /// <summary>Who heads the household that a split opens.</summary>
    public long Head { get; init; }

    /// <summary>The group into which somebody goes.</summary>
    public string Group { get; init; } = "";

    public bool IsAway => OtherBank is { } other && other != Bank;

    /// <summary>
    /// Whether one person does it alone: a household goes to another group. All else says whose points, standing and caps are whose.
    /// </summary>
    public bool IsDoneAtOnce => Kind == ProposalKind.Move && !IsAway;

    /// <summary>How the household stands after it, and the other one.</summary>
    public IReadOnlyList<ChangeSide> After(ChangeSide left, ChangeSide? to)
    {
        var sides = new List<ChangeSide>
        {
            left with { PointsAfter = left.PointsBefore - Points, StandingAfter = left.StandingBefore - Merit },
        };
        // Whoever leaves passes on points alone: the standing of the year lapses.
        if (to is not null)
            sides.Add(to with
            {
                PointsAfter = to.PointsBefore + Points,
                StandingAfter = to.StandingBefore + (Kind == ProposalKind.Leave ? 0 : Merit),
            });
        return sides;
    }

    public Proposal Proposed<T>(T asked) => new()
    {
        Kind = Kind, Household = Household, OtherBank = OtherBank, OtherHousehold = Other, Points = Points, Merit = Merit,
        Subject = Group, Head = Kind == ProposalKind.Split ? Head : null, Reason = Grounds.Reason, DecidedBy = Grounds.DecidedBy,
        Document = Grounds.Document ?? "",
        Members = Kind == ProposalKind.Split ? Members : [], Asked = Proposal.Keep(asked),
    };
}

/// <summary>A change as it is written, with who goes where and the minutes that go along into another bank.</summary>
sealed record Change(ChangePlan Plan, long? Other, IReadOnlyList<(long Member, long? Other, long Minutes)> Members)
{
    /// <summary>What goes out of the household: to the other one, to the clearing accounts, or to what expired.</summary>
    public List<Leg> OutLegs(int year)
    {
        var legs = new List<Leg>();
        Go(
            Chart.Points(Plan.Household),
            Plan.IsAway ? Chart.Clearing(Unit.Points) : Other is { } to ? Chart.Points(to) : Chart.Expired(year), Plan.Points);
        Go(
            Chart.Merit(Plan.Household, year),
            Plan.IsAway ? Chart.Clearing(Unit.Merit)
            : Plan.Kind == ProposalKind.Leave ? Chart.Lapsed(year) : Chart.Merit(Other ?? 0, year),
            Plan.Merit);
        if (Plan.IsAway)
            foreach (var (member, _, minutes) in Members) Go(Chart.Minutes(member), Chart.Clearing(Unit.Minutes), minutes);
        return legs;

        void Go(AccountKey from, AccountKey to, long amount) => AddLegs(legs, from, to, amount);
    }

    /// <summary>The same as the other bank takes it in.</summary>
    public List<Leg> InLegs(int year)
    {
        var legs = new List<Leg>();
        AddLegs(legs, Chart.Clearing(Unit.Points), Chart.Points(Other!.Value), Plan.Points);
        AddLegs(legs, Chart.Clearing(Unit.Merit), Chart.Merit(Other.Value, year), Plan.Merit);
        foreach (var (_, other, minutes) in Members)
            AddLegs(legs, Chart.Clearing(Unit.Minutes), Chart.Minutes(other!.Value), minutes);
        return legs;
    }

    static void AddLegs(List<Leg> legs, AccountKey from, AccountKey to, long amount)
    {
        if (amount == 0) return;
        legs.Add(new(from, new(-amount)));
        legs.Add(new(to, new(amount)));
    }
}
