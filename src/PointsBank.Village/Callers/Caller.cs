using System.Collections.Immutable;
using System.Globalization;
using PointsBank.Ledger;

namespace PointsBank.Village.Callers;

/// <summary>What somebody may do. The numbers stand in tables.</summary>
public enum Role
{
    /// <summary>Sets up banks, staff and settings; touches no points.</summary>
    Administrator = 1,

    /// <summary>Checks, samples, reverses; sees all of a bank.</summary>
    Supervisor = 2,

    /// <summary>Keeps households, rulebook and passbooks; credits and deducts.</summary>
    Clerk = 3,

    /// <summary>Serves at a shop's counter; cannot credit.</summary>
    Attendant = 4,

    /// <summary>A household, signed in with its passbook; sees itself alone.</summary>
    Household = 5,

    /// <summary>Collects the claims of a villagers' group and checks them first.</summary>
    GroupLeader = 6,

    /// <summary>Sits in the meeting that assesses claims.</summary>
    Assessor = 7,

    /// <summary>Leads a volunteers' team and confirms its hours.</summary>
    TeamLeader = 8,

    /// <summary>Keeps a shop's goods: prices, what comes in, what is counted.</summary>
    Keeper = 9,

    /// <summary>Keeps the fund: what comes in, what is paid, and whether the points are covered.</summary>
    Treasurer = 10,

    /// <summary>A device of the mobile shop, known by its own token; nobody is given this role.</summary>
    Device = 11,
}

/// <summary>A role and where it holds.</summary>
/// <param name="Role">What.</param>
/// <param name="Bank">In which bank; 0 in every bank.</param>
/// <param name="Shop">In which shop; 0 in every shop of the bank.</param>
/// <param name="Group">In which villagers' group; 0 in every group of the bank.</param>
/// <param name="Team">In which team; 0 in every team of the bank.</param>
public readonly record struct Grant(Role Role, long Bank = 0, long Shop = 0, long Group = 0, long Team = 0);

/// <summary>Who asks: a member of staff or a household, with what they may do and where.</summary>
/// <param name="Actor">The label that stands in the journal, such as <c>staff:3</c> or <c>household:12</c>; never a name.</param>
/// <param name="Name">The name, to greet them.</param>
/// <param name="Grants">What they may do.</param>
/// <param name="Household">The household's number; 0 for staff.</param>
/// <param name="TokenHash">The digest of the token they came with, so that it can be revoked.</param>
/// <param name="MustChangePassword">Whether they came with a password that somebody else knows, and may do nothing before they change
/// it.</param>
public sealed record Caller(
    string Actor, string Name, ImmutableArray<Grant> Grants, long Household = 0, Digest TokenHash = default,
    bool MustChangePassword = false)
{
    /// <summary>
    /// Whether this is a device of the mobile shop. It stands in the journal as whoever took it, and is nothing more than a device.
    /// </summary>
    public bool IsDevice => Grants is [{ Role: Role.Device }];

    /// <summary>The bank of the household; 0 for staff, who are the same person in every bank.</summary>
    public long OwnBank => Household == 0 ? 0 : Grants[0].Bank;

    /// <summary>The number of the member of staff; null for a household and for a device.</summary>
    public long? StaffNumber => !IsDevice && Actor.StartsWith("staff:", StringComparison.Ordinal)
        ? long.Parse(Actor.AsSpan("staff:".Length), CultureInfo.InvariantCulture)
        : null;

    /// <summary>Whether they hold the role in this bank (and this shop; 0 asks for the bank alone).</summary>
    public bool Is(Role role, long bank, long shop = 0)
    {
        foreach (var grant in Grants)
            if (grant.Role == role && (grant.Bank == 0 || grant.Bank == bank) && (grant.Shop == 0 || shop == 0 || grant.Shop == shop))
                return true;
        return false;
    }

    /// <summary>Whether they hold the role for this group of the bank.</summary>
    public bool IsForGroup(Role role, long bank, long group) =>
        Grants.Any(grant => grant.Role == role && (grant.Bank == 0 || grant.Bank == bank) && (grant.Group == 0 || grant.Group == group));

    /// <summary>Whether they hold the role for this team of the bank.</summary>
    public bool IsForTeam(Role role, long bank, long team) =>
        Grants.Any(grant => grant.Role == role && (grant.Bank == 0 || grant.Bank == bank) && (grant.Team == 0 || grant.Team == team));

    /// <summary>The program itself, at set-up and on the command line.</summary>
    public static Caller System { get; } = new("system", "PointsBank", [new(Role.Administrator)]);
}
