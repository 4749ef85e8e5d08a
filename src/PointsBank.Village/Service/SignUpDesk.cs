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
    public Outcome<SignUpsView> Of(long bank, long activity) => database.Read<Outcome<SignUpsView>>(db =>
        ActivityTable.Find(db, bank, activity) is { } found
            ? new SignUpsView(SignUpTable.List(db, bank, found), [])
            : new Refusal(VillageRefusals.UnknownActivity, "activity"));

    /// <summary>What a household's members have signed up for and that is still ahead.</summary>
    public IReadOnlyList<SignUpView> OfHousehold(long bank, long household) => database.Read(db =>
        SignUpTable.Ahead(db, bank, household, banks.Now).SelectMany(
            number => SignUpTable.List(db, bank, ActivityTable.Find(db, bank, number)!)).Where(
                view => view.Household == household).ToList());

    public Task<Outcome<SignUpsView>> SignUp(WriteContext context, long bank, long activity, SignUpInput input) =>
        Turn(context, bank, activity, input.Member, "signed_up");

    public Task<Outcome<SignUpsView>> Withdraw(WriteContext context, long bank, long activity, SignUpInput input) =>
        Turn(context, bank, activity, input.Member, "withdrawn");

    Task<Outcome<SignUpsView>> Turn(WriteContext context, long bank, long activity, long member, string kind) =>
        database.Write<SignUpsView>(context, bank, kind.Replace('_', '-'), writer =>
    {
        if (ActivityTable.Find(writer, bank, activity) is not { } found)
            return new Refusal(VillageRefusals.UnknownActivity, "activity");
        if (ParticipantTable.Find(writer, bank, member) is not { } person)
            return new Refusal(VillageRefusals.UnknownMember, "member");
        if (kind == "signed_up" && Participant.On(writer, bank, member).Refusal is { } gone) return gone;
        var caller = context.Caller;
        if (caller.Household > 0 ? caller.Household != person.Household : !caller.Leads(bank, found.Team))
            return new Refusal(VillageRefusals.NotAllowed);
        if (found.State != ActivityState.Open) return ActivityDesk.Wrong(found);
        if (found.Ends_At <= writer.NowMilliseconds)
            return new Refusal(VillageRefusals.WrongActivityState, "activity").With("state", "over");
        var before = SignUpTable.List(writer, bank, found);
        var isOnList = before.Any(view => view.Member == member);
        if (kind == "signed_up" && isOnList) return new Refusal(VillageRefusals.AlreadySignedUp, "member");
        if (kind == "withdrawn" && !isOnList) return new Refusal(VillageRefusals.NotSignedUp, "member");
        SignUpTable.Add(writer, bank, activity, member, kind, caller.Actor);
        var after = SignUpTable.List(writer, bank, found);
        if (ChildAlone(writer, bank, found, person.Household, after.Select(view => view.Member)) is { } child)
            return new Refusal(VillageRefusals.TooYoungAlone, "member").With("name", child.Name).With("age", Participant.AgeAlone);
        var waited = before.Where(view => view.Waits is not null).Select(view => view.Member).ToHashSet();
        return new SignUpsView(
            after, [.. after.Where(view => view.Waits is null && waited.Contains(view.Member)).Select(view => view.Member)]);
    });

    /// <summary>Somebody of the household who is too young to be there among these without one of the household who is of age.</summary>
    internal static Participant? ChildAlone(
        DbSession db, long bank, Activity activity, long household, IEnumerable<long> there)
    {
        var people = there.Select(member => ParticipantTable.Find(db, bank, member)!).Where(person => person.Household == household)
            .ToList();
        return people.Any(person => person.AgeOn(activity.Day) >= Participant.AgeOfMajority)
            ? null
            : people.Find(person => person.AgeOn(activity.Day) < Participant.AgeAlone);
    }
}
