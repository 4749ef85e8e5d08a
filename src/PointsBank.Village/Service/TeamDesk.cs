using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Service;

public sealed record TeamInput(string Name);

public sealed record TeamLine(long Number, string Name, int Members, IReadOnlyList<string> Leaders, Instant? EndedAt);

public sealed record TeamMemberView(long Member, string Name, long Household, string Group, Instant JoinedAt);

/// <summary>Somebody of the staff whose role as a leader holds for this team.</summary>
public sealed record TeamLeaderView(long Staff, string Name);

public sealed record TeamView(
    long Number, string Name, IReadOnlyList<TeamLeaderView> Leaders, IReadOnlyList<TeamMemberView> Members, Instant? EndedAt);

/// <summary>
/// Volunteers' teams. Who leads one is a right that the administrator gives; who belongs to it, its leader and the clerk write down.
/// </summary>
public sealed class TeamDesk(Database database)
{
    /// <summary>The most members of one team.</summary>
    public const int MaxMembers = 500;

    public IReadOnlyList<TeamLine> All(long bank) => database.Read(db => TeamTable.All(db, bank));

    public Outcome<TeamView> Get(long bank, long number) => database.Read<Outcome<TeamView>>(db =>
        TeamTable.View(db, bank, number) is { } view ? view : new Refusal(VillageRefusals.UnknownTeam, "team"));

    public async Task<Outcome<TeamView>> Open(WriteContext context, long bank, TeamInput input)
    {
        if (Fields.Text(input.Name, "name", Fields.Name, out var name) is { } bad) return bad;
        return await database.Write<TeamView>(context, bank, "team", writer =>
        {
            if (TeamTable.IsTaken(writer, bank, name, 0)) return new Refusal(VillageRefusals.AlreadyExists, "name");
            var number = TeamTable.Open(writer, bank, name, context.Caller.Actor);
            return TeamTable.View(writer, bank, number)!;
        });
    }

    public async Task<Outcome<TeamView>> Rename(WriteContext context, long bank, long number, TeamInput input)
    {
        if (Fields.Text(input.Name, "name", Fields.Name, out var name) is { } bad) return bad;
        return await database.Write<TeamView>(context, bank, "team-name", writer =>
        {
            if (Closed(writer, context.Caller, bank, number) is { } refusal) return refusal;
            if (TeamTable.IsTaken(writer, bank, name, number)) return new Refusal(VillageRefusals.AlreadyExists, "name");
            TeamTable.Rename(writer, bank, number, name);
            return TeamTable.View(writer, bank, number)!;
        });
    }

    /// <summary>Ends a team; what it did stays, and activities of it that are still ahead are to be cancelled first.</summary>
    public Task<Outcome<TeamView>> End(WriteContext context, long bank, long number) =>
        database.Write<TeamView>(context, bank, "team-end", writer =>
    {
        if (Closed(writer, context.Caller, bank, number) is { } refusal) return refusal;
        if (TeamTable.Ahead(writer, bank, number) is { } activity)
            return new Refusal(VillageRefusals.WrongActivityState, "team").With("activity", activity);
        TeamTable.End(writer, bank, number, context.Caller.Actor);
        return TeamTable.View(writer, bank, number)!;
    });

    public Task<Outcome<TeamView>> Join(WriteContext context, long bank, long team, long member) =>
        database.Write<TeamView>(context, bank, "team-join", writer =>
    {
        if (Closed(writer, context.Caller, bank, team) is { } refusal) return refusal;
        if (Participant.On(writer, bank, member).Refusal is { } gone) return gone;
        var view = TeamTable.View(writer, bank, team)!;
        if (view.Members.Any(found => found.Member == member)) return new Refusal(VillageRefusals.AlreadyExists, "member");
        if (view.Members.Count >= MaxMembers) return new Refusal(VillageRefusals.OutOfRange, "member").With("most", MaxMembers);
        return Turn(writer, context, bank, team, member, "joined");
    });

    public Task<Outcome<TeamView>> Leave(WriteContext context, long bank, long team, long member) =>
        database.Write<TeamView>(context, bank, "team-leave", writer =>
    {
        if (Closed(writer, context.Caller, bank, team) is { } refusal) return refusal;
        return TeamTable.View(writer, bank, team)!.Members.Any(found => found.Member == member)
            ? Turn(writer, context, bank, team, member, "left")
            : new Refusal(VillageRefusals.UnknownMember, "member");
    });

    static TeamView Turn(Writer writer, WriteContext context, long bank, long team, long member, string kind)
    {
        TeamTable.Turn(writer, bank, team, member, kind, context.Caller.Actor);
        return TeamTable.View(writer, bank, team)!;
    }

    /// <summary>Why nothing may be changed about a team, by this caller or by anybody.</summary>
    static Refusal? Closed(DbSession db, Caller caller, long bank, long team) =>
        !TeamTable.IsOpen(db, bank, team) ? new(VillageRefusals.UnknownTeam, "team")
            : caller.Leads(bank, team) ? null
            : new(VillageRefusals.NotAllowed);
}
