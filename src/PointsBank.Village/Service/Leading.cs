using PointsBank.Village.Callers;

namespace PointsBank.Village.Service;

/// <summary>Who may act for a team.</summary>
public static class Leading
{
    /// <summary>Its leaders, and the village's clerks and supervisors.</summary>
    public static bool Leads(this Caller caller, long bank, long team) =>
        caller.Is(Role.Clerk, bank) || caller.Is(Role.Supervisor, bank) || caller.IsForTeam(Role.TeamLeader, bank, team);
}
