using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Households;

/// <summary>When a change was written, by which entries of both books, and by which proposal.</summary>
sealed record ChangeEntries(LocalDate Day, long? Entry, long? OtherEntry, long? Proposal);

/// <summary>The rows of household changes.</summary>
static class ChangeTable
{
    /// <summary>How the source of a change's entry begins, and of the entry with which the other bank takes in what moved.</summary>
    public const string Source = "change:", MovedSource = "moved:";

    static readonly string Select = $"""
        select c.number, c.kind, c.household, b.code as other_bank, c.other_household, c.points, c.merit, c.year, c.reason, c.decided_by,
          c.document, c.changed_on, c.entry, c.other_entry,
          c.proposal, c.recorded_at, {Handler.Of("c.actor")} as handler
        from household_changes c left join books b on b.bank = c.other_bank
        """;

    public static ChangeView? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<Row>(
            $"{Select} where c.bank = @bank and c.number = @number", new { bank, number })?.View(MembersOf(db, bank, number));

    /// <summary>The newest first; of one household where one is named.</summary>
    public static IReadOnlyList<ChangeView> Newest(DbSession db, long bank, long? household, long? before, int limit) =>
        db.Query<Row>($"""
        {Select} where c.bank = @bank and (@before = 0 or c.number < @before)
          and (@household = 0 or c.household = @household or (c.other_bank = @bank and c.other_household = @household))
        order by c.number desc limit @limit
        """,
        new { bank, before = before ?? 0, household = household ?? 0, limit })
            .ConvertAll(row => row.View(MembersOf(db, bank, row.Number)));

    /// <summary>Why an entry is not reversed: it is a change's, or moves points of a household that is no more.</summary>
    public static Refusal? Barred(Writer writer, long bank, JournalEntry entry)
    {
        if (entry.Source.StartsWith(Source, StringComparison.Ordinal) || entry.Source.StartsWith(MovedSource, StringComparison.Ordinal))
            return new(VillageRefusals.ChangeStands, "entry");
        foreach (var posting in entry.Postings)
            if (posting.Key.Kind is AccountKind.HouseholdPoints or AccountKind.HouseholdMerit
                && HouseholdDesk.Barred(writer, bank, posting.Key.Owner, "entry") is { } barred)
                return barred;
        return null;
    }

    public static long NextNumber(DbSession db, long bank) => db.ExecuteScalar<long>(
        "select coalesce(max(number), 0) + 1 from household_changes where bank = @bank", new { bank });

    public static void Add(Writer writer, long number, Change change, ChangeEntries entries, string actor)
    {
        var (plan, bank) = (change.Plan, change.Plan.Bank);
        writer.Execute("""
            insert into household_changes (bank, number, kind, household, other_bank, other_household, points, merit, year, reason,
              decided_by, document, changed_on, entry, other_entry, proposal, recorded_at, actor)
            values (@bank, @number, @kind, @household, @otherBank, @other, @points, @merit, @year, @reason, @decidedBy, @document, @day,
              @entry, @otherEntry, @proposal, @at, @actor)
            """,
            new
            {
                bank, number, kind = plan.Kind, household = plan.Household, otherBank = plan.OtherBank, other = change.Other,
                points = plan.Points, merit = plan.Merit, year = entries.Day.Year, reason = plan.Grounds.Reason,
                decidedBy = plan.Grounds.DecidedBy, document = plan.Grounds.Document ?? "", day = entries.Day.ToIso(),
                entry = entries.Entry, otherEntry = entries.OtherEntry, proposal = entries.Proposal, at = writer.NowMilliseconds, actor,
            });
        writer.Execute(
            """
            insert into household_change_members (bank, change, member, other_member, minutes)
              values (@bank, @number, @member, @other, @minutes)
            """,
            change.Members.Select(row => new { bank, number, member = row.Member, other = row.Other, minutes = row.Minutes }));
    }

    /// <summary>Who goes along with a household: not whoever left it before, whose name is erased where it stands.</summary>
    public static List<long> Here(DbSession db, long bank, long household) => db.Query<long>("""
        select m.number from members m where m.bank = @bank and m.household = @household
          and not exists (select 1 from member_leavings l where l.bank = m.bank and l.member = m.number) order by m.number
        """, new { bank, household });

    public static void MoveMembers(DbSession db, long bank, IEnumerable<long> members, long to) => db.Execute(
        "update members set household = @to, is_head = 0 where bank = @bank and number = @member",
        members.Select(member => new { bank, to, member }));

    public static void SetHead(DbSession db, long bank, long head) =>
        db.Execute("update members set is_head = 1 where bank = @bank and number = @head", new { bank, head });

    public static void End(Writer writer, long bank, long household, string kind, string actor) => writer.Execute(
        """
        insert into household_ends (bank, household, ended_on, kind, recorded_at, actor)
          values (@bank, @household, @day, @kind, @at, @actor)
        """,
        new { bank, household, kind, day = writer.Now.InZone(BankDesk.Zone).Date.ToIso(), at = writer.NowMilliseconds, actor });

    static List<string> MembersOf(DbSession db, long bank, long change) => db.Query<string>("""
        select m.name from household_change_members c join members m on m.bank = c.bank and m.number = c.member
          where c.bank = @bank and c.change = @change order by c.member
        """, new { bank, change });

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

        public long? Proposal { get; init; }

        public long Recorded_At { get; init; }

        public string Handler { get; init; } = "";

        public ChangeView View(IReadOnlyList<string> members) => new(
            Number, Kind, Household, Other_Bank, Other_Household, Points, Merit, (int)Year, Reason, Decided_By, Document,
            Changed_On.ToDate(), Entry, Other_Entry,
            Recorded_At.ToInstant(), Handler, members, Proposal);
    }
}
