using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Households;

/// <summary>Households, their members and consents. Never an identity number, a telephone or an account.</summary>
public sealed class HouseholdDesk(Database database, IClock clock)
{
    /// <summary>The most members of one household.</summary>
    public const int MostMembers = 30;

    /// <summary>The highest number of a household: registers give them up to fifteen digits, which is also what a workbook keeps.</summary>
    public const long MaxNumber = SheetWriter.MaxWorkbookNumber;

    readonly Remembered<long> counts = new(database, (db, bank) =>
        db.ExecuteScalar<long>($"select count(*) from households h where h.bank = @bank and {IsThere}", new { bank }));

    /// <summary>Whether the household that a query calls h is still there.</summary>
    internal const string IsThere = "not exists (select 1 from household_ends x where x.bank = h.bank and x.household = h.number)";

    /// <summary>Raised after anything by which a household is found may have changed.</summary>
    public event Action<long>? Changed;

    public IReadOnlyList<GroupView> Groups(long bank) =>
        database.Read(db => db.Query<(long Number, string Name, long Households)>($"""
        select g.number, g.name, count(h.number) from village_groups g
          left join households h on h.bank = g.bank and h.group_no = g.number and {IsThere}
        where g.bank = @bank group by g.number, g.name order by g.number
        """, new { bank }).Select(row => new GroupView(row.Number, row.Name, (int)row.Households)).ToList());

    /// <summary>Whether anybody beside the heads is in the register.</summary>
    public bool HaveMembers(long bank) => database.Read(db => db.ExecuteScalar<long>(
        "select count(*) from (select 1 from members where bank = @bank and is_head = 0 limit 1) m", new { bank }) > 0);

    /// <summary>Households in order of number, found by number, by a member's name or by the group's name.</summary>
    public IReadOnlyList<HouseholdLine> Search(long bank, string? search, long after, int limit) => database.Read(db =>
        db.Query<(long Number, string Group, string Head, long Members)>($"""
            {Lines}
            where h.bank = @bank and h.number > @after and {IsThere}
              and (@search = '' or cast(h.number as text) = @search or g.name like @like escape '!'
              or exists (select 1 from members m where m.bank = h.bank and m.household = h.number and m.name like @like escape '!'))
            order by h.number limit @limit
            """,
            new { bank, after, limit, search = search?.Trim() ?? "", like = Like(search) })
        .Select(row => new HouseholdLine(row.Number, row.Group, row.Head, (int)row.Members)).ToList());

    /// <summary>Households that have no passbook in use, in order of number.</summary>
    public IReadOnlyList<HouseholdLine> WithoutPassbook(long bank, int limit) => database.Read(db =>
        db.Query<(long Number, string Group, string Head, long Members)>($"""
            {Lines}
            where h.bank = @bank and {IsThere}
              and not exists (select 1 from passbooks p where p.bank = h.bank and p.household = h.number and p.ended_at is null)
            order by h.number limit @limit
            """, new { bank, limit })
        .Select(row => new HouseholdLine(row.Number, row.Group, row.Head, (int)row.Members)).ToList());

    public PassbookCountsView PassbookCounts(long bank) => database.Read(db =>
    {
        var (households, passbooks, pins) = db.QuerySingle<(long Households, long Passbooks, long Pins)>($"""
            select (select count(*) from households h where h.bank = @bank and {IsThere}), count(*), count(pin_hash) from passbooks
              where bank = @bank and ended_at is null
            """, new { bank });
        return new PassbookCountsView(households - passbooks, passbooks - pins);
    });

    /// <summary>Every household with its head, for a sheet.</summary>
    internal IReadOnlyList<HouseholdRow> Rows(long bank) => database.Read(db => db.Query<HouseholdRow>($"""
        select h.number, g.name as group_name, m.name as head, m.birth_date, m.related, p.serial,
          (select count(*) from members o where o.bank = h.bank and o.household = h.number) as members
        from households h
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
        left join passbooks p on p.bank = h.bank and p.household = h.number and p.ended_at is null
        where h.bank = @bank and {IsThere} order by h.number
        """, new { bank }));

    /// <summary>Every member who is not the head, for a sheet.</summary>
    internal IReadOnlyList<MemberRow> MemberRows(long bank) => database.Read(db => db.Query<MemberRow>(
        $"""
        select m.household, m.name, m.birth_date, m.related from members m join households h on h.bank = m.bank and h.number = m.household
        where m.bank = @bank and m.is_head = 0 and {IsThere} order by m.household, m.number
        """, new { bank }));

    public Outcome<HouseholdView> Get(long bank, long number) => database.Read<Outcome<HouseholdView>>(db =>
        View(db, bank, number) is { } view ? view : new Refusal(VillageRefusals.UnknownHousehold, "household"));

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
            MoveTo(writer, bank, number, group);
            return View(writer, bank, number)!;
        });
        Changed?.Invoke(bank);
        return outcome;
    }

    public async Task<Outcome<HouseholdView>> AddMember(WriteContext context, long bank, long number, MemberInput member)
    {
        if (Check(member, "") is { } refusal) return refusal;
        var outcome = await database.Write<HouseholdView>(context, bank, "member", writer =>
        {
            if (View(writer, bank, number) is not { } household)
                return new Refusal(VillageRefusals.UnknownHousehold, "household");
            if (household.Ended is not null) return new Refusal(VillageRefusals.HouseholdEnded, "household");
            if (household.Members.Count >= MostMembers) return new Refusal(VillageRefusals.OutOfRange, "members").With("most", MostMembers);
            if (member.IsHead)
                writer.Execute(
                    "update members set is_head = 0 where bank = @bank and household = @number", new { bank, number });
            Add(writer, bank, number, member);
            return View(writer, bank, number)!;
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
                if (writer.ExecuteScalar<long>(
                    "select count(*) from members where bank = @bank and household = @household", new { bank, household }) >= MostMembers)
                    return new Refusal(VillageRefusals.OutOfRange, "members").With("most", MostMembers).With("number", household);
                Add(writer, bank, household, member);
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
            if (View(writer, bank, number) is not { } household)
                return new Refusal(VillageRefusals.UnknownHousehold, "household");
            if (household.Ended is not null) return new Refusal(VillageRefusals.HouseholdEnded, "household");
            if (household.Members.FirstOrDefault(found => found.Number == memberNumber) is not { } before)
                return new Refusal(VillageRefusals.UnknownMember, "member");
            // Who left may have been erased, and a name written again would undo it.
            if (HasLeft(writer, bank, memberNumber)) return new Refusal(VillageRefusals.MemberLeft, "member");
            if (before.IsHead && !member.IsHead) return new Refusal(VillageRefusals.MissingValue, "isHead");
            if (member.IsHead) MakeHead(writer, bank, number, memberNumber);
            Correct(writer, bank, memberNumber, member);
            return View(writer, bank, number)!;
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
            if (View(writer, bank, number)?.Members.Any(found => found.Number == member) is not true)
                return new Refusal(VillageRefusals.UnknownMember, "member");
            // A yes is given while somebody is here; a no is heard at any time.
            if (given && Barred(writer, bank, number, "household") is { } barred) return barred;
            if (given && HasLeft(writer, bank, member)) return new Refusal(VillageRefusals.MemberLeft, "member");
            writer.Execute("""
                insert into consents (bank, member, purpose, sequence, given, recorded_at, actor, how, document)
                select @bank, @member, @purpose, coalesce(max(sequence), 0) + 1, @given, @at, @actor, @how, @document
                from consents where bank = @bank and member = @member and purpose = @purpose
                """,
                new
                {
                    bank, member, purpose, given = given ? 1 : 0, at = writer.NowMilliseconds, actor = context.Caller.Actor, how, document,
                });
            return View(writer, bank, number)!;
        });
    }

    internal static bool Exists(DbSession db, long bank, long household) =>
        db.Prepared("select 1 from households where bank = @bank and number = @household", "@bank", "@household")
            .Single(bank, household) is not null;

    /// <summary>Why nothing can be done with a household inside a write: there is none, or it is no more. Null where all is well.</summary>
    internal static Refusal? Barred(Writer writer, long bank, long household, string field) => writer.Prepared(
        """
        select coalesce((select 1 from household_ends x where x.bank = h.bank and x.household = h.number), 0) from households h
          where h.bank = @bank and h.number = @household
        """,
        "@bank", "@household").Single(bank, household) switch
    {
        null => new(VillageRefusals.UnknownHousehold, field),
        0 => null,
        _ => new(VillageRefusals.HouseholdEnded, field),
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
    internal static Refusal? MemberBarred(Writer writer, long bank, long household, long member, string day) => writer.Prepared("""
        select case when exists (select 1 from member_leavings l where l.bank = m.bank and l.member = m.number and l.left_on < @day) then 1
          else 0 end
        from members m where m.bank = @bank and m.number = @member and m.household = @household
        """, "@bank", "@member", "@household", "@day").Single(bank, member, household, day) switch
    {
        null => new(VillageRefusals.UnknownMember, "member"),
        0 => null,
        _ => new(VillageRefusals.MemberLeft, "member"),
    };

    /// <summary>Whether somebody is no more in their household.</summary>
    internal static bool HasLeft(DbSession db, long bank, long member) =>
        db.ExecuteScalar<long>(
            "select count(*) from member_leavings where bank = @bank and member = @member", new { bank, member }) > 0;

    internal Refusal? Check(HouseholdInput input)
    {
        if (Fields.Named(input.Group, "group", out _) is { } badGroup) return badGroup;
        if (input.Number is { } number && Fields.Range(number, "number", 1, MaxNumber) is { } outside) return outside;
        if (input.Members.Count is 0 or > MostMembers)
            return new Refusal(VillageRefusals.OutOfRange, "members").With("least", 1).With("most", MostMembers);
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
        var db = writer;
        Fields.Text(input.Group, "group", Fields.Name, out var group);
        var number = input.Number
            ?? db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from households where bank = @bank", new { bank });
        if (Exists(db, bank, number)) return new Refusal(VillageRefusals.AlreadyExists, "number").With("number", number);
        db.Execute(
            "insert into households (bank, number, group_no, opened_at) values (@bank, @number, @group, @at)",
            new { bank, number, group = GroupOf(db, bank, group), at = writer.NowMilliseconds });
        foreach (var member in input.Members) Add(db, bank, number, member);
        return View(db, bank, number)!;
    }

    internal static void MoveTo(DbSession db, long bank, long number, string group) => db.Execute(
        "update households set group_no = @groupNumber where bank = @bank and number = @number",
        new { bank, number, groupNumber = GroupOf(db, bank, group) });

    internal static void MakeHead(DbSession db, long bank, long household, long member) => db.Execute(
        "update members set is_head = case when number = @member then 1 else 0 end where bank = @bank and household = @household",
        new { bank, household, member });

    internal static void Correct(DbSession db, long bank, long number, MemberInput member) => db.Execute("""
        update members set name = @name, birth_date = @birth, is_head = @head, related = @related where bank = @bank and number = @number
        """,
        new
        {
            bank, number, name = Clean(member.Name), birth = member.BirthDate.ToIso(), head = member.IsHead ? 1 : 0,
            related = member.RelatedToCommittee ? 1 : 0,
        });

    internal static void Add(DbSession db, long bank, long household, MemberInput member) => db.Execute("""
        insert into members (bank, number, household, name, birth_date, is_head, related)
        select @bank, coalesce(max(number), 0) + 1, @household, @name, @birth, @head, @related from members where bank = @bank
        """,
        new
        {
            bank,
            household,
            name = Clean(member.Name),
            birth = member.BirthDate.ToIso(),
            head = member.IsHead ? 1 : 0,
            related = member.RelatedToCommittee ? 1 : 0,
        });

    /// <summary>The group of this name however it is written; null where there is none.</summary>
    internal static long? FindGroup(DbSession db, long bank, string name)
    {
        var key = TypedName.GroupKey(name);
        foreach (var (number, there) in db.Query<(long Number, string Name)>(
            "select number, name from village_groups where bank = @bank order by number", new { bank }))
            if (TypedName.GroupKey(there) == key) return number;
        return null;
    }

    /// <summary>The group of this name however it is written, opened on first need: 一组, 1组 and １组 are one.</summary>
    internal static long GroupOf(DbSession db, long bank, string name)
    {
        if (FindGroup(db, bank, name) is { } known) return known;
        db.Execute("""
            insert into village_groups (bank, number, name)
            select @bank, coalesce(max(number), 0) + 1, @name from village_groups where bank = @bank
            on conflict (bank, name) do nothing
            """, new { bank, name });
        return db.ExecuteScalar<long>("select number from village_groups where bank = @bank and name = @name", new { bank, name });
    }

    internal static HouseholdView? View(DbSession db, long bank, long number)
    {
        var group = db.QuerySingleOrDefault<string>("""
            select g.name from households h join village_groups g on g.bank = h.bank and g.number = h.group_no
              where h.bank = @bank and h.number = @number
            """, new { bank, number });
        if (group is null) return null;
        var consents = db.Query<(long Member, string Purpose)>("""
            select c.member, c.purpose from consents c join members m on m.bank = c.bank and m.number = c.member
            where c.bank = @bank and m.household = @number and c.given = 1 and c.sequence =
              (select max(l.sequence) from consents l where l.bank = c.bank and l.member = c.member and l.purpose = c.purpose)
            """, new { bank, number }).ToLookup(row => row.Member, row => row.Purpose);
        var members = db.Query<(long Number, string Name, string Birth, long Head, long Related)>(
            """
            select number, name, birth_date, is_head, related from members where bank = @bank and household = @number
              order by is_head desc, number
            """,
            new { bank, number })
            .Select(
                row => new MemberView(row.Number, row.Name, row.Birth.ToDate(), row.Head == 1, row.Related == 1, [.. consents[row.Number]]))
                    .ToList();
        var serial = db.QuerySingleOrDefault<string>(
            "select serial from passbooks where bank = @bank and household = @number and ended_at is null", new { bank, number });
        var ended = db.QuerySingleOrDefault<(string? On, string Kind)>(
            "select ended_on, kind from household_ends where bank = @bank and household = @number", new { bank, number });
        // Of a household that merged or moved nobody is left.
        return new(
            number, group, members.Find(member => member.IsHead)?.Name ?? "", members, serial,
            ended.On is { } day ? new(day.ToDate(), ended.Kind) : null);
    }

    /// <summary>What a line of a list shows; the heads and members are found by household.</summary>
    const string Lines = """
        select h.number, g.name,
          coalesce((select m.name from members m where m.bank = h.bank and m.household = h.number and m.is_head = 1), ''),
          (select count(*) from members m where m.bank = h.bank and m.household = h.number)
        from households h join village_groups g on g.bank = h.bank and g.number = h.group_no
        """;

    static string Clean(string name) =>
        Fields.Text(name, "name", Fields.Name, out var clean) is null ? clean : throw new ArgumentException("checked before", nameof(name));

    static string Like(string? search) =>
        $"%{(search ?? "").Trim().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
}
