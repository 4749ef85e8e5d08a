using Dapper;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Households;

/// <summary>The rows of household changes.</summary>
static class ChangeTable
{
    /// <summary>How the source of a change's entry begins, and of the entry with which the other bank takes in what moved.</summary>
    public const string Source = "change:", MovedSource = "moved:";

    static readonly string Select = $"""
        select c.number, c.kind, c.household, b.code as other_bank, c.other_household, c.points, c.merit, c.year, c.reason, c.decided_by, c.document, c.changed_on, c.entry, c.other_entry,
          c.recorded_at, {Handler.Of("c.actor")} as handler
        from household_changes c left join books b on b.bank = c.other_bank
        """;

    public static ChangeView? Find(SqliteConnection connection, long bank, long number) =>
        connection.QuerySingleOrDefault<Row>($"{Select} where c.bank = @bank and c.number = @number", new { bank, number })?.View(MembersOf(connection, bank, number));

    /// <summary>The newest first; of one household where one is named.</summary>
    public static IReadOnlyList<ChangeView> Newest(SqliteConnection connection, long bank, long? household, long? before, int limit) => connection.Query<Row>($"""
        {Select} where c.bank = @bank and (@before = 0 or c.number < @before)
          and (@household = 0 or c.household = @household or (c.other_bank = @bank and c.other_household = @household))
        order by c.number desc limit @limit
        """, new { bank, before = before ?? 0, household = household ?? 0, limit }).AsList().ConvertAll(row => row.View(MembersOf(connection, bank, row.Number)));

    /// <summary>Why an entry is not reversed: it is a change's, or moves points of a household that is no more.</summary>
    public static Refusal? Barred(Writer writer, long bank, JournalEntry entry)
    {
        if (entry.Source.StartsWith(Source, StringComparison.Ordinal) || entry.Source.StartsWith(MovedSource, StringComparison.Ordinal)) return new(VillageRefusals.ChangeStands, "entry");
        foreach (var posting in entry.Postings)
            if (posting.Key.Kind is AccountKind.HouseholdPoints or AccountKind.HouseholdMerit && HouseholdDesk.Barred(writer, bank, posting.Key.Owner, "entry") is { } barred)
                return barred;
        return null;
    }

    /// <summary>What has to be ended before a household can go, or some of its members can; null for nothing.</summary>
    public static Refusal? Open(Writer writer, long bank, long household, IReadOnlyList<long>? members)
    {
        var connection = writer.Connection;
        var whole = members is null ? 1 : 0;
        var claims = OfThem("""
            select number, member from claims where bank = @bank and household = @household and state in ('submitted', 'collected', 'assessed', 'on_notice', 'objected') order by number
            """);
        var hours = OfThem("""
            select a.number, a.member from attendances a where a.bank = @bank and a.household = @household
              and not exists (select 1 from attendance_confirmations c where c.bank = a.bank and c.attendance = a.number
                and not exists (select 1 from entries e where e.bank = c.bank and e.reverses = c.entry))
              and not exists (select 1 from attendance_times t where t.bank = a.bank and t.attendance = a.number and t.kind = 'struck')
            order by a.number
            """);
        var held = whole == 1 ? writer.Book(bank).Find(Chart.Points(household))?.Held.Value ?? 0 : 0;
        // What was decided about a household, or is about to be, stays with it until it is over: nobody sheds it by a change.
        var black = Numbers($"select b.number from black_entries b where b.bank = @bank and b.household = @household and {BlackTable.IsOpen} order by b.number");
        var suspensions = Numbers("""
            select s.number from favour_suspensions s where s.bank = @bank and s.household = @household and s.review_on >= @day
              and not exists (select 1 from favour_suspension_ends x where x.bank = s.bank and x.suspension = s.number) order by s.number
            """);
        var objections = Numbers("""
            select o.number from black_objections o join black_entries b on b.bank = o.bank and b.number = o.entry
            where b.bank = @bank and b.household = @household and not exists (select 1 from black_rulings r where r.bank = o.bank and r.objection = o.number)
            union all
            select o.number from favour_objections o join favour_suspensions s on s.bank = o.bank and s.number = o.suspension
            where s.bank = @bank and s.household = @household and not exists (select 1 from favour_rulings r where r.bank = o.bank and r.objection = o.number)
            """);
        if (claims.Count + hours.Count + black.Count + suspensions.Count + objections.Count == 0 && held == 0) return null;
        var reservations = Waiting("reservations");
        var vouchers = Waiting("vouchers");
        return new Refusal(VillageRefusals.HouseholdHasOpen, "household").With("held", held).With("claims", List(claims)).With("reservations", List(reservations))
            .With("vouchers", List(vouchers)).With("hours", List(hours)).With("black", List(black)).With("suspensions", List(suspensions)).With("objections", List(objections));

        List<long> Numbers(string sql) => connection.Query<long>(sql, new { bank, household, day = writer.Now.InZone(BankDesk.Zone).Date.ToIso() }).AsList();

        List<long> Waiting(string table) => whole == 0 ? [] : connection.Query<long>($"""
            select r.number from {table} r where r.bank = @bank and r.household = @household
              and not exists (select 1 from hold_ends e where e.bank = r.bank and e.hold = r.hold) order by r.number
            """, new { bank, household }).AsList();

        List<long> OfThem(string sql) => [.. connection.Query<(long Number, long? Member)>(sql, new { bank, household })
            .Where(row => members is null || (row.Member is { } member && members.Contains(member))).Select(row => row.Number)];

        static string List(List<long> numbers) => numbers.Count == 0 ? "0" : string.Join(", ", numbers.Select(number => $"#{number.Text()}"));
    }

    public static void End(Writer writer, long bank, long household, string kind, string actor) => writer.Connection.Execute(
        "insert into household_ends (bank, household, ended_on, kind, recorded_at, actor) values (@bank, @household, @day, @kind, @at, @actor)",
        new { bank, household, kind, day = writer.Now.InZone(BankDesk.Zone).Date.ToIso(), at = writer.NowMilliseconds, actor });

    static List<string> MembersOf(SqliteConnection connection, long bank, long change) => connection.Query<string>("""
        select m.name from household_change_members c join members m on m.bank = c.bank and m.number = c.member where c.bank = @bank and c.change = @change order by c.member
        """, new { bank, change }).AsList();

    sealed class Row
    {
        public long Number { get; init; }

        public string Kind { get; init; } = "";

        public long Household { get; init; }

        public string? Other_Bank { get; init; }

        public long? Other_Household { get; init; }

        public long Points { get; init; }

        public long Merit { get; init; }

        public long Year { get; init; }

        public string Reason { get; init; } = "";

        public string Decided_By { get; init; } = "";

        public string Document { get; init; } = "";

        public string Changed_On { get; init; } = "";

        public long? Entry { get; init; }

        public long? Other_Entry { get; init; }

        public long Recorded_At { get; init; }

        public string Handler { get; init; } = "";

        public ChangeView View(IReadOnlyList<string> members) => new(
            Number, Kind, Household, Other_Bank, Other_Household, Points, Merit, (int)Year, Reason, Decided_By, Document, Changed_On.ToDate(), Entry, Other_Entry,
            Recorded_At.ToInstant(), Handler, members);
    }
}
