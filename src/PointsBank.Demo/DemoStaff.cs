using PointsBank.Village.Callers;

namespace PointsBank.Demo;

/// <summary>
/// The people who run the demo village, in the order in which they are hired. Nine of them sign in with published words; the others are
/// there so that four eyes are four: who writes does not assess, who records hours does not confirm them, who sat in the meeting does not
/// rule on objections.
/// </summary>
sealed class DemoStaff(long bank)
{
    /// <summary>Name and role of those who are hired after the published nine, with the group that they lead.</summary>
    public static IReadOnlyList<(string Username, string Name, string Role, int? Group)> Others { get; } =
    [
        .. DemoPlanNames.Groups.Skip(1)
        .Select(
            group => (
                $"leader{group.Number}", $"{group.Name}组长".Replace("组组长", "组长", StringComparison.Ordinal), "group-leader",
                (int?)group.Number)),
        ("assessor2", "评议员二", "assessor", null), ("assessor3", "评议员三", "assessor", null), ("supervisor2", "监督员二", "supervisor", null),
        ("team2", "副队长", "team-leader", null),
    ];

    /// <summary>Who lives where, or has relatives there: they keep out of what is decided about these homes.</summary>
    public static IReadOnlyList<(long Staff, long Household, string Tie)> Ties { get; } =
        [(5, 3, "own"), (6, 47, "own"), (17, 85, "relative"), (16, 120, "own"), (2, 160, "relative")];

    public Caller Supervisor { get; } = Of(2, "监督员", Role.Supervisor, bank);

    public Caller Clerk { get; } = Of(3, "记分员", Role.Clerk, bank);

    public Caller Attendant { get; } = Of(4, "店员", Role.Attendant, bank);

    public Caller Assessor { get; } = Of(6, "评议员", Role.Assessor, bank);

    public Caller TeamLeader { get; } = Of(7, "队长", Role.TeamLeader, bank);

    public Caller Keeper { get; } = Of(8, "保管员", Role.Keeper, bank);

    public Caller Treasurer { get; } = Of(9, "会计", Role.Treasurer, bank);

    /// <summary>Decides where the first assessor keeps out.</summary>
    public Caller SecondAssessor { get; } = Of(16, "评议员二", Role.Assessor, bank);

    /// <summary>Rules on objections, and sits in no meeting.</summary>
    public Caller Arbiter { get; } = Of(18, "监督员二", Role.Supervisor, bank);

    /// <summary>Confirms the hours that the team leader wrote down.</summary>
    public Caller Confirmer { get; } = Of(19, "副队长", Role.TeamLeader, bank);

    /// <summary>
    /// Who sits in a meeting beside the assessor who opens it: no supervisor, so that both may rule on what is said against it.
    /// </summary>
    public static IReadOnlyList<long> Meeting { get; } = [16, 17];

    public Caller LeaderOf(long group) =>
        new(group == 1 ? "staff:5" : $"staff:{8 + group}", "组长", [new(Role.GroupLeader, bank, Group: group)]);

    public Caller AssessorFor(long household) => Ties.Contains((6, household, "own")) ? SecondAssessor : Assessor;

    public Caller HouseholdOf(long number) => new($"household:{number}", "", [new(Role.Household, bank)], number);

    static Caller Of(long number, string name, Role role, long bank) => new($"staff:{number}", name, [new(role, bank)]);
}
