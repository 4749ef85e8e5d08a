using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Service;

public sealed record SignUpInput(long Member);

/// <summary>
/// Somebody on the list. <c>Waits</c> is their place on the waiting list, from 1; null where they are among those wanted.
/// </summary>
public sealed record SignUpView(long Activity, long Member, string Name, long Household, string Group, Instant At, int? Waits);

/// <summary>The list in its order, and who came off the waiting list by what was just done.</summary>
public sealed record SignUpsView(IReadOnlyList<SignUpView> Items, IReadOnlyList<long> MovedUp);

/// <summary>
/// Who means to come. The list is the order in which people said so; the first of them are wanted, the others wait. Nothing is moved: when
/// one withdraws, the first who waits is among those wanted.
/// </summary>
public sealed class SignUpDesk(Database database, BankDesk banks)
{
    public Outcome<SignUpsView> Of(long bank, long activity) => database.Read<Outcome<SignUpsView>>(connection =>
        Activity.Find(connection, bank, activity) is { } found
            ? new SignUpsView(List(connection, bank, found), [])
            : new Refusal(VillageRefusals.UnknownActivity, "activity"));

    /// <summary>What a household's members have signed up for and that is still ahead.</summary>
    public IReadOnlyList<SignUpView> OfHousehold(long bank, long household) => database.Read(connection => connection.Query<long>($"""
        select distinct s.activity from activity_signups s
        join members m on m.bank = s.bank and m.number = s.member
        join activities a on a.bank = s.bank and a.number = s.activity
        where s.bank = @bank and m.household = @household and a.state in ('open', 'held') and a.ends_at >= @now order by s.activity
        """, new { bank, household, now = banks.Now.ToUnixTimeMilliseconds() })
        .SelectMany(
            number => List(connection, bank, Activity.Find(connection, bank, number)!)).Where(
                view => view.Household == household).ToList());

    public Task<Outcome<SignUpsView>> SignUp(WriteContext context, long bank, long activity, SignUpInput input) =>
        Turn(context, bank, activity, input.Member, "signed_up");

    public Task<Outcome<SignUpsView>> Withdraw(WriteContext context, long bank, long activity, SignUpInput input) =>
        Turn(context, bank, activity, input.Member, "withdrawn");

    Task<Outcome<SignUpsView>> Turn(WriteContext context, long bank, long activity, long member, string kind) =>
        database.Write<SignUpsView>(context, bank, kind.Replace('_', '-'), writer =>
    {
        if (Activity.Find(writer, bank, activity) is not { } found)
            return new Refusal(VillageRefusals.UnknownActivity, "activity");
        if (Participant.Find(writer, bank, member) is not { } person)
            return new Refusal(VillageRefusals.UnknownMember, "member");
        if (kind == "signed_up" && Participant.On(writer, bank, member).Refusal is { } gone) return gone;
        var caller = context.Caller;
        if (caller.Household > 0 ? caller.Household != person.Household : !caller.Leads(bank, found.Team))
            return new Refusal(VillageRefusals.NotAllowed);
        if (found.State != ActivityState.Open) return ActivityDesk.Wrong(found);
        if (found.Ends_At <= writer.NowMilliseconds)
            return new Refusal(VillageRefusals.WrongActivityState, "activity").With("state", "over");
        var before = List(writer, bank, found);
        var isOnList = before.Any(view => view.Member == member);
        if (kind == "signed_up" && isOnList) return new Refusal(VillageRefusals.AlreadySignedUp, "member");
        if (kind == "withdrawn" && !isOnList) return new Refusal(VillageRefusals.NotSignedUp, "member");
        writer.Execute("""
            insert into activity_signups (bank, activity, sequence, member, kind, recorded_at, actor)
            select @bank, @activity, coalesce(max(sequence), 0) + 1, @member, @kind, @at, @actor from activity_signups
              where bank = @bank and activity = @activity
            """, new { bank, activity, member, kind, at = writer.NowMilliseconds, actor = caller.Actor });
        var after = List(writer, bank, found);
        if (ChildAlone(writer, bank, found, person.Household, after.Select(view => view.Member)) is { } child)
            return new Refusal(VillageRefusals.TooYoungAlone, "member").With("name", child.Name).With("age", Participant.AgeAlone);
        var waited = before.Where(view => view.Waits is not null).Select(view => view.Member).ToHashSet();
        return new SignUpsView(
            after, [.. after.Where(view => view.Waits is null && waited.Contains(view.Member)).Select(view => view.Member)]);
    });

    /// <summary>Somebody of the household who is too young to be there among these without one of the household who is of age.</summary>
    internal static Participant? ChildAlone(
        DbSession connection, long bank, Activity activity, long household, IEnumerable<long> there)
    {
        var people = there.Select(member => Participant.Find(connection, bank, member)!).Where(person => person.Household == household)
            .ToList();
        return people.Any(person => person.AgeOn(activity.Day) >= Participant.AgeOfMajority)
            ? null
            : people.Find(person => person.AgeOn(activity.Day) < Participant.AgeAlone);
    }

    internal static List<SignUpView> List(DbSession connection, long bank, Activity activity) =>
        connection.Query<(long Member, string Name, long Household, string Group, long At)>("""
            select s.member, m.name, m.household, g.name, s.recorded_at from activity_signups s
            join members m on m.bank = s.bank and m.number = s.member
            join households h on h.bank = m.bank and h.number = m.household
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            where s.bank = @bank and s.activity = @number and s.kind = 'signed_up' and not exists (
              select 1 from activity_signups l where l.bank = s.bank and l.activity = s.activity and l.member = s.member
                and l.sequence > s.sequence)
            order by s.sequence
            """, new { bank, number = activity.Number })
        .Select((row, i) => new SignUpView(
            activity.Number, row.Member, row.Name, row.Household, row.Group, row.At.ToInstant(),
            i < activity.Wanted ? null : (int)(i - activity.Wanted) + 1)).ToList();
}
