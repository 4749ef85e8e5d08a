using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Households;

/// <summary>Households, their members and consents. Never an identity number, a telephone or an account.</summary>
public sealed class HouseholdDesk(Database database, IClock clock)
{
    /// <summary>The most members of one household.</summary>
    public const int MaxMembers = 30;

    /// <summary>The highest number of a household: registers give them up to fifteen digits, which is also what a workbook keeps.</summary>
    public const long MaxNumber = SheetWriter.MaxWorkbookNumber;

    readonly Remembered<long> counts = new(database, HouseholdTable.Count);

    /// <summary>Raised after anything by which a household is found may have changed.</summary>
    public event Action<long>? Changed;

    public IReadOnlyList<GroupView> Groups(long bank) => database.Read(db => GroupTable.WithHouseholds(db, bank));

    /// <summary>Whether anybody beside the heads is in the register.</summary>
    public bool HaveMembers(long bank) => database.Read(db => MemberTable.HasOthers(db, bank));

    /// <summary>Households in order of number, found by number, by a member's name or by the group's name.</summary>
    public IReadOnlyList<HouseholdLine> Search(long bank, string? search, long after, int limit) =>
        database.Read(db => HouseholdTable.Search(db, bank, search, after, limit));

    /// <summary>Households that have no passbook in use, in order of number.</summary>
    public IReadOnlyList<HouseholdLine> WithoutPassbook(long bank, int limit) =>
        database.Read(db => HouseholdTable.WithoutPassbook(db, bank, limit));

    public PassbookCountsView PassbookCounts(long bank) => database.Read(db =>
    {
        var (passbooks, pins) = PassbookTable.Count(db, bank);
        return new PassbookCountsView(HouseholdTable.Count(db, bank) - passbooks, passbooks - pins);
    });

    /// <summary>Every household with its head, for a sheet.</summary>
    internal IReadOnlyList<HouseholdRow> Rows(long bank) => database.Read(db => HouseholdTable.Rows(db, bank));

    /// <summary>Every member who is not the head, for a sheet.</summary>
    internal IReadOnlyList<MemberRow> MemberRows(long bank) => database.Read(db => MemberTable.Rows(db, bank));

    public Outcome<HouseholdView> Get(long bank, long number) => database.Read<Outcome<HouseholdView>>(db =>
        HouseholdTable.View(db, bank, number) is { } view ? view : new Refusal(VillageRefusals.UnknownHousehold, "household"));

    /// <summary>How many there are, without counting a county's at each request.</summary>
    internal long Count(long bank) => counts.Of(bank);

    public async Task<Outcome<HouseholdView>> Open(WriteContext context, long bank, HouseholdInput input)
    {
        if (Check(input) is { } refusal) return refusal;
        var outcome = await database.Write(context, bank, "household", writer => Add(writer, bank, input));
        counts.Forget(bank);
        Changed?.Invoke(bank);
        return outcome;
    }

    /// <summary>All households of a list or none, as one write.</summary>
    public async Task<Outcome<int>> OpenAll(WriteContext context, long bank, IReadOnlyList<HouseholdInput> inputs)
    {
        foreach (var input in inputs)
            if (Check(input) is { } refusal)
                return refusal;
        var outcome = await database.Write<int>(context, bank, "households", writer =>
        {
            foreach (var input in inputs)
                if (Add(writer, bank, input).Refusal is { } refusal)
                    return refusal;
            return inputs.Count;
        });
        counts.Forget(bank);
        Changed?.Invoke(bank);
        return outcome;
    }

    public async Task<Outcome<HouseholdView>> Move(WriteContext context, long bank, long number, HouseholdChange change)
    {
        if (Fields.Named(change.Group, "group", out var group) is { } bad) return bad;
        var outcome = await database.Write<HouseholdView>(context, bank, "household-move", writer =>
        {
            if (Barred(writer, bank, number, "household") is { } barred) return barred;
            HouseholdTable.MoveTo(writer, bank, number, group);
            return HouseholdTable.View(writer, bank, number)!;
        });
        Changed?.Invoke(bank);
        return outcome;
    }

    public async Task<Outcome<HouseholdView>> AddMember(WriteContext context, long bank, long number, MemberInput member)
    {
        if (Check(member, "") is { } refusal) return refusal;
        var outcome = await database.Write<HouseholdView>(context, bank, "member", writer =>
        {
            if (HouseholdTable.View(writer, bank, number) is not { } household)
                return new Refusal(VillageRefusals.UnknownHousehold, "household");
            if (household.Ended is not null) return new Refusal(VillageRefusals.HouseholdEnded, "household");
            if (household.Members.Count >= MaxMembers) return new Refusal(VillageRefusals.OutOfRange, "members").With("most", MaxMembers);
            if (member.IsHead) MemberTable.MakeHead(writer, bank, number, member: 0);
            MemberTable.Add(writer, bank, number, member);
            return HouseholdTable.View(writer, bank, number)!;
        });
        Changed?.Invoke(bank);
        return outcome;
    }

    /// <summary>All members of a list or none, as one write.</summary>
    public async Task<Outcome<int>> AddMembers(WriteContext context, long bank, IReadOnlyList<(long Household, MemberInput Member)> members)
    {
        var outcome = await database.Write<int>(context, bank, "members", writer =>
        {
            foreach (var (household, member) in members)
            {
                if (Check(member, "") is { } refusal) return refusal;
                if (Barred(writer, bank, household, "household") is { } barred) return barred.With("number", household);
                if (MemberTable.Count(writer, bank, household, member: 0) >= MaxMembers)
                    return new Refusal(VillageRefusals.OutOfRange, "members").With("most", MaxMembers).With("number", household);
                MemberTable.Add(writer, bank, household, member);
            }
            return members.Count;
        });
        Changed?.Invoke(bank);
        return outcome;
    }

    public async Task<Outcome<HouseholdView>> ChangeMember(
        WriteContext context, long bank, long number, long memberNumber, MemberInput member)
    {
        if (Check(member, "") is { } refusal) return refusal;
        var outcome = await database.Write<HouseholdView>(context, bank, "member-change", writer =>
        {
            if (HouseholdTable.View(writer, bank, number) is not { } household)
                return new Refusal(VillageRefusals.UnknownHousehold, "household");
            if (household.Ended is not null) return new Refusal(VillageRefusals.HouseholdEnded, "household");
            if (household.Members.FirstOrDefault(found => found.Number == memberNumber) is not { } before)
                return new Refusal(VillageRefusals.UnknownMember, "member");
            // Who left may have been erased, and a name written again would undo it.
            if (MemberTable.HasLeft(writer, bank, memberNumber)) return new Refusal(VillageRefusals.MemberLeft, "member");
            if (before.IsHead && !member.IsHead) return new Refusal(VillageRefusals.MissingValue, "isHead");
            if (member.IsHead) MemberTable.MakeHead(writer, bank, number, memberNumber);
            MemberTable.Correct(writer, bank, memberNumber, member);
            return HouseholdTable.View(writer, bank, number)!;
        });
        Changed?.Invoke(bank);
        return outcome;
    }

    /// <summary>Records that a member agreed to a purpose or took it back, and how they said it; the last word counts at once.</summary>
    public async Task<Outcome<HouseholdView>> SetConsent(
        WriteContext context, long bank, long number, long member, string purpose, bool given, string how = "desk", string document = "")
    {
        if (!Purpose.All.Contains(purpose)) return new Refusal(VillageRefusals.NotInList, "purpose");
        return await database.Write<HouseholdView>(context, bank, "consent", writer =>
        {
            if (HouseholdTable.View(writer, bank, number)?.Members.Any(found => found.Number == member) is not true)
                return new Refusal(VillageRefusals.UnknownMember, "member");
            // A yes is given while somebody is here; a no is heard at any time.
            if (given && Barred(writer, bank, number, "household") is { } barred) return barred;
            if (given && MemberTable.HasLeft(writer, bank, member)) return new Refusal(VillageRefusals.MemberLeft, "member");
            ConsentTable.Add(writer, bank, member, purpose, given, how, document, context.Caller.Actor);
            return HouseholdTable.View(writer, bank, number)!;
        });
    }

    /// <summary>Why nothing can be done with a household inside a write: there is none, or it is no more. Null where all is well.</summary>
    internal static Refusal? Barred(Writer writer, long bank, long household, string field) =>
        HouseholdTable.HasEnded(writer, bank, household) switch
        {
            null => new(VillageRefusals.UnknownHousehold, field),
            false => null,
            true => new(VillageRefusals.HouseholdEnded, field),
        };

    /// <summary>After a change that another desk wrote.</summary>
    internal void Forget(long bank)
    {
        counts.Forget(bank);
        Changed?.Invoke(bank);
    }

    /// <summary>
    /// Why a member can do nothing in a household on a day: nobody of that number is in it, or they left before. Null where all is well.
    /// </summary>
    internal static Refusal? MemberBarred(Writer writer, long bank, long household, long member, string day) =>
        MemberTable.HadLeft(writer, bank, household, member, day) switch
        {
            null => new(VillageRefusals.UnknownMember, "member"),
            false => null,
            true => new(VillageRefusals.MemberLeft, "member"),
        };

    internal Refusal? Check(HouseholdInput input)
    {
        if (Fields.Named(input.Group, "group", out _) is { } badGroup) return badGroup;
        if (input.Number is { } number && Fields.Range(number, "number", 1, MaxNumber) is { } outside) return outside;
        if (input.Members.Count is 0 or > MaxMembers)
            return new Refusal(VillageRefusals.OutOfRange, "members").With("least", 1).With("most", MaxMembers);
        if (input.Members.Count(member => member.IsHead) != 1) return new Refusal(VillageRefusals.MissingValue, "members.isHead");
        for (var i = 0; i < input.Members.Count; i++)
            if (Check(input.Members[i], $"members[{i}].") is { } bad)
                return bad;
        return null;
    }

    Refusal? Check(MemberInput member, string prefix)
    {
        if (Fields.Named(member.Name, prefix + "name", out _) is { } badName) return badName;
        var today = clock.GetCurrentInstant().InZone(BankDesk.Zone).Date;
        if (member.BirthDate > today) return new(VillageRefusals.DateInFuture, prefix + "birthDate");
        return member.BirthDate.Year < today.Year - 130 ? new(VillageRefusals.OutOfRange, prefix + "birthDate") : null;
    }

    internal static Outcome<HouseholdView> Add(Writer writer, long bank, HouseholdInput input)
    {
        Fields.Text(input.Group, "group", Fields.Name, out var group);
        var number = input.Number ?? HouseholdTable.NextNumber(writer, bank);
        if (HouseholdTable.Exists(writer, bank, number)) return new Refusal(VillageRefusals.AlreadyExists, "number").With("number", number);
        HouseholdTable.Add(writer, bank, number, group);
        foreach (var member in input.Members) MemberTable.Add(writer, bank, number, member);
        return HouseholdTable.View(writer, bank, number)!;
    }
}
