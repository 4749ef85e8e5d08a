using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Proposals;

/// <summary>Proposals, who goes along, and who decided on them.</summary>
static class ProposalTable
{
    public static long Add(Writer writer, long bank, Proposal proposal, string actor)
    {
        var number = writer.ExecuteScalar<long>("""
            insert into proposals (bank, number, kind, household, other_bank, other_household, points, merit, subject, head, reason,
              decided_by, document, asked, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @kind, @household, @otherBank, @other, @points, @merit, @subject, @head, @reason,
              @decidedBy, @document, @asked, @at, @actor
            from proposals where bank = @bank returning number
            """,
            new
            {
                bank, kind = proposal.Kind, household = proposal.Household, otherBank = proposal.OtherBank, other = proposal.OtherHousehold,
                points = proposal.Points, merit = proposal.Merit, subject = proposal.Subject, head = proposal.Head,
                reason = proposal.Reason,
                decidedBy = proposal.DecidedBy, document = proposal.Document, asked = proposal.Asked, at = writer.NowMilliseconds, actor,
            });
        writer.Execute(
            "insert into proposal_members (bank, proposal, member) values (@bank, @number, @member)",
            proposal.Members.Select(member => new { bank, number, member }));
        return number;
    }

    public static void Decide(Writer writer, long bank, long proposal, string kind, string actor) => writer.Execute(
        "insert into proposal_decisions (bank, proposal, kind, recorded_at, actor) values (@bank, @proposal, @kind, @at, @actor)",
        new { bank, proposal, kind, at = writer.NowMilliseconds, actor });

    /// <summary>Who proposed it and when; null where there is no such proposal.</summary>
    public static Maker? MadeBy(DbSession db, long bank, long number) => db.QuerySingleOrDefault<Maker>(
        "select actor, recorded_at as at from proposals where bank = @bank and number = @number", new { bank, number });

    /// <summary>The same is asked already and waits.</summary>
    public static bool IsWaiting(DbSession db, long bank, Proposal proposal) => db.ExecuteScalar<long>($"""
        select count(*) from proposals p where p.bank = @bank and p.household = @household and p.kind = @kind and p.asked = @asked
          and {Undecided}
        """, new { bank, household = proposal.Household, kind = proposal.Kind, asked = proposal.Asked }) > 0;

    /// <summary>The open proposals that move points from this household or to it.</summary>
    public static IEnumerable<(long Number, long? Member)> OpenOf(Writer writer, long bank, long household) =>
        writer.Query<long>($"""
        select p.number from proposals p
        where p.bank = @bank and (p.household = @household or (p.other_bank = @bank and p.other_household = @household)) and {Undecided}
        order by p.number
        """, new { bank, household }).Select(number => (number, (long?)null));

    /// <summary>How many wait that somebody else proposed, counted no further than <paramref name="most"/>.</summary>
    public static long Waiting(DbSession db, long bank, string actor, int most) => db.ExecuteScalar<long>($"""
        select count(*) from (select p.number from proposals p where p.bank = @bank and p.actor <> @actor and {Undecided} limit @most)
          as waiting
        """, new { bank, actor, most });

    /// <summary>What was asked, whole; null where there is no such proposal.</summary>
    public static Proposal? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<AskedRow>("""
        select kind, household, other_bank, other_household, points, merit, subject, head, reason, decided_by, document, asked, recorded_at
        from proposals
        where bank = @bank and number = @number
        """, new { bank, number })?.Proposal(MembersOf(db, bank, number));

    public static ProposalView? View(DbSession db, long bank, long number) =>
        List(db, bank, number, false, 0, 1) is [var found] ? found : null;

    /// <summary>The last first; one of them where it is named, only those that wait where <paramref name="open"/> is set.</summary>
    public static IReadOnlyList<ProposalView> List(
        DbSession db, long bank, long? number, bool open, long before, int limit) => db.Query<ViewRow>($"""
        select p.number, p.kind, p.household, b.code as other_bank, p.other_household, p.points, p.merit, p.subject, p.head, p.reason,
          p.decided_by, p.document, {Handler.Of("p.actor")} as proposed_by, p.recorded_at as proposed_at,
          {SecondPerson.Outcome} as state,
          {Handler.Of("d.actor")} as decider, d.recorded_at as decided_at
        from proposals p
        left join books b on b.bank = p.other_bank
        left join proposal_decisions d on d.bank = p.bank and d.proposal = p.number
        where p.bank = @bank and (@number is null or p.number = @number) and (@open = 0 or d.kind is null)
          and (@before = 0 or p.number < @before)
        order by p.number desc limit @limit
        """, new { bank, number, open = open ? 1 : 0, before, limit })
        .ConvertAll(row => row.View(MembersOf(db, bank, row.Number)));

    const string Undecided = "not exists (select 1 from proposal_decisions d where d.bank = p.bank and d.proposal = p.number)";

    static List<long> MembersOf(DbSession db, long bank, long proposal) => db.Query<long>(
        "select member from proposal_members where bank = @bank and proposal = @proposal order by member", new { bank, proposal });

    sealed class AskedRow
    {
        public string Kind { get; init; } = "";

        public long Household { get; init; }

        public long? Other_Bank { get; init; }

        public long? Other_Household { get; init; }

        public long Points { get; init; }

        public long Merit { get; init; }

        public string Subject { get; init; } = "";

        public string Reason { get; init; } = "";

        public string Decided_By { get; init; } = "";

        public string Document { get; init; } = "";

        public long? Head { get; init; }

        public long Recorded_At { get; init; }

        public string Asked { get; init; } = "";

        public Proposal Proposal(IReadOnlyList<long> members) => new()
        {
            Kind = Kind, Household = Household, OtherBank = Other_Bank, OtherHousehold = Other_Household, Points = Points, Merit = Merit,
            Subject = Subject, Reason = Reason, DecidedBy = Decided_By, Document = Document, Members = members, Asked = Asked,
            Head = Head, Year = Recorded_At.ToInstant().InZone(BankDesk.Zone).Year,
        };
    }

    sealed class ViewRow
    {
        public long Number { get; init; }

        public string Kind { get; init; } = "";

        public long Household { get; init; }

        public string? Other_Bank { get; init; }

        public long? Other_Household { get; init; }

        public long Points { get; init; }

        public long Merit { get; init; }

        public string Subject { get; init; } = "";

        public string Reason { get; init; } = "";

        public string Decided_By { get; init; } = "";

        public string Document { get; init; } = "";

        public string Proposed_By { get; init; } = "";

        public long Proposed_At { get; init; }

        public long? Head { get; init; }

        public string? State { get; init; }

        public string Decider { get; init; } = "";

        public long? Decided_At { get; init; }

        public ProposalView View(IReadOnlyList<long> members) => new(
            Number, Kind, Household, Other_Bank, Other_Household, Points, Merit, Subject, Head, Reason, Decided_By, Document, members,
            Proposed_By, Proposed_At.ToInstant(), State ?? "open", State is null ? null : Decider, Decided_At?.ToInstant());
    }
}
