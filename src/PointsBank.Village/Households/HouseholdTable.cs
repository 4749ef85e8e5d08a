using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>Households, and the end of those that are no more.</summary>
static class HouseholdTable
{
    /// <summary>Whether the household that a query calls h is still there.</summary>
    public const string IsThere = "not exists (select 1 from household_ends x where x.bank = h.bank and x.household = h.number)";

    /// <summary>What a line of a list shows; the heads and members are found by household.</summary>
    const string Lines = """
        select h.number, g.name,
          coalesce((select m.name from members m where m.bank = h.bank and m.household = h.number and m.is_head = 1), ''),
          (select count(*) from members m where m.bank = h.bank and m.household = h.number)
        from households h join village_groups g on g.bank = h.bank and g.number = h.group_no
        """;

    /// <summary>In order of number, found by number, by a member's name or by the group's name.</summary>
    public static List<HouseholdLine> Search(DbSession db, long bank, string? search, long after, int limit) => LinesOf(db, $"""
        {Lines}
        where h.bank = @bank and h.number > @after and {IsThere}
          and (@search = '' or cast(h.number as text) = @search or g.name like @like escape '!'
          or exists (select 1 from members m where m.bank = h.bank and m.household = h.number and m.name like @like escape '!'))
        order by h.number limit @limit
        """, new { bank, after, limit, search = search?.Trim() ?? "", like = Like(search) });

    /// <summary>Those without a passbook in use, in order of number.</summary>
    public static List<HouseholdLine> WithoutPassbook(DbSession db, long bank, int limit) => LinesOf(
        db, $"{Lines} where h.bank = @bank and {IsThere} and {PassbookTable.HasNone} order by h.number limit @limit", new { bank, limit });

    /// <summary>Every household with its head, for a sheet.</summary>
    public static List<HouseholdRow> Rows(DbSession db, long bank) => db.Query<HouseholdRow>($"""
        select h.number, g.name as group_name, m.name as head, m.birth_date, m.related, p.serial,
          (select count(*) from members o where o.bank = h.bank and o.household = h.number) as members
        from households h
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
        left join passbooks p on p.bank = h.bank and p.household = h.number and p.ended_at is null
        where h.bank = @bank and {IsThere} order by h.number
        """, new { bank });

    /// <summary>Those that are there, with their groups, in order of number.</summary>
    public static List<(long Number, long Group)> WithGroups(DbSession db, long bank) => db.Query<(long, long)>(
        $"select h.number, h.group_no from households h where h.bank = @bank and {IsThere} order by h.number", new { bank });

    public static long Count(DbSession db, long bank) =>
        db.ExecuteScalar<long>($"select count(*) from households h where h.bank = @bank and {IsThere}", new { bank });

    public static bool Exists(DbSession db, long bank, long household) =>
        db.Prepared("select 1 from households where bank = @bank and number = @household", "@bank", "@household")
            .Single(bank, household) is not null;

    /// <summary>Whether a household is no more; null where there never was one of this number.</summary>
    public static bool? HasEnded(Writer writer, long bank, long household) => writer.Prepared(
        """
        select coalesce((select 1 from household_ends x where x.bank = h.bank and x.household = h.number), 0) from households h
          where h.bank = @bank and h.number = @household
        """,
        "@bank", "@household").Single(bank, household) is { } ended ? ended == 1 : null;

    /// <summary>The number after the highest.</summary>
    public static long NextNumber(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from households where bank = @bank", new { bank });

    public static void Add(Writer writer, long bank, long number, string group) => writer.Execute(
        "insert into households (bank, number, group_no, opened_at) values (@bank, @number, @group, @at)",
        new { bank, number, group = GroupTable.Of(writer, bank, group), at = writer.NowMilliseconds });

    /// <summary>Opens one under the number after the highest, and answers it.</summary>
    public static long AddNext(Writer writer, long bank, string group)
    {
        var number = NextNumber(writer, bank);
        Add(writer, bank, number, group);
        return number;
    }

    public static void MoveTo(Writer writer, long bank, long number, string group) => writer.Execute(
        "update households set group_no = @groupNumber where bank = @bank and number = @number",
        new { bank, number, groupNumber = GroupTable.Of(writer, bank, group) });

    /// <summary>A household with its members; null where there never was one. Of one that merged or moved nobody is left.</summary>
    public static HouseholdView? View(DbSession db, long bank, long number)
    {
        if (GroupTable.NameOf(db, bank, number) is not { } group) return null;
        var members = MemberTable.Of(db, bank, number);
        return new(
            number, group, members.Find(member => member.IsHead)?.Name ?? "", members, PassbookTable.InUse(db, bank, number),
            EndOf(db, bank, number));
    }

    static HouseholdEnd? EndOf(DbSession db, long bank, long number)
    {
        var ended = db.QuerySingleOrDefault<(string? On, string Kind)>(
            "select ended_on, kind from household_ends where bank = @bank and household = @number", new { bank, number });
        return ended.On is { } day ? new(day.ToDate(), ended.Kind) : null;
    }

    static List<HouseholdLine> LinesOf(DbSession db, string sql, object parameters) =>
        db.Query<(long Number, string Group, string Head, long Members)>(sql, parameters)
            .ConvertAll(row => new HouseholdLine(row.Number, row.Group, row.Head, (int)row.Members));

    static string Like(string? search)
    {
        var text = (search ?? "").Trim().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);
        return $"%{text}%";
    }
}
