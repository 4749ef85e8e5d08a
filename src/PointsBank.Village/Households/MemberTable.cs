using NodaTime;
using PointsBank.Papers.Names;
using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>Members of households.</summary>
static class MemberTable
{
    /// <summary>The head first, with the purposes to which each agrees.</summary>
    public static List<MemberView> Of(DbSession db, long bank, long household)
    {
        var consents = ConsentTable.Of(db, bank, household);
        return db.Query<(long Number, string Name, string Birth, long Head, long Related)>("""
            select number, name, birth_date, is_head, related from members where bank = @bank and household = @household
              order by is_head desc, number
            """, new { bank, household }).ConvertAll(row => new MemberView(
                row.Number, row.Name, row.Birth.ToDate(), row.Head == 1, row.Related == 1, [.. consents[row.Number]]));
    }

    public static List<long> Numbers(DbSession db, long bank, long household) => db.Query<long>(
        "select number from members where bank = @bank and household = @household", new { bank, household });

    /// <summary>Everybody's household and name, heads first.</summary>
    public static ILookup<long, string> Names(DbSession db, long bank) => db.Query<(long Household, string Name)>(
        "select household, name from members where bank = @bank order by is_head desc, number", new { bank })
        .ToLookup(row => row.Household, row => row.Name);

    /// <summary>The names of two characters and more that anybody bears, one by one.</summary>
    public static IEnumerable<string> EveryName(DbSession db, long bank) => db.Stream<string>(
        "select distinct name from members where bank = @bank and length(name) > 1 and name <> @erased",
        new { bank, erased = Erased.Mark });

    /// <summary>Every member who is not the head, for a sheet.</summary>
    public static List<MemberRow> Rows(DbSession db, long bank) => db.Query<MemberRow>($"""
        select m.household, m.name, m.birth_date, m.related from members m join households h on h.bank = m.bank and h.number = m.household
        where m.bank = @bank and m.is_head = 0 and {HouseholdTable.IsThere} order by m.household, m.number
        """, new { bank });

    /// <summary>Whether anybody beside the heads is in the register.</summary>
    public static bool HasOthers(DbSession db, long bank) => db.ExecuteScalar<long>(
        "select count(*) from (select 1 from members where bank = @bank and is_head = 0 limit 1) m", new { bank }) > 0;

    public static List<LocalDate> BirthDates(DbSession db, long bank, long household) => db.Query<string>(
        "select birth_date from members where bank = @bank and household = @household", new { bank, household })
        .ConvertAll(born => born.ToDate());

    /// <summary>The name of a household's head.</summary>
    public static string HeadsName(DbSession db, long bank, long household) => db.QuerySingle<string>(
        "select name from members where bank = @bank and household = @household and is_head = 1", new { bank, household });

    /// <summary>The birth date of a household's head; null where it has none.</summary>
    public static string? HeadsBirthDate(DbSession db, long bank, long household) => db.QuerySingleOrDefault<string>(
        "select birth_date from members where bank = @bank and household = @household and is_head = 1", new { bank, household });

    /// <summary>Whether a member is the head of the household; null where the household has no such member.</summary>
    public static bool? IsHead(DbSession db, long bank, long household, long member) => db.QuerySingleOrDefault<long?>(
        "select is_head from members where bank = @bank and number = @member and household = @household",
        new { bank, member, household }) is { } isHead ? isHead == 1 : null;

    /// <summary>How many members a household has, or whether it has the one named.</summary>
    public static long Count(DbSession db, long bank, long household, long member) => db.ExecuteScalar<long>(
        "select count(*) from members where bank = @bank and household = @household and (@member = 0 or number = @member)",
        new { bank, household, member });

    /// <summary>Whether the member named, or somebody of the household where none is, is a relative of the committee.</summary>
    public static bool IsRelated(DbSession db, long bank, long household, long? member) => db.Prepared("""
        select 1 from members where bank = @bank and household = @household and related = 1 and number = coalesce(@member, number)
          limit 1
        """, "@bank", "@household", "@member").Single(bank, household, member) is not null;

    /// <summary>Whether somebody is no more in their household.</summary>
    public static bool HasLeft(DbSession db, long bank, long member) =>
        db.ExecuteScalar<long>(
            "select count(*) from member_leavings where bank = @bank and member = @member", new { bank, member }) > 0;

    /// <summary>Whether a member of a household left before a day; null where the household has no such member.</summary>
    public static bool? HadLeft(Writer writer, long bank, long household, long member, string day) => writer.Prepared("""
        select case when exists (select 1 from member_leavings l where l.bank = m.bank and l.member = m.number and l.left_on < @day) then 1
          else 0 end
        from members m where m.bank = @bank and m.number = @member and m.household = @household
        """, "@bank", "@member", "@household", "@day").Single(bank, member, household, day) is { } left ? left == 1 : null;

    public static void Add(Writer writer, long bank, long household, MemberInput member) => writer.Execute("""
        insert into members (bank, number, household, name, birth_date, is_head, related)
        select @bank, coalesce(max(number), 0) + 1, @household, @name, @birth, @head, @related from members where bank = @bank
        """, Columns(bank, household, 0, member));

    public static void Correct(Writer writer, long bank, long number, MemberInput member) => writer.Execute("""
        update members set name = @name, birth_date = @birth, is_head = @head, related = @related where bank = @bank and number = @number
        """, Columns(bank, 0, number, member));

    /// <summary>Makes a member the head, and nobody else; nobody at all for 0.</summary>
    public static void MakeHead(Writer writer, long bank, long household, long member) => writer.Execute(
        "update members set is_head = case when number = @member then 1 else 0 end where bank = @bank and household = @household",
        new { bank, household, member });

    static object Columns(long bank, long household, long number, MemberInput member) => new
    {
        bank, household, number, name = Clean(member.Name), birth = member.BirthDate.ToIso(), head = member.IsHead ? 1 : 0,
        related = member.RelatedToCommittee ? 1 : 0,
    };

    static string Clean(string name) =>
        Fields.Text(name, "name", Fields.Name, out var clean) is null ? clean : throw new ArgumentException("checked before", nameof(name));
}
